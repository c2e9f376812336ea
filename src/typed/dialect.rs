//! What a decision makes of a question: the resume value that the node gets and the verdicts that are recorded. Native
//! payloads only, and plain ones, whose answer is handed over as it is; other dialects are the JavaScript front end's.

use serde_json::{Map, Value, json};

use super::decision::Decision;
use crate::approval::native;
use crate::checkpoint::question::{Actor, Json};
use crate::checkpoint::{Digest, Timestamp, json as text};
use crate::error::Error;

/// Verdicts of a decision, and the value that goes to the node.
pub(super) struct Encoded {
    pub value: Value,
    pub verdicts: Value,
    pub tools: Value,
}

/// Who decided what, and when.
pub(super) struct Stamp<'a> {
    pub payload: &'a Json,
    pub actor: &'a Actor,
    pub at: Timestamp,
}

/// What a decision makes of the question that the stamp is about.
///
/// # Errors
/// `E_BAD_DECISION`, `E_EDIT_EMPTY`, `E_REASON_REQUIRED`.
pub(super) fn encode(decision: &Decision, stamp: &Stamp<'_>) -> Result<Encoded, Error> {
    let payload: Value =
        serde_json::from_str(&stamp.payload.0).map_err(|_| bad("The question's payload is no JSON."))?;
    if native::is_native(&stamp.payload.0) { native(decision, &payload, stamp) } else { plain(decision) }
}

/// A payload of no form that is known here: yes is `true`, and an answer is itself (A.14).
fn plain(decision: &Decision) -> Result<Encoded, Error> {
    let (value, recorded) = match decision {
        Decision::Approve => (Value::Bool(true), Decision::Approve),
        Decision::Value(value) | Decision::Respond { answer: value } => {
            (value.clone(), Decision::Respond { answer: value.clone() })
        }
        _ => {
            return Err(bad(
                "This question is of no form that offers this. Answer with `Decision::value`, or cancel the thread.",
            ));
        }
    };
    Ok(Encoded { value, verdicts: json!([recorded.verdict(None)]), tools: json!([]) })
}

fn native(decision: &Decision, payload: &Value, stamp: &Stamp<'_>) -> Result<Encoded, Error> {
    let actions = actions(payload);
    let several = payload.get("actions").is_some();
    let verdicts = match (decision, actions.as_slice()) {
        (Decision::Each(items), _) if several => items.iter().map(|(id, item)| item.verdict(Some(id))).collect(),
        (Decision::Value(_) | Decision::Each(_), _) => {
            return Err(bad("This question takes one decision of those that it offers."));
        }
        (_, [action]) => vec![decision.verdict(action.get("id").and_then(Value::as_str))],
        (_, []) => vec![decision.verdict(None)],
        (_, [_, ..]) => return Err(bad("Each action needs a decision of its own: `Decision::each`.")),
    };
    for verdict in &verdicts {
        check(verdict, payload, &actions)?;
    }
    let stamped =
        stamped(if several { items(&verdicts) } else { verdicts.first().cloned().unwrap_or_default() }, stamp);
    let tools = actions.iter().filter_map(|action| action.get("name")).cloned().collect();
    Ok(Encoded { value: stamped, verdicts: verdicts.into_iter().map(Value::Object).collect(), tools })
}

fn actions(payload: &Value) -> Vec<&Value> {
    let several = payload.get("actions").and_then(Value::as_array);
    payload.get("action").into_iter().chain(several.into_iter().flatten()).collect()
}

fn items(verdicts: &[Map<String, Value>]) -> Map<String, Value> {
    Map::from_iter([("items".to_owned(), verdicts.iter().cloned().map(Value::Object).collect())])
}

/// What the engine does not check for every front end: that an edit edits, and that a reason is there.
fn check(verdict: &Map<String, Value>, payload: &Value, actions: &[&Value]) -> Result<(), Error> {
    let of = |key: &str| verdict.get(key);
    let asked = actions.iter().find(|action| action.get("id") == of("action"));
    if of("verb") == Some(&json!("edit")) && of("args") == asked.and_then(|action| action.get("args")) {
        return Err(Error::new("E_EDIT_EMPTY", "Nothing was changed. Approve it as it is."));
    }
    let verb = of("verb").and_then(Value::as_str).unwrap_or_default();
    let rule = payload.get("reason").map(|rule| rule.get(verb).unwrap_or(rule));
    if rule == Some(&json!("required")) && of("reason").is_none() {
        return Err(Error::new("E_REASON_REQUIRED", format!("\"{verb}\" needs a reason here. Give one.")));
    }
    Ok(())
}

fn stamped(mut answer: Map<String, Value>, stamp: &Stamp<'_>) -> Value {
    let by = serde_json::from_str(&text::text(stamp.actor)).unwrap_or_default();
    answer.insert("by".to_owned(), by);
    answer.insert("at".to_owned(), instant(stamp.at).into());
    answer.insert("digest".to_owned(), Digest::of(stamp.payload.0.as_bytes()).to_string().into());
    Value::Object(answer)
}

/// A time as JavaScript's `toISOString` writes it.
fn instant(at: Timestamp) -> String {
    let (days, ms) = (at / 86_400_000, at % 86_400_000);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1000)
}

/// The date of a day since 1970, counted in eras of 400 years that begin in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (year + era * 400 + u64::from(month <= 2), month, day)
}

fn bad(message: &str) -> Error {
    Error::new("E_BAD_DECISION", message)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Encoded, Stamp, encode, instant};
    use crate::approval::native;
    use crate::checkpoint::question::{Actor, Json};
    use crate::error::Error;
    use crate::typed::Decision;

    fn encoded(payload: &Value, decision: &Decision) -> Result<Encoded, Error> {
        let (payload, actor) = (Json(payload.to_string().into()), Actor::new("u7", "session"));
        encode(decision, &Stamp { payload: &payload, actor: &actor, at: 1_795_252_324_000 })
    }

    #[test]
    fn times_are_written_as_javascript_writes_them() {
        assert_eq!(instant(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(instant(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(instant(1_795_252_324_123), "2026-11-21T09:12:04.123Z");
        assert_eq!(instant(4_107_542_399_999), "2100-02-28T23:59:59.999Z");
    }

    #[test]
    fn an_edit_of_the_one_action_is_stamped() {
        let payload =
            json!({ "halt": 1, "kind": "k", "action": { "id": "a1", "name": "send", "args": { "to": "x" } } });
        let Encoded { value, verdicts, tools } = encoded(&payload, &Decision::edit(json!({ "to": "y" }))).unwrap();
        assert_eq!(verdicts, json!([{ "verb": "edit", "action": "a1", "args": { "to": "y" } }]));
        assert_eq!((&value["verb"], &value["at"]), (&json!("edit"), &json!("2026-11-21T09:12:04.000Z")));
        assert_eq!((&value["by"]["id"], &tools), (&json!("u7"), &json!(["send"])));
        native::check(&payload.to_string(), &native::parse(&verdicts.to_string()).unwrap()).unwrap();
        assert_eq!(encoded(&payload, &Decision::edit(json!({ "to": "x" }))).err().unwrap().code, "E_EDIT_EMPTY");
        assert_eq!(encoded(&payload, &Decision::value(true)).err().unwrap().code, "E_BAD_DECISION");
    }

    #[test]
    fn several_actions_take_a_decision_each() {
        let action = |id: &str| json!({ "id": id, "name": "refund", "args": {} });
        let payload = json!({ "halt": 1, "kind": "k", "actions": [action("r1"), action("r2")] });
        let each = Decision::each([("r1", Decision::Approve), ("r2", Decision::reject("over limit"))]);
        let Encoded { value, verdicts, .. } = encoded(&payload, &each).unwrap();
        assert_eq!(value["items"], verdicts);
        assert_eq!(verdicts[1], json!({ "verb": "reject", "action": "r2", "reason": "over limit" }));
        assert_eq!(encoded(&payload, &Decision::Approve).err().unwrap().code, "E_BAD_DECISION");
    }

    #[test]
    fn a_reason_that_is_required_is_asked_for() {
        let payload = json!({ "halt": 1, "kind": "k", "choices": [], "reason": { "reject": "required" } });
        assert_eq!(encoded(&payload, &Decision::reject("")).err().unwrap().code, "E_REASON_REQUIRED");
        assert!(encoded(&payload, &Decision::reject("because")).is_ok());
        assert!(encoded(&payload, &Decision::choose("a")).is_ok());
    }

    #[test]
    fn a_plain_payload_gets_the_answer_as_it_is() {
        let of = |decision: Decision| encoded(&json!("How old?"), &decision).map(|encoded| encoded.value);
        assert_eq!(of(Decision::value(34)), Ok(json!(34)));
        assert_eq!(of(Decision::Approve), Ok(json!(true)));
        assert_eq!(of(Decision::reject("no")).unwrap_err().code, "E_BAD_DECISION");
    }
}
