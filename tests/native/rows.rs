//! Rows: their exact text, and that a load of damaged rows ends in a typed error or in what was written.

use std::collections::BTreeSet;
use std::rc::Rc;

use haltgraph::checkpoint::canonical::{Limits, canonicalize};
use haltgraph::checkpoint::question::{Outcome, Verb};
use haltgraph::checkpoint::record::{GraphRow, Share, Value, Weight};
use haltgraph::checkpoint::rows::{Key, Store};
use haltgraph::checkpoint::{Digest, Head, Loaded, Saver, TaskKey};
use haltgraph::runtime::wait::call;

use crate::row_saver::{Body, RowSaver, Table};
use crate::savers::{bench_of, run};
use crate::suite::{Driver, append, ask, close, decision, question, whole};

/// A thread `t` that has a row of each kind.
async fn small_thread(saver: &RowSaver) {
    let bench = bench_of(saver);
    let mut driver = Driver::new(&bench, "t");
    let large = format!("\"{}\"", "x".repeat(2100));
    driver.step(&[("a", whole("{\"k\":1}")), ("b", whole(&large)), ("list", append(&["1"]))]).await;
    driver.step(&[("list", append(&[&large]))]).await;
    let mut batch = driver.batch(&[("a", whole("2")), ("list", append(&["3"]))]);
    let mut row = (*batch.checkpoints[0]).clone();
    let task = TaskKey::Push("two".into(), 3);
    let updates = [bench.value("[1]"), bench.value(&large)].map(|value| Share::Update("a".into(), value));
    row.by.push((Some(task.clone()), updates.into()));
    batch.checkpoints = vec![Rc::new(row)];
    batch.writes = vec![
        driver.write(task, 0, "a", &large),
        driver.write(TaskKey::Pull("one".into()), -1, "__error__", "{\"code\":\"E\"}"),
    ];
    for write in &mut batch.writes {
        write.seq = 2;
    }
    batch.head.pw = 2;
    driver.commit(batch).await.unwrap();
    let first = question(&driver, 1, 1, None);
    let second = question(&driver, 2, 2, Some(&first.interrupt));
    ask(&mut driver, &[&first]).await;
    close(&mut driver, &decision(&first, Verb::Answered, Some(Outcome::Claimed))).await;
    ask(&mut driver, &[&second]).await;
    let mut audited = driver.empty_batch();
    audited.audit = vec![haltgraph::checkpoint::batch::AuditRow { n: 0, text: "{\"n\":0,\"v\":1}".into() }];
    driver.commit(audited).await.unwrap();
}

fn text(table: &Table, store: Store) -> Vec<String> {
    let rows = table.iter().filter(|((at, _), _)| *at == store);
    rows.map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap()).collect()
}

fn loaded(saver: &RowSaver, thread: &str) -> Result<Loaded<Body>, &'static str> {
    let slot = Rc::new(std::cell::RefCell::new(None));
    let filled = Rc::clone(&slot);
    saver.load(thread, None, Box::new(move |answer| *filled.borrow_mut() = Some(answer)));
    let answer = slot.take().expect("answered at once");
    answer.map(|loaded| loaded.expect("the thread is there")).map_err(|error| error.code)
}

#[test]
fn rows_are_canonical() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let table = saver.table.borrow();
        let stores: BTreeSet<_> = table.keys().map(|(store, _)| *store).collect();
        let unused = [Store::Ids, Store::Memo];
        assert_eq!(stores, Store::ALL.into_iter().filter(|store| !unused.contains(store)).collect());
        for ((store, key), bytes) in table.iter() {
            let text = std::str::from_utf8(bytes).unwrap();
            let canonical = canonicalize(text, &Limits { string: 1 << 20, ..Limits::PAYLOAD }).unwrap();
            assert_eq!(&*canonical.text, text, "{store:?} {key:?}");
        }
    });
}

#[test]
fn a_row_says_what_its_step_changed() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let table = saver.table.borrow();
        let rows = text(&table, Store::Checkpoints);
        let digest = |text: &str| Digest::of(text.as_bytes());
        let head: serde_json::Value = serde_json::from_str(&text(&table, Store::Threads)[0]).unwrap();
        let (one, two) = (&rows[1], &rows[2]);
        let entry: Vec<&str> = one.split('"').collect();
        let (d, id) = (entry[7], entry[13]);
        let expected = format!(
            "{{\"by\":[[0,[2,1]]],\"c\":[[2,\"p\",\"{d}\",2,0,0]],\"f\":0,\"id\":\"{id}\",\"last\":[0],\
             \"m\":{{\"source\":\"loop\",\"step\":0}},\"prev\":\"{}\",\"t\":[1,\"__start__\"],\
             \"ts\":\"2023-11-14T22:13:22.000Z\",\"v\":1}}",
            digest(&rows[0])
        );
        assert_eq!(*one, expected);
        assert!(two.starts_with("{\"by\":[[0,0,[2,1]],[[1,3],[0,\"u\",[1]],[0,\"u\"]]],\"c\":[[0,\"f\",\""), "{two}");
        assert!(rows[0].contains(",\"f\":0,\"graph\":[\""), "{}", rows[0]);
        assert_eq!(head["digest"], digest(two).to_string());
        let graph = text(&table, Store::Meta);
        assert_eq!(graph, ["{\"channels\":[\"a\",\"b\",\"list\"],\"nodes\":[\"one\",\"two\"],\"v\":1}"]);
        let blobs: Vec<_> = text(&table, Store::Blobs).iter().map(|row| row.replace(&"x".repeat(2100), "x")).collect();
        let expected = ["{\"u\":[\"x\"],\"v\":1}", "{\"f\":\"x\",\"v\":1}", "{\"o\":[[\"a\",\"x\"]],\"p\":0,\"v\":1}"];
        assert_eq!(blobs, expected);
    });
}

#[test]
fn large_updates_come_back_where_by_names_them() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let loaded = loaded(&saver, "t").unwrap();
        let (_, shares) = &loaded.checkpoint.by[1];
        let large = format!("\"{}\"", "x".repeat(2100));
        let values = [Value::Inline("[1]".into()), Value::Blob { body: Body::of(&large), len: 2102 }];
        assert_eq!(*shares, values.map(|value| Share::Update("a".into(), value)));
        assert_eq!(loaded.writes[1].value, Value::Blob { body: Body::of(&large), len: 2102 });
    });
}

/// Damages each byte of each row of a small thread, and hands on what a load then says.
fn each_damage(see: impl Fn(Store, &str, Result<Loaded<Body>, &'static str>, &Loaded<Body>)) {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let intact = loaded(&saver, "t").unwrap();
        let rows = saver.table.borrow().clone();
        for (place, bytes) in rows.iter().filter(|((store, _), _)| *store != Store::Audit) {
            for at in 0..bytes.len() {
                // Inside a run of x, one byte stands for all.
                if at > 40 && bytes[at - 40..at + 1].iter().all(|byte| *byte == b'x') {
                    continue;
                }
                let flips = [0x01, 0x20, 0x80].map(|bit| {
                    let mut flipped = bytes.clone();
                    flipped[at] ^= bit;
                    flipped
                });
                for damaged in flips.into_iter().chain([bytes[..at].to_vec()]) {
                    let what = String::from_utf8_lossy(&damaged).replace(&"x".repeat(41), "~");
                    saver.table.borrow_mut().insert(place.clone(), damaged);
                    see(place.0, &what, loaded(&saver, "t"), &intact);
                }
            }
            saver.table.borrow_mut().insert(place.clone(), bytes.clone());
        }
    });
}

#[test]
fn st_48_a_damaged_row_is_a_typed_error_or_changes_nothing_else() {
    let codes = ["E_CORRUPT", "E_INTEGRITY", "E_ROLLBACK", "E_UNSUPPORTED_VERSION", "E_UNKNOWN_FIELD"];
    each_damage(|store, what, found, intact| match (store, found) {
        (_, Err(code)) => assert!(codes.contains(&code), "{store:?} {what}: {code}"),
        // No digest covers these rows' own members; what they say is whole all the same, and the state is untouched.
        (Store::Threads | Store::Questions | Store::Decisions | Store::Writes | Store::Meta, Ok(found)) => {
            let values = |loaded: &Loaded<Body>| {
                let links = loaded.chains.iter().flat_map(|chain| &chain.links);
                links.map(|(seq, entry)| (*seq, entry.digest, entry.value.clone())).collect::<Vec<_>>()
            };
            assert_eq!(values(&found), values(intact), "{store:?} {what}");
            assert_eq!(found.checkpoint.id, intact.checkpoint.id, "{store:?} {what}");
        }
        // Nothing covers a large update of `by`, which is history and no state.
        (Store::Blobs, Ok(found)) => assert_eq!(found.chains, intact.chains, "{what}"),
        (_, Ok(found)) => assert_eq!(found, *intact, "{store:?} {what}"),
    });
}

/// What a load says after a change of the small thread's rows.
fn after(change: impl Fn(&mut Table)) -> Result<Loaded<Body>, &'static str> {
    let saver = RowSaver::default();
    run(small_thread(&saver));
    change(&mut saver.table.borrow_mut());
    loaded(&saver, "t")
}

fn place(store: Store, rest: &[Key]) -> (Store, Key) {
    let key = if rest.is_empty() {
        Key::text("t")
    } else {
        Key::List([Key::text("t")].into_iter().chain(rest.iter().cloned()).collect())
    };
    (store, key)
}

fn checkpoint(seq: u64) -> (Store, Key) {
    place(Store::Checkpoints, &[Key::text(""), Key::int(seq)])
}

fn blob(channel: &str, seq: u64) -> (Store, Key) {
    place(Store::Blobs, &[Key::text(""), Key::text(channel), Key::int(seq)])
}

#[test]
fn st_49_rows_that_were_moved_or_removed_are_noticed() {
    let moved = |from: (Store, Key), to: (Store, Key)| {
        after(move |table| {
            let bytes = table[&from].clone();
            table.insert(to.clone(), bytes);
        })
        .err()
    };
    let removed = |place: (Store, Key)| after(move |table| drop(table.remove(&place))).err();
    assert_eq!(moved(checkpoint(1), checkpoint(2)), Some("E_ROLLBACK"), "an older row put back");
    assert_eq!(moved(checkpoint(2), checkpoint(1)), Some("E_INTEGRITY"), "a row copied under another step");
    assert_eq!(moved(blob("b", 0), blob("list", 1)), Some("E_CORRUPT"), "a whole value for a delta");
    assert_eq!(removed(checkpoint(2)), Some("E_ROLLBACK"), "the newest row");
    assert_eq!(removed(checkpoint(1)), Some("E_CORRUPT"), "a row on the path");
    assert_eq!(removed(blob("list", 1)), Some("E_CORRUPT"), "a delta from the middle");
    assert_eq!(removed(place(Store::Questions, &[Key::text(&"02".repeat(16))])), Some("E_CORRUPT"), "an open question");
    assert_eq!(removed(place(Store::Decisions, &[Key::text(&"01".repeat(16))])), Some("E_CORRUPT"), "an answer");
}

#[test]
fn st_49_rows_of_two_threads_swapped_are_noticed_and_others_work() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let bench = bench_of(&saver);
        let mut other = Driver::new(&bench, "u");
        other.random();
        for _ in 0..3 {
            other.step(&[("a", whole("1"))]).await;
        }
        let mine: Vec<_> = saver.table.borrow().keys().filter(|(store, _)| *store != Store::Meta).cloned().collect();
        let theirs = |key: &Key| match key {
            Key::List(parts) => Key::List([Key::text("u")].into_iter().chain(parts[1..].iter().cloned()).collect()),
            _ => Key::text("u"),
        };
        for (store, key) in mine {
            let (ours, foreign) = ((store, key.clone()), (store, theirs(&key)));
            let rows = saver.table.borrow().clone();
            let Some(bytes) = rows.get(&foreign).filter(|_| foreign != ours) else { continue };
            saver.table.borrow_mut().insert(ours, bytes.clone());
            let error = loaded(&saver, "t").unwrap_err();
            assert!(["E_INTEGRITY", "E_ROLLBACK", "E_CORRUPT"].contains(&error), "{store:?} {key:?}: {error}");
            assert!(loaded(&saver, "u").is_ok());
            *saver.table.borrow_mut() = rows;
        }
        let head: Option<Head> = call(|done| Saver::<Body>::head(&saver, "t", done)).await.unwrap();
        assert!(head.is_some());
    });
}

#[test]
fn st_49_what_is_older_than_the_full_table_is_pinned_by_it() {
    run(async {
        let saver = RowSaver::default();
        let bench = bench_of(&saver);
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("list", whole("[0]"))]).await;
        driver.step(&[("list", append(&["1"]))]).await;
        for _ in 0..6 {
            driver.step(&[("a", whole(format!("\"{}\"", "x".repeat(1500))))]).await;
        }
        assert!(bench.load("t").await.checkpoint.full_table > 1);
        let old = String::from_utf8(saver.table.borrow()[&checkpoint(1)].clone()).unwrap();
        let (base, text) = (Digest::of(b"[0]"), "[[\"a\",1]]");
        let digest = |text: &str| Digest::chain(&base, text.as_bytes()).to_string();
        let altered = old.replace(text, "[[\"a\",9]]");
        // Its own digest fits, the one in the full table does not.
        let forged = altered.replace(&digest(text), &digest("[[\"a\",9]]"));
        for row in [altered, forged] {
            assert_ne!(row, old);
            saver.table.borrow_mut().insert(checkpoint(1), row.clone().into_bytes());
            assert_eq!(loaded(&saver, "t").err(), Some("E_INTEGRITY"), "{row}");
        }
    });
}

#[test]
fn sr_79_a_head_or_a_payload_that_is_another_is_noticed() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let (head, question) = (place(Store::Threads, &[]), place(Store::Questions, &[Key::text(&"02".repeat(16))]));
        let read = |change: &dyn Fn(&str) -> String, at: &(Store, Key)| {
            let bytes = saver.table.borrow()[at].clone();
            let changed = change(std::str::from_utf8(&bytes).unwrap());
            saver.table.borrow_mut().insert(at.clone(), changed.into_bytes());
            let found = loaded(&saver, "t").err();
            saver.table.borrow_mut().insert(at.clone(), bytes);
            found
        };
        assert_eq!(read(&|head| head.replace("\"thread\":\"t\"", "\"thread\":\"u\""), &head), Some("E_INTEGRITY"));
        assert_eq!(read(&|row| row.replace("{\"ask\":2}", "{\"ask\":3}"), &question), Some("E_INTEGRITY"));
        for at in [head, question, checkpoint(0), blob("b", 0)] {
            assert_eq!(
                read(&|row| format!("{row}{row}"), &at),
                Some("E_CORRUPT"),
                "{at:?}: two records merged (SR-81)"
            );
        }
    });
}

#[test]
fn a_load_knows_what_its_chains_weigh() {
    run(async {
        let saver = RowSaver::default();
        small_thread(&saver).await;
        let loaded = loaded(&saver, "t").unwrap();
        let chain = loaded.chains.iter().find(|chain| &*chain.channel == "list").unwrap();
        let links: u64 = chain.links.iter().map(|(_, entry)| u64::from(entry.value.len())).sum();
        // All of it appends, and the whole value of `a` is read with the last link.
        assert_eq!(chain.weight, Weight { value: links, read: links + 1 });
    });
}

#[test]
fn st_45_a_row_of_another_version_is_refused() {
    for version in ["0", "2", "999", "\"1\"", "\"0\"", "-1", "1.5", "null", "[0]"] {
        for (store, key) in [place(Store::Threads, &[]), checkpoint(0), checkpoint(2), blob("b", 0)] {
            let found = after(|table| {
                let bytes = table.get_mut(&(store, key.clone())).unwrap();
                let text = std::str::from_utf8(bytes).unwrap();
                let changed = text.replace("\"v\":1", &format!("\"v\":{version}"));
                assert_ne!(changed, text);
                *bytes = changed.into_bytes();
            });
            assert_eq!(found.err(), Some("E_UNSUPPORTED_VERSION"), "{store:?} {version}");
        }
    }
    let missing = after(|table| {
        let bytes = table.get_mut(&checkpoint(2)).unwrap();
        *bytes = std::str::from_utf8(bytes).unwrap().replace(",\"v\":1", "").into_bytes();
    });
    assert_eq!(missing.err(), Some("E_UNSUPPORTED_VERSION"));
}

/// Makes the head name the newest row as it stands, as an engine that wrote it would have.
fn repin(table: &mut Table) {
    let digest = Digest::of(&table[&checkpoint(2)]).to_string();
    let head = table.get_mut(&place(Store::Threads, &[])).unwrap();
    let at = head.windows(9).position(|part| part == b"\"digest\":").unwrap() + 10;
    head.splice(at..at + 64, digest.into_bytes());
}

#[test]
fn sr_83_an_unknown_member_is_refused_wherever_it_stands() {
    for place in [place(Store::Threads, &[]), checkpoint(2), blob("b", 0)] {
        for member in ["\"new\":1,", "\"aa\":{\"v\":[]},"] {
            let found = after(|table| {
                table.get_mut(&place).unwrap().splice(1..1, member.bytes());
                repin(table);
            });
            assert_eq!(found.err(), Some("E_UNKNOWN_FIELD"), "{place:?} {member}");
        }
        let found = after(|table| {
            let row = table.get_mut(&place).unwrap();
            let end = row.len() - 1;
            row.splice(end..end, *b",\"zz\":1");
            repin(table);
        });
        assert_eq!(found.err(), Some("E_UNKNOWN_FIELD"), "{place:?}");
    }
}

#[test]
fn st_61_a_plain_step_is_small_however_long_the_thread_and_wide_the_graph() {
    run(async {
        for (nodes, steps) in [(10, 10), (1000, 10), (10, 10_000), (1000, 10_000)] {
            let saver = RowSaver::default();
            let bench = bench_of(&saver);
            let names: Vec<Rc<str>> = (0..nodes).map(|n| format!("node{n:04}").into()).collect();
            let graph = GraphRow { digest: Digest::of(b"wide"), nodes: names.clone(), channels: names };
            let mut driver = Driver::of_graph(&bench, "t", graph);
            driver.head.next_seq = steps;
            driver.head.step = i64::try_from(steps).unwrap();
            driver.step(&[("node0001", whole("1"))]).await;
            driver.step(&[("node0002", whole("1"))]).await;
            let table = saver.table.borrow();
            let row = text(&table, Store::Checkpoints).pop().unwrap().replace(",\"__start__\"", "");
            assert!(row.len() - 1 <= 320, "{} beside the value: {row}", row.len() - 1);
            let head = &text(&table, Store::Threads)[0];
            assert!(head.len() <= 600, "{}: {head}", head.len());
        }
    });
}
