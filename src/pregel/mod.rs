//! HOW a graph runs: the superstep machine, as LangGraph's Pregel defines it, without any I/O.
//!
//! A [`Run`] takes events and gives effects. **After every `handle`, call `poll` until it returns [`Step::Wait`] or
//! [`Step::Done`], and carry out each effect before the next `poll`.** No browser, clock, randomness, `async` or JSON
//! lives here, and no value is ever looked into: channels hold `V`, an opaque handle of the host.

mod apply;
mod effect;
mod event;
mod run;
mod settle;
mod state;
mod task;

pub use effect::{Effect, Emit, Outcome, Step};
pub use event::{Event, Failure, Pause, Reduced, Write};
pub use run::{Run, Settings, Start};
pub use settle::append;
pub use state::{Changed, Origin, Share, State, Superstep};
pub use task::{Prior, Settled, Task, TaskId, has_work};
