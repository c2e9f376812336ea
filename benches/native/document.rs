//! `document`: a value of a megabyte stands in the state, and no step touches it.

use std::cell::Cell;
use std::rc::Rc;

use criterion::{Criterion, Throughput};
use haltgraph::{END, Runtime, START, State, StateGraph};
use serde::{Deserialize, Serialize};

use crate::by::{self, By, Unread};

const STEPS: u32 = 200;

const BYTES: usize = 1_000_000;

/// A text that the state shares with whoever reads it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
struct Document(Rc<str>);

impl From<String> for Document {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Document> for String {
    fn from(document: Document) -> Self {
        document.0.as_ref().to_owned()
    }
}

#[derive(State, Clone, Default, Serialize, Deserialize)]
struct Desk {
    document: Option<Document>,
    count: u32,
}

pub fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Elements(STEPS.into()));
    let input = || Desk::update().document(Document::from("lorem ipsum ".repeat(BYTES / 12)));
    for by in By::BOTH {
        by::measure(&mut group, (by, STEPS as usize), graph, input, async |app, input| {
            let done = app.invoke(input, by::steps(STEPS as usize)).await?;
            assert_eq!(done.state.count, STEPS);
            Ok(done)
        });
    }
    group.finish();
}

fn graph() -> StateGraph<Desk> {
    let count = Cell::new(0);
    let step = move |_: Unread, _: Runtime| {
        count.set(count.get() + 1);
        Ok(Desk::update().count(count.get()))
    };
    StateGraph::new().node("step", step).edge(START, "step").branch_to(
        "step",
        |state: &Desk| if state.count == STEPS { END } else { "step" },
        ["step", END],
    )
}
