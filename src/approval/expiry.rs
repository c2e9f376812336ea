//! Deadlines. The time compared is the later of the host's clock and the head's `updated_at`, so that a clock set back
//! un-expires nothing; while the clock is suspect no deadline is enforced (SR-63).

use crate::checkpoint::{Head, Question, Timestamp};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Whether the head is so far ahead of the clock that one of them must be wrong.
pub fn is_clock_suspect(head: &Head, now: Timestamp) -> bool {
    head.updated_at > now.saturating_add(DAY)
}

/// Whether the question's deadline has passed and may be enforced (S-HG-20).
pub fn is_due(question: &Question, head: &Head, now: Timestamp) -> bool {
    let at = now.max(head.updated_at);
    question.expires_at.is_some_and(|deadline| deadline <= at) && !is_clock_suspect(head, now)
}
