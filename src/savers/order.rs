//! The orders in which every saver answers, so that no two savers differ.

use crate::checkpoint::Head;
use crate::checkpoint::canonical::cmp_utf16;
use crate::checkpoint::question::Asked;
use crate::ordered::sort_by;

/// Open questions: oldest first, then by thread, step and task; so that the order is the same after a reload.
pub(super) fn questions(open: &mut [Asked]) {
    sort_by(open, |a, b| {
        let by_time = a.question.created_at.cmp(&b.question.created_at);
        let by_step = || a.question.seq.cmp(&b.question.seq);
        by_time
            .then_with(|| cmp_utf16(&a.thread, &b.thread))
            .then_with(by_step)
            .then_with(|| a.question.task.cmp(&b.question.task))
            .then_with(|| a.interrupt.cmp(&b.interrupt))
    });
}

/// Heads: by thread, in the order of keys in a browser's store.
pub(super) fn heads(heads: &mut [Head]) {
    sort_by(heads, |a, b| cmp_utf16(&a.thread, &b.thread));
}
