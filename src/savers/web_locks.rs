//! Web Locks, each held until its guard is dropped (storage.md 4.4).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::browser::{self, Once, once, settle};
use crate::checkpoint::saver::{Done, Lock};

/// Ours until it is dropped.
struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        // Resolves the promise that the browser waits for; it cannot throw.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Asks for the lock; waits for it if `wait`. Calls `stolen` where it is taken from us while we hold it.
pub(super) fn request(name: &str, wait: bool, done: Done<Lock>, stolen: impl FnOnce() + 'static) {
    let done = once(done);
    let granted = Rc::clone(&done);
    let grant = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| answer(&granted, &lock));
    match ask(name, wait, grant.as_ref()) {
        Ok(promise) => spawn_local(async move {
            // Settles when the lock is given back, was taken, or is denied.
            let ended = JsFuture::from(promise).await;
            drop(grant);
            let answered = done.borrow().is_none();
            settle(&done, Ok(Lock::Unsupported));
            if answered && ended.is_err() {
                stolen();
            }
        }),
        Err(_) => settle(&done, Ok(Lock::Unsupported)),
    }
}

fn ask(name: &str, wait: bool, grant: &JsValue) -> Result<Promise, JsValue> {
    let locks = Reflect::get(&browser::global("navigator")?, &"locks".into())?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &(!wait).into())?;
    browser::call(&locks, "request", &[&name.into(), &options, grant])?.dyn_into()
}

/// Whether anybody holds the lock; `None` where the browser cannot say.
pub(super) fn is_held(name: String, done: Done<Option<bool>>) {
    spawn_local(async move { done(Ok(held_names().await.ok().map(|held| held.contains(&name)))) });
}

async fn held_names() -> Result<Vec<String>, JsValue> {
    let locks = Reflect::get(&browser::global("navigator")?, &"locks".into())?;
    let snapshot = JsFuture::from(browser::call(&locks, "query", &[])?.dyn_into::<Promise>()?).await?;
    let held: Array = Reflect::get(&snapshot, &"held".into())?.dyn_into()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Ok(held.iter().filter_map(name).collect())
}

/// What the browser gets back: nothing for a lock that was not available, a promise for one that is now held.
fn answer(done: &Once<Lock>, lock: &JsValue) -> JsValue {
    if lock.is_null() {
        settle(done, Ok(Lock::Taken));
        return JsValue::UNDEFINED;
    }
    let release: RefCell<Option<Function>> = RefCell::default();
    let released = Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve));
    if let Some(release) = release.take() {
        settle(done, Ok(Lock::Held(Box::new(Held(release)))));
    }
    released.into()
}
