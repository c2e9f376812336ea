//! Answers: `resume` records a person's decision exactly once and sets its task going; `continue` goes on after the
//! page died in between. Neither is ever told that the thread is busy with something else.

use std::rc::Rc;

use super::app::{App, Inner, Kept};
use super::begin::{Held, How, Launch, busy};
use super::claim::Answer;
use super::command::{nothing_to_resume, unknown_interrupt};
use super::host::{Answering, Host, RunId, Settlement, Tried};
use super::wait::call;
use crate::approval::audit::{AuditEntry, Kind};
use crate::approval::decision::{judge, refusal};
use crate::approval::{Decision, Ref, expiry, native};
use crate::checkpoint::head::Token;
use crate::checkpoint::json;
use crate::checkpoint::question::{Actor, Asked, Decided, Json, Verb};
use crate::checkpoint::saver::{Lock, QuestionRead};
use crate::checkpoint::{Digest, Head, InterruptId, Name, Status, ids};
use crate::error::Error;
use crate::graph::NodeKind;
use crate::pregel::{Event, Failure, Output};
use crate::runtime::seal::Sealing;

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// `resumed`: this decision counts. `duplicate`: it was recorded before.
    pub outcome: &'static str,
    /// Names the decision: the question's id.
    pub id: InterruptId,
}

/// One attempt to decide.
struct Attempt<'a> {
    reference: &'a Ref,
    /// As the caller gave it, JSON.
    decision: &'a str,
    actor: &'a Actor,
}

/// Who runs the thread that an answer is for.
pub(super) enum Holder {
    /// Nobody: the answer takes the right to run it.
    Nobody(Held),
    /// A call of this app.
    Here(RunId),
    /// Another page; it will find the answer.
    Elsewhere,
}

impl<H: Host> App<H> {
    /// Records a decision. Resolves once it is durable; the run that it sets going ends with `Host::settle` or
    /// `Host::fail` for `run`.
    ///
    /// # Errors
    /// `UNKNOWN_INTERRUPT_ID`, `INTERRUPT_CONSUMED`, `INTERRUPT_EXPIRED`, `E_CANCELLED`, `STALE_DECISION`,
    /// `E_DIGEST_MISMATCH`, `E_BAD_DECISION`, what the dialect refuses, `E_UNKNOWN_GRAPH`, `E_GRAPH_CHANGED`, and the
    /// saver's. After each the question is as before.
    pub async fn resume(&self, run: RunId, reference: Ref, decision: String, actor: Actor) -> Result<Receipt, Error> {
        let thread = Rc::clone(&reference.thread);
        loop {
            let attempt = Attempt { reference: &reference, decision: &decision, actor: &actor };
            match self.0.answer(run, &attempt).await {
                Err(Failure::Engine(error)) if error.code == "THREAD_CONFLICT" => self.0.host.pause().await,
                result => return result.map_err(|failure| engine_error(failure).on_thread(&thread)),
            }
        }
    }

    /// Goes on with a thread whose page died, or whose task failed, with the answers recorded. `take_over` overrules
    /// a holder that lives.
    ///
    /// # Errors
    /// `NO_PENDING_INTERRUPT` when nothing is left to run, `THREAD_BUSY` while the holder lives, and the saver's.
    pub async fn continue_thread(&self, run: RunId, thread: Rc<str>, take_over: bool) -> Result<(), Error> {
        self.0
            .continue_thread(run, &thread, take_over)
            .await
            .map_err(|failure| engine_error(failure).on_thread(&thread))
    }
}

impl<H: Host> Inner<H> {
    async fn answer(&self, run: RunId, attempt: &Attempt<'_>) -> Tried<Receipt, H> {
        let reference = attempt.reference;
        let read = self.read_question(reference).await.map_err(Failure::Engine)?;
        let receipt = |outcome| Receipt { outcome, id: reference.interrupt.clone() };
        if let Some(decided) = &read.decision {
            self.refuse_closed(attempt, decided).await.map_err(Failure::Engine)?;
            self.follow(run, &reference.thread);
            return Ok(receipt("duplicate"));
        }
        let Some(asked) = read.question else { return Err(Failure::Engine(unknown_interrupt(&reference.thread))) };
        match self.judge(attempt, &asked) {
            Ok(decision) => {
                let answer = Answer { asked, decision, verb: Verb::Answered };
                let head = read.head.as_ref().map(Head::token);
                let (holder, kept) = self.open_to_answer(&reference.thread, head).await?;
                self.claim_and_run(run, kept, vec![answer], Output::default(), self.usual(), holder).await?;
                Ok(receipt("resumed"))
            }
            Err(error) => {
                self.audit_refusal(attempt, &error).await;
                Err(Failure::Engine(error))
            }
        }
    }

    /// The question as it stands, after deadlines have been applied.
    async fn read_question(&self, reference: &Ref) -> Result<QuestionRead, Error> {
        let Some(saver) = self.saver.clone() else {
            return Err(Error::new("MISSING_CHECKPOINTER", "No checkpointer set. Give `compile` a saver."));
        };
        ids::check_thread_id(&reference.thread)?;
        let read = || call(|done| saver.question(&reference.thread, &reference.interrupt, done));
        let first = read().await?;
        let (Some(head), asked) = (&first.head, &first.question) else {
            return Err(unknown_interrupt(&reference.thread));
        };
        self.check_owner(head)?;
        self.check_graph(head)?;
        let due = asked.as_ref().is_some_and(|asked| expiry::is_due(&asked.question, head, self.host.now()));
        if !due {
            return Ok(first);
        }
        self.expire(&reference.thread).await?;
        read().await
    }

    /// What the dialect makes of the decision, and which question it says it is about.
    fn encode(&self, attempt: &Attempt<'_>, payload: &Json, node: &Name) -> Result<(Ref, Decision), Error> {
        let Attempt { reference, decision, actor } = *attempt;
        let position = self.graph.node_id(node).and_then(|id| self.graph.node(id)).map(|node| node.host);
        let at = self.host.now();
        let encoded = self.host.resume_value(&Answering { node: position, reference, payload, decision, actor, at })?;
        let decision =
            Decision::of_person(&encoded.value, &encoded.verdicts, &encoded.tools, actor.clone(), encoded.shown)?;
        Ok((encoded.reference, decision))
    }

    fn judge(&self, attempt: &Attempt<'_>, asked: &Asked) -> Result<Decision, Error> {
        let question = &asked.question;
        let (reference, decision) = self.encode(attempt, &question.payload, &question.node)?;
        judge(asked, &reference)?;
        let node = self.graph.node_id(&question.node).and_then(|id| self.graph.node(id));
        let gate = node.is_some_and(|node| node.kind == NodeKind::Gate);
        if gate && native::is_native(&question.payload.0) {
            native::check(&question.payload.0, &native::parse(&decision.verdicts)?)?;
        }
        Ok(decision)
    }

    /// The same decision again is fine; any other is told who decided.
    async fn refuse_closed(&self, attempt: &Attempt<'_>, decided: &Decided) -> Result<(), Error> {
        let row = &decided.row;
        let again = self.encode(attempt, &row.payload, row.place.2.node()).ok();
        let payload = Digest::of(row.payload.0.as_bytes());
        let digest = again.and_then(|(_, decision)| decision.digest(&decided.interrupt, payload));
        if row.verb == Verb::Answered && row.digest.is_some() && row.digest == digest {
            return Ok(());
        }
        let error = refusal(decided);
        self.audit_refusal(attempt, &error).await;
        Err(error)
    }

    /// A refused attempt stands in the audit, in a commit of its own (storage.md 4.3). That it could not be written
    /// changes nothing for the one who was refused.
    async fn audit_refusal(&self, attempt: &Attempt<'_>, error: &Error) {
        let Attempt { reference, actor, .. } = *attempt;
        if matches!(error.code, "UNKNOWN_INTERRUPT_ID" | "THREAD_CONFLICT")
            || self.active_on(&reference.thread).is_some()
        {
            return;
        }
        let Ok(mut kept) = self.open(&reference.thread).await else { return };
        let Ok(mut sealing) = Sealing::new(self, &kept.session) else { return };
        let entry = AuditEntry::about(Kind::Refused, &reference.interrupt, Some(actor), sealing.now);
        sealing.audit(&AuditEntry { code: Some(error.code), ..entry });
        sealing.batch.raise_epoch = false;
        if self.commit(&mut kept, sealing).await.is_ok() {
            self.kept.borrow_mut().insert(Rc::clone(&reference.thread), Box::new(kept));
        }
    }

    /// The thread, and who runs it. Waits for a page that is about to claim or to end. Where it waits in memory under the
    /// head that is given, that is not read again: recording the answer finds out whether it has moved.
    pub async fn open_to_answer(&self, thread: &Rc<str>, head: Option<Token>) -> Tried<(Holder, Kept<H>), H> {
        let Some(saver) = self.saver.clone() else { return Ok((Holder::Elsewhere, self.fresh(thread)?)) };
        loop {
            if let Some(active) = self.active_on(thread) {
                let kept = self.peek(thread).await?;
                if self.runs.borrow().contains_key(&active.id) {
                    return Ok((Holder::Here(active.id), kept));
                }
            }
            let lock = call(|done| saver.lock(thread, false, done)).await.map_err(Failure::Engine)?;
            let lock = match (lock, self.remembered(thread, head)) {
                (Lock::Held(guard), Some(kept)) => return Ok((Holder::Nobody(Some(guard)), kept)),
                (lock, _) => lock,
            };
            let kept = self.open(thread).await?;
            let running = kept.session.head.as_ref().is_some_and(|head| head.status == Status::Running);
            match lock {
                Lock::Held(guard) => return Ok((Holder::Nobody(Some(guard)), kept)),
                Lock::Taken | Lock::Unsupported if running => return Ok((Holder::Elsewhere, kept)),
                Lock::Unsupported => return Ok((Holder::Nobody(None), kept)),
                Lock::Taken => self.host.pause().await,
            }
        }
    }

    /// The thread as its running call last stored it.
    async fn peek(&self, thread: &Rc<str>) -> Tried<Kept<H>, H> {
        let mut kept = self.open(thread).await?;
        kept.session.taking_over = false;
        Ok(kept)
    }

    /// Records the answers; then runs them, or leaves that to whoever runs the thread.
    pub async fn claim_and_run(
        &self,
        run: RunId,
        mut kept: Kept<H>,
        answers: Vec<Answer>,
        output: Output<H::Value>,
        how: How,
        holder: Holder,
    ) -> Tried<(), H> {
        if answers.iter().any(|answer| !kept.session.questions.contains_key(&answer.asked.interrupt)) {
            let message = "The thread moved while its answer was being recorded.";
            return Err(Failure::Engine(Error::new("THREAD_CONFLICT", message)));
        }
        kept.session.taking_over = matches!(holder, Holder::Nobody(_));
        let thread = Rc::clone(&kept.session.thread);
        let interrupts: Vec<_> = answers.iter().map(|answer| answer.asked.interrupt.clone()).collect();
        self.claim(&mut kept, answers, &[], output).await?;
        match holder {
            Holder::Nobody(lock) => self.start_kept(Launch { answered: true, ..Launch::new(run, how, lock) }, kept),
            Holder::Elsewhere => self.watch(run, &thread, true),
            Holder::Here(active) => self.hand_over(active, run, &kept, &interrupts),
        }
        Ok(())
    }

    /// A run of this app holds the thread: it goes on with the answer at once.
    fn hand_over(&self, active: RunId, run: RunId, kept: &Kept<H>, interrupts: &[InterruptId]) {
        let Some(active) = self.active(active) else { return self.follow(run, &kept.session.thread) };
        active.followers.borrow_mut().push(run);
        active.answered.set(true);
        for interrupt in interrupts {
            let Some(decided) = kept.session.claimed.get(interrupt).cloned() else { continue };
            if let Some(session) = active.session.borrow_mut().as_mut() {
                session.questions.remove(interrupt);
                session.claimed.insert(interrupt.clone(), Rc::clone(&decided));
                session.head.clone_from(&kept.session.head);
            }
            self.happened(active.id, Event::Answered(decided));
        }
    }

    /// Settles a call whose thread somebody else runs, from what they store (approvals.md C.2).
    pub fn follow(&self, run: RunId, thread: &Rc<str>) {
        self.watch(run, thread, false);
    }

    /// The same; `claimed`: by a call whose answer waits there. If nobody runs the thread any more, it does.
    fn watch(&self, run: RunId, thread: &Rc<str>, claimed: bool) {
        if let Some(active) = self.active_on(thread) {
            return active.followers.borrow_mut().push(run);
        }
        let (Some(me), thread) = (self.me.upgrade(), Rc::clone(thread)) else { return };
        self.host.spawn(Box::pin(async move {
            if let Err(failure) = me.settle_from_store(run, &thread, claimed).await {
                me.host.fail(run, vec![failure], 0);
            }
        }));
    }

    /// Takes up a thread that nobody runs; says whether it did.
    async fn take_up(&self, run: RunId, thread: &Rc<str>) -> Tried<bool, H> {
        let Some(saver) = self.saver.clone() else { return Ok(false) };
        let locked = call(|done| saver.is_locked(thread, done)).await.map_err(Failure::Engine)?;
        if locked != Some(false) {
            return Ok(false);
        }
        match self.continue_thread(run, thread, false).await {
            Err(Failure::Engine(error))
                if matches!(error.code, "THREAD_BUSY" | "THREAD_CONFLICT" | "NO_PENDING_INTERRUPT") =>
            {
                Ok(false)
            }
            result => result.map(|()| true),
        }
    }

    async fn settle_from_store(&self, run: RunId, thread: &Rc<str>, claimed: bool) -> Tried<(), H> {
        loop {
            let kept = self.open(thread).await?;
            let Some(head) = kept.session.head.clone() else { return Err(Failure::Engine(super::store::gone(thread))) };
            match head.status {
                Status::Running if claimed && self.take_up(run, thread).await? => return Ok(()),
                Status::Running => self.host.pause().await,
                Status::Failed => return Err(Failure::Engine(stored_failure(&head))),
                _ => {
                    let values = self.folded(&kept)?;
                    let asked = kept.session.questions.values();
                    let interrupts =
                        asked.map(|asked| (asked.interrupt.clone(), asked.question.payload.clone())).collect();
                    let values = Some(self.host.input(&self.graph, &values));
                    let interrupts = Some(interrupts).filter(|_| head.status == Status::Interrupted);
                    self.kept.borrow_mut().insert(Rc::clone(thread), Box::new(kept));
                    self.host.settle(run, Settlement { values, interrupts });
                    return Ok(());
                }
            }
        }
    }

    /// The state with finished siblings' writes applied.
    pub fn folded(&self, kept: &Kept<H>) -> Tried<Vec<Option<H::Value>>, H> {
        self.fold(kept.state.values.clone(), kept.writes())
    }

    async fn continue_thread(&self, run: RunId, thread: &Rc<str>, take_over: bool) -> Tried<(), H> {
        ids::check_thread_id(thread).map_err(Failure::Engine)?;
        if self.active_on(thread).is_some() {
            return Err(Failure::Engine(busy(thread)));
        }
        let lock = match self.lock(thread, false).await {
            Ok(lock) => lock,
            Err(error) if error.code == "THREAD_BUSY" && take_over => None,
            Err(error) => return Err(Failure::Engine(error)),
        };
        let kept = self.open(thread).await?;
        let Some(head) = &kept.session.head else { return Err(Failure::Engine(nothing_to_resume(thread))) };
        if !matches!(head.status, Status::Running | Status::Failed) && kept.session.claimed.is_empty() {
            return Err(Failure::Engine(nothing_to_resume(thread)));
        }
        self.go_on(Launch { answered: true, ..Launch::new(run, self.usual(), lock) }, kept)
            .await
            .map_err(Failure::Engine)
    }
}

fn stored_failure(head: &Head) -> Error {
    let message = head.error.as_ref().map_or_else(String::new, |error| error.message.to_string());
    let name = head.error.as_ref().map_or_else(String::new, |error| error.name.to_string());
    Error::new("RUN_FAILED", message).on_thread(&head.thread).with("name", json::text(&name))
}

/// What an operation that runs no node is refused with: user code can only have thrown from an initial value, a
/// reducer or a decoder.
pub(super) fn engine_error<V>(failure: Failure<V>) -> Error {
    match failure {
        Failure::Engine(error) => error,
        Failure::Thrown { name, message, .. } => Error::new("E_CALLBACK", format!("{name}: {message}")),
    }
}
