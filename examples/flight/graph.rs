//! A travel agent that books nothing without a yes.

use haltgraph::{Ask, Decision, END, Error, Result, Runtime, START, State, StateGraph, ToolCall};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Booking {
    pub request: String,
    pub action: Option<ToolCall>,
    pub confirmation: Option<String>,
}

async fn planner(state: Booking, _: Runtime) -> Result<BookingUpdate> {
    Ok(Booking::update().action(plan(&state.request)))
}

fn ask(state: &Booking) -> Option<Ask> {
    state.action.as_ref().map(|call| Ask::new("book_flight").title("Book this flight?").action(call))
}

async fn answer(state: Booking, decision: Decision, rt: Runtime) -> Result<BookingUpdate> {
    if let Decision::Reject { reason } = decision {
        return Ok(Booking::update().confirmation(format!("Rejected: {reason}")));
    }
    let call = state.action.ok_or_else(|| Error::node("the planner proposed nothing"))?;
    let flight: Flight = decision.args(&call.args)?; // as it was approved: changed, or as it was asked
    Ok(Booking::update().confirmation(book(&flight, &rt.key("book"))))
}

pub fn graph() -> StateGraph<Booking> {
    StateGraph::new()
        .name("flight")
        .node("planner", planner)
        .gate("approval", ask, answer)
        .edge(START, "planner")
        .edge("planner", "approval")
        .edge("approval", END)
}

/// Stands in for a model.
fn plan(request: &str) -> ToolCall {
    let (from, to) = request.split_once(" to ").unwrap_or((request, "anywhere"));
    ToolCall::new("a1", "book_flight", json!({ "from": from, "to": to, "price_usd": 187 }))
}

#[derive(Deserialize)]
struct Flight {
    from: String,
    to: String,
    price_usd: u32,
}

/// Stands in for an airline. One that is asked twice with one key books once.
fn book(flight: &Flight, key: &str) -> String {
    let ticket: String = key.chars().take(6).collect();
    format!("Booked {} to {} for ${}, ticket {ticket}", flight.from, flight.to, flight.price_usd)
}
