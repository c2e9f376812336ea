//! What a read gives: the checkpoint asked for, whole, and nothing of any other.

use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::checkpoint::question::Json;
use haltgraph::checkpoint::record::{GraphRow, JoinRow, Share};
use haltgraph::checkpoint::saver::QuestionRead;
use haltgraph::checkpoint::{CheckpointId, Digest, Head, InterruptId, Loaded};
use haltgraph::runtime::wait::call;

use super::driver::state;
use super::{Bench, Driver, append, refused, whole};

pub async fn st_01_what_is_not_there_is_none<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "known");
    let id = driver.step(&[("a", whole("1"))]).await;
    let mut other = Driver::new(&bench, "other");
    other.random();
    let foreign = other.step(&[("a", whole("1"))]).await;
    let head: Option<Head> = call(|done| bench.saver.head("unknown", done)).await.unwrap();
    assert_eq!(head, None);
    for (thread, id) in [("unknown", None), ("unknown", Some(&id)), ("known", Some(&foreign))] {
        let loaded: Option<Loaded<B>> = call(|done| bench.saver.load(thread, id, done)).await.unwrap();
        assert_eq!(loaded, None, "{thread} {id:?}");
    }
    for text in ["", "no id at all", "ffffffff-ffff-8fff-8fff-ffffffffffff"] {
        let id = CheckpointId::from_text(text);
        let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("known", Some(&id), done)).await.unwrap();
        assert_eq!(loaded, None, "{text}");
    }
    let read: QuestionRead =
        call(|done| bench.saver.question("unknown", &InterruptId::new([0; 16]), done)).await.unwrap();
    assert_eq!(read, QuestionRead { head: None, question: None, decision: None });
}

pub async fn st_02_a_commit_reads_back_as_given<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let first = driver.step(&[("a", whole("1"))]).await;
    let batch = driver.batch(&[("b", whole("{\"k\":[1,2]}")), ("list", append(&["\"x\""]))]);
    let row = Rc::clone(&batch.checkpoints[0]);
    let committed = driver.commit(batch).await.unwrap();
    let loaded = bench.load("t").await;
    assert_eq!(loaded.checkpoint, row);
    assert_eq!((loaded.checkpoint.parent, loaded.checkpoint.ts), (Some(0), driver.clock));
    let Head { rev, epoch, .. } = loaded.head;
    assert_eq!(loaded.head, Head { rev, epoch, ..driver.head.clone() });
    assert_eq!((loaded.head.token(), loaded.digest), (committed.token, committed.digest));
    assert_eq!(state(&bench, &loaded), driver.model);
    let by_id: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&row.id), done)).await.unwrap();
    assert_eq!(by_id, Some(loaded));
    let older: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&first), done)).await.unwrap();
    let older = older.unwrap();
    assert_eq!((older.checkpoint.seq, older.checkpoint.parent, &older.checkpoint.id), (0, None, &first));
}

pub async fn st_02_checkpoints_of_one_commit_are_a_line<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("list", whole("[0]"))]).await;
    let mut batch = driver.batch(&[("list", append(&["1"]))]);
    driver.head = batch.head.clone();
    let last = driver.batch(&[("list", append(&["2"])), ("a", whole("1"))]);
    let ids: Vec<_> = [&batch, &last].map(|batch| batch.head.id.clone()).into();
    batch.checkpoints.extend(last.checkpoints);
    batch.head = last.head;
    driver.commit(batch).await.unwrap();
    assert_eq!(state(&bench, &bench.load("t").await), driver.model);
    driver.step(&[("list", append(&["3"]))]).await;
    for (id, list) in ids.iter().zip(["[0,1]", "[0,1,2]"]) {
        let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(id), done)).await.unwrap();
        assert_eq!(state(&bench, &loaded.unwrap())["list"], list);
    }
    assert_eq!(state(&bench, &bench.load("t").await)["list"], "[0,1,2,3]");
}

pub async fn st_02_joins_and_metadata_read_back_as_given<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    let name = |name: &str| Rc::<str>::from(name);
    let joins = [("two", vec!["one", "two"], vec!["one"]), ("elsewhere", vec!["one", "\u{e9}"], vec![])];
    let names = |names: Vec<&str>| names.into_iter().map(name).collect();
    let joins =
        joins.map(|(to, from, arrived)| JoinRow { to: name(to), from: names(from), arrived: names(arrived) }).to_vec();
    for triggers in [vec!["one"], vec![]] {
        let mut batch = driver.batch(&[("a", whole("2"))]);
        let mut row = (*batch.checkpoints[0]).clone();
        row.joins = joins.clone();
        row.triggers = names(triggers);
        row.metadata = Some(Json("{\"source\":\"mine\",\"z\":[1,{}]}".into()));
        row.by.push((None, vec![Share::Whole("b".into()), Share::Update("a".into(), bench.value("[0]"))]));
        let row = Rc::new(row);
        batch.checkpoints = vec![Rc::clone(&row)];
        driver.commit(batch).await.unwrap();
        assert_eq!(bench.load("t").await.checkpoint, row);
    }
}

pub async fn st_03_a_bad_thread_id_is_refused_and_stores_nothing<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    for id in [String::new(), "x".repeat(257), "a\u{0}b".to_owned(), "a\nb".to_owned()] {
        let mut driver = Driver::new(&bench, &id);
        let batch = driver.batch(&[("a", whole("1"))]);
        assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_BAD_NAME");
        assert_eq!(refused(|done| bench.saver.load(&id, None, done)).await.code, "E_BAD_NAME");
        assert_eq!(refused(|done| bench.saver.delete_thread(&id, done)).await.code, "E_BAD_NAME");
        assert_eq!(refused(|done| bench.saver.forget(&id, done)).await.code, "E_BAD_NAME");
        assert_eq!(refused(|done| bench.saver.history(&id, None, 1, done)).await.code, "E_BAD_NAME");
    }
    assert_eq!(bench.dump().await, "");
}

pub async fn st_04_odd_names_are_names_like_others<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let odd = ["__proto__", "a/b", "constructor", "toString", "\u{e9}\"\\", "\u{1f600}", "\u{ffff}"];
    let names: Vec<Rc<str>> = odd.iter().map(|name| Rc::from(*name)).collect();
    for thread in odd {
        let graph = GraphRow { digest: Digest::of(b"odd"), nodes: names.clone(), channels: names.clone() };
        let mut driver = Driver::of_graph(&bench, thread, graph);
        let changes: Vec<_> = odd.iter().map(|name| (*name, whole(format!("\"{}\"", thread.len())))).collect();
        driver.step(&changes).await;
        driver.step(&[("unlisted", whole("0"))]).await;
        assert_eq!(state(&bench, &bench.load(thread).await), driver.model, "{thread}");
    }
    let heads: Vec<Head> = call(|done| bench.saver.heads(None, done)).await.unwrap();
    let threads: Vec<_> = heads.iter().map(|head| head.thread.to_string()).collect();
    assert_eq!(threads, odd, "in UTF-16 order");
}

pub async fn st_05_the_latest_is_the_highest_seq_whatever_the_time<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("1"))]).await;
    driver.clock -= 86_400_000;
    let id = driver.step(&[("a", whole("2"))]).await;
    let loaded = bench.load("t").await;
    assert_eq!((loaded.checkpoint.id.clone(), loaded.checkpoint.parent), (id, Some(0)));
    assert_eq!(state(&bench, &loaded)["a"], "2");
}

pub async fn st_05_a_child_names_its_parent<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let large = format!("\"{}\"", "v".repeat(1000));
    let mut before = None;
    for step in 0..12 {
        let id = driver.step(&[(["a", "b"][step % 2], whole(&large))]).await;
        let loaded = bench.load("t").await;
        assert_eq!((loaded.parent, &loaded.checkpoint.id), (before, &id));
        before = Some(id);
    }
}

pub async fn st_06_an_unchanged_channel_is_complete_in_every_checkpoint<B: Clone + Debug + PartialEq + 'static>(
    bench: Bench<B>,
) {
    let mut driver = Driver::new(&bench, "t");
    let mut ids = vec![driver.step(&[("b", whole("\"kept\"")), ("list", append(&["1", "2"]))]).await];
    for step in 0..100 {
        ids.push(driver.step(&[("a", whole(step.to_string()))]).await);
    }
    for id in ids {
        let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&id), done)).await.unwrap();
        let state = state(&bench, &loaded.unwrap());
        assert_eq!((state["b"].as_str(), state["list"].as_str()), ("\"kept\"", "[1,2]"));
    }
}

pub async fn st_07_an_emptied_channel_is_empty<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    driver.step(&[("a", whole("\"old\"")), ("list", append(&["1"]))]).await;
    driver.step(&[("a", whole("null")), ("list", whole("[]"))]).await;
    let loaded = bench.load("t").await;
    assert_eq!(state(&bench, &loaded), driver.model);
    assert_eq!(driver.model["list"], "[]");
    assert_eq!(loaded.chains.len(), 2, "no channel that was never written");
}

pub async fn st_23_json_text_comes_back_byte_for_byte<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let texts = [
        "\"\u{2028}\u{1f600}\\u0000\\ud83d\"",
        "-0",
        "1e21",
        "9007199254740991",
        "{\"\":0,\"b\":1,\"a\":2,\"10\":3,\"9\":4}",
        "[ ]",
        &deep,
    ];
    let long = format!("\"{}\"", "\u{e9}\\\"".repeat(2000));
    let mut driver = Driver::new(&bench, "t");
    for text in texts.iter().copied().chain([long.as_str()]) {
        driver.step(&[("a", whole(text)), ("list", append(&[text]))]).await;
        assert_eq!(state(&bench, &bench.load("t").await), driver.model);
    }
}

pub async fn st_64_an_id_with_other_random_bits_is_not_found<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let (first, second) = (driver.step(&[]).await, driver.step(&[]).await);
    assert!(first.as_str() < second.as_str(), "ids sort by seq");
    let other = CheckpointId::new(1, [9; 10]).unwrap();
    assert_ne!(other, second);
    let loaded: Option<Loaded<B>> = call(|done| bench.saver.load("t", Some(&other), done)).await.unwrap();
    assert_eq!(loaded, None);
}

pub async fn st_65_values_keep_their_text<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let mut driver = Driver::new(&bench, "t");
    let tagged = "{\"$hg\":\"obj\",\"v\":{\"$hg\":1,\"lc\":1,\"2\":0,\"1\":0}}";
    driver.step(&[("a", whole(tagged)), ("b", whole("{\"lc\":1,\"type\":\"constructor\",\"id\":[]}"))]).await;
    assert_eq!(state(&bench, &bench.load("t").await), driver.model);
}

pub async fn st_67_capabilities_are_the_savers_own<B: Clone + Debug + PartialEq + 'static>(bench: Bench<B>) {
    let says = bench.saver.capabilities();
    assert_eq!(says.multi_tab, says.exactly_once == "always");
    assert!(["always", "one instance", "one tab, no crash"].contains(&says.exactly_once));
    assert_eq!((says.history, says.max_bytes.is_some()), (None, says.exactly_once == "one tab, no crash"));
    assert_eq!(says, bench.second.capabilities());
}
