//! The Rust API, checked through its public names: natively over memory, in the browser over IndexedDB. Each check gets
//! a store of its own and a world whose clock it may move.

pub mod flow;
pub mod pauses;

use std::rc::Rc;

use haltgraph::checkpoint::Saver;
use haltgraph::testing::TestWorld;
use haltgraph::typed::Body;
use haltgraph::{App, Result, State, StateGraph};

/// What a check works with.
pub struct Bench {
    /// Its clock stands until it is moved.
    pub world: TestWorld,
    /// Two handles on one store, as two pages have them.
    pub pages: [Rc<dyn Saver<Body>>; 2],
}

impl Bench {
    /// The graph on the first page.
    pub fn open<S: State>(&self, graph: StateGraph<S>) -> Result<App<S>> {
        self.world.enter(|| graph.compile(Rc::clone(&self.pages[0])))
    }

    /// The graph on the second page.
    pub fn reload<S: State>(&self, graph: StateGraph<S>) -> Result<App<S>> {
        self.world.enter(|| graph.compile(Rc::clone(&self.pages[1])))
    }
}

/// Every check.
#[macro_export]
macro_rules! each_typed_check {
    ($check:ident) => {
        $check! {
            flow::fields_are_read_and_written,
            flow::updates_fold_by_their_reducers,
            flow::plain_functions_and_async_ones_are_nodes,
            flow::what_a_node_fails_with_reaches_the_caller,
            flow::a_branch_leads_by_the_state,
            flow::a_stream_tells_what_happens,
            flow::a_fan_out_gives_each_task_its_argument_s_stp_60,
            flow::a_node_that_takes_the_state_refuses_another_argument,
            flow::nodes_hear_of_a_failed_sibling_and_not_of_a_dropped_call_s_stp_83,
            flow::a_join_waits_for_all_s_stp_40,
            flow::a_command_leads_where_no_edge_does_s_cmd_10,
            flow::an_untracked_field_is_there_in_its_run_only_s_sta_22,
            flow::a_thread_is_looked_at_edited_and_replayed,
            flow::subscribers_hear_how_questions_open_and_close,
            pauses::a_gate_asks_and_answers_once,
            pauses::a_gate_without_a_question_lets_pass,
            pauses::a_gate_may_ask_again,
            pauses::a_node_asks_and_runs_again,
            pauses::a_question_that_changed_is_asked_anew_s_int_06,
            pauses::another_page_answers,
            pauses::a_deadline_decides,
            pauses::a_question_fails_at_its_deadline_where_its_asker_wants_that_s_hg_20,
            pauses::keys_stay_over_reruns_and_change_with_questions,
            pauses::an_interrupt_that_is_dropped_pauses_all_the_same,
        }
    };
}
