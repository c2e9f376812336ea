//! The examples' graphs, run natively over memory and in a browser over IndexedDB. What a check is given stands in
//! `typed_checks`.

pub mod checks;
#[path = "../../examples/cluster/mod.rs"]
pub mod cluster;
#[path = "../../examples/flight/graph.rs"]
pub mod flight;
#[path = "../../examples/marketing/graph.rs"]
pub mod marketing;
#[path = "../../examples/plan/graph.rs"]
pub mod plan;
#[path = "../../examples/signoff/graph.rs"]
pub mod signoff;
#[path = "../../examples/sql_guard/mod.rs"]
pub mod sql_guard;
#[path = "../../examples/travel/graph.rs"]
pub mod travel;

/// Every check.
#[macro_export]
macro_rules! each_example_check {
    ($check:ident) => {
        $check! {
            checks::a_flight_is_booked_as_it_was_approved,
            checks::a_flight_that_was_rejected_is_not_booked,
            checks::a_flight_is_booked_by_another_page,
            checks::mails_go_out_after_a_yes_and_once,
            checks::no_mail_goes_out_after_a_no,
            checks::statements_that_read_pass_and_others_are_asked_about,
            checks::a_changed_statement_is_classified_again,
            checks::a_changed_plan_is_asked_about_again,
            checks::a_stopped_trip_books_nothing,
            checks::an_approved_plan_runs_step_by_step,
            checks::a_plan_that_nobody_answers_runs_nothing,
            checks::each_call_gets_its_message_and_a_denial_too,
            checks::two_people_sign_and_then_it_is_paid_once,
            checks::nobody_signs_twice,
            checks::one_refusal_is_enough,
        }
    };
}
