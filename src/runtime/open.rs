//! Opening a thread: from memory where its head has not moved, else from the store.

use std::rc::Rc;

use super::app::{Inner, Kept};
use super::finish::fresh_state;
use super::host::{Host, Tried};
use super::seal::BRANCH_TO;
use super::session::{Session, Shown};
use super::values::Values;
use super::wait::call;
use crate::checkpoint::head::Token;
use crate::checkpoint::lineage::Lineage;
use crate::checkpoint::question::{Asked, Decided, DecisionRow, Outcome};
use crate::checkpoint::record::{JoinRow, Loaded, PendingWrite};
use crate::checkpoint::saver::Standing;
use crate::checkpoint::{CheckpointId, Digest, Head, InterruptId, Name, Status, TaskKey};
use crate::error::Error;
use crate::graph::{JoinId, NodeId, START, TASKS};
use crate::ordered::{self, Ordered};
use crate::pregel::{Arrived, Failure, Output, Packet, Path, Pause, Prior, State, Write, paths};

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
        let head = match call(|done| saver.standing(thread, done)).await.map_err(Failure::Engine)? {
            Standing::Thread(head) => *head,
            Standing::Absent(left) => {
                let mut fresh = self.fresh(thread)?;
                fresh.session.audit = left.last().map(|last| (left.len() as u64, Digest::of(last.as_bytes())));
                return Ok(fresh);
            }
        };
        self.check_owner(&head).map_err(Failure::Engine)?;
        let current = |kept: &Kept<H>| kept.session.stands_at(&head);
        match kept.filter(|kept| current(kept)) {
            Some(mut kept) => {
                kept.session.taking_over = true;
                Ok(*kept)
            }
            None => self.load(thread).await,
        }
    }

    /// The thread that waits in memory under this head, for whoever commits before anything else: a head that has moved
    /// since refuses that commit.
    pub fn remembered(&self, thread: &Rc<str>, head: Option<Token>) -> Option<Kept<H>> {
        let mut all = self.kept.borrow_mut();
        let known = all.get(thread)?.session.head.as_ref()?;
        if known.status != Status::Interrupted || Some(known.token()) != head {
            return None;
        }
        let mut kept = all.remove(thread)?;
        kept.session.taking_over = true;
        Some(*kept)
    }

    /// The head that a thread in memory had when a call left it.
    pub fn known_head(&self, thread: &Rc<str>) -> Option<Token> {
        self.kept.borrow().get(thread)?.session.head.as_ref().map(Head::token)
    }

    /// The thread at a checkpoint, and whether that is an older one than the head. What waits at the head is then
    /// none of the older one's tasks, but still among the session's questions.
    pub async fn open_at(&self, thread: &Rc<str>, at: Option<&CheckpointId>) -> Tried<(Kept<H>, bool), H> {
        let kept = self.open(thread).await?;
        let Some(at) = at else { return Ok((kept, false)) };
        let (Some(head), Some(saver)) = (kept.session.head.clone(), self.saver.clone()) else {
            return Err(Failure::Engine(no_checkpoint(thread)));
        };
        if head.id == *at {
            return Ok((kept, false));
        }
        let loaded = call(|done| saver.load(thread, Some(at), done)).await.map_err(Failure::Engine)?;
        let loaded = loaded.ok_or_else(|| Failure::Engine(no_checkpoint(thread)))?;
        let (row, digest) = (Rc::clone(&loaded.checkpoint), loaded.digest);
        let mut older = self.unpack(thread, loaded)?;
        if older.state.start && row.changes.is_empty() {
            self.take_entered(thread, row.seq, &mut older).await?;
        }
        older.session.lineage = older.session.lineage.branched();
        older.session.questions = kept.session.questions;
        older.session.claimed = kept.session.claimed;
        older.session.base = Some((row.seq, digest));
        older.priors.clear();
        older.injected = Output::default();
        Ok((older, true))
    }

    /// What an input wrote stands in the row of the START that came after the input's own.
    async fn take_entered(&self, thread: &Rc<str>, input: u64, older: &mut Kept<H>) -> Tried<(), H> {
        let Some(saver) = self.saver.clone() else { return Ok(()) };
        let page = call(|done| saver.history(thread, Some(input + 2), 1, done)).await.map_err(Failure::Engine)?;
        if let Some(started) = page.into_iter().find(|loaded| loaded.checkpoint.parent == Some(input)) {
            older.state.values = self.values(&started)?;
            older.session.lineage = Lineage::of(&started);
        }
        Ok(())
    }

    async fn load(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        let Some(saver) = self.saver.clone() else { return self.fresh(thread) };
        match call(|done| saver.load(thread, None, done)).await.map_err(Failure::Engine)? {
            Some(loaded) => self.unpack(thread, loaded),
            None => self.fresh(thread),
        }
    }

    pub fn fresh(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        Ok(Kept {
            session: Session::fresh(Rc::clone(thread)),
            state: fresh_state(self)?,
            priors: Vec::new(),
            injected: Output::default(),
        })
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
        let values = self.values(&loaded)?;
        let session = session_of(thread, &loaded);
        self.planned(session, &loaded, values, &loaded.decisions)
    }

    /// What runs next from a checkpoint, with these values; `session` has the thread's open questions.
    pub fn planned(
        &self,
        session: Session,
        loaded: &Loaded<H::Body>,
        values: Vec<Option<H::Value>>,
        decisions: &[Decided],
    ) -> Tried<Kept<H>, H> {
        let state = State {
            values,
            start: loaded.checkpoint.triggers.iter().any(|name| &**name == START),
            triggers: self.triggers(loaded).map_err(Failure::Engine)?,
            sends: self.sends(loaded)?,
            arrived: self.arrived(&loaded.checkpoint.joins),
            step: loaded.checkpoint.step,
        };
        let commanded = loaded.writes.iter().filter(|write| write.task.is_none());
        let injected = self.stored_output(commanded)?.unwrap_or_default();
        let decisions: Ordered<_, _> =
            decisions.iter().map(|decided| (decided.interrupt.clone(), Rc::new(decided.clone()))).collect();
        let with_injected = state.beside(&injected.targets);
        let priors = paths(&with_injected).map(|path| self.prior(path, loaded, &session, &decisions));
        let priors = priors.collect::<Tried<_, H>>()?;
        drop(with_injected);
        Ok(Kept { session, state, priors, injected })
    }

    pub fn values(&self, loaded: &Loaded<H::Body>) -> Tried<Vec<Option<H::Value>>, H> {
        Values::new(self)?.of(loaded)
    }

    fn triggers(&self, loaded: &Loaded<H::Body>) -> Result<Vec<NodeId>, Error> {
        let mut nodes = Vec::new();
        for name in loaded.checkpoint.triggers.iter().filter(|name| &***name != START) {
            nodes.extend(self.waiting_node(loaded, name)?);
        }
        ordered::sort(&mut nodes);
        Ok(nodes)
    }

    /// Under a changed graph nothing of a thread runs: it can be looked at and cancelled.
    fn waiting_node(&self, loaded: &Loaded<H::Body>, name: &str) -> Result<Option<NodeId>, Error> {
        let node = self.graph.node_id(name);
        if node.is_some() || loaded.head.graph.1 != self.row.digest {
            return Ok(node);
        }
        let message = format!("The thread waits at the node \"{name}\", which this graph does not have.");
        Err(Error::new("E_UNKNOWN_NODE", message).on_thread(&loaded.head.thread))
    }

    /// The Send queue.
    fn sends(&self, loaded: &Loaded<H::Body>) -> Tried<Vec<Packet<H::Value>>, H> {
        let chain = loaded.chains.iter().find(|chain| &*chain.channel == TASKS);
        let Some((_, entry)) = chain.and_then(|chain| chain.links.last()) else { return Ok(Vec::new()) };
        let mut sends = Vec::new();
        for (name, args) in self.host.decode_packets(&entry.value)? {
            let node = self.waiting_node(loaded, &name).map_err(Failure::Engine)?;
            sends.extend(node.map(|node| Packet { node, args }));
        }
        Ok(sends)
    }

    fn arrived(&self, rows: &[JoinRow]) -> Arrived {
        let ids = |names: &[Name]| -> Vec<_> { names.iter().filter_map(|name| self.graph.node_id(name)).collect() };
        let joins = (0u32..).map(JoinId).zip(self.graph.joins());
        let found = joins.filter_map(|(id, join)| {
            let row =
                rows.iter().find(|row| self.graph.node_id(&row.to) == Some(join.to) && ids(&row.from) == join.from)?;
            Some((id, ids(&row.arrived)))
        });
        found.collect()
    }

    fn prior(
        &self,
        path: Path,
        loaded: &Loaded<H::Body>,
        session: &Session,
        decisions: &Ordered<InterruptId, Rc<Decided>>,
    ) -> Tried<Prior<H::Value>, H> {
        let key = self.task_key(path);
        let seq = loaded.checkpoint.seq;
        let same = |task: &TaskKey| Some(task) == key.as_ref();
        let asks = |asked: &&Asked| asked.question.seq == seq && same(&asked.question.task);
        let asked = session.questions.values().find(asks);
        let is_claimed = |decided: &&Rc<Decided>| {
            let DecisionRow { outcome, place, .. } = &decided.row;
            *outcome == Some(Outcome::Claimed) && place.0 == seq && same(&place.2)
        };
        let claimed = decisions.values().find(is_claimed);
        let last = match (claimed, asked) {
            (Some(claimed), _) => Some(claimed.interrupt.clone()),
            (None, asked) => asked.and_then(|asked| asked.question.after.clone()),
        };
        let writes = loaded.writes.iter().filter(|write| write.task.as_ref().is_some_and(same));
        Ok(Prior {
            path,
            done: self.stored_output(writes)?,
            answers: chain(last, decisions),
            question: asked.filter(|_| claimed.is_none()).map(pause_of),
            claimed: claimed.map(|decided| decided.interrupt.clone()),
        })
    }

    fn stored_output<'a>(
        &self,
        writes: impl Iterator<Item = &'a PendingWrite<H::Body>>,
    ) -> Tried<Option<Output<H::Value>>, H>
    where
        H::Body: 'a,
    {
        let mut found = None;
        for write in writes.filter(|write| write.idx >= 0) {
            let output: &mut Output<H::Value> = found.get_or_insert_with(Output::default);
            if let Some(channel) = self.graph.channel_id(&write.channel) {
                let value = self.host.decode(&write.value)?;
                output.writes.push(Write { channel, value, overwrite: write.overwrite });
            } else if &*write.channel == TASKS {
                let packets = self.host.decode_packets(&write.value)?.into_iter();
                output
                    .targets
                    .sends
                    .extend(packets.filter_map(|(name, args)| Some(Packet { node: self.graph.node_id(&name)?, args })));
            } else {
                let name = write.channel.strip_prefix(BRANCH_TO);
                output.targets.nodes.extend(name.and_then(|name| self.graph.node_id(name)));
            }
        }
        Ok(found)
    }
}

pub(super) fn session_of<B>(thread: &Rc<str>, loaded: &Loaded<B>) -> Session {
    Session {
        head: Some(loaded.head.clone()),
        lineage: Lineage::of(loaded),
        questions: loaded.questions.iter().map(|asked| (asked.interrupt.clone(), asked.clone())).collect(),
        claimed: claimed(&loaded.decisions),
        last: loaded.checkpoint.last.clone(),
        shown: Some(Shown::of(&loaded.checkpoint, loaded.parent.clone())),
        ..Session::fresh(Rc::clone(thread))
    }
}

/// Those whose outcome is not known.
pub(super) fn claimed(decisions: &[Decided]) -> Ordered<InterruptId, Rc<Decided>> {
    let claimed = decisions.iter().filter(|decided| decided.row.outcome == Some(Outcome::Claimed));
    claimed.map(|decided| (decided.interrupt.clone(), Rc::new(decided.clone()))).collect()
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

pub(super) fn no_checkpoint(thread: &str) -> Error {
    let message = "This thread has no checkpoint of that id. Read `getStateHistory` for those that it has.";
    Error::new("E_UNKNOWN_CHECKPOINT", message).on_thread(thread)
}
