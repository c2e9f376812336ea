//! The desk: what an app's host, its calls and its nodes share. Calls wait here for their end and hear what happens;
//! nodes find the world, and the app that they belong to.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

use serde_json::Value;

use super::app::Shared;
use super::handle::Handle;
use super::world::World;
use crate::checkpoint::InterruptId;
use crate::checkpoint::question::Json;
use crate::error::Error;
use crate::ordered::Ordered;
use crate::runtime::host::{Heard, Settlement};
use crate::runtime::{RunId, Written};

/// Listens to an app.
pub(super) type Ear = dyn Fn(&Heard);

pub(super) struct Desk {
    pub world: Rc<dyn World>,
    /// Whether there is a saver.
    pub saved: bool,
    calls: RefCell<Ordered<RunId, Call>>,
    /// Runs whose nodes were asked to stop early, until they end.
    stopped: RefCell<Ordered<RunId, ()>>,
    next: Cell<u32>,
    app: RefCell<Weak<Shared>>,
    ears: RefCell<Vec<Weak<Ear>>>,
    warned: RefCell<Ordered<(String, String), ()>>,
}

/// A call that somebody waits for.
#[derive(Default)]
struct Call {
    ended: Option<Result<Settlement<Handle>, Error>>,
    /// What its stream has not read yet; `None` where nobody streams.
    signals: Option<VecDeque<Signal>>,
    waker: Option<Waker>,
}

/// What a stream is told.
pub(super) enum Signal {
    Values(Handle),
    Update(u32, Vec<Written<Handle>>),
    Interrupts(Vec<(InterruptId, Json)>),
    Custom(Rc<str>, Value),
}

impl Desk {
    pub fn new(world: Rc<dyn World>, saved: bool) -> Rc<Self> {
        Rc::new(Self {
            world,
            saved,
            calls: RefCell::default(),
            stopped: RefCell::default(),
            next: Cell::new(0),
            app: RefCell::default(),
            ears: RefCell::default(),
            warned: RefCell::default(),
        })
    }

    pub fn belongs_to(&self, app: &Rc<Shared>) {
        *self.app.borrow_mut() = Rc::downgrade(app);
    }

    /// The app, while its program holds it.
    pub fn app(&self) -> Option<Rc<Shared>> {
        self.app.borrow().upgrade()
    }

    /// A place for a new call's end.
    pub fn open(self: &Rc<Self>, streamed: bool) -> Ticket {
        let run = RunId(self.next.get());
        self.next.set(self.next.get().wrapping_add(1));
        let signals = streamed.then(VecDeque::new);
        self.calls.borrow_mut().insert(run, Call { signals, ..Call::default() });
        Ticket { desk: Rc::clone(self), run }
    }

    /// Changes a call, and wakes who waits for it. Calls that nobody waits for are nobody's business.
    fn change(&self, run: RunId, change: impl FnOnce(&mut Call)) {
        let waker = self.calls.borrow_mut().get_mut(&run).and_then(|call| {
            change(call);
            call.waker.take()
        });
        waker.into_iter().for_each(Waker::wake);
    }

    pub fn end(&self, run: RunId, ended: Result<Settlement<Handle>, Error>) {
        self.stopped.borrow_mut().remove(&run);
        self.change(run, |call| call.ended = Some(ended));
    }

    pub fn signal(&self, run: RunId, signal: Signal) {
        self.change(run, |call| {
            if let Some(signals) = &mut call.signals {
                signals.push_back(signal);
            }
        });
    }

    pub fn emit(&self, run: RunId, node: &Rc<str>, chunk: Value) {
        self.signal(run, Signal::Custom(Rc::clone(node), chunk));
    }

    pub fn stop(&self, run: RunId) {
        self.stopped.borrow_mut().insert(run, ());
    }

    pub fn is_stopped(&self, run: RunId) -> bool {
        self.stopped.borrow().contains_key(&run)
    }

    pub fn listen(&self, ear: &Rc<Ear>) {
        self.ears.borrow_mut().push(Rc::downgrade(ear));
    }

    /// Whether nobody listens any more.
    pub fn is_unheard(&self) -> bool {
        self.ears.borrow().iter().all(|ear| ear.strong_count() == 0)
    }

    pub fn hear(&self, heard: &Heard) {
        let ears: Vec<Rc<Ear>> = {
            let mut ears = self.ears.borrow_mut();
            ears.retain(|ear| ear.strong_count() > 0);
            ears.iter().filter_map(Weak::upgrade).collect()
        };
        ears.iter().for_each(|ear| ear(heard));
    }

    /// Warns once of each thing in each place (S-CON-13).
    pub fn warn(&self, code: &str, message: &str, node: Option<&str>) {
        let place = (code.to_owned(), node.unwrap_or_default().to_owned());
        if self.warned.borrow_mut().insert(place, ()).is_none() {
            let node = node.map_or_else(String::new, |node| format!(" in node \"{node}\""));
            self.world.warn(&format!("{code}{node}: {message}"));
        }
    }
}

/// A call's place at the desk, given up when this is dropped.
pub(super) struct Ticket {
    desk: Rc<Desk>,
    pub run: RunId,
}

impl Ticket {
    /// How the call ended.
    pub async fn ended(&self) -> Result<Settlement<Handle>, Error> {
        self.wait(|call| call.ended.take()).await
    }

    /// The next thing that the call's stream is told; `None` at its end.
    pub async fn signal(&self) -> Option<Signal> {
        self.wait(|call| match call.signals.as_mut().and_then(VecDeque::pop_front) {
            Some(signal) => Some(Some(signal)),
            None => call.ended.is_some().then_some(None),
        })
        .await
    }

    async fn wait<T>(&self, mut look: impl FnMut(&mut Call) -> Option<T>) -> T {
        poll_fn(|context| {
            let mut calls = self.desk.calls.borrow_mut();
            let Some(call) = calls.get_mut(&self.run) else { return Poll::Pending };
            match look(call) {
                Some(seen) => Poll::Ready(seen),
                None => {
                    call.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.desk.calls.borrow_mut().remove(&self.run);
    }
}
