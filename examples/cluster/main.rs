//! One destructive call is approved, another denied: `cargo run --example cluster`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;
mod model;

use haltgraph::testing::{self, Script};
use haltgraph::{Decision, MemorySaver, Message, Result, thread};

use graph::Chat;

async fn story() -> Result<()> {
    let app = graph::graph().compile(MemorySaver::new())?;
    let request = Message::human("Our bill is too high. Clean up the clusters.");
    let paused = app.invoke(Chat::update().messages([request]), thread("ops")).await?;
    let each = Decision::each([("call-2", Decision::Approve), ("call-3", Decision::reject("it holds backups"))]);
    let done = Script::new().decide(each).run(&app, paused).await?;
    for message in &done.state.messages {
        let calls: Vec<_> = message.tool_calls.iter().map(|call| format!("{} {}", call.name, call.args)).collect();
        println!("{:?}: {}{}", message.role, message.text(), calls.join(", "));
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
