//! The one public error: a stable code, what happened, where, and what to do.
//! Nothing here knows who raises it.

use std::fmt;
use std::ops::Deref;

/// What went wrong, under a code that never changes. Its parts are read through it: `error.code`.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Parts>);

/// What an [`Error`] says.
///
/// `code` is the word of semantics.md 11.7 where that page has a class for the condition (`THREAD_CONFLICT`), an
/// `E_*` word elsewhere (`E_TOO_DEEP`). The message says what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Stable code.
    pub code: &'static str,
    /// One sentence or two: what happened and what to do. Holds at most 64 escaped characters of any input.
    pub message: String,
    /// The thread it happened on, where there is one.
    pub thread: Option<String>,
    /// The node it happened in, where there is one.
    pub node: Option<String>,
    /// JSON Pointer into the value that was refused, where there is one.
    pub path: Option<String>,
    /// Further members by name, as JSON text (`decided`, `interruptIds`, `found`, `supported`, …).
    pub details: Vec<(&'static str, String)>,
}

impl Error {
    /// An error with a code and a message, and nothing else yet.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            message: message.into(),
            thread: None,
            node: None,
            path: None,
            details: Vec::new(),
        }))
    }

    /// The error of a node: anything that can be shown. `?` hands it on: `book().map_err(Error::node)?`.
    pub fn node(cause: impl fmt::Display) -> Self {
        Self::new("NODE_FAILED", cause.to_string())
    }

    /// Names the thread, unless one is named already.
    #[must_use]
    pub fn on_thread(mut self, thread: &str) -> Self {
        self.0.thread.get_or_insert_with(|| thread.to_owned());
        self
    }

    /// Names the node, unless one is named already.
    #[must_use]
    pub fn in_node(mut self, node: &str) -> Self {
        self.0.node.get_or_insert_with(|| node.to_owned());
        self
    }

    /// Names the place inside a value, as a JSON Pointer.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Adds a member, as JSON text.
    #[must_use]
    pub fn with(mut self, name: &'static str, json: impl Into<String>) -> Self {
        self.0.details.push((name, json.into()));
        self
    }
}

impl Deref for Error {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}
