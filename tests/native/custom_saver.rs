//! Savers of a program's own, over a map that keeps what it is told and knows no more: what such a saver can be asked of
//! the conformance suite. Checkpoints come back whole, so what a row says of its links is not compared.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use haltgraph::Error;
use haltgraph::checkpoint::CheckpointId;
use haltgraph::checkpoint::saver::Done;
use haltgraph::savers::CustomSaver;
use haltgraph::savers::custom::{Outside, Stored};
use serde_json::Value;

use crate::savers::run;
use crate::suite::{self, Bench, Driver, append, whole};

/// By thread and checkpoint: its row, its parent, and its marks by `rev`.
#[derive(Default)]
struct Kept {
    row: Option<String>,
    parent: Option<CheckpointId>,
    marks: BTreeMap<u64, String>,
}

/// See the module. A thread is a map by checkpoint id.
#[derive(Default)]
struct MapOutside {
    threads: RefCell<BTreeMap<String, BTreeMap<CheckpointId, Kept>>>,
    /// Whether it dies before the next mark.
    dies: RefCell<bool>,
}

impl MapOutside {
    fn stored(kept: &Kept) -> Stored {
        let mark = kept.marks.values().next_back().cloned();
        Stored { mark, row: kept.row.clone(), parent: kept.parent.clone() }
    }
}

fn id(value: &Value) -> CheckpointId {
    CheckpointId::from_text(value.as_str().expect("an id"))
}

impl Outside for MapOutside {
    fn read(&self, thread: &str, id: Option<&CheckpointId>, done: Done<Option<Stored>>) {
        let threads = self.threads.borrow();
        let kept = threads.get(thread).and_then(|thread| match id {
            Some(id) => thread.get(id),
            None => thread.values().rev().find(|kept| !kept.marks.is_empty()),
        });
        let stored = kept.map(Self::stored);
        drop(threads);
        done(Ok(stored));
    }

    fn list(&self, thread: &str, before: Option<&CheckpointId>, limit: u32, done: Done<Vec<Stored>>) {
        let threads = self.threads.borrow();
        let kept = threads.get(thread).into_iter().flatten().rev();
        let kept = kept.filter(|(id, kept)| before.is_none_or(|before| *id < before) && kept.row.is_some());
        let listed = kept.take(limit as usize).map(|(_, kept)| Self::stored(kept)).collect();
        drop(threads);
        done(Ok(listed));
    }

    fn threads(&self, done: Done<Vec<String>>) {
        let threads = self.threads.borrow().keys().cloned().collect();
        done(Ok(threads));
    }

    fn write(&self, commit: String, done: Done<()>) {
        let commit: Value = serde_json::from_str(&commit).expect("JSON");
        let mut threads = self.threads.borrow_mut();
        let thread = threads.entry(commit["thread"].as_str().expect("a thread").to_owned()).or_default();
        for tuple in commit["tuples"].as_array().expect("tuples") {
            let row = tuple["row"].as_str().map(ToOwned::to_owned);
            let parent = tuple["parent"].as_str().map(CheckpointId::from_text);
            thread.insert(id(&tuple["id"]), Kept { row, parent, marks: BTreeMap::new() });
        }
        let answer = if self.dies.replace(false) {
            Err(Error::new("E_STORAGE", "died"))
        } else {
            let head = thread.get_mut(&id(&commit["head"])).expect("a head");
            let (rev, mark) = (commit["rev"].as_u64(), commit["mark"].as_str());
            head.marks.insert(rev.expect("a number"), mark.expect("a text").to_owned());
            Ok(())
        };
        drop(threads);
        done(answer);
    }

    fn delete(&self, thread: &str, done: Done<()>) {
        self.threads.borrow_mut().remove(thread);
        done(Ok(()));
    }
}

fn bench_of(outside: &Rc<MapOutside>) -> Bench<Rc<str>> {
    let outside: Rc<MapOutside> = Rc::clone(outside);
    let saver = CustomSaver::over(outside);
    let second = Rc::new(saver.second_handle());
    Bench { saver: Rc::new(saver), second, body: |text| text.into(), text: |body| body.to_string() }
}

macro_rules! checks {
    ($($check:ident)*) => {
        $(#[test] fn $check() { run(suite::$check(bench_of(&Rc::default()))); })*
    };
}

checks! {
    st_01_what_is_not_there_is_none
    st_03_a_bad_thread_id_is_refused_and_stores_nothing
    st_04_odd_names_are_names_like_others
    st_05_the_latest_is_the_highest_seq_whatever_the_time
    st_05_a_child_names_its_parent
    st_06_an_unchanged_channel_is_complete_in_every_checkpoint
    st_07_an_emptied_channel_is_empty
    st_08_a_history_is_newest_first
    st_09_a_history_has_at_most_its_limit
    st_10_a_history_begins_before_a_checkpoint
    st_14_a_commands_writes_come_first
    st_14_a_histories_writes_stand_by_their_checkpoints
    st_14_a_write_that_overwrites_says_so
    st_14_pending_writes_come_in_order_with_their_checkpoint_only
    st_15_the_first_regular_write_stays
    st_16_a_special_write_overwrites
    st_17_a_write_for_an_unknown_checkpoint_is_refused
    st_18_two_tasks_writing_one_channel_are_both_kept
    st_21_a_deleted_thread_leaves_nothing
    st_21_a_forgotten_thread_leaves_its_audit_chain
    st_22_what_was_loaded_is_the_callers_own
    st_23_json_text_comes_back_byte_for_byte
    st_25_both_branches_of_a_fork_load
    st_29_a_row_that_stands_already_aborts_everything
    st_29_a_wrong_expectation_changes_nothing
    st_29_one_of_two_claims_on_one_token_succeeds
    st_30_a_batch_beyond_the_limits_is_refused
    st_63_a_question_is_open_until_it_is_closed
    st_63_answers_of_the_heads_tasks_come_with_a_load
    st_63_open_questions_come_oldest_first
    st_64_an_id_with_other_random_bits_is_not_found
    st_65_values_keep_their_text
    st_66_every_checkpoint_loads_equal_to_a_naive_model
    st_67_capabilities_are_the_savers_own
    a_run_lock_is_held_until_it_is_dropped
}

#[test]
fn s_ckp_16_a_commit_without_its_mark_was_never_made() {
    run(async {
        let outside = Rc::<MapOutside>::default();
        let bench = bench_of(&outside);
        let mut driver = Driver::new(&bench, "t");
        driver.step(&[("a", whole("1")), ("list", append(&["1"]))]).await;
        let before = bench.dump().await;
        *outside.dies.borrow_mut() = true;
        let batch = driver.batch(&[("a", whole("2"))]);
        assert_eq!(driver.commit(batch).await.unwrap_err().code, "E_STORAGE");
        for bench in [&bench, &bench_of(&outside)] {
            assert_eq!(bench.dump().await, before);
        }
        let again = bench_of(&outside);
        let mut driver = Driver::new(&again, "t");
        driver.go_on(&again.load("t").await);
        driver.random();
        driver.step(&[("list", append(&["2"]))]).await;
        assert_eq!(suite::driver::state(&again, &bench_of(&outside).load("t").await)["list"], "[1,2]");
    });
}
