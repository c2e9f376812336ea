//! A travel plan that is shown, changed and shown again until somebody says yes or stops it. An edit books nothing: it leads
//! back to the same gate, which then asks about the new plan.

use haltgraph::{Ask, Command, Decision, END, Error, Result, Runtime, START, State, StateGraph, ToolCall, append};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub flight: String,
    pub hotel: String,
    pub total_krw: u32,
}

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Trip {
    pub wish: String,
    pub plan: Option<Plan>,
    #[state(default = false)]
    pub booked: bool,
    #[state(reducer = append)]
    pub log: Vec<String>,
}

/// Stands in for a model.
fn draft(state: Trip, _: Runtime) -> Result<TripUpdate> {
    let plan = Plan { flight: "ICN-NRT".to_owned(), hotel: "Shinjuku Grand".to_owned(), total_krw: 730_000 };
    Ok(Trip::update().plan(plan).log([format!("drafted for {}", state.wish)]))
}

fn ask(state: &Trip) -> Result<Option<Ask>> {
    let Some(plan) = &state.plan else { return Ok(None) };
    let call = ToolCall::new("plan", "book_trip", serde_json::to_value(plan).map_err(Error::node)?);
    Ok(Some(Ask::new("travel.plan").title("Please review your travel plan.").action(&call)))
}

async fn answer(state: Trip, decision: Decision, _: Runtime) -> Result<Command<Trip>> {
    match decision {
        Decision::Approve => {
            let hotel = state.plan.map(|plan| plan.hotel).unwrap_or_default();
            Ok(Command::update(Trip::update().booked(true).log([format!("booked {hotel}")])))
        }
        Decision::Edit { args } => {
            let plan: Plan = serde_json::from_value(args).map_err(Error::node)?;
            let update = Trip::update().log([format!("changed to {}", plan.hotel)]).plan(plan);
            Ok(Command::update(update).goto("review"))
        }
        Decision::Reject { reason } => Ok(Command::update(Trip::update().log([format!("stopped: {reason}")]))),
        other => Err(other.unexpected()),
    }
}

pub fn graph() -> StateGraph<Trip> {
    StateGraph::new()
        .name("travel")
        .node("draft", draft)
        .gate("review", ask, answer)
        .edge(START, "draft")
        .edge("draft", "review")
        .edge("review", END)
}
