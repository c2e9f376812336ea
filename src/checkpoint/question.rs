//! Questions and what closed them. A question is a row while it is open; whatever closes it deletes the row and adds
//! one decision row, ever (S-HG-13).

use std::rc::Rc;

use super::canonical::Digest;
use super::json::{Flaw, Object, Raw, ReadJson, Word, WriteJson};
use super::{CheckpointId, InterruptId, Name, TaskKey, Timestamp};

/// JSON text kept as it is, canonical where it was made from a payload or an answer. In a row it stands unquoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(pub Rc<str>);

impl WriteJson for Json {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

/// Who decided, and how the host knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person's id as the host page asserts it.
    pub id: Rc<str>,
    /// How the host knows: `session`, `none`, `command`, `timer`, ….
    pub method: Rc<str>,
    /// For display.
    pub name: Option<Rc<str>>,
}

impl Actor {
    /// An actor without a display name.
    pub fn new(id: &str, method: &str) -> Self {
        Self { id: id.into(), method: method.into(), name: None }
    }
}

impl WriteJson for Actor {
    fn write(&self, out: &mut String) {
        Object::new(out).put("id", &self.id).put("method", &self.method).some("name", &self.name).end();
    }
}

impl<'a> ReadJson<'a> for Actor {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let actor = Self { id: of.take("id")?, method: of.take("method")?, name: of.optional("name")? };
        of.end().map(|()| actor)
    }
}

/// How [`OnExpire::Fail`] is written.
pub(super) const FAIL: &str = "fail";

/// What happens when a question's deadline passes (S-HG-20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnExpire {
    /// The task goes on with this value.
    Resume(Json),
    /// The task goes on, and its question fails with `INTERRUPT_EXPIRED`.
    Fail,
}

impl WriteJson for OnExpire {
    fn write(&self, out: &mut String) {
        match self {
            Self::Resume(value) => Object::new(out).put("resume", value).end(),
            Self::Fail => FAIL.write(out),
        }
    }
}

/// An open question, as it stands in `questions` (storage.md 3.2). The row's key is `[thread, interrupt]`. Members
/// stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The same task's question before this one.
    pub after: Option<InterruptId>,
    /// When the pause was recorded.
    pub created_at: Timestamp,
    /// Its deadline.
    pub expires_at: Option<Timestamp>,
    /// Name of the graph, as in the head.
    pub graph: Rc<str>,
    /// Which of the task's questions: a gate asks at 0.
    pub idx: u32,
    /// The node that asks.
    pub node: Name,
    /// Checkpoint namespace, `""` for the root graph.
    pub ns: Rc<str>,
    /// What to do at the deadline. Without it the question only stops being answerable.
    pub on_expire: Option<OnExpire>,
    /// What is asked, canonical.
    pub payload: Json,
    /// Digest of the payload.
    pub payload_digest: Digest,
    /// 0 when asked, +1 when payload, deadline or deciders change.
    pub revision: u32,
    /// Sequence number of the checkpoint that the task's superstep starts from.
    pub seq: u64,
    /// The task that asks.
    pub task: TaskKey,
    /// The row's format.
    pub v: u32,
}

impl WriteJson for Question {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .some("after", &self.after)
            .put("created_at", &self.created_at)
            .some("expires_at", &self.expires_at)
            .put("graph", &self.graph)
            .put("idx", &self.idx)
            .put("node", &self.node)
            .put("ns", &self.ns)
            .some("on_expire", &self.on_expire)
            .put("payload", &self.payload)
            .put("payload_digest", &self.payload_digest)
            .put("revision", &self.revision)
            .put("seq", &self.seq)
            .put("task", &self.task)
            .put("v", &self.v)
            .end();
    }
}

/// A question and where its row stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The thread's id.
    pub thread: Rc<str>,
    /// The question's id.
    pub interrupt: InterruptId,
    /// The row.
    pub question: Question,
}

/// How a question was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Somebody answered.
    Answered,
    /// The run was stopped.
    Cancelled,
    /// The deadline passed.
    Expired,
    /// New input or a fork took its place.
    Superseded,
}

impl Word for Verb {
    const ALL: &'static [Self] = &[Self::Answered, Self::Cancelled, Self::Expired, Self::Superseded];

    fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
        }
    }
}

/// What became of a claimed decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Recorded; whether its task ran is not known yet.
    Claimed,
    /// Its superstep was applied as this checkpoint.
    Checkpoint(CheckpointId),
    /// Its task finished, or asked again, while siblings still wait. Holds the task's id.
    Task(Rc<str>),
    /// Its task was dropped before it had a result.
    Dropped(Verb),
}

impl WriteJson for Outcome {
    fn write(&self, out: &mut String) {
        let (name, value): (_, &dyn WriteJson) = match self {
            Self::Claimed => return "claimed".write(out),
            Self::Checkpoint(id) => ("checkpoint", id),
            Self::Task(id) => ("task", id),
            Self::Dropped(verb) => ("dropped", verb),
        };
        Object::new(out).put(name, value).end();
    }
}

/// Where a question stood: `[seq, ns, task, idx, after]`.
pub type Place = (u64, Rc<str>, TaskKey, u32, Option<InterruptId>);

/// What closed a question, as it stands in `decisions` (storage.md 3.2): one row per question, ever. `outcome` is its
/// one mutable member. Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// When it was closed.
    pub at: Timestamp,
    /// Who closed it.
    pub by: Actor,
    /// The decision's digest; a Command has none.
    pub digest: Option<Digest>,
    /// What became of it; absent where nothing was to run.
    pub outcome: Option<Outcome>,
    /// The question's payload, moved here.
    pub payload: Json,
    /// Where the question stood.
    pub place: Place,
    /// Why, in the person's words.
    pub reason: Option<Rc<str>>,
    /// The decision record, only under `answered`.
    pub record: Option<Json>,
    /// The row's format.
    pub v: u32,
    /// The resume value; none where the deadline makes the question fail.
    pub value: Option<Json>,
    /// How it was closed.
    pub verb: Verb,
}

impl WriteJson for DecisionRow {
    fn write(&self, out: &mut String) {
        let (seq, ns, task, idx, after) = &self.place;
        Object::new(out)
            .put("at", &self.at)
            .put("by", &self.by)
            .some("digest", &self.digest)
            .some("outcome", &self.outcome)
            .put("payload", &self.payload)
            .put("place", &[seq as &dyn WriteJson, ns, task, idx, after])
            .some("reason", &self.reason)
            .some("record", &self.record)
            .put("v", &self.v)
            .some("value", &self.value)
            .put("verb", &self.verb)
            .end();
    }
}

/// A decision row and the question that it closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The question's id.
    pub interrupt: InterruptId,
    /// The row.
    pub row: DecisionRow,
}
