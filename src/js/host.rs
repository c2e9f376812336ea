//! The browser's [`Host`]: every question is passed on to the JavaScript host object.

use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Date, JsString};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::errors::{failure_value, refused, thrown};
use super::object::{HostObject, get_random_values, idle_timeout, timeout};
use super::texts::{self, Given};
use super::values::{Keys, body_of, bytes_of, flat, sealed};
use crate::approval::Ref;
use crate::checkpoint::json::{self, Raw, ReadJson};
use crate::checkpoint::question::{Decided, Json};
use crate::checkpoint::record::Value;
use crate::checkpoint::{Digest, InterruptId, Name, Timestamp};
use crate::error::Error;
use crate::graph::Graph;
use crate::runtime::host::{Answering, Call, Encoded, Failure, Heard, Host, Reduced, RunId, Settlement, TaskId, Told};

/// How START's path function is named where a task is expected.
pub(super) const START_TASK: u32 = u32::MAX;

/// How long to wait for another page before looking again.
const PAUSE_MS: u32 = 50;

/// A browser's timers count no further than 24 days, and stand still while the machine sleeps.
const LONGEST_SLEEP_MS: u64 = 60 * 60 * 1000;

/// Random bytes fetched at once.
const POOL: usize = 512;

/// How many tasks' answers are kept as nodes get them.
const TOLD: usize = 32;

pub struct JsHost {
    object: HostObject,
    keys: OnceCell<Keys>,
    pool: RefCell<Vec<u8>>,
    /// Answers as nodes were given them, the newest last: a task that asks for the hundredth time gets the ninety-nine
    /// before as it had them.
    told: RefCell<Vec<(Vec<Rc<Decided>>, Array)>>,
}

impl JsHost {
    pub fn new(object: HostObject) -> Self {
        Self { object, keys: OnceCell::new(), pool: RefCell::default(), told: RefCell::default() }
    }

    /// A list of rows, those that a node was given before among them. The list is the caller's own.
    fn answer_rows(&self, answers: &[Rc<Decided>]) -> JsValue {
        let Some(first) = answers.first() else { return JsValue::UNDEFINED };
        let mut told = self.told.borrow_mut();
        let known = told.iter().position(|(known, _)| known.first().is_some_and(|one| Rc::ptr_eq(one, first)));
        let (known, rows) = known.map(|at| told.remove(at)).unwrap_or_default();
        let same = known.iter().zip(answers).take_while(|(one, other)| Rc::ptr_eq(one, other)).count();
        let rows = rows.slice(0, same as u32);
        for decided in answers.iter().skip(same) {
            rows.push(&answer_row(decided));
        }
        if told.len() == TOLD {
            told.remove(0);
        }
        told.push((answers.to_vec(), rows.slice(0, rows.length())));
        rows.into()
    }

    fn refill(pool: &mut Vec<u8>) {
        pool.resize(POOL, 0);
        if get_random_values(pool).is_err() {
            wasm_bindgen::throw_str("crypto.getRandomValues refused: ids cannot be made unguessable.");
        }
    }
}

impl Host for JsHost {
    type Value = JsValue;
    type Body = JsValue;

    fn input(&self, graph: &Graph, values: &[Option<JsValue>]) -> JsValue {
        self.keys.get_or_init(|| Keys::new(graph)).object(values)
    }

    fn call(&self, run: RunId, task: TaskId, call: Call<JsValue>) {
        match call {
            Call::Node { node, input, answers } => {
                self.object.node(run.0, task.0, node, input, self.answer_rows(&answers))
            }
            Call::Ask { node, input } => self.object.ask(run.0, task.0, node, input),
            Call::Answer { node, input, decided, answers, rounds } => self.object.answer(
                run.0,
                task.0,
                node,
                input,
                answer_row(&decided),
                self.answer_rows(&answers),
                &texts::rounds(&rounds),
            ),
        }
    }

    fn route(&self, run: RunId, task: Option<TaskId>, branch: u32, input: JsValue) {
        self.object.route(run.0, task.map_or(START_TASK, |task| task.0), branch, input);
    }

    fn reduce(
        &self,
        channel: u32,
        current: Option<&JsValue>,
        update: &JsValue,
    ) -> Result<Reduced<JsValue>, Failure<JsValue>> {
        let result = self
            .object
            .reduce(channel, current.unwrap_or(&JsValue::UNDEFINED), current.is_some(), update)
            .map_err(thrown)?;
        let value = result.get(0);
        let kept = result.get(1).as_f64().filter(|kept| *kept >= 0.0);
        let length = || value.dyn_ref::<Array>().map_or(0, Array::length);
        let appended = kept.map(|kept| (kept as u32, length()));
        Ok(Reduced { value, appended })
    }

    fn initial(&self, channel: u32) -> Result<JsValue, Failure<JsValue>> {
        self.object.initial(channel).map_err(thrown)
    }

    fn encode(&self, value: &JsValue, limit: u32) -> Result<Value<JsValue>, Failure<JsValue>> {
        let text: JsString = self.object.encode(value).map_err(thrown)?;
        Ok(sealed(&self.object, text, limit))
    }

    fn encode_items(&self, value: &JsValue, from: u32, limit: u32) -> Result<Value<JsValue>, Failure<JsValue>> {
        let text: JsString = self.object.encode_items(value, from).map_err(thrown)?;
        Ok(sealed(&self.object, text, limit))
    }

    fn decode(&self, value: &Value<JsValue>) -> Result<JsValue, Failure<JsValue>> {
        self.object.decode(&body_of(value)).map_err(thrown)
    }

    fn apply_items(&self, list: JsValue, items: &Value<JsValue>) -> Result<JsValue, Failure<JsValue>> {
        self.object.apply_items(&list, &body_of(items)).map_err(thrown)
    }

    fn encode_packets(&self, packets: &[(Name, JsValue)], limit: u32) -> Result<Value<JsValue>, Failure<JsValue>> {
        let row = |(node, args): &(Name, JsValue)| Array::of2(&JsValue::from_str(node), args);
        let text = self.object.encode_packets(packets.iter().map(row).collect()).map_err(thrown)?;
        Ok(sealed(&self.object, text, limit))
    }

    fn decode_packets(&self, value: &Value<JsValue>) -> Result<Vec<(String, JsValue)>, Failure<JsValue>> {
        let rows = self.object.decode_packets(&body_of(value)).map_err(thrown)?;
        let read = |row: JsValue| {
            let row = row.dyn_into::<Array>().ok()?;
            Some((row.get(0).as_string()?, row.get(1)))
        };
        Ok(rows.iter().filter_map(read).collect())
    }

    fn last_items(&self, list: &JsValue, back: u32, count: u32) -> JsValue {
        let Some(list) = list.dyn_ref::<Array>() else { return Array::new().into() };
        let from = list.length().saturating_sub(back);
        list.slice(from, from.saturating_add(count)).into()
    }

    fn body_digest(&self, body: &JsValue, after: Option<&Digest>) -> Digest {
        let bytes = bytes_of(body);
        after.map_or_else(|| Digest::of(&bytes), |after| Digest::chain(after, &bytes))
    }

    fn resume_value(&self, answering: &Answering<'_>) -> Result<Encoded, Error> {
        let Answering { node, reference, payload, decision, actor, at } = answering;
        let by = json::text(*actor);
        let about = texts::reference(reference);
        let parts = self
            .object
            .resume_value(*node, &about, &payload.0, decision, &by, *at as f64)
            .map_err(|error| refused(&error))?;
        let part = |index| parts.get(index).as_string().unwrap_or_default();
        let given = Raw::of(decision).and_then(Given::read).unwrap_or_default();
        Ok(Encoded {
            value: part(0),
            verdicts: part(1),
            tools: part(2),
            shown: given.shown_digest,
            reference: Ref {
                digest: given.payload_digest.unwrap_or(reference.digest),
                interrupt: given.interrupt.unwrap_or_else(|| reference.interrupt.clone()),
                revision: given.revision.unwrap_or(reference.revision),
                thread: Rc::clone(&reference.thread),
            },
        })
    }

    fn tell(&self, run: RunId, told: Told<JsValue>) {
        match told {
            Told::Values(state) => self.object.values(run.0, state),
            Told::Update { node, writes, cached } => self.object.updates(run.0, node, flat(writes), cached),
            Told::Interrupts(questions) => self.object.interrupts(run.0, question_rows(questions)),
        }
    }

    fn settle(&self, run: RunId, settlement: Settlement<JsValue>) {
        let interrupts = settlement.interrupts.map_or(JsValue::UNDEFINED, |questions| question_rows(questions).into());
        self.object.settle(run.0, settlement.values.unwrap_or(JsValue::UNDEFINED), interrupts);
    }

    fn fail(&self, run: RunId, failures: Vec<Failure<JsValue>>, step: i64) {
        self.object.fail(run.0, failures.into_iter().map(failure_value).collect(), step as f64);
    }

    fn stop(&self, run: RunId) {
        self.object.stop(run.0);
    }

    fn later(&self, run: RunId) {
        self.object.later(run.0);
    }

    fn hear(&self, heard: Heard) {
        self.object.event(&texts::heard(&heard));
    }

    fn warn(&self, code: &'static str, message: &str, node: Option<&str>) {
        self.object.warn(code, message, node);
    }

    fn now(&self) -> Timestamp {
        Date::now() as Timestamp
    }

    fn random(&self) -> [u8; 16] {
        let mut pool = self.pool.borrow_mut();
        if pool.len() < 16 {
            Self::refill(&mut pool);
        }
        let mut bytes = [0; 16];
        let rest = pool.len() - bytes.len();
        for (byte, random) in bytes.iter_mut().zip(pool.drain(rest..)) {
            *byte = random;
        }
        bytes
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(async {
            let _ = JsFuture::from(timeout(PAUSE_MS)).await;
        })
    }

    fn sleep_until(&self, at: Timestamp) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(async move {
            while let Some(left) = at.checked_sub(Date::now() as Timestamp).filter(|left| *left > 0) {
                let _ = JsFuture::from(idle_timeout(left.min(LONGEST_SLEEP_MS) as u32)).await;
            }
        })
    }

    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()>>>) {
        spawn_local(future);
    }
}

fn answer_row(decided: &Rc<Decided>) -> Array {
    texts::answer_parts(decided).iter().map(|text| JsValue::from_str(text)).collect()
}

fn question_rows(questions: Vec<(InterruptId, Json)>) -> Array {
    let row = |(id, payload): (InterruptId, Json)| Array::of2(&id.as_str().into(), &JsValue::from_str(&payload.0));
    questions.into_iter().map(row).collect()
}
