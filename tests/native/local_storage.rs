//! The localStorage saver over a map: what it leaves under its keys, what it refuses, and that what it trims loads.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::Error;
use haltgraph::checkpoint::record::{Link, Share, Value};
use haltgraph::checkpoint::saver::Done;
use haltgraph::checkpoint::{CheckpointId, Head, Loaded, TaskKey};
use haltgraph::runtime::wait::call;
use haltgraph::savers::LocalStorageSaver;
use haltgraph::savers::local_storage::{Limits, Shelf};

use crate::savers::run;
use crate::suite::driver::{Model, state};
use crate::suite::{Bench, Driver, append, ask, question, refused, whole};

/// Texts in a map, with as much room as a test gives.
#[derive(Default)]
pub struct MapShelf {
    pub texts: RefCell<BTreeMap<String, String>>,
    pub room: RefCell<Option<usize>>,
}

impl Shelf for MapShelf {
    fn get(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.texts.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Error> {
        if self.room.borrow().is_some_and(|room| text.len() > room) {
            return Err(Error::new("E_QUOTA", "full"));
        }
        self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), Error> {
        self.texts.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, Error> {
        Ok(self.texts.borrow().keys().cloned().collect())
    }
}

/// Room for the suite's longest histories.
pub fn roomy(history: Option<u32>) -> Limits {
    Limits { history, units: 8 << 20, ..Limits::default() }
}

/// A bench on what stands on the shelf, as a page that was just loaded has it.
fn opened(shelf: &Rc<MapShelf>, limits: Limits) -> Bench<Rc<str>> {
    let shelf: Rc<dyn Shelf> = Rc::<MapShelf>::clone(shelf);
    let saver = LocalStorageSaver::over(shelf, "s", limits);
    let second = Rc::new(saver.second_handle());
    Bench { saver: Rc::new(saver), second, body: |text| text.into(), text: |body| body.to_string() }
}

async fn listed(bench: &Bench<Rc<str>>, thread: &str) -> Vec<Loaded<Rc<str>>> {
    call(|done| bench.saver.history(thread, None, u32::MAX, done)).await.unwrap()
}

async fn at(bench: &Bench<Rc<str>>, id: &CheckpointId) -> Option<Loaded<Rc<str>>> {
    call(|done| bench.saver.load("t", Some(id), done)).await.unwrap()
}

fn key(kind: &str) -> String {
    format!("hg{}:s:{kind}:t", haltgraph::checkpoint::FORMAT)
}

/// A thread with a question, pending writes and an audit row.
async fn busy(bench: &Bench<Rc<str>>) {
    let mut driver = Driver::new(bench, "t");
    driver.step(&[("a", whole("\"\u{2028}\u{1f600}\"")), ("list", append(&["1"]))]).await;
    let mut batch = driver.batch(&[("list", append(&["2"]))]);
    batch.audit = vec![haltgraph::checkpoint::batch::AuditRow { n: 0, text: "{\"n\":0,\"v\":1}".into() }];
    driver.commit(batch).await.unwrap();
    let asked = question(&driver, 1, 1, None);
    ask(&mut driver, &[&asked]).await;
    let mut batch = driver.empty_batch();
    batch.head.pw = 2;
    let command = driver.write(TaskKey::Pull("one".into()), 0, "a", "[]");
    let pushed = driver.write(TaskKey::Push("two".into(), 7), 1, "b", "{}");
    batch.writes = vec![haltgraph::checkpoint::record::PendingWrite { task: None, ..command }, pushed];
    driver.commit(batch).await.unwrap();
}

#[test]
fn a_page_that_is_loaded_again_finds_every_thread_as_it_was() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        let bench = opened(&shelf, roomy(None));
        busy(&bench).await;
        let mut forgotten = Driver::new(&bench, "gone");
        let mut batch = forgotten.batch(&[("a", whole("1"))]);
        batch.audit = vec![haltgraph::checkpoint::batch::AuditRow { n: 0, text: "{\"n\":0,\"v\":1}".into() }];
        forgotten.commit(batch).await.unwrap();
        let () = call(|done| bench.saver.forget("gone", done)).await.unwrap();
        let before = bench.dump().await;
        let again = opened(&shelf, roomy(None));
        assert_eq!(again.dump().await, before);
        let audit: Vec<Rc<str>> = call(|done| again.saver.audit("gone", done)).await.unwrap();
        assert_eq!(audit.len(), 1);
        let mut driver = Driver::new(&again, "t");
        driver.go_on(&again.load("t").await);
        driver.step(&[("list", append(&["3"]))]).await;
        assert_eq!(state(&again, &again.load("t").await)["list"], "[1,2,3]");
    });
}

#[test]
fn one_text_holds_a_thread() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        let bench = opened(&shelf, Limits::default());
        busy(&bench).await;
        let texts = shelf.texts.borrow().clone();
        assert_eq!(texts.keys().cloned().collect::<Vec<_>>(), [key("t")]);
        let text = &texts[&key("t")];
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert!(text.starts_with("{\"v\":1,\"rev\":4,\"d\":\""), "{text}");
        assert_eq!(value["b"]["checkpoints"].as_array().unwrap().len(), 1);
        assert_eq!(value["b"]["writes"].as_array().unwrap().len(), 2);
        let () = call(|done| bench.saver.delete_thread("t", done)).await.unwrap();
        assert_eq!(shelf.texts.borrow().len(), 0);
    });
}

/// Steps, forks and reloads under a history of `n`, against a naive model.
async fn trimmed(n: u32) {
    let shelf = Rc::new(MapShelf::default());
    let limits = roomy(Some(n));
    let mut bench = opened(&shelf, limits);
    let mut kept: Vec<(CheckpointId, Model)> = Vec::new();
    let mut fork = None;
    for round in 0..12 {
        let mut driver = Driver::new(&bench, "t");
        if let Some((id, _)) = kept.last() {
            driver.go_on(&at(&bench, fork.as_ref().unwrap_or(id)).await.unwrap());
        }
        for step in 0..=round % 5 {
            let item = format!("{{\"n\":{}}}", round * 10 + step);
            let mut changes = vec![("list", append(&[&item, "2"])), (["a", "b"][step % 2], whole(&item))];
            changes.truncate(1 + step % 3);
            // Now and then the list rests while its last row goes.
            changes.retain(|(channel, _)| *channel != "list" || (round + step) % 3 != 1);
            let id = driver.step(&changes).await;
            kept.push((id, driver.model.clone()));
            assert_eq!(state(&bench, &bench.load("t").await), driver.model);
        }
        let list = listed(&bench, "t").await;
        assert!(list.len() >= (n as usize).min(kept.len()) && list.len() <= 2 * n as usize, "{}", list.len());
        for loaded in &list {
            let (_, model) = kept.iter().find(|(id, _)| *id == loaded.checkpoint.id).unwrap();
            assert_eq!(state(&bench, loaded), *model);
            assert_eq!(at(&bench, &loaded.checkpoint.id).await.unwrap().digest, loaded.digest);
        }
        let told = |list: &[Loaded<Rc<str>>]| format!("{list:?}");
        let before = told(&list);
        if round % 2 == 1 {
            bench = opened(&shelf, limits);
            assert_eq!(told(&listed(&bench, "t").await), before, "loaded again");
        }
        fork = (round % 3 == 2).then(|| list[list.len() - 1].checkpoint.id.clone());
    }
    let oldest = &kept[0].0;
    assert_eq!(at(&bench, oldest).await, None);
}

#[test]
fn st_71_a_history_of_one_keeps_the_newest_checkpoint() {
    run(trimmed(1));
}

#[test]
fn st_71_a_history_of_three_keeps_three() {
    run(trimmed(3));
}

#[test]
fn what_a_step_appended_is_known_when_its_list_was_made_whole() {
    run(async {
        let bench = opened(&Rc::default(), roomy(Some(1)));
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("list", append(&["1"]))]).await;
        driver.step(&[("list", append(&["2", "[3]"]))]).await;
        let row = bench.load("t").await.checkpoint;
        assert_eq!((row.changes[0].link, row.full_table), (Link::Full, 1));
        let update = Share::Update("list".into(), Value::Inline("[2,[3]]".into()));
        assert_eq!(row.by, [(Some(TaskKey::Pull("one".into())), vec![update])]);
    });
}

#[test]
fn st_57_a_full_shelf_leaves_the_thread_as_it_was() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        let bench = opened(&shelf, Limits::default());
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("a", whole("1"))]).await;
        let before = bench.dump().await;
        *shelf.room.borrow_mut() = Some(3000);
        let large = format!("\"{}\"", "x".repeat(3000));
        let batch = driver.batch(&[("a", whole(&large))]);
        assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_QUOTA");
        assert_eq!(bench.dump().await, before);
        driver.go_on(&bench.load("t").await);
        driver.step(&[("a", whole("2"))]).await;
    });
}

#[test]
fn a_thread_beyond_the_cap_and_a_thread_too_many_are_refused() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        let bench = opened(&shelf, Limits { units: 4000, threads: 2, ..Limits::default() });
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("a", whole("1"))]).await;
        let batch = driver.batch(&[("a", whole(format!("\"{}\"", "x".repeat(4000))))]);
        assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_TOO_LARGE");
        Driver::new(&bench, "second").step(&[("a", whole("1"))]).await;
        let mut third = Driver::new(&bench, "third");
        let batch = third.batch(&[("a", whole("1"))]);
        assert_eq!(third.commit(batch).await.unwrap_err().code, "E_LIMIT");
        assert_eq!(shelf.texts.borrow().len(), 2);
    });
}

async fn code<T: Debug + 'static>(start: impl FnOnce(Done<T>)) -> &'static str {
    refused(start).await.code
}

#[test]
fn st_58_a_foreign_edit_blocks_the_thread_and_no_other() {
    run(async {
        for (text, expected) in [
            (Some("{\"v\":1"), "E_CORRUPT"),
            (Some("{\"v\":1,\"rev\":1,\"d\":\"00\",\"b\":{}}"), "E_CORRUPT"),
            (Some("other"), "THREAD_CONFLICT"),
            (None, "THREAD_CONFLICT"),
        ] {
            let shelf = Rc::new(MapShelf::default());
            let bench = opened(&shelf, Limits::default());
            let mut other = Driver::new(&bench, "other");
            other.step(&[("a", whole("1"))]).await;
            let mut driver = Driver::new(&bench, "t");
            driver.step(&[("a", whole("1"))]).await;
            let first = shelf.texts.borrow()[&key("t")].clone();
            driver.step(&[("a", whole("2"))]).await;
            let text = text.map(|text| if text == "other" { first } else { text.to_owned() });
            match text.clone() {
                Some(text) => shelf.texts.borrow_mut().insert(key("t"), text),
                None => shelf.texts.borrow_mut().remove(&key("t")),
            };
            let batch = driver.batch(&[("a", whole("3"))]);
            assert_eq!(driver.commit(batch).await.unwrap_err().code, expected);
            assert_eq!(code(|done| bench.saver.load("t", None, done)).await, expected);
            assert_eq!(shelf.texts.borrow().get(&key("t")), text.as_ref(), "nothing was overwritten");
            other.step(&[("a", whole("2"))]).await;
            let heads: Vec<Head> = call(|done| bench.saver.heads(None, done)).await.unwrap();
            assert_eq!(heads.len(), 1);
            let () = call(|done| bench.saver.delete_thread("t", done)).await.unwrap();
            Driver::new(&bench, "t").step(&[("a", whole("1"))]).await;
        }
    });
}

#[test]
fn st_48_a_damaged_text_is_found_when_the_store_is_opened() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        busy(&opened(&shelf, Limits::default())).await;
        let text = shelf.texts.borrow()[&key("t")].clone();
        let intact = opened(&shelf, Limits::default()).dump().await;
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let mut damaged: Vec<String> = vec![text[..at].to_owned()];
            if text.is_char_boundary(at + 1) {
                damaged.push(format!("{}~{}", &text[..at], &text[at + 1..]));
            }
            for damaged in damaged {
                shelf.texts.borrow_mut().insert(key("t"), damaged.clone());
                let bench = opened(&shelf, Limits::default());
                let loaded: Result<Option<Loaded<Rc<str>>>, Error> =
                    call(|done| bench.saver.load("t", None, done)).await;
                let found = loaded.map(|_| ()).map_err(|error| error.code);
                assert!(found.is_err(), "{damaged}");
                assert_eq!(shelf.texts.borrow()[&key("bad")], damaged);
            }
        }
        shelf.texts.borrow_mut().insert(key("t"), text);
        assert_eq!(opened(&shelf, Limits::default()).dump().await, intact);
    });
}

#[test]
fn a_shelf_that_was_cleared_is_a_lost_store() {
    run(async {
        let shelf = Rc::new(MapShelf::default());
        let bench = opened(&shelf, Limits::default());
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("a", whole("1"))]).await;
        Driver::new(&bench, "other").step(&[("a", whole("1"))]).await;
        shelf.texts.borrow_mut().clear();
        let batch = driver.batch(&[("a", whole("2"))]);
        assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_STORE_LOST");
        assert_eq!(code(|done| bench.saver.heads(None, done)).await, "E_STORE_LOST");
        let mut fresh = Driver::new(&bench, "fresh");
        let batch = fresh.batch(&[("a", whole("1"))]);
        assert_eq!(fresh.commit(batch).await.unwrap_err().code, "E_STORE_LOST");
        assert_eq!(shelf.texts.borrow().len(), 0);
    });
}

#[test]
fn st_45_a_store_of_another_format_is_refused_and_left_alone() {
    run(async {
        for (format, expected) in [("999", "E_STORE_NEWER"), ("0", "E_STORE_OLDER")] {
            let shelf = Rc::new(MapShelf::default());
            shelf.texts.borrow_mut().insert(format!("hg{format}:s:t:x"), "{}".to_owned());
            shelf.texts.borrow_mut().insert(format!("hg{format}:s:incarnation"), "x".to_owned());
            shelf.texts.borrow_mut().insert(format!("hg{format}:other:t:x"), "{}".to_owned());
            let before = shelf.texts.borrow().clone();
            let bench = opened(&shelf, Limits::default());
            assert_eq!(code(|done| bench.saver.load("t", None, done)).await, expected);
            let mut driver = Driver::new(&bench, "t");
            let batch = driver.batch(&[("a", whole("1"))]);
            assert_eq!(driver.commit(batch).await.unwrap_err().code, expected);
            assert_eq!(*shelf.texts.borrow(), before);
        }
    });
}
