//! The Rust API over memory.

use std::rc::Rc;

use haltgraph::MemorySaver;
use haltgraph::testing::TestWorld;

use crate::typed_checks::{self as checks, Bench};

macro_rules! natively {
    ($($room:ident::$check:ident,)*) => {
        $(
            #[test]
            fn $check() {
                let store = MemorySaver::new();
                let world = TestWorld::new(7);
                let bench = Bench { world: world.clone(), pages: [Rc::new(store.second_handle()), Rc::new(store)] };
                world.block_on(checks::$room::$check(bench)).unwrap();
            }
        )*
    };
}

crate::each_typed_check!(natively);
