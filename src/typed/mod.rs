//! THE RUST API: a graph over a struct, its nodes plain functions, questions and decisions as types.
//!
//! It lowers to the same [`GraphSpec`](crate::graph::GraphSpec) as JavaScript's, and stores the same rows (S-CKP-36).
//! The names are at the top of the crate; this module is where `#[derive(State)]` finds them. Nothing here plans,
//! orders or stores: the engine does. Futures are `!Send` on every target.

mod app;
mod ask;
mod body;
#[cfg(target_arch = "wasm32")]
mod browser;
mod builder;
mod command;
mod config;
mod decision;
mod desk;
mod dialect;
mod events;
mod handle;
mod host;
mod inspect;
mod messages;
mod node;
mod question;
mod reducers;
mod runtime;
mod state;
mod stored;
mod stores;
mod world;

pub use app::{App, Outcome, Receipt};
pub use ask::{Ask, IntoAsk, ToolCall};
pub use body::Body;
#[cfg(target_arch = "wasm32")]
pub use browser::Browser;
pub use builder::StateGraph;
pub use command::{Command, Continue, Input, IntoInput, IntoReturned, IntoTargets, Result, Returned, SendTo, Target};
pub use config::{Config, thread};
pub use decision::Decision;
pub use events::{Event, Events};
pub use handle::Handle;
pub use inspect::{Snapshot, Subscription, Task, Thread};
pub use messages::{Message, REMOVE_ALL_MESSAGES, Role, messages};
pub use node::{Answer, Arg, FromInput, IntoAnswer, IntoNode, IsAsync, IsSync, Node, read_state};
pub use question::{Decider, Question};
pub use reducers::{Folded, IntoFolded, append};
pub use runtime::{Round, Runtime};
pub use state::{Channel, Fields, IntoOption, State, Update, Write};
#[cfg(target_arch = "wasm32")]
pub use stores::{IndexedDbSaver, LocalStorageSaver};
pub use stores::{IntoSaver, MemorySaver, NoSaver};
pub(crate) use world::Entered;
pub use world::{LocalFuture, World};
