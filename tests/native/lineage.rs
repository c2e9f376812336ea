//! Lineage: when a whole value and a full table are due, that a copy is a copy, and what a load reads because of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use haltgraph::checkpoint::Digest;
use haltgraph::checkpoint::lineage::{Change, Lineage, Tip};
use haltgraph::checkpoint::record::{GraphRow, Link, Value};
use haltgraph::checkpoint::rows::{Key, Store};
use haltgraph::checkpoint::{CheckpointId, Loaded};
use haltgraph::runtime::wait::call;
use serde_json::Value as Json;

use crate::row_saver::{Body, RowSaver};
use crate::savers::{bench_of, run};
use crate::suite::{Driver, append, whole};

fn graph() -> Digest {
    Digest::of(b"graph")
}

fn change(channel: &str, on: Option<Tip>, appends: bool, len: usize) -> Change<Body> {
    Change { channel: channel.into(), on, appends, value: Value::Inline("x".repeat(len).into()), digest: None }
}

#[test]
fn a_delta_goes_on_from_the_tip() {
    let mut lineage = Lineage::empty();
    assert_eq!(lineage.tip("list"), None);
    let first = lineage.record(4, &graph(), vec![change("list", None, false, 10)]);
    assert_eq!((first.entries[0].link, first.full_table), (Link::Full, 4));
    assert_eq!(first.table, Some(vec![]), "the first row has a full table, of nothing");
    let tip = lineage.tip("list").unwrap();
    assert_eq!(tip, Tip { n: 1, base: 4, seq: 4, digest: None });
    let second = lineage.record(5, &graph(), vec![change("list", Some(tip), true, 10)]);
    assert_eq!(second.entries[0].link, Link::Delta { n: 2, base: 4, prev: 4 });
    assert_eq!((second.full_table, second.table), (4, None));
    assert_eq!(lineage.tip("list"), Some(Tip { n: 2, base: 4, seq: 5, digest: None }));
}

#[test]
fn a_copy_knows_nothing_of_what_the_other_records() {
    let mut lineage = Lineage::empty();
    let names: Vec<String> = (0..100).map(|n| format!("c{n}")).collect();
    lineage.record(0, &graph(), names.iter().map(|name| change(name, None, false, 1)).collect());
    let kept = lineage.clone();
    lineage.record(1, &graph(), vec![change("c7", None, false, 1), change("new", None, false, 1)]);
    assert_eq!(kept.tip("c7").map(|tip| tip.seq), Some(0));
    assert_eq!(kept.tip("new"), None);
    assert_eq!(lineage.tip("c7").map(|tip| tip.seq), Some(1));
    assert_eq!(lineage.tip("new").map(|tip| tip.seq), Some(1));
}

#[test]
fn a_whole_value_is_due_when_a_load_reads_three_times_the_value() {
    let mut lineage = Lineage::empty();
    lineage.record(0, &graph(), vec![change("list", None, false, 100)]);
    for seq in 1..=2 {
        let tip = lineage.tip("list");
        assert!(tip.is_some(), "at {seq}");
        lineage.record(seq, &graph(), vec![change("list", tip, false, 100)]);
    }
    assert!(lineage.tip("list").is_some(), "three times is allowed");
    let tip = lineage.tip("list");
    lineage.record(3, &graph(), vec![change("list", tip, false, 1)]);
    assert_eq!(lineage.tip("list"), None);
    lineage.record(4, &graph(), vec![change("list", None, false, 100)]);
    assert_eq!(lineage.tip("list").map(|tip| (tip.n, tip.base)), Some((1, 4)));
}

#[test]
fn a_pure_append_never_writes_a_whole_value_again() {
    let mut lineage = Lineage::empty();
    lineage.record(0, &graph(), vec![change("list", None, false, 2)]);
    for seq in 1..10_000 {
        let tip = lineage.tip("list").unwrap_or_else(|| panic!("a whole value is due at {seq}"));
        lineage.record(seq, &graph(), vec![change("list", Some(tip), true, 50), change("count", None, false, 3)]);
    }
}

#[test]
fn a_full_table_is_due_when_changes_outweigh_it_at_a_fork_and_under_a_new_graph() {
    let mut lineage = Lineage::empty();
    let names: Vec<String> = (0..100).map(|n| format!("c{n:02}")).collect();
    lineage.record(0, &graph(), names.iter().map(|name| change(name, None, false, 900)).collect());
    let mut steps = 0;
    let table = (1..).find_map(|seq| {
        steps += 1;
        lineage.record(seq, &graph(), vec![change("c00", None, false, 900)]).table
    });
    let table = table.unwrap();
    assert_eq!(steps, 99, "changes of 99 entries against a table of the 99 others");
    assert_eq!(table.len(), 99);
    assert!(table.iter().all(|entry| entry.seq == 0 && entry.text.is_some()));
    assert!(table.is_sorted_by(|a, b| a.channel < b.channel));
    let plain = lineage.record(100, &graph(), vec![change("c01", None, false, 1)]);
    assert_eq!((plain.full_table, plain.graph_since, plain.table), (99, 0, None));
    let changed = lineage.record::<Body>(101, &Digest::of(b"other"), vec![]);
    assert_eq!(changed.table.map(|table| table.len()), Some(100));
    assert_eq!((changed.full_table, changed.graph_since), (101, 101));
    let fork = lineage.record::<Body>(200, &Digest::of(b"other"), vec![]);
    assert_eq!(fork.table.map(|table| table.len()), Some(100), "a step that is not built on the one before it");
    assert_eq!((fork.full_table, fork.graph_since), (200, 101));
}

/// Bytes of state values in the rows that loads have read, the fixed part of rows aside.
fn values_read(saver: &RowSaver) -> usize {
    let table = saver.table.borrow();
    let read = saver.reads.take();
    read.iter()
        .map(|(store, key, len)| match store {
            Store::Blobs => *len,
            Store::Checkpoints => values_in(&table[&(*store, key.clone())]).0,
            _ => 0,
        })
        .sum()
}

/// Bytes of state values in a checkpoint row: all, and those that it changed.
fn values_in(row: &[u8]) -> (usize, usize) {
    let row: Json = serde_json::from_slice(row).unwrap();
    let sum = |list: &Json, before: usize| -> usize {
        let entries = list.as_array().into_iter().flatten().map(|entry| entry.as_array().unwrap());
        let value = entries.filter_map(|entry| {
            let whole = entry[before] == "f";
            entry.get(if whole { before + 2 } else { before + 5 })
        });
        value.map(|value| value.to_string().len()).sum()
    };
    let changed = sum(&row["c"], 1);
    (changed + sum(&row["all"], 2), changed)
}

#[test]
fn st_66_a_load_reads_three_times_the_state_at_most() {
    run(async {
        let saver = RowSaver::default();
        let bench = bench_of(&saver);
        let names: Vec<Rc<str>> = (0..200).map(|n| format!("c{n:04}").into()).collect();
        let graph = GraphRow { digest: graph(), nodes: names.clone(), channels: names.clone() };
        let mut driver = Driver::of_graph(&bench, "t", graph);
        let mut ids: Vec<CheckpointId> = Vec::new();
        for step in 0..1000 {
            if step % 200 == 199 {
                let back = &ids[driver.random() as usize % ids.len()];
                let loaded: Option<Loaded<Body>> = call(|done| bench.saver.load("t", Some(back), done)).await.unwrap();
                driver.go_on(&loaded.unwrap());
            }
            let mut changes = BTreeMap::new();
            for _ in 0..1 + driver.random() % 5 {
                let number = driver.random() as usize % names.len();
                let short = number.is_multiple_of(7);
                let len = if short { 10 } else { 2035 + driver.random() as usize % 24 };
                let text = format!("\"{}\"", "v".repeat(len));
                changes.insert(&*names[number], if number.is_multiple_of(2) { append(&[&text]) } else { whole(text) });
            }
            ids.push(driver.step(&changes.into_iter().collect::<Vec<_>>()).await);
            if step % 20 == 19 {
                saver.reads.take();
                bench.load("t").await;
                let state: usize = driver.model.values().map(String::len).sum();
                let read = values_read(&saver);
                assert!(read <= 3 * state + 4096, "step {step}: {read} bytes read for {state}");
            }
        }
    });
}

#[test]
fn st_66_a_list_beside_a_changing_value_loads_in_three_times_the_state() {
    run(async {
        let saver = RowSaver::default();
        let bench = bench_of(&saver);
        let mut driver = Driver::new(&bench, "t");
        for step in 0..1000 {
            let item = format!("\"{}\"", "m".repeat(100));
            let plan = whole(format!("\"{step}{}\"", "p".repeat(1500)));
            let list = if step % 3 == 0 { vec![("list", append(&[&item]))] } else { vec![] };
            driver.step(&list.into_iter().chain([("a", plan)]).collect::<Vec<_>>()).await;
        }
        saver.reads.take();
        bench.load("t").await;
        let state: usize = driver.model.values().map(String::len).sum();
        let read = values_read(&saver);
        assert!(read <= 3 * state + 4096, "{read} bytes read for {state}");
        let table = saver.table.borrow();
        let rows = table.iter().filter(|((store, _), _)| *store == Store::Checkpoints);
        let (mut again, mut otherwise, mut seen) = (0, 0, false);
        for (_, row) in rows {
            let json: Json = serde_json::from_slice(row).unwrap();
            for entry in json["c"].as_array().unwrap() {
                let full = entry[0] == 2 && entry[1] == "f";
                let len = entry.as_array().unwrap().last().unwrap().to_string().len();
                if full && std::mem::replace(&mut seen, true) { again += len } else { otherwise += len }
            }
        }
        let blobs = table.iter().filter(|((store, key), _)| *store == Store::Blobs && is_list(key));
        again += blobs.map(|(_, row)| row.len()).sum::<usize>();
        assert!(again > 0, "the list was written whole again");
        assert!(again * 2 <= otherwise, "{again} bytes of whole values again, beside {otherwise}");
    });
}

fn is_list(key: &Key) -> bool {
    matches!(key, Key::List(parts) if parts[2] == Key::text("list"))
}
