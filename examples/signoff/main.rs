//! Two people sign, and one person who tries to sign twice: `cargo run --example signoff`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;

use haltgraph::testing;
use haltgraph::{Actor, Decision, MemorySaver, Result, thread};

use graph::Payment;

async fn story() -> Result<()> {
    let app = graph::graph().compile(MemorySaver::new())?;
    for (id, people) in [("p1", ["dana", "kim"]), ("p2", ["dana", "dana"])] {
        let mut outcome = app.invoke(Payment::update().payment("4000 EUR"), thread(id)).await?;
        for person in people {
            let question = outcome.question()?.clone();
            println!("{person} signs: {}", question.title());
            let actor = Actor::new(person, "session");
            outcome = app.resume_as(&question, Decision::choose("sign"), actor).await?.done.await?;
        }
        println!("{}", outcome.state.outcome.unwrap_or_default());
    }
    Ok(())
}

fn main() -> Result<()> {
    testing::run(story())
}

#[test]
fn the_story_comes_to_its_end() {
    main().unwrap();
}
