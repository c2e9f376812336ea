//! Asks before it sends anything: `cargo run --example marketing`.

#![allow(clippy::indexing_slicing, reason = "the story is written here: what it indexes is there")]

mod graph;

use haltgraph::testing::{self, Script};
use haltgraph::{MemorySaver, Result, thread};

use graph::{Campaign, Outbox};

async fn story() -> Result<()> {
    let outbox = Outbox::default();
    let app = graph::graph(&outbox).compile(MemorySaver::new())?;
    let recipients = vec!["ada@example.org".to_owned(), "bob@example.org".to_owned()];
    for (id, yes) in [("spring", false), ("summer", true)] {
        let input = Campaign::update().topic("haltgraph").recipients(recipients.clone());
        let paused = app.invoke(input, thread(id)).await?;
        println!("{}", paused.question()?.payload);
        let done = Script::new().value(yes).run(&app, paused).await?;
        println!(
            "{}: {} sent, outbox {:?}",
            if yes { "yes" } else { "no" },
            done.state.sent.unwrap_or(0),
            outbox.sent()
        );
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
