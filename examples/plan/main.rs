//! One plan is approved, another runs into its deadline: `cargo run --example plan`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;

use std::time::Duration;

use haltgraph::testing::{Script, TestWorld};
use haltgraph::{Continue, Decision, MemorySaver, Result, thread};

use graph::Job;

async fn story(world: TestWorld) -> Result<()> {
    let app = world.enter(|| graph::graph().compile(MemorySaver::new()))?;
    let paused = app.invoke(Job::update().request("delete inactive users"), thread("monday")).await?;
    println!("{}\n{:?}", paused.question()?.title(), paused.state.steps);
    let done = Script::new().decide(Decision::choose("approved")).run(&app, paused).await?;
    println!("{}: {:?}", done.state.verdict.unwrap_or_default(), done.state.done);

    app.invoke(Job::update().request("rename the company"), thread("tuesday")).await?;
    world.advance(Duration::from_secs(2 * 60 * 60));
    let late = app.invoke(Continue, thread("tuesday")).await?;
    println!("{}: {:?}", late.state.verdict.unwrap_or_default(), late.state.done);
    Ok(())
}

fn main() -> Result<()> {
    let world = TestWorld::default();
    world.run(story(world.clone()))
}

#[test]
fn the_story_comes_to_its_end() {
    main().unwrap();
}
