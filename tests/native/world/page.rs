//! One page: an app over the world's store, its executor, and what its callers were told.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Waker};

use haltgraph::Error;
use haltgraph::approval::Ref;
use haltgraph::checkpoint::question::{Actor, Asked};
use haltgraph::checkpoint::{CheckpointId, Head, InterruptId, Saver};
use haltgraph::runtime::host::RunId;
use haltgraph::runtime::{
    App, CallOptions, CommandInput, Failure, Mode, OnPending, Pending, Receipt, Resume, Snapshot, StateUpdate, TaskId,
    Written,
};
use serde_json::{Value, json};

use super::host::SimHost;
use super::mortal::Mortal;
use super::{Act, Program, World};

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// With state, if it saw any, and questions.
    Settled(Option<Value>, Vec<(InterruptId, Value)>),
    /// With codes and messages.
    Failed(Vec<(String, String)>),
}

pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A page.
pub struct Page {
    pub app: App<SimHost>,
    desk: Rc<Desk>,
}

/// What a page's host shares with the test.
pub struct Desk {
    pub world: Rc<World>,
    pub program: Program,
    pub spawned: RefCell<VecDeque<Task>>,
    pub turns: RefCell<VecDeque<RunId>>,
    pub hanging: RefCell<VecDeque<(RunId, TaskId, Act)>>,
    pub ends: RefCell<BTreeMap<u32, Told>>,
    pub stream: RefCell<Vec<Value>>,
    pub heard: RefCell<Vec<&'static str>>,
    pub warned: RefCell<Vec<&'static str>>,
    pub halted: RefCell<BTreeMap<u32, bool>>,
    pub app: RefCell<Option<Weak<App<SimHost>>>>,
    handle: RefCell<Option<Rc<App<SimHost>>>>,
}

impl Page {
    pub fn open(world: &Rc<World>, program: &Program) -> Self {
        let saver =
            Mortal { inner: world.store.second_handle(), pulse: Rc::clone(&world.pulse), post: Rc::clone(&world.post) };
        Self::over(world, program, Some(Rc::new(saver)))
    }

    pub fn open_unsaved(world: &Rc<World>, program: &Program) -> Self {
        Self::over(world, program, None)
    }

    /// A page over a saver of the test's own.
    pub fn over(world: &Rc<World>, program: &Program, saver: Option<Rc<dyn Saver<Rc<str>>>>) -> Self {
        let desk = Rc::new(Desk {
            world: Rc::clone(world),
            program: program.clone(),
            spawned: RefCell::default(),
            turns: RefCell::default(),
            hanging: RefCell::default(),
            ends: RefCell::default(),
            stream: RefCell::default(),
            heard: RefCell::default(),
            warned: RefCell::default(),
            halted: RefCell::default(),
            app: RefCell::default(),
            handle: RefCell::default(),
        });
        let app = App::new(&program.spec, SimHost(Rc::clone(&desk)), saver).expect("a valid graph");
        let handle = Rc::new(app.clone());
        *desk.app.borrow_mut() = Some(Rc::downgrade(&handle));
        *desk.handle.borrow_mut() = Some(handle);
        Self { app, desk }
    }

    /// Begins a call. Its end stands in [`Page::end`] once the page is idle.
    pub fn begin(&mut self, thread: &str, mode: Mode<Value>) -> u32 {
        self.begin_with(thread, mode, None)
    }

    pub fn begin_with(&mut self, thread: &str, mode: Mode<Value>, on_pending: Option<OnPending>) -> u32 {
        self.call(mode, CallOptions { thread: Some(thread.into()), on_pending, ..CallOptions::default() })
    }

    /// Begins a call under these options.
    pub fn call(&mut self, mode: Mode<Value>, options: CallOptions) -> u32 {
        let run = self.number();
        self.app.run(RunId(run), mode, options);
        self.idle();
        run
    }

    pub fn number(&mut self) -> u32 {
        let runs = &self.desk.world.runs;
        runs.set(runs.get() + 1);
        runs.get()
    }

    pub fn invoke(&mut self, thread: &str, input: Value) -> Told {
        let writes = self.writes(&input);
        let run = self.begin(thread, Mode::Input(writes));
        self.end(run)
    }

    pub fn go_on(&mut self, thread: &str) -> Told {
        let run = self.begin(thread, Mode::Continue);
        self.end(run)
    }

    /// `invoke(new Command({ resume: value }))`.
    pub fn command(&mut self, thread: &str, value: &Value) -> Told {
        self.command_with(thread, Some(Resume::Value(value.to_string())), &Value::Null)
    }

    /// A Command with or without an answer, and with an update.
    pub fn command_with(&mut self, thread: &str, resume: Option<Resume>, update: &Value) -> Told {
        let update = self.writes(update);
        let run = self.begin(thread, Mode::Command(CommandInput { resume, update, goto: Vec::new() }));
        self.end(run)
    }

    pub fn command_by_id(&mut self, thread: &str, values: &[(&InterruptId, Value)]) -> Told {
        let values = values.iter().map(|(id, value)| (id.to_string(), value.to_string())).collect();
        self.command_with(thread, Some(Resume::ById(values)), &Value::Null)
    }

    /// `app.resume(ref, { verb })` by the actor named, and how its run ended.
    pub fn resume(&mut self, asked: &Asked, verb: &str, by: &str) -> (Result<Receipt, Error>, Option<Told>) {
        self.decide(asked, &json!({ "verb": verb }), by)
    }

    /// `app.resume(ref, decision)` by the actor named, and how its run ended.
    pub fn decide(&mut self, asked: &Asked, decision: &Value, by: &str) -> (Result<Receipt, Error>, Option<Told>) {
        let run = self.number();
        let receipt = self.wait_for(self.deciding(run, asked, decision, by));
        self.idle();
        let end = self.desk.ends.borrow().get(&run).cloned();
        (receipt.unwrap_or_else(|| Err(Error::new("DEAD", "the page died"))), end)
    }

    /// Begins `invoke(new Command({ resume: value }))`, and lets nothing happen yet.
    pub fn begin_to_command(&mut self, thread: &str, value: &Value) {
        let run = self.number();
        let resume = Some(Resume::Value(value.to_string()));
        let input = CommandInput { resume, update: Vec::new(), goto: Vec::new() };
        let options = CallOptions { thread: Some(thread.into()), ..CallOptions::default() };
        self.app.run(RunId(run), Mode::Command(input), options);
    }

    /// Begins to decide, and lets nothing happen yet.
    pub fn begin_to_decide(&mut self, asked: &Asked, decision: &Value, by: &str) {
        let run = self.number();
        let deciding = self.deciding(run, asked, decision, by);
        self.desk.spawned.borrow_mut().push_back(Box::pin(async move { drop(deciding.await) }));
    }

    fn deciding(
        &self,
        run: u32,
        asked: &Asked,
        decision: &Value,
        by: &str,
    ) -> impl Future<Output = Result<Receipt, Error>> + use<> {
        let reference = Ref {
            digest: Some(asked.question.payload_digest),
            interrupt: asked.interrupt.clone(),
            revision: asked.question.revision,
            thread: Rc::clone(&asked.thread),
        };
        let (app, decision, actor) = (self.app.clone(), decision.to_string(), Actor::new(by, "test"));
        async move { app.resume(RunId(run), reference, decision, actor).await }
    }

    /// Everything that waits is polled once, and one turn ends. True: something came to an end.
    pub fn turn(&self) -> bool {
        let mut moved = false;
        let waiting = self.desk.spawned.borrow().len();
        for _ in 0..waiting {
            let next = self.desk.spawned.borrow_mut().pop_front();
            let Some(mut task) = next else { break };
            match task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                true => moved = true,
                false => self.desk.spawned.borrow_mut().push_back(task),
            }
        }
        let turn = self.desk.turns.borrow_mut().pop_front();
        turn.inspect(|run| self.app.turn_ended(*run)).is_some() || moved
    }

    pub fn continue_thread(&mut self, thread: &str) -> (Result<(), Error>, Option<Told>) {
        let run = self.number();
        let (app, thread) = (self.app.clone(), Rc::from(thread));
        let result = self.wait_for(async move { app.continue_thread(RunId(run), thread, false).await });
        self.idle();
        let end = self.desk.ends.borrow().get(&run).cloned();
        (result.unwrap_or_else(|| Err(Error::new("DEAD", "the page died"))), end)
    }

    pub fn pending(&self) -> Vec<Pending> {
        let app = self.app.clone();
        self.wait_for(async move { app.pending().await }).map_or_else(Vec::new, |pending| pending.expect("pending"))
    }

    pub fn threads(&self) -> Vec<Head> {
        let app = self.app.clone();
        self.wait_for(async move { app.threads().await }).map_or_else(Vec::new, |heads| heads.expect("threads"))
    }

    /// Runs a future to its end; `None`: the page died first.
    pub fn wait_for<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> Option<T> {
        let slot = Rc::new(RefCell::new(None));
        let result = Rc::clone(&slot);
        self.desk.spawned.borrow_mut().push_back(Box::pin(async move { *result.borrow_mut() = Some(future.await) }));
        self.idle();
        slot.borrow_mut().take()
    }

    /// Lets everything happen that can, in a fixed order.
    pub fn idle(&self) {
        let mut stalled = 0;
        while self.desk.world.pulse.is_alive() {
            let next = self.desk.spawned.borrow_mut().pop_front();
            if let Some(mut task) = next {
                let ready = task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
                stalled = if ready { 0 } else { stalled + 1 };
                if !ready {
                    self.desk.spawned.borrow_mut().push_back(task);
                }
                // Twice round: a task that only waits for a moment goes on at its second turn.
                if stalled <= 2 * self.desk.spawned.borrow().len() {
                    continue;
                }
            }
            let turn = self.desk.turns.borrow_mut().pop_front();
            let Some(run) = turn else { return };
            stalled = 0;
            self.app.turn_ended(run);
        }
    }

    /// Lets a hanging node settle, the first or the one before others.
    pub fn release(&self, at: usize) {
        let Some((run, task, act)) = self.desk.hanging.borrow_mut().remove(at) else { return };
        self.desk.act(run, task, act);
        self.idle();
    }

    /// How many nodes hang.
    pub fn hanging(&self) -> usize {
        self.desk.hanging.borrow().len()
    }

    pub fn end(&self, run: u32) -> Told {
        self.desk.ends.borrow().get(&run).cloned().unwrap_or_else(|| Told::Failed(vec![("DEAD".into(), String::new())]))
    }

    pub fn has_ended(&self, run: u32) -> bool {
        self.desk.ends.borrow().contains_key(&run)
    }

    pub fn stream(&self) -> Vec<Value> {
        self.desk.stream.borrow().clone()
    }

    /// What subscribers of the page were told, and nothing twice.
    pub fn heard(&self) -> Vec<&'static str> {
        self.desk.heard.take()
    }

    /// What developers were warned of, and nothing twice.
    pub fn warned(&self) -> Vec<&'static str> {
        self.desk.warned.take()
    }

    /// Whether a call ended at a static breakpoint.
    pub fn halted(&self, run: u32) -> bool {
        self.desk.halted.borrow().get(&run).copied().unwrap_or(false)
    }

    /// The thread's state, at its head.
    pub fn state(&self, thread: &str) -> Snapshot<Value> {
        let (app, thread) = (self.app.clone(), Rc::from(thread));
        let state = self.wait_for(async move { app.get_state(thread, None).await });
        state.expect("the page lives").expect("readable").expect("stored")
    }

    pub fn history(&self, thread: &str) -> Vec<Snapshot<Value>> {
        let (app, thread) = (self.app.clone(), Rc::from(thread));
        let history = self.wait_for(async move { app.history(thread, None, None).await });
        history.expect("the page lives").expect("readable")
    }

    /// `updateState`, of the head.
    pub fn update(&self, thread: &str, as_node: Option<&str>, update: Option<&Value>) -> Result<CheckpointId, Error> {
        self.update_at(thread, None, as_node, update)
    }

    pub fn update_at(
        &self,
        thread: &str,
        at: Option<CheckpointId>,
        as_node: Option<&str>,
        update: Option<&Value>,
    ) -> Result<CheckpointId, Error> {
        let writes = update.map(|update| self.writes(update));
        let update = StateUpdate { as_node: as_node.map(Into::into), writes, goto: Vec::new() };
        let (app, thread) = (self.app.clone(), Rc::from(thread));
        let result = self.wait_for(async move { app.update_state(thread, at, vec![vec![update]]).await });
        result.unwrap_or_else(|| Err(Failure::Engine(Error::new("DEAD", "the page died")))).map_err(engine_error)
    }

    pub fn writes(&self, input: &Value) -> Vec<Written<Value>> {
        self.desk.writes(input)
    }
}

/// A failure's code and message; user code's own are `THROWN`.
pub fn engine_error(failure: Failure<Value>) -> Error {
    match failure {
        Failure::Engine(error) => error,
        Failure::Thrown { message, .. } => Error::new("THROWN", message.to_string()),
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Whatever still waits belongs to the page: with it go the locks that it holds.
        self.desk.spawned.borrow_mut().clear();
        self.desk.handle.borrow_mut().take();
    }
}
