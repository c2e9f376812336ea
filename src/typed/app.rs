//! [`App`]: a compiled graph, as a program calls it.

use std::marker::PhantomData;
use std::rc::Rc;

use serde_json::{Value, json};

use super::command::{Given, Input, IntoInput, Result};
use super::config::Config;
use super::decision::Decision;
use super::desk::{Desk, Ticket};
use super::events::Events;
use super::handle::Handle;
use super::host::{RustHost, gotos, written};
use super::node::read_state;
use super::question::Question;
use super::state::State;
use super::world::LocalFuture;
use crate::checkpoint::InterruptId;
use crate::checkpoint::question::Actor;
use crate::error::Error;
use crate::runtime::host::Settlement;
use crate::runtime::{CommandInput, Mode};

type Engine = crate::runtime::App<RustHost>;

/// What the clones of an app share.
pub(super) struct Shared {
    pub engine: Engine,
    pub desk: Rc<Desk>,
}

/// A compiled graph. Cheap to clone; clones are the same app. Nodes run as long as one is held.
pub struct App<S>(pub(super) Rc<Shared>, PhantomData<fn() -> S>);

impl<S> Clone for App<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0), PhantomData)
    }
}

/// How a call ended: the state, and what waits for a person.
#[derive(Clone, Debug)]
pub struct Outcome<S> {
    /// The state. Where the call stopped before it saw any, the state's default.
    pub state: S,
    questions: Vec<Question>,
    stopped: bool,
}

impl<S> Outcome<S> {
    /// What waits for a person, in the order of the nodes.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The first question that waits.
    ///
    /// # Errors
    /// `NO_PENDING_INTERRUPT` where none does.
    pub fn question(&self) -> Result<&Question> {
        let message = "Nothing of this thread waits for an answer. Look at `is_done`, or at `get_state`.";
        self.questions.first().ok_or_else(|| Error::new("NO_PENDING_INTERRUPT", message))
    }

    /// Whether the run came to its end: nothing waits for a person, and it stands at no breakpoint.
    pub fn is_done(&self) -> bool {
        !self.stopped
    }
}

/// What became of a decision.
pub struct Receipt<S> {
    /// `resumed`: this decision counts. `duplicate`: the same one was recorded before.
    pub outcome: &'static str,
    /// What `invoke` would have given: how the run ended that the decision set going.
    pub done: LocalFuture<Result<Outcome<S>>>,
}

impl<S: State> App<S> {
    pub(super) fn new(engine: Engine, desk: Rc<Desk>) -> Result<Self> {
        let shared = Rc::new(Shared { engine, desk });
        shared.desk.belongs_to(&shared);
        Ok(Self(shared, PhantomData))
    }

    /// Runs the graph: with new input (a state or an update), with a [`Command`](super::Command)'s answers, or on from
    /// where the thread stands ([`Continue`](super::Continue)). Resolves when nothing is left to run, or when what is
    /// left waits for a person.
    ///
    /// # Errors
    /// What a node failed with; `PENDING_INTERRUPT`, `THREAD_BUSY`, `GRAPH_RECURSION_LIMIT`, and the saver's.
    pub async fn invoke(&self, input: impl IntoInput<S>, config: impl Into<Config>) -> Result<Outcome<S>> {
        let config = config.into();
        let ticket = self.begin(input.into_input(), &config, false);
        self.outcome(&config.thread, ticket.ended().await?).await
    }

    /// As [`invoke`](Self::invoke), and tells what happens on the way. The call begins at once.
    ///
    /// ```
    /// use haltgraph::{Event, NoSaver, Result, Runtime, START, State, StateGraph, testing, thread};
    ///
    /// #[derive(State, Clone, Default)]
    /// struct Poem {
    ///     text: Option<String>,
    /// }
    ///
    /// async fn write(_: Poem, rt: Runtime) -> Result<PoemUpdate> {
    ///     rt.emit(&"Roses are red")?;
    ///     Ok(Poem::update().text("Roses are red, …"))
    /// }
    ///
    /// testing::block_on(async {
    ///     let app = StateGraph::new().node("write", write).edge(START, "write").compile(NoSaver)?;
    ///     let mut events = app.stream(Poem::default(), thread("t"));
    ///     let mut chunks = Vec::new();
    ///     while let Some(event) = events.next().await? {
    ///         if let Event::Custom { chunk, .. } = event {
    ///             chunks.push(chunk);
    ///         }
    ///     }
    ///     assert_eq!(chunks, ["Roses are red"]);
    ///     assert!(events.finish().await?.is_done());
    ///     Ok::<(), haltgraph::Error>(())
    /// })
    /// # .unwrap();
    /// ```
    pub fn stream(&self, input: impl IntoInput<S>, config: impl Into<Config>) -> Events<S> {
        let config = config.into();
        let ticket = self.begin(input.into_input(), &config, true);
        Events::new(self.clone(), Rc::clone(&config.thread), ticket)
    }

    fn begin(&self, input: Input, config: &Config, streamed: bool) -> Ticket {
        let ticket = self.0.desk.open(streamed);
        self.0.engine.run(ticket.run, mode(input), config.options());
        ticket
    }

    /// Records a person's decision, once: of any number of answers to a question one counts. Resolves when the decision
    /// is durable; [`Receipt::done`] tells how the run went on.
    ///
    /// # Errors
    /// `INTERRUPT_CONSUMED`, `INTERRUPT_EXPIRED`, `E_CANCELLED`, `STALE_DECISION` where the question is closed;
    /// `E_BAD_DECISION`, `E_EDIT_EMPTY`, `E_REASON_REQUIRED` for what it does not offer; and the saver's. After each the
    /// question is as before.
    pub async fn resume(&self, question: &Question, decision: Decision) -> Result<Receipt<S>> {
        self.resume_as(question, decision, nobody()).await
    }

    /// As [`resume`](Self::resume), by somebody whom the program knows.
    ///
    /// # Errors
    /// As [`resume`](Self::resume).
    pub async fn resume_as(&self, question: &Question, decision: Decision, actor: Actor) -> Result<Receipt<S>> {
        let ticket = self.0.desk.open(false);
        let engine = &self.0.engine;
        let receipt = engine.resume(ticket.run, question.reference(), decision_text(&decision), actor).await?;
        Ok(self.receipt(receipt.outcome, Rc::clone(&question.reference().thread), ticket))
    }

    /// Goes on with a thread whose page died after a decision, or whose task failed, with the answers recorded.
    ///
    /// # Errors
    /// `NO_PENDING_INTERRUPT` where nothing is left to run, `THREAD_BUSY` while its holder lives, and the saver's.
    pub async fn continue_thread(&self, thread: &str) -> Result<Receipt<S>> {
        let (ticket, thread) = (self.0.desk.open(false), Rc::<str>::from(thread));
        self.0.engine.continue_thread(ticket.run, Rc::clone(&thread), false).await?;
        Ok(self.receipt("resumed", thread, ticket))
    }

    fn receipt(&self, outcome: &'static str, thread: Rc<str>, ticket: Ticket) -> Receipt<S> {
        let app = self.clone();
        Receipt { outcome, done: Box::pin(async move { app.outcome(&thread, ticket.ended().await?).await }) }
    }

    /// Ends a thread's run and closes all its questions as cancelled.
    ///
    /// # Errors
    /// `UNKNOWN_INTERRUPT_ID` for a thread that does not exist, and the saver's.
    pub async fn cancel(&self, thread: &str, reason: Option<&str>) -> Result<()> {
        let actor = nobody();
        self.0.engine.cancel(thread.into(), None, reason.map(str::to_owned), actor).await
    }

    /// Every question of this app's threads that waits for a person, oldest first; after them those that were answered
    /// by a page which died before the result. Deadlines are applied first.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn pending(&self) -> Result<Vec<Question>> {
        Ok(self.0.engine.pending().await?.iter().map(Question::of_pending).collect())
    }

    pub(super) async fn outcome(&self, thread: &str, settled: Settlement<Handle>) -> Result<Outcome<S>> {
        let state = settled.values.as_ref().map(read_state).transpose()?.unwrap_or_default();
        let ids = settled.interrupts.iter().flatten().map(|(id, _)| id);
        let questions = self.questions(thread, ids).await?;
        Ok(Outcome { state, questions, stopped: settled.interrupts.is_some() })
    }

    /// Those of the questions that are still open.
    pub(super) async fn questions(
        &self,
        thread: &str,
        ids: impl Iterator<Item = &InterruptId>,
    ) -> Result<Vec<Question>> {
        let mut questions = Vec::new();
        for id in ids {
            let read = self.0.engine.question(thread, id).await?;
            questions.extend(read.question.as_ref().map(Question::of));
        }
        Ok(questions)
    }
}

/// Who decides where the program names nobody; the same as in JavaScript.
fn nobody() -> Actor {
    Actor::new("local", "none")
}

/// A decision on its way through the engine, which only hands it to the host. Values are marked: one may look like a
/// decision.
fn decision_text(decision: &Decision) -> String {
    let key = if matches!(decision, Decision::Value(_)) { "value" } else { "decision" };
    json!({ key: decision.to_value() }).to_string()
}

/// Reads what [`decision_text`] wrote.
pub(super) fn decision_of(text: &str) -> Result<Decision> {
    let mut read: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(value) = read.get_mut("value") {
        return Ok(Decision::Value(value.take()));
    }
    let decision = read.get_mut("decision").map(Value::take);
    decision.map(Decision::of_value).ok_or_else(|| Error::new("E_BAD_DECISION", "This is no decision."))
}

fn mode(input: Input) -> Mode<Handle> {
    match input.0 {
        Given::Writes(writes) => Mode::Input(written(writes)),
        Given::Continue => Mode::Continue,
        Given::Command { resume, writes, goto } => {
            Mode::Command(CommandInput { resume, update: written(writes), goto: gotos(goto) })
        }
    }
}
