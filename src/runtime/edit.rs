//! `updateState`: edits of a thread's state from outside, as if nodes had returned them (S-UPD).

use std::rc::Rc;

use super::app::{App, Inner, Kept};
use super::begin::{Launch, no_input};
use super::host::{Goto, Host, Returned, Tried, Written};
use super::session::Shown;
use super::wait::call;
use crate::checkpoint::question::Actor;
use crate::checkpoint::record::Source;
use crate::checkpoint::{CheckpointId, Name, ids};
use crate::error::Error;
use crate::graph::{END, START};
use crate::pregel::{Edit, Failure, Start};

/// An edit that stands for new input.
const INPUT: &str = "__input__";
/// An edit that copies a checkpoint.
const COPY: &str = "__copy__";

/// One edit of a thread's state.
#[derive(Clone, Debug)]
pub struct StateUpdate<V> {
    /// The node that it is made as; `None`: the one that ran last (S-UPD-10).
    pub as_node: Option<String>,
    /// Its writes; `None`: no values at all.
    pub writes: Option<Vec<Written<V>>>,
    /// Where it leads beside the node's edges.
    pub goto: Vec<Goto<V>>,
}

impl<V> StateUpdate<V> {
    fn is_empty(&self) -> bool {
        self.writes.is_none() && self.goto.is_empty()
    }
}

impl<H: Host> App<H> {
    /// Edits the state: each list of updates is one checkpoint. What waits at the head is closed as superseded. Nothing
    /// runs but the conditional edges of the nodes that the edits are made as. Gives the newest checkpoint's id.
    ///
    /// # Errors
    /// `INVALID_UPDATE` for edits that do not fit together (S-UPD-12, S-UPD-20), `THREAD_BUSY` while a call runs the
    /// thread, and the saver's; what a reducer or a path function threw. Edits before the one that failed stay.
    pub async fn update_state(
        &self,
        thread: Rc<str>,
        at: Option<CheckpointId>,
        supersteps: Vec<Vec<StateUpdate<H::Value>>>,
    ) -> Tried<CheckpointId, H> {
        self.0.saver().map_err(Failure::Engine)?;
        ids::check_thread_id(&thread).map_err(Failure::Engine)?;
        if supersteps.is_empty() {
            return Err(Failure::Engine(invalid("No supersteps provided")));
        }
        self.0.edit_all(&thread, at, supersteps).await.map_err(|failure| match failure {
            Failure::Engine(error) => Failure::Engine(error.on_thread(&thread)),
            thrown => thrown,
        })
    }
}

impl<H: Host> Inner<H> {
    async fn edit_all(
        &self,
        thread: &Rc<str>,
        mut at: Option<CheckpointId>,
        supersteps: Vec<Vec<StateUpdate<H::Value>>>,
    ) -> Tried<CheckpointId, H> {
        supersteps.iter().try_for_each(|updates| check(updates)).map_err(Failure::Engine)?;
        let _lock = self.lock(thread, false).await.map_err(Failure::Engine)?;
        if self.active_on(thread).is_some() {
            return Err(Failure::Engine(super::begin::busy(thread)));
        }
        for updates in supersteps {
            self.edit(thread, at.take(), updates).await?;
        }
        let id = self.kept.borrow().get(thread).and_then(|kept| Some(kept.session.head.as_ref()?.id.clone()));
        id.ok_or_else(|| Failure::Engine(super::store::gone(thread)))
    }

    async fn edit(
        &self,
        thread: &Rc<str>,
        at: Option<CheckpointId>,
        updates: Vec<StateUpdate<H::Value>>,
    ) -> Tried<(), H> {
        let (mut kept, older) = self.open_at(thread, at.as_ref()).await?;
        if updates.iter().any(|update| update.as_node.as_deref() == Some(END) && update.is_empty()) {
            return self.end_here(thread, kept, older).await;
        }
        let edit = self.edit_of(&mut kept, at, updates).await?;
        kept.session.supersede();
        let launch = Launch::new(self.unattended_run(), self.usual(), None);
        let started = call(|done| {
            self.start(Launch { ended: Some(done), ..launch }, kept.state, Start::Update(edit), Some(kept.session));
        });
        started.await.map_err(Failure::Engine)?
    }

    /// Ends the run and closes its questions (S-UPD-15).
    async fn end_here(&self, thread: &Rc<str>, kept: Kept<H>, older: bool) -> Tried<(), H> {
        if older || kept.session.head.is_none() {
            let message = "Only the head of a thread can be ended. Leave `checkpoint_id` out, or edit as a node.";
            return Err(Failure::Engine(invalid(message)));
        }
        self.kept.borrow_mut().insert(Rc::clone(thread), Box::new(kept));
        self.cancel(thread, None, None, &Actor::new("program", "command")).await
    }

    async fn edit_of(
        &self,
        kept: &mut Kept<H>,
        at: Option<CheckpointId>,
        updates: Vec<StateUpdate<H::Value>>,
    ) -> Tried<Edit<H::Value>, H> {
        let single = <[_; 1]>::try_from(updates).map(|[update]| update);
        let updates = match single {
            Ok(update) => match update.as_node.as_deref() {
                Some(COPY) => return self.copy(kept, at).await,
                Some(INPUT) => {
                    let writes = update.writes.filter(|writes| !writes.is_empty());
                    return writes.map(|writes| Edit::Input(self.writes(writes))).ok_or_else(no_writes);
                }
                None if update.is_empty() => return Ok(Edit::Copy(Source::Update)),
                _ => vec![update],
            },
            Err(several) => several,
        };
        let mut nodes = Vec::new();
        for StateUpdate { as_node, writes, goto } in updates {
            let name = as_node.map_or_else(|| inferred(&kept.session.last), |name| Ok(name.into()));
            let name = name.map_err(Failure::Engine)?;
            if &*name == START {
                return Ok(Edit::Start(self.writes(writes.unwrap_or_default())));
            }
            let node = self.graph.node_id(&name).ok_or_else(|| Failure::Engine(no_node(&name)))?;
            let returned = Returned { writes: writes.unwrap_or_default(), goto };
            nodes.push((node, self.output(returned, "Command goto").map_err(Failure::Engine)?));
        }
        let (finished, commanded) = (std::mem::take(&mut kept.priors), std::mem::take(&mut kept.injected));
        Ok(Edit::Nodes { finished, commanded, updates: nodes })
    }

    /// A sibling of the checkpoint: made from what that one was made from (S-UPD-17).
    async fn copy(&self, kept: &mut Kept<H>, at: Option<CheckpointId>) -> Tried<Edit<H::Value>, H> {
        let (Some(saver), Some(_)) = (self.saver.clone(), &kept.session.head) else {
            return Err(Failure::Engine(invalid("Cannot copy a non-existent checkpoint")));
        };
        let thread = Rc::clone(&kept.session.thread);
        let load = |at: Option<CheckpointId>| {
            let (saver, thread) = (Rc::clone(&saver), Rc::clone(&thread));
            async move { call(|done| saver.load(&thread, at.as_ref(), done)).await.map_err(Failure::Engine) }
        };
        let parent = load(at).await?.and_then(|loaded| loaded.parent);
        if let Some(parent) = parent
            && let Some(loaded) = load(Some(parent)).await?
        {
            kept.session.base = Some((loaded.checkpoint.seq, loaded.digest));
            kept.session.shown = Some(Shown::of(&loaded.checkpoint, loaded.parent));
            kept.session.lineage = std::mem::take(&mut kept.session.lineage).branched();
        }
        Ok(Edit::Copy(Source::Fork))
    }
}

/// The node that ran last (S-UPD-10).
fn inferred(last: &[Name]) -> Result<Name, Error> {
    match last {
        [] => Ok(START.into()),
        [node] => Ok(Rc::clone(node)),
        _ => Err(invalid("Ambiguous update, specify \"asNode\"")),
    }
}

/// S-UPD-20.
fn check<V>(updates: &[StateUpdate<V>]) -> Result<(), Error> {
    let one_of = |name| updates.iter().any(|update| update.as_node.as_deref() == Some(name));
    match updates {
        [] => Err(invalid("No updates provided")),
        [_] => Ok(()),
        _ if updates.iter().any(|update| update.as_node.is_none()) => {
            Err(invalid("\"asNode\" is required when applying multiple updates"))
        }
        _ if one_of(END) => Err(invalid("Cannot apply multiple updates when clearing state")),
        _ if one_of(INPUT) => Err(invalid("Cannot apply multiple updates when updating as input")),
        _ if one_of(COPY) => Err(invalid("Cannot copy checkpoint with multiple updates")),
        _ if updates.iter().any(StateUpdate::is_empty) => {
            Err(invalid("Cannot create empty checkpoint with multiple updates"))
        }
        _ => Ok(()),
    }
}

fn invalid(message: &str) -> Error {
    Error::new("INVALID_UPDATE", message)
}

fn no_node(name: &str) -> Error {
    invalid(&format!("Node \"{name}\" does not exist"))
}

fn no_writes<V>() -> Failure<V> {
    Failure::Engine(invalid(&no_input().message))
}
