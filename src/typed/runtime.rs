//! [`Runtime`]: what a node may ask for while it runs. It is a view of one attempt of one task.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::app::Shared;
use super::ask::Ask;
use super::command::Result;
use super::decision::Decision;
use super::desk::Desk;
use super::question::Decider;
use crate::approval::decision::refusal;
use crate::checkpoint::canonical::{self, Limits};
use crate::checkpoint::question::Decided;
use crate::checkpoint::{Digest, Timestamp};
use crate::error::Error;
use crate::runtime::{RunId, TaskId};

/// The code of the error that a node leaves with when it asks.
pub(super) const INTERRUPTED: &str = "GRAPH_INTERRUPT";

/// One attempt of one task: which questions it has asked, which answers it was given.
pub(super) struct Attempt {
    /// Held as long as the node runs: what it gives back is stored, also when its program has dropped the app.
    pub app: Rc<Shared>,
    pub run: RunId,
    pub task: TaskId,
    pub node: Rc<str>,
    /// Recorded answers, in index order from `next` as it was in the beginning.
    pub answers: Vec<Rc<Decided>>,
    pub first: u32,
    pub next: Cell<u32>,
    pub pause: RefCell<Option<Paused>>,
    /// The answer last used.
    pub answered: RefCell<Option<Rc<Decided>>>,
    pub rounds: Vec<Rc<Decided>>,
}

/// The question that an attempt stopped at.
pub(super) struct Paused {
    pub idx: u32,
    pub ask: Ask,
}

/// What a node may ask for while it runs. Cheap to clone.
#[derive(Clone)]
pub struct Runtime(pub(super) Rc<Attempt>);

/// An earlier round of a gate (S-GATE-04).
#[derive(Clone, Debug)]
pub struct Round {
    /// What was asked.
    pub payload: Value,
    /// What was decided.
    pub decision: Decision,
}

impl Runtime {
    /// Asks a person: gives the recorded answer, or leaves the node until there is one.
    ///
    /// ```
    /// # use haltgraph::{Result, Runtime, State};
    /// # #[derive(State, Clone, Default, serde::Serialize, serde::Deserialize)]
    /// # struct Person { age: Option<u32> }
    /// async fn ask_age(_: Person, rt: Runtime) -> Result<PersonUpdate> {
    ///     let age: u32 = rt.interrupt("How old are you?")?;
    ///     Ok(Person::update().age(age))
    /// }
    /// ```
    ///
    /// Hand the error on with `?`. When the answer is there the node is called **again from its first line**, and each
    /// question gives its answer by its place among the node's questions (S-INT-05, S-INT-06). Effects belong behind the
    /// question, or into a gate, which never repeats anything.
    ///
    /// # Errors
    /// `GRAPH_INTERRUPT` while there is no answer, `MISSING_CHECKPOINTER` in an app without a saver, `E_BAD_TYPE` where
    /// the answer is no `T`, and what no payload may be.
    pub fn interrupt<T: DeserializeOwned>(&self, ask: impl Into<Ask>) -> Result<T> {
        let attempt = &self.0;
        if attempt.pause.borrow().is_some() {
            return Err(attempt.interrupted());
        }
        if !attempt.desk().saved {
            return Err(missing_saver(&attempt.node));
        }
        let ask = ask.into();
        let digest = canonical::canonicalize(&ask.texts()?.payload, &Limits::PAYLOAD)?.digest;
        let idx = attempt.next.replace(attempt.next.get() + 1);
        match attempt.recorded(idx, digest) {
            Some(decided) => {
                *attempt.answered.borrow_mut() = Some(Rc::clone(&decided));
                answer(&decided)
            }
            None => {
                *attempt.pause.borrow_mut() = Some(Paused { idx, ask });
                Err(attempt.interrupted())
            }
        }
    }

    /// A key for one effect of this node: the same when the node runs again, also after a reload, and another after a new
    /// question (S-HG-11). Hand it to services that act once per key.
    pub fn key(&self, name: &str) -> String {
        self.key_of(Some(name))
    }

    /// One key for everything that the node does until its next question.
    pub fn idempotency_key(&self) -> String {
        self.key_of(None)
    }

    fn key_of(&self, name: Option<&str>) -> String {
        let attempt = &self.0;
        let question = attempt.answered.borrow().as_ref().map(|decided| decided.interrupt.to_string());
        attempt.app.engine.key(attempt.run, attempt.task, question.as_deref(), name)
    }

    /// Who made the decision that the node goes on with, and when.
    pub fn decided(&self) -> Option<Decider> {
        self.0.answered.borrow().as_ref().map(|decided| Decider::of(decided))
    }

    /// The earlier rounds of a gate that asked again.
    pub fn rounds(&self) -> Vec<Round> {
        let round = |decided: &Rc<Decided>| Round {
            payload: serde_json::from_str(&decided.row.payload.0).unwrap_or_default(),
            decision: answer(decided).unwrap_or(Decision::Value(Value::Null)),
        };
        self.0.rounds.iter().map(round).collect()
    }

    /// Hands something to whoever streams this call: [`Event::Custom`](super::Event).
    ///
    /// # Errors
    /// `E_BAD_TYPE` where it has no form in JSON.
    pub fn emit(&self, chunk: &impl Serialize) -> Result<()> {
        let chunk = serde_json::to_value(chunk).map_err(|error| {
            Error::new("E_BAD_TYPE", format!("What is emitted cannot be written as JSON: {error}."))
        })?;
        self.0.desk().emit(self.0.run, &self.0.node, chunk);
        Ok(())
    }

    /// Whether the call was given up, or a sibling failed: a long task should end early.
    pub fn is_stopped(&self) -> bool {
        self.0.desk().is_stopped(self.0.run)
    }

    /// The time, in milliseconds since 1970.
    pub fn now(&self) -> Timestamp {
        self.0.desk().world.now()
    }

    /// Waits.
    pub async fn sleep(&self, time: std::time::Duration) {
        let world = &self.0.desk().world;
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        world.sleep_until(world.now().saturating_add(ms)).await;
    }

    /// The node's name.
    pub fn node(&self) -> &str {
        &self.0.node
    }
}

impl Attempt {
    /// The recorded answer to the question at an index, unless another question was asked there before (S-INT-06).
    fn recorded(&self, idx: u32, digest: Digest) -> Option<Rc<Decided>> {
        let place = usize::try_from(idx.checked_sub(self.first)?).ok()?;
        let decided = self.answers.get(place)?;
        (Digest::of(decided.row.payload.0.as_bytes()) == digest).then(|| Rc::clone(decided))
    }

    fn interrupted(&self) -> Error {
        let message = "The node asks a person: hand this error on with `?`. It reaches no caller.";
        Error::new(INTERRUPTED, message).in_node(&self.node)
    }

    pub fn desk(&self) -> &Desk {
        &self.app.desk
    }
}

/// The value of an answer.
pub(super) fn answer<T: DeserializeOwned>(decided: &Decided) -> Result<T> {
    // A question that failed at its deadline has no value.
    let value = decided.row.value.as_ref().ok_or_else(|| refusal(decided))?;
    serde_json::from_str(&value.0).map_err(|error| {
        Error::new("E_BAD_TYPE", format!("The answer is not of the type that the node reads: {error}."))
    })
}

pub(super) fn missing_saver(node: &str) -> Error {
    let message = "No checkpointer set. Compile the graph with a saver: a question has to be kept somewhere.";
    Error::new("MISSING_CHECKPOINTER", message).in_node(node)
}
