//! Opening a thread: from memory where its head has not moved, else from the store.

use std::rc::Rc;

use super::app::{Inner, Kept};
use super::finish::fresh_state;
use super::host::{Host, Tried};
use super::seal::BRANCH_TO;
use super::session::Session;
use super::wait::call;
use crate::checkpoint::lineage::Lineage;
use crate::checkpoint::question::{Asked, Decided, Outcome};
use crate::checkpoint::record::{Chain, Loaded, PendingWrite};
use crate::checkpoint::{Head, InterruptId, Status};
use crate::error::Error;
use crate::graph::NodeId;
use crate::ordered::{self, Ordered};
use crate::pregel::{Failure, Pause, Prior, State, Write};

/// What a finished task wrote, and where its conditional edges lead.
type Stored<H> = (Vec<Write<<H as Host>::Value>>, Vec<NodeId>);

impl<H: Host> Inner<H> {
    /// The thread as it stands, for whoever goes on with it. Takes it out of memory: whoever opens it keeps it again.
    pub async fn open(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        let kept = self.open_any(thread).await?;
        if let Some(head) = &kept.session.head {
            self.check_graph(head).map_err(Failure::Engine)?;
        }
        Ok(kept)
    }

    /// The thread as it stands, also where the graph has changed since.
    pub async fn open_any(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        let Some(saver) = self.saver.clone() else { return self.fresh(thread) };
        let kept = self.kept.borrow_mut().remove(thread);
        let Some(head) = call(|done| saver.head(thread, done)).await.map_err(Failure::Engine)? else {
            return self.fresh(thread);
        };
        self.check_owner(&head).map_err(Failure::Engine)?;
        let current = |kept: &Kept<H>| kept.session.head.as_ref().is_some_and(|known| known.token() == head.token());
        match kept.filter(current) {
            Some(mut kept) => {
                kept.session.taking_over = true;
                Ok(kept)
            }
            None => self.load(thread).await,
        }
    }

    async fn load(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        let Some(saver) = self.saver.clone() else { return self.fresh(thread) };
        match call(|done| saver.load(thread, None, done)).await.map_err(Failure::Engine)? {
            Some(loaded) => self.unpack(thread, loaded),
            None => self.fresh(thread),
        }
    }

    pub fn fresh(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        Ok(Kept { session: Session::fresh(Rc::clone(thread)), state: fresh_state(self)?, priors: Vec::new() })
    }

    /// A thread belongs to the graph named in its head (S-CON-14).
    pub fn check_owner(&self, head: &Head) -> Result<(), Error> {
        if head.graph.0 == self.name {
            return Ok(());
        }
        let message = format!(
            "This thread belongs to the graph \"{}\". Use the app that was compiled with that name.",
            head.graph.0
        );
        Err(Error::new("E_UNKNOWN_GRAPH", message).on_thread(&head.thread))
    }

    /// A thread that has something left to run is only run by the graph it was paused under (S-BLD-62).
    pub fn check_graph(&self, head: &Head) -> Result<(), Error> {
        if head.graph.1 == self.row.digest || matches!(head.status, Status::Done | Status::Idle) {
            return Ok(());
        }
        let message = "The graph changed since this thread paused: its nodes, edges, channels or version differ. Finish it \
                       with the graph it was started with, or start a new thread.";
        Err(Error::new("E_GRAPH_CHANGED", message).on_thread(&head.thread))
    }

    pub fn unpack(&self, thread: &Rc<str>, loaded: Loaded<H::Body>) -> Tried<Kept<H>, H> {
        let mut state = fresh_state(self)?;
        for chain in &loaded.chains {
            let channel = self.graph.channel_id(&chain.channel);
            if let Some(slot) = channel.and_then(|id| state.values.get_mut(id.0 as usize)) {
                *slot = Some(self.decode_chain(chain)?);
            }
        }
        state.step = loaded.checkpoint.step;
        state.triggers = self.triggers(&loaded).map_err(Failure::Engine)?;
        let priors = self.priors(&loaded, &state)?;
        let session = session_of(thread, loaded);
        Ok(Kept { session, state, priors })
    }

    fn decode_chain(&self, chain: &Chain<H::Body>) -> Tried<H::Value, H> {
        let mut links = chain.links.iter();
        let Some((_, full)) = links.next() else {
            return Err(Failure::Engine(Error::new(
                "E_CORRUPT",
                format!("Channel \"{}\" has no value.", chain.channel),
            )));
        };
        let value = self.host.decode(&full.value)?;
        links.try_fold(value, |list, (_, entry)| self.host.apply_items(list, &entry.value))
    }

    fn triggers(&self, loaded: &Loaded<H::Body>) -> Result<Vec<NodeId>, Error> {
        if matches!(loaded.head.status, Status::Done | Status::Idle) {
            return Ok(Vec::new());
        }
        let unknown = |name: &str| {
            let message = format!("The thread waits at the node \"{name}\", which this graph does not have.");
            Error::new("E_UNKNOWN_NODE", message).on_thread(&loaded.head.thread)
        };
        let mut nodes = Vec::new();
        for name in &loaded.checkpoint.triggers {
            match self.graph.node_id(name) {
                Some(node) => nodes.push(node),
                // Under a changed graph nothing of the thread runs: it can be looked at and cancelled.
                None if loaded.head.graph.1 != self.row.digest => {}
                None => return Err(unknown(name)),
            }
        }
        ordered::sort(&mut nodes);
        Ok(nodes)
    }

    fn priors(&self, loaded: &Loaded<H::Body>, state: &State<H::Value>) -> Tried<Vec<Prior<H::Value>>, H> {
        let decisions: Ordered<_, _> =
            loaded.decisions.iter().map(|decided| (decided.interrupt.clone(), Rc::new(decided.clone()))).collect();
        state.triggers.iter().map(|node| self.prior(*node, loaded, &decisions)).collect()
    }

    fn prior(
        &self,
        node: NodeId,
        loaded: &Loaded<H::Body>,
        decisions: &Ordered<InterruptId, Rc<Decided>>,
    ) -> Tried<Prior<H::Value>, H> {
        let name = self.graph.node(node).map_or("", |node| &node.name);
        let asked = loaded.questions.iter().find(|asked| asked.question.task.node().as_ref() == name);
        let claimed = decisions.values().find(|decided| {
            decided.row.outcome == Some(Outcome::Claimed) && decided.row.place.2.node().as_ref() == name
        });
        let last = match (claimed, asked) {
            (Some(claimed), _) => Some(claimed.interrupt.clone()),
            (None, asked) => asked.and_then(|asked| asked.question.after.clone()),
        };
        let done =
            self.stored_result(loaded.writes.iter().filter(|write| write.node().is_some_and(|node| **node == *name)))?;
        Ok(Prior {
            node,
            done,
            answers: chain(last, decisions),
            question: asked.filter(|_| claimed.is_none()).map(pause_of),
            claimed: claimed.map(|decided| decided.interrupt.clone()),
        })
    }

    fn stored_result<'a>(&self, writes: impl Iterator<Item = &'a PendingWrite<H::Body>>) -> Tried<Option<Stored<H>>, H>
    where
        H::Body: 'a,
    {
        let mut result = None;
        for write in writes.filter(|write| write.idx >= 0) {
            let (values, targets) = result.get_or_insert_with(|| (Vec::new(), Vec::new()));
            if let Some(channel) = self.graph.channel_id(&write.channel) {
                values.push(Write { channel, value: self.host.decode(&write.value)? });
            } else {
                targets.extend(write.channel.strip_prefix(BRANCH_TO).and_then(|name| self.graph.node_id(name)));
            }
        }
        Ok(result)
    }
}

fn session_of<B>(thread: &Rc<str>, loaded: Loaded<B>) -> Session {
    let lineage = Lineage::of(&loaded);
    let claimed = loaded.decisions.into_iter().filter(|decided| decided.row.outcome == Some(Outcome::Claimed));
    Session {
        thread: Rc::clone(thread),
        head: Some(loaded.head),
        lineage,
        questions: loaded.questions.into_iter().map(|asked| (asked.interrupt.clone(), asked)).collect(),
        claimed: claimed.map(|decided| (decided.interrupt.clone(), Rc::new(decided))).collect(),
        taking_over: true,
        superseding: false,
    }
}

/// The answers that a task has, in the order in which it asked, found from the last one backwards.
fn chain(last: Option<InterruptId>, decisions: &Ordered<InterruptId, Rc<Decided>>) -> Vec<Rc<Decided>> {
    let step = |decided: &&Rc<Decided>| decided.row.place.4.as_ref().and_then(|after| decisions.get(after));
    let first = last.as_ref().and_then(|id| decisions.get(id));
    let mut answers: Vec<_> = std::iter::successors(first, step).cloned().collect();
    answers.reverse();
    answers
}

pub(super) fn pause_of(asked: &Asked) -> Pause {
    let question = &asked.question;
    Pause {
        id: asked.interrupt.clone(),
        idx: question.idx,
        payload: question.payload.clone(),
        digest: question.payload_digest,
        expires_at: question.expires_at,
        on_expire: question.on_expire.clone(),
        after: question.after.clone(),
    }
}
