//! One person's decision: what it refers to, whether it may count, and how it is recorded.

use std::rc::Rc;

use super::native;
use crate::checkpoint::canonical::{self, Limits};
use crate::checkpoint::json::{self, Flaw, Object, Raw, ReadJson, Word, WriteJson};
use crate::checkpoint::question::{Actor, Asked, Decided, Json, Verb};
use crate::checkpoint::{CheckpointId, Digest, Head, InterruptId, Timestamp};
use crate::error::Error;

/// What a decision is about: the question as it was shown (S-HG-12).
#[derive(Clone, Debug, PartialEq)]
pub struct Ref {
    /// The payload's digest.
    pub digest: Option<Digest>,
    /// The question.
    pub interrupt: InterruptId,
    /// The question's own revision.
    pub revision: u32,
    /// Its thread.
    pub thread: Rc<str>,
}

impl WriteJson for Ref {
    fn write(&self, out: &mut String) {
        Object::new(out)
            .put("digest", &self.digest)
            .put("interrupt", &self.interrupt)
            .put("revision", &self.revision)
            .put("thread", &self.thread)
            .end();
    }
}

impl<'a> ReadJson<'a> for Ref {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        Ok(Self {
            digest: of.optional("digest")?,
            interrupt: of.take("interrupt")?,
            revision: of.take("revision")?,
            thread: of.take("thread")?,
        })
    }
}

/// A decision, ready to be recorded.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Canonical list of verdicts; empty for a Command.
    pub verdicts: Rc<str>,
    /// Canonical list of the actions' tool names.
    pub tools: Rc<str>,
    /// The resume value, canonical.
    pub value: Json,
    /// Digest of the resume value.
    pub value_digest: Digest,
    /// Who.
    pub actor: Actor,
    /// Digest of what was drawn, where something was.
    pub shown: Option<Digest>,
}

impl Decision {
    /// A person's decision, as the dialect encoded it: resume value, normalised verdicts, tool names, as JSON texts.
    ///
    /// # Errors
    /// `E_BAD_DECISION`, `E_REASON_TOO_LONG`, and what [`canonical::canonicalize`] refuses.
    pub fn of_person(
        value: &str,
        verdicts: &str,
        tools: &str,
        actor: Actor,
        shown: Option<Digest>,
    ) -> Result<Self, Error> {
        let verdicts = canonical::canonicalize(verdicts, &Limits::PAYLOAD)?.text;
        native::parse(&verdicts)?;
        let tools = canonical::canonicalize(tools, &Limits::PAYLOAD)?.text;
        let value = canonical::canonicalize(value, &Limits::PAYLOAD)?;
        Ok(Self { verdicts, tools, value: Json(value.text), value_digest: value.digest, actor, shown })
    }

    /// The program's own act: a resume value without a decision (S-INT-67).
    ///
    /// # Errors
    /// What [`canonical::canonicalize`] refuses.
    pub fn of_program(value: &str) -> Result<Self, Error> {
        let value = canonical::canonicalize(value, &Limits::PAYLOAD)?;
        Ok(Self::plain(Json(value.text), value.digest, Actor::new("program", "command")))
    }

    /// What a question's deadline decides.
    pub fn of_timer(value: &Json) -> Self {
        Self::plain(value.clone(), Digest::of(value.0.as_bytes()), Actor::new("timer", "timer"))
    }

    fn plain(value: Json, value_digest: Digest, actor: Actor) -> Self {
        let none: Rc<str> = "[]".into();
        Self { verdicts: Rc::clone(&none), tools: none, value, value_digest, actor, shown: None }
    }

    /// Whether a person made it.
    pub fn has_verdicts(&self) -> bool {
        &*self.verdicts != "[]"
    }

    /// The digest that makes two decisions the same: no time, no nonce, no resume value. A Command has none.
    pub fn digest(&self, interrupt: &InterruptId, payload: Digest) -> Option<Digest> {
        let actor = json::text(&self.actor);
        let verdicts = &self.verdicts;
        let text = format!(
            r#"{{"actor":{actor},"interrupt":"{interrupt}","payload_digest":"{payload}","verdicts":{verdicts}}}"#
        );
        self.has_verdicts().then(|| Digest::of(text.as_bytes()))
    }

    /// The reason given, where exactly one was.
    pub fn reason(&self) -> Option<Rc<str>> {
        let verdicts = native::parse(&self.verdicts).ok()?;
        let mut reasons = verdicts.into_iter().filter_map(|verdict| verdict.reason);
        let reason = reasons.next()?;
        reasons.next().is_none().then(|| reason.into())
    }

    /// The decision record (security.md): everything one signature would have to cover, as a canonical array.
    pub fn record(&self, asked: &Asked, run: &CheckpointId, head: &Head, at: Timestamp, nonce: &str) -> Json {
        let question = &asked.question;
        let record: [&dyn WriteJson; 19] = [
            &"haltgraph-decision-v1",
            &asked.thread,
            run,
            &asked.interrupt,
            &question.revision,
            &question.node,
            &head.graph.1,
            &Spliced(&self.tools),
            &question.payload_digest,
            &self.value_digest,
            &Spliced(&self.verdicts),
            &self.actor.id,
            &self.actor.method,
            &at,
            &question.expires_at,
            &nonce,
            &self.shown,
            &None::<u64>,
            &head.audit_hash,
        ];
        Json(json::text(&record).into())
    }
}

/// Canonical text, written as it is.
struct Spliced<'a>(&'a str);

impl WriteJson for Spliced<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

/// Refuses a decision that is not about the question as it stands.
///
/// # Errors
/// `STALE_DECISION` for another revision, `E_DIGEST_MISMATCH` for another payload or none (S-HG-12, SR-42).
pub fn judge(asked: &Asked, reference: &Ref) -> Result<(), Error> {
    let question = &asked.question;
    if reference.revision != question.revision {
        let message = "The question changed since it was shown. Read it again with `pending()` and decide anew.";
        return Err(Error::new("STALE_DECISION", message).with("revision", question.revision.to_string()));
    }
    if reference.digest != Some(question.payload_digest) {
        let message =
            "The decision is about another payload than the question's. Show the question again and decide anew.";
        return Err(Error::new("E_DIGEST_MISMATCH", message));
    }
    Ok(())
}

/// What a decision on a question that is no longer open is told: who closed it, when and how (S-HG-13).
pub fn refusal(decided: &Decided) -> Error {
    let (code, message) = match decided.row.verb {
        Verb::Answered => {
            ("INTERRUPT_CONSUMED", "This question was answered already. `decided` says by whom and when.")
        }
        Verb::Cancelled => ("E_CANCELLED", "This question's run was stopped. Nothing was run for this decision."),
        Verb::Expired => {
            ("INTERRUPT_EXPIRED", "This question's deadline has passed. Nothing was run for this decision.")
        }
        Verb::Superseded => ("STALE_DECISION", "This question was replaced. Read `pending()` and decide anew."),
    };
    Error::new(code, message).with("decided", decided_json(decided))
}

/// Where a decision record holds the verdicts.
pub const VERDICTS: usize = 10;

/// Where a decision record holds the digest of what was drawn.
pub const SHOWN: usize = 16;

/// An element of a decision record.
pub fn recorded(record: &str, place: usize) -> Option<Raw<'_>> {
    let fields: Vec<Raw<'_>> = Raw::of(record).and_then(Vec::read).ok()?;
    fields.get(place).copied()
}

/// `{by, at, verb}` of a closed question, as JSON.
pub fn decided_json(decided: &Decided) -> String {
    let row = &decided.row;
    let by = json::text(&row.by);
    format!(r#"{{"by":{by},"at":{},"verb":"{}"}}"#, row.at, verb(decided))
}

/// How a question was closed, in one word: the verdicts' one verb, `mixed`, `command`, or the row's own.
fn verb(decided: &Decided) -> String {
    let row = &decided.row;
    let Some(record) = row.record.as_ref().filter(|_| row.verb == Verb::Answered) else {
        return row.verb.word().to_owned();
    };
    let verdicts = recorded(&record.0, VERDICTS).and_then(|raw| native::parse(raw.text()).ok()).unwrap_or_default();
    let mut verbs = verdicts.iter().map(|verdict| verdict.verb.as_ref());
    match verbs.next() {
        Some(first) if verbs.all(|verb| verb == first) => first.to_owned(),
        Some(_) => "mixed".to_owned(),
        None => "command".to_owned(),
    }
}
