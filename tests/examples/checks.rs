//! What each example promises.

use std::time::Duration;

use haltgraph::testing::Script;
use haltgraph::{Actor, Continue, Decision, Message, Outcome, Result, Role, thread};
use serde_json::json;

use super::cluster::graph::{self as cluster, Chat};
use super::flight::{self, Booking};
use super::marketing::{self, Campaign, Outbox};
use super::plan::{self, Job};
use super::signoff::{self, Payment};
use super::sql_guard::graph::{self as sql, Query};
use super::sql_guard::table::{Class, Table, classify};
use super::travel::{self, Trip};
use crate::typed_checks::Bench;

async fn flight(bench: &Bench, script: Script) -> Result<Outcome<Booking>> {
    let app = bench.open(flight::graph())?;
    let paused = app.invoke(Booking::update().request("LAX to JFK"), thread("t")).await?;
    assert_eq!(paused.questions()[0].payload["action"]["args"]["price_usd"], json!(187));
    script.run(&app, paused).await
}

pub async fn a_flight_is_booked_as_it_was_approved(bench: Bench) -> Result<()> {
    let done = flight(&bench, Script::new().approve()).await?;
    let confirmation = done.state.confirmation.unwrap_or_default();
    assert!(confirmation.starts_with("Booked LAX to JFK for $187, ticket "), "{confirmation}");
    Ok(())
}

pub async fn a_flight_that_was_rejected_is_not_booked(bench: Bench) -> Result<()> {
    let done = flight(&bench, Script::new().reject("too late")).await?;
    assert_eq!(done.state.confirmation.as_deref(), Some("Rejected: too late"));
    Ok(())
}

pub async fn a_flight_is_booked_by_another_page(bench: Bench) -> Result<()> {
    bench.open(flight::graph())?.invoke(Booking::update().request("LAX to JFK"), thread("t")).await?;
    let second = bench.reload(flight::graph())?;
    let pending = second.pending().await?;
    let edit = Decision::edit(json!({ "from": "LAX", "to": "SFO", "price_usd": 99 }));
    let done = second.resume(&pending[0], edit).await?.done.await?;
    let confirmation = done.state.confirmation.unwrap_or_default();
    assert!(confirmation.starts_with("Booked LAX to SFO for $99"), "{confirmation}");
    Ok(())
}

fn campaign() -> marketing::CampaignUpdate {
    let recipients = ["ada", "bob"].map(|name| format!("{name}@example.org"));
    Campaign::update().topic("tea").recipients(recipients.to_vec())
}

pub async fn mails_go_out_after_a_yes_and_once(bench: Bench) -> Result<()> {
    let outbox = Outbox::default();
    let app = bench.open(marketing::graph(&outbox))?;
    let paused = app.invoke(campaign(), thread("t")).await?;
    assert!(outbox.sent().is_empty());
    let done = Script::new().value(true).run(&app, paused).await?;
    assert_eq!((done.state.sent, outbox.sent().len()), (Some(2), 2));
    Ok(())
}

pub async fn no_mail_goes_out_after_a_no(bench: Bench) -> Result<()> {
    let outbox = Outbox::default();
    let app = bench.open(marketing::graph(&outbox))?;
    let paused = app.invoke(campaign(), thread("t")).await?;
    let done = Script::new().value(false).run(&app, paused).await?;
    assert_eq!((done.state.sent, outbox.sent().len()), (Some(0), 0));
    Ok(())
}

pub async fn statements_that_read_pass_and_others_are_asked_about(bench: Bench) -> Result<()> {
    assert_eq!(classify("select 1"), Class::Read);
    assert_eq!(classify("DELETE FROM users WHERE 1"), Class::Write);
    for statement in ["DELETE FROM users", "DROP TABLE users", "SELECT 1; DROP TABLE users", ""] {
        assert_eq!(classify(statement), Class::Dangerous, "{statement}");
    }
    let app = bench.open(sql::graph(&Table::new()))?;
    let read = app.invoke(Query::update().statement("SELECT * FROM users"), thread("read")).await?;
    assert_eq!((read.is_done(), read.state.result.as_deref()), (true, Some("3 rows")));
    let paused = app.invoke(Query::update().statement("DROP TABLE users"), thread("drop")).await?;
    assert_eq!(paused.questions()[0].payload["risk"], json!("critical"));
    let done = Script::new().at("review").reject("never").run(&app, paused).await?;
    assert_eq!(done.state.result.as_deref(), Some("not run: DROP TABLE users (never)"));
    Ok(())
}

pub async fn a_changed_statement_is_classified_again(bench: Bench) -> Result<()> {
    let app = bench.open(sql::graph(&Table::new()))?;
    let paused = app.invoke(Query::update().statement("DELETE FROM users"), thread("t")).await?;
    let statement = |text: &str| json!({ "statement": text });
    let still_writes = statement("DELETE FROM users WHERE last_login < '2025-01-01'");
    let again = app.resume(&paused.questions()[0], Decision::edit(still_writes)).await?.done.await?;
    assert_eq!(again.questions()[0].payload["risk"], json!("high"));
    let reads = Script::new().edit(statement("SELECT * FROM users")).run(&app, again).await?;
    assert_eq!(reads.state.result.as_deref(), Some("3 rows"));
    Ok(())
}

pub async fn a_changed_plan_is_asked_about_again(bench: Bench) -> Result<()> {
    let app = bench.open(travel::graph())?;
    let paused = app.invoke(Trip::update().wish("Tokyo"), thread("t")).await?;
    let plan = |hotel: &str| json!({ "flight": "ICN-NRT", "hotel": hotel, "total_krw": 1 });
    let second = app.resume(&paused.questions()[0], Decision::edit(plan("Inn"))).await?.done.await?;
    assert_eq!(
        (second.questions()[0].payload["action"]["args"]["hotel"].as_str(), second.state.booked),
        (Some("Inn"), false)
    );
    assert_ne!(second.questions()[0].id, paused.questions()[0].id);
    let done = Script::new().edit(plan("Ryokan")).approve().run(&app, second).await?;
    assert_eq!(done.state.log[1..], ["changed to Inn", "changed to Ryokan", "booked Ryokan"]);
    assert!(done.state.booked);
    Ok(())
}

pub async fn a_stopped_trip_books_nothing(bench: Bench) -> Result<()> {
    let app = bench.open(travel::graph())?;
    let paused = app.invoke(Trip::update().wish("Osaka"), thread("no")).await?;
    let done = Script::new().reject("too far").run(&app, paused).await?;
    assert_eq!((done.state.booked, done.state.log.last().map(String::as_str)), (false, Some("stopped: too far")));
    let paused = app.invoke(Trip::update().wish("Kyoto"), thread("stop")).await?;
    let done = Script::new().cancel().run(&app, paused).await?;
    assert!(!done.state.booked);
    assert_eq!(app.threads().await?.iter().filter(|thread| thread.status == "idle").count(), 1);
    Ok(())
}

pub async fn an_approved_plan_runs_step_by_step(bench: Bench) -> Result<()> {
    let app = bench.open(plan::graph())?;
    let paused = app.invoke(Job::update().request("x"), thread("t")).await?;
    let done = Script::new().decide(Decision::choose("approved")).run(&app, paused).await?;
    assert_eq!(done.state.done, ["look up: x", "back up: x", "carry out: x"]);
    let steps = app.history("t", None).await?;
    assert_eq!(steps.iter().filter(|past| past.next == ["execute"]).count(), 3);
    Ok(())
}

pub async fn a_plan_that_nobody_answers_runs_nothing(bench: Bench) -> Result<()> {
    let app = bench.open(plan::graph())?;
    let paused = app.invoke(Job::update().request("x"), thread("t")).await?;
    bench.world.advance(Duration::from_secs(59 * 60));
    assert_eq!(app.pending().await?.len(), 1);
    bench.world.advance(Duration::from_secs(60));
    let late = app.resume(&paused.questions()[0], Decision::choose("approved")).await.err();
    assert_eq!(late.map(|error| error.code), Some("INTERRUPT_EXPIRED"));
    let done = app.invoke(Continue, thread("t").wait()).await?;
    assert_eq!((done.state.verdict.as_deref(), done.state.done.len()), (Some("expired by timer"), 0));
    Ok(())
}

pub async fn each_call_gets_its_message_and_a_denial_too(bench: Bench) -> Result<()> {
    let app = bench.open(cluster::graph())?;
    let paused = app.invoke(Chat::update().messages([Message::human("clean up")]), thread("t")).await?;
    assert_eq!(paused.questions()[0].actions(), ["call-2", "call-3"]);
    let partial = Decision::each([("call-2", Decision::Approve)]);
    let refused = app.resume(&paused.questions()[0], partial).await.err();
    assert_eq!(refused.map(|error| error.code), Some("E_BAD_DECISION"));
    let each = Decision::each([("call-2", Decision::Approve), ("call-3", Decision::reject("backups"))]);
    let done = Script::new().decide(each).run(&app, paused).await?;
    let results: Vec<_> = done.state.messages.iter().filter(|message| message.role == Role::Tool).collect();
    let answered: Vec<_> = results.iter().filter_map(|message| message.tool_call_id.as_deref()).collect();
    assert_eq!(answered, ["call-1", "call-2", "call-3"]);
    assert_eq!(results[2].text(), "denied by local: backups");
    let last = done.state.messages.last().map(Message::text).unwrap_or_default();
    assert!(last.starts_with("Done; 1 of my calls were denied"), "{last}");
    Ok(())
}

async fn signed(bench: &Bench, decisions: [(&str, &str); 2]) -> Result<Payment> {
    let app = bench.open(signoff::graph())?;
    let mut outcome = app.invoke(Payment::update().payment("10 EUR"), thread("t")).await?;
    assert_eq!(outcome.questions().len(), 2);
    for (person, choice) in decisions {
        let question = outcome.questions()[0].clone();
        let actor = Actor::new(person, "session");
        outcome = app.resume_as(&question, Decision::choose(choice), actor).await?.done.await?;
    }
    assert!(outcome.is_done());
    Ok(outcome.state)
}

pub async fn two_people_sign_and_then_it_is_paid_once(bench: Bench) -> Result<()> {
    let state = signed(&bench, [("dana", "sign"), ("kim", "sign")]).await?;
    let signed: Vec<_> = state.signatures.iter().map(|one| (one.role.as_str(), one.by.as_str())).collect();
    assert_eq!(signed, [("finance", "dana"), ("legal", "kim")]);
    assert!(state.outcome.is_some_and(|outcome| outcome.starts_with("paid 10 EUR under ")));
    Ok(())
}

pub async fn nobody_signs_twice(bench: Bench) -> Result<()> {
    let state = signed(&bench, [("dana", "sign"), ("dana", "sign")]).await?;
    assert_eq!(state.outcome.as_deref(), Some("refused: dana cannot sign twice"));
    Ok(())
}

pub async fn one_refusal_is_enough(bench: Bench) -> Result<()> {
    let state = signed(&bench, [("dana", "sign"), ("kim", "refuse")]).await?;
    assert_eq!(state.outcome.as_deref(), Some("refused"));
    Ok(())
}
