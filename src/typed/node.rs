//! Functions as nodes: what a graph takes, and how it is called. Async functions and plain ones both are nodes.

use std::future::{Future, ready};
use std::rc::Rc;

use serde::de::DeserializeOwned;

use super::ask::{Ask, IntoAsk};
use super::command::{IntoReturned, Result, Returned};
use super::decision::Decision;
use super::handle::Handle;
use super::runtime::Runtime;
use super::state::{Fields, State};
use super::world::LocalFuture;
use crate::error::Error;

/// What a node's function can take as its first argument: the state, or [`Arg`].
pub trait FromInput: Sized + 'static {
    /// The argument.
    ///
    /// # Errors
    /// `E_BAD_TYPE` where the input is something else.
    fn from_input(input: &Handle) -> Result<Self>;
}

/// The argument that a [`SendTo`](super::SendTo) carries.
///
/// ```
/// use haltgraph::{Arg, Result, Runtime, SendTo, State, append};
///
/// #[derive(State, Clone, Default)]
/// struct Report {
///     cities: Vec<String>,
///     #[state(reducer = append)]
///     lines: Vec<String>,
/// }
///
/// // `branch_to(START, each_city, ["look up"])`
/// fn each_city(state: &Report) -> Vec<SendTo> {
///     state.cities.iter().map(|city| SendTo::new("look up", city.clone())).collect()
/// }
///
/// // `node("look up", look_up)`
/// async fn look_up(Arg(city): Arg<String>, _: Runtime) -> Result<ReportUpdate> {
///     Ok(Report::update().lines([format!("{city}: sunny")]))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Arg<T>(pub T);

impl<T: Clone + DeserializeOwned + 'static> FromInput for Arg<T> {
    fn from_input(input: &Handle) -> Result<Self> {
        input.read().map(Arg)
    }
}

/// The state that a node's input stands for.
///
/// # Errors
/// What [`State::from_fields`] refuses, and `E_BAD_TYPE` for a [`SendTo`](super::SendTo)'s argument that has no fields.
pub fn read_state<S: State>(input: &Handle) -> Result<S> {
    if input.has_fields() {
        return S::from_fields(&Fields(input));
    }
    Err(Error::new("E_BAD_TYPE", "The node takes the state, and was sent something else. Take it as `Arg`."))
}

/// A node's function, of any state.
pub(super) type NodeFn = Rc<dyn Fn(&Handle, Runtime) -> LocalFuture<Result<Returned>>>;
/// A gate's `ask`.
pub(super) type AskFn = Rc<dyn Fn(&Handle) -> Result<Option<Ask>>>;
/// A gate's `answer`.
pub(super) type AnswerFn = Rc<dyn Fn(&Handle, Decision, Runtime) -> LocalFuture<Result<Returned>>>;

/// Marks functions that give a future.
pub struct IsAsync;
/// Marks functions that give their result at once.
pub struct IsSync;

/// A function that is a node: `async fn(S, Runtime) -> Result<impl IntoReturned<S>>`, or the same without `async`.
/// `M` only tells the two apart.
pub trait IntoNode<S, M> {
    /// The node.
    fn into_node(self) -> Node;
}

/// A function that is a gate's `answer`: as [`IntoNode`], with the decision between state and runtime.
pub trait IntoAnswer<S, M> {
    /// The answer.
    fn into_answer(self) -> Answer;
}

/// A node, ready to be called.
pub struct Node(pub(super) NodeFn);
/// A gate's `answer`, ready to be called.
pub struct Answer(pub(super) AnswerFn);

impl<S, I, F, U, R> IntoNode<S, (IsAsync, I, U, R)> for F
where
    I: FromInput,
    F: Fn(I, Runtime) -> U + 'static,
    U: Future<Output = Result<R>> + 'static,
    R: IntoReturned<S>,
{
    fn into_node(self) -> Node {
        Node(Rc::new(move |input, runtime| match I::from_input(input) {
            Ok(input) => returned(self(input, runtime)),
            Err(error) => Box::pin(ready(Err(error))),
        }))
    }
}

impl<S, I, F, R> IntoNode<S, (IsSync, I, R)> for F
where
    I: FromInput,
    F: Fn(I, Runtime) -> Result<R> + 'static,
    R: IntoReturned<S>,
{
    fn into_node(self) -> Node {
        Node(Rc::new(move |input, runtime| {
            let result = I::from_input(input).and_then(|input| self(input, runtime));
            Box::pin(ready(result.map(R::into_returned)))
        }))
    }
}

impl<S, I, F, U, R> IntoAnswer<S, (IsAsync, I, U, R)> for F
where
    I: FromInput,
    F: Fn(I, Decision, Runtime) -> U + 'static,
    U: Future<Output = Result<R>> + 'static,
    R: IntoReturned<S>,
{
    fn into_answer(self) -> Answer {
        Answer(Rc::new(move |input, decision, runtime| match I::from_input(input) {
            Ok(input) => returned(self(input, decision, runtime)),
            Err(error) => Box::pin(ready(Err(error))),
        }))
    }
}

impl<S, I, F, R> IntoAnswer<S, (IsSync, I, R)> for F
where
    I: FromInput,
    F: Fn(I, Decision, Runtime) -> Result<R> + 'static,
    R: IntoReturned<S>,
{
    fn into_answer(self) -> Answer {
        Answer(Rc::new(move |input, decision, runtime| {
            let result = I::from_input(input).and_then(|input| self(input, decision, runtime));
            Box::pin(ready(result.map(R::into_returned)))
        }))
    }
}

fn returned<S, R: IntoReturned<S>>(future: impl Future<Output = Result<R>> + 'static) -> LocalFuture<Result<Returned>> {
    Box::pin(async move { future.await.map(R::into_returned) })
}

/// A gate's `ask` over a state, or over the argument of a [`SendTo`](super::SendTo).
pub(super) fn asking<I: FromInput, A: IntoAsk>(ask: impl Fn(&I) -> A + 'static) -> AskFn {
    Rc::new(move |input| ask(&I::from_input(input)?).into_ask())
}
