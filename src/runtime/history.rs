//! `getStateHistory`: a thread's checkpoints, newest first, each with what ran from it (S-GET-40…43).

use std::rc::Rc;

use super::answer::engine_error;
use super::app::{App, Inner, Kept};
use super::host::{Host, Tried, Written};
use super::open::{no_checkpoint, session_of};
use super::session::{Session, Shown};
use super::snapshot::{Child, Found, Snapshot};
use super::values::Values;
use super::wait::call;
use crate::checkpoint::question::Decided;
use crate::checkpoint::record::{CheckpointRow, Loaded, Share};
use crate::checkpoint::{CheckpointId, Name, TaskKey, ids};
use crate::error::Error;
use crate::graph::Channel;
use crate::ordered::Ordered;

impl<H: Host> App<H> {
    /// Up to `limit` checkpoints of the thread, newest first, from the one before `before` on; those of every branch.
    /// Nothing is previewed: values are as they were stored, and every planned task is among what runs next.
    ///
    /// # Errors
    /// `MISSING_CHECKPOINTER`, `E_BAD_NAME`, `E_UNKNOWN_GRAPH`, `E_UNKNOWN_CHECKPOINT`, and the saver's.
    pub async fn history(
        &self,
        thread: Rc<str>,
        before: Option<CheckpointId>,
        limit: Option<u32>,
    ) -> Result<Vec<Snapshot<H::Value>>, Error> {
        self.0.saver()?;
        ids::check_thread_id(&thread)?;
        let before = match before {
            None => None,
            Some(id) => Some(id.seq().ok_or_else(|| no_checkpoint(&thread))?),
        };
        self.0.history(&thread, before, limit.unwrap_or(u32::MAX)).await
    }
}

/// What a page of a history is drawn from.
struct Page<H: Host> {
    /// The thread, with its open questions.
    waiting: Session,
    /// Its decisions without an outcome.
    decisions: Vec<Decided>,
    /// What closed its questions.
    closed: Vec<Decided>,
    /// Newest first.
    rows: Vec<Loaded<H::Body>>,
    before: Option<u64>,
    limit: usize,
}

impl<H: Host> Inner<H> {
    async fn history(
        &self,
        thread: &Rc<str>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Snapshot<H::Value>>, Error> {
        let saver = self.saver()?;
        let closed = call(|done| saver.decisions(thread, done));
        // The checkpoint that the page ends before says what the first one of the page led to.
        let from = before.map_or(limit, |_| limit.saturating_add(1));
        let rows = call(|done| saver.history(thread, before.map(|seq| seq + 1), from, done));
        let Some((waiting, decisions)) = self.waiting(thread).await? else { return Ok(Vec::new()) };
        let (closed, rows) = (closed.await?, rows.await?);
        let page = Page { waiting, decisions, closed, rows, before, limit: limit as usize };
        self.snapshots(&page).map_err(engine_error)
    }

    /// What of a thread's questions is open or claimed, as a session has it; `None`: there is no thread.
    async fn waiting(&self, thread: &Rc<str>) -> Result<Option<(Session, Vec<Decided>)>, Error> {
        if let Some(Kept { session, .. }) = self.unmoved(thread).await? {
            let claimed = session.claimed.values().map(|claimed| (**claimed).clone()).collect();
            return Ok(Some((session, claimed)));
        }
        let saver = self.saver()?;
        let Some(newest) = call(|done| saver.load(thread, None, done)).await? else { return Ok(None) };
        self.check_owner(&newest.head)?;
        Ok(Some((session_of(thread, &newest), newest.decisions)))
    }

    fn snapshots(&self, page: &Page<H>) -> Tried<Vec<Snapshot<H::Value>>, H> {
        // From the oldest on: each reads what it adds to the one before.
        let mut values = Values::new(self)?;
        let mut states = page.rows.iter().rev().map(|row| values.of(row)).collect::<Tried<Vec<_>, H>>()?;
        states.reverse();
        // The first checkpoint that was made from each.
        let made = |(at, row): (usize, &Loaded<H::Body>)| Some((row.checkpoint.parent?, at));
        let children: Ordered<u64, usize> = page.rows.iter().enumerate().filter_map(made).collect();
        let listed = page.rows.iter().zip(&states);
        let listed = listed.filter(|(row, _)| page.before.is_none_or(|before| row.checkpoint.seq < before));
        let snapshot = |(loaded, state): (&Loaded<H::Body>, &Vec<_>)| {
            let at = children.get(&loaded.checkpoint.seq).copied();
            let child = at.and_then(|at| Some((page.rows.get(at)?, states.get(at)?)));
            let child = child.map(|(row, values)| Child { row: &row.checkpoint, values: values.clone() });
            let kept = self.planned(page.waiting.clone(), loaded, state.clone(), &page.decisions)?;
            let shown = Shown::of(&loaded.checkpoint, loaded.parent.clone());
            let found =
                Found { head: &loaded.head, shown: &shown, writes: &loaded.writes, closed: &page.closed, child };
            Ok(self.describe(&kept, &found, state, false))
        };
        listed.take(page.limit).map(snapshot).collect()
    }

    /// What a checkpoint says that a task before it wrote; `None` where the task is none of those that made it.
    pub fn written_by(&self, child: &Child<'_, H>, task: &TaskKey) -> Option<Vec<Written<H::Value>>> {
        let row = child.row;
        let ran = row.last.contains(task.node());
        let Some((_, shares)) = row.by.iter().find(|(by, _)| by.as_ref() == Some(task)) else {
            return ran.then(Vec::new);
        };
        let written = |(at, share): (usize, &Share<H::Body>)| {
            let earlier = shares.get(..at).unwrap_or_default();
            self.share(child, share, |channel| behind(row, task, channel) - appended(earlier, channel)).ok().flatten()
        };
        Some(shares.iter().enumerate().filter_map(written).collect())
    }

    /// `back`: how many elements a list ends with from the share's own on.
    fn share(
        &self,
        child: &Child<'_, H>,
        share: &Share<H::Body>,
        back: impl Fn(&Name) -> u32,
    ) -> Tried<Option<Written<H::Value>>, H> {
        let (Share::Whole(name) | Share::Ops(name, _) | Share::Update(name, _)) = share;
        let Some((channel, value)) = self.channel_now(child, name) else { return Ok(None) };
        let value = match share {
            Share::Whole(_) => value.cloned(),
            Share::Ops(_, count) => value.map(|list| self.host.last_items(list, back(name), *count)),
            Share::Update(_, update) => Some(self.host.decode(update)?),
        };
        Ok(value.map(|value| Written::new(channel.host, value)))
    }

    fn channel_now<'a>(&'a self, child: &'a Child<'_, H>, name: &Name) -> Option<(&'a Channel, Option<&'a H::Value>)> {
        let id = self.graph.channel_id(name)?;
        Some((self.graph.channel(id)?, child.values.get(id.0 as usize).and_then(Option::as_ref)))
    }
}

/// How many elements a list ends with from a task's own on: tasks append in their order.
fn behind<B>(row: &CheckpointRow<B>, task: &TaskKey, channel: &Name) -> u32 {
    let from = row.by.iter().skip_while(|(by, _)| by.as_ref() != Some(task));
    from.map(|(_, shares)| appended(shares, channel)).sum()
}

/// How many elements were appended to a list.
fn appended<B>(shares: &[Share<B>], channel: &Name) -> u32 {
    let counts = shares.iter().filter_map(|share| match share {
        Share::Ops(name, count) if name == channel => Some(*count),
        _ => None,
    });
    counts.sum()
}
