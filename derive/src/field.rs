//! One field of a state, as it is declared: its type, and what its attributes ask for. Nothing is written here.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Error, Expr, GenericArgument, Ident, Path, PathArguments, Result, Type};

/// A field.
pub struct Field {
    /// As it is named in code.
    pub ident: Ident,
    /// As the channel is named.
    pub name: String,
    /// Its place among the fields.
    pub at: usize,
    /// Its type.
    pub ty: Type,
    /// How updates combine.
    pub rule: Rule,
    /// Its value before the first write.
    pub default: Option<TokenStream>,
}

/// How a field's updates combine.
pub enum Rule {
    /// The last write is the value.
    Last,
    /// A function folds them; with the type of the updates where it is another than the field's.
    Reducer(Path, Option<Box<Type>>),
    /// As `Last`, and never stored.
    Untracked,
}

#[derive(Default)]
struct Attributes {
    reducer: Option<Path>,
    update: Option<Type>,
    default: Option<TokenStream>,
    untracked: bool,
}

impl Field {
    /// Reads a declaration.
    pub fn new(at: usize, field: &syn::Field) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a state's fields have names: they are the channels"));
        };
        let asked = Attributes::read(&field.attrs)?;
        let rule = match (asked.reducer, asked.update, asked.untracked) {
            (None, None, false) => Rule::Last,
            (None, None, true) => Rule::Untracked,
            (Some(reducer), update, false) => Rule::Reducer(reducer, update.map(Box::new)),
            (Some(_), _, true) => return Err(Error::new_spanned(&ident, "an untracked field has no reducer")),
            (None, Some(_), _) => return Err(Error::new_spanned(&ident, "`update` goes with `reducer`")),
        };
        let name = ident.unraw().to_string();
        Ok(Self { ident, name, at, ty: field.ty.clone(), rule, default: asked.default })
    }

    /// The type of the updates, where it is another than the field's.
    pub fn update(&self) -> Option<&Type> {
        match &self.rule {
            Rule::Reducer(_, update) => update.as_deref(),
            _ => None,
        }
    }

    /// What stands in an `Option`.
    pub fn optional(&self) -> Option<&Type> {
        argument(&self.ty, "Option")
    }

    /// What a list holds.
    pub fn item(&self) -> Option<&Type> {
        argument(&self.ty, "Vec")
    }

    /// Whether the field is a `String`.
    pub fn is_text(&self) -> bool {
        last_segment(&self.ty).is_some_and(|segment| segment.ident == "String")
    }
}

impl Attributes {
    fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut asked = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("state")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("reducer") {
                    asked.reducer = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("update") {
                    asked.update = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("untracked") {
                    asked.untracked = true;
                } else if meta.path.is_ident("default") {
                    let given = meta.value().and_then(|value| value.parse::<Expr>()).ok();
                    asked.default =
                        Some(given.map_or_else(|| quote!(::core::default::Default::default()), |e| quote!(#e)));
                } else {
                    return Err(meta.error("expected `reducer`, `update`, `default` or `untracked`"));
                }
                Ok(())
            })?;
        }
        Ok(asked)
    }
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

fn argument<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == wrapper)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
