//! Gates, interrupts, decisions and deadlines.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use haltgraph::checkpoint::question::Actor;
use haltgraph::testing::Script;
use haltgraph::{
    Ask, Command, Continue, Decision, END, Result, Runtime, START, State, StateGraph, ToolCall, append, thread,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Bench;

#[derive(State, Clone, Default, Debug, PartialEq, Serialize, Deserialize)]
struct Booking {
    action: Option<ToolCall>,
    confirmation: Option<String>,
    #[state(reducer = append)]
    log: Vec<String>,
}

fn flight() -> ToolCall {
    ToolCall::new("a1", "book_flight", json!({ "to": "JFK" }))
}

fn ask(state: &Booking) -> Option<Ask> {
    state.action.as_ref().map(|call| Ask::new("book_flight").title("Book it?").action(call))
}

async fn answer(state: Booking, decision: Decision, rt: Runtime) -> Result<BookingUpdate> {
    let by = rt.decided().map(|decider| decider.by).unwrap_or_default();
    let call = state.action.unwrap_or_default();
    let words = match &decision {
        Decision::Reject { reason } => format!("rejected: {reason}"),
        other => format!("booked {}", other.args::<Value>(&call.args)?["to"]),
    };
    Ok(Booking::update().confirmation(format!("{words} by {by}")))
}

fn gated() -> StateGraph<Booking> {
    StateGraph::new()
        .node("planner", |_: Booking, _: Runtime| Ok(Booking::update().action(flight()).log(["planned"])))
        .gate("approval", ask, answer)
        .edge(START, "planner")
        .edge("planner", "approval")
        .edge("approval", END)
}

pub async fn a_gate_asks_and_answers_once(bench: Bench) -> Result<()> {
    let app = bench.open(gated())?;
    let paused = app.invoke(Booking::default(), thread("t")).await?;
    let [question] = paused.questions() else { panic!("one question: {paused:?}") };
    assert_eq!((question.node.as_str(), question.title(), question.actions()), ("approval", "Book it?", vec!["a1"]));
    assert_eq!(paused.state.log, ["planned"]);
    let empty = app.resume(question, Decision::edit(json!({ "to": "JFK" }))).await.err().unwrap();
    assert_eq!(empty.code, "E_EDIT_EMPTY");
    let foreign = app.resume(question, Decision::choose("a")).await.err().unwrap();
    assert_eq!(foreign.code, "E_BAD_DECISION");
    let edit = Decision::edit(json!({ "to": "SFO" }));
    let receipt = app.resume_as(question, edit.clone(), Actor::new("dana", "session")).await?;
    assert_eq!(receipt.outcome, "resumed");
    let done = receipt.done.await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("booked \"SFO\" by dana"));
    let late = app.resume(question, Decision::Approve).await.err().unwrap();
    assert_eq!(late.code, "INTERRUPT_CONSUMED");
    let same = app.resume_as(question, edit, Actor::new("dana", "session")).await?;
    assert_eq!(same.outcome, "duplicate");
    assert_eq!(same.done.await?.state, done.state);
    Ok(())
}

pub async fn a_gate_without_a_question_lets_pass(bench: Bench) -> Result<()> {
    let graph = StateGraph::new().gate("approval", ask, answer).edge(START, "approval").edge("approval", END);
    let done = bench.open(graph)?.invoke(Booking::default(), thread("t")).await?;
    assert!(done.is_done());
    assert_eq!(done.state.confirmation, None);
    Ok(())
}

pub async fn a_gate_may_ask_again(bench: Bench) -> Result<()> {
    async fn twice(_: Booking, decision: Decision, rt: Runtime) -> Result<Command<Booking>> {
        match decision {
            Decision::Edit { args } => {
                let call = ToolCall { args, ..flight() };
                Ok(Command::ask_again(Ask::new("book_flight").title("Really?").action(&call)))
            }
            other => {
                let rounds = rt.rounds();
                let words = format!("{} after {} {}", other.verb(), rounds.len(), rounds[0].decision.verb());
                Ok(Command::update(Booking::update().confirmation(words)))
            }
        }
    }
    let graph = StateGraph::new()
        .gate("approval", |_: &Booking| Ask::new("book_flight").action(&flight()), twice)
        .edge(START, "approval")
        .edge("approval", END);
    let app = bench.open(graph)?;
    let paused = app.invoke(Booking::default(), thread("t")).await?;
    let done = Script::new().edit(json!({ "to": "SFO" })).approve().run(&app, paused).await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("approve after 1 edit"));
    Ok(())
}

pub async fn a_node_asks_and_runs_again(bench: Bench) -> Result<()> {
    async fn asks_twice(_: Booking, rt: Runtime) -> Result<BookingUpdate> {
        let name: String = rt.interrupt("What is your name?")?;
        let age: u32 = rt.interrupt(json!({ "question": "How old are you?" }))?;
        Ok(Booking::update().confirmation(format!("{name}, {age}")).log(["ran"]))
    }
    let app = bench.open(StateGraph::new().node("person", asks_twice).edge(START, "person"))?;
    let paused = app.invoke(Booking::default(), thread("t")).await?;
    assert_eq!(paused.questions()[0].payload, json!("What is your name?"));
    let paused = app.invoke(Command::resume("Ada"), thread("t")).await?;
    assert_eq!(paused.questions()[0].title(), "person");
    let done = app.resume(&paused.questions()[0], Decision::value(36)).await?.done.await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("Ada, 36"));
    assert_eq!(done.state.log, ["ran"]);
    Ok(())
}

pub async fn a_question_that_changed_is_asked_anew_s_int_06(bench: Bench) -> Result<()> {
    let price = Rc::new(Cell::new(100));
    let current = Rc::clone(&price);
    let node = move |_: Booking, rt: Runtime| {
        let asked = current.get();
        let yes: bool = rt.interrupt(format!("Pay {asked}?"))?;
        Ok(Booking::update().confirmation(format!("{yes} to {asked}")))
    };
    let app = bench.open(StateGraph::new().node("pay", node).edge(START, "pay"))?;
    app.invoke(Booking::default(), thread("t")).await?;
    price.set(900);
    let again = app.invoke(Command::resume(true), thread("t")).await?;
    assert_eq!(again.question()?.payload, json!("Pay 900?"), "a yes to another price pays nothing");
    let done = app.resume(again.question()?, Decision::value(false)).await?.done.await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("false to 900"));
    Ok(())
}

pub async fn another_page_answers(bench: Bench) -> Result<()> {
    let first = bench.open(gated())?;
    first.invoke(Booking::default(), thread("t")).await?;
    drop(first);
    let second = bench.reload(gated())?;
    let pending = second.pending().await?;
    assert_eq!(pending.len(), 1);
    assert!(!pending[0].claimed);
    let done = second.resume(&pending[0], Decision::Approve).await?.done.await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("booked \"JFK\" by local"));
    assert_eq!(done.state.log, ["planned"]);
    assert!(second.pending().await?.is_empty());
    Ok(())
}

pub async fn a_deadline_decides(bench: Bench) -> Result<()> {
    let ask = |_: &Booking| {
        let ask = Ask::new("book_flight").action(&flight()).ttl(Duration::from_secs(60));
        ask.on_expire(Decision::reject("nobody answered"))
    };
    let app = bench.open(StateGraph::new().gate("approval", ask, answer).edge(START, "approval"))?;
    let paused = app.invoke(Booking::default(), thread("t")).await?;
    bench.world.advance(Duration::from_secs(61));
    let late = app.resume(&paused.questions()[0], Decision::Approve).await.err().unwrap();
    assert_eq!(late.code, "INTERRUPT_EXPIRED");
    let done = app.invoke(Continue, thread("t").wait()).await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("rejected: nobody answered by timer"));
    Ok(())
}

pub async fn a_question_fails_at_its_deadline_where_its_asker_wants_that_s_hg_20(bench: Bench) -> Result<()> {
    async fn hurried(_: Booking, rt: Runtime) -> Result<BookingUpdate> {
        let ask = Ask::from("Quick?").ttl(Duration::from_secs(5)).fail_on_expire();
        match rt.interrupt::<bool>(ask) {
            Err(error) if error.code == "INTERRUPT_EXPIRED" => Ok(Booking::update().confirmation("too late")),
            answer => Ok(Booking::update().confirmation(answer?.to_string())),
        }
    }
    let app = bench.open(StateGraph::new().node("hurried", hurried).edge(START, "hurried"))?;
    app.invoke(Booking::default(), thread("t")).await?;
    bench.world.advance(Duration::from_secs(6));
    let done = app.invoke(Continue, thread("t")).await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("too late"));
    Ok(())
}

pub async fn keys_stay_over_reruns_and_change_with_questions(bench: Bench) -> Result<()> {
    let keys = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&keys);
    let node = move |_: Booking, rt: Runtime| {
        seen.borrow_mut().push(rt.key("charge"));
        let _: bool = rt.interrupt("Charge?")?;
        seen.borrow_mut().push(rt.key("charge"));
        seen.borrow_mut().push(rt.idempotency_key());
        Ok(())
    };
    let app = bench.open(StateGraph::<Booking>::new().node("charge", node).edge(START, "charge"))?;
    app.invoke(Booking::default(), thread("t")).await?;
    app.invoke(Command::resume(true), thread("t")).await?;
    let keys = keys.borrow();
    let [first, again, after, plain] = keys.as_slice() else { panic!("{keys:?}") };
    assert_eq!(first, again);
    assert_ne!(again, after);
    assert_ne!(after, plain);
    assert_eq!(after.len(), 64);
    Ok(())
}

pub async fn an_interrupt_that_is_dropped_pauses_all_the_same(bench: Bench) -> Result<()> {
    async fn careless(_: Booking, rt: Runtime) -> Result<BookingUpdate> {
        let sure = rt.interrupt("Sure?").unwrap_or(false);
        Ok(Booking::update().confirmation(sure.to_string()))
    }
    let app = bench.open(StateGraph::new().node("careless", careless).edge(START, "careless"))?;
    let paused = app.invoke(Booking::default(), thread("t")).await?;
    assert_eq!((paused.questions().len(), paused.state.confirmation), (1, None));
    let done = app.invoke(Command::resume(true), thread("t")).await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("true"));
    Ok(())
}
