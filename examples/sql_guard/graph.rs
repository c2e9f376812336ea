//! A guard before a database: what reads passes, everything else is shown to a person with the rows it would touch. A
//! changed statement is classified again: an edit is no way around the guard.

use haltgraph::{Ask, Command, Decision, END, Error, Result, Runtime, START, State, StateGraph, ToolCall};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::table::{Class, Table, classify};

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Query {
    pub statement: String,
    pub result: Option<String>,
}

#[derive(Deserialize)]
struct Statement {
    statement: String,
}

fn route(state: &Query) -> &'static str {
    if classify(&state.statement) == Class::Read { "run" } else { "review" }
}

fn ask(table: &Table, state: &Query) -> Ask {
    let affected = table.affected(&state.statement);
    let call = ToolCall::new("sql", "run_sql", json!({ "statement": state.statement }));
    let risk = if classify(&state.statement) == Class::Dangerous { "critical" } else { "high" };
    Ask::new("sql.review")
        .title("Run this statement?")
        .action(&call)
        .risk(risk)
        .reversible(false)
        .context("rows affected", &affected.len())
        .context("for example", &affected.first().map(|user| user.name))
}

async fn answer(state: Query, decision: Decision, _: Runtime) -> Result<Command<Query>> {
    match decision {
        Decision::Approve => Ok(Command::to("run")),
        Decision::Edit { args } => {
            let Statement { statement } = serde_json::from_value(args).map_err(Error::node)?;
            Ok(Command::update(Query::update().statement(statement)).goto("check"))
        }
        Decision::Reject { reason } => {
            let result = format!("not run: {} ({reason})", state.statement);
            Ok(Command::update(Query::update().result(result)))
        }
        other => Err(other.unexpected()),
    }
}

pub fn graph(table: &Table) -> StateGraph<Query> {
    let (shown, run) = (table.clone(), table.clone());
    StateGraph::new()
        .name("sql")
        .node("check", |_: Query, _: Runtime| Ok(()))
        .gate("review", move |state: &Query| ask(&shown, state), answer)
        .node("run", move |state: Query, _: Runtime| Ok(Query::update().result(run.run(&state.statement))))
        .edge(START, "check")
        .branch_to("check", route, ["run", "review"])
        .ends("review", ["check", "run"])
        .edge("run", END)
}
