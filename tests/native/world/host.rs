//! The simulated host: functions are closures, values are JSON, futures wait in a queue.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use haltgraph::Error;
use haltgraph::approval::Ref;
use haltgraph::checkpoint::record::Value as Stored;
use haltgraph::checkpoint::{Digest, InterruptId, Name, Timestamp};
use haltgraph::graph::{ChannelSpec, Graph};
use haltgraph::runtime::host::{
    Answering, Call as Called, Encoded, Failure, Heard, Host, Reduced, RunId, Settlement, TaskId, Told as Stream,
};
use haltgraph::runtime::{App, Asking, Fallback, Returned, Written};
use serde_json::{Map, Value, json};

use super::page::{Desk, Task, Told};
use super::{Act, Call};

/// The host of one page.
pub struct SimHost(pub Rc<Desk>);

impl Desk {
    fn app(&self) -> Option<Rc<App<SimHost>>> {
        self.app.borrow().as_ref()?.upgrade()
    }

    pub fn writes(&self, update: &Value) -> Vec<Written<Value>> {
        let channels = (0u32..).zip(&self.program.spec.channels);
        let written = |(channel, of): (u32, &ChannelSpec)| {
            let value = update.get(&of.name)?;
            let overwrite = value.get("__overwrite__");
            let value = overwrite.unwrap_or(value).clone();
            Some(Written { channel, value, overwrite: overwrite.is_some() })
        };
        channels.filter_map(written).collect()
    }

    pub fn act(&self, run: RunId, task: TaskId, act: Act) {
        let Some(app) = self.app() else { return };
        match act {
            Act::Update(update) => self.act(run, task, Act::Lead(update, Vec::new())),
            Act::Lead(update, goto) => app.task_done(run, task, Returned { writes: self.writes(&update), goto }),
            Act::Ask(idx, payload, expiry) => {
                let (payload, on_expire) = (payload.to_string(), expiry.as_ref().map(|(_, value)| value.to_string()));
                let asking = Asking {
                    idx,
                    payload: &payload,
                    id: InterruptId::new(self.world.random()),
                    ttl_ms: expiry.as_ref().map(|(ttl, _)| *ttl),
                    expires_at: None,
                    on_expire: on_expire.as_deref().map(Fallback::Resume),
                };
                app.task_paused(run, task, asking);
            }
            Act::Throw(message) => app.task_failed(run, task, thrown(message)),
            Act::Hang(act) => self.hanging.borrow_mut().push_back((run, task, *act)),
        }
    }

    fn lives(&self) -> bool {
        self.world.pulse.beat()
    }
}

fn thrown(message: &str) -> Failure<Value> {
    Failure::Thrown { value: json!(message), name: "Error".into(), message: message.into(), code: None }
}

impl Host for SimHost {
    type Value = Value;
    type Body = Rc<str>;

    fn input(&self, graph: &Graph, values: &[Option<Value>]) -> Value {
        let members = graph.channels().iter().zip(values);
        let known = members.filter_map(|(channel, value)| Some((channel.name.to_string(), value.clone()?)));
        Value::Object(known.collect::<Map<_, _>>())
    }

    fn call(&self, run: RunId, task: TaskId, call: Called<Value>) {
        if !self.0.lives() {
            return;
        }
        let (node, input, answers, asking) = match call {
            Called::Node { node, input, answers } => (node, input, answers, true),
            Called::Ask { node, input } => (node, input, Vec::new(), true),
            Called::Answer { node, input, decided, answers, .. } => {
                (node, input, std::iter::once(decided).chain(answers).collect(), false)
            }
        };
        let name = self.0.program.spec.nodes[node as usize].name.clone();
        *self.0.world.calls.borrow_mut().entry(name).or_default() += 1;
        let function = match (asking, &self.0.program.answers[node as usize]) {
            (false, Some(answer)) => Rc::clone(answer),
            _ => Rc::clone(&self.0.program.nodes[node as usize]),
        };
        let question = answers.last().map(|decided| decided.interrupt.to_string());
        let app = self.0.app().expect("the page is open");
        let key = move |name: &str| app.key(run, task, question.as_deref(), Some(name));
        let act = function(&Call { input, answers, key: Box::new(key) });
        if self.0.lives() {
            self.0.act(run, task, act);
        }
    }

    fn route(&self, run: RunId, task: Option<TaskId>, branch: u32, input: Value) {
        let targets = (self.0.program.routes[branch as usize])(&input);
        let app = self.0.app().expect("the page is open");
        app.routed(run, task, targets);
    }

    fn reduce(&self, _: u32, current: Option<&Value>, update: &Value) -> Result<Reduced<Value>, Failure<Value>> {
        let mut list = current.and_then(Value::as_array).cloned().unwrap_or_default();
        let kept = list.len() as u32;
        match update {
            Value::Array(items) => list.extend(items.iter().cloned()),
            Value::String(refused) if refused == "throw" => return Err(thrown("the reducer threw")),
            Value::Null => return Ok(Reduced { value: json!([]), appended: None }),
            item => list.push(item.clone()),
        }
        let appended = Some((kept, list.len() as u32));
        Ok(Reduced { value: Value::Array(list), appended })
    }

    fn initial(&self, _: u32) -> Result<Value, Failure<Value>> {
        Ok(json!([]))
    }

    fn encode(&self, value: &Value, limit: u32) -> Result<Stored<Rc<str>>, Failure<Value>> {
        if value == &json!("no JSON") {
            return Err(thrown("not to be encoded"));
        }
        Ok(sealed(value.to_string(), limit))
    }

    fn encode_items(&self, value: &Value, from: u32, limit: u32) -> Result<Stored<Rc<str>>, Failure<Value>> {
        let items = value.as_array().into_iter().flatten().skip(from as usize).map(|item| json!(["a", item]));
        Ok(sealed(Value::Array(items.collect()).to_string(), limit))
    }

    fn decode(&self, value: &Stored<Rc<str>>) -> Result<Value, Failure<Value>> {
        serde_json::from_str(text(value)).map_err(|error| thrown(&error.to_string()))
    }

    fn apply_items(&self, list: Value, items: &Stored<Rc<str>>) -> Result<Value, Failure<Value>> {
        let items: Vec<(String, Value)> = serde_json::from_str(text(items)).expect("operations");
        let mut list = list.as_array().cloned().unwrap_or_default();
        list.extend(items.into_iter().map(|(_, item)| item));
        Ok(Value::Array(list))
    }

    fn encode_packets(&self, packets: &[(Name, Value)], limit: u32) -> Result<Stored<Rc<str>>, Failure<Value>> {
        let list = packets.iter().map(|(node, args)| json!({ "node": **node, "args": args })).collect();
        Ok(sealed(Value::Array(list).to_string(), limit))
    }

    fn decode_packets(&self, value: &Stored<Rc<str>>) -> Result<Vec<(String, Value)>, Failure<Value>> {
        let list: Vec<Value> = serde_json::from_str(text(value)).expect("a list of packets");
        let packet = |one: Value| Some((one.get("node")?.as_str()?.to_owned(), one.get("args")?.clone()));
        Ok(list.into_iter().filter_map(packet).collect())
    }

    fn last_items(&self, list: &Value, back: u32, count: u32) -> Value {
        let items = list.as_array().cloned().unwrap_or_default();
        let from = items.len().saturating_sub(back as usize);
        Value::Array(items.into_iter().skip(from).take(count as usize).collect())
    }

    fn body_digest(&self, body: &Rc<str>, after: Option<&Digest>) -> Digest {
        after.map_or_else(|| Digest::of(body.as_bytes()), |after| Digest::chain(after, body.as_bytes()))
    }

    fn resume_value(&self, answering: &Answering<'_>) -> Result<Encoded, Error> {
        let given: Value = serde_json::from_str(answering.decision).expect("JSON");
        let reference = given.get("as").map_or_else(
            || answering.reference.clone(),
            |other| Ref { digest: other.as_str().and_then(Digest::from_hex), ..answering.reference.clone() },
        );
        let verdict = json!({ "verb": given["verb"], "action": "a1" });
        Ok(Encoded {
            value: told(&given).to_string(),
            verdicts: json!([verdict]).to_string(),
            tools: "[]".into(),
            shown: None,
            reference,
        })
    }

    fn tell(&self, _: RunId, told: Stream<Value>) {
        self.0.stream.borrow_mut().push(match told {
            Stream::Values(state) => json!({ "values": state }),
            Stream::Update { node, writes, cached } => {
                let spec = &self.0.program.spec;
                let keys =
                    writes.into_iter().map(|write| (spec.channels[write.channel as usize].name.clone(), write.value));
                let update = json!({ &spec.nodes[node as usize].name: Value::Object(keys.collect()) });
                if cached { json!({ "cached": update }) } else { json!({ "update": update }) }
            }
            Stream::Interrupts(asked) => {
                json!({ "interrupts": asked.iter().map(|(_, payload)| parse(&payload.0)).collect::<Vec<_>>() })
            }
        });
    }

    fn settle(&self, run: RunId, settlement: Settlement<Value>) {
        let halted = settlement.interrupts.as_ref().is_some_and(Vec::is_empty);
        let asked = settlement.interrupts.into_iter().flatten().map(|(id, payload)| (id, parse(&payload.0))).collect();
        self.0.halted.borrow_mut().insert(run.0, halted);
        self.0.ends.borrow_mut().insert(run.0, Told::Settled(settlement.values, asked));
    }

    fn fail(&self, run: RunId, failures: Vec<Failure<Value>>, _: i64) {
        let told = failures.into_iter().map(|failure| match failure {
            Failure::Thrown { name, message, .. } => (name.to_string(), message.to_string()),
            Failure::Engine(error) => (error.code.to_owned(), error.message.clone()),
        });
        self.0.ends.borrow_mut().insert(run.0, Told::Failed(told.collect()));
    }

    fn stop(&self, _: RunId) {}

    fn later(&self, run: RunId) {
        self.0.turns.borrow_mut().push_back(run);
    }

    fn hear(&self, heard: Heard) {
        self.0.heard.borrow_mut().push(heard.kind);
    }

    fn warn(&self, code: &'static str, message: &str, _: Option<&str>) {
        assert!(!code.starts_with("E_"), "{code}: {message}");
        self.0.warned.borrow_mut().push(code);
    }

    fn now(&self) -> Timestamp {
        self.0.world.now.get()
    }

    fn random(&self) -> [u8; 16] {
        self.0.world.random()
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        let mut waited = false;
        Box::pin(std::future::poll_fn(move |_| {
            if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
        }))
    }

    fn sleep_until(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()>>> {
        let world = Rc::clone(&self.0.world);
        Box::pin(std::future::poll_fn(move |_| if world.now.get() >= at { Poll::Ready(()) } else { Poll::Pending }))
    }

    fn spawn(&self, future: Task) {
        self.0.spawned.borrow_mut().push_back(future);
    }
}

/// What the asker is told: the decision, without what is the harness's own.
fn told(given: &Value) -> Value {
    let members = given.as_object().into_iter().flatten().filter(|(name, _)| *name != "as");
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn sealed(text: String, limit: u32) -> Stored<Rc<str>> {
    let len = text.len() as u32;
    if len <= limit { Stored::Inline(text.into()) } else { Stored::Blob { body: text.into(), len } }
}

fn text(value: &Stored<Rc<str>>) -> &str {
    match value {
        Stored::Inline(text) => text,
        Stored::Blob { body, .. } => body,
    }
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("canonical JSON")
}
