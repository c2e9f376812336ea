//! The examples in a browser, over IndexedDB.

use std::rc::Rc;

use haltgraph::savers::IndexedDbSaver;
use haltgraph::savers::indexed_db::Timeouts;
use haltgraph::testing::TestWorld;

use crate::example_graphs::checks;
use crate::indexed_db::fresh;
use crate::typed_checks::Bench;

macro_rules! in_the_browser {
    ($(checks::$check:ident,)*) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $check() {
                let name = fresh();
                let page = || Rc::new(IndexedDbSaver::apart(&name, Timeouts::default()));
                let bench = Bench { world: TestWorld::new(7), pages: [page(), page()] };
                checks::$check(bench).await.unwrap();
            }
        )*
    };
}

crate::each_example_check!(in_the_browser);
