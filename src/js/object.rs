//! The host object that JavaScript hands over: one method per thing that the engine asks of it.

use js_sys::{Array, Function, JsString, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    /// The host (`www/api/host.js`).
    pub type HostObject;

    #[wasm_bindgen(method)]
    pub fn node(this: &HostObject, run: u32, task: u32, node: u32, input: JsValue, answers: JsValue);
    #[wasm_bindgen(method)]
    pub fn ask(this: &HostObject, run: u32, task: u32, node: u32, input: JsValue);
    #[wasm_bindgen(method)]
    pub fn answer(
        this: &HostObject,
        run: u32,
        task: u32,
        node: u32,
        input: JsValue,
        decision: Array,
        answers: JsValue,
        rounds: &str,
    );
    #[wasm_bindgen(method)]
    pub fn route(this: &HostObject, run: u32, task: u32, branch: u32, state: JsValue);
    #[wasm_bindgen(method, catch)]
    pub fn reduce(
        this: &HostObject,
        channel: u32,
        current: &JsValue,
        has_current: bool,
        update: &JsValue,
    ) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn initial(this: &HostObject, channel: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn encode(this: &HostObject, value: &JsValue) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method, catch, js_name = encodeItems)]
    pub fn encode_items(this: &HostObject, value: &JsValue, from: u32) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method)]
    pub fn utf8(this: &HostObject, text: &JsString) -> Uint8Array;
    #[wasm_bindgen(method, catch)]
    pub fn decode(this: &HostObject, body: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = applyItems)]
    pub fn apply_items(this: &HostObject, value: &JsValue, body: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = encodePackets)]
    pub fn encode_packets(this: &HostObject, packets: Array) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method, catch, js_name = decodePackets)]
    pub fn decode_packets(this: &HostObject, body: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch, js_name = resumeValue)]
    pub fn resume_value(
        this: &HostObject,
        node: Option<u32>,
        reference: &str,
        payload: &str,
        decision: &str,
        by: &str,
        at: f64,
    ) -> Result<Array, JsValue>;
    #[wasm_bindgen(method)]
    pub fn values(this: &HostObject, run: u32, state: JsValue);
    #[wasm_bindgen(method)]
    pub fn updates(this: &HostObject, run: u32, node: u32, writes: Array, cached: bool);
    #[wasm_bindgen(method)]
    pub fn interrupts(this: &HostObject, run: u32, questions: Array);
    #[wasm_bindgen(method)]
    pub fn settle(this: &HostObject, run: u32, state: JsValue, interrupts: JsValue);
    #[wasm_bindgen(method)]
    pub fn fail(this: &HostObject, run: u32, errors: Array, step: f64);
    #[wasm_bindgen(method)]
    pub fn stop(this: &HostObject, run: u32);
    #[wasm_bindgen(method)]
    pub fn warn(this: &HostObject, code: &str, message: &str, node: Option<&str>);
    #[wasm_bindgen(method)]
    pub fn event(this: &HostObject, text: &str);
    #[wasm_bindgen(method)]
    pub fn later(this: &HostObject, run: u32);

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    pub fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(done: &Function, ms: u32) -> JsValue;
}

/// Resolves after so many milliseconds.
pub(super) fn timeout(ms: u32) -> Promise {
    Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, ms);
    })
}

/// The same, but a program that waits for nothing else may end: on Node a timer keeps the process alive.
pub(super) fn idle_timeout(ms: u32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let timer = set_timeout(&resolve, ms);
        if let Ok(unref) = Reflect::get(&timer, &"unref".into()).and_then(|unref| unref.dyn_into::<Function>()) {
            let _ = unref.call0(&timer);
        }
    })
}
