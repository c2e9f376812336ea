//! `#[derive(State)]`: makes a struct the state of a graph. Its fields are the channels; the attribute `#[state(…)]` says
//! how updates of a field combine. What it writes is found in `expand`; what it reads in `field`.

mod expand;
mod field;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct the state of a graph.
///
/// Field name = channel name. The struct needs `Clone` and `Default`; a field that is stored needs `serde`'s traits.
///
/// * `#[state(reducer = path)]`: updates are folded by `fn(T, T) -> T`, or by one of haltgraph's own, `append` and
///   `messages`. With `update = U` the reducer is `fn(T, U) -> T`.
/// * `#[state(default = expression)]`, `#[state(default)]`: the channel has this value from the start. Without it, a
///   field that nobody wrote is absent in what is stored, and is read as the struct's `Default` gives it.
/// * `#[state(untracked)]`: the value lives for one run and is never stored; the field needs `Clone` alone.
///
/// It also writes `XUpdate`, the builder of updates, begun with `X::update()`: a method per field, and
/// `overwrite_…` for a field with a reducer.
#[proc_macro_derive(State, attributes(state))]
pub fn derive_state(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::state(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
