//! What waits for a person, and who decided.

use std::rc::Rc;

use serde_json::Value;

use crate::approval::Ref;
use crate::checkpoint::Timestamp;
use crate::checkpoint::question::{Asked, Decided};
use crate::runtime::Pending;

/// A question that waits for a person.
#[derive(Clone, Debug)]
pub struct Question {
    /// The thread.
    pub thread: String,
    /// Its id.
    pub id: String,
    /// The node that asks.
    pub node: String,
    /// What is asked.
    pub payload: Value,
    /// When it was asked, in milliseconds since 1970.
    pub created_at: Timestamp,
    /// When it closes.
    pub expires_at: Option<Timestamp>,
    /// It was answered and nobody runs the answer: [`App::continue_thread`](super::App::continue_thread) does.
    pub claimed: bool,
    reference: Ref,
}

impl Question {
    pub(super) fn of(asked: &Asked) -> Self {
        let question = &asked.question;
        Self {
            thread: asked.thread.to_string(),
            id: asked.interrupt.to_string(),
            node: question.node.to_string(),
            payload: serde_json::from_str(&question.payload.0).unwrap_or_default(),
            created_at: question.created_at,
            expires_at: question.expires_at,
            claimed: false,
            reference: Ref {
                digest: Some(question.payload_digest),
                interrupt: asked.interrupt.clone(),
                revision: question.revision,
                thread: Rc::clone(&asked.thread),
            },
        }
    }

    pub(super) fn of_pending(pending: &Pending) -> Self {
        Self { claimed: pending.claimed, ..Self::of(&pending.asked) }
    }

    /// What it is called in a list.
    pub fn title(&self) -> &str {
        let words = self.payload.get("title").or(Some(&self.payload)).and_then(Value::as_str);
        words.unwrap_or(&self.node)
    }

    /// What the one action would be called with; `null` where there is none.
    pub fn args(&self) -> &Value {
        self.payload.pointer("/action/args").unwrap_or(&Value::Null)
    }

    /// The ids of the actions that are decided one by one.
    pub fn actions(&self) -> Vec<&str> {
        let actions = self.payload.get("actions").and_then(Value::as_array).into_iter().flatten();
        let single = self.payload.get("action");
        single.into_iter().chain(actions).filter_map(|action| action.get("id")?.as_str()).collect()
    }

    pub(super) fn reference(&self) -> Ref {
        self.reference.clone()
    }
}

/// Who decided, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The person's id, as the program gave it; `program` for a Command, `timer` for a deadline.
    pub by: String,
    /// How the program knows.
    pub method: String,
    /// When, in milliseconds since 1970.
    pub at: Timestamp,
    /// The question that was decided.
    pub question: String,
}

impl Decider {
    pub(super) fn of(decided: &Decided) -> Self {
        let row = &decided.row;
        Self {
            by: row.by.id.to_string(),
            method: row.by.method.to_string(),
            at: row.at,
            question: decided.interrupt.to_string(),
        }
    }
}
