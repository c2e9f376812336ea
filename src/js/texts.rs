//! Listings and references as JSON text: what `pending`, `threads`, `getState` and events hand over.

use std::rc::Rc;

use crate::approval::Ref;
use crate::approval::decision::{SHOWN, VERDICTS, recorded};
use crate::checkpoint::json::{self, Flaw, Object, Raw, ReadJson, WriteJson};
use crate::checkpoint::question::{Asked, Decided};
use crate::checkpoint::{Digest, Head, InterruptId};
use crate::runtime::Pending;
use crate::runtime::host::Heard;

/// What `resume` and `continue` are about.
pub(super) enum About {
    /// A question.
    Question(Ref),
    /// A thread.
    Thread {
        /// Its id.
        thread: Rc<str>,
    },
}

impl<'a> ReadJson<'a> for About {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        match Ref::read(raw) {
            Ok(reference) => Ok(Self::Question(reference)),
            Err(_) => Ok(Self::Thread { thread: raw.members()?.take("thread")? }),
        }
    }
}

/// What a decision says of itself, beside its verdicts.
#[derive(Default)]
pub(super) struct Given {
    pub interrupt: Option<InterruptId>,
    pub revision: Option<u32>,
    /// The digest that the decision names, where it names one. What is there but is no digest, `null` too, is nothing
    /// that was shown (SR-42).
    pub payload_digest: Option<Option<Digest>>,
    pub shown_digest: Option<Digest>,
}

impl<'a> ReadJson<'a> for Given {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        Ok(Self {
            interrupt: of.optional("interrupt")?,
            revision: of.optional("revision")?,
            payload_digest: of.raw("payload_digest")?.map(|raw| Digest::read(raw).ok()),
            shown_digest: of.optional("shown_digest")?,
        })
    }
}

/// JSON text that was made or parsed here, written as it is.
pub(super) struct Made<'a>(pub &'a str);

impl WriteJson for Made<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

/// The text of an object with these members.
pub(super) fn object(members: impl FnOnce(&mut Object<'_>)) -> String {
    let mut text = String::new();
    let mut object = Object::new(&mut text);
    members(&mut object);
    object.end();
    text
}

/// The text of an array of these texts.
pub(super) fn array(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    format!("[{}]", texts.join(","))
}

fn pending_row(asked: &Asked, pending: Option<&Pending>) -> String {
    let question = &asked.question;
    object(|row| {
        row.put("thread", &asked.thread)
            .put("interrupt", &asked.interrupt)
            .put("revision", &question.revision)
            .put("digest", &question.payload_digest)
            .put("node", &question.node)
            .put("payload", &question.payload)
            .put("created_at", &question.created_at)
            .some("expires_at", &question.expires_at)
            .put("seen", &false)
            .flag("claimed", pending.is_some_and(|pending| pending.claimed))
            .some("decided", &pending.and_then(|pending| pending.decided.as_deref()).map(Made));
    })
}

pub(super) fn pending(list: &[Pending]) -> String {
    array(list.iter().map(|pending| pending_row(&pending.asked, Some(pending))))
}

/// S-CON-12.
pub(super) fn threads(heads: &[Head]) -> String {
    let row = |head: &Head| {
        object(|row| {
            row.put("thread", &head.thread)
                .put("status", &head.status)
                .put("graph", &head.graph.0)
                .put("step", &head.step)
                .put("waiting", &head.waiting)
                .put("createdAt", &head.created_at)
                .put("updatedAt", &head.updated_at)
                .some("error", &head.error);
        })
    };
    array(heads.iter().map(row))
}

/// An answer as a node's call gets it: `[interrupt, payload digest, value, decision]`, the last two as JSON texts.
pub(super) fn answer_parts(decided: &Decided) -> [String; 4] {
    let row = &decided.row;
    let digest = Digest::of(row.payload.0.as_bytes());
    // A question that failed at its deadline has no value, and no JSON text is empty.
    let value = row.value.as_ref().map_or("", |value| &value.0);
    [decided.interrupt.to_string(), digest.to_string(), value.to_owned(), decision_text(decided)]
}

fn decision_text(decided: &Decided) -> String {
    let row = &decided.row;
    let record = row.record.as_ref().map_or("[]", |record| &record.0);
    object(|text| {
        text.put("verdicts", &Made(recorded(record, VERDICTS).map_or("[]", Raw::text)))
            .put("by", &row.by)
            .put("at", &row.at)
            .put("shown_digest", &recorded(record, SHOWN))
            .put("verb", &row.verb);
    })
}

/// Earlier rounds of a gate (S-GATE-04).
pub(super) fn rounds(rounds: &[Rc<Decided>]) -> String {
    let round = |decided: &Rc<Decided>| {
        object(|round| {
            round.put("payload", &decided.row.payload).put("answer", &decided.row.value);
        })
    };
    array(rounds.iter().map(round))
}

pub(super) fn reference(reference: &Ref) -> String {
    json::text(reference)
}

pub(super) fn heard(heard: &Heard) -> String {
    let about = heard.about.as_ref();
    let error = heard.error.as_ref().map(|(code, name, message)| {
        object(|error| {
            error.put("code", code).put("name", name).put("message", message);
        })
    });
    object(|event| {
        event
            .put("type", &heard.kind)
            .put("thread", &heard.thread)
            .some("interrupt", &about.map(|about| about.interrupt.as_str()))
            .some("revision", &about.map(|about| about.revision))
            .some("digest", &about.and_then(|about| about.digest))
            .some("decided", &heard.decided.as_deref().map(Made))
            .some("error", &error.as_deref().map(Made));
    })
}

/// A question, open or closed, for the one who completes a decision.
pub(super) fn question(asked: Option<&Asked>, decided: Option<&Decided>) -> Option<String> {
    let closed = |Decided { row, .. }: &Decided| {
        object(|closed| {
            closed
                .put("node", row.place.2.node())
                .put("payload", &row.payload)
                .put("revision", &0u32)
                .put("digest", &Digest::of(row.payload.0.as_bytes()))
                .put("created_at", &row.at);
        })
    };
    asked.map(|asked| pending_row(asked, None)).or_else(|| decided.map(closed))
}
