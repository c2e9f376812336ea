//! A plan is edited, asked about again, and approved: `cargo run --example travel`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;

use haltgraph::testing::{self, Script};
use haltgraph::{MemorySaver, Result, thread};
use serde_json::json;

use graph::Trip;

async fn story() -> Result<()> {
    let app = graph::graph().compile(MemorySaver::new())?;
    let cheaper = json!({ "flight": "ICN-NRT", "hotel": "Shibuya Hotel", "total_krw": 610_000 });
    for (id, script) in [("tokyo", Script::new().edit(cheaper).approve()), ("osaka", Script::new().reject("too far"))] {
        let paused = app.invoke(Trip::update().wish(id), thread(id)).await?;
        println!("{}: {}", paused.question()?.title(), paused.question()?.args());
        let done = script.run(&app, paused).await?;
        println!("{id}: {:?}, booked: {}", done.state.log, done.state.booked);
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
