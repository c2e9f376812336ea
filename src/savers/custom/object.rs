//! An outside saver that is a JavaScript object: `www/api/custom_saver.js`, which speaks LangGraph's interface.

use std::rc::Rc;

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{CustomSaver, Outside, Stored};
use crate::checkpoint::CheckpointId;
use crate::checkpoint::saver::Done;
use crate::error::Error;
use crate::savers::browser::{Exception, call};

impl CustomSaver<JsValue> {
    /// The saver behind an adapter: an object with `read`, `list`, `threads`, `write` and `remove`, each of which answers
    /// with a promise.
    pub fn of(adapter: JsValue) -> Self {
        Self::over(Rc::new(Adapter(adapter)))
    }
}

struct Adapter(JsValue);

impl Adapter {
    /// Calls a method, and answers with what `read` makes of what it resolves to.
    fn ask<T: 'static>(
        &self,
        method: &str,
        arguments: &[&JsValue],
        read: impl FnOnce(&JsValue) -> T + 'static,
        done: Done<T>,
    ) {
        let promise = call(&self.0, method, arguments).and_then(JsCast::dyn_into::<Promise>);
        spawn_local(async move {
            let answer = match promise {
                Ok(promise) => JsFuture::from(promise).await,
                Err(thrown) => Err(thrown),
            };
            done(answer.map(|answer| read(&answer)).map_err(|thrown| fault(&thrown)));
        });
    }
}

impl Outside for Adapter {
    fn read(&self, thread: &str, id: Option<&CheckpointId>, done: Done<Option<Stored>>) {
        let arguments = [&thread.into(), &id_of(id)];
        self.ask("read", &arguments, |found| found.is_object().then(|| stored(found)), done);
    }

    fn list(&self, thread: &str, before: Option<&CheckpointId>, limit: u32, done: Done<Vec<Stored>>) {
        let read = |found: &JsValue| list(found).iter().map(|found| stored(&found)).collect();
        self.ask("list", &[&thread.into(), &id_of(before), &limit.into()], read, done);
    }

    fn threads(&self, done: Done<Vec<String>>) {
        self.ask("threads", &[], |found| list(found).iter().filter_map(|thread| thread.as_string()).collect(), done);
    }

    fn write(&self, commit: String, done: Done<()>) {
        self.ask("write", &[&commit.into()], |_| (), done);
    }

    fn delete(&self, thread: &str, done: Done<()>) {
        self.ask("remove", &[&thread.into()], |_| (), done);
    }
}

fn id_of(id: Option<&CheckpointId>) -> JsValue {
    id.map_or(JsValue::UNDEFINED, |id| id.as_str().into())
}

fn list(found: &JsValue) -> Array {
    found.dyn_ref::<Array>().cloned().unwrap_or_default()
}

/// `{ mark?, row?, parent? }`, texts all.
fn stored(found: &JsValue) -> Stored {
    let member = |name: &str| Reflect::get(found, &name.into()).ok().and_then(|member| member.as_string());
    Stored { mark: member("mark"), row: member("row"), parent: member("parent").map(|id| CheckpointId::from_text(&id)) }
}

/// `E_STORAGE`, with what the user's saver threw.
fn fault(thrown: &JsValue) -> Error {
    let Exception { name, message } = Exception::from(thrown);
    let text = crate::checkpoint::json::text;
    Error::new("E_STORAGE", format!("The checkpointer failed ({name}: {message}). Load the thread again."))
        .with("name", text(&name))
        .with("message", text(&message))
        .with("retryable", "true")
}
