//! HOW a graph runs: the superstep machine, as LangGraph's Pregel defines it, without any I/O.
//!
//! A [`Run`] takes events and gives effects. **After every `handle`, call `poll` until it returns [`Step::Wait`] or
//! [`Step::Done`], and carry out each effect before the next `poll`.** No browser, clock, randomness, `async` or JSON
//! lives here, and no value is ever looked into: channels hold `V`, an opaque handle of the host.

mod apply;
mod effect;
mod event;
mod plan;
mod run;
mod settle;
mod start;
mod state;
mod task;

pub use effect::{Effect, Emit, Outcome, Step};
pub use event::{Event, Failure, Output, Packet, Pause, Reduced, Targets, Write};
pub use run::Run;
pub use settle::append;
pub use start::{Edit, Resumed, Settings, Start};
pub use state::{Arrived, Changed, Origin, Share, State, Superstep};
pub use task::{Path, Prior, Settled, Task, TaskId, has_work, paths};
