//! Plan, approve, execute: nothing runs before the whole plan was approved, and a plan that nobody answers within an hour
//! is rejected by its deadline. Each step of the plan is a superstep of its own, so a page that dies goes on where it was.

use std::time::Duration;

use haltgraph::{Ask, Decision, END, Result, Runtime, START, State, StateGraph, append};
use serde::{Deserialize, Serialize};

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Job {
    pub request: String,
    pub steps: Vec<String>,
    pub verdict: Option<String>,
    #[state(default)]
    pub next: usize,
    #[state(reducer = append)]
    pub done: Vec<String>,
}

/// Stands in for a model.
fn plan(state: Job, _: Runtime) -> Result<JobUpdate> {
    let steps = ["look up", "back up", "carry out"].map(|step| format!("{step}: {}", state.request));
    Ok(Job::update().steps(steps.to_vec()))
}

fn ask(state: &Job) -> Ask {
    Ask::new("plan")
        .title("Review this plan before anything runs.")
        .summary(state.steps.join("\n"))
        .choice("approved", "Run it")
        .choice("rejected", "Drop it")
        .ttl(Duration::from_secs(60 * 60))
        .on_expire(Decision::choose("expired"))
}

async fn answer(_: Job, decision: Decision, rt: Runtime) -> Result<JobUpdate> {
    let Decision::Choose { choice } = decision else { return Err(decision.unexpected()) };
    let by = rt.decided().map(|decider| decider.by).unwrap_or_default();
    Ok(Job::update().verdict(format!("{choice} by {by}")))
}

fn execute(state: Job, _: Runtime) -> Result<JobUpdate> {
    let step = state.steps.get(state.next).cloned().unwrap_or_default();
    Ok(Job::update().done([step]).next(state.next + 1))
}

fn more(state: &Job) -> &'static str {
    let approved = state.verdict.as_ref().is_some_and(|verdict| verdict.starts_with("approved"));
    if approved && state.next < state.steps.len() { "execute" } else { END }
}

pub fn graph() -> StateGraph<Job> {
    StateGraph::new()
        .name("plan")
        .node("planner", plan)
        .gate("approval", ask, answer)
        .node("execute", execute)
        .edge(START, "planner")
        .edge("planner", "approval")
        .branch_to("approval", more, ["execute", END])
        .branch_to("execute", more, ["execute", END])
}
