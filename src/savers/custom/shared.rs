//! What the handles of one outside saver share: what it has of each thread, and what is written there.

use std::cell::RefCell;
use std::rc::Rc;

use super::text::{commit_text, forgotten_text};
use super::turns::Turns;
use super::{Outside, Stored};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::record::{CheckpointRow, PendingWrite};
use crate::checkpoint::rows::Whole;
use crate::checkpoint::saver::Done;
use crate::checkpoint::{CheckpointId, CommitBatch, Head, Loaded};
use crate::error::Error;
use crate::ordered::Ordered;
use crate::savers::kept::{Found, Kept};
use crate::savers::locks::Locks;
use crate::savers::watchers::Watchers;

/// What the handles of one outside saver share.
pub(super) struct Shared<B> {
    pub(super) outside: Rc<dyn Outside>,
    /// What was found of each thread.
    pub(super) threads: RefCell<Ordered<Rc<str>, Known<B>>>,
    pub(super) turns: Rc<Turns>,
    pub(super) locks: Rc<Locks>,
    pub(super) watchers: Rc<Watchers>,
}

/// A thread, and the mark that says so.
pub(super) struct Known<B> {
    mark: String,
    found: Found<B>,
}

impl<B: Clone> Known<B> {
    pub(super) fn found(&self) -> &Found<B> {
        &self.found
    }

    /// What the newest mark says of a thread.
    fn read(thread: &str, stored: Stored) -> Result<Self, Error> {
        let mark = stored.mark.ok_or_else(foreign)?;
        let mut whole = Whole::read(thread, &mark)?;
        if whole.head.is_some() {
            whole.rows = Whole::read(thread, &stored.row.ok_or_else(foreign)?)?.rows;
        }
        Ok(Self { mark, found: Kept::of(whole, stored.parent)? })
    }
}

/// Goes on, or is told why it cannot.
type Then = Box<dyn FnOnce(Result<(), Error>)>;

impl<B: Clone + 'static> Shared<B> {
    /// Learns what the outside saver has of the thread now.
    pub(super) fn find(self: &Rc<Self>, thread: &Rc<str>, then: Then) {
        let (shared, owned) = (Rc::clone(self), Rc::clone(thread));
        let read = move |stored: Result<Option<Stored>, Error>| {
            let mut threads = shared.threads.borrow_mut();
            let answer = stored.and_then(|stored| match stored {
                None => Ok(_ = threads.remove(&owned)),
                Some(Stored { mark: Some(mark), .. })
                    if threads.get(&owned).is_some_and(|known| known.mark == mark) =>
                {
                    Ok(())
                }
                Some(stored) => Known::read(&owned, stored).map(|known| _ = threads.insert(owned, known)),
            });
            drop(threads);
            then(answer);
        };
        self.outside.read(thread, None, Box::new(read));
    }

    /// Learns what the outside saver has of every thread now.
    pub(super) fn find_all(self: &Rc<Self>, then: Then) {
        let shared = Rc::clone(self);
        let listed = move |threads: Result<Vec<String>, Error>| match threads {
            Ok(threads) => {
                *shared.threads.borrow_mut() = Ordered::new();
                shared.find_each(threads, then);
            }
            Err(error) => then(Err(error)),
        };
        self.outside.threads(Box::new(listed));
    }

    /// Learns of each; of one that cannot be read whoever uses it is told.
    fn find_each(self: &Rc<Self>, mut threads: Vec<String>, then: Then) {
        let Some(thread) = threads.pop() else {
            return then(Ok(()));
        };
        let shared = Rc::clone(self);
        self.find(&thread.into(), Box::new(move |_| shared.find_each(threads, then)));
    }

    pub(super) fn take_away(self: &Rc<Self>, thread: Rc<str>, rest: Option<Vec<Rc<str>>>, done: Done<()>) {
        let shared = Rc::clone(self);
        self.turns.take(Box::new(move |turn| {
            let (known, owned) = (Rc::clone(&shared), Rc::clone(&thread));
            let deleted = move |answer: Result<(), Error>| {
                known.threads.borrow_mut().remove(&owned);
                let text = rest.as_ref().map(|audit| forgotten_text::<B>(&owned, audit)).transpose();
                let end = move |answer: Result<(), Error>| {
                    drop(turn);
                    done(answer);
                };
                match (answer, text) {
                    (Ok(()), Ok(Some(text))) => known.outside.write(text, Box::new(end)),
                    (Ok(()), Ok(None)) => end(Ok(())),
                    (Err(error), _) | (_, Err(error)) => end(Err(error)),
                }
            };
            shared.outside.delete(&thread, Box::new(deleted));
        }));
    }

    /// The thread as the batch leaves it, what the committer is left with, and the commit as text.
    pub(super) fn prepare(&self, mut batch: CommitBatch<B>) -> Result<(Known<B>, Committed, String), Error> {
        let threads = self.threads.borrow();
        let found = threads.get(&batch.head.thread).map(|known| &known.found);
        batch.check_head(found.and_then(Found::thread).map(|kept| &kept.thread.head))?;
        batch.head = batch.next_head();
        let mut kept = match found {
            Some(Found::Thread(kept)) => (**kept).clone(),
            Some(Found::Audit(audit)) => Kept::new(batch.head.clone(), audit.clone()),
            None => Kept::new(batch.head.clone(), Vec::new()),
        };
        let (writes, ask) = (std::mem::take(&mut batch.writes), batch.ask.clone());
        batch.writes.clone_from(&writes);
        let added = kept.apply_whole(batch)?;
        let head = &kept.thread.head;
        let committed = Committed { token: head.token(), digest: head.digest };
        let mark = kept.text_without_rows()?;
        let text = commit_text(head, &mark, &added, &writes, &ask)?;
        Ok((Known { mark, found: Found::Thread(Box::new(kept)) }, committed, text))
    }

    /// Takes up an older checkpoint, so that it can be gone on from.
    pub(super) fn take_up(
        &self,
        thread: &Rc<str>,
        id: &CheckpointId,
        stored: Stored,
    ) -> Result<Option<Loaded<B>>, Error> {
        let mut threads = self.threads.borrow_mut();
        let Some(Found::Thread(kept)) = threads.get_mut(thread).map(|known| &mut known.found) else { return Ok(None) };
        let Some(Older { row, parent, writes }) = Older::read(thread, stored)? else { return Ok(None) };
        if row.id != *id {
            return Ok(None);
        }
        kept.put_whole(row, parent)?;
        Ok(kept.load(Some(id))?.map(|loaded| Loaded { writes, ..loaded }))
    }
}

/// A checkpoint that is not its thread's newest.
pub(super) struct Older<B> {
    row: Rc<CheckpointRow<B>>,
    parent: Option<CheckpointId>,
    writes: Vec<PendingWrite<B>>,
}

impl<B: Clone> Older<B> {
    pub(super) fn read(thread: &str, stored: Stored) -> Result<Option<Self>, Error> {
        let Some(text) = stored.row else { return Ok(None) };
        let Some((row, _)) = Whole::read(thread, &text)?.rows.pop() else { return Ok(None) };
        let mark = stored.mark.map(|mark| Whole::read(thread, &mark)).transpose()?;
        let mut writes = mark.map_or_else(Vec::new, |mark| mark.writes);
        writes.retain(|write| write.seq == row.seq);
        Ok(Some(Self { row, parent: stored.parent, writes }))
    }

    /// The checkpoint of the thread that has this head.
    pub(super) fn load(self, head: &Head) -> Result<Option<Loaded<B>>, Error> {
        let mut kept = Kept::new(head.clone(), Vec::new());
        kept.put_whole(self.row, self.parent)?;
        Ok(kept.history(None, 1)?.pop().map(|loaded| Loaded { writes: self.writes, ..loaded }))
    }
}

fn foreign() -> Error {
    let what = "The thread was written by another program. Use another thread, or the program that wrote it.";
    Error::new("E_CORRUPT", what)
}
