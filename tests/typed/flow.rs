//! State, nodes, edges and streams.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use haltgraph::{
    Arg, Command, Continue, END, Error, Event, Message, Result, Runtime, START, SendTo, State, StateGraph, append,
    messages, thread,
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

#[derive(State, Clone, Default, Debug, PartialEq)]
struct Batch {
    items: Vec<u32>,
    #[state(reducer = append)]
    done: Vec<String>,
    #[state(untracked)]
    token: Option<Secret>,
    report: Option<String>,
}

/// It has no form in JSON, and needs none.
#[derive(Clone, Debug, Default, PartialEq)]
struct Secret(u32);

async fn work(Arg(item): Arg<u32>, _: Runtime) -> Result<BatchUpdate> {
    Ok(Batch::update().done([format!("item {item}")]))
}

fn fan_out(state: &Batch) -> Vec<SendTo> {
    state.items.iter().rev().map(|item| SendTo::new("work", *item)).collect()
}

fn report(state: Batch, _: Runtime) -> Result<BatchUpdate> {
    Ok(Batch::update().report(state.done.join(", ")))
}

pub async fn a_fan_out_gives_each_task_its_argument_s_stp_60(bench: Bench) -> Result<()> {
    let graph = StateGraph::new()
        .node("work", work)
        .node("sum up", report)
        .branch_to(START, fan_out, ["work"])
        .edge("work", "sum up");
    let done = bench.open(graph)?.invoke(Batch::update().items(vec![1, 2, 3]), thread("t")).await?;
    assert_eq!(done.state.report.as_deref(), Some("item 3, item 2, item 1"));
    Ok(())
}

pub async fn a_node_that_takes_the_state_refuses_another_argument(bench: Bench) -> Result<()> {
    let graph = || StateGraph::<Batch>::new().node("sum up", report);
    let wrong = graph().branch_to(START, |_: &Batch| SendTo::new("sum up", 7_u32), ["sum up"]);
    let error = bench.open(wrong)?.invoke(Batch::default(), thread("t")).await.unwrap_err();
    assert_eq!((error.code, error.node.as_deref()), ("E_BAD_TYPE", Some("sum up")));
    let alike = graph().branch_to(START, |_: &Batch| SendTo::new("sum up", json!({ "done": ["a", "b"] })), ["sum up"]);
    let done = bench.open(alike)?.invoke(Batch::default(), thread("s")).await?;
    assert_eq!(done.state.report.as_deref(), Some("a, b"));
    Ok(())
}

/// Lets others go on.
async fn pass() {
    let mut passed = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut passed, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

pub async fn nodes_hear_of_a_failed_sibling_and_not_of_a_dropped_call_s_stp_83(bench: Bench) -> Result<()> {
    async fn patient(_: Trip, rt: Runtime) -> Result<TripUpdate> {
        let mut rounds = 0;
        while !rt.is_stopped() && rounds < 1000 {
            pass().await;
            rounds += 1;
        }
        Ok(Trip::update().log([if rt.is_stopped() { "stopped" } else { "patient" }]))
    }
    let fails = |_: Trip, _: Runtime| -> Result<()> { Err(Error::node("no")) };
    let alone = StateGraph::new().name("alone").node("patient", patient).edge(START, "patient");
    let app = bench.open(alone)?;
    drop(app.stream(Trip::default(), thread("a")));
    let done = app.invoke(Continue, thread("a").wait()).await?;
    assert_eq!(done.state.log, ["patient"]);
    let both = StateGraph::new()
        .name("both")
        .node("patient", patient)
        .node("fails", fails)
        .edge(START, "patient")
        .edge(START, "fails");
    let app = bench.open(both)?;
    let error = app.invoke(Trip::default(), thread("b")).await.unwrap_err();
    assert_eq!(error.node.as_deref(), Some("fails"));
    let left = app.get_state("b").await?.unwrap();
    assert_eq!(left.state.log, ["stopped"], "what it gave back in spite of that is kept (S-ERR-51)");
    Ok(())
}

pub async fn a_join_waits_for_all_s_stp_40(bench: Bench) -> Result<()> {
    let says = |text: &'static str| move |_: Batch, _: Runtime| Ok(Batch::update().done([text]));
    let graph = StateGraph::new()
        .node("a", says("a"))
        .node("b", says("b"))
        .node("c", says("c"))
        .node("sum up", report)
        .edge(START, "a")
        .edge(START, "b")
        .edge("b", "c")
        .join(["a", "c"], "sum up");
    let done = bench.open(graph)?.invoke(Batch::default(), thread("t")).await?;
    assert_eq!(done.state.report.as_deref(), Some("a, b, c"));
    Ok(())
}

pub async fn a_command_leads_where_no_edge_does_s_cmd_10(bench: Bench) -> Result<()> {
    let first = |_: Batch, _: Runtime| {
        Ok(Command::update(Batch::update().done(["first"])).goto(SendTo::new("work", 7_u32)).goto("sum up"))
    };
    let graph = StateGraph::new()
        .node("first", first)
        .node("work", work)
        .node("sum up", report)
        .ends("first", ["work", "sum up"])
        .edge(START, "first");
    let done = bench.open(graph)?.invoke(Batch::default(), thread("t")).await?;
    assert_eq!(done.state.report.as_deref(), Some("first"));
    assert_eq!(done.state.done, ["first", "item 7"]);
    Ok(())
}

pub async fn an_untracked_field_is_there_in_its_run_only_s_sta_22(bench: Bench) -> Result<()> {
    let graph = || {
        StateGraph::new()
            .node("login", |_: Batch, _: Runtime| Ok(Batch::update().token(Secret(42))))
            .node("use", |state: Batch, _: Runtime| {
                Ok(Batch::update().done([format!("{:?}", state.token.map(|secret| secret.0))]))
            })
            .edge(START, "login")
            .edge("login", "use")
    };
    let app = bench.open(graph())?;
    let done = app.invoke(Batch::default(), thread("t")).await?;
    assert_eq!(done.state.done, ["Some(42)"]);
    let stored = bench.reload(graph())?.get_state("t").await?.unwrap();
    assert_eq!(stored.state.token, None);
    Ok(())
}

pub async fn a_thread_is_looked_at_edited_and_replayed(bench: Bench) -> Result<()> {
    let graph = || line("h").node("plan", plan).node("book", |_: Trip, _: Runtime| Ok(Trip::update().log(["booked"])));
    let app = bench.open(graph().interrupt_before(["book"]))?;
    let stopped = app.invoke(Trip::update().request("LAX"), thread("t")).await?;
    assert!(!stopped.is_done());
    assert!(stopped.questions().is_empty());
    let head = app.get_state("t").await?.unwrap();
    assert_eq!((head.next, head.step, head.state.log.len()), (vec!["book".to_owned()], 1, 1));
    app.update_state("t", Trip::update().request("SFO").overwrite_log(vec!["edited".into()]), Some("plan")).await?;
    let done = app.invoke(Continue, thread("t")).await?;
    assert!(done.is_done());
    assert_eq!((done.state.request.as_str(), &done.state.log), ("SFO", &vec!["edited".into(), "booked".into()]));
    let history = app.history("t", None).await?;
    let steps: Vec<_> = history.iter().map(|past| (past.source, past.step)).collect();
    assert_eq!(steps, [("loop", 3), ("update", 2), ("loop", 1), ("loop", 0), ("input", -1)]);
    assert_eq!(history[0].parent.as_ref(), Some(&history[1].checkpoint));
    let fork = app.invoke(Continue, thread("t").at(&history[2].checkpoint).interrupt_before([])).await?;
    assert_eq!(fork.state.log, ["planned LAX", "booked"]);
    let threads = app.threads().await?;
    assert_eq!((threads.len(), threads[0].status), (1, "done"));
    Ok(())
}

pub async fn subscribers_hear_how_questions_open_and_close(bench: Bench) -> Result<()> {
    let graph =
        || StateGraph::<Trip>::new().node("ask", |_: Trip, rt: Runtime| rt.interrupt::<()>("?")).edge(START, "ask");
    let app = bench.open(graph())?;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = Rc::clone(&heard);
    let subscription = app.subscribe(move |event| ear.borrow_mut().push(event.kind)).await?;
    app.invoke(Trip::default(), thread("t")).await?;
    app.invoke(Command::resume(json!(null)), thread("t")).await?;
    assert_eq!(*heard.borrow(), ["pending", "decided", "finished"]);
    drop(subscription);
    app.invoke(Trip::default(), thread("t")).await?;
    assert_eq!(heard.borrow().len(), 3);
    Ok(())
}
