//! What the derive writes: the implementation of `State`, the builder of updates, and what lets both be handed to a graph.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Result};

use crate::field::{Field, Rule};

/// Everything for one struct.
pub fn state(input: &DeriveInput) -> Result<TokenStream> {
    let fields = fields(input)?;
    let update = format_ident!("{}Update", input.ident);
    let parts =
        [state_impl(&input.ident, &update, &fields), builder(input, &update, &fields), glue(&input.ident, &update)];
    Ok(quote!(#(#parts)*))
}

fn fields(input: &DeriveInput) -> Result<Vec<Field>> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "a state has no parameters: it is stored, and read by name"));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => named.named.iter().enumerate().map(|(at, field)| Field::new(at, field)).collect(),
            _ => Err(Error::new_spanned(&input.ident, "a state is a struct with named fields: they are the channels")),
        },
        _ => Err(Error::new_spanned(&input.ident, "a state is a struct: its fields are the channels")),
    }
}

fn state_impl(name: &Ident, update: &Ident, fields: &[Field]) -> TokenStream {
    let channels = fields.iter().map(channel);
    let reads = fields.iter().map(read);
    let writes = fields.iter().map(write_of_state);
    quote! {
        #[automatically_derived]
        impl ::haltgraph::typed::State for #name {
            type Update = #update;

            fn channels() -> ::std::vec::Vec<::haltgraph::typed::Channel> {
                ::std::vec![#(#channels),*]
            }

            fn from_fields(
                fields: &::haltgraph::typed::Fields<'_>,
            ) -> ::core::result::Result<Self, ::haltgraph::Error> {
                let mut state = <Self as ::core::default::Default>::default();
                #(#reads)*
                ::core::result::Result::Ok(state)
            }

            fn into_writes(self) -> ::std::vec::Vec<::haltgraph::typed::Write> {
                let mut writes = ::std::vec::Vec::new();
                #(#writes)*
                writes
            }
        }
    }
}

fn channel(field: &Field) -> TokenStream {
    let Field { name, ty, .. } = field;
    let channel = match &field.rule {
        Rule::Last => quote!(::haltgraph::typed::Channel::last(#name)),
        Rule::Untracked => quote!(::haltgraph::typed::Channel::untracked(#name)),
        Rule::Reducer(reducer, None) => {
            quote!(::haltgraph::typed::Channel::reducer::<#ty, _>(#name, |current: #ty, update: #ty| #reducer(current, update)))
        }
        Rule::Reducer(reducer, Some(update)) => {
            quote!(::haltgraph::typed::Channel::folding::<#ty, #update, _>(#name, |current: #ty, update: #update| #reducer(current, update)))
        }
    };
    let handle = new_handle(field);
    match &field.default {
        Some(default) => quote!(#channel.starting_with(|| { let value: #ty = #default; #handle })),
        None => channel,
    }
}

/// The handle of a `value` of the field's type.
fn new_handle(field: &Field) -> TokenStream {
    match field.rule {
        Rule::Untracked => quote!(::haltgraph::typed::Handle::opaque(value)),
        _ => quote!(::haltgraph::typed::Handle::new(value)),
    }
}

fn read(field: &Field) -> TokenStream {
    let Field { ident, name, at, ty, .. } = field;
    let read = match field.rule {
        Rule::Untracked => quote!(fields.opened::<#ty>(#at, #name)),
        _ => quote!(fields.read::<#ty>(#at, #name)?),
    };
    quote! {
        if let ::core::option::Option::Some(value) = #read {
            state.#ident = value;
        }
    }
}

/// A whole state as input: every field but those that are `None`. A field whose updates are of another type is replaced.
fn write_of_state(field: &Field) -> TokenStream {
    let Field { ident, .. } = field;
    let (at, handle) = (place(field), new_handle(field));
    let write = match field.rule {
        Rule::Reducer(_, Some(_)) => quote!(overwriting),
        _ => quote!(new),
    };
    let push = quote! {
        let value = self.#ident;
        writes.push(::haltgraph::typed::Write::#write(#at, #handle));
    };
    if field.optional().is_some() { quote!(if self.#ident.is_some() { #push }) } else { quote!({ #push }) }
}

/// The field's place as the engine counts: a state has fewer than 2^32 fields.
fn place(field: &Field) -> TokenStream {
    let at = u32::try_from(field.at).unwrap_or(u32::MAX);
    quote!(#at)
}

fn builder(input: &DeriveInput, update: &Ident, fields: &[Field]) -> TokenStream {
    let (name, vis) = (&input.ident, &input.vis);
    let setters = fields.iter().map(setter);
    let begin = format!("Begins an update of a [`{name}`]: what it does not name stays as it is.");
    let about = format!("An update of a [`{name}`]: one method per field.");
    quote! {
        #[automatically_derived]
        impl #name {
            #[doc = #begin]
            #[must_use]
            #vis fn update() -> #update {
                ::core::default::Default::default()
            }
        }

        #[doc = #about]
        #[derive(Clone, Default)]
        #[must_use = "an update does nothing until a node returns it"]
        #vis struct #update {
            writes: ::std::vec::Vec<::haltgraph::typed::Write>,
        }

        #[automatically_derived]
        #[allow(dead_code, clippy::all)]
        impl #update {
            #(#setters)*
        }

        #[automatically_derived]
        impl ::haltgraph::typed::Update for #update {
            type State = #name;

            fn into_writes(self) -> ::std::vec::Vec<::haltgraph::typed::Write> {
                self.writes
            }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let Field { ident, name, ty, .. } = field;
    let at = place(field);
    let (bounds, given, value) = taken(field);
    let about = match field.rule {
        Rule::Reducer(..) => format!("Folds this into `{name}`."),
        _ => format!("Writes `{name}`."),
    };
    let handle = new_handle(field);
    let overwrite = matches!(field.rule, Rule::Reducer(..)).then(|| {
        let method = format_ident!("overwrite_{name}");
        let about = format!("Replaces `{name}`, whatever its reducer would make of it.");
        quote! {
            #[doc = #about]
            pub fn #method(mut self, value: #ty) -> Self {
                self.writes.push(::haltgraph::typed::Write::overwriting(#at, #handle));
                self
            }
        }
    });
    quote! {
        #[doc = #about]
        pub fn #ident #bounds(mut self, value: #given) -> Self {
            let value = #value;
            self.writes.push(::haltgraph::typed::Write::new(#at, #handle));
            self
        }

        #overwrite
    }
}

/// What a setter takes: its type parameters, the argument's type, and how the argument becomes the write's value.
fn taken(field: &Field) -> (TokenStream, TokenStream, TokenStream) {
    let ty = &field.ty;
    if let (None, Some(inner)) = (field.update(), field.optional()) {
        let option = quote!(::haltgraph::typed::IntoOption);
        return (quote!(), quote!(impl #option<#inner>), quote!(#option::into_option(value)));
    }
    match (&field.rule, field.item()) {
        (Rule::Reducer(_, Some(update)), _) => (quote!(), quote!(#update), quote!(value)),
        (Rule::Reducer(_, None), Some(item)) => (
            quote!(<Item: ::core::convert::Into<#item>>),
            quote!(impl ::core::iter::IntoIterator<Item = Item>),
            quote! {
                ::core::iter::Iterator::collect::<#ty>(::core::iter::Iterator::map(
                    ::core::iter::IntoIterator::into_iter(value),
                    ::core::convert::Into::into,
                ))
            },
        ),
        _ if field.is_text() => (
            quote!(),
            quote!(impl ::core::convert::Into<#ty>),
            quote! { { let value: #ty = ::core::convert::Into::into(value); value } },
        ),
        _ => (quote!(), quote!(#ty), quote!(value)),
    }
}

/// What lets a state and its update be handed to a graph: as input, as a node's argument, as a node's result.
fn glue(name: &Ident, update: &Ident) -> TokenStream {
    let input = |given: &Ident, writes: TokenStream| {
        quote! {
            #[automatically_derived]
            impl ::haltgraph::typed::IntoInput<#name> for #given {
                fn into_input(self) -> ::haltgraph::typed::Input {
                    ::haltgraph::typed::Input::writes(#writes)
                }
            }
        }
    };
    let state = input(name, quote!(::haltgraph::typed::State::into_writes(self)));
    let updates = input(update, quote!(self.writes));
    quote! {
        #state
        #updates

        #[automatically_derived]
        impl ::haltgraph::typed::IntoReturned<#name> for #update {
            fn into_returned(self) -> ::haltgraph::typed::Returned {
                ::haltgraph::typed::Returned::writes(self.writes)
            }
        }

        #[automatically_derived]
        impl ::haltgraph::typed::FromInput for #name {
            fn from_input(
                input: &::haltgraph::typed::Handle,
            ) -> ::core::result::Result<Self, ::haltgraph::Error> {
                ::haltgraph::typed::read_state(input)
            }
        }
    }
}
