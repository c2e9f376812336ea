//! FOR TESTS of your graphs: a world with a clock that stands until it is moved and chance that a seed repeats, an
//! executor on one thread, and a script of answers. No feature switches it on; it costs nothing where it is not used.
//!
//! ```
//! use haltgraph::testing::{Script, block_on};
//! use haltgraph::{Ask, Decision, END, MemorySaver, Result, Runtime, START, State, StateGraph, ToolCall, thread};
//! use serde::{Deserialize, Serialize};
//! use serde_json::json;
//!
//! #[derive(State, Clone, Default, Serialize, Deserialize)]
//! struct Mail {
//!     sent: Option<bool>,
//! }
//!
//! fn ask(_: &Mail) -> Ask {
//!     Ask::new("send").action(&ToolCall::new("a1", "send", json!({ "to": 10_000 })))
//! }
//!
//! async fn answer(_: Mail, decision: Decision, _: Runtime) -> Result<MailUpdate> {
//!     Ok(Mail::update().sent(decision == Decision::Approve))
//! }
//!
//! block_on(async {
//!     let app = StateGraph::<Mail>::new()
//!         .gate("approval", ask, answer)
//!         .edge(START, "approval")
//!         .edge("approval", END)
//!         .compile(MemorySaver::new())?;
//!     let paused = app.invoke(Mail::default(), thread("t1")).await?;
//!     let done = Script::new().reject("not on a Friday").run(&app, paused).await?;
//!     assert_eq!(done.state.sent, Some(false));
//!     Ok::<(), haltgraph::Error>(())
//! })
//! # .unwrap();
//! ```

#[cfg(not(target_arch = "wasm32"))]
mod executor;
mod script;
#[cfg(target_arch = "wasm32")]
mod started;
mod world;

#[cfg(not(target_arch = "wasm32"))]
pub use executor::{block_on, run};
pub use script::Script;
#[cfg(target_arch = "wasm32")]
pub use started::run;
pub use world::TestWorld;
