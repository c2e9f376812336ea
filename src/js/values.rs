//! State values across the boundary: objects built from handles with kept keys, and encoded values that stay outside
//! when they are large.

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::object::HostObject;
use crate::checkpoint::record::Value;
use crate::graph::Graph;
use crate::ordered::sort_by;
use crate::runtime::{Goto, Written};

/// Keys of a graph's channels as JavaScript strings, in the order in which they were declared.
pub(super) struct Keys(Vec<(usize, JsValue)>);

impl Keys {
    pub fn new(graph: &Graph) -> Self {
        let mut order: Vec<_> = graph.channels().iter().enumerate().collect();
        sort_by(&mut order, |a, b| a.1.host.cmp(&b.1.host));
        Self(order.into_iter().map(|(at, channel)| (at, JsValue::from_str(&channel.name))).collect())
    }

    /// An object of every channel that has a value.
    pub fn object(&self, values: &[Option<JsValue>]) -> JsValue {
        let object = Object::new();
        for (at, key) in &self.0 {
            if let Some(Some(value)) = values.get(*at) {
                // Cannot fail: the object is ours, and no channel may be named `__proto__`.
                let _ = Reflect::set(&object, key, value);
            }
        }
        object.into()
    }
}

/// An encoded value: text inside its row up to `limit` bytes, else bytes that stay in JavaScript. A limit of 0 leaves
/// the string itself outside.
pub(super) fn sealed(host: &HostObject, text: JsString, limit: u32) -> Value<JsValue> {
    let units = text.length();
    if limit == 0 {
        return Value::Blob { body: text.into(), len: units };
    }
    if units <= limit {
        let inline = String::from(&text);
        if inline.len() as u64 <= u64::from(limit) {
            return Value::Inline(inline.into());
        }
    }
    let bytes = host.utf8(&text);
    Value::Blob { len: bytes.length(), body: bytes.into() }
}

/// What `decode` reads: the text, or the body as it is.
pub(super) fn body_of(value: &Value<JsValue>) -> JsValue {
    match value {
        Value::Inline(text) => JsValue::from_str(text),
        Value::Blob { body, .. } => body.clone(),
    }
}

/// The bytes of a body, for hashing.
pub(super) fn bytes_of(body: &JsValue) -> Vec<u8> {
    match body.dyn_ref::<Uint8Array>() {
        Some(bytes) => bytes.to_vec(),
        None => body.as_string().unwrap_or_default().into_bytes(),
    }
}

/// `[position, value, position, value, …]`; where the value overwrites, `-1 - position`.
pub(super) fn flat(writes: Vec<Written<JsValue>>) -> Array {
    let array = Array::new();
    for Written { channel, value, overwrite } in writes {
        let position = f64::from(channel);
        array.push(&JsValue::from_f64(if overwrite { -1.0 - position } else { position }));
        array.push(&value);
    }
    array
}

/// Reads what [`flat`] writes.
pub(super) fn written(writes: &Array) -> Vec<Written<JsValue>> {
    let read = |pair: u32| {
        let (given, value) = (writes.get(pair * 2).as_f64()?, writes.get(pair * 2 + 1));
        let overwrite = given < 0.0;
        let channel = if overwrite { -1.0 - given } else { given } as u32;
        Some(Written { channel, value, overwrite })
    };
    (0..writes.length() / 2).filter_map(read).collect()
}

/// Reads where a result leads: names of nodes, and `[node, args]` for Sends.
pub(super) fn gotos(given: &Array) -> Vec<Goto<JsValue>> {
    let read = |one: JsValue| match one.dyn_ref::<Array>() {
        Some(packet) => Some(Goto::Send(packet.get(0).as_string()?, packet.get(1))),
        None => one.as_string().map(Goto::Node),
    };
    given.iter().filter_map(read).collect()
}
