//! A saver of the user's own, behind LangGraph's saver interface (S-CKP 6.5), which knows no compare-and-set: threads are
//! compared in memory, so that a decision counts once within this instance only (S-CKP-48). What a thread is, the saver
//! keeps with its checkpoints: each whole, and with each commit a mark that says which is the newest and what else the
//! thread has. A checkpoint without a mark behind it was never committed.

#[cfg(target_arch = "wasm32")]
pub mod object;
mod shared;
mod text;
mod turns;

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use self::shared::{Known, Older, Shared};
use super::kept::{Found, Kept};
use super::order;
use super::watchers::Handle;
use crate::checkpoint::batch::Committed;
use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Standing};
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, Loaded, Saver};
use crate::error::Error;

/// What an outside saver has of one checkpoint.
#[derive(Clone, Debug, Default)]
pub struct Stored {
    /// The mark of the last commit on it, if there is one.
    pub mark: Option<String>,
    /// The checkpoint, whole.
    pub row: Option<String>,
    /// The id of the checkpoint that it was made from.
    pub parent: Option<CheckpointId>,
}

/// A saver that keeps what it is told, in order, and knows no more.
pub trait Outside {
    /// The newest checkpoint of the thread that has a mark, or the one named; `None` where there is none.
    fn read(&self, thread: &str, id: Option<&CheckpointId>, done: Done<Option<Stored>>);

    /// Up to `limit` whole checkpoints of the thread, newest first, from the one before `before` on.
    fn list(&self, thread: &str, before: Option<&CheckpointId>, limit: u32, done: Done<Vec<Stored>>);

    /// The ids of every thread.
    fn threads(&self, done: Done<Vec<String>>);

    /// Keeps a commit: its checkpoints, its writes and questions as LangGraph shows them, and its mark last.
    fn write(&self, commit: String, done: Done<()>);

    /// Removes the thread.
    fn delete(&self, thread: &str, done: Done<()>);
}

/// See the module.
pub struct CustomSaver<B> {
    shared: Rc<Shared<B>>,
    handle: Handle,
}

impl<B: Clone + 'static> CustomSaver<B> {
    /// A saver over an outside one.
    pub fn over(outside: Rc<dyn Outside>) -> Self {
        let shared = Shared {
            outside,
            threads: RefCell::default(),
            turns: Rc::default(),
            locks: Rc::default(),
            watchers: Rc::default(),
        };
        Self { handle: shared.watchers.handle(), shared: Rc::new(shared) }
    }

    /// A second handle on the same saver.
    #[must_use]
    pub fn second_handle(&self) -> Self {
        Self { shared: Rc::clone(&self.shared), handle: self.shared.watchers.handle() }
    }

    /// Answers with what `read` finds of the thread, one operation after the other.
    fn read<T: 'static>(
        &self,
        thread: &str,
        read: impl FnOnce(Option<&Found<B>>) -> Result<T, Error> + 'static,
        done: Done<T>,
    ) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let (shared, thread): (_, Rc<str>) = (Rc::clone(&self.shared), thread.into());
        self.shared.turns.take(Box::new(move |turn| {
            let (known, owned) = (Rc::clone(&shared), Rc::clone(&thread));
            let then = move |found: Result<(), Error>| {
                let answer = found.and_then(|()| read(known.threads.borrow().get(&owned).map(Known::found)));
                drop(turn);
                done(answer.map_err(|error| error.on_thread(&owned)));
            };
            shared.find(&thread, Box::new(then));
        }));
    }

    /// Answers with what `read` finds in the thread, or with nothing where there is none.
    fn read_thread<T: Default + 'static>(
        &self,
        thread: &str,
        read: impl FnOnce(&Kept<B>) -> Result<T, Error> + 'static,
        done: Done<T>,
    ) {
        let found = |found: Option<&Found<B>>| found.and_then(Found::thread).map_or_else(|| Ok(T::default()), read);
        self.read(thread, found, done);
    }

    /// Answers with what `see` finds in every thread, once `sort` has put it in order.
    fn each<T: 'static>(&self, see: impl Fn(&Kept<B>) -> Vec<T> + 'static, sort: fn(&mut [T]), done: Done<Vec<T>>) {
        let shared = Rc::clone(&self.shared);
        self.shared.turns.take(Box::new(move |turn| {
            let known = Rc::clone(&shared);
            let then = move |found: Result<(), Error>| {
                let mut all: Vec<T> = Vec::new();
                for found in known.threads.borrow().values().map(Known::found) {
                    all.extend(found.thread().map(&see).unwrap_or_default());
                }
                sort(&mut all);
                drop(turn);
                done(found.map(|()| all));
            };
            shared.find_all(Box::new(then));
        }));
    }

    /// Removes the thread; its audit chain stays where `keep` says so.
    fn remove(&self, thread: &str, keep: bool, done: Done<()>) {
        let (shared, handle, thread): (_, _, Rc<str>) = (Rc::clone(&self.shared), self.handle, thread.into());
        let audit = |found: Option<&Found<B>>| {
            Ok(found.map_or((false, Vec::new()), |found| match found {
                Found::Thread(kept) => (true, kept.thread.audit()),
                Found::Audit(audit) => (false, audit.clone()),
            }))
        };
        let owned = Rc::clone(&thread);
        let begin = move |found: Result<(bool, Vec<Rc<str>>), Error>| {
            let (there, audit) = match found {
                Ok((there, audit)) if there || !(keep || audit.is_empty()) => (there, audit),
                Ok(_) => return done(Ok(())),
                Err(error) => return done(Err(error)),
            };
            let rest = Some(audit).filter(|audit| keep && !audit.is_empty());
            let (watchers, told) = (Rc::clone(&shared.watchers), Rc::clone(&owned));
            let end = move |answer: Result<(), Error>| {
                let gone = there && answer.is_ok();
                done(answer.map_err(|error| error.on_thread(&told)));
                if gone {
                    watchers.notify(Some(handle), &Notice { thread: told, deleted: true });
                }
            };
            shared.take_away(owned, rest, Box::new(end));
        };
        self.read(&thread, audit, Box::new(begin));
    }
}

impl<B: Clone + 'static> Saver<B> for CustomSaver<B> {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            durable: false,
            multi_tab: false,
            exactly_once: "one instance",
            history: None,
            reset_detection: false,
            max_bytes: None,
        }
    }

    fn hashes_state(&self) -> bool {
        true
    }

    fn inline_limit(&self) -> u32 {
        u32::MAX
    }

    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        self.read_thread(thread, |kept| Ok(Some(kept.thread.head.clone())), done);
    }

    fn standing(&self, thread: &str, done: Done<Standing>) {
        let standing = |found: Option<&Found<B>>| {
            let head = found.and_then(Found::thread).map(|kept| kept.thread.head.clone());
            Ok(Standing::of(head, || Found::audit(found)))
        };
        self.read(thread, standing, done);
    }

    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<B>>>) {
        let Some(at) = at.cloned() else { return self.read_thread(thread, |kept| kept.load(None), done) };
        let (shared, thread): (_, Rc<str>) = (Rc::clone(&self.shared), thread.into());
        let (id, owned) = (at.clone(), Rc::clone(&thread));
        let found = move |found: Result<Option<Option<Loaded<B>>>, Error>| match found {
            Ok(Some(None)) => {
                let known = Rc::clone(&shared);
                let (thread, asked) = (Rc::clone(&owned), id.clone());
                let stored =
                    move |stored: Result<Option<Stored>, Error>| {
                        done(stored.and_then(|stored| {
                            stored.map_or(Ok(None), |stored| known.take_up(&thread, &asked, stored))
                        }));
                    };
                shared.outside.read(&owned, Some(&id), Box::new(stored));
            }
            found => done(found.map(Option::flatten)),
        };
        self.read_thread(&thread, move |kept| kept.load(Some(&at)).map(Some), Box::new(found));
    }

    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<B>>>) {
        let (shared, owned) = (Rc::clone(&self.shared), thread.to_owned());
        let found = move |head: Result<Option<Head>, Error>| {
            let head = match head {
                Ok(Some(head)) => head,
                other => return done(other.map(|_| Vec::new())),
            };
            // What stands above the head was never committed.
            let bound = CheckpointId::new(before.unwrap_or(u64::MAX).min(head.next_seq), [0; 10]);
            let bound = match bound {
                Ok(bound) => bound,
                Err(error) => return done(Err(error)),
            };
            let thread = owned.clone();
            let listed = move |listed: Result<Vec<Stored>, Error>| {
                let load = |stored| match Older::read(&thread, stored)? {
                    Some(older) => older.load(&head),
                    None => Ok(None),
                };
                done(listed.and_then(|listed| listed.into_iter().filter_map(|one| load(one).transpose()).collect()));
            };
            shared.outside.list(&owned, Some(&bound), limit, Box::new(listed));
        };
        self.head(thread, Box::new(found));
    }

    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>) {
        let id = interrupt.clone();
        self.read(thread, move |found| Ok(Found::question(found, &id)), done);
    }

    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        let graph = graph.to_owned();
        self.each(move |kept: &Kept<B>| kept.questions(&graph), order::questions, done);
    }

    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        self.read_thread(thread, |kept| Ok(kept.thread.decisions()), done);
    }

    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        self.read(thread, |found| Ok(Found::audit(found)), done);
    }

    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        let graph = graph.map(ToOwned::to_owned);
        self.each(move |kept: &Kept<B>| kept.heads(graph.as_deref()), order::heads, done);
    }

    fn commit(&self, batch: CommitBatch<B>, done: Done<Committed>) {
        if let Err(error) = batch.check_limits() {
            return done(Err(error));
        }
        let (shared, handle) = (Rc::clone(&self.shared), self.handle);
        self.shared.turns.take(Box::new(move |turn| {
            let (known, thread) = (Rc::clone(&shared), Rc::clone(&batch.head.thread));
            let owned = Rc::clone(&thread);
            let end = move |answer: Result<Committed, Error>, turn| {
                drop(turn);
                let changed = answer.is_ok();
                done(answer.map_err(|error| error.on_thread(&owned)));
                if changed {
                    known.watchers.notify(Some(handle), &Notice { thread: owned, deleted: false });
                }
            };
            let (known, owned) = (Rc::clone(&shared), Rc::clone(&thread));
            let found = move |found: Result<(), Error>| match found.and_then(|()| known.prepare(batch)) {
                Ok((known_thread, committed, text)) => {
                    let to = Rc::clone(&known);
                    let written = move |answer: Result<(), Error>| {
                        // After a failure nobody knows what is kept: whoever is next looks.
                        match &answer {
                            Ok(()) => to.threads.borrow_mut().insert(owned, known_thread),
                            Err(_) => to.threads.borrow_mut().remove(&owned),
                        };
                        end(answer.map(|()| committed), turn);
                    };
                    known.outside.write(text, Box::new(written));
                }
                Err(error) => end(Err(error), turn),
            };
            shared.find(&thread, Box::new(found));
        }));
    }

    fn delete_thread(&self, thread: &str, done: Done<()>) {
        self.remove(thread, false, done);
    }

    fn forget(&self, thread: &str, done: Done<()>) {
        self.remove(thread, true, done);
    }

    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>) {
        match check_thread_id(thread) {
            Ok(()) => self.shared.locks.lock(thread, wait, done),
            Err(error) => done(Err(error)),
        }
    }

    fn is_locked(&self, thread: &str, done: Done<Option<bool>>) {
        done(Ok(Some(self.shared.locks.is_held(thread))));
    }

    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        let subscription = self.shared.watchers.subscribe(self.handle, notify);
        Box::new((subscription, Rc::clone(&self.shared)))
    }
}
