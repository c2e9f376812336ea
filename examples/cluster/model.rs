//! Stands in for a model: reads the conversation, and says something or wants tools called.

use haltgraph::{Message, Role, ToolCall};
use serde_json::json;

/// The next message of the model.
pub fn next(chat: &[Message]) -> Message {
    let results: Vec<&Message> = chat.iter().filter(|message| message.role == Role::Tool).collect();
    match results.as_slice() {
        [] => Message::calls([ToolCall::new("call-1", "list_clusters", json!({}))]),
        [_] => Message::calls([
            ToolCall::new("call-2", "scale_down", json!({ "cluster": "cl-001", "nodes": 2 })),
            ToolCall::new("call-3", "delete_cluster", json!({ "cluster": "cl-002" })),
        ]),
        all => {
            let denied = all.iter().filter(|message| message.text().starts_with("denied")).count();
            Message::ai(format!("Done; {denied} of my calls were denied, and I leave those clusters alone."))
        }
    }
}
