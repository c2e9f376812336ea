//! The audit chain: one row per change that a person or a deadline made, each naming the digest of the row before.

use std::rc::Rc;

use serde::Serialize;

use crate::checkpoint::batch::AuditRow;
use crate::checkpoint::question::{Actor, Json};
use crate::checkpoint::{Digest, FORMAT, Head, InterruptId, Timestamp};

/// What an audit row says happened (S-HG-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A question was recorded.
    Asked,
    /// It was answered.
    Answered,
    /// Its run was stopped.
    Cancelled,
    /// Its deadline passed.
    Expired,
    /// New input took its place.
    Superseded,
    /// An attempt to decide was refused.
    Refused,
    /// A run went on after its holder died.
    Continued,
}

/// What an audit row says beside its place in the chain.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// What happened.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// To which question.
    pub interrupt: Option<InterruptId>,
    /// By whom.
    pub actor: Option<Actor>,
    /// The refusal's code.
    pub code: Option<&'static str>,
    /// The decision record, only under `answered`.
    pub record: Option<Json>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a Actor>,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interrupt: Option<&'a InterruptId>,
    kind: Kind,
    n: u64,
    prev: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<&'a Json>,
    v: u32,
}

impl AuditEntry {
    /// An entry about a question.
    pub fn about(kind: Kind, interrupt: &InterruptId, actor: Option<&Actor>, at: Timestamp) -> Self {
        Self { kind, at, interrupt: Some(interrupt.clone()), actor: actor.cloned(), code: None, record: None }
    }

    /// The row that ends the chain of `head`, which then names it.
    pub fn append_to(&self, head: &mut Head) -> AuditRow {
        let row = Row {
            actor: self.actor.as_ref(),
            at: self.at,
            code: self.code,
            interrupt: self.interrupt.as_ref(),
            kind: self.kind,
            n: head.audit_n,
            prev: head.audit_hash,
            r: self.record.as_ref(),
            v: FORMAT,
        };
        // Every member is a string, an integer or canonical text, none of which serde_json can refuse.
        let text: Rc<str> = serde_json::to_string(&row).unwrap_or_default().into();
        let entry = AuditRow { n: head.audit_n, text };
        head.audit_hash = Digest::of(entry.text.as_bytes());
        head.audit_n += 1;
        entry
    }
}

/// The `prev` of a thread's first audit row.
pub const CHAIN_START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The first row of an audit chain that does not follow from the one before it, or `None` if all do. `end` is the
/// head's `audit_hash`.
pub fn first_bad_row(rows: &[Rc<str>], end: Digest) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Link {
        n: u64,
        prev: Digest,
    }
    let mut prev = Digest::from_hex(CHAIN_START);
    for (n, text) in (0u64..).zip(rows) {
        match serde_json::from_str::<Link>(text) {
            Ok(link) if link.n == n && Some(link.prev) == prev => prev = Some(Digest::of(text.as_bytes())),
            _ => return Some(n),
        }
    }
    (prev != Some(end)).then_some(rows.len() as u64)
}
