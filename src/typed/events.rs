//! What a call tells on its way: [`Events`].

use std::rc::Rc;

use serde_json::{Map, Value};

use super::app::{App, Outcome};
use super::command::Result;
use super::desk::{Signal, Ticket};
use super::handle::Handle;
use super::node::read_state;
use super::question::Question;
use super::state::State;
use crate::runtime::Written;

/// Something that happened in a call.
#[derive(Clone, Debug)]
pub enum Event<S> {
    /// The state after a superstep.
    Values(S),
    /// What a node wrote, by field.
    Update {
        /// The node.
        node: String,
        /// Its writes, as JSON; untracked fields are left out.
        writes: Map<String, Value>,
    },
    /// Questions that wait for a person.
    Questions(Vec<Question>),
    /// What a node handed over with [`Runtime::emit`](super::Runtime::emit).
    Custom {
        /// The node.
        node: String,
        /// What it said.
        chunk: Value,
    },
}

/// The events of one call. Dropping it does not stop the call.
pub struct Events<S> {
    app: App<S>,
    thread: Rc<str>,
    ticket: Ticket,
}

impl<S: State> Events<S> {
    pub(super) fn new(app: App<S>, thread: Rc<str>, ticket: Ticket) -> Self {
        Self { app, thread, ticket }
    }

    /// The next event; `None` when the call has ended, which [`finish`](Self::finish) tells about.
    ///
    /// # Errors
    /// What reading a state or a question refuses.
    pub async fn next(&mut self) -> Result<Option<Event<S>>> {
        let Some(signal) = self.ticket.signal().await else { return Ok(None) };
        Ok(Some(match signal {
            Signal::Values(state) => Event::Values(read_state(&state)?),
            Signal::Update(node, writes) => self.update(node, &writes)?,
            Signal::Interrupts(asked) => {
                Event::Questions(self.app.questions(&self.thread, asked.iter().map(|(id, _)| id)).await?)
            }
            Signal::Custom(node, chunk) => Event::Custom { node: node.to_string(), chunk },
        }))
    }

    fn update(&self, node: u32, writes: &[Written<Handle>]) -> Result<Event<S>> {
        let host = self.app.0.engine.host();
        let name = |at: u32| host.channels.get(usize::try_from(at).ok()?).map(|channel| channel.name.to_owned());
        let value = |write: &Written<Handle>| Some((name(write.channel)?, write.value.read::<Value>().ok()?));
        let node = usize::try_from(node).ok().and_then(|at| host.nodes.get(at));
        Ok(Event::Update {
            node: node.map_or_else(String::new, |(name, _)| name.to_string()),
            writes: writes.iter().filter_map(value).collect(),
        })
    }

    /// How the call ended. Events that nobody read are dropped.
    ///
    /// # Errors
    /// As [`App::invoke`].
    pub async fn finish(self) -> Result<Outcome<S>> {
        self.app.outcome(&self.thread, self.ticket.ended().await?).await
    }
}
