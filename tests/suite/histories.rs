//! Longer histories: chains, forks, full tables.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::record::{GraphRow, Link};
use haltgraph::checkpoint::{CheckpointId, Digest, Loaded};
use haltgraph::runtime::wait::call;

use super::driver::{Model, Step, state};
use super::{Bench, Driver, append, whole};

/// The checkpoint with this id.
async fn at<B: Clone + Debug + PartialEq + 'static>(bench: &Bench<B>, id: &CheckpointId) -> Loaded<B> {
    let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(id), done)).await.unwrap();
    loaded.expect("the checkpoint is there")
}

pub async fn st_20_a_chain_holds_the_links_of_its_own_branch<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("list", whole("[0]"))]).await;
    let fork = driver.step(&[("list", append(&["1"]))]).await;
    driver.step(&[("list", append(&["2"]))]).await;
    driver.go_on(&at(&bench, &fork).await);
    driver.step(&[("list", append(&["3"])), ("a", whole("1"))]).await;
    let loaded = bench.load("t").await;
    let chain = loaded.chains.iter().find(|chain| &*chain.channel == "list").unwrap();
    let links: Vec<_> = chain.links.iter().map(|(seq, entry)| (*seq, entry.link)).collect();
    let delta = |n, prev| Link::Delta { n, base: 0, prev };
    assert_eq!(links, [(0, Link::Full), (1, delta(2, 0)), (3, delta(3, 1))]);
    assert_eq!((chain.seq, state(&bench, &loaded)["list"].as_str()), (3, "[0,1,3]"));
    let never: Vec<_> = loaded.chains.iter().filter(|chain| &*chain.channel == "b").collect();
    assert_eq!(never, Vec::<&haltgraph::checkpoint::record::Chain<B>>::new());
}

pub async fn st_22_what_was_loaded_is_the_callers_own<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let id = driver.step(&[("a", whole("1")), ("list", append(&["1"]))]).await;
    let loaded = bench.load("t").await;
    let kept = format!("{loaded:?}");
    driver.step(&[("a", whole("2")), ("list", append(&["2"]))]).await;
    assert_eq!(format!("{loaded:?}"), kept);
    let mut mine = at(&bench, &id).await;
    mine.chains.clear();
    mine.head.claimed = 9;
    assert_eq!(state(&bench, &at(&bench, &id).await)["list"], "[1]");
    assert_eq!(bench.load("t").await.head.claimed, 0);
}

pub async fn st_25_both_branches_of_a_fork_load<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let large = "\"".to_owned() + &"x".repeat(3000) + "\"";
    let mut kept: Vec<(CheckpointId, Model)> = Vec::new();
    for step in 0..15 {
        if step == 10 {
            driver.go_on(&at(&bench, &kept[3].0).await);
        }
        let item = step.to_string();
        let id = driver.step(&[("list", append(&[&item, &large])), ("a", whole(&item))]).await;
        kept.push((id, driver.model.clone()));
    }
    for (id, model) in &kept {
        assert_eq!(state(&bench, &at(&bench, id).await), *model, "{id}");
    }
    assert_eq!(bench.load("t").await.checkpoint.parent, Some(13));
    assert_eq!(at(&bench, &kept[10].0).await.checkpoint.parent, Some(3));
}

pub async fn st_66_every_checkpoint_loads_equal_to_a_naive_model<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let names: Vec<Rc<str>> = (0..40).map(|n| format!("c{n:03}").into()).collect();
    let graph = GraphRow { digest: Digest::of(b"wide"), nodes: names.clone(), channels: names.clone() };
    let mut driver = Driver::of_graph(&bench, "t", graph);
    let mut kept: BTreeMap<CheckpointId, Model> = BTreeMap::new();
    for step in 0..120 {
        if step % 25 == 24 {
            let back = driver.random() as usize % kept.len();
            driver.go_on(&at(&bench, kept.keys().nth(back).unwrap()).await);
        }
        let mut changes: BTreeMap<&str, Step> = BTreeMap::new();
        for _ in 0..=driver.random() % 4 {
            let number = driver.random() as usize % names.len();
            // Around the inline limit: every other value has a row of its own.
            let text = format!("\"{}\"", "v".repeat(2035 + driver.random() as usize % 24));
            changes.insert(&names[number], if number.is_multiple_of(2) { append(&[&text]) } else { whole(text) });
        }
        let id = driver.step(&changes.into_iter().collect::<Vec<_>>()).await;
        kept.insert(id, driver.model.clone());
    }
    for (id, model) in &kept {
        assert_eq!(state(&bench, &at(&bench, id).await), *model, "{id}");
    }
}

pub async fn st_66_rows_of_an_earlier_graph_are_read_by_its_names<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    let mut kept: Vec<(CheckpointId, Model)> = Vec::new();
    let large = format!("\"{}\"", "v".repeat(1500));
    for step in 0..40 {
        if step == 20 {
            // A new channel and a new node in front shift every index.
            let (mut nodes, mut channels) = (driver.graph.nodes.clone(), driver.graph.channels.clone());
            nodes.insert(0, "first".into());
            channels.insert(0, "0".into());
            driver.graph = Rc::new(GraphRow { digest: Digest::of(b"other"), nodes, channels });
        }
        let change = if step % 4 == 0 { ("list", append(&["1"])) } else { ("a", whole(&large)) };
        kept.push((driver.step(&[change]).await, driver.model.clone()));
    }
    for (id, model) in &kept {
        let loaded = at(&bench, id).await;
        let since = if loaded.checkpoint.seq < 20 { 0 } else { 20 };
        assert_eq!((state(&bench, &loaded), loaded.checkpoint.graph_since), (model.clone(), since), "{id}");
    }
}
