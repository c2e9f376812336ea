//! An operations agent: it calls tools until it has nothing left to call. Destructive calls are decided one by one, in one
//! question; every call gets a message under its id, a denial too, which goes back to the model like any other result.

use haltgraph::{Ask, Decision, END, Message, Result, Runtime, START, State, StateGraph, ToolCall, messages};
use serde::{Deserialize, Serialize};

use super::model;

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Chat {
    #[state(reducer = messages)]
    pub messages: Vec<Message>,
}

const DESTRUCTIVE: [&str; 2] = ["scale_down", "delete_cluster"];

/// The calls that the model wants made.
fn calls(state: &Chat) -> &[ToolCall] {
    state.messages.last().map_or(&[], |message| &message.tool_calls)
}

fn destructive(state: &Chat) -> Vec<&ToolCall> {
    calls(state).iter().filter(|call| DESTRUCTIVE.contains(&call.name.as_str())).collect()
}

fn call_model(state: Chat, _: Runtime) -> Result<ChatUpdate> {
    Ok(Chat::update().messages([model::next(&state.messages)]))
}

fn ask(state: &Chat) -> Option<Ask> {
    let calls = destructive(state);
    let ask = Ask::new("cluster.change").title("The agent wants to change clusters.").risk("high");
    (!calls.is_empty()).then(|| ask.actions(calls).reversible(false))
}

/// Runs what was approved. Calls that nobody had to approve run beside it.
async fn answer(state: Chat, decision: Decision, rt: Runtime) -> Result<ChatUpdate> {
    let by = rt.decided().map(|decider| decider.by).unwrap_or_default();
    let result = |call: &ToolCall| {
        let text = match decision.on(&call.id) {
            None => run(call),
            Some(Decision::Approve) => run(call),
            Some(Decision::Edit { args }) => run(&ToolCall { args: args.clone(), ..call.clone() }),
            Some(Decision::Reject { reason }) => format!("denied by {by}: {reason}"),
            Some(other) => return Err(other.unexpected()),
        };
        Ok(Message::tool(call, text))
    };
    let results: Result<Vec<Message>> = calls(&state).iter().map(result).collect();
    Ok(Chat::update().messages(results?))
}

/// Stands in for the tools.
fn run(call: &ToolCall) -> String {
    match call.name.as_str() {
        "list_clusters" => "cl-001: 8 nodes, 2 busy; cl-002: idle".to_owned(),
        name => format!("{name} {} done", call.args),
    }
}

/// Tools that change nothing run without a question.
fn tools(state: Chat, _: Runtime) -> Result<ChatUpdate> {
    Ok(Chat::update().messages(calls(&state).iter().map(|call| Message::tool(call, run(call)))))
}

fn route(state: &Chat) -> &'static str {
    match (calls(state), destructive(state).as_slice()) {
        ([], _) => END,
        (_, []) => "tools",
        (_, _) => "approval",
    }
}

pub fn graph() -> StateGraph<Chat> {
    StateGraph::new()
        .name("cluster")
        .node("model", call_model)
        .node("tools", tools)
        .gate("approval", ask, answer)
        .edge(START, "model")
        .branch_to("model", route, ["tools", "approval", END])
        .edge("tools", "model")
        .edge("approval", "model")
}
