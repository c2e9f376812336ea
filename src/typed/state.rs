//! What a state is: a struct whose fields are channels. `#[derive(State)]` writes all of this.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::handle::Handle;
use super::reducers::{Folded, IntoFolded};
use crate::error::Error;

/// A struct whose fields are the channels of a graph: field name = channel name (S-CKP-36).
///
/// Derive it. A field that nobody wrote has the value that `Default` gives the struct; `Option::None` is such an absent
/// value.
///
/// What is no state does not compile: an enum, a tuple struct, a struct with parameters, or attributes that contradict
/// each other.
///
/// ```compile_fail
/// #[derive(haltgraph::State, Clone, Default)]
/// struct Pair(u32, u32);
/// ```
/// ```compile_fail
/// #[derive(haltgraph::State, Clone, Default)]
/// struct Boxed<T> {
///     value: Option<T>,
/// }
/// ```
/// ```compile_fail
/// #[derive(haltgraph::State, Clone, Default)]
/// struct Trip {
///     #[state(untracked, reducer = haltgraph::append)]
///     log: Vec<String>,
/// }
/// ```
/// ```compile_fail
/// #[derive(haltgraph::State, Clone, Default)]
/// struct Trip {
///     #[state(reduce = haltgraph::append)]
///     log: Vec<String>,
/// }
/// ```
/// ```
/// #[derive(haltgraph::State, Clone, Default)]
/// struct Trip {
///     #[state(reducer = haltgraph::append)]
///     log: Vec<String>,
/// }
/// ```
pub trait State: Clone + Default + 'static {
    /// The builder of updates: `Booking::update()`.
    type Update: Update<State = Self>;

    /// The channels, in the order of the fields.
    fn channels() -> Vec<Channel>;

    /// The state, from what its channels hold.
    ///
    /// # Errors
    /// `E_BAD_TYPE` where a channel holds something that its field cannot read; it names the field.
    fn from_fields(fields: &Fields<'_>) -> Result<Self, Error>;

    /// Writes of every field but those that are `None`.
    fn into_writes(self) -> Vec<Write>;
}

/// What a node writes: some of a state's fields.
pub trait Update: Default + 'static {
    /// The state that it updates.
    type State: State;

    /// The writes, in the order in which the fields were named.
    fn into_writes(self) -> Vec<Write>;
}

/// What an update of an `Option<T>` takes: a `T`, an `Option<T>`, and for text a `&str`.
pub trait IntoOption<T> {
    /// The field's value.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    fn into_option(self) -> Self {
        self
    }
}

impl IntoOption<String> for &str {
    fn into_option(self) -> Option<String> {
        Some(self.to_owned())
    }
}

/// What a state's channels hold.
pub struct Fields<'a>(pub(super) &'a Handle);

impl Fields<'_> {
    /// The value of a field; `None` while nobody wrote it.
    ///
    /// # Errors
    /// `E_BAD_TYPE`, with the field in `path`.
    pub fn read<T: Clone + DeserializeOwned + 'static>(&self, at: usize, name: &str) -> Result<Option<T>, Error> {
        let read = self.0.field(at, name).map(|value| value.read());
        read.transpose().map_err(|error| {
            let inner = error.path.clone().unwrap_or_default();
            error.at(format!("/{name}{inner}"))
        })
    }

    /// The value of an untracked field; `None` while nobody wrote it in this run.
    pub fn opened<T: Clone + 'static>(&self, at: usize, name: &str) -> Option<T> {
        self.0.field(at, name)?.opened()
    }
}

/// One write to a field.
#[derive(Clone)]
pub struct Write {
    pub(super) channel: u32,
    pub(super) value: Handle,
    pub(super) overwrite: bool,
}

impl Write {
    /// A write of a value that its channel's rule takes.
    pub fn new(channel: u32, value: Handle) -> Self {
        Self { channel, value, overwrite: false }
    }

    /// A write that replaces the value and does not ask the reducer (S-STA-17).
    pub fn overwriting(channel: u32, value: Handle) -> Self {
        Self { channel, value, overwrite: true }
    }
}

/// How a channel's updates combine.
pub(super) enum Rule {
    /// The last write is the value.
    Last,
    /// A function folds them.
    Reducer(Reduce),
    /// The last write is the value, of one run only, and is never stored.
    Untracked,
}

/// A new value, and, where it only grew, how long the list was and is.
pub(super) type Grown = (Handle, Option<(usize, usize)>);

type Reduce = Box<dyn Fn(Option<&Handle>, &Handle) -> Result<Grown, Error>>;

/// One channel of a state.
pub struct Channel {
    pub(super) name: &'static str,
    pub(super) rule: Rule,
    pub(super) initial: Option<Box<dyn Fn() -> Handle>>,
}

impl Channel {
    /// A channel that keeps what was written last.
    pub fn last(name: &'static str) -> Self {
        Self { name, rule: Rule::Last, initial: None }
    }

    /// A channel whose value lives for one run and is never stored (S-STA-22).
    pub fn untracked(name: &'static str) -> Self {
        Self { name, rule: Rule::Untracked, initial: None }
    }

    /// A channel with a reducer whose updates are of the value's own type. The first write to an empty channel is its
    /// value (S-STA-13).
    pub fn reducer<T, R>(name: &'static str, reduce: impl Fn(T, T) -> R + 'static) -> Self
    where
        T: Clone + Serialize + DeserializeOwned + 'static,
        R: IntoFolded<T>,
    {
        let fold = move |current: Option<&Handle>, update: &Handle| match current {
            Some(current) => reduce(current.read()?, update.read()?).into_folded().map(grown),
            None => Ok((update.clone(), None)),
        };
        Self { name, rule: Rule::Reducer(Box::new(fold)), initial: None }
    }

    /// A channel with a reducer whose updates are of another type; an empty one is folded into `T::default()`.
    pub fn folding<T, U, R>(name: &'static str, reduce: impl Fn(T, U) -> R + 'static) -> Self
    where
        T: Clone + Default + Serialize + DeserializeOwned + 'static,
        U: Clone + DeserializeOwned + 'static,
        R: IntoFolded<T>,
    {
        let fold = move |current: Option<&Handle>, update: &Handle| {
            let current = current.map(Handle::read).transpose()?.unwrap_or_default();
            reduce(current, update.read()?).into_folded().map(grown)
        };
        Self { name, rule: Rule::Reducer(Box::new(fold)), initial: None }
    }

    /// The same channel with a value before the first write.
    #[must_use]
    pub fn starting_with(mut self, initial: impl Fn() -> Handle + 'static) -> Self {
        self.initial = Some(Box::new(initial));
        self
    }
}

fn grown<T: Serialize + 'static>(folded: Folded<T>) -> Grown {
    match folded.appended {
        Some(appended) => (Handle::list(folded.value, appended.tail), Some((appended.kept, appended.len))),
        None => (Handle::new(folded.value), None),
    }
}
