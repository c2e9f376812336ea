//! Chat messages and their reducer (S-STA-60 to 68).

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ask::ToolCall;
use super::reducers::Folded;
use super::world::World;
use crate::error::Error;

/// The id of a [`Message::remove`] that drops everything before it.
pub const REMOVE_ALL_MESSAGES: &str = "__remove_all__";

/// Who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    #[default]
    Human,
    /// The model.
    Ai,
    /// The program's instructions.
    System,
    /// A tool's result.
    Tool,
    /// Nobody: removes the message of that id.
    Remove,
}

/// One message of a conversation, in the form that JavaScript graphs keep (S-STA-68).
///
/// ```
/// use haltgraph::{Message, ToolCall};
/// use serde_json::json;
///
/// let call = ToolCall::new("call-1", "search", json!({ "q": "weather" }));
/// let result = Message::tool(&call, "sunny");
/// let stored = json!({ "type": "tool", "content": "sunny", "name": "search", "tool_call_id": "call-1" });
/// assert_eq!(serde_json::to_value(&result).unwrap(), stored);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    #[serde(rename = "type")]
    pub role: Role,
    /// Names the message; the reducer gives one to a message without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What is said: text, or a list of parts.
    #[serde(default)]
    pub content: Value,
    /// The tool's or the person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The calls that a model wants made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// The call that a tool's message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// Everything else that a message may carry.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Message {
    fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: Value::String(content.into()), ..Self::default() }
    }

    /// The person says.
    pub fn human(content: impl Into<String>) -> Self {
        Self::new(Role::Human, content)
    }

    /// The model says.
    pub fn ai(content: impl Into<String>) -> Self {
        Self::new(Role::Ai, content)
    }

    /// The model wants these calls made.
    pub fn calls(tool_calls: impl IntoIterator<Item = ToolCall>) -> Self {
        Self { tool_calls: tool_calls.into_iter().collect(), ..Self::ai("") }
    }

    /// The result of a call.
    pub fn tool(call: &ToolCall, content: impl Into<String>) -> Self {
        let (name, tool_call_id) = (Some(call.name.clone()), Some(call.id.clone()));
        Self { name, tool_call_id, ..Self::new(Role::Tool, content) }
    }

    /// The program instructs.
    pub fn system(content: impl Into<String>) -> Self {
        Self::new(Role::System, content)
    }

    /// Removes the message of an id; of [`REMOVE_ALL_MESSAGES`]: all before this one.
    pub fn remove(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::new(Role::Remove, "") }
    }

    /// The content, where it is text.
    pub fn text(&self) -> &str {
        self.content.as_str().unwrap_or_default()
    }
}

thread_local! {
    static IDS: RefCell<Vec<Rc<dyn World>>> = const { RefCell::new(Vec::new()) };
}

/// Runs a reducer with a world to draw ids from: [`messages`] needs some, and is a plain function all the same.
pub(super) fn with_ids<T>(world: &Rc<dyn World>, reduce: impl FnOnce() -> T) -> T {
    IDS.with_borrow_mut(|worlds| worlds.push(Rc::clone(world)));
    let result = reduce();
    IDS.with_borrow_mut(Vec::pop);
    result
}

fn named(mut message: Message) -> Result<Message, Error> {
    if message.id.is_none() {
        let world = IDS.with_borrow(|worlds| worlds.last().cloned());
        let world = world.ok_or_else(|| {
            Error::new("E_NO_WORLD", "A message needs an id here. Let a graph call the reducer, or give it one.")
        })?;
        message.id = Some(uuid(world.random()));
    }
    Ok(message)
}

/// A random UUID, version 4.
fn uuid(random: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(random) & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Merges messages: one whose id is there replaces it in place, another goes to the end, [`Message::remove`] takes one
/// away. Messages without an id get one (S-STA-62 to 66).
///
/// # Errors
/// `INVALID_UPDATE` for the removal of a message that is not there.
pub fn messages(list: Vec<Message>, more: Vec<Message>) -> Result<Folded<Vec<Message>>, Error> {
    let more = more.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
    let clears = |message: &Message| message.role == Role::Remove && message.id.as_deref() == Some(REMOVE_ALL_MESSAGES);
    if let Some(last) = more.iter().rposition(clears) {
        return Ok(Folded::new(more.into_iter().skip(last + 1).collect()));
    }
    let kept = list.len();
    let mut merged = list.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
    let mut removed: Vec<Option<String>> = Vec::new();
    let mut appends = true;
    for message in more {
        let place = merged.iter().position(|old| old.id == message.id);
        appends &= place.is_none_or(|place| place >= kept) && message.role != Role::Remove;
        match (place.and_then(|place| merged.get_mut(place)), message.role) {
            (Some(_), Role::Remove) => removed.push(message.id),
            (None, Role::Remove) => return Err(missing(&message)),
            (Some(old), _) => {
                removed.retain(|id| *id != message.id);
                *old = message;
            }
            (None, _) => merged.push(message),
        }
    }
    merged.retain(|message| !removed.contains(&message.id));
    Ok(if appends { Folded::appended(merged, kept) } else { Folded::new(merged) })
}

fn missing(message: &Message) -> Error {
    let id: String = message.id.iter().flat_map(|id| id.chars()).take(64).flat_map(char::escape_debug).collect();
    Error::new("INVALID_UPDATE", format!("Attempting to delete a message with an ID that doesn't exist ('{id}')"))
}

#[cfg(test)]
mod tests {
    use super::{Message, REMOVE_ALL_MESSAGES, messages, uuid};

    fn said(id: &str, content: &str) -> Message {
        Message { id: Some(id.into()), ..Message::human(content) }
    }

    fn texts(list: Vec<Message>, more: Vec<Message>) -> Vec<String> {
        let folded = messages(list, more).unwrap();
        folded.value.iter().map(|message| message.text().to_owned()).collect()
    }

    #[test]
    fn the_same_id_replaces_in_place_and_a_new_one_appends_s_sta_63() {
        let list = vec![said("1", "a"), said("2", "b")];
        assert_eq!(texts(list.clone(), vec![said("3", "c"), said("1", "A"), said("3", "C")]), ["A", "b", "C"]);
        assert!(messages(list.clone(), vec![said("3", "c"), said("3", "C")]).unwrap().appended.is_some());
        assert!(messages(list, vec![said("1", "A")]).unwrap().appended.is_none());
    }

    #[test]
    fn messages_are_removed_by_id_s_sta_64() {
        let list = vec![said("1", "a"), said("2", "b")];
        assert_eq!(texts(list.clone(), vec![Message::remove("1")]), ["b"]);
        assert_eq!(texts(list.clone(), vec![Message::remove("1"), said("1", "A")]), ["A", "b"]);
        let error = messages(list, vec![Message::remove("9")]).err().unwrap();
        assert_eq!(error.code, "INVALID_UPDATE");
    }

    #[test]
    fn all_before_a_marker_is_dropped_s_sta_65() {
        let more = vec![said("2", "b"), Message::remove(REMOVE_ALL_MESSAGES), said("3", "c")];
        assert_eq!(texts(vec![said("1", "a")], more), ["c"]);
    }

    #[test]
    fn ids_are_uuids_of_version_4() {
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
