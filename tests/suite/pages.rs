//! Histories: pages of checkpoints, newest first, each with what it holds.

use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::record::GraphRow;
use haltgraph::checkpoint::{CheckpointId, Digest, Loaded, TaskKey};
use haltgraph::runtime::wait::call;

use super::driver::{Model, state};
use super::{Bench, Driver, append, whole};

async fn page<B: Clone + Debug + PartialEq + 'static>(
    bench: &Bench<B>,
    before: Option<u64>,
    limit: u32,
) -> Vec<Loaded<B>> {
    call(|done| bench.saver.history("t", before, limit, done)).await.unwrap()
}

fn steps<B>(page: &[Loaded<B>]) -> Vec<u64> {
    page.iter().map(|loaded| loaded.checkpoint.seq).collect()
}

/// The checkpoint with this id.
async fn at<B: Clone + Debug + PartialEq + 'static>(bench: &Bench<B>, id: &CheckpointId) -> Loaded<B> {
    let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(id), done)).await.unwrap();
    loaded.expect("the checkpoint is there")
}

/// What stands beside a state.
fn told<B>(loaded: &Loaded<B>) -> impl Debug + PartialEq {
    let weights: Vec<_> = loaded.chains.iter().map(|chain| (chain.seq, chain.weight)).collect();
    (loaded.parent.clone(), loaded.digest, loaded.since_table, weights)
}

pub async fn st_08_a_history_is_newest_first<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    assert_eq!(page(&bench, None, 10).await, []);
    let mut other = Driver::new(&bench, "other");
    other.step(&[("a", whole("0"))]).await;
    assert_eq!(page(&bench, None, 10).await, []);
    let mut driver = Driver::new(&bench, "t");
    for step in 0..5 {
        driver.step(&[("a", whole(step.to_string())), ("list", append(&["1"]))]).await;
    }
    assert_eq!(steps(&page(&bench, None, u32::MAX).await), [4, 3, 2, 1, 0]);
}

pub async fn st_09_a_history_has_at_most_its_limit<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    for step in 0..3 {
        driver.step(&[("a", whole(step.to_string()))]).await;
    }
    for (limit, expected) in [(0, vec![]), (1, vec![2]), (2, vec![2, 1]), (3, vec![2, 1, 0]), (9, vec![2, 1, 0])] {
        assert_eq!(steps(&page(&bench, None, limit).await), expected, "limit {limit}");
    }
}

pub async fn st_10_a_history_begins_before_a_checkpoint<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    for step in 0..4 {
        driver.step(&[("a", whole(step.to_string()))]).await;
    }
    let cases = [(0, 9, vec![]), (1, 9, vec![0]), (3, 2, vec![2, 1]), (4, 1, vec![3]), (1 << 40, 9, vec![3, 2, 1, 0])];
    for (before, limit, expected) in cases {
        assert_eq!(steps(&page(&bench, Some(before), limit).await), expected, "before {before}");
    }
}

pub async fn st_12_a_history_shows_what_a_load_of_each_does<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let names: Vec<Rc<str>> = (0..12).map(|n| format!("c{n:02}").into()).collect();
    let graph = GraphRow { digest: Digest::of(b"wide"), nodes: names.clone(), channels: names.clone() };
    let mut driver = Driver::of_graph(&bench, "t", graph);
    let mut kept: Vec<(CheckpointId, Model)> = Vec::new();
    for step in 0..90 {
        if step % 20 == 19 {
            let back = driver.random() as usize % kept.len();
            driver.go_on(&at(&bench, &kept[back].0).await);
        }
        // Around the inline limit: some values have rows of their own.
        let text = format!("\"{}\"", "v".repeat(2035 + driver.random() as usize % 24));
        let name = Rc::clone(&names[driver.random() as usize % names.len()]);
        let large = if step % 3 == 0 { whole(text) } else { whole("0") };
        let id = driver.step(&[(&name, large), ("list", append(&[&step.to_string()]))]).await;
        kept.push((id, driver.model.clone()));
    }
    let mut listed = Vec::new();
    while listed.len() < kept.len() {
        let before = listed.last().map(|loaded: &Loaded<B>| loaded.checkpoint.seq);
        listed.extend(page(&bench, before, 17).await);
    }
    let all = page(&bench, None, u32::MAX).await;
    assert_eq!(steps(&listed), steps(&all));
    for ((loaded, whole), (id, model)) in listed.iter().zip(&all).zip(kept.iter().rev()) {
        assert_eq!((&loaded.checkpoint.id, &state(&bench, loaded), &state(&bench, whole)), (id, model, model));
        let alone = at(&bench, id).await;
        assert_eq!(told(loaded), told(&alone));
        assert_eq!(told(whole), told(&alone));
    }
}

pub async fn st_14_a_histories_writes_stand_by_their_checkpoints<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    for step in 0..3 {
        driver.step(&[("a", whole(step.to_string()))]).await;
        let mut batch = driver.empty_batch();
        batch.head.pw = 2;
        let task = |node: &str| TaskKey::Pull(node.into());
        batch.writes =
            vec![driver.write(task("two"), 0, "a", "2"), driver.write(task("one"), 0, "a", &step.to_string())];
        driver.commit(batch).await.unwrap();
    }
    let listed = page(&bench, Some(2), 9).await;
    assert_eq!(steps(&listed), [1, 0]);
    for loaded in listed {
        let first = bench.plain(&loaded.writes).remove(0);
        assert_eq!((loaded.writes.len(), first.3), (2, loaded.checkpoint.seq.to_string()));
        assert!(loaded.writes.iter().all(|write| write.seq == loaded.checkpoint.seq));
    }
}

pub async fn st_25_a_history_shows_both_branches_of_a_fork<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let mut kept: Vec<(CheckpointId, Model)> = Vec::new();
    for step in 0..8 {
        if step == 5 {
            driver.go_on(&at(&bench, &kept[1].0).await);
        }
        let id = driver.step(&[("list", append(&[&step.to_string()]))]).await;
        kept.push((id, driver.model.clone()));
    }
    let listed = page(&bench, None, 9).await;
    let parents: Vec<_> = listed.iter().map(|loaded| loaded.parent.clone()).collect();
    let expected = [6, 5, 1, 3, 2, 1, 0].map(|step: usize| Some(kept[step].0.clone()));
    assert_eq!(parents, expected.into_iter().chain([None]).collect::<Vec<_>>());
    let states: Vec<_> = listed.iter().rev().map(|loaded| state(&bench, loaded)).collect();
    assert_eq!(states, kept.iter().map(|(_, model)| model.clone()).collect::<Vec<_>>());
    let newest = page(&bench, None, 1).await;
    assert_eq!(told(&newest[0]), told(&listed[0]), "a page needs rows before it");
}
