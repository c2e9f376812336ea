//! Haltgraph runs agent graphs that stop and wait for a person, inside the browser.
//!
//! # The model
//!
//! A **graph** has nodes, edges and **channels**: named slots of state, each with a rule for how updates combine. A call
//! on a **thread** runs the graph in **supersteps**: every node that was triggered runs, side by side, over the same
//! state; when all have finished, their writes are folded into the channels, a **checkpoint** is kept, and what was
//! triggered runs next. This is LangGraph's model.
//!
//! A node may stop and ask: it **interrupts** with a payload. The question is stored, the call ends, and the tab may be
//! closed. Whoever answers, in this tab or another, now or tomorrow, makes a **decision**; it is **claimed** in one
//! transaction that also closes the question, so that of any number of answers one counts. Then the task goes on with
//! it. When the page dies between the claim and the result, nothing runs by itself: the question is listed as claimed
//! until somebody says *continue*.
//!
//! # A graph in Rust
//!
//! ```
//! use haltgraph::testing::{Script, block_on};
//! use haltgraph::{Ask, Decision, END, MemorySaver, Result, Runtime, START, State, StateGraph, ToolCall, thread};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(State, Clone, Default, Serialize, Deserialize)]
//! struct Booking {
//!     action: Option<ToolCall>,
//!     confirmation: Option<String>,
//! }
//!
//! async fn planner(_: Booking, _: Runtime) -> Result<BookingUpdate> {
//!     Ok(Booking::update().action(ToolCall::new("a1", "book_flight", serde_json::json!({ "to": "JFK" }))))
//! }
//!
//! fn ask(state: &Booking) -> Option<Ask> {
//!     state.action.as_ref().map(|call| Ask::new("book_flight").title("Book this flight?").action(call))
//! }
//!
//! async fn answer(_: Booking, decision: Decision, _: Runtime) -> Result<BookingUpdate> {
//!     Ok(Booking::update().confirmation(if decision == Decision::Approve { "booked" } else { "not booked" }))
//! }
//!
//! block_on(async {
//!     let app = StateGraph::new()
//!         .node("planner", planner)
//!         .gate("approval", ask, answer)
//!         .edge(START, "planner")
//!         .edge("planner", "approval")
//!         .edge("approval", END)
//!         .compile(MemorySaver::new())?;
//!     let paused = app.invoke(Booking::default(), thread("booking-42")).await?;
//!     let done = Script::new().approve().run(&app, paused).await?;
//!     assert_eq!(done.state.confirmation.as_deref(), Some("booked"));
//!     Ok::<(), haltgraph::Error>(())
//! })
//! # .unwrap();
//! ```
//!
//! The guide is `docs/rust.md`; `examples/` has seven graphs to start from. Graphs in JavaScript have LangGraph's names
//! (`www/api`); both languages store the same rows, and each reads the other's threads.
//!
//! # The map
//!
//! * [`typed`]: the Rust API; its names stand at the top of the crate. [`testing`]: a world to test graphs in.
//! * [`graph`]: what a graph is, as data, validated and interned.
//! * [`pregel`]: how it runs, a machine that takes events and gives effects and does no I/O.
//! * [`checkpoint`]: what is kept, and the trait [`checkpoint::Saver`] that keeps it.
//! * [`savers`]: where it is kept.
//! * [`approval`]: what a person may decide, and how it is recorded.
//! * [`runtime`]: who drives the machine; [`runtime::App`] is a compiled graph, [`runtime::Host`] everything outside.
//! * `js` (in the wasm only): the surface that `www/api` stands on.
//!
//! # How do I look at a graph without running it?
//!
//! ```
//! use haltgraph::graph::{ChannelSpec, Graph, GraphSpec, NodeKind, NodeSpec};
//!
//! let spec = GraphSpec {
//!     channels: vec![ChannelSpec { name: "action".into(), ..ChannelSpec::default() }],
//!     nodes: vec![
//!         NodeSpec { name: "planner".into(), ..NodeSpec::default() },
//!         NodeSpec { name: "approval".into(), kind: NodeKind::Gate, ..NodeSpec::default() },
//!     ],
//!     edges: [("__start__", "planner"), ("planner", "approval"), ("approval", "__end__")]
//!         .map(|(from, to)| (from.to_owned(), to.to_owned()))
//!         .to_vec(),
//!     ..GraphSpec::default()
//! };
//! let graph = Graph::compile(&spec)?;
//! let entry: Vec<_> = graph.entry().iter().filter_map(|id| graph.node(*id)).map(|node| &*node.name).collect();
//! assert_eq!(entry, ["planner"]);
//! # Ok::<(), haltgraph::Error>(())
//! ```
#![warn(missing_docs)]

pub mod approval;
pub mod checkpoint;
pub mod error;
pub mod graph;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod js;
mod ordered;
pub mod pregel;
pub mod runtime;
pub mod savers;
pub mod testing;
pub mod typed;

pub use checkpoint::question::Actor;
pub use error::Error;
pub use graph::{END, START};
pub use haltgraph_derive::State;
pub use typed::{
    App, Arg, Ask, Command, Config, Continue, Decision, Event, MemorySaver, Message, NoSaver, Outcome, Question,
    Receipt, Result, Role, Runtime, SendTo, Snapshot, State, StateGraph, Target, ToolCall, append, messages, thread,
};
#[cfg(target_arch = "wasm32")]
pub use typed::{IndexedDbSaver, LocalStorageSaver};

/// The guide, whose code runs with the doctests.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
pub struct Guide;

/// The README, whose graph runs with them.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
