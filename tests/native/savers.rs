//! The conformance suite, run natively: by the memory saver, by the localStorage saver over a map, and by a saver that
//! keeps encoded rows in a map, which stands for every saver that encodes.

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use haltgraph::savers::{LocalStorageSaver, MemorySaver};

use crate::local_storage::{MapShelf, roomy};
use crate::row_saver::{Body, RowSaver};
use crate::suite::{self, Bench};

/// Runs a future that waits for nothing but savers that answer at once.
pub fn run(future: impl Future<Output = ()>) {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(())), "a native saver answers before it returns");
}

fn memory() -> Bench<Rc<str>> {
    let saver = MemorySaver::new();
    let second = Rc::new(saver.second_handle());
    Bench { saver: Rc::new(saver), second, body: |text| text.into(), text: |body| body.to_string() }
}

fn local_storage() -> Bench<Rc<str>> {
    let saver = LocalStorageSaver::over(Rc::new(MapShelf::default()), "s", roomy(None));
    let second = Rc::new(saver.second_handle());
    Bench { saver: Rc::new(saver), second, body: |text| text.into(), text: |body| body.to_string() }
}

fn rows() -> Bench<Body> {
    bench_of(&RowSaver::default())
}

/// A bench on a row saver's store.
pub fn bench_of(saver: &RowSaver) -> Bench<Body> {
    let handle = || Rc::new(saver.clone());
    Bench { saver: handle(), second: handle(), body: Body::of, text: Body::to_text }
}

macro_rules! stored {
    ($($check:ident,)*) => {
        mod memory_saver {
            $(#[test] fn $check() { super::run(super::suite::$check(super::memory())); })*
        }

        mod local_storage_saver {
            $(#[test] fn $check() { super::run(super::suite::$check(super::local_storage())); })*
        }

        mod row_saver {
            $(#[test] fn $check() { super::run(super::suite::$check(super::rows())); })*
        }
    };
}

macro_rules! meeting {
    ($($check:ident,)*) => {
        mod memory_savers {
            $(#[test] fn $check() { super::run(super::suite::$check(super::memory())); })*
        }

        mod local_storage_savers {
            $(#[test] fn $check() { super::run(super::suite::$check(super::local_storage())); })*
        }
    };
}

crate::each_check!(stored);
crate::each_meeting!(meeting);
