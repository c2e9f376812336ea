//! Waiting: a saver's callback as a future, for code that reads better in order than in callbacks.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::checkpoint::saver::Done;
use crate::error::Error;

/// Where the callback leaves the answer, and whom it wakes.
struct Slot<T> {
    answer: Option<Result<T, Error>>,
    waker: Option<Waker>,
}

/// Starts an operation that answers through a callback, at once, and waits for its answer:
/// `call(|done| saver.head("t1", done)).await`. Two that are started before either is awaited are under way together.
///
/// # Errors
/// What the operation answers.
pub fn call<T: 'static>(start: impl FnOnce(Done<T>)) -> impl Future<Output = Result<T, Error>> {
    let slot = Rc::new(RefCell::new(Slot { answer: None, waker: None }));
    let filled = Rc::clone(&slot);
    start(Box::new(move |answer| {
        let mut slot = filled.borrow_mut();
        slot.answer = Some(answer);
        let waker = slot.waker.take();
        drop(slot);
        waker.into_iter().for_each(Waker::wake);
    }));
    poll_fn(move |context| {
        let mut slot = slot.borrow_mut();
        if let Some(answer) = slot.answer.take() {
            return Poll::Ready(answer);
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    })
}
