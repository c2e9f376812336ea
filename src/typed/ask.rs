//! [`Ask`]: a question for a person, in the native form that every front end of haltgraph shows (approvals.md A.1).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::decision::Decision;
use crate::checkpoint::Timestamp;
use crate::error::Error;
use crate::runtime::Fallback;

/// A call of a tool that a model wants made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Names the call among others.
    pub id: String,
    /// The tool.
    pub name: String,
    /// What it is called with, an object.
    pub args: Value,
}

impl ToolCall {
    /// A call.
    pub fn new(id: impl Into<String>, name: impl Into<String>, args: Value) -> Self {
        Self { id: id.into(), name: name.into(), args }
    }
}

/// A question for a person.
///
/// ```
/// use std::time::Duration;
/// use haltgraph::{Ask, Decision, ToolCall};
/// use serde_json::json;
///
/// let call = ToolCall::new("a1", "book_flight", json!({ "from": "LAX", "to": "JFK" }));
/// let ask = Ask::new("book_flight")
///     .title("Book this flight?")
///     .action(&call)
///     .consequence("Charges the saved card.")
///     .ttl(Duration::from_secs(3600))
///     .on_expire(Decision::reject("nobody answered"));
/// # let _ = ask;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a question is asked when a gate's `ask` returns it, or by `Runtime::interrupt`"]
pub struct Ask {
    payload: Value,
    pub(super) ttl_ms: Option<u64>,
    pub(super) expires_at: Option<Timestamp>,
    on_expire: Option<Last>,
    refused: Option<Error>,
}

/// What happens at a question's deadline.
#[derive(Clone, Debug)]
enum Last {
    Decide(Value),
    Fail,
}

/// A question as the engine takes it: JSON texts.
pub(super) struct Texts {
    pub payload: String,
    /// The decision at the deadline; an empty text fails the question.
    pub on_expire: Option<String>,
}

impl Texts {
    pub fn fallback(&self) -> Option<Fallback<'_>> {
        let text = self.on_expire.as_deref()?;
        Some(if text.is_empty() { Fallback::Fail } else { Fallback::Resume(text) })
    }
}

impl Ask {
    /// A question of a kind: a word of `a-z 0-9 _ . -` that front ends choose forms by. Give it one of `action`,
    /// `actions`, `choice`s and `input`, and a title.
    pub fn new(kind: &str) -> Self {
        let title: String = kind.replace(['_', '-', '.'], " ");
        Self::from(json!({ "halt": 1, "kind": kind, "title": title }))
    }

    /// A question with a payload of any other form; the node gets what is answered as it is.
    pub fn payload(payload: &impl Serialize) -> Self {
        match serde_json::to_value(payload) {
            Ok(payload) => Self::from(payload),
            Err(error) => Self { refused: Some(unserialisable(&error)), ..Self::from(Value::Null) },
        }
    }

    /// What is asked, in up to 120 characters.
    pub fn title(self, title: impl Into<String>) -> Self {
        self.with("title", Value::String(title.into()))
    }

    /// More about it.
    pub fn summary(self, summary: impl Into<String>) -> Self {
        self.with("summary", Value::String(summary.into()))
    }

    /// Why the agent wants it, in its own words.
    pub fn why(self, why: impl Into<String>) -> Self {
        self.with("why", Value::String(why.into()))
    }

    /// One thing that happens when it is approved.
    pub fn consequence(self, consequence: impl Into<String>) -> Self {
        self.push("consequences", Value::String(consequence.into()))
    }

    /// One row of evidence.
    pub fn context(mut self, label: &str, value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.push("context", json!({ "label": label, "value": value })),
            Err(error) => {
                self.refused = Some(unserialisable(&error));
                self
            }
        }
    }

    /// The one call that is decided: approve, edit or reject.
    pub fn action(self, call: &ToolCall) -> Self {
        self.with("action", action(call))
    }

    /// Several calls that are decided one by one: [`Decision::Each`].
    pub fn actions<'a>(self, calls: impl IntoIterator<Item = &'a ToolCall>) -> Self {
        self.with("actions", calls.into_iter().map(action).collect())
    }

    /// One of the choices that a person has: [`Decision::Choose`].
    pub fn choice(self, id: &str, label: &str) -> Self {
        self.push("choices", json!({ "id": id, "label": label }))
    }

    /// Asks for an answer of this JSON Schema: [`Decision::Respond`].
    pub fn input(self, schema: Value) -> Self {
        self.with("input", schema)
    }

    /// The JSON Schema of the one action's arguments, for the form.
    pub fn schema(mut self, schema: Value) -> Self {
        if let Some(Value::Object(action)) = self.payload.get_mut("action") {
            action.insert("schema".to_owned(), schema);
        }
        self
    }

    /// Narrows what may be decided to some of `approve`, `edit`, `reject`, `respond`, `dismiss`, `choose`.
    pub fn decisions<const N: usize>(self, verbs: [&str; N]) -> Self {
        self.with("decisions", verbs.into_iter().collect())
    }

    /// Whoever rejects must say why.
    pub fn reason_required(self) -> Self {
        self.with("reason", json!({ "reject": "required" }))
    }

    /// How much is at stake: `low`, `medium`, `high`, `critical`.
    pub fn risk(self, risk: &str) -> Self {
        self.with("risk", risk.into())
    }

    /// Whether it can be undone.
    pub fn reversible(self, reversible: bool) -> Self {
        self.with("reversible", reversible.into())
    }

    /// The question closes after this time (S-HG-20).
    pub fn ttl(self, ttl: Duration) -> Self {
        Self { ttl_ms: Some(u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX)), ..self }
    }

    /// The question closes at this time, in milliseconds since 1970.
    pub fn expires_at(self, at: Timestamp) -> Self {
        Self { expires_at: Some(at), ..self }
    }

    /// What is decided when it closes with nobody having answered. Without it the question only stops being answerable.
    pub fn on_expire(self, decision: Decision) -> Self {
        Self { on_expire: Some(Last::Decide(decision.to_value())), ..self }
    }

    /// When it closes with nobody having answered, the node fails with `INTERRUPT_EXPIRED`.
    pub fn fail_on_expire(self) -> Self {
        Self { on_expire: Some(Last::Fail), ..self }
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        if let Value::Object(members) = &mut self.payload {
            members.insert(key.to_owned(), value);
        }
        self
    }

    fn push(mut self, key: &str, value: Value) -> Self {
        if let Value::Object(members) = &mut self.payload
            && let Value::Array(list) = members.entry(key).or_insert_with(|| Value::Array(Vec::new()))
        {
            list.push(value);
        }
        self
    }

    /// The question as the engine takes it.
    pub(super) fn texts(&self) -> Result<Texts, Error> {
        if let Some(error) = &self.refused {
            return Err(error.clone());
        }
        let on_expire = self.on_expire.as_ref().map(|last| match last {
            Last::Decide(value) => value.to_string(),
            Last::Fail => String::new(),
        });
        Ok(Texts { payload: self.payload.to_string(), on_expire })
    }
}

fn action(call: &ToolCall) -> Value {
    let args = if call.args.is_null() { Value::Object(Map::new()) } else { call.args.clone() };
    json!({ "id": call.id, "name": call.name, "args": args })
}

fn unserialisable(error: &serde_json::Error) -> Error {
    Error::new("E_BAD_TYPE", format!("A question cannot be written as JSON: {error}. Ask with plain data."))
}

impl From<Value> for Ask {
    fn from(payload: Value) -> Self {
        Self { payload, ttl_ms: None, expires_at: None, on_expire: None, refused: None }
    }
}

impl From<&str> for Ask {
    fn from(question: &str) -> Self {
        Self::from(Value::from(question))
    }
}

impl From<String> for Ask {
    fn from(question: String) -> Self {
        Self::from(Value::from(question))
    }
}

/// What a gate's `ask` may return: a question, or none.
pub trait IntoAsk {
    /// The question; `None`: the gate lets the run pass.
    ///
    /// # Errors
    /// Why it cannot be asked; the task fails.
    fn into_ask(self) -> Result<Option<Ask>, Error>;
}

impl IntoAsk for Ask {
    fn into_ask(self) -> Result<Option<Self>, Error> {
        Ok(Some(self))
    }
}

impl IntoAsk for Option<Ask> {
    fn into_ask(self) -> Result<Self, Error> {
        Ok(self)
    }
}

impl<A: IntoAsk> IntoAsk for Result<A, Error> {
    fn into_ask(self) -> Result<Option<Ask>, Error> {
        self.and_then(A::into_ask)
    }
}
