//! The audit chain: one row per change that a person or a deadline made, each naming the digest of the row before.

use std::rc::Rc;

use crate::checkpoint::batch::AuditRow;
use crate::checkpoint::json::{Flaw, Object, Raw, Word};
use crate::checkpoint::question::{Actor, Json};
use crate::checkpoint::{Digest, FORMAT, Head, InterruptId, Timestamp};

/// What an audit row says happened (S-HG-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Word for Kind {
    const ALL: &'static [Self] = &[
        Self::Asked,
        Self::Answered,
        Self::Cancelled,
        Self::Expired,
        Self::Superseded,
        Self::Refused,
        Self::Continued,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Refused => "refused",
            Self::Continued => "continued",
        }
    }
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

impl AuditEntry {
    /// An entry about a question.
    pub fn about(kind: Kind, interrupt: &InterruptId, actor: Option<&Actor>, at: Timestamp) -> Self {
        Self { kind, at, interrupt: Some(interrupt.clone()), actor: actor.cloned(), code: None, record: None }
    }

    /// The row that ends the chain of `head`, which then names it.
    pub fn append_to(&self, head: &mut Head) -> AuditRow {
        let mut text = String::new();
        Object::new(&mut text)
            .some("actor", &self.actor)
            .put("at", &self.at)
            .some("code", &self.code)
            .some("interrupt", &self.interrupt)
            .put("kind", &self.kind)
            .put("n", &head.audit_n)
            .put("prev", &head.audit_hash)
            .some("r", &self.record)
            .put("v", &FORMAT)
            .end();
        let entry = AuditRow { n: head.audit_n, text: text.into() };
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
    let mut prev = Digest::from_hex(CHAIN_START);
    for (n, text) in (0u64..).zip(rows) {
        match Raw::of(text).and_then(link) {
            Ok(link) if link.0 == n && Some(link.1) == prev => prev = Some(Digest::of(text.as_bytes())),
            _ => return Some(n),
        }
    }
    (prev != Some(end)).then_some(rows.len() as u64)
}

/// Number and `prev` of an audit row.
fn link(raw: Raw<'_>) -> Result<(u64, Digest), Flaw<'_>> {
    let mut of = raw.members()?;
    Ok((of.take("n")?, of.take("prev")?))
}
