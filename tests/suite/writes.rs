//! Pending writes: what settled tasks of an unfinished superstep left.

use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::record::PendingWrite;
use haltgraph::checkpoint::{Loaded, TaskKey};
use haltgraph::runtime::wait::call;

use super::{Bench, Driver, whole};

fn one() -> TaskKey {
    TaskKey::Pull(Rc::from("one"))
}

fn two() -> TaskKey {
    TaskKey::Pull(Rc::from("two"))
}

fn pushed(place: u32) -> TaskKey {
    TaskKey::Push(Rc::from("one"), place)
}

/// A thread with one checkpoint.
async fn started<B: Clone + Debug + PartialEq + 'static>(bench: &Bench<B>) -> Driver<'_, B> {
    let mut driver = Driver::new(bench, "t");
    driver.step(&[("a", whole("0"))]).await;
    driver
}

/// Commits pending writes alone.
async fn put<B: Clone + Debug + PartialEq + 'static>(driver: &mut Driver<'_, B>, writes: Vec<PendingWrite<B>>) {
    let mut batch = driver.empty_batch();
    batch.head.pw += u32::try_from(writes.len()).unwrap();
    batch.writes = writes;
    driver.commit(batch).await.unwrap();
}

pub async fn st_14_pending_writes_come_in_order_with_their_checkpoint_only<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = started(&bench).await;
    let large = format!("\"{}\"", "x".repeat(5000));
    let expected = vec![
        driver.write(one(), -1, "__error__", "{}"),
        driver.write(one(), 0, "a", "1"),
        driver.write(one(), 1, "b", &large),
        driver.write(two(), 0, "branch:to:one", "null"),
        driver.write(pushed(2), 0, "a", "2"),
        driver.write(pushed(10), 0, "a", "3"),
    ];
    let shuffled = [5, 0, 3, 2, 4, 1].map(|at| expected[at].clone());
    put(&mut driver, shuffled.into()).await;
    assert_eq!(bench.plain(&bench.load("t").await.writes), bench.plain(&expected));
    let first = bench.load("t").await.checkpoint.id.clone();
    driver.step(&[("a", whole("1"))]).await;
    assert_eq!(bench.load("t").await.writes, []);
    let older: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&first), done)).await.unwrap();
    assert_eq!(bench.plain(&older.unwrap().writes), bench.plain(&expected));
}

pub async fn st_14_a_commands_writes_come_first<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = started(&bench).await;
    let own = |place, write: PendingWrite<B>| PendingWrite { task: None, idx: place, ..write };
    let expected = vec![
        own(0, driver.write(one(), 0, "b", "1")),
        own(1, driver.write(one(), 0, "branch:to:two", "null")),
        driver.write(one(), 0, "a", "2"),
        driver.write(pushed(0), 0, "a", "3"),
    ];
    put(&mut driver, expected.iter().rev().cloned().collect()).await;
    assert_eq!(bench.load("t").await.writes, expected);
    let repeat = own(0, driver.write(one(), 0, "b", "9"));
    put(&mut driver, vec![repeat]).await;
    assert_eq!(bench.load("t").await.writes, expected, "the first stays");
}

pub async fn st_14_a_write_that_overwrites_says_so<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = started(&bench).await;
    let large = format!("\"{}\"", "x".repeat(3000));
    let texts = ["1", large.as_str()];
    let writes = |overwrite| {
        let write = |text: &str| PendingWrite { overwrite, ..driver.write(one(), i32::from(overwrite), "a", text) };
        texts.map(write)
    };
    let mut expected: Vec<_> = [false, true].into_iter().flat_map(writes).collect();
    for (idx, write) in (0..).zip(&mut expected) {
        write.idx = idx;
    }
    put(&mut driver, expected.clone()).await;
    let stored = bench.load("t").await.writes;
    let flags: Vec<_> = stored.iter().map(|write| write.overwrite).collect();
    assert_eq!((bench.plain(&stored), flags), (bench.plain(&expected), vec![false, false, true, true]));
}

pub async fn st_15_the_first_regular_write_stays<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = started(&bench).await;
    let (first, repeat) = (driver.write(one(), 0, "a", "1"), driver.write(one(), 0, "b", "2"));
    let added = driver.write(one(), 1, "b", "3");
    put(&mut driver, vec![first.clone()]).await;
    put(&mut driver, vec![repeat, added.clone()]).await;
    assert_eq!(bench.load("t").await.writes, [first, added]);
}

pub async fn st_16_a_special_write_overwrites<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = started(&bench).await;
    let regular = driver.write(one(), 0, "a", "1");
    let (first, second) =
        (driver.write(one(), -1, "__error__", "\"first\""), driver.write(one(), -1, "__error__", "\"second\""));
    put(&mut driver, vec![regular.clone(), first]).await;
    put(&mut driver, vec![second.clone()]).await;
    assert_eq!(bench.load("t").await.writes, [second, regular]);
}

pub async fn st_17_a_write_for_an_unknown_checkpoint_is_refused<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = started(&bench).await;
    let before = bench.dump().await;
    let mut batch = driver.empty_batch();
    batch.writes = vec![PendingWrite { seq: 7, ..driver.write(one(), 0, "a", "1") }];
    assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_UNKNOWN_CHECKPOINT");
    assert_eq!(bench.dump().await, before);
}

pub async fn st_18_two_tasks_writing_one_channel_are_both_kept<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = started(&bench).await;
    let writes = vec![driver.write(one(), 0, "a", "1"), driver.write(two(), 0, "a", "2")];
    put(&mut driver, writes.clone()).await;
    assert_eq!(bench.load("t").await.writes, writes);
}

pub async fn st_19_writes_are_cleared_by_the_commit_that_names_them<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = started(&bench).await;
    let first = driver.write(one(), 0, "a", "1");
    put(&mut driver, vec![first.clone()]).await;
    let kept = driver.head.id.clone();
    let cleared = driver.step(&[("a", whole("1"))]).await;
    let second = driver.write(one(), 0, "a", "2");
    put(&mut driver, vec![second]).await;
    let mut batch = driver.batch(&[("a", whole("2"))]);
    batch.clear_writes = Some(1);
    driver.commit(batch).await.unwrap();
    for (id, expected) in [(kept, vec![first]), (cleared, vec![]), (driver.head.id.clone(), vec![])] {
        let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&id), done)).await.unwrap();
        assert_eq!(loaded.unwrap().writes, expected);
    }
}
