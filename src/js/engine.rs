//! One compiled graph, as JavaScript calls it.

use std::future::Future;
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::errors::{ToJs, failure_value};
use super::host::{JsHost, START_TASK};
use super::object::HostObject;
use super::promise::settled;
use super::snapshot::snapshot_text;
use super::spec::{AskOptions, RunMode, RunOptions, given};
use super::store::Store;
use super::texts::{self, About};
use super::values::{gotos, written};
use crate::approval::Ref;
use crate::checkpoint::json::{Object, Raw, ReadJson};
use crate::checkpoint::question::Actor;
use crate::checkpoint::record::Value;
use crate::checkpoint::{CheckpointId, InterruptId};
use crate::error::Error;
use crate::graph::GraphSpec;
use crate::ordered::Ordered;
use crate::runtime::{
    App, Asking, CommandInput, Failure, Host, Mode, Receipt, Resume, Returned, RunId, Snapshot, StateUpdate, TaskId,
    Written,
};

/// One compiled graph.
#[wasm_bindgen]
pub struct Engine {
    app: App<JsHost>,
}

#[wasm_bindgen]
impl Engine {
    /// Checks and compiles a graph.
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &str, host: HostObject, store: Option<Store>) -> Result<Self, JsValue> {
        let spec: GraphSpec = given(spec)?;
        let saver = store.map(|store| store.saver());
        Ok(Self { app: App::new(&spec, JsHost::new(host), saver).to_js()? })
    }

    /// The name that its threads carry.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.app.name().to_string()
    }

    /// The graph's digest.
    #[wasm_bindgen(getter)]
    pub fn digest(&self) -> String {
        self.app.digest().to_string()
    }

    /// Begins a call; `host.settle` or `host.fail` ends it.
    pub fn run(&self, run: u32, options: &str, input: JsValue) -> Result<(), JsValue> {
        let options: RunOptions = given(options)?;
        let input = input.dyn_into::<Array>().unwrap_or_default();
        let mode = match options.mode {
            RunMode::Input => Mode::Input(written(&input)),
            RunMode::Continue => Mode::Continue,
            RunMode::Command => Mode::Command(command(&input)),
        };
        self.app.run(RunId(run), mode, options.call());
        Ok(())
    }

    /// A task finished.
    #[wasm_bindgen(js_name = taskDone)]
    pub fn task_done(&self, run: u32, task: u32, writes: Array, goto: Option<Array>) {
        let goto = goto.map_or_else(Vec::new, |goto| gotos(&goto));
        self.app.task_done(RunId(run), TaskId(task), Returned { writes: written(&writes), goto });
    }

    /// A task asked a question.
    #[wasm_bindgen(js_name = taskPaused)]
    pub fn task_paused(&self, run: u32, task: u32, index: u32, payload: &str, id: &str, options: Option<String>) {
        let parsed =
            options.as_deref().map_or_else(|| Ok(AskOptions::default()), |text| AskOptions::read(Raw::of(text)?));
        let Ok(options) = parsed else {
            let error = Error::new(
                "E_BAD_TYPE",
                "Expiry takes `expiresAt` or `ttlMs` in ms, and `onExpire`: `{ resume }` or `\"fail\"`.",
            );
            return self.app.task_failed(RunId(run), TaskId(task), Failure::Engine(error));
        };
        let asking = Asking {
            idx: index,
            payload,
            id: InterruptId::from_text(id),
            ttl_ms: options.ttl_ms,
            expires_at: options.expires_at,
            on_expire: options.on_expire,
        };
        self.app.task_paused(RunId(run), TaskId(task), asking);
    }

    /// A task, or a path function, threw.
    #[wasm_bindgen(js_name = taskFailed)]
    pub fn task_failed(&self, run: u32, task: u32, value: JsValue, name: &str, message: &str, code: Option<String>) {
        let failure = Failure::Thrown { value, name: name.into(), message: message.into(), code: code.map(Into::into) };
        match task {
            START_TASK => self.app.route_failed(RunId(run), None, failure),
            task => self.app.task_failed(RunId(run), TaskId(task), failure),
        }
    }

    /// A path function named its targets.
    pub fn routed(&self, run: u32, task: u32, targets: Array) {
        let task = (task != START_TASK).then_some(TaskId(task));
        self.app.routed(RunId(run), task, gotos(&targets));
    }

    /// What `host.later` asked for.
    pub fn turn(&self, run: u32) {
        self.app.turn_ended(RunId(run));
    }

    /// The caller gave up.
    pub fn abort(&self, run: u32) {
        self.app.abort(RunId(run));
    }

    /// `runtime.idempotencyKey`, and with a name `runtime.key(name)` (S-HG-11).
    pub fn key(&self, run: u32, task: u32, question: Option<String>, name: Option<String>) -> String {
        self.app.key(RunId(run), TaskId(task), question.as_deref(), name.as_deref())
    }

    /// Where a task stands: `{checkpointId, checkpointNs, taskId}` as JSON; `{}` where nothing is stored.
    #[wasm_bindgen(js_name = taskInfo)]
    pub fn task_info(&self, run: u32, task: u32) -> String {
        let Some((checkpoint, id)) = self.app.task_info(RunId(run), TaskId(task)) else { return "{}".to_owned() };
        format!(r#"{{"checkpointId":"{checkpoint}","checkpointNs":"","taskId":"{id}"}}"#)
    }

    /// Records a decision.
    pub fn resume(&self, run: u32, reference: &str, decision: String, actor: &str) -> Promise {
        let parsed = parse::<Ref>(reference).and_then(|reference| Ok((reference, parse::<Actor>(actor)?)));
        let app = self.app.clone();
        promise(async move {
            let (reference, actor) = parsed?;
            let receipt = app.resume(RunId(run), reference, decision, actor).await?;
            Ok(receipt_text(&receipt).into())
        })
    }

    /// Goes on where a page died, or a task failed.
    #[wasm_bindgen(js_name = continue)]
    pub fn go_on(&self, run: u32, about: &str, take_over: bool) -> Promise {
        let about = parse::<About>(about);
        let app = self.app.clone();
        promise(async move {
            let (thread, id) = match about? {
                About::Question(reference) => (reference.thread, reference.interrupt),
                About::Thread { thread } => (Rc::clone(&thread), InterruptId::from_text(&thread)),
            };
            app.continue_thread(RunId(run), thread, take_over).await?;
            Ok(receipt_text(&Receipt { outcome: "resumed", id }).into())
        })
    }

    /// Ends a thread's run.
    pub fn cancel(&self, thread: String, interrupt: Option<String>, reason: Option<String>, actor: &str) -> Promise {
        let actor = parse::<Actor>(actor);
        let app = self.app.clone();
        promise(async move {
            let interrupt = interrupt.map(|id| InterruptId::from_text(&id));
            app.cancel(thread.into(), interrupt, reason, actor?).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Questions that wait, as JSON.
    pub fn pending(&self) -> Promise {
        let app = self.app.clone();
        promise(async move { Ok(texts::pending(&app.pending().await?).into()) })
    }

    /// One question, open or closed, as JSON; `undefined` where there is none.
    pub fn question(&self, thread: String, interrupt: String) -> Promise {
        let app = self.app.clone();
        promise(async move {
            let read = app.question(&thread, &InterruptId::from_text(&interrupt)).await?;
            Ok(texts::question(read.question.as_ref(), read.decision.as_ref()).map_or(JsValue::UNDEFINED, Into::into))
        })
    }

    /// The app's threads, as JSON.
    pub fn threads(&self) -> Promise {
        let app = self.app.clone();
        promise(async move { Ok(texts::threads(&app.threads().await?).into()) })
    }

    /// A thread's state: `[values, meta text]`, or `undefined` where nothing is stored.
    #[wasm_bindgen(js_name = getState)]
    pub fn get_state(&self, thread: String, checkpoint: Option<String>) -> Promise {
        let app = self.app.clone();
        promise(async move {
            let at = checkpoint.map(|id| CheckpointId::from_text(&id));
            let Some(snapshot) = app.get_state(thread.into(), at).await? else { return Ok(JsValue::UNDEFINED) };
            Ok(snapshot_row(&app, &snapshot).into())
        })
    }

    /// A thread's checkpoints, newest first, from the one before `before` on, each like `getState`.
    pub fn history(&self, thread: String, before: Option<String>, limit: Option<u32>) -> Promise {
        let app = self.app.clone();
        promise(async move {
            let before = before.map(|id| CheckpointId::from_text(&id));
            let snapshots = app.history(thread.into(), before, limit).await?;
            Ok(snapshots.iter().map(|snapshot| snapshot_row(&app, snapshot)).collect::<Array>().into())
        })
    }

    /// Edits a thread's state: lists of updates `[as node, writes, gotos]`, a checkpoint each. Gives the newest one's
    /// id.
    #[wasm_bindgen(js_name = updateState)]
    pub fn update_state(&self, thread: String, checkpoint: Option<String>, supersteps: Array) -> Promise {
        let app = self.app.clone();
        let supersteps =
            supersteps.iter().map(|updates| list(&updates).iter().map(|one| update(&list(&one))).collect());
        let supersteps = supersteps.collect();
        settled(async move {
            let at = checkpoint.map(|id| CheckpointId::from_text(&id));
            let edited = app.update_state(thread.into(), at, supersteps).await;
            edited.map(|id| id.as_str().into()).map_err(failure_value)
        })
    }

    /// Begins to follow the store.
    pub fn attach(&self) -> Promise {
        let app = self.app.clone();
        promise(async move { app.attach().await.map(|()| JsValue::UNDEFINED) })
    }

    /// Stops following the store.
    pub fn detach(&self) {
        self.app.detach();
    }
}

fn promise(future: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    settled(async move { future.await.to_js() })
}

fn parse<'a, T: ReadJson<'a>>(text: &'a str) -> Result<T, Error> {
    Raw::of(text).and_then(T::read).map_err(|_| {
        Error::new("E_BAD_DECISION", "A reference is `{thread, interrupt, revision, digest}` as `pending()` gives it.")
    })
}

fn receipt_text(receipt: &Receipt) -> String {
    let mut text = String::new();
    Object::new(&mut text).put("outcome", &receipt.outcome).put("receiptId", &receipt.id).end();
    text
}

/// `[resume, writes, gotos]`.
fn command(input: &Array) -> CommandInput<JsValue> {
    let resume = input.get(0).dyn_into::<Array>().ok().map(|given| resume(&given));
    CommandInput { resume, update: written(&list(&input.get(1))), goto: gotos(&list(&input.get(2))) }
}

/// `[as node, writes, gotos]`.
fn update(given: &Array) -> StateUpdate<JsValue> {
    StateUpdate {
        as_node: given.get(0).as_string(),
        writes: given.get(1).dyn_ref::<Array>().map(written),
        goto: gotos(&list(&given.get(2))),
    }
}

fn list(value: &JsValue) -> Array {
    value.dyn_ref::<Array>().cloned().unwrap_or_default()
}

fn snapshot_row(app: &App<JsHost>, snapshot: &Snapshot<JsValue>) -> Array {
    let text = snapshot_text(snapshot, results(app, snapshot));
    Array::of2(&snapshot.values, &text.into())
}

fn resume(input: &Array) -> Resume {
    let text = |index| input.get(index).as_string().unwrap_or_default();
    match text(0).as_str() {
        "byId" => Resume::ById((0..input.length() / 2).map(|pair| (text(pair * 2 + 1), text(pair * 2 + 2))).collect()),
        _ => Resume::Value(text(1)),
    }
}

/// Tasks' results as `{"<channel>": [value, …]}`, in the stored form of values.
fn results(app: &App<JsHost>, snapshot: &Snapshot<JsValue>) -> Vec<Option<String>> {
    let encoded = |write: &Written<JsValue>| match app.host().encode(&write.value, u32::MAX) {
        Ok(Value::Inline(text)) => Some((write.channel, text)),
        _ => None,
    };
    let result = |writes: &Vec<Written<JsValue>>| {
        let mut by_channel: Ordered<u32, Vec<Rc<str>>> = Ordered::new();
        for (channel, text) in writes.iter().filter_map(encoded) {
            if let Some(texts) = by_channel.get_or_insert_with(channel, Vec::new) {
                texts.push(text);
            }
        }
        let members: Vec<_> =
            by_channel.into_iter().map(|(channel, texts)| format!("\"{channel}\":[{}]", texts.join(","))).collect();
        Some(format!("{{{}}}", members.join(",")))
    };
    snapshot.tasks.iter().map(|task| task.result.as_ref().and_then(result)).collect()
}
