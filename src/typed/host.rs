//! The host of Rust graphs: calls their functions, folds their fields, writes and reads their values. It decides nothing.

use std::cell::{Cell, OnceCell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use super::app::Shared;
use super::body::{self, Body};
use super::builder::{Function, PathFn};
use super::command::{Result, Returned, SendTo, Target};
use super::decision::Decision;
use super::desk::{Desk, Signal};
use super::dialect::{self, Stamp};
use super::handle::Handle;
use super::messages;
use super::runtime::{Attempt, INTERRUPTED, Paused, Runtime, answer, missing_saver};
use super::state::{Channel, Rule, Write};
use super::world::LocalFuture;
use crate::checkpoint::question::Decided;
use crate::checkpoint::record::Value;
use crate::checkpoint::{Digest, InterruptId, Name, Timestamp};
use crate::error::Error;
use crate::graph::Graph;
use crate::runtime::host::{Answering, Call, Encoded, Failure, Heard, Host, Reduced, RunId, Settlement, TaskId, Told};
use crate::runtime::{self as engine, Asking, Goto, Written};

/// How long to wait for another page before looking again.
const PAUSE_MS: u64 = 50;

pub(super) struct RustHost {
    pub desk: Rc<Desk>,
    pub channels: Vec<Channel>,
    /// Where the engine keeps each field's channel.
    pub order: OnceCell<Vec<usize>>,
    /// Names and functions of the nodes, in the order of the spec.
    pub nodes: Vec<(Rc<str>, Function)>,
    pub paths: Vec<(Rc<str>, PathFn)>,
}

type Refusal = Failure<Handle>;

fn refused(error: Error) -> Refusal {
    Failure::Engine(error)
}

impl RustHost {
    fn attempt(
        app: Rc<Shared>,
        (run, task): (RunId, TaskId),
        node: &Rc<str>,
        answers: Vec<Rc<Decided>>,
        first: u32,
    ) -> Attempt {
        Attempt {
            app,
            run,
            task,
            node: Rc::clone(node),
            answers,
            first,
            next: Cell::new(first),
            pause: RefCell::default(),
            answered: RefCell::default(),
            rounds: Vec::new(),
        }
    }

    /// The text of a Send's arguments without untracked fields (S-STA-22).
    fn tracked(&self, args: &Handle) -> Result<String> {
        let text = args.text()?;
        let untracked: Vec<&str> =
            self.channels.iter().filter(|channel| matches!(channel.rule, Rule::Untracked)).map(|it| it.name).collect();
        if untracked.is_empty() {
            return Ok(text);
        }
        let mut value = super::stored::parse(&text)?;
        if let Some(members) = value.as_object_mut() {
            members.retain(|key, _| !untracked.contains(&key.as_str()));
        }
        Ok(value.to_string())
    }

    fn channel(&self, at: u32) -> Option<&Channel> {
        self.channels.get(usize::try_from(at).ok()?)
    }

    fn node(&self, at: u32) -> Option<&(Rc<str>, Function)> {
        self.nodes.get(usize::try_from(at).ok()?)
    }

    /// Lets a node run, and tells the engine how it ended.
    fn execute(&self, attempt: Rc<Attempt>, future: LocalFuture<Result<Returned>>) {
        self.desk.world.spawn(Box::pin(async move { finish(&attempt, future.await) }));
    }
}

/// A node, or a gate's `answer`, ended.
fn finish(attempt: &Attempt, result: Result<Returned>) {
    let app = &attempt.app;
    let (run, task) = (attempt.run, attempt.task);
    match (result, attempt.pause.take()) {
        (Err(error), Some(paused)) if error.code == INTERRUPTED => ask(attempt, paused),
        (Err(error), _) => app.engine.task_failed(run, task, refused(error.in_node(&attempt.node))),
        (Ok(_), Some(paused)) => {
            // The pause stands, whatever the node made of it (S-INT-13).
            let message = "the node dropped its own interrupt and went on; it is paused all the same and what it \
                           returned is dropped. Hand the error on with `?`.";
            app.engine.host().desk.warn("INTERRUPT_SWALLOWED", message, Some(&attempt.node));
            ask(attempt, paused);
        }
        (Ok(returned), None) => match returned.again {
            Some(again) if attempt.first > 0 => ask(attempt, Paused { idx: 0, ask: again }),
            Some(_) => app.engine.task_failed(run, task, refused(no_gate(&attempt.node))),
            None => {
                let (writes, goto) = (written(returned.writes), gotos(returned.goto));
                app.engine.task_done(run, task, engine::Returned { writes, goto });
            }
        },
    }
}

/// Writes as the engine takes them.
pub(super) fn written(writes: Vec<Write>) -> Vec<Written<Handle>> {
    let write = |Write { channel, value, overwrite }| Written { channel, value, overwrite };
    writes.into_iter().map(write).collect()
}

/// Targets as the engine takes them.
pub(super) fn gotos(targets: Vec<Target>) -> Vec<Goto<Handle>> {
    let goto = |target| match target {
        Target::Node(name) => Goto::Node(name),
        Target::Send(SendTo { node, args }) => Goto::Send(node, args),
    };
    targets.into_iter().map(goto).collect()
}

fn no_gate(node: &str) -> Error {
    Error::new("INTERRUPT_PLACEMENT", "Only a gate's `answer` may ask again. Ask in the node with `rt.interrupt`.")
        .in_node(node)
}

fn ask(attempt: &Attempt, paused: Paused) {
    let app = &attempt.app;
    let (run, task) = (attempt.run, attempt.task);
    match paused.ask.texts() {
        Err(error) => app.engine.task_failed(run, task, refused(error.in_node(&attempt.node))),
        Ok(texts) => {
            let asking = Asking {
                idx: paused.idx,
                payload: &texts.payload,
                id: InterruptId::new(attempt.desk().world.random()),
                ttl_ms: paused.ask.ttl_ms,
                expires_at: paused.ask.expires_at,
                on_expire: texts.fallback(),
            };
            app.engine.task_paused(run, task, asking);
        }
    }
}

impl Host for RustHost {
    type Value = Handle;
    type Body = Body;

    fn input(&self, graph: &Graph, values: &[Option<Handle>]) -> Handle {
        let order = self.order.get_or_init(|| order(graph));
        Handle::fields(order.iter().map(|at| values.get(*at).cloned().flatten()).collect())
    }

    fn call(&self, run: RunId, task: TaskId, call: Call<Handle>) {
        // A graph that its program has dropped ends like a page that was closed: what is claimed stays claimed.
        let Some(app) = self.desk.app() else { return };
        let place = (run, task);
        match call {
            Call::Node { node, input, answers } => {
                let Some((name, Function::Plain(action))) = self.node(node) else { return };
                let attempt = Rc::new(Self::attempt(app, place, name, answers, 0));
                let future = action(&input, Runtime(Rc::clone(&attempt)));
                self.execute(attempt, future);
            }
            Call::Ask { node, input } => {
                let Some((name, Function::Gate(asks, _))) = self.node(node) else { return };
                let attempt = Rc::new(Self::attempt(app, place, name, Vec::new(), 0));
                let asked = asks(&input).and_then(|asked| match asked {
                    Some(_) if !self.desk.saved => Err(missing_saver(name)),
                    asked => Ok(asked),
                });
                match asked {
                    Ok(Some(question)) => ask(&attempt, Paused { idx: 0, ask: question }),
                    Ok(None) => finish(&attempt, Ok(Returned::default())),
                    Err(error) => finish(&attempt, Err(error)),
                }
            }
            Call::Answer { node, input, decided, answers, rounds } => {
                let Some((name, Function::Gate(_, action))) = self.node(node) else { return };
                let attempt = Attempt {
                    answered: RefCell::new(Some(Rc::clone(&decided))),
                    rounds,
                    ..Self::attempt(app, place, name, answers, 1)
                };
                let attempt = Rc::new(attempt);
                match answer::<Decision>(&decided) {
                    Ok(decision) => {
                        let future = action(&input, decision, Runtime(Rc::clone(&attempt)));
                        self.execute(attempt, future);
                    }
                    Err(error) => finish(&attempt, Err(error)),
                }
            }
        }
    }

    fn route(&self, run: RunId, task: Option<TaskId>, branch: u32, input: Handle) {
        let Some(app) = self.desk.app() else { return };
        let Some((source, path)) = usize::try_from(branch).ok().and_then(|at| self.paths.get(at)) else { return };
        match path(&input) {
            Ok(targets) => app.engine.routed(run, task, gotos(targets)),
            Err(error) => app.engine.route_failed(run, task, refused(error.in_node(source))),
        }
    }

    fn reduce(&self, channel: u32, current: Option<&Handle>, update: &Handle) -> Result<Reduced<Handle>, Refusal> {
        let Some(Rule::Reducer(reduce)) = self.channel(channel).map(|channel| &channel.rule) else {
            return Ok(Reduced { value: update.clone(), appended: None });
        };
        let fold = || reduce(current, update).map_err(refused);
        let (value, appended) = messages::with_ids(&self.desk.world, fold)?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Reduced { value, appended: appended.map(|(kept, len)| (count(kept), count(len))) })
    }

    fn initial(&self, channel: u32) -> Result<Handle, Refusal> {
        let initial = self.channel(channel).and_then(|channel| channel.initial.as_ref());
        initial
            .map(|initial| initial())
            .ok_or_else(|| refused(Error::new("E_DRIVER", "The channel has no initial value.")))
    }

    fn encode(&self, value: &Handle, limit: u32) -> Result<Value<Body>, Refusal> {
        value.text().map(|text| body::sealed(text, limit)).map_err(refused)
    }

    fn encode_items(&self, value: &Handle, from: u32, limit: u32) -> Result<Value<Body>, Refusal> {
        let items = usize::try_from(from).map_or_else(|_| Ok(Vec::new()), |from| value.items(from)).map_err(refused)?;
        let operations: Vec<String> = items.iter().map(|item| format!("[\"a\",{item}]")).collect();
        Ok(body::sealed(format!("[{}]", operations.join(",")), limit))
    }

    fn decode(&self, value: &Value<Body>) -> Result<Handle, Refusal> {
        body::opened(value).and_then(|text| Handle::decode(&text)).map_err(refused)
    }

    fn apply_items(&self, list: Handle, items: &Value<Body>) -> Result<Handle, Refusal> {
        body::opened(items).and_then(|text| extended(list, &text)).map_err(refused)
    }

    fn encode_packets(&self, packets: &[(Name, Handle)], limit: u32) -> Result<Value<Body>, Refusal> {
        let packet = |(node, args): &(Name, Handle)| {
            let node = super::stored::encode(&**node)?;
            Ok(format!("{{\"node\":{node},\"args\":{}}}", self.tracked(args)?))
        };
        let packets: Vec<String> = packets.iter().map(packet).collect::<Result<_>>().map_err(refused)?;
        Ok(body::sealed(format!("[{}]", packets.join(",")), limit))
    }

    fn decode_packets(&self, value: &Value<Body>) -> Result<Vec<(String, Handle)>, Refusal> {
        let packets = body::opened(value).and_then(|text| super::stored::parse(&text)).map_err(refused)?;
        let packet = |packet: &serde_json::Value| {
            Some((packet.get("node")?.as_str()?.to_owned(), Handle::json(packet.get("args")?.clone())))
        };
        Ok(packets.as_array().into_iter().flatten().filter_map(packet).collect())
    }

    fn last_items(&self, list: &Handle, back: u32, count: u32) -> Handle {
        let items = list.items(0).unwrap_or_default();
        let skipped = items.len().saturating_sub(usize::try_from(back).unwrap_or(usize::MAX));
        let taken = items.iter().skip(skipped).take(usize::try_from(count).unwrap_or(usize::MAX));
        Handle::json(taken.filter_map(|item| super::stored::parse(item).ok()).collect())
    }

    fn body_digest(&self, body: &Body, after: Option<&Digest>) -> Digest {
        body::digest(body, after)
    }

    fn resume_value(&self, answering: &Answering<'_>) -> Result<Encoded> {
        let decision = super::app::decision_of(answering.decision)?;
        let stamp = Stamp { payload: answering.payload, actor: answering.actor, at: answering.at };
        let encoded = dialect::encode(&decision, &stamp)?;
        Ok(Encoded {
            value: encoded.value.to_string(),
            verdicts: encoded.verdicts.to_string(),
            tools: encoded.tools.to_string(),
            shown: None,
            reference: answering.reference.clone(),
        })
    }

    fn tell(&self, run: RunId, told: Told<Handle>) {
        self.desk.signal(
            run,
            match told {
                Told::Values(state) => Signal::Values(state),
                Told::Update { node, writes, .. } => Signal::Update(node, writes),
                Told::Interrupts(asked) => Signal::Interrupts(asked),
            },
        );
    }

    fn settle(&self, run: RunId, settlement: Settlement<Handle>) {
        self.desk.end(run, Ok(settlement));
    }

    fn fail(&self, run: RunId, failures: Vec<Refusal>, step: i64) {
        self.desk.end(run, Err(one_error(failures, step)));
    }

    fn stop(&self, run: RunId) {
        self.desk.stop(run);
    }

    fn later(&self, run: RunId) {
        let desk = Rc::clone(&self.desk);
        let turn = desk.world.turn();
        self.desk.world.spawn(Box::pin(async move {
            turn.await;
            if let Some(app) = desk.app() {
                app.engine.turn_ended(run);
            }
        }));
    }

    fn hear(&self, heard: Heard) {
        self.desk.hear(&heard);
    }

    fn warn(&self, code: &'static str, message: &str, node: Option<&str>) {
        self.desk.warn(code, message, node);
    }

    fn now(&self) -> Timestamp {
        self.desk.world.now()
    }

    fn random(&self) -> [u8; 16] {
        self.desk.world.random()
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        self.desk.world.sleep_until(self.now().saturating_add(PAUSE_MS))
    }

    fn sleep_until(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()>>> {
        self.desk.world.sleep_until(at)
    }

    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()>>>) {
        self.desk.world.spawn(future);
    }
}

/// The places of a graph's channels, in the order of their fields.
fn order(graph: &Graph) -> Vec<usize> {
    let mut places: Vec<_> = graph.channels().iter().map(|channel| channel.host).zip(0..).collect();
    crate::ordered::sort(&mut places);
    places.into_iter().map(|(_, place)| place).collect()
}

/// A list with stored operations applied.
fn extended(list: Handle, operations: &str) -> Result<Handle> {
    let corrupt =
        || Error::new("E_CORRUPT", "A stored list cannot be read: its operations are none. The store was damaged.");
    let operations = super::stored::parse(operations)?;
    let item = |operation: &serde_json::Value| match operation.as_array().map(Vec::as_slice) {
        Some([verb, item]) if verb == "a" => Ok(item.clone()),
        _ => Err(corrupt()),
    };
    let items = operations.as_array().ok_or_else(corrupt)?.iter().map(item).collect::<Result<Vec<_>>>()?;
    list.extended(items).ok_or_else(corrupt)
}

/// A failure as the one kind of error that Rust callers get.
pub(super) fn as_error(failure: Refusal) -> Error {
    match failure {
        Failure::Engine(error) => error,
        Failure::Thrown { name, message, .. } => Error::new("E_CALLBACK", format!("{name}: {message}")),
    }
}

/// What a caller is told: the one error, or one that lists them (S-ERR-52).
fn one_error(failures: Vec<Refusal>, step: i64) -> Error {
    let mut errors: Vec<Error> = failures.into_iter().map(as_error).collect();
    let listed = serde_json::Value::from_iter(errors.iter().map(ToString::to_string));
    match errors.pop() {
        Some(error) if errors.is_empty() => error,
        _ => {
            let message = format!("Multiple errors occurred during superstep {step}: {listed}");
            Error::new("AGGREGATE", message).with("errors", listed.to_string())
        }
    }
}
