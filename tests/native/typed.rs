//! The Rust API and the examples, over memory and over localStorage on a map: a store that keeps text, and reads it back.

use std::rc::Rc;

use haltgraph::MemorySaver;
use haltgraph::checkpoint::Saver;
use haltgraph::savers::LocalStorageSaver;
use haltgraph::testing::TestWorld;
use haltgraph::typed::Body;

use crate::local_storage::{MapShelf, roomy};
use crate::typed_checks::Bench;

fn memory() -> [Rc<dyn Saver<Body>>; 2] {
    let store = MemorySaver::new();
    [Rc::new(store.second_handle()), Rc::new(store)]
}

fn local_storage() -> [Rc<dyn Saver<Body>>; 2] {
    let store = LocalStorageSaver::over(Rc::new(MapShelf::default()), "typed", roomy(None));
    [Rc::new(store.second_handle()), Rc::new(store)]
}

fn bench(pages: [Rc<dyn Saver<Body>>; 2]) -> (TestWorld, Bench) {
    let world = TestWorld::new(7);
    (world.clone(), Bench { world, pages })
}

macro_rules! natively {
    ($($room:ident::$check:ident,)*) => {
        mod over_memory {
            $(
                #[test]
                fn $check() {
                    let (world, bench) = super::bench(super::memory());
                    world.block_on(crate::typed_checks::$room::$check(bench)).unwrap();
                }
            )*
        }

        mod over_local_storage {
            $(
                #[test]
                fn $check() {
                    let (world, bench) = super::bench(super::local_storage());
                    world.block_on(crate::typed_checks::$room::$check(bench)).unwrap();
                }
            )*
        }
    };
}

crate::each_typed_check!(natively);

macro_rules! examples {
    ($(checks::$check:ident,)*) => {
        mod examples {
            $(
                #[test]
                fn $check() {
                    for pages in [super::memory(), super::local_storage()] {
                        let (world, bench) = super::bench(pages);
                        world.block_on(crate::example_graphs::checks::$check(bench)).unwrap();
                    }
                }
            )*
        }
    };
}

crate::each_example_check!(examples);
