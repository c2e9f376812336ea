//! [`Decision`]: what a person decides, and how it looks as a resume value (approvals.md A.1, HaltAnswer).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use crate::error::Error;

/// What a person decides.
///
/// ```
/// use haltgraph::{Decision, Result};
/// use serde_json::{Value, json};
///
/// fn refund(decision: &Decision, asked: &Value) -> Result<String> {
///     if let Decision::Reject { reason } = decision {
///         return Ok(format!("not refunded: {reason}"));
///     }
///     let amount: u32 = decision.args(&asked["amount"])?; // approved: as asked, or as edited
///     Ok(format!("refunded {amount}"))
/// }
///
/// let asked = json!({ "amount": 20 });
/// assert_eq!(refund(&Decision::Approve, &asked)?, "refunded 20");
/// assert_eq!(refund(&Decision::edit(json!(5)), &asked)?, "refunded 5");
/// assert_eq!(refund(&Decision::reject("too late"), &asked)?, "not refunded: too late");
///
/// let each = Decision::each([("r1", Decision::Approve), ("r2", Decision::reject("over limit"))]);
/// assert_eq!(each.on("r1"), Some(&Decision::Approve));
/// # Ok::<(), haltgraph::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Yes, as it was shown.
    Approve,
    /// Yes, with these arguments, the whole of them.
    Edit {
        /// What is to be run instead.
        args: Value,
    },
    /// No.
    Reject {
        /// Why; empty where no reason was given.
        reason: String,
    },
    /// An answer in a person's own words, of the form that was asked for.
    Respond {
        /// The answer.
        answer: Value,
    },
    /// One of the choices offered.
    Choose {
        /// Its id.
        choice: String,
    },
    /// The question was put away.
    Dismiss,
    /// One decision for each of several actions, by their ids.
    Each(Vec<(String, Decision)>),
    /// Something in another form than haltgraph's: the answer to a plain payload, or a program's.
    Value(Value),
}

impl Decision {
    /// No, for a reason.
    pub fn reject(reason: impl Into<String>) -> Self {
        Self::Reject { reason: reason.into() }
    }

    /// Yes, with other arguments.
    pub fn edit(args: Value) -> Self {
        Self::Edit { args }
    }

    /// An answer to an open question.
    pub fn respond(answer: impl Into<Value>) -> Self {
        Self::Respond { answer: answer.into() }
    }

    /// One of the choices.
    pub fn choose(choice: impl Into<String>) -> Self {
        Self::Choose { choice: choice.into() }
    }

    /// An answer to a question of any other form.
    pub fn value(value: impl Into<Value>) -> Self {
        Self::Value(value.into())
    }

    /// A decision for each action, by its id.
    pub fn each<I: Into<String>>(items: impl IntoIterator<Item = (I, Decision)>) -> Self {
        Self::Each(items.into_iter().map(|(id, decision)| (id.into(), decision)).collect())
    }

    /// What was decided for one of several actions.
    pub fn on(&self, action: &str) -> Option<&Self> {
        match self {
            Self::Each(items) => items.iter().find(|(id, _)| id == action).map(|(_, decision)| decision),
            _ => None,
        }
    }

    /// The arguments to run: the edited ones, or those that were asked about when it was approved.
    ///
    /// # Errors
    /// `E_BAD_TYPE` where they are not of the type, `E_BAD_DECISION` where nothing is to be run.
    pub fn args<T: DeserializeOwned>(&self, asked: &Value) -> Result<T, Error> {
        let args = match self {
            Self::Approve => asked,
            Self::Edit { args } => args,
            other => return Err(other.unexpected()),
        };
        T::deserialize(args)
            .map_err(|error| Error::new("E_BAD_TYPE", format!("The arguments are not what the tool takes: {error}.")))
    }

    /// The error of a node that was not written for this decision.
    pub fn unexpected(&self) -> Error {
        let message = format!("This node cannot act on the decision \"{}\". Offer only what it handles.", self.verb());
        Error::new("E_BAD_DECISION", message)
    }

    /// The decision in one word.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Edit { .. } => "edit",
            Self::Reject { .. } => "reject",
            Self::Respond { .. } => "respond",
            Self::Choose { .. } => "choose",
            Self::Dismiss => "dismiss",
            Self::Each(_) => "each",
            Self::Value(_) => "value",
        }
    }

    /// The verdict on one action, or on the question as a whole.
    pub(super) fn verdict(&self, action: Option<&str>) -> Map<String, Value> {
        let mut verdict = Map::new();
        let mut put = |key: &str, value: Value| verdict.insert(key.to_owned(), value);
        put("verb", self.verb().into());
        if let Some(action) = action {
            put("action", action.into());
        }
        match self {
            Self::Edit { args } => drop(put("args", args.clone())),
            Self::Reject { reason } if !reason.is_empty() => drop(put("reason", reason.as_str().into())),
            Self::Respond { answer } | Self::Value(answer) => drop(put("answer", answer.clone())),
            Self::Choose { choice } => drop(put("choice", choice.as_str().into())),
            _ => {}
        }
        verdict
    }

    /// The resume value, without who decided.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Each(items) => {
                json!({ "items": items.iter().map(|(id, item)| item.verdict(Some(id))).collect::<Vec<_>>() })
            }
            one => Value::Object(one.verdict(None)),
        }
    }

    /// The decision that a resume value stands for. What is of no known form is a [`Decision::Value`].
    pub(super) fn of_value(value: Value) -> Self {
        if let Some(items) = value.get("items").and_then(Value::as_array) {
            let item = |item: &Value| Some((item.get("action")?.as_str()?.to_owned(), Self::of_verdict(item)?));
            if let Some(items) = items.iter().map(item).collect() {
                return Self::Each(items);
            }
        }
        Self::of_verdict(&value).unwrap_or(Self::Value(value))
    }

    fn of_verdict(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(match value.get("verb")?.as_str()? {
            "approve" => Self::Approve,
            "edit" => Self::Edit { args: value.get("args")?.clone() },
            "reject" => Self::Reject { reason: text("reason").unwrap_or_default() },
            "respond" => Self::Respond { answer: value.get("answer")?.clone() },
            "choose" => Self::Choose { choice: text("choice")? },
            "dismiss" => Self::Dismiss,
            _ => return None,
        })
    }
}

impl<'de> Deserialize<'de> for Decision {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Value::deserialize(from).map(Self::of_value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Decision;

    #[test]
    fn a_decision_comes_back_from_its_resume_value() {
        let decisions = [
            Decision::Approve,
            Decision::edit(json!({ "a": 1 })),
            Decision::reject("too dear"),
            Decision::reject(""),
            Decision::respond("34"),
            Decision::choose("lyon"),
            Decision::Dismiss,
            Decision::each([("a1", Decision::Approve), ("a2", Decision::reject("no"))]),
            Decision::value(true),
        ];
        for decision in decisions {
            assert_eq!(Decision::of_value(decision.to_value()), decision);
        }
    }

    #[test]
    fn what_is_no_decision_is_a_value() {
        for value in [json!({ "verb": "nod" }), json!({ "verb": "edit" }), json!({ "items": [1] }), json!("approve")] {
            assert_eq!(Decision::of_value(value.clone()), Decision::Value(value));
        }
    }
}
