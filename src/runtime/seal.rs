//! Sealing: what a run or a decision leaves becomes one [`CommitBatch`]. Everything is encoded and counted here, on
//! copies; nothing of the session changes before the commit is durable.

use std::rc::Rc;

use super::app::Inner;
use super::finish::describe;
use super::host::{Host, Tried};
use super::session::{Session, Shown};
use crate::approval::audit::{AuditEntry, CHAIN_START, Kind};
use crate::approval::expiry;
use crate::checkpoint::batch::CommitBatch;
use crate::checkpoint::head::HeadError;
use crate::checkpoint::json::Object;
use crate::checkpoint::lineage::Change;
use crate::checkpoint::question::{Actor, Asked, Decided, DecisionRow, Json, Outcome, Question, Verb};
use crate::checkpoint::record::{CheckpointRow, JoinRow, PendingWrite, Share as Part, Source, Value};
use crate::checkpoint::{CheckpointId, Digest, FORMAT, Head, InterruptId, Name, Status, TaskKey, Timestamp, ids};
use crate::error::Error;
use crate::graph::{ChannelId, JoinId, NodeId, START, TASKS};
use crate::ordered::sort_by;
use crate::pregel::{
    Changed, Failure, Origin, Output, Packet, Path, Pause, Settled, Share, State, Superstep, Task, Write,
};

/// What a task's pending writes say when it wrote nothing.
const NO_WRITES: &str = "__no_writes__";
/// Under which name a failed task's error stands among the pending writes.
const ERROR: &str = "__error__";
/// A triggered node, as a pending write.
pub(super) const BRANCH_TO: &str = "branch:to:";

/// A batch in the making, over a copy of the session.
pub(super) struct Sealing<'a, H: Host> {
    inner: &'a Inner<H>,
    pub session: Session,
    pub batch: CommitBatch<H::Body>,
    pub now: Timestamp,
}

/// Who wrote what, as a row keeps it.
type By<H> = Vec<(Option<TaskKey>, Parts<H>)>;

/// What one of them wrote.
type Parts<H> = Vec<Part<<H as Host>::Body>>;

/// A pending write: its channel, its value, and whether it overwrites.
type Left<H> = (Name, Value<<H as Host>::Body>, bool);

impl<'a, H: Host> Sealing<'a, H> {
    pub fn new(inner: &'a Inner<H>, session: &Session) -> Result<Self, Error> {
        let now = inner.host.now();
        let mut head = session.head.clone().map_or_else(|| first_head(inner, session, now), Ok)?;
        head.updated_at = head.updated_at.max(now);
        head.graph = (Rc::clone(&inner.name), inner.row.digest);
        if session.taking_over {
            head.holder = Rc::clone(&inner.holder);
        }
        let batch = CommitBatch {
            expect: session.head.as_ref().map(Head::token),
            raise_epoch: session.taking_over,
            parent_digest: session.base.map_or(head.digest, |(_, digest)| digest),
            head,
            graph: None,
            checkpoints: Vec::new(),
            writes: Vec::new(),
            clear_writes: None,
            ask: Vec::new(),
            close: Vec::new(),
            outcomes: Vec::new(),
            audit: Vec::new(),
        };
        Ok(Self { inner, session: session.clone(), batch, now })
    }

    pub fn host(&self) -> &H {
        &self.inner.host
    }

    pub fn audit(&mut self, entry: &AuditEntry) {
        let row = entry.append_to(&mut self.batch.head);
        self.batch.audit.push(row);
    }

    /// Adds a superstep's checkpoint, with what the caller wants kept with it; the pending writes of the one before it
    /// go.
    pub fn step(&mut self, step: &Superstep<H::Value>, metadata: Option<&Json>) -> Tried<(), H> {
        let seq = self.batch.head.next_seq;
        let id = CheckpointId::new(seq, self.random_bits()).map_err(Failure::Engine)?;
        let changes = self.changes(step)?;
        if step.last != Origin::Nodes(Vec::new()) {
            self.session.last = self.ran(&step.last);
        }
        let recorded = self.session.lineage.record(seq, &self.inner.row.digest, changes);
        let row = CheckpointRow {
            seq,
            id: id.clone(),
            parent: self.parent(),
            ts: self.batch.head.updated_at,
            source: step.source,
            step: step.step,
            graph: Rc::clone(&self.inner.row),
            changes: recorded.entries,
            triggers: self.triggers(step),
            joins: self.joins(step),
            last: self.session.last.clone(),
            by: self.by(step)?,
            metadata: metadata.cloned(),
            graph_since: recorded.graph_since,
            full_table: recorded.full_table,
            table: recorded.table,
        };
        if recorded.full_table == seq {
            self.batch.graph = Some(Rc::clone(&self.inner.row));
        }
        let parent = self.session.shown.as_ref().map(|shown| shown.id.clone());
        self.session.shown = Some(Shown::of(&row, parent));
        self.batch.checkpoints.push(Rc::new(row));
        self.advance_head(seq, id, step.step);
        Ok(())
    }

    fn parent(&self) -> Option<u64> {
        let head = &self.batch.head;
        match self.session.base {
            Some((seq, _)) if self.batch.checkpoints.is_empty() => Some(seq),
            _ => (self.session.head.is_some() || !self.batch.checkpoints.is_empty()).then_some(head.seq),
        }
    }

    fn advance_head(&mut self, seq: u64, id: CheckpointId, step: i64) {
        let head = &mut self.batch.head;
        if head.pw > 0 {
            self.batch.clear_writes.get_or_insert(head.seq);
            head.pw = 0;
        }
        (head.seq, head.id, head.step) = (seq, id, step);
        head.next_seq = seq + 1;
        head.passed = false;
    }

    fn random_bits(&self) -> [u8; 10] {
        let [bits @ .., _, _, _, _, _, _] = self.inner.host.random();
        bits
    }

    fn ran(&self, origin: &Origin) -> Vec<Name> {
        match origin {
            Origin::Start => vec![START.into()],
            Origin::Nodes(nodes) => self.names(nodes),
        }
    }

    fn names(&self, nodes: &[NodeId]) -> Vec<Name> {
        nodes.iter().filter_map(|node| self.node_name(*node)).collect()
    }

    fn triggers(&self, step: &Superstep<H::Value>) -> Vec<Name> {
        step.start.then(|| START.into()).into_iter().chain(self.names(&step.triggers)).collect()
    }

    fn joins(&self, step: &Superstep<H::Value>) -> Vec<JoinRow> {
        let row = |(id, arrived): &(JoinId, Vec<NodeId>)| {
            let join = self.inner.graph.join(*id)?;
            Some(JoinRow { to: self.node_name(join.to)?, from: self.names(&join.from), arrived: self.names(arrived) })
        };
        step.arrived.iter().filter_map(row).collect()
    }

    fn node_name(&self, node: NodeId) -> Option<Name> {
        self.inner.graph.node(node).map(|node| Rc::clone(&node.name))
    }

    /// The changed channels that are kept, and among them the Send queue.
    fn changes(&self, step: &Superstep<H::Value>) -> Tried<Vec<Change<H::Body>>, H> {
        let kept = step.changed.iter().filter(|change| self.is_kept(change.channel));
        let mut changes = kept.map(|change| self.change(change)).collect::<Tried<Vec<_>, H>>()?;
        if let Some(sends) = &step.sends {
            let value = self.packets(sends)?;
            let digest = self.hashes_state().then(|| self.digest(&value, None));
            changes.push(Change { channel: TASKS.into(), on: None, appends: false, value, digest });
        }
        Ok(changes)
    }

    fn is_kept(&self, channel: ChannelId) -> bool {
        self.inner.is_kept(channel)
    }

    fn packets(&self, sends: &[Packet<H::Value>]) -> Tried<Value<H::Body>, H> {
        let named = |packet: &Packet<H::Value>| Some((self.node_name(packet.node)?, packet.args.clone()));
        let packets: Vec<_> = sends.iter().filter_map(named).collect();
        self.inner.host.encode_packets(&packets, self.inline_limit())
    }

    fn change(&self, change: &Changed<H::Value>) -> Tried<Change<H::Body>, H> {
        let (host, limit) = (&self.inner.host, self.inline_limit());
        let channel = self.channel_name(change);
        let tip = change.kept.and_then(|kept| Some((kept, self.session.lineage.tip(&channel)?)));
        let value = match tip {
            Some((kept, _)) => host.encode_items(&change.value, kept, limit),
            None => host.encode(&change.value, limit),
        }?;
        let on = tip.map(|(_, tip)| tip);
        let digest = self.hashes_state().then(|| self.digest(&value, on.and_then(|tip| tip.digest).as_ref()));
        Ok(Change { channel, on, appends: true, value, digest })
    }

    fn channel_name(&self, change: &Changed<H::Value>) -> Name {
        self.inner.graph.channel(change.channel).map_or_else(|| "".into(), |channel| Rc::clone(&channel.name))
    }

    fn digest(&self, value: &Value<H::Body>, after: Option<&Digest>) -> Digest {
        match (value, after) {
            (Value::Inline(text), Some(after)) => Digest::chain(after, text.as_bytes()),
            (Value::Inline(text), None) => Digest::of(text.as_bytes()),
            (Value::Blob { body, .. }, after) => self.inner.host.body_digest(body, after),
        }
    }

    fn inline_limit(&self) -> u32 {
        self.inner.saver.as_ref().map_or(0, |saver| saver.inline_limit())
    }

    fn hashes_state(&self) -> bool {
        self.inner.saver.as_ref().is_some_and(|saver| saver.hashes_state())
    }

    fn by(&self, step: &Superstep<H::Value>) -> Tried<By<H>, H> {
        let mut shares = Vec::new();
        for change in step.changed.iter().filter(|change| self.is_kept(change.channel)) {
            for (writer, share) in &change.shares {
                shares.push((*writer, self.part(change, share)?));
            }
        }
        sort_by(&mut shares, |a, b| a.0.cmp(&b.0));
        let mut by: Vec<(Option<Path>, Parts<H>)> = Vec::new();
        for (writer, part) in shares {
            match by.last_mut().filter(|(last, _)| *last == writer) {
                Some((_, parts)) => parts.push(part),
                None => by.push((writer, vec![part])),
            }
        }
        let named = |(writer, parts): (Option<Path>, Vec<_>)| match writer {
            Some(path) => Some((Some(self.inner.task_key(path)?), parts)),
            None => Some((None, parts)),
        };
        Ok(by.into_iter().filter_map(named).collect())
    }

    fn part(&self, change: &Changed<H::Value>, share: &Share<H::Value>) -> Tried<Part<H::Body>, H> {
        let channel = self.channel_name(change);
        Ok(match share {
            Share::Whole => Part::Whole(channel),
            Share::Ops(count) => Part::Ops(channel, *count),
            Share::Update(value) => Part::Update(channel, self.inner.host.encode(value, self.inline_limit())?),
        })
    }

    /// Adds what a settled task of the superstep in progress left. `finished`: its claimed answer has an outcome.
    pub fn task(&mut self, task: &Task<H::Value>) -> Tried<(), H> {
        let Some(key) = self.inner.task_key(task.path()) else { return Ok(()) };
        match task.settled() {
            Some(Settled::Done(output)) => {
                let mut left = self.left(output)?;
                if left.is_empty() {
                    left.push((NO_WRITES.into(), null(), false));
                }
                self.pending_writes(Some(&key), 0, left);
            }
            Some(Settled::Paused(pause)) => self.ask(&key, pause),
            Some(Settled::Failed(failure)) => {
                self.error(&key, failure);
                return Ok(());
            }
            None => return Ok(()),
        }
        if let Some(claimed) = task.claimed() {
            let task = ids::task_id(&self.session.thread, &self.batch.head.id, "", &key);
            self.outcome(claimed, Outcome::Task(task.into()));
        }
        Ok(())
    }

    /// Adds what a Command writes into the superstep that waits, behind what Commands wrote before (S-INT-71).
    pub fn inject(&mut self, before: &Output<H::Value>, output: &Output<H::Value>) -> Tried<(), H> {
        let written = before.writes.iter().filter(|write| self.is_kept(write.channel)).count();
        let first = written + before.targets.nodes.len() + before.targets.sends.len();
        let left = self.left(output)?;
        self.pending_writes(None, i32::try_from(first).unwrap_or(i32::MAX), left);
        Ok(())
    }

    /// Pending writes of an output: its writes, the nodes that it leads to, its Sends.
    fn left(&self, output: &Output<H::Value>) -> Tried<Vec<Left<H>>, H> {
        let mut left = Vec::new();
        for write in output.writes.iter().filter(|write| self.is_kept(write.channel)) {
            left.push(self.written(write)?);
        }
        let branches = output.targets.nodes.iter().filter_map(|target| self.node_name(*target));
        left.extend(branches.map(|target| (format!("{BRANCH_TO}{target}").into(), null(), false)));
        for packet in &output.targets.sends {
            left.push((TASKS.into(), self.packets(std::slice::from_ref(packet))?, false));
        }
        Ok(left)
    }

    fn written(&self, write: &Write<H::Value>) -> Tried<Left<H>, H> {
        let name =
            self.inner.graph.channel(write.channel).map_or_else(|| "".into(), |channel| Rc::clone(&channel.name));
        Ok((name, self.inner.host.encode(&write.value, self.inline_limit())?, write.overwrite))
    }

    fn pending_writes(&mut self, task: Option<&TaskKey>, first: i32, left: Vec<Left<H>>) {
        for (idx, (channel, value, overwrite)) in (first..).zip(left) {
            let head = &mut self.batch.head;
            head.pw += 1;
            self.batch.writes.push(PendingWrite { seq: head.seq, task: task.cloned(), idx, channel, value, overwrite });
        }
    }

    fn error(&mut self, task: &TaskKey, failure: &Failure<H::Value>) {
        let (code, name, message) = describe(failure);
        let mut text = String::new();
        Object::new(&mut text).put("code", &code).put("message", &message).put("name", &name).end();
        self.pending_writes(Some(task), -1, vec![(ERROR.into(), Value::Inline(text.into()), false)]);
    }

    fn ask(&mut self, task: &TaskKey, pause: &Pause) {
        let head = &mut self.batch.head;
        head.waiting += 1;
        let question = Question {
            after: pause.after.clone(),
            created_at: self.now,
            expires_at: pause.expires_at,
            graph: Rc::clone(&self.inner.name),
            idx: pause.idx,
            node: Rc::clone(task.node()),
            ns: "".into(),
            on_expire: pause.on_expire.clone(),
            payload: pause.payload.clone(),
            payload_digest: pause.digest,
            revision: 0,
            seq: head.seq,
            task: task.clone(),
            v: FORMAT,
        };
        let asked = Asked { thread: Rc::clone(&self.session.thread), interrupt: pause.id.clone(), question };
        self.audit(&AuditEntry::about(Kind::Asked, &pause.id, None, self.now));
        self.session.questions.insert(pause.id.clone(), asked.clone());
        self.batch.ask.push(asked);
    }

    /// A claimed decision has an outcome.
    pub fn outcome(&mut self, interrupt: &InterruptId, outcome: Outcome) {
        if let Some(decided) = self.session.claimed.remove(interrupt) {
            let mut decided = (*decided).clone();
            decided.row.outcome = Some(outcome);
            self.batch.head.claimed = self.batch.head.claimed.saturating_sub(1);
            self.batch.outcomes.push(decided);
        }
    }

    /// Closes an open question without an answer.
    pub fn close(&mut self, interrupt: &InterruptId, verb: Verb, by: &Actor, reason: Option<&str>) {
        let Some(asked) = self.session.questions.remove(interrupt) else { return };
        let kind = match verb {
            Verb::Answered => Kind::Answered,
            Verb::Cancelled => Kind::Cancelled,
            Verb::Expired => Kind::Expired,
            Verb::Superseded => Kind::Superseded,
        };
        let row = DecisionRow { reason: reason.map(Rc::from), ..closing(&asked, verb, by.clone(), self.now) };
        self.batch.head.waiting = self.batch.head.waiting.saturating_sub(1);
        self.batch.close.push(Decided { interrupt: interrupt.clone(), row });
        self.audit(&AuditEntry::about(kind, interrupt, Some(by), self.now));
    }

    /// Closes everything that waits for or has a decision: the run is over, or new input takes its place.
    pub fn drop_pending(&mut self, verb: Verb, by: &Actor, reason: Option<&str>) {
        let open: Vec<_> = self.session.questions.values().cloned().collect();
        for asked in open {
            // New input takes the place of what waits; a deadline that had passed before has decided already.
            if verb == Verb::Superseded && expiry::is_due(&asked.question, &self.batch.head, self.now) {
                self.close(&asked.interrupt, Verb::Expired, &Actor::new("timer", "timer"), None);
            } else {
                self.close(&asked.interrupt, verb, by, reason);
            }
        }
        let claimed: Vec<_> = self.session.claimed.keys().cloned().collect();
        claimed.iter().for_each(|interrupt| self.outcome(interrupt, Outcome::Dropped(verb)));
    }

    /// Where the thread stands after this commit.
    pub fn status(&mut self, status: Status, failures: &[Failure<H::Value>]) {
        self.batch.head.status = status;
        self.batch.head.error = (status == Status::Failed).then(|| head_error(failures));
    }
}

/// The decision row of a question, without what only an answer has.
pub(super) fn closing(asked: &Asked, verb: Verb, by: Actor, at: Timestamp) -> DecisionRow {
    let question = &asked.question;
    DecisionRow {
        at,
        by,
        digest: None,
        outcome: None,
        payload: question.payload.clone(),
        place: (question.seq, Rc::clone(&question.ns), question.task.clone(), question.idx, question.after.clone()),
        reason: None,
        record: None,
        v: FORMAT,
        value: None,
        verb,
    }
}

fn head_error<V>(failures: &[Failure<V>]) -> HeadError {
    let aborted = || ("ABORT".into(), "AbortError".into(), "This operation was aborted".into());
    let (code, name, message) = failures.first().map_or_else(aborted, describe);
    HeadError { code, message: message.chars().take(200).collect::<String>().into(), name }
}

fn first_head<H: Host>(inner: &Inner<H>, session: &Session, now: Timestamp) -> Result<Head, Error> {
    let chain_start = Digest::from_hex(CHAIN_START).unwrap_or_else(|| Digest::of(&[]));
    let (audit_n, audit_hash) = session.audit.unwrap_or((0, chain_start));
    Ok(Head {
        audit_hash,
        audit_n,
        claimed: 0,
        created_at: now,
        digest: None,
        epoch: 0,
        error: None,
        graph: (Rc::clone(&inner.name), inner.row.digest),
        holder: Rc::clone(&inner.holder),
        id: CheckpointId::new(0, [0; 10])?,
        next_seq: 0,
        passed: false,
        pw: 0,
        rev: 0,
        seq: 0,
        status: Status::Running,
        step: -2,
        thread: Rc::clone(&session.thread),
        updated_at: now,
        v: FORMAT,
        waiting: 0,
    })
}

fn null<B>() -> Value<B> {
    Value::Inline("null".into())
}

/// A superstep that only ends what waited: nothing is triggered any more.
pub(super) fn clearing<V>(step: i64, changed: Vec<Changed<V>>, state: &State<V>) -> Superstep<V> {
    Superstep {
        step,
        source: Source::Update,
        changed,
        start: false,
        triggers: Vec::new(),
        sends: (!state.sends.is_empty()).then(Vec::new),
        arrived: state.arrived.clone(),
        last: Origin::Nodes(Vec::new()),
    }
}
