//! Who wins: compare-and-set, rows that stand already, run locks, and notices.

use std::cell::RefCell;
use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::TaskKey;
use haltgraph::checkpoint::batch::{AuditRow, Committed};
use haltgraph::checkpoint::question::Verb;
use haltgraph::checkpoint::record::{PendingWrite, Value};
use haltgraph::checkpoint::saver::{Lock, Notice};
use haltgraph::runtime::wait::call;

use super::questions::{ask, close, decision, question};
use super::{Bench, Driver, append, refused, whole};

pub async fn st_29_a_wrong_expectation_changes_nothing<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let old = driver.token;
    let mut raised = driver.empty_batch();
    raised.raise_epoch = true;
    driver.commit(raised).await.unwrap();
    let before = bench.dump().await;
    let mut batch = driver.batch(&[("a", whole("2")), ("list", append(&["1"]))]);
    batch.ask = vec![question(&driver, 1, 1, None)];
    batch.writes = vec![driver.write(TaskKey::Pull("one".into()), 0, "a", "1")];
    batch.expect = old;
    assert_eq!(refused(|done| bench.saver.commit(batch.clone(), done)).await.code, "THREAD_CONFLICT");
    batch.expect = None;
    let error = refused(|done| bench.second.commit(batch.clone(), done)).await;
    assert_eq!((error.code, error.thread.as_deref()), ("E_EXISTS", Some("t")));
    batch.expect = driver.token;
    batch.head.thread = "absent".into();
    assert_eq!(refused(|done| bench.saver.commit(batch.clone(), done)).await.code, "E_GONE");
    assert_eq!(bench.dump().await, before);
}

pub async fn st_29_one_of_two_claims_on_one_token_succeeds<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let asked = question(&driver, 1, 1, None);
    ask(&mut driver, &[&asked]).await;
    for round in 0..20 {
        let mut claim = driver.empty_batch();
        claim.raise_epoch = true;
        // Both are under way at once where the saver is asynchronous.
        let outcomes: Rc<RefCell<Vec<Result<Committed, &'static str>>>> = Rc::default();
        for saver in [&bench.saver, &bench.second] {
            let outcomes = Rc::clone(&outcomes);
            let note = move |result: Result<_, haltgraph::Error>| {
                outcomes.borrow_mut().push(result.map_err(|error| error.code));
            };
            saver.commit(claim.clone(), Box::new(note));
        }
        while outcomes.borrow().len() < 2 {
            let _: Option<_> = call(|done| bench.second.head("t", done)).await.unwrap();
        }
        let outcomes = outcomes.take();
        let lost = outcomes.iter().filter(|outcome| **outcome == Err("THREAD_CONFLICT")).count();
        let won: Vec<_> = outcomes.iter().flatten().collect();
        assert_eq!((won.len(), lost), (1, 1), "round {round}");
        driver.token = Some(won[0].token);
    }
    assert_eq!(bench.load("t").await.head.epoch, 20);
    close(&mut driver, &decision(&asked, Verb::Cancelled, None)).await;
}

pub async fn st_29_a_row_that_stands_already_aborts_everything<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let (open, closed) = (question(&driver, 1, 1, None), question(&driver, 2, 2, None));
    ask(&mut driver, &[&open, &closed]).await;
    let decided = decision(&closed, Verb::Cancelled, None);
    close(&mut driver, &decided).await;
    let mut audited = driver.empty_batch();
    audited.audit = vec![AuditRow { n: 0, text: "{\"n\":0,\"v\":1}".into() }];
    driver.commit(audited.clone()).await.unwrap();
    let before = bench.dump().await;
    let mut again = driver.batch(&[("a", whole("2"))]);
    again.ask = vec![open];
    let mut twice = driver.empty_batch();
    twice.close = vec![decided];
    audited.expect = driver.token;
    let mut row = again.clone();
    row.ask.clear();
    row.checkpoints = vec![Rc::clone(&bench.load("t").await.checkpoint)];
    let mut doubled = again.clone();
    doubled.ask.clear();
    doubled.checkpoints.push(Rc::clone(&doubled.checkpoints[0]));
    for batch in [again, twice, audited, row, doubled] {
        assert_eq!(refused(|done| bench.saver.commit(batch, done)).await.code, "E_CORRUPT");
        assert_eq!(bench.dump().await, before);
    }
}

pub async fn st_30_a_batch_beyond_the_limits_is_refused<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let before = bench.dump().await;
    let write = driver.write(TaskKey::Pull("one".into()), 0, "a", "1");
    let mut many = driver.empty_batch();
    many.writes = vec![write.clone(); 10_001];
    assert_eq!(refused(|done| bench.saver.commit(many, done)).await.code, "E_LIMIT");
    let large = |mib: u32| Value::Blob { body: (bench.body)("0"), len: mib << 20 };
    for values in [vec![large(33)], vec![large(30), large(30), large(30)]] {
        let mut batch = driver.empty_batch();
        batch.writes = values.into_iter().map(|value| PendingWrite { value, ..write.clone() }).collect();
        assert_eq!(refused(|done| bench.saver.commit(batch, done)).await.code, "E_TOO_LARGE");
    }
    assert_eq!(bench.dump().await, before);
}

pub async fn a_run_lock_is_held_until_it_is_dropped<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let lock = |second: bool, thread: &'static str, wait: bool| {
        let saver = Rc::clone(if second { &bench.second } else { &bench.saver });
        async move { call(|done| saver.lock(thread, wait, done)).await.unwrap() }
    };
    let held = lock(false, "t", false).await;
    assert!(matches!(held, Lock::Held(_)));
    assert!(matches!(lock(true, "t", false).await, Lock::Taken));
    assert!(matches!(lock(true, "other", false).await, Lock::Held(_)));
    let waiting: Rc<RefCell<Option<Lock>>> = Rc::default();
    let filled = Rc::clone(&waiting);
    bench.second.lock("t", true, Box::new(move |lock| *filled.borrow_mut() = lock.ok()));
    assert!(matches!(lock(false, "t", false).await, Lock::Taken));
    assert!(waiting.borrow().is_none());
    drop(held);
    while waiting.borrow().is_none() {
        // The one who waits stands in front of whoever asks now.
        assert!(matches!(lock(false, "t", false).await, Lock::Taken));
    }
    assert!(matches!(lock(false, "t", false).await, Lock::Taken));
    drop(waiting.take());
    assert!(matches!(lock(false, "t", true).await, Lock::Held(_)));
}

pub async fn other_savers_hear_of_commits<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let heard: Rc<RefCell<Vec<Notice>>> = Rc::default();
    let note = Rc::clone(&heard);
    let watch = bench.second.watch(Rc::new(move |notice| note.borrow_mut().push(notice)));
    let own: Rc<RefCell<Vec<Notice>>> = Rc::default();
    let note = Rc::clone(&own);
    let mine = bench.saver.watch(Rc::new(move |notice| note.borrow_mut().push(notice)));
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let deleted: Result<(), _> = call(|done| bench.saver.delete_thread("t", done)).await;
    assert_eq!(deleted, Ok(()));
    while heard.borrow().len() < 2 {
        let _: Option<_> = call(|done| bench.second.head("t", done)).await.unwrap();
    }
    let notice = |deleted| Notice { thread: "t".into(), deleted };
    assert_eq!(*heard.borrow(), [notice(false), notice(true)]);
    assert_eq!(*own.borrow(), [], "a saver knows what it commits itself");
    drop((watch, mine));
    driver.token = None;
    let batch = driver.batch(&[("a", whole("2"))]);
    driver.commit(batch).await.unwrap();
    let _: Option<_> = call(|done| bench.second.head("t", done)).await.unwrap();
    assert_eq!(heard.borrow().len(), 2, "a dropped subscription hears nothing");
}
