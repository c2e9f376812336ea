//! State, nodes, edges and streams.

use haltgraph::{
    Continue, END, Error, Event, Message, Result, Runtime, START, State, StateGraph, append, messages, thread,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Bench;

#[derive(State, Clone, Default, Debug, PartialEq, Serialize, Deserialize)]
struct Trip {
    request: String,
    seats: Option<u32>,
    #[state(reducer = append)]
    log: Vec<String>,
    #[state(default = 10)]
    budget: u64,
    #[state(reducer = add, update = u32, default)]
    total: u64,
    #[state(reducer = messages)]
    chat: Vec<Message>,
}

fn add(total: u64, more: u32) -> u64 {
    total + u64::from(more)
}

async fn plan(state: Trip, _: Runtime) -> Result<TripUpdate> {
    Ok(Trip::update().log([format!("planned {}", state.request)]).seats(2).total(3))
}

fn line(name: &str) -> StateGraph<Trip> {
    StateGraph::new().name(name).edge(START, "plan").edge("plan", "book").edge("book", END)
}

pub async fn fields_are_read_and_written(bench: Bench) -> Result<()> {
    let graph = || {
        line("trip").node("plan", plan).node("book", |state: Trip, _: Runtime| {
            assert_eq!((state.seats, state.budget), (Some(2), 10));
            Ok(Trip::update().budget(state.budget - 1).seats(None).log(["booked"]))
        })
    };
    let expected = Trip {
        request: "LAX".into(),
        seats: None,
        log: vec!["planned LAX".into(), "booked".into()],
        budget: 9,
        total: 3,
        chat: Vec::new(),
    };
    let app = bench.open(graph())?;
    let done = app.invoke(Trip::update().request("LAX"), thread("t")).await?;
    assert!(done.is_done());
    assert_eq!(done.state, expected);
    let again = bench.reload(graph())?.invoke(Continue, thread("t")).await?;
    assert_eq!(again.state, expected, "as it is stored");
    Ok(())
}

pub async fn updates_fold_by_their_reducers(bench: Bench) -> Result<()> {
    let graph = || {
        StateGraph::<Trip>::new()
            .node("a", |_: Trip, _: Runtime| Ok(Trip::update().log(["a"]).total(1).chat([Message::human("hi")])))
            .node("b", |_: Trip, _: Runtime| Ok(Trip::update().log(["b"]).total(2).chat([Message::ai("ho")])))
            .edge(START, "a")
            .edge(START, "b")
    };
    let app = bench.open(graph())?;
    app.invoke(Trip::update(), thread("t")).await?;
    let done = bench.reload(graph())?.invoke(Trip::update().log(["again"]), thread("t")).await?;
    assert_eq!(done.state.log, ["a", "b", "again", "a", "b"]);
    assert_eq!(done.state.total, 6);
    let said: Vec<_> = done.state.chat.iter().map(Message::text).collect();
    assert_eq!(said, ["hi", "ho", "hi", "ho"]);
    assert!(done.state.chat.iter().all(|message| message.id.as_ref().is_some_and(|id| id.len() == 36)));
    Ok(())
}

pub async fn plain_functions_and_async_ones_are_nodes(bench: Bench) -> Result<()> {
    fn book(_: Trip, rt: Runtime) -> Result<()> {
        assert_eq!(rt.node(), "book");
        Ok(())
    }
    let done = bench.open(line("n").node("plan", plan).node("book", book))?.invoke(Trip::default(), "t").await?;
    assert_eq!(done.state.seats, Some(2));
    Ok(())
}

pub async fn what_a_node_fails_with_reaches_the_caller(bench: Bench) -> Result<()> {
    async fn book(_: Trip, _: Runtime) -> Result<TripUpdate> {
        Err(Error::node("no seats left"))
    }
    let app = bench.open(line("f").node("plan", plan).node("book", book))?;
    let error = app.invoke(Trip::default(), thread("t")).await.unwrap_err();
    assert_eq!((error.code, error.node.as_deref()), ("NODE_FAILED", Some("book")));
    assert_eq!(error.message, "no seats left");
    Ok(())
}

pub async fn a_branch_leads_by_the_state(bench: Bench) -> Result<()> {
    let graph = StateGraph::<Trip>::new()
        .node("plan", |state: Trip, _: Runtime| Ok(Trip::update().budget(state.budget - 4)))
        .edge(START, "plan")
        .branch_to("plan", |state: &Trip| if state.budget > 4 { "plan" } else { END }, ["plan", END]);
    let done = bench.open(graph)?.invoke(Trip::update(), thread("t")).await?;
    assert_eq!(done.state.budget, 2);
    let stray = StateGraph::<Trip>::new().node("plan", plan).edge(START, "plan").branch("plan", |_: &Trip| "nowhere");
    let error = bench.open(stray.name("stray"))?.invoke(Trip::update(), thread("s")).await.unwrap_err();
    assert_eq!(error.code, "UNKNOWN_NODE");
    Ok(())
}

pub async fn a_stream_tells_what_happens(bench: Bench) -> Result<()> {
    async fn book(_: Trip, rt: Runtime) -> Result<()> {
        rt.emit(&"half way")
    }
    let app = bench.open(line("s").node("plan", plan).node("book", book))?;
    let mut events = app.stream(Trip::update().request("JFK"), thread("t"));
    let mut seen = Vec::new();
    while let Some(event) = events.next().await? {
        seen.push(match event {
            Event::Values(state) => format!("values {}", state.log.len()),
            Event::Update { node, writes } => format!("{node} wrote {}", json!(writes)),
            Event::Questions(asked) => format!("asks {}", asked.len()),
            Event::Custom { node, chunk } => format!("{node} says {chunk}"),
        });
    }
    assert!(events.finish().await?.is_done());
    let expected = [
        "values 0",
        r#"plan wrote {"log":["planned JFK"],"seats":2,"total":3}"#,
        "values 1",
        r#"book says "half way""#,
        "book wrote {}",
    ];
    assert_eq!(seen[..5], expected);
    Ok(())
}
