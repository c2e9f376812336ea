//! Notices between the savers of a store: hints that a thread has changed. A wrong, lost or forged one costs a read and
//! changes nothing (storage.md 4.4).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::checkpoint::ids::check_thread_id;
use crate::checkpoint::saver::Notice;
use crate::savers::browser::Timer;
use crate::savers::watchers::{Handle, Watchers};

/// The version of a notice.
const VERSION: f64 = 1.0;

/// How long a notice that is not urgent waits for others like it, in milliseconds: posting one for each step of a run
/// would cost as much as the step.
const PATIENCE: u32 = 20;

/// The channel of one store, and who listens in this realm.
pub(super) struct Notices {
    pub(super) watchers: Rc<Watchers>,
    channel: Option<Rc<Channel>>,
}

struct Channel {
    raw: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    waiting: RefCell<Vec<Notice>>,
    timer: RefCell<Option<Timer>>,
}

impl Notices {
    /// Listens on the store's channel, where the browser has channels and allows them.
    pub(super) fn new(name: &str) -> Self {
        let watchers = Rc::<Watchers>::default();
        let listeners = Rc::clone(&watchers);
        let channel = BroadcastChannel::new(name).ok().map(|raw| {
            let on_message = Closure::new(move |event: MessageEvent| {
                if let Some(notice) = read(&event.data()) {
                    listeners.notify(None, &notice);
                }
            });
            raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            let (waiting, timer) = (RefCell::default(), RefCell::default());
            Rc::new(Channel { raw, _on_message: on_message, waiting, timer })
        });
        Self { watchers, channel }
    }

    /// Tells the other handles of this realm at once; the other realms at once where it is urgent, else soon.
    pub(super) fn post(&self, from: Handle, notice: &Notice, urgent: bool) {
        self.watchers.notify(Some(from), notice);
        if let Some(channel) = &self.channel {
            channel.post(notice, urgent);
        }
    }
}

impl Channel {
    fn post(self: &Rc<Self>, notice: &Notice, urgent: bool) {
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.contains(notice) {
            waiting.push(notice.clone());
        }
        drop(waiting);
        if urgent {
            self.flush();
        } else if self.timer.borrow().is_none() {
            let weak = Rc::downgrade(self);
            let flush = move || weak.upgrade().iter().for_each(|channel| channel.flush());
            *self.timer.borrow_mut() = Some(Timer::new(PATIENCE, flush));
        }
    }

    fn flush(&self) {
        drop(self.timer.take());
        for notice in self.waiting.take() {
            if let Ok(message) = write(&notice) {
                // A channel that was closed under us is a notice lost.
                let _ = self.raw.post_message(&message);
            }
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.flush();
        self.raw.set_onmessage(None);
        self.raw.close();
    }
}

fn write(notice: &Notice) -> Result<JsValue, JsValue> {
    let message = Object::new();
    let kind = if notice.deleted { "deleted" } else { "commit" };
    Reflect::set(&message, &"v".into(), &VERSION.into())?;
    Reflect::set(&message, &"thread".into(), &JsValue::from_str(&notice.thread))?;
    Reflect::set(&message, &"kind".into(), &kind.into())?;
    Ok(message.into())
}

fn read(message: &JsValue) -> Option<Notice> {
    let member = |name: &str| Reflect::get(message, &name.into()).ok();
    let thread = member("thread")?.as_string().filter(|thread| check_thread_id(thread).is_ok())?;
    let kind = member("kind")?.as_string()?;
    let known = member("v")?.as_f64() == Some(VERSION) && ["commit", "deleted"].contains(&kind.as_str());
    known.then(|| Notice { thread: thread.into(), deleted: kind == "deleted" })
}
