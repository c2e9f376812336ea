//! Questions, the decisions that close them, and what deleting a thread leaves.

use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::batch::AuditRow;
use haltgraph::checkpoint::question::{Actor, Asked, Decided, DecisionRow, Json, OnExpire, Outcome, Question, Verb};
use haltgraph::checkpoint::saver::QuestionRead;
use haltgraph::checkpoint::{Digest, FORMAT, Head, InterruptId, Loaded, TaskKey};
use haltgraph::runtime::wait::call;

use super::{Bench, Driver, append, whole};

/// An open question of the driver's head, asked at `at`.
pub fn question<B: Clone + Debug + PartialEq + 'static>(
    driver: &Driver<'_, B>,
    number: u8,
    at: u64,
    after: Option<&InterruptId>,
) -> Asked {
    let payload = format!("{{\"ask\":{number}}}");
    Asked {
        thread: Rc::clone(&driver.head.thread),
        interrupt: InterruptId::new([number; 16]),
        question: Question {
            after: after.cloned(),
            created_at: at,
            expires_at: Some(at + 1000),
            graph: Rc::clone(&driver.head.graph.0),
            idx: 0,
            node: "one".into(),
            ns: "".into(),
            on_expire: Some(OnExpire::Resume(Json("{\"late\":true}".into()))),
            payload_digest: Digest::of(payload.as_bytes()),
            payload: Json(payload.into()),
            revision: 0,
            seq: driver.head.seq,
            task: TaskKey::Push("one".into(), u32::from(number)),
            v: FORMAT,
        },
    }
}

/// What closes a question.
pub fn decision(asked: &Asked, verb: Verb, outcome: Option<Outcome>) -> Decided {
    let Question { seq, ns, task, idx, after, payload, .. } = asked.question.clone();
    Decided {
        interrupt: asked.interrupt.clone(),
        row: DecisionRow {
            at: 1_700_000_100_000,
            by: Actor { id: "ann".into(), method: "session".into(), name: Some("Ann".into()) },
            digest: Some(Digest::of(b"decision")),
            outcome,
            payload,
            place: (seq, ns, task, idx, after),
            reason: Some("fine".into()),
            record: Some(Json("[\"haltgraph-decision-v1\"]".into())),
            v: FORMAT,
            value: Some(Json("{\"yes\":[1,2]}".into())),
            verb,
        },
    }
}

/// Commits questions as a pause does.
pub async fn ask<B: Clone + Debug + PartialEq + 'static>(driver: &mut Driver<'_, B>, asked: &[&Asked]) {
    let mut batch = driver.empty_batch();
    batch.head.waiting += u32::try_from(asked.len()).unwrap();
    batch.ask = asked.iter().map(|asked| (*asked).clone()).collect();
    driver.commit(batch).await.unwrap();
}

/// Commits what closes a question.
pub async fn close<B: Clone + Debug + PartialEq + 'static>(driver: &mut Driver<'_, B>, decided: &Decided) {
    let mut batch = driver.empty_batch();
    batch.head.waiting -= 1;
    batch.head.claimed += u32::from(decided.row.outcome == Some(Outcome::Claimed));
    batch.close = vec![decided.clone()];
    driver.commit(batch).await.unwrap();
}

pub async fn st_63_a_question_is_open_until_it_is_closed<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    for (number, verb) in (1..).zip([Verb::Answered, Verb::Cancelled, Verb::Expired, Verb::Superseded]) {
        let mut driver = Driver::new(&bench, &format!("t{number}"));
        driver.step(&[("a", whole("1"))]).await;
        let asked = question(&driver, number, 5, None);
        ask(&mut driver, &[&asked]).await;
        assert_eq!(bench.open("g").await, [asked.interrupt.to_string()]);
        assert_eq!(bench.open("other").await, Vec::<String>::new());
        assert_eq!(bench.load(&asked.thread).await.questions, std::slice::from_ref(&asked));
        let mut decided = decision(&asked, verb, Some(Outcome::Claimed));
        close(&mut driver, &decided).await;
        assert_eq!(bench.open("g").await, Vec::<String>::new());
        let read = |bench: &Bench<B>| {
            let (saver, thread, id) = (Rc::clone(&bench.saver), Rc::clone(&asked.thread), asked.interrupt.clone());
            async move { call(|done| saver.question(&thread, &id, done)).await }
        };
        let found: QuestionRead = read(&bench).await.unwrap();
        assert_eq!((found.head.unwrap().waiting, found.question), (0, None));
        assert_eq!(found.decision.as_ref(), Some(&decided));
        decided.row.outcome = Some(Outcome::Checkpoint(driver.head.id.clone()));
        let mut batch = driver.empty_batch();
        batch.head.claimed = 0;
        batch.outcomes = vec![decided.clone()];
        driver.commit(batch).await.unwrap();
        let all: Vec<Decided> = call(|done| bench.saver.decisions(&asked.thread, done)).await.unwrap();
        assert_eq!(all, [decided]);
    }
}

pub async fn st_63_open_questions_come_oldest_first<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut expected = Vec::new();
    for (thread, times) in [("b", [30, 10]), ("a", [20, 10])] {
        let mut driver = Driver::new(&bench, thread);
        driver.step(&[("a", whole("1"))]).await;
        let asked = times.map(|at| {
            let number = u8::try_from(at).unwrap() + thread.as_bytes()[0];
            question(&driver, number, at, None)
        });
        ask(&mut driver, &[&asked[0], &asked[1]]).await;
        expected.extend(asked);
    }
    expected.sort_by_key(|asked| (asked.question.created_at, asked.thread.to_string()));
    let found: Vec<Asked> = call(|done| bench.saver.questions("g", done)).await.unwrap();
    assert_eq!(found, expected);
    let own: Vec<_> = expected.into_iter().filter(|asked| &*asked.thread == "b").collect();
    assert_eq!(bench.load("b").await.questions, own);
}

pub async fn st_63_answers_of_the_heads_tasks_come_with_a_load<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let first = question(&driver, 1, 1, None);
    let second = question(&driver, 2, 2, Some(&first.interrupt));
    let (third, apart) = (question(&driver, 3, 3, Some(&second.interrupt)), question(&driver, 4, 4, None));
    let unrelated = question(&driver, 5, 5, None);
    ask(&mut driver, &[&first, &apart, &unrelated]).await;
    let task = |asked: &Asked| decision(asked, Verb::Answered, Some(Outcome::Task("task".into())));
    close(&mut driver, &task(&first)).await;
    close(&mut driver, &task(&unrelated)).await;
    ask(&mut driver, &[&second]).await;
    close(&mut driver, &task(&second)).await;
    ask(&mut driver, &[&third]).await;
    assert_eq!(bench.load("t").await.decisions, [task(&first), task(&second)], "what `after` leads to");
    let claimed = decision(&apart, Verb::Answered, Some(Outcome::Claimed));
    close(&mut driver, &claimed).await;
    let expected = [task(&first), task(&second), claimed.clone()];
    assert_eq!(bench.load("t").await.decisions, expected, "and every claimed decision");
    let last = decision(&third, Verb::Answered, Some(Outcome::Claimed));
    close(&mut driver, &last).await;
    let expected = [task(&first), task(&second), last, claimed];
    assert_eq!(bench.load("t").await.decisions, expected, "also from a claimed decision");
}

pub async fn st_21_a_deleted_thread_leaves_nothing<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut kept = Driver::new(&bench, "kept");
    kept.step(&[("a", whole("1"))]).await;
    let before = bench.dump().await;
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("list", append(&[&format!("\"{}\"", "x".repeat(5000))]))]).await;
    let asked = question(&driver, 1, 1, None);
    let mut batch = driver.empty_batch();
    batch.ask = vec![asked.clone(), question(&driver, 2, 1, None)];
    batch.head.waiting = 2;
    batch.writes = vec![driver.write(TaskKey::Pull("one".into()), 0, "a", "1")];
    batch.audit = vec![AuditRow { n: 0, text: "{\"n\":0,\"v\":1}".into() }];
    driver.commit(batch).await.unwrap();
    close(&mut driver, &decision(&asked, Verb::Cancelled, None)).await;
    for thread in ["t", "t", "unknown"] {
        let deleted: Result<(), _> = call(|done| bench.saver.delete_thread(thread, done)).await;
        assert_eq!(deleted, Ok(()), "{thread}");
    }
    assert_eq!(bench.dump().await, before);
    assert_eq!(bench.open("g").await, Vec::<String>::new());
    let audit: Vec<Rc<str>> = call(|done| bench.saver.audit("t", done)).await.unwrap();
    let decisions: Vec<Decided> = call(|done| bench.saver.decisions("t", done)).await.unwrap();
    let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", None, done)).await.unwrap();
    let head: Option<Head> = call(|done| bench.saver.head("t", done)).await.unwrap();
    assert_eq!((audit, decisions, loaded, head), (vec![], vec![], None, None));
    let late = driver.batch(&[("a", whole("2"))]);
    assert_eq!(driver.commit(late).await.unwrap_err().code, "E_GONE");
}

pub async fn st_21_a_forgotten_thread_leaves_its_audit_chain<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut kept = Driver::new(&bench, "kept");
    kept.step(&[("a", whole("1"))]).await;
    let before = bench.dump().await;
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("list", append(&[&format!("\"{}\"", "x".repeat(5000))]))]).await;
    let asked = question(&driver, 1, 1, None);
    ask(&mut driver, &[&asked]).await;
    let texts: Vec<Rc<str>> = (0..3).map(|n| format!("{{\"n\":{n},\"v\":1}}").into()).collect();
    let row = |n: usize| AuditRow { n: n as u64, text: Rc::clone(&texts[n]) };
    let mut batch = driver.empty_batch();
    batch.audit = vec![row(0), row(1)];
    driver.commit(batch).await.unwrap();
    for thread in ["t", "t", "unknown"] {
        let forgotten: Result<(), _> = call(|done| bench.saver.forget(thread, done)).await;
        assert_eq!(forgotten, Ok(()), "{thread}");
    }
    assert_eq!(bench.dump().await, before);
    assert_eq!(bench.open("g").await, Vec::<String>::new());
    let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", None, done)).await.unwrap();
    let audit: Vec<Rc<str>> = call(|done| bench.saver.audit("t", done)).await.unwrap();
    assert_eq!((loaded, &audit[..]), (None, &texts[..2]));
    let late = driver.batch(&[("a", whole("2"))]);
    assert_eq!(driver.commit(late).await.unwrap_err().code, "E_GONE");
    let mut again = Driver::new(&bench, "t");
    let mut batch = again.batch(&[("a", whole("3"))]);
    batch.audit = vec![row(2)];
    again.commit(batch).await.unwrap();
    let audit: Vec<Rc<str>> = call(|done| bench.second.audit("t", done)).await.unwrap();
    assert_eq!(audit, texts);
    let deleted: Result<(), _> = call(|done| bench.saver.delete_thread("t", done)).await;
    let audit: Vec<Rc<str>> = call(|done| bench.saver.audit("t", done)).await.unwrap();
    assert_eq!((deleted, audit), (Ok(()), vec![]));
}
