//! The decisions of a load: every claimed one, and those that `after` leads to from an open question or a claimed
//! decision, which are the answers that the head's tasks already have.

use std::rc::Rc;

use super::{Tag, Wanted};
use crate::checkpoint::question::{Decided, DecisionRow, Outcome};
use crate::checkpoint::rows::{Bytes, Key, Row, Store, Want, reader, small};
use crate::checkpoint::{InterruptId, Name};
use crate::error::Error;
use crate::ordered::Ordered;

/// Decisions found so far.
pub(super) struct Answers {
    thread: Name,
    /// Every decision of the thread, where they were all read; they are picked from by need.
    all: Ordered<InterruptId, DecisionRow>,
    found: Ordered<InterruptId, DecisionRow>,
    needed: Vec<InterruptId>,
}

impl Answers {
    pub(super) fn new(thread: &str) -> Self {
        Self { thread: thread.into(), all: Ordered::new(), found: Ordered::new(), needed: Vec::new() }
    }

    /// What reads every decision of the thread.
    pub(super) fn want_all(&self) -> Want {
        Want::Range(Store::Decisions, vec![Key::Text(Rc::clone(&self.thread))], None)
    }

    /// A question's or a decision's `after`.
    pub(super) fn need(&mut self, after: Option<&InterruptId>) {
        self.needed.extend(after.cloned());
    }

    pub(super) fn accept_all<B: Bytes>(&mut self, rows: &[Row<B>]) -> Result<(), Error> {
        for row in rows {
            let [Key::Text(id)] = row.suffix.as_slice() else {
                return Err(reader::corrupt("a decision's key names no question"));
            };
            let (id, decision) = (InterruptId::from_text(id), small::decision_row(&row.bytes)?);
            if decision.outcome == Some(Outcome::Claimed) {
                self.needed.push(id.clone());
            }
            self.all.insert(id, decision);
        }
        Ok(())
    }

    pub(super) fn accept<B: Bytes>(&mut self, interrupt: InterruptId, row: Option<Row<B>>) -> Result<(), Error> {
        let row = row.ok_or_else(|| reader::corrupt("a decision that a later question follows is missing"))?;
        self.all.insert(interrupt.clone(), small::decision_row(&row.bytes)?);
        self.needed.push(interrupt);
        Ok(())
    }

    /// Follows `after` as far as the decisions at hand lead, and wants the next ones.
    pub(super) fn follow(&mut self, wanted: &mut Wanted) {
        while let Some(id) = self.needed.pop() {
            if self.found.contains_key(&id) {
                continue;
            }
            if let Some(row) = self.all.remove(&id) {
                self.need(row.place.4.as_ref());
                self.found.insert(id, row);
            } else {
                let key = Key::List(vec![Key::Text(Rc::clone(&self.thread)), Key::text(id.as_str())]);
                wanted.insert(Want::One(Store::Decisions, key), Tag::Decision(id));
            }
        }
    }

    /// What was found, by question.
    pub(super) fn take(&mut self) -> Vec<Decided> {
        std::mem::take(&mut self.found).into_iter().map(|(interrupt, row)| Decided { interrupt, row }).collect()
    }
}
