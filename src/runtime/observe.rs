//! What subscribers hear: questions that open and close, runs that end; in this page or in another. Events are drawn
//! from the store: a notice from another page only says where to look.

use std::rc::Rc;

use super::app::{App, Inner};
use super::host::{Heard, Host};
use super::store::reference;
use super::wait::call;
use crate::approval::Ref;
use crate::approval::decision::decided_json;
use crate::checkpoint::question::{Asked, Decided, Verb};
use crate::checkpoint::{InterruptId, Timestamp};
use crate::error::Error;
use crate::ordered::Ordered;

/// Open questions as subscribers know them, by thread.
pub(super) type Known = Ordered<Rc<str>, Ordered<InterruptId, Ref>>;

impl<H: Host> App<H> {
    /// Begins to follow the store: applies deadlines that have passed, lists what is open, and tells
    /// `Host::hear` of every change from now on, in this page or another.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, and the saver's.
    pub async fn attach(&self) -> Result<(), Error> {
        let saver = self.0.saver()?;
        let inner = Rc::downgrade(&self.0);
        let watching = saver.watch(Rc::new(move |notice| {
            if let Some(inner) = inner.upgrade() {
                inner.noticed(&notice.thread);
            }
        }));
        *self.0.watching.borrow_mut() = Some(watching);
        for pending in self.pending().await? {
            if !pending.claimed {
                self.0.know(&pending.asked);
            }
        }
        Ok(())
    }

    /// Stops following the store.
    pub fn detach(&self) {
        self.0.watching.take();
        self.0.known.take();
    }
}

impl<H: Host> Inner<H> {
    fn is_attached(&self) -> bool {
        self.watching.borrow().is_some()
    }

    pub fn know(&self, asked: &Asked) {
        if !self.is_attached() {
            return;
        }
        let thread = Rc::clone(&asked.thread);
        if let Some(open) = self.known.borrow_mut().get_or_insert_with(thread, Ordered::new) {
            open.insert(asked.interrupt.clone(), reference(asked));
        }
        if let Some(deadline) = asked.question.expires_at {
            self.watch_deadline(asked, deadline);
        }
    }

    /// Applies a deadline when it passes, as long as somebody follows the store and the question is open.
    fn watch_deadline(&self, asked: &Asked, deadline: Timestamp) {
        let (me, thread, interrupt) = (self.me.clone(), Rc::clone(&asked.thread), asked.interrupt.clone());
        let sleep = self.host.sleep_until(deadline);
        self.host.spawn(Box::pin(async move {
            sleep.await;
            let Some(me) = me.upgrade().filter(|me| me.is_known(&thread, &interrupt)) else { return };
            if let Err(error) = me.expire(&thread).await {
                me.host.warn(error.code, &error.message, None);
            }
        }));
    }

    fn is_known(&self, thread: &Rc<str>, interrupt: &InterruptId) -> bool {
        self.known.borrow().get(thread).is_some_and(|open| open.get(interrupt).is_some())
    }

    /// Another page committed something for the thread.
    fn noticed(&self, thread: &Rc<str>) {
        self.host.hear(Heard { kind: "progress", thread: Rc::clone(thread), about: None, decided: None, error: None });
        let (Some(me), thread) = (self.me.upgrade(), Rc::clone(thread)) else { return };
        self.host.spawn(Box::pin(async move {
            me.look_for_closed(&thread).await;
            me.look_for_new(&thread).await;
        }));
    }

    /// This page closed questions: tells which, and how.
    pub fn hear_closed(&self, thread: &Rc<str>, closed: &[Decided]) {
        for decided in closed {
            if let Some(about) = self.forget(thread, &decided.interrupt) {
                self.hear_decided(about, decided);
            }
        }
    }

    /// Another page may have closed questions of the thread: tells which, and how.
    async fn look_for_closed(&self, thread: &Rc<str>) {
        let Some(saver) = self.saver.clone() else { return };
        let known: Vec<_> =
            self.known.borrow().get(thread).map(|open| open.keys().cloned().collect()).unwrap_or_default();
        for interrupt in known {
            let Ok(read) = call(|done| saver.question(thread, &interrupt, done)).await else { return };
            if let Some(decided) = read.decision
                && let Some(about) = self.forget(thread, &interrupt)
            {
                self.hear_decided(about, &decided);
            }
        }
    }

    fn forget(&self, thread: &Rc<str>, interrupt: &InterruptId) -> Option<Ref> {
        self.known.borrow_mut().get_mut(thread)?.remove(interrupt)
    }

    fn hear_decided(&self, about: Ref, decided: &Decided) {
        let kind = match decided.row.verb {
            Verb::Answered => "decided",
            Verb::Cancelled => "cancelled",
            Verb::Expired => "expired",
            Verb::Superseded => "superseded",
        };
        let (thread, decided) = (Rc::clone(&about.thread), Some(decided_json(decided)));
        self.host.hear(Heard { kind, thread, about: Some(about), decided, error: None });
    }

    async fn look_for_new(&self, thread: &Rc<str>) {
        let Some(saver) = self.saver.clone() else { return };
        let Ok(open) = call(|done| saver.questions(&self.name, done)).await else { return };
        for asked in open.iter().filter(|asked| asked.thread == *thread) {
            let new = !self.known.borrow().get(thread).is_some_and(|known| known.contains_key(&asked.interrupt));
            if new && self.is_attached() {
                self.hear_asked(asked);
            }
        }
    }
}
