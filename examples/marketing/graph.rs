//! Marketing emails: one plain question with a yes or a no, asked in the middle of a node. What stands before the question
//! runs again with the answer, so the draft is made in a node of its own and the mails go out behind the question, each
//! under a key.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use haltgraph::{END, Error, Result, Runtime, START, State, StateGraph};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Campaign {
    pub topic: String,
    pub recipients: Vec<String>,
    pub draft: Option<String>,
    pub sent: Option<usize>,
}

/// Stands in for a mail service: what it sent, by idempotency key.
#[derive(Clone, Default)]
pub struct Outbox(Rc<RefCell<BTreeMap<String, String>>>);

impl Outbox {
    fn send(&self, key: String, to: &str) {
        self.0.borrow_mut().entry(key).or_insert_with(|| to.to_owned());
    }

    /// Who got a mail.
    pub fn sent(&self) -> Vec<String> {
        let mut sent: Vec<String> = self.0.borrow().values().cloned().collect();
        sent.sort();
        sent
    }
}

fn write(state: Campaign, _: Runtime) -> Result<CampaignUpdate> {
    Ok(Campaign::update().draft(format!("Dear friend, have you heard of {}?", state.topic)))
}

async fn send(state: Campaign, rt: Runtime, outbox: Outbox) -> Result<CampaignUpdate> {
    let draft = state.draft.ok_or_else(|| Error::node("there is nothing to send"))?;
    let approved: bool = rt.interrupt(json!({
        "question": "Do you approve this action?",
        "proposed_action": format!("Send {} marketing emails: {draft}", state.recipients.len()),
    }))?;
    if !approved {
        return Ok(Campaign::update().sent(0));
    }
    for to in &state.recipients {
        outbox.send(rt.key(to), to);
    }
    Ok(Campaign::update().sent(state.recipients.len()))
}

pub fn graph(outbox: &Outbox) -> StateGraph<Campaign> {
    let outbox = outbox.clone();
    StateGraph::new()
        .name("marketing")
        .node("write", write)
        .node("send", move |state: Campaign, rt: Runtime| send(state, rt, outbox.clone()))
        .edge(START, "write")
        .edge("write", "send")
        .edge("send", END)
}
