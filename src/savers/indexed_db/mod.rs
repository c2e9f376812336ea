//! The IndexedDB saver (storage.md 2 to 4): threads as encoded rows in a database that every tab of the origin shares.
//! No other module of the crate names an IndexedDB type.

mod attempt;
mod browser;
mod commit;
mod connection;
mod convert;
mod delete;
pub(super) mod faults;
mod notices;
mod rounds;
mod sentinel;
mod tx;
mod watchdog;

use std::any::Any;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbOpenDbRequest;

use self::connection::Connection;
use self::notices::Notices;
use self::rounds::read_once;
use self::sentinel::Sentinel;
use super::watchers::Handle;
use super::{check_store_name, order, web_locks};
use crate::checkpoint::batch::Committed;
use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::rows::{
    History, INLINE_LIMIT, Key, Load, Row, Step, Store, Want, audit_row, decision_row, head_row, question_row,
};
use crate::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Standing};
use crate::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, Loaded, Saver};
use crate::error::Error;
use crate::ordered::Ordered;

/// How long the browser may take, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// To open the database, before `E_TIMEOUT` or `E_BLOCKED`.
    pub open: u32,
    /// To say how a commit ended, before that is looked up, and as long again before `E_UNCERTAIN`.
    pub commit: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { open: 5_000, commit: 10_000 }
    }
}

/// Keeps threads in an IndexedDB database.
///
/// Every handle of one name in a realm shares one connection, which is opened by the first operation. State values are
/// texts up to 2 KiB and `Uint8Array`s above; these must not be changed once they were handed over.
pub struct IndexedDbSaver {
    shared: Rc<Shared>,
    handle: Handle,
}

/// What the handles of one name share.
struct Shared {
    name: String,
    connection: Rc<Connection>,
    notices: Notices,
    timeouts: Timeouts,
}

thread_local! {
    static OPEN: RefCell<Ordered<String, Weak<Shared>>> = RefCell::default();
}

impl IndexedDbSaver {
    /// The saver of a name: 1 to 64 characters of `[A-Za-z0-9_.-]`, or none for the origin's nameless store; any other
    /// name is refused by each operation (`E_BAD_NAME`). `request` may be an `IDBOpenDBRequest` that is opening the
    /// database already.
    pub fn open(name: &str, request: JsValue) -> Self {
        let shared = OPEN.with_borrow_mut(|open| {
            let known = open.get(name).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let shared = Shared::new(name, Timeouts::default());
                open.insert(name.to_owned(), Rc::downgrade(&shared));
                shared
            })
        });
        if request.is_object() {
            shared.connection.take_over(request.unchecked_into::<IdbOpenDbRequest>());
        }
        Self { handle: shared.notices.watchers.handle(), shared }
    }

    /// A saver with a connection of its own, as another tab has one.
    pub fn apart(name: &str, timeouts: Timeouts) -> Self {
        let shared = Shared::new(name, timeouts);
        Self { handle: shared.notices.watchers.handle(), shared }
    }

    /// Closes the connection for every handle that shares it; what is under way is finished, what comes after is
    /// refused (`E_STORE_CLOSED`).
    pub fn close(&self) {
        self.shared.connection.close("closed");
    }

    /// Reads pages of a store, and answers with what `decode` makes of the rows; it passes over what it makes nothing of.
    fn pages<T: 'static>(
        &self,
        store: Store,
        prefix: Vec<Key>,
        decode: impl Fn(&Row<JsValue>) -> Result<Option<T>, Error> + 'static,
        done: Done<Vec<T>>,
    ) {
        let list = Rc::new(RefCell::new(Vec::new()));
        let filled = Rc::clone(&list);
        let see = move |row: &_| {
            let found = decode(row)?;
            filled.borrow_mut().extend(found);
            Ok(())
        };
        let read = move |read: Result<_, _>| done(read.map(|()| list.take()));
        rounds::pages(&self.shared.connection, store, prefix, see, Box::new(read));
    }
}

impl IndexedDbSaver {
    /// Reads in rounds of one transaction, until `take` has what was asked for.
    fn rounds<T: 'static>(
        &self,
        stores: Vec<Store>,
        first: Vec<Want>,
        mut take: impl FnMut(rounds::Found) -> Result<Step<T>, Error> + 'static,
        done: Done<T>,
    ) {
        let slot = Rc::new(RefCell::new(None));
        let filled = Rc::clone(&slot);
        let take = move |found| match take(found)? {
            Step::Read(wants) => Ok(wants),
            Step::Done(answer) => {
                *filled.borrow_mut() = Some(answer);
                Ok(Vec::new())
            }
        };
        let read = move |read| done(rounds::taken(read, &slot));
        rounds::read(&self.shared.connection, stores, first, take, Box::new(read));
    }

    /// Removes the thread's rows from the stores.
    fn remove(&self, thread: &str, stores: Vec<Store>, done: Done<()>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let (shared, handle) = (Rc::clone(&self.shared), self.handle);
        let notice = Notice { thread: thread.into(), deleted: true };
        let removed = move |answer: Result<(), Error>| {
            let changed = answer.is_ok();
            done(answer);
            if changed {
                shared.notices.post(handle, &notice, true);
            }
        };
        delete::thread(&self.shared.connection, thread, stores, naming(thread, Box::new(removed)));
    }
}

impl Shared {
    fn new(name: &str, timeouts: Timeouts) -> Rc<Self> {
        let sentinel = Sentinel::new(name);
        let connection = match database(name) {
            Ok(database) => Connection::new(database, timeouts, sentinel),
            Err(error) => Connection::refused(error, timeouts, sentinel),
        };
        let notices = Notices::new(&format!("haltgraph:{name}"));
        Rc::new(Self { name: name.to_owned(), connection, notices, timeouts })
    }
}

/// The database of a saver's name.
fn database(name: &str) -> Result<String, Error> {
    check_store_name(name)?;
    Ok(if name.is_empty() { "haltgraph".to_owned() } else { format!("haltgraph:{name}") })
}

/// Names the thread in what an operation is refused with.
fn naming<T: 'static>(thread: &str, done: Done<T>) -> Done<T> {
    let thread = thread.to_owned();
    Box::new(move |answer| done(answer.map_err(|error| error.on_thread(&thread))))
}

/// The question's id, the last part of a row's key.
fn interrupt(row: &Row<JsValue>) -> Result<InterruptId, Error> {
    match row.suffix.last() {
        Some(Key::Text(id)) => Ok(InterruptId::from_text(id)),
        _ => Err(Error::new("E_CORRUPT", "A question's row stands under a key that no engine writes.")),
    }
}

fn asked(row: &Row<JsValue>) -> Result<Asked, Error> {
    let Some(Key::Text(thread)) = row.suffix.first() else {
        return Err(Error::new("E_CORRUPT", "A question's row stands under a key that no engine writes."));
    };
    Ok(Asked { thread: Rc::clone(thread), interrupt: interrupt(row)?, question: question_row(&row.bytes)? })
}

impl IndexedDbSaver {
    fn lock_name(&self, thread: &str) -> String {
        format!("haltgraph:{}:run:{thread}", self.shared.name)
    }
}

impl Saver<JsValue> for IndexedDbSaver {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            durable: true,
            multi_tab: true,
            exactly_once: "always",
            history: None,
            reset_detection: self.shared.connection.detects_reset(),
            max_bytes: None,
        }
    }

    fn hashes_state(&self) -> bool {
        true
    }

    fn inline_limit(&self) -> u32 {
        INLINE_LIMIT
    }

    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let (owned, want) = (thread.to_owned(), Want::One(Store::Threads, Key::text(thread)));
        let head = move |found: rounds::Found| {
            let row = found.into_iter().flatten().next();
            row.map(|row| head_row(&owned, &row.bytes)).transpose()
        };
        read_once(&self.shared.connection, vec![Store::Threads], vec![want], head, naming(thread, done));
    }

    fn standing(&self, thread: &str, done: Done<Standing>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let (owned, mut asked) = (thread.to_owned(), false);
        let chain = vec![Key::text(thread)];
        // Whether there is a chain at all, its first row tells; only where no thread is, it is read.
        let first = Want::One(Store::Audit, Key::List(vec![Key::text(thread), Key::int(0)]));
        let wants = vec![Want::One(Store::Threads, Key::text(thread)), first];
        let take = move |found: rounds::Found| {
            let mut lists = found.into_iter();
            let threads = if asked { Vec::new() } else { lists.next().unwrap_or_default() };
            if let Some(row) = threads.first() {
                return head_row(&owned, &row.bytes).map(|head| Step::Done(Standing::Thread(Box::new(head))));
            }
            let left = lists.next().unwrap_or_default();
            if left.is_empty() || std::mem::replace(&mut asked, true) {
                let rows = left.iter().map(|row| audit_row(&row.bytes)).collect::<Result<_, _>>();
                return rows.map(|rows| Step::Done(Standing::Absent(rows)));
            }
            Ok(Step::Read(vec![Want::Range(Store::Audit, chain.clone(), None)]))
        };
        self.rounds(vec![Store::Threads, Store::Audit], wants, take, naming(thread, done));
    }

    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<JsValue>>>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let mut load = Load::new(thread, at);
        let (stores, first) = (Load::<JsValue>::STORES.to_vec(), load.start());
        let take = move |found| load.take(found);
        let unboxed = move |read: Result<Option<Box<_>>, _>| done(read.map(|loaded| loaded.map(|loaded| *loaded)));
        self.rounds(stores, first, take, naming(thread, Box::new(unboxed)));
    }

    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<JsValue>>>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let mut history = History::new(thread, before, limit);
        let (stores, first) = (History::<JsValue>::STORES.to_vec(), history.start());
        self.rounds(stores, first, move |found| history.take(found), naming(thread, done));
    }

    fn question(&self, thread: &str, id: &InterruptId, done: Done<QuestionRead>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let key = Key::List(vec![Key::text(thread), Key::text(id.as_str())]);
        let wants = vec![
            Want::One(Store::Threads, Key::text(thread)),
            Want::One(Store::Questions, key.clone()),
            Want::One(Store::Decisions, key),
        ];
        let (owned, id): (Rc<str>, _) = (thread.into(), id.clone());
        let answer = move |found: rounds::Found| {
            let mut rows = found.into_iter().map(|rows| rows.into_iter().next());
            let mut next = || rows.next().flatten();
            let (head, question, decision) = (next(), next(), next());
            let asked = |question| Asked { thread: Rc::clone(&owned), interrupt: id.clone(), question };
            let decided = |row| Decided { interrupt: id.clone(), row };
            Ok(QuestionRead {
                head: head.map(|row| head_row(&owned, &row.bytes)).transpose()?,
                question: question.map(|row| question_row(&row.bytes)).transpose()?.map(asked),
                decision: decision.map(|row| decision_row(&row.bytes)).transpose()?.map(decided),
            })
        };
        let stores = vec![Store::Threads, Store::Questions, Store::Decisions];
        read_once(&self.shared.connection, stores, wants, answer, naming(thread, done));
    }

    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        let graph = graph.to_owned();
        let decode = move |row: &_| Ok(Some(asked(row)?).filter(|asked| *asked.question.graph == *graph));
        let sorted = move |found: Result<Vec<_>, _>| {
            done(found.map(|mut open| {
                order::questions(&mut open);
                open
            }));
        };
        self.pages(Store::Questions, Vec::new(), decode, Box::new(sorted));
    }

    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let decode = |row: &Row<_>| Ok(Some(Decided { interrupt: interrupt(row)?, row: decision_row(&row.bytes)? }));
        self.pages(Store::Decisions, vec![Key::text(thread)], decode, naming(thread, done));
    }

    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        if let Err(error) = check_thread_id(thread) {
            return done(Err(error));
        }
        let decode = |row: &Row<_>| audit_row(&row.bytes).map(Some);
        self.pages(Store::Audit, vec![Key::text(thread)], decode, naming(thread, done));
    }

    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        let graph = graph.map(ToOwned::to_owned);
        let decode = move |row: &Row<JsValue>| {
            let Some(Key::Text(thread)) = row.suffix.first() else {
                return Err(Error::new("E_CORRUPT", "A thread's head stands under a key that no engine writes."));
            };
            let head = head_row(thread, &row.bytes)?;
            Ok(Some(head).filter(|head| graph.as_ref().is_none_or(|graph| *head.graph.0 == **graph)))
        };
        self.pages(Store::Threads, Vec::new(), decode, done);
    }

    fn commit(&self, batch: CommitBatch<JsValue>, done: Done<Committed>) {
        let thread = Rc::clone(&batch.head.thread);
        let (shared, handle, urgent) = (Rc::clone(&self.shared), self.handle, batch.is_strict());
        let notice = Notice { thread: Rc::clone(&thread), deleted: false };
        let stored = move |answer: Result<_, Error>| {
            let changed = answer.is_ok();
            done(answer.map_err(|error| error.on_thread(&thread)));
            if changed {
                shared.connection.remember();
                shared.notices.post(handle, &notice, urgent);
            }
        };
        commit::commit(&self.shared.connection, self.shared.timeouts.commit, batch, Box::new(stored));
    }

    fn delete_thread(&self, thread: &str, done: Done<()>) {
        self.remove(thread, Store::THREADS.to_vec(), done);
    }

    fn forget(&self, thread: &str, done: Done<()>) {
        let stores = Store::THREADS.into_iter().filter(|store| *store != Store::Audit).collect();
        self.remove(thread, stores, done);
    }

    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>) {
        web_locks::request(&self.lock_name(thread), wait, done, || ());
    }

    fn is_locked(&self, thread: &str, done: Done<Option<bool>>) {
        web_locks::is_held(self.lock_name(thread), done);
    }

    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        // A subscription keeps the channel open.
        let subscription = self.shared.notices.watchers.subscribe(self.handle, notify);
        Box::new((subscription, Rc::clone(&self.shared)))
    }
}
