//! What every saver checks of a batch before it changes anything: that it is within the limits, and the
//! compare-and-set on the head, which is the one thing that decides who wins (storage.md 4.1, steps 0 and 3).

use super::canonical::excerpt;
use super::ids::check_thread_id;
use super::record::{Share, Value};
use super::{CommitBatch, Head};
use crate::error::Error;

/// Rows in one commit.
const ROWS: usize = 10_000;

/// Bytes of one state value.
const VALUE: u64 = 32 << 20;

/// Bytes of all state values of one commit.
const BATCH: u64 = 64 << 20;

impl<B> CommitBatch<B> {
    /// Refuses what no saver takes, before anything touches a store.
    ///
    /// # Errors
    /// `E_BAD_NAME` for the thread's id, `E_LIMIT` above 10,000 rows, `E_TOO_LARGE` above 32 MiB in a value or 64 MiB in
    /// all.
    pub fn check_limits(&self) -> Result<(), Error> {
        check_thread_id(&self.head.thread)?;
        if self.rows() > ROWS {
            let what = "A commit holds at most 10,000 rows. Let the superstep start fewer tasks.";
            return Err(Error::new("E_LIMIT", what));
        }
        let mut total = 0;
        for (len, channel) in self.values().map(|(value, channel)| (u64::from(value.len()), channel)) {
            if len > VALUE {
                let channel = excerpt(channel);
                let what = format!("A value of {channel} has {len} bytes, over 32 MiB. Keep it outside the state.");
                return Err(Error::new("E_TOO_LARGE", what));
            }
            total += len;
        }
        if total > BATCH {
            let what = format!("A commit has {total} bytes of state, more than 64 MiB. Write less in one superstep.");
            return Err(Error::new("E_TOO_LARGE", what));
        }
        Ok(())
    }

    /// Whether the stored head is the one that the batch expects.
    ///
    /// # Errors
    /// `E_GONE`, `E_EXISTS`, `THREAD_CONFLICT`; `E_UNKNOWN_CHECKPOINT` for a pending write that is neither for the
    /// head's checkpoint nor for one of the batch.
    pub fn check_head(&self, stored: Option<&Head>) -> Result<(), Error> {
        match (self.expect, stored.map(Head::token)) {
            (Some(_), None) => return Err(Error::new("E_GONE", "The thread was deleted. Start a new one.")),
            (None, Some(_)) => return Err(Error::new("E_EXISTS", "The thread exists already. Load it first.")),
            (expected, found) if expected != found => {
                return Err(Error::new("THREAD_CONFLICT", "Somebody else changed the thread. Load it again."));
            }
            _ => {}
        }
        let known =
            |seq| stored.is_some_and(|head| head.seq == seq) || self.checkpoints.iter().any(|row| row.seq == seq);
        if self.writes.iter().all(|write| known(write.seq)) {
            return Ok(());
        }
        Err(Error::new("E_UNKNOWN_CHECKPOINT", "A pending write names a checkpoint that the thread does not stand at."))
    }

    /// The head as the batch leaves it: one more `rev`, and one more `epoch` where it takes the right to run.
    pub fn next_head(&self) -> Head {
        let (rev, epoch) = self.expect.map_or((0, 0), |token| (token.rev, token.epoch));
        Head { rev: rev + 1, epoch: epoch + u64::from(self.raise_epoch), ..self.head.clone() }
    }

    fn rows(&self) -> usize {
        let large = self.values().filter(|(value, _)| matches!(value, Value::Blob { .. })).count();
        let small = self.checkpoints.len() + self.writes.len() + self.audit.len();
        large + small + self.ask.len() + self.close.len() + self.outcomes.len()
    }

    /// Every state value of the batch, with its channel.
    fn values(&self) -> impl Iterator<Item = (&Value<B>, &str)> {
        let rows = || self.checkpoints.iter();
        let changes = rows().flat_map(|row| &row.changes).map(|entry| (&entry.value, &*entry.channel));
        let shares = rows().flat_map(|row| &row.by).flat_map(|(_, shares)| shares);
        let updates = shares.filter_map(|share| match share {
            Share::Update(channel, value) => Some((value, &**channel)),
            Share::Whole(_) | Share::Ops(..) => None,
        });
        changes.chain(updates).chain(self.writes.iter().map(|write| (&write.value, &*write.channel)))
    }
}
