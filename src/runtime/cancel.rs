//! Stopping: `cancel` ends a thread's run and closes all its open questions, in one commit.

use std::rc::Rc;

use super::answer::engine_error;
use super::app::{App, Inner};
use super::command::unknown_interrupt;
use super::host::{Host, Tried};
use super::seal::{Sealing, clearing};
use super::wait::call;
use crate::approval::decision::refusal;
use crate::checkpoint::question::{Actor, Verb};
use crate::checkpoint::{InterruptId, Status, ids};
use crate::error::Error;
use crate::graph::ChannelId;
use crate::ordered::Ordered;
use crate::pregel::{Changed, Event, Failure, Output};

impl<H: Host> App<H> {
    /// Ends the thread's run. What finished in its superstep is applied, nothing else runs, every open question is
    /// closed as cancelled (S-UPD-15). With `interrupt`, only if that question is open.
    ///
    /// # Errors
    /// What a decision on a closed question is told, `UNKNOWN_INTERRUPT_ID`, and the saver's.
    pub async fn cancel(
        &self,
        thread: Rc<str>,
        interrupt: Option<InterruptId>,
        reason: Option<String>,
        actor: Actor,
    ) -> Result<(), Error> {
        ids::check_thread_id(&thread)?;
        loop {
            match self.0.cancel(&thread, interrupt.as_ref(), reason.as_deref(), &actor).await {
                Err(Failure::Engine(error)) if error.code == "THREAD_CONFLICT" => self.0.host.pause().await,
                result => return result.map_err(|failure| engine_error(failure).on_thread(&thread)),
            }
        }
    }
}

impl<H: Host> Inner<H> {
    pub async fn cancel(
        &self,
        thread: &Rc<str>,
        interrupt: Option<&InterruptId>,
        reason: Option<&str>,
        actor: &Actor,
    ) -> Tried<(), H> {
        self.stop_here(thread).await;
        let mut kept = self.open_any(thread).await?;
        let session = &kept.session;
        if session.head.is_none() {
            return Err(Failure::Engine(unknown_interrupt(thread)));
        }
        if let Some(interrupt) =
            interrupt.filter(|id| !session.questions.contains_key(id) && !session.claimed.contains_key(id))
        {
            return Err(Failure::Engine(self.not_open(thread, interrupt).await.map_err(Failure::Engine)?));
        }
        let changed = self.finished_changes(&kept)?;
        let mut sealing = Sealing::new(self, &kept.session).map_err(Failure::Engine)?;
        sealing.drop_pending(Verb::Cancelled, actor, reason);
        let step = kept.state.step + 1;
        sealing.step(&clearing(step, changed, &kept.state), None)?;
        sealing.status(Status::Idle, &[]);
        let closed = sealing.batch.close.clone();
        self.commit(&mut kept, sealing).await.map_err(Failure::Engine)?;
        kept.state.values = self.folded(&kept)?;
        kept.state.step = step;
        kept.state.start = false;
        kept.state.triggers.clear();
        kept.state.sends.clear();
        kept.priors.clear();
        kept.injected = Output::default();
        self.kept.borrow_mut().insert(Rc::clone(thread), Box::new(kept));
        self.hear_closed(thread, &closed);
        Ok(())
    }

    /// A call of this app that runs the thread ends first; one elsewhere is fenced off by the commit.
    async fn stop_here(&self, thread: &Rc<str>) {
        while let Some(active) = self.active_on(thread) {
            self.happened(active.id, Event::Cancelled);
            if self.active_on(thread).is_some() {
                self.host.pause().await;
            }
        }
    }

    async fn not_open(&self, thread: &Rc<str>, interrupt: &InterruptId) -> Result<Error, Error> {
        let Some(saver) = self.saver.clone() else { return Ok(unknown_interrupt(thread)) };
        let read = call(|done| saver.question(thread, interrupt, done)).await?;
        Ok(read.decision.map_or_else(|| unknown_interrupt(thread), |decided| refusal(&decided)))
    }

    /// The channels that change by what finished siblings and Commands wrote.
    fn finished_changes(&self, kept: &super::app::Kept<H>) -> Tried<Vec<Changed<H::Value>>, H> {
        let channels: Ordered<ChannelId, ()> = kept.writes().iter().map(|write| (write.channel, ())).collect();
        let values = self.folded(kept)?;
        let change = |channel: ChannelId| {
            let value = values.get(channel.0 as usize)?.clone()?;
            Some(Changed { channel, value, kept: None, shares: Vec::new() })
        };
        Ok(channels.keys().copied().filter_map(change).collect())
    }
}
