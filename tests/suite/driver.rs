//! A naive client of a saver: it builds batches as the runtime does, and keeps a model of what the store should hold.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::Error;
use haltgraph::checkpoint::batch::{CommitBatch, Committed};
use haltgraph::checkpoint::head::{Head, Status, Token};
use haltgraph::checkpoint::lineage::{Change, Lineage};
use haltgraph::checkpoint::record::{Chain, CheckpointRow, GraphRow, Loaded, PendingWrite, Share, Source};
use haltgraph::checkpoint::{CheckpointId, Digest, FORMAT, TaskKey};
use haltgraph::runtime::wait::call;
use serde_json::value::RawValue;

use super::Bench;

/// What a step does to a channel.
#[derive(Clone, Debug)]
pub enum Step {
    /// The whole new value, as JSON text.
    Whole(String),
    /// Items to append, as JSON texts.
    Append(Vec<String>),
}

/// A whole value.
pub fn whole(text: impl Into<String>) -> Step {
    Step::Whole(text.into())
}

/// Items to append.
pub fn append(items: &[&str]) -> Step {
    Step::Append(items.iter().map(|item| (*item).to_owned()).collect())
}

/// A channel's text by name: the naive model of a state.
pub type Model = BTreeMap<String, String>;

/// Drives one thread.
pub struct Driver<'a, B> {
    pub bench: &'a Bench<B>,
    pub graph: Rc<GraphRow>,
    pub head: Head,
    pub model: Model,
    pub token: Option<Token>,
    pub clock: u64,
    lineage: Lineage,
    digest: Option<Digest>,
    parent: Option<u64>,
    random: u64,
}

impl<'a, B: Clone + Debug + PartialEq + 'static> Driver<'a, B> {
    /// A thread that is not stored yet, of a graph with channels `a`, `b`, `list` and nodes `one`, `two`.
    pub fn new(bench: &'a Bench<B>, thread: &str) -> Self {
        let names = |names: &[&str]| names.iter().map(|name| Rc::from(*name)).collect();
        let graph = GraphRow {
            digest: Digest::of(b"graph"),
            nodes: names(&["one", "two"]),
            channels: names(&["a", "b", "list"]),
        };
        Self::of_graph(bench, thread, graph)
    }

    /// A thread of a graph of the test's own.
    pub fn of_graph(bench: &'a Bench<B>, thread: &str, graph: GraphRow) -> Self {
        Self {
            bench,
            head: new_head(thread, graph.digest),
            graph: Rc::new(graph),
            model: Model::new(),
            token: None,
            clock: 1_700_000_000_000,
            lineage: Lineage::empty(),
            digest: None,
            parent: None,
            random: 1,
        }
    }

    /// Goes on from a loaded thread, as after a reload or for a fork.
    pub fn go_on(&mut self, loaded: &Loaded<B>) {
        self.lineage = Lineage::of(loaded);
        self.digest = loaded.digest;
        self.parent = Some(loaded.checkpoint.seq);
        self.token = Some(loaded.head.token());
        self.head = loaded.head.clone();
        self.model = state(self.bench, loaded);
    }

    /// Commits one step, and gives its id.
    pub async fn step(&mut self, changes: &[(&str, Step)]) -> CheckpointId {
        let batch = self.batch(changes);
        let id = batch.head.id.clone();
        self.commit(batch).await.unwrap();
        id
    }

    /// Commits a batch that this driver made.
    pub async fn commit(&mut self, batch: CommitBatch<B>) -> Result<Committed, Error> {
        let head = batch.head.clone();
        let committed: Committed = call(|done| self.bench.saver.commit(batch, done)).await?;
        self.token = Some(committed.token);
        self.digest = committed.digest;
        self.head = Head { digest: committed.digest, ..head };
        Ok(committed)
    }

    /// The batch of one step, not committed.
    pub fn batch(&mut self, changes: &[(&str, Step)]) -> CommitBatch<B> {
        let mut batch = self.empty_batch();
        let row = self.row(changes);
        batch.graph = Some(Rc::clone(&self.graph));
        batch.parent_digest = self.digest;
        batch.head = Head { seq: row.seq, id: row.id.clone(), step: row.step, next_seq: row.seq + 1, ..batch.head };
        self.parent = Some(row.seq);
        batch.checkpoints.push(Rc::new(row));
        batch
    }

    /// A batch that changes nothing but the head.
    pub fn empty_batch(&mut self) -> CommitBatch<B> {
        self.clock += 1000;
        CommitBatch {
            expect: self.token,
            raise_epoch: false,
            head: Head { updated_at: self.clock, ..self.head.clone() },
            graph: None,
            checkpoints: Vec::new(),
            parent_digest: None,
            writes: Vec::new(),
            clear_writes: None,
            ask: Vec::new(),
            close: Vec::new(),
            outcomes: Vec::new(),
            audit: Vec::new(),
        }
    }

    /// A pending write of the head's superstep.
    pub fn write(&self, task: TaskKey, idx: i32, channel: &str, text: &str) -> PendingWrite<B> {
        let (seq, value) = (self.head.seq, self.bench.value(text));
        PendingWrite { seq, task: Some(task), idx, channel: channel.into(), overwrite: false, value }
    }

    /// Random bits, different each time.
    pub fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.random >> 16
    }

    fn row(&mut self, changes: &[(&str, Step)]) -> CheckpointRow<B> {
        let seq = self.head.next_seq;
        let mut random = [7; 10];
        random[..8].copy_from_slice(&self.random().to_be_bytes());
        let shares = changes.iter().map(|(channel, step)| match step {
            Step::Whole(_) => Share::Whole(Rc::from(*channel)),
            Step::Append(items) => Share::Ops(Rc::from(*channel), u32::try_from(items.len()).unwrap()),
        });
        let by = vec![(Some(TaskKey::Pull(Rc::clone(&self.graph.nodes[0]))), shares.collect())];
        let changes = changes.iter().map(|(channel, step)| self.change(channel, step)).collect();
        let recorded = self.lineage.record(seq, &self.graph.digest, changes);
        CheckpointRow {
            seq,
            id: CheckpointId::new(seq, random).unwrap(),
            parent: self.parent,
            ts: self.clock,
            source: if self.parent.is_some() { Source::Loop } else { Source::Input },
            step: self.head.step + 1,
            metadata: None,
            graph: Rc::clone(&self.graph),
            changes: recorded.entries,
            triggers: vec![Rc::clone(&self.graph.nodes[1]), "__start__".into()],
            joins: Vec::new(),
            last: vec![Rc::clone(&self.graph.nodes[0])],
            by,
            graph_since: recorded.graph_since,
            full_table: recorded.full_table,
            table: recorded.table,
        }
    }

    fn change(&mut self, channel: &str, step: &Step) -> Change<B> {
        let tip = self.lineage.tip(channel);
        let (on, text) = match step {
            Step::Whole(text) => {
                self.model.insert(channel.to_owned(), text.clone());
                (None, text.clone())
            }
            Step::Append(items) => {
                let value = self.model.entry(channel.to_owned()).or_insert_with(|| "[]".to_owned());
                *value = appended(value, items);
                let operations: Vec<_> = items.iter().map(|item| format!("[\"a\",{item}]")).collect();
                let delta = format!("[{}]", operations.join(","));
                (tip, if tip.is_some() { delta } else { value.clone() })
            }
        };
        let digest = self.bench.saver.hashes_state().then(|| match on.and_then(|tip| tip.digest) {
            Some(before) => Digest::chain(&before, text.as_bytes()),
            None => Digest::of(text.as_bytes()),
        });
        Change { channel: channel.into(), on, appends: true, value: self.bench.value(&text), digest }
    }
}

/// The state that a loaded thread stands for.
pub fn state<B: Clone + Debug + PartialEq + 'static>(bench: &Bench<B>, loaded: &Loaded<B>) -> Model {
    loaded.chains.iter().map(|chain| (chain.channel.to_string(), fold(bench, chain))).collect()
}

fn fold<B: Clone + Debug + PartialEq + 'static>(bench: &Bench<B>, chain: &Chain<B>) -> String {
    let (base, deltas) = chain.links.split_first().expect("a chain begins with a whole value");
    let mut items = Vec::new();
    for (_, delta) in deltas {
        let text = bench.text_of(&delta.value);
        let operations: Vec<(String, Box<RawValue>)> = serde_json::from_str(&text).unwrap();
        items.extend(operations.into_iter().map(|(verb, item)| {
            assert_eq!(verb, "a");
            item.get().to_owned()
        }));
    }
    let base = bench.text_of(&base.1.value);
    if deltas.is_empty() { base } else { appended(&base, &items) }
}

/// A JSON array's text with more items.
fn appended(list: &str, items: &[String]) -> String {
    let inside = list.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect("a list");
    let parts = std::iter::once(inside.to_owned()).filter(|part| !part.is_empty()).chain(items.iter().cloned());
    format!("[{}]", parts.collect::<Vec<_>>().join(","))
}

fn new_head(thread: &str, graph: Digest) -> Head {
    Head {
        audit_hash: Digest::from_hex(&"0".repeat(64)).unwrap(),
        audit_n: 0,
        claimed: 0,
        created_at: 1_700_000_000_000,
        digest: None,
        epoch: 0,
        error: None,
        graph: ("g".into(), graph),
        holder: "h".into(),
        id: CheckpointId::from_text(""),
        next_seq: 0,
        passed: false,
        pw: 0,
        rev: 0,
        seq: 0,
        status: Status::Running,
        step: -2,
        thread: thread.into(),
        updated_at: 1_700_000_000_000,
        v: FORMAT,
        waiting: 0,
    }
}
