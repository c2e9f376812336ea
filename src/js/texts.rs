//! Listings and references as JSON text: what `pending`, `threads`, `getState` and events hand over.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::approval::Ref;
use crate::checkpoint::question::{Asked, Decided, Json};
use crate::checkpoint::{Digest, Head, InterruptId};
use crate::runtime::Pending;
use crate::runtime::host::Heard;

/// What `resume` and `continue` are about.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum About {
    /// A question.
    Question(Ref),
    /// A thread.
    Thread {
        /// Its id.
        thread: Rc<str>,
    },
}

/// What a decision says of itself, beside its verdicts.
#[derive(Default, Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    pub interrupt: Option<InterruptId>,
    #[serde(default)]
    pub revision: Option<u32>,
    /// Present even as `null`, or as no digest at all: then it is nothing that was shown (SR-42).
    #[serde(default, deserialize_with = "present")]
    pub payload_digest: Option<Box<RawValue>>,
    #[serde(default)]
    pub shown_digest: Option<Digest>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

impl Given {
    /// The digest that the decision names, where it names one.
    pub fn digest(&self) -> Option<Option<Digest>> {
        self.payload_digest.as_ref().map(|digest| serde_json::from_str(digest.get()).ok())
    }
}

#[derive(Serialize)]
struct PendingRow<'a> {
    thread: &'a str,
    interrupt: &'a InterruptId,
    revision: u32,
    digest: Digest,
    node: &'a str,
    payload: &'a Json,
    created_at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    seen: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    claimed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<Box<RawValue>>,
}

pub(super) fn raw(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.to_owned()).ok()
}

pub(super) fn text(value: &impl Serialize) -> String {
    // Every member is a string, a number, or JSON text that was parsed before it was kept.
    serde_json::to_string(value).unwrap_or_default()
}

fn pending_row<'a>(asked: &'a Asked, pending: Option<&'a Pending>) -> PendingRow<'a> {
    let question = &asked.question;
    PendingRow {
        thread: &asked.thread,
        interrupt: &asked.interrupt,
        revision: question.revision,
        digest: question.payload_digest,
        node: &question.node,
        payload: &question.payload,
        created_at: question.created_at,
        expires_at: question.expires_at,
        seen: false,
        claimed: pending.is_some_and(|pending| pending.claimed),
        decided: pending.and_then(|pending| raw(pending.decided.as_deref()?)),
    }
}

pub(super) fn pending(list: &[Pending]) -> String {
    text(&list.iter().map(|pending| pending_row(&pending.asked, Some(pending))).collect::<Vec<_>>())
}

/// S-CON-12.
pub(super) fn threads(heads: &[Head]) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Row<'a> {
        thread: &'a str,
        status: crate::checkpoint::Status,
        graph: &'a str,
        step: i64,
        waiting: u32,
        created_at: u64,
        updated_at: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a crate::checkpoint::head::HeadError>,
    }
    let rows: Vec<_> = heads
        .iter()
        .map(|head| Row {
            thread: &head.thread,
            status: head.status,
            graph: &head.graph.0,
            step: head.step,
            waiting: head.waiting,
            created_at: head.created_at,
            updated_at: head.updated_at,
            error: head.error.as_ref(),
        })
        .collect();
    text(&rows)
}

/// An answer as a node's call gets it: `[interrupt, payload digest, value, decision]`, the last two as JSON texts.
pub(super) fn answer_parts(decided: &Decided) -> [String; 4] {
    let row = &decided.row;
    let digest = Digest::of(row.payload.0.as_bytes());
    let value = row.value.as_ref().map_or("null", |value| &value.0);
    [decided.interrupt.to_string(), digest.to_string(), value.to_owned(), decision_text(decided)]
}

fn decision_text(decided: &Decided) -> String {
    #[derive(Serialize)]
    struct Text<'a> {
        verdicts: Option<&'a RawValue>,
        by: &'a crate::checkpoint::question::Actor,
        at: u64,
        shown_digest: Option<&'a RawValue>,
        verb: crate::checkpoint::question::Verb,
    }
    let row = &decided.row;
    let record = row.record.as_ref().map_or("[]", |record| &record.0);
    let fields: Vec<&RawValue> = serde_json::from_str(record).unwrap_or_default();
    let empty = serde_json::from_str::<&RawValue>("[]").ok();
    text(&Text {
        verdicts: fields.get(10).copied().or(empty),
        by: &row.by,
        at: row.at,
        shown_digest: fields.get(16).copied(),
        verb: row.verb,
    })
}

/// Earlier rounds of a gate (S-GATE-04).
pub(super) fn rounds(rounds: &[Rc<Decided>]) -> String {
    #[derive(Serialize)]
    struct Round<'a> {
        payload: &'a Json,
        answer: Option<&'a Json>,
    }
    let rows: Vec<_> = rounds
        .iter()
        .map(|decided| Round { payload: &decided.row.payload, answer: decided.row.value.as_ref() })
        .collect();
    text(&rows)
}

pub(super) fn reference(reference: &Ref) -> String {
    text(reference)
}

pub(super) fn heard(heard: &Heard) -> String {
    #[derive(Serialize)]
    struct Failed<'a> {
        code: &'a str,
        name: &'a str,
        message: &'a str,
    }
    #[derive(Serialize)]
    struct Event<'a> {
        #[serde(rename = "type")]
        kind: &'a str,
        thread: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        interrupt: Option<&'a InterruptId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        revision: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        digest: Option<Digest>,
        #[serde(skip_serializing_if = "Option::is_none")]
        decided: Option<Box<RawValue>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Failed<'a>>,
    }
    let about = heard.about.as_ref();
    text(&Event {
        kind: heard.kind,
        thread: &heard.thread,
        interrupt: about.map(|about| &about.interrupt),
        revision: about.map(|about| about.revision),
        digest: about.and_then(|about| about.digest),
        decided: heard.decided.as_deref().and_then(raw),
        error: heard.error.as_ref().map(|(code, name, message)| Failed { code, name, message }),
    })
}

/// A question, open or closed, for the one who completes a decision.
pub(super) fn question(asked: Option<&Asked>, decided: Option<&Decided>) -> Option<String> {
    #[derive(Serialize)]
    struct Closed<'a> {
        node: &'a str,
        payload: &'a Json,
        revision: u32,
        digest: Digest,
        created_at: u64,
    }
    match (asked, decided) {
        (Some(asked), _) => Some(text(&pending_row(asked, None))),
        (None, Some(Decided { row, .. })) => Some(text(&Closed {
            node: row.place.2.node(),
            payload: &row.payload,
            revision: 0,
            digest: Digest::of(row.payload.0.as_bytes()),
            created_at: row.at,
        })),
        (None, None) => None,
    }
}
