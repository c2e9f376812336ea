//! The examples over memory.

use std::rc::Rc;

use haltgraph::MemorySaver;
use haltgraph::testing::TestWorld;

use crate::example_graphs::checks;
use crate::typed_checks::Bench;

macro_rules! natively {
    ($(checks::$check:ident,)*) => {
        $(
            #[test]
            fn $check() {
                let store = MemorySaver::new();
                let world = TestWorld::new(7);
                let bench = Bench { world: world.clone(), pages: [Rc::new(store.second_handle()), Rc::new(store)] };
                world.block_on(checks::$check(bench)).unwrap();
            }
        )*
    };
}

crate::each_example_check!(natively);
