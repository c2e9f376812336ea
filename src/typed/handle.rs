//! [`Handle`]: a value as the engine carries it, shared and never looked into. What came out of a store is kept as JSON
//! until somebody reads it as a type; what code wrote is that type until somebody stores it.

use std::any::Any;
use std::cell::OnceCell;
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::stored;
use crate::error::Error;

/// Writes the items of a list from a place on, each as its stored text.
pub(super) type Tail<T> = fn(&T, usize) -> Result<Vec<String>, Error>;

/// A value of state, a node's input, or the arguments of a [`SendTo`](super::SendTo). Cheap to clone.
#[derive(Clone)]
pub struct Handle(Kind);

#[derive(Clone)]
enum Kind {
    /// The channels of a state, in the order of its fields.
    Fields(Rc<[Option<Handle>]>),
    /// What Rust code wrote.
    Typed(Rc<dyn Stored>),
    /// What a store gave.
    Json(Rc<Decoded>),
    /// What is never stored.
    Opaque(Rc<dyn Any>),
}

/// A value of some type that can be stored.
trait Stored {
    fn text(&self) -> Result<String, Error>;
    fn items(&self, from: usize) -> Option<Result<Vec<String>, Error>>;
    fn value(&self) -> &dyn Any;
}

struct Typed<T> {
    value: T,
    tail: Option<Tail<T>>,
}

impl<T: Serialize + 'static> Stored for Typed<T> {
    fn text(&self) -> Result<String, Error> {
        stored::encode(&self.value)
    }

    fn items(&self, from: usize) -> Option<Result<Vec<String>, Error>> {
        self.tail.map(|tail| tail(&self.value, from))
    }

    fn value(&self) -> &dyn Any {
        &self.value
    }
}

/// A value in its stored form. Its tags are read where it is read as a type: what is only kept may be of any form.
#[derive(Clone)]
struct Decoded {
    value: Value,
    /// What it was read as, so that it is read once.
    read: OnceCell<Rc<dyn Any>>,
}

impl Handle {
    /// A value that can be stored.
    pub fn new<T: Serialize + 'static>(value: T) -> Self {
        Self(Kind::Typed(Rc::new(Typed { value, tail: None })))
    }

    /// A list whose new items can be stored by themselves.
    pub(super) fn list<T: Serialize + 'static>(value: T, tail: Tail<T>) -> Self {
        Self(Kind::Typed(Rc::new(Typed { value, tail: Some(tail) })))
    }

    /// A value that is never stored: of an untracked field.
    pub fn opaque<T: 'static>(value: T) -> Self {
        Self(Kind::Opaque(Rc::new(value)))
    }

    pub(super) fn fields(fields: Vec<Option<Self>>) -> Self {
        Self(Kind::Fields(fields.into()))
    }

    /// A value in its stored form.
    pub(super) fn json(value: Value) -> Self {
        Self(Kind::Json(Rc::new(Decoded { value, read: OnceCell::new() })))
    }

    /// The value that a stored text stands for.
    ///
    /// # Errors
    /// `E_CORRUPT` for what is no JSON.
    pub(super) fn decode(text: &str) -> Result<Self, Error> {
        stored::parse(text).map(Self::json)
    }

    /// The text that is stored.
    ///
    /// # Errors
    /// What [`stored::encode`] refuses, and `E_BAD_TYPE` for an untracked value.
    pub(super) fn text(&self) -> Result<String, Error> {
        match &self.0 {
            Kind::Typed(stored) => stored.text(),
            Kind::Json(decoded) => Ok(decoded.value.to_string()),
            Kind::Fields(_) | Kind::Opaque(_) => {
                Err(Error::new("E_BAD_TYPE", "A value of an untracked field cannot be stored. Keep it out of what is."))
            }
        }
    }

    /// The stored texts of a list's items from a place on.
    pub(super) fn items(&self, from: usize) -> Result<Vec<String>, Error> {
        if let Kind::Typed(stored) = &self.0
            && let Some(items) = stored.items(from)
        {
            return items;
        }
        let list = stored::parse(&self.text()?)?;
        Ok(list.as_array().into_iter().flatten().skip(from).map(Value::to_string).collect())
    }

    /// The list with further items at its end; `None` where this is no list.
    pub(super) fn extended(self, items: Vec<Value>) -> Option<Self> {
        let Kind::Json(decoded) = self.0 else { return None };
        let mut decoded = Rc::unwrap_or_clone(decoded);
        let Value::Array(list) = &mut decoded.value else { return None };
        list.extend(items);
        Some(Self::json(decoded.value))
    }

    /// The value, as the type that was written.
    pub(super) fn opened<T: Clone + 'static>(&self) -> Option<T> {
        match &self.0 {
            Kind::Typed(stored) => stored.value().downcast_ref().cloned(),
            Kind::Opaque(value) => value.downcast_ref().cloned(),
            Kind::Json(_) | Kind::Fields(_) => None,
        }
    }

    /// The value, as a type that can be stored.
    ///
    /// # Errors
    /// `E_BAD_TYPE` where it is something else.
    pub(super) fn read<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, Error> {
        match &self.0 {
            Kind::Json(decoded) => decoded.read_as(),
            Kind::Typed(stored) => match stored.value().downcast_ref::<T>() {
                Some(value) => Ok(value.clone()),
                // A value of another type with the same form: a Send's arguments as a node of another type takes them.
                None => from_json(&stored::parse(&stored.text()?)?),
            },
            Kind::Fields(_) | Kind::Opaque(_) => Err(unlike("it is a state")),
        }
    }

    /// Whether this has members to read as a state's fields.
    pub(super) fn has_fields(&self) -> bool {
        match &self.0 {
            Kind::Fields(_) => true,
            Kind::Json(decoded) => decoded.value.is_object(),
            Kind::Typed(stored) => stored.text().is_ok_and(|text| text.starts_with('{')),
            Kind::Opaque(_) => false,
        }
    }

    /// The values of a state's fields, by name where they come out of a store.
    pub(super) fn field(&self, at: usize, name: &str) -> Option<Self> {
        match &self.0 {
            Kind::Fields(fields) => fields.get(at)?.clone(),
            Kind::Json(decoded) => member(&decoded.value, name),
            Kind::Typed(stored) => member(&stored::parse(&stored.text().ok()?).ok()?, name),
            Kind::Opaque(_) => None,
        }
    }
}

impl Decoded {
    fn read_as<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, Error> {
        if let Some(read) = self.read.get().and_then(|read| read.downcast_ref::<T>()) {
            return Ok(read.clone());
        }
        let read: T = from_json(&self.value)?;
        // A value that is read as two types is kept as the first.
        let _ = self.read.set(Rc::new(read.clone()));
        Ok(read)
    }
}

/// A member of an object in its stored form.
fn member(value: &Value, name: &str) -> Option<Handle> {
    stored::members(value)?.get(name).cloned().map(Handle::json)
}

fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    let read = match stored::revived(value)? {
        Some(revived) => T::deserialize(revived),
        None => T::deserialize(value),
    };
    read.map_err(|error| unlike(&error.to_string()))
}

fn unlike(why: &str) -> Error {
    Error::new(
        "E_BAD_TYPE",
        format!("A stored value is not of the type that is read: {why}. Give the field a type that reads it."),
    )
}
