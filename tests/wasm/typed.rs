//! The Rust API and the examples in a browser, over IndexedDB; and the savers as an app opens them.

use std::rc::Rc;

use haltgraph::checkpoint::Saver;
use haltgraph::savers::IndexedDbSaver;
use haltgraph::savers::indexed_db::Timeouts;
use haltgraph::testing::TestWorld;
use haltgraph::typed::Body;
use haltgraph::{Command, LocalStorageSaver, Result, Runtime, START, State, StateGraph, thread};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::indexed_db::fresh;
use crate::typed_checks::Bench;

fn bench() -> Bench {
    let name = fresh();
    let page = || -> Rc<dyn Saver<Body>> { Rc::new(IndexedDbSaver::apart(&name, Timeouts::default())) };
    Bench { world: TestWorld::new(7), pages: [page(), page()] }
}

macro_rules! in_the_browser {
    ($($room:ident::$check:ident,)*) => {
        $(
            #[wasm_bindgen_test]
            async fn $check() {
                crate::typed_checks::$room::$check(bench()).await.unwrap();
            }
        )*
    };
}

crate::each_typed_check!(in_the_browser);

macro_rules! examples {
    ($(checks::$check:ident,)*) => {
        mod examples {
            $(
                #[wasm_bindgen_test::wasm_bindgen_test]
                async fn $check() {
                    crate::example_graphs::checks::$check(super::bench()).await.unwrap();
                }
            )*
        }
    };
}

crate::each_example_check!(examples);

#[derive(State, Clone, Default)]
struct Person {
    name: Option<String>,
}

fn asking() -> StateGraph<Person> {
    let ask = |_: Person, rt: Runtime| {
        let name: String = rt.interrupt("Who are you?")?;
        Ok(Person::update().name(name))
    };
    StateGraph::new().node("ask", ask).edge(START, "ask")
}

#[wasm_bindgen_test]
async fn an_app_keeps_its_threads_in_local_storage() -> Result<()> {
    let name = fresh();
    let app = asking().compile(LocalStorageSaver::open(&name).await?)?;
    app.invoke(Person::default(), thread("t")).await?;
    let busy = LocalStorageSaver::open(&name).await.err();
    assert_eq!(busy.map(|error| error.code), Some("E_STORE_BUSY"));
    drop(app);
    let app = asking().compile(LocalStorageSaver::open(&name).await?)?;
    let done = app.invoke(Command::resume("Ada"), thread("t")).await?;
    assert_eq!(done.state.name.as_deref(), Some("Ada"));
    Ok(())
}

#[wasm_bindgen_test]
async fn a_store_with_a_bad_name_is_refused_when_it_is_opened() {
    let refused = haltgraph::IndexedDbSaver::open("a/b").await.err();
    assert_eq!(refused.map(|error| error.code), Some("E_BAD_NAME"));
}
