//! The browser as a [`World`]: its clock, its randomness, its event loop. Works on pages and in workers.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Date, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::world::{LocalFuture, World};
use crate::checkpoint::Timestamp;

/// A browser's timers count no further than 24 days, and stand still while the machine sleeps.
const LONGEST_SLEEP_MS: u64 = 60 * 60 * 1000;

/// The browser that this runs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

thread_local! {
    static SHARED: RefCell<Option<Rc<dyn World>>> = const { RefCell::new(None) };
}

impl Browser {
    pub(super) fn shared() -> Rc<dyn World> {
        SHARED.with_borrow_mut(|shared| Rc::clone(shared.get_or_insert_with(|| Rc::new(Self))))
    }
}

impl World for Browser {
    fn now(&self) -> Timestamp {
        Date::now() as Timestamp
    }

    fn random(&self) -> [u8; 16] {
        let bytes = Uint8Array::new_with_length(16);
        let filled = member(&js_sys::global(), "crypto").and_then(|crypto| {
            let fill = member(&crypto, "getRandomValues")?.dyn_into::<Function>().ok()?;
            fill.call1(&crypto, &bytes).ok()
        });
        if filled.is_none() {
            wasm_bindgen::throw_str("crypto.getRandomValues refused: ids cannot be made unguessable.");
        }
        let mut random = [0; 16];
        bytes.copy_to(&mut random);
        random
    }

    fn sleep_until(&self, at: Timestamp) -> LocalFuture<()> {
        Box::pin(async move {
            while let Some(left) = at.checked_sub(Date::now() as Timestamp).filter(|left| *left > 0) {
                timeout(left.min(LONGEST_SLEEP_MS) as u32).await;
            }
        })
    }

    fn turn(&self) -> LocalFuture<()> {
        Box::pin(timeout(0))
    }

    fn spawn(&self, future: LocalFuture<()>) {
        spawn_local(future);
    }

    fn warn(&self, text: &str) {
        web_sys::console::warn_1(&text.into());
    }
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Resolves after some milliseconds; at once where there are no timers.
async fn timeout(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let set = member(&js_sys::global(), "setTimeout").and_then(|set| set.dyn_into::<Function>().ok());
        let started = set.map(|set| set.call2(&JsValue::UNDEFINED, &resolve, &ms.into()));
        if !matches!(started, Some(Ok(_))) {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}
