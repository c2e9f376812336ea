//! Claims: the commit that records an answer before anything runs, and what it does to a thread in memory.

use std::rc::Rc;

use super::app::{Inner, Kept};
use super::host::{Host, Tried};
use super::seal::{Sealing, closing};
use super::wait::call;
use crate::approval::audit::{AuditEntry, Kind};
use crate::approval::{Decision, expiry};
use crate::checkpoint::batch::CommitBatch;
use crate::checkpoint::question::{Asked, Decided, DecisionRow, Json, OnExpire, Outcome, Verb};
use crate::checkpoint::{InterruptId, Status};
use crate::error::Error;
use crate::pregel::{Failure, Output, Pause, Prior, append};

/// An answer that is to be recorded.
pub(super) struct Answer {
    pub asked: Asked,
    pub decision: Decision,
    /// `Answered`, or `Expired` where the deadline decides.
    pub verb: Verb,
}

impl<H: Host> Sealing<'_, H> {
    /// Closes a question with its answer: from now on nobody else's counts.
    pub fn claim(&mut self, answer: &Answer) -> Rc<Decided> {
        let Answer { asked, decision, verb } = answer;
        let interrupt = &asked.interrupt;
        let record = (*verb == Verb::Answered).then(|| {
            let nonce = InterruptId::new(self.host().random());
            decision.record(asked, &self.batch.head.id, &self.batch.head, self.now, nonce.as_str())
        });
        let row = DecisionRow {
            digest: decision.digest(interrupt, asked.question.payload_digest),
            outcome: Some(Outcome::Claimed),
            reason: decision.reason(),
            record: record.clone(),
            value: (asked.question.on_expire != Some(OnExpire::Fail) || *verb == Verb::Answered)
                .then(|| decision.value.clone()),
            ..closing(asked, *verb, decision.actor.clone(), self.now)
        };
        let kind = if *verb == Verb::Expired { Kind::Expired } else { Kind::Answered };
        let entry = AuditEntry::about(kind, interrupt, Some(&decision.actor), self.now);
        self.audit(&AuditEntry { record, ..entry });
        self.batch.head.waiting = self.batch.head.waiting.saturating_sub(1);
        self.batch.head.claimed += 1;
        self.session.questions.remove(interrupt);
        let decided = Rc::new(Decided { interrupt: interrupt.clone(), row });
        self.session.claimed.insert(interrupt.clone(), Rc::clone(&decided));
        self.batch.close.push((*decided).clone());
        decided
    }
}

impl<H: Host> Inner<H> {
    /// Makes a batch durable, and the session that it was built on the thread's.
    pub async fn commit(&self, kept: &mut Kept<H>, sealing: Sealing<'_, H>) -> Result<(), Error> {
        let (mut session, batch) = (sealing.session, sealing.batch);
        let head = batch.head.clone();
        let committed = self.commit_batch(batch).await?;
        session.committed(head, committed);
        kept.session = session;
        Ok(())
    }

    async fn commit_batch(&self, batch: CommitBatch<H::Body>) -> Result<crate::checkpoint::batch::Committed, Error> {
        let Some(saver) = self.saver.clone() else {
            return Err(Error::new("MISSING_CHECKPOINTER", "No checkpointer set. Give `compile` a saver."));
        };
        call(|done| saver.commit(batch, done)).await
    }

    /// Records answers, what a Command wrote with them, and closes what expired without one, in one commit.
    pub async fn claim(
        &self,
        kept: &mut Kept<H>,
        answers: Vec<Answer>,
        expired: &[Asked],
        output: Output<H::Value>,
    ) -> Tried<(), H> {
        let mut sealing = Sealing::new(self, &kept.session).map_err(Failure::Engine)?;
        sealing.inject(&kept.injected, &output)?;
        let decided: Vec<_> = answers.iter().map(|answer| sealing.claim(answer)).collect();
        let timer = crate::checkpoint::question::Actor::new("timer", "timer");
        for asked in expired {
            sealing.close(&asked.interrupt, Verb::Expired, &timer, None);
        }
        if !decided.is_empty() {
            sealing.status(Status::Running, &[]);
            sealing.batch.head.passed = true;
        } else {
            sealing.batch.raise_epoch = false;
        }
        let taking_over = kept.session.taking_over;
        let closed = sealing.batch.close.clone();
        self.commit(kept, sealing).await.map_err(Failure::Engine)?;
        kept.injected.extend(output);
        kept.session.taking_over = taking_over && decided.is_empty();
        decided.into_iter().for_each(|decided| answered(&mut kept.priors, &decided));
        for asked in expired {
            withdraw(&mut kept.priors, &asked.interrupt);
        }
        self.hear_closed(&kept.session.thread, &closed);
        Ok(())
    }

    /// What deadlines decide by now: answers, and questions that only close.
    pub fn due(&self, kept: &Kept<H>) -> (Vec<Answer>, Vec<Asked>) {
        let now = self.host.now();
        let Some(head) = &kept.session.head else { return (Vec::new(), Vec::new()) };
        let due = kept.session.questions.values().filter(|asked| expiry::is_due(&asked.question, head, now));
        let (with, without): (Vec<&Asked>, Vec<&Asked>) = due.partition(|asked| asked.question.on_expire.is_some());
        (with.into_iter().filter_map(timed_answer).collect(), without.into_iter().cloned().collect())
    }
}

fn timed_answer(asked: &Asked) -> Option<Answer> {
    let decision = match asked.question.on_expire.as_ref()? {
        OnExpire::Resume(value) => Decision::of_timer(value),
        OnExpire::Fail => Decision::of_timer(&Json("null".into())),
    };
    Some(Answer { asked: asked.clone(), decision, verb: Verb::Expired })
}

fn asks<V>(prior: &Prior<V>, interrupt: &InterruptId) -> bool {
    prior.question.as_ref().is_some_and(|Pause { id, .. }| id == interrupt)
}

fn answered<V>(priors: &mut [Prior<V>], decided: &Rc<Decided>) {
    if let Some(prior) = priors.iter_mut().find(|prior| asks(prior, &decided.interrupt)) {
        prior.question = None;
        append(&mut prior.answers, decided);
        prior.claimed = Some(decided.interrupt.clone());
    }
}

fn withdraw<V>(priors: &mut [Prior<V>], interrupt: &InterruptId) {
    if let Some(prior) = priors.iter_mut().find(|prior| asks(prior, interrupt)) {
        prior.question = None;
    }
}
