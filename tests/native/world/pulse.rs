//! The pulse of a page: each effect it carries out is one beat, and at a chosen beat it dies.

use std::cell::Cell;

/// Counts effects. From the fatal beat on, nothing that a page does has any effect.
#[derive(Default)]
pub struct Pulse {
    beats: Cell<u64>,
    fatal: Cell<Option<u64>>,
}

impl Pulse {
    /// The page dies at this beat, counted from now.
    pub fn die_at(&self, beat: Option<u64>) {
        self.beats.set(0);
        self.fatal.set(beat);
    }

    /// One effect. Whether the page lives to see it.
    pub fn beat(&self) -> bool {
        self.beats.set(self.beats.get() + 1);
        self.is_alive()
    }

    pub fn is_alive(&self) -> bool {
        self.fatal.get().is_none_or(|fatal| self.beats.get() < fatal)
    }

    pub fn beats(&self) -> u64 {
        self.beats.get()
    }
}
