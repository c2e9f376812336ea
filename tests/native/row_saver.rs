//! A saver over encoded rows in a map: what an encoding saver does, without a browser. Its store can be read and
//! tampered with.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use haltgraph::Error;
use haltgraph::checkpoint::batch::Committed;
use haltgraph::checkpoint::ids::check_thread_id;
use haltgraph::checkpoint::question::{Asked, Decided};
use haltgraph::checkpoint::rows::{
    Bytes, History, INLINE_LIMIT, Key, Load, Op, Piece, Plan, Row, RowBytes, Step, Store, Want, audit_row,
    decision_row, head_row, question_row,
};
use haltgraph::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Standing};
use haltgraph::checkpoint::{CheckpointId, CommitBatch, Head, InterruptId, Loaded, Saver};

/// Bytes outside the core: a stretch of a shared row.
#[derive(Clone)]
pub struct Body {
    bytes: Rc<[u8]>,
    start: usize,
    end: usize,
}

impl Body {
    /// The bytes of a text.
    pub fn of(text: &str) -> Self {
        Self::from(text.as_bytes().to_vec())
    }

    /// The text of the bytes.
    pub fn to_text(&self) -> String {
        self.text().unwrap()
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self { start: 0, end: bytes.len(), bytes: bytes.into() }
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", String::from_utf8_lossy(self.bytes()))
    }
}

impl Bytes for Body {
    fn text(&self) -> Result<String, Error> {
        String::from_utf8(self.bytes().to_vec()).map_err(|_| Error::new("E_CORRUPT", "not UTF-8"))
    }

    fn slice(&self, start: u32, end: u32) -> Self {
        let (start, end) = (self.start + start as usize, self.start + end as usize);
        Self { bytes: Rc::clone(&self.bytes), start, end }
    }
}

/// What a row saver hands out for bytes: any text will do.
pub trait Cell: Bytes + 'static {
    fn of_bytes(bytes: &[u8]) -> Self;
    fn to_bytes(&self) -> Vec<u8>;
}

impl Cell for Body {
    fn of_bytes(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.bytes().to_vec()
    }
}

impl Cell for Rc<str> {
    fn of_bytes(bytes: &[u8]) -> Self {
        std::str::from_utf8(bytes).unwrap().into()
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

/// Every row of a store, by store and key.
pub type Table = BTreeMap<(Store, Key), Vec<u8>>;

/// What a load read: a row's place and its bytes.
pub type Reads = Vec<(Store, Key, usize)>;

/// See the module. Handles of one store share its table.
#[derive(Clone, Default)]
pub struct RowSaver {
    pub table: Rc<RefCell<Table>>,
    /// What loads have read so far.
    pub reads: Rc<RefCell<Reads>>,
}

impl RowSaver {
    fn row<B: Cell>(&self, store: Store, key: &Key) -> Option<B> {
        self.table.borrow().get(&(store, key.clone())).map(|bytes| B::of_bytes(bytes))
    }

    /// The rows that are wanted, each with the rest of its key.
    fn read<B: Cell>(&self, want: &Want) -> Vec<Row<B>> {
        let (store, prefix, within) = match want {
            Want::One(store, key) => {
                let found: Option<B> = self.row(*store, key);
                found.iter().for_each(|found| self.note(*store, key, found.to_bytes().len()));
                return found.into_iter().map(|bytes| Row { suffix: Vec::new(), bytes }).collect();
            }
            Want::Range(store, prefix, within) => (*store, prefix, *within),
        };
        let mut rows = Vec::new();
        for ((at, key), bytes) in self.table.borrow().iter() {
            let Key::List(parts) = key else { continue };
            let Some(suffix) = parts.strip_prefix(prefix.as_slice()).filter(|_| *at == store) else { continue };
            let inside = |(low, high): (u64, u64)| (&Key::int(low)..=&Key::int(high)).contains(&&suffix[0]);
            if within.is_none_or(inside) {
                self.note(store, key, bytes.len());
                rows.push(Row { suffix: suffix.to_vec(), bytes: B::of_bytes(bytes) });
            }
        }
        rows
    }

    fn note(&self, store: Store, key: &Key, len: usize) {
        self.reads.borrow_mut().push((store, key.clone(), len));
    }

    fn try_load<B: Cell>(&self, thread: &str, at: Option<&CheckpointId>) -> Result<Option<Loaded<B>>, Error> {
        check_thread_id(thread)?;
        let mut load = Load::new(thread, at);
        let loaded = self.rounds(load.start(), |found| load.take(found))?;
        Ok(loaded.map(|loaded| *loaded))
    }

    fn try_history<B: Cell>(&self, thread: &str, before: Option<u64>, limit: u32) -> Result<Vec<Loaded<B>>, Error> {
        check_thread_id(thread)?;
        let mut history = History::new(thread, before, limit);
        self.rounds(history.start(), |found| history.take(found))
    }

    /// Reads in rounds, until `take` has what was asked for.
    fn rounds<B: Cell, T>(
        &self,
        mut wants: Vec<Want>,
        mut take: impl FnMut(Vec<Vec<Row<B>>>) -> Result<Step<T>, Error>,
    ) -> Result<T, Error> {
        for _ in 0..100_000 {
            match take(wants.iter().map(|want| self.read(want)).collect())? {
                Step::Read(next) => wants = next,
                Step::Done(answer) => return Ok(answer),
            }
        }
        panic!("a load comes to an end");
    }

    fn remove(&self, thread: &str, stores: &[Store]) -> Result<(), Error> {
        let mine = |key: &Key| match key {
            Key::Text(key) => &**key == thread,
            Key::List(parts) => parts.first() == Some(&Key::text(thread)),
            Key::Int(_) => false,
        };
        self.table.borrow_mut().retain(|(store, key), _| !stores.contains(store) || !mine(key));
        check_thread_id(thread)
    }

    fn try_commit<B: Cell>(&self, batch: &CommitBatch<B>) -> Result<Committed, Error> {
        batch.check_limits()?;
        let plan = Plan::new(batch, batch.next_head())?;
        let key = Key::Text(Rc::clone(&batch.head.thread));
        let stored =
            self.row::<Body>(Store::Threads, &key).map(|row| head_row(&batch.head.thread, &row)).transpose()?;
        batch.check_head(stored.as_ref())?;
        let mut table = self.table.borrow().clone();
        plan.ops.iter().try_for_each(|op| apply(&mut table, op))?;
        *self.table.borrow_mut() = table;
        Ok(plan.committed)
    }

    fn all<B: Cell>(&self, store: Store, prefix: &[Key]) -> Vec<Row<B>> {
        self.read(&Want::Range(store, prefix.to_vec(), None))
    }
}

fn apply<B: Cell>(table: &mut Table, op: &Op<B>) -> Result<(), Error> {
    match op {
        Op::Add(store, key, row) => match table.insert((*store, key.clone()), flat(row)) {
            None => {}
            Some(_) => return Err(Error::new("E_CORRUPT", format!("{store:?} {key:?} stands already"))),
        },
        Op::Put(store, key, row) => {
            table.insert((*store, key.clone()), flat(row));
        }
        Op::Keep(store, key, row) => {
            table.entry((*store, key.clone())).or_insert_with(|| flat(row));
        }
        Op::Delete(store, key) => {
            table.remove(&(*store, key.clone()));
        }
        Op::Clear(store, prefix) => {
            let inside = |key: &Key| matches!(key, Key::List(parts) if parts.starts_with(prefix));
            table.retain(|(at, key), _| at != store || !inside(key));
        }
    }
    Ok(())
}

fn flat<B: Cell>(row: &RowBytes<B>) -> Vec<u8> {
    let pieces = row.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_bytes().to_vec(),
        Piece::Body(body, len) => {
            let bytes = body.to_bytes();
            assert_eq!(bytes.len(), *len as usize);
            bytes
        }
    });
    pieces.collect::<Vec<_>>().concat()
}

fn id<B>(row: &Row<B>) -> InterruptId {
    let Some(Key::Text(id)) = row.suffix.last() else { panic!("{:?} ends with an interrupt id", row.suffix) };
    InterruptId::from_text(id)
}

impl<B: Cell> Saver<B> for RowSaver {
    fn capabilities(&self) -> Capabilities {
        let exactly_once = "one instance";
        let (durable, multi_tab, reset_detection) = (false, false, false);
        Capabilities { durable, multi_tab, exactly_once, history: None, reset_detection, max_bytes: None }
    }

    fn hashes_state(&self) -> bool {
        true
    }

    fn inline_limit(&self) -> u32 {
        INLINE_LIMIT
    }

    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        let row = self.row::<Body>(Store::Threads, &Key::text(thread));
        done(row.map(|row| head_row(thread, &row)).transpose());
    }

    fn standing(&self, thread: &str, done: Done<Standing>) {
        let row = self.row::<Body>(Store::Threads, &Key::text(thread));
        let rows = self.all::<Body>(Store::Audit, &[Key::text(thread)]);
        let left = rows.iter().map(|row| audit_row(&row.bytes)).collect::<Result<_, _>>();
        let head = row.map(|row| head_row(thread, &row)).transpose();
        done(head.and_then(|head| left.map(|left| Standing::of(head, || left))));
    }

    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<B>>>) {
        done(self.try_load(thread, at));
    }

    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<B>>>) {
        done(self.try_history(thread, before, limit));
    }

    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>) {
        let key = Key::List(vec![Key::text(thread), Key::text(interrupt.as_str())]);
        let read = || {
            let head = self.row::<Body>(Store::Threads, &Key::text(thread)).map(|row| head_row(thread, &row));
            let question = self.row::<Body>(Store::Questions, &key).map(|row| question_row(&row)).transpose()?;
            let decision = self.row::<Body>(Store::Decisions, &key).map(|row| decision_row(&row)).transpose()?;
            let (thread, interrupt) = (Rc::from(thread), interrupt.clone());
            Ok(QuestionRead {
                head: head.transpose()?,
                question: question.map(|question| Asked { thread, interrupt: interrupt.clone(), question }),
                decision: decision.map(|row| Decided { interrupt, row }),
            })
        };
        done(read());
    }

    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        let asked = |row: &Row<B>| {
            let Key::Text(thread) = &row.suffix[0] else { panic!("{:?} begins with a thread", row.suffix) };
            question_row(&row.bytes).map(|question| Asked { thread: Rc::clone(thread), interrupt: id(row), question })
        };
        let rows = self.all::<B>(Store::Questions, &[]);
        let found: Result<Vec<_>, _> = rows.iter().map(asked).collect();
        done(found.map(|mut open| {
            open.retain(|asked| &*asked.question.graph == graph);
            open.sort_by_key(|asked| (asked.question.created_at, asked.thread.to_string(), asked.question.seq));
            open
        }));
    }

    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        let rows = self.all::<Body>(Store::Decisions, &[Key::text(thread)]);
        done(rows.iter().map(|row| Ok(Decided { interrupt: id(row), row: decision_row(&row.bytes)? })).collect());
    }

    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        done(self.all::<Body>(Store::Audit, &[Key::text(thread)]).iter().map(|row| audit_row(&row.bytes)).collect());
    }

    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        let table = self.table.borrow();
        let mut threads: Vec<_> = table.iter().filter(|((store, _), _)| *store == Store::Threads).collect();
        threads.sort_by_key(|((_, key), _)| match key {
            Key::Text(thread) => thread.encode_utf16().collect::<Vec<_>>(),
            _ => panic!("{key:?} is a thread"),
        });
        let heads = threads.into_iter().map(|((_, key), bytes)| match key {
            Key::Text(thread) => head_row(thread, &Body::of_bytes(bytes)),
            _ => panic!("{key:?} is a thread"),
        });
        let heads: Result<Vec<_>, _> = heads.collect();
        let ours = |head: &Head| graph.is_none_or(|graph| &*head.graph.0 == graph);
        done(heads.map(|heads| heads.into_iter().filter(ours).collect()));
    }

    fn commit(&self, batch: CommitBatch<B>, done: Done<Committed>) {
        done(self.try_commit(&batch).map_err(|error| error.on_thread(&batch.head.thread)));
    }

    fn delete_thread(&self, thread: &str, done: Done<()>) {
        done(self.remove(thread, &Store::THREADS));
    }

    fn forget(&self, thread: &str, done: Done<()>) {
        done(self.remove(thread, Store::THREADS.split_last().unwrap().1));
    }

    fn lock(&self, _: &str, _: bool, done: Done<Lock>) {
        done(Ok(Lock::Unsupported));
    }

    fn is_locked(&self, _: &str, done: Done<Option<bool>>) {
        done(Ok(None));
    }

    fn watch(&self, _: Rc<dyn Fn(Notice)>) -> Box<dyn Any> {
        Box::new(())
    }
}
