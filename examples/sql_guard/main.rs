//! Reads pass, the rest is asked about: `cargo run --example sql_guard`.

mod graph;
mod table;

use haltgraph::testing::{self, Script};
use haltgraph::{MemorySaver, Result, thread};
use serde_json::json;

use graph::Query;
use table::Table;

async fn story() -> Result<()> {
    let app = graph::graph(&Table::new()).compile(MemorySaver::new())?;
    let narrow = json!({ "statement": "DELETE FROM users WHERE last_login < '2025-01-01'" });
    let stories = [
        ("SELECT * FROM users", Script::new()),
        ("DELETE FROM users", Script::new().edit(narrow).approve()),
        ("DROP TABLE users", Script::new().reject("never")),
        ("SELECT * FROM users WHERE last_login < '2026-01-01'", Script::new()),
    ];
    for (number, (statement, script)) in stories.into_iter().enumerate() {
        let first = app.invoke(Query::update().statement(statement), thread(format!("q{number}"))).await?;
        for question in first.questions() {
            println!("? {} {}", question.title(), question.payload);
        }
        let done = script.run(&app, first).await?;
        println!("{} -> {}", done.state.statement, done.state.result.unwrap_or_default());
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
