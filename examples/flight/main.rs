//! Books a flight, with a change on the way: `cargo run --example flight`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;

use haltgraph::testing::{self, Script};
use haltgraph::{MemorySaver, Result, thread};
use serde_json::json;

use graph::Booking;

async fn story() -> Result<()> {
    let app = graph::graph().compile(MemorySaver::new())?;
    let paused = app.invoke(Booking::update().request("LAX to JFK"), thread("booking-42")).await?;
    let question = paused.question()?;
    println!("{}: {} {}", question.node, question.title(), question.args());
    let first_class = json!({ "from": "LAX", "to": "JFK", "price_usd": 941 });
    let done = Script::new().edit(first_class).run(&app, paused).await?;
    println!("{}", done.state.confirmation.unwrap_or_default());
    Ok(())
}

fn main() -> Result<()> {
    testing::run(story())
}

#[test]
fn the_story_comes_to_its_end() {
    main().unwrap();
}
