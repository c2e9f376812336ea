//! The conformance suite of savers: plain async functions over a [`Bench`], run by every saver. The native tests and
//! the browser tests include it; what only one saver can be asked stands with that saver's tests.

pub mod driver;
mod histories;
mod pages;
mod questions;
mod races;
mod reads;
mod writes;

use std::fmt::Debug;
use std::rc::Rc;

use haltgraph::Error;
use haltgraph::checkpoint::question::{Asked, Decided};
use haltgraph::checkpoint::record::{PendingWrite, Value};
use haltgraph::checkpoint::saver::Done;
use haltgraph::checkpoint::{Head, Loaded, Saver, TaskKey};
use haltgraph::runtime::wait::call;

pub use self::driver::{Driver, append, whole};
pub use self::histories::*;
pub use self::pages::*;
pub use self::questions::*;
pub use self::races::*;
pub use self::reads::*;
pub use self::writes::*;

/// A saver under test, on an empty store.
pub struct Bench<B> {
    /// The saver.
    pub saver: Rc<dyn Saver<B>>,
    /// A second saver on the same store, as another tab has one.
    pub second: Rc<dyn Saver<B>>,
    /// The handle on a large value's bytes.
    pub body: fn(&str) -> B,
    /// The text of a handle.
    pub text: fn(&B) -> String,
}

impl<B: Clone + Debug + PartialEq + 'static> Bench<B> {
    /// A value as the saver wants it.
    pub fn value(&self, text: &str) -> Value<B> {
        let len = u32::try_from(text.len()).unwrap();
        if len <= self.saver.inline_limit() {
            return Value::Inline(text.into());
        }
        Value::Blob { body: (self.body)(text), len }
    }

    /// The text of a value, whose length is what it says.
    pub fn text_of(&self, value: &Value<B>) -> String {
        match value {
            Value::Inline(text) => text.to_string(),
            Value::Blob { body, len } => {
                let text = (self.text)(body);
                assert_eq!(text.len(), *len as usize);
                text
            }
        }
    }

    /// Pending writes by task, place, channel and text.
    pub fn plain(&self, writes: &[PendingWrite<B>]) -> Vec<(Option<TaskKey>, i32, String, String)> {
        let plain = |write: &PendingWrite<B>| {
            (write.task.clone(), write.idx, write.channel.to_string(), self.text_of(&write.value))
        };
        writes.iter().map(plain).collect()
    }

    /// The thread at its head.
    pub async fn load(&self, thread: &str) -> Loaded<B> {
        call(|done| self.saver.load(thread, None, done)).await.unwrap().expect("the thread is there")
    }

    /// What is stored of every thread, as any reader sees it.
    pub async fn dump(&self) -> String {
        let heads: Vec<Head> = call(|done| self.saver.heads(None, done)).await.unwrap();
        let mut dump = String::new();
        for head in heads {
            let loaded = self.load(&head.thread).await;
            let decisions: Vec<Decided> = call(|done| self.saver.decisions(&head.thread, done)).await.unwrap();
            let audit: Vec<Rc<str>> = call(|done| self.saver.audit(&head.thread, done)).await.unwrap();
            dump += &format!("{head:?}\n{loaded:?}\n{decisions:?}\n{audit:?}\n");
        }
        dump
    }

    /// The open questions of the graph, by id.
    pub async fn open(&self, graph: &str) -> Vec<String> {
        let open: Vec<Asked> = call(|done| self.saver.questions(graph, done)).await.unwrap();
        open.iter().map(|asked| asked.interrupt.to_string()).collect()
    }
}

/// The code that an operation is refused with.
pub async fn refused<T: Debug + 'static>(start: impl FnOnce(Done<T>)) -> Error {
    call(start).await.expect_err("the operation is refused")
}

/// Hands the name of every check of what is stored to a macro of the including test binary.
#[macro_export]
macro_rules! each_check {
    ($with:ident) => {
        $with! {
            st_01_what_is_not_there_is_none,
            st_02_a_commit_reads_back_as_given,
            st_02_checkpoints_of_one_commit_are_a_line,
            st_02_joins_and_metadata_read_back_as_given,
            st_03_a_bad_thread_id_is_refused_and_stores_nothing,
            st_04_odd_names_are_names_like_others,
            st_05_the_latest_is_the_highest_seq_whatever_the_time,
            st_05_a_child_names_its_parent,
            st_06_an_unchanged_channel_is_complete_in_every_checkpoint,
            st_07_an_emptied_channel_is_empty,
            st_08_a_history_is_newest_first,
            st_09_a_history_has_at_most_its_limit,
            st_10_a_history_begins_before_a_checkpoint,
            st_12_a_history_shows_what_a_load_of_each_does,
            st_14_a_histories_writes_stand_by_their_checkpoints,
            st_14_pending_writes_come_in_order_with_their_checkpoint_only,
            st_14_a_commands_writes_come_first,
            st_14_a_write_that_overwrites_says_so,
            st_15_the_first_regular_write_stays,
            st_16_a_special_write_overwrites,
            st_17_a_write_for_an_unknown_checkpoint_is_refused,
            st_18_two_tasks_writing_one_channel_are_both_kept,
            st_19_writes_are_cleared_by_the_commit_that_names_them,
            st_20_a_chain_holds_the_links_of_its_own_branch,
            st_21_a_deleted_thread_leaves_nothing,
            st_21_a_forgotten_thread_leaves_its_audit_chain,
            st_22_what_was_loaded_is_the_callers_own,
            st_23_json_text_comes_back_byte_for_byte,
            st_25_a_history_shows_both_branches_of_a_fork,
            st_25_both_branches_of_a_fork_load,
            st_29_a_wrong_expectation_changes_nothing,
            st_29_one_of_two_claims_on_one_token_succeeds,
            st_29_a_row_that_stands_already_aborts_everything,
            st_30_a_batch_beyond_the_limits_is_refused,
            st_63_a_question_is_open_until_it_is_closed,
            st_63_open_questions_come_oldest_first,
            st_63_answers_of_the_heads_tasks_come_with_a_load,
            st_64_an_id_with_other_random_bits_is_not_found,
            st_65_values_keep_their_text,
            st_66_every_checkpoint_loads_equal_to_a_naive_model,
            st_66_rows_of_an_earlier_graph_are_read_by_its_names,
            st_67_capabilities_are_the_savers_own,
        }
    };
}

/// The checks of what savers on one store tell each other.
#[macro_export]
macro_rules! each_meeting {
    ($with:ident) => {
        $with! {
            a_run_lock_is_held_until_it_is_dropped,
            other_savers_hear_of_commits,
        }
    };
}
