//! Questions and what closed them. A question is a row while it is open; whatever closes it deletes the row and adds
//! one decision row, ever (S-HG-13).

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::canonical::Digest;
use super::{CheckpointId, InterruptId, Name, TaskKey, Timestamp};

/// JSON text kept as it is, canonical where it was made from a payload or an answer. In a row it stands unquoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(pub Rc<str>);

impl Serialize for Json {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Ok(Self(raw.get().into()))
    }
}

/// Who decided, and how the host knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The person's id as the host page asserts it.
    pub id: Rc<str>,
    /// How the host knows: `session`, `none`, `command`, `timer`, ….
    pub method: Rc<str>,
    /// For display.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Rc<str>>,
}

impl Actor {
    /// An actor without a display name.
    pub fn new(id: &str, method: &str) -> Self {
        Self { id: id.into(), method: method.into(), name: None }
    }
}

/// What happens when a question's deadline passes (S-HG-20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnExpire {
    /// The task goes on with this value.
    Resume(Json),
}

/// An open question, as it stands in `questions` (storage.md 3.2). The row's key is `[thread, interrupt]`. Members
/// stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The same task's question before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<InterruptId>,
    /// When the pause was recorded.
    pub created_at: Timestamp,
    /// Its deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// What became of a claimed decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// Where a question stood: `[seq, ns, task, idx, after]`.
pub type Place = (u64, Rc<str>, TaskKey, u32, Option<InterruptId>);

/// What closed a question, as it stands in `decisions` (storage.md 3.2): one row per question, ever. `outcome` is its
/// one mutable member. Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRow {
    /// When it was closed.
    pub at: Timestamp,
    /// Who closed it.
    pub by: Actor,
    /// The decision's digest; a Command has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What became of it; absent where nothing was to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The question's payload, moved here.
    pub payload: Json,
    /// Where the question stood.
    pub place: Place,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Rc<str>>,
    /// The decision record, only under `answered`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Json>,
    /// The row's format.
    pub v: u32,
    /// The resume value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// How it was closed.
    pub verb: Verb,
}

/// A decision row and the question that it closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The question's id.
    pub interrupt: InterruptId,
    /// The row.
    pub row: DecisionRow,
}
