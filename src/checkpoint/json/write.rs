//! Writing JSON of known shape.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::rc::Rc;

use crate::checkpoint::canonical::push_string;

/// What can be written as JSON.
pub trait WriteJson {
    /// Appends the value's text.
    fn write(&self, out: &mut String);
}

/// The text of a value.
pub fn text(value: &dyn WriteJson) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// An object in the making. Members stand in the order in which they are added.
pub struct Object<'a> {
    out: &'a mut String,
    begun: bool,
}

impl<'a> Object<'a> {
    /// Begins an object.
    pub fn new(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, begun: false }
    }

    /// Adds a member.
    pub fn put(&mut self, name: &str, value: &dyn WriteJson) -> &mut Self {
        if std::mem::replace(&mut self.begun, true) {
            self.out.push(',');
        }
        push_string(self.out, name);
        self.out.push(':');
        value.write(self.out);
        self
    }

    /// Adds a member where there is a value.
    pub fn some<T: WriteJson>(&mut self, name: &str, value: &Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.put(name, value);
        }
        self
    }

    /// Adds a member where it is true.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value {
            self.put(name, &true);
        }
        self
    }

    /// Ends the object.
    pub fn end(&mut self) {
        self.out.push('}');
    }
}

/// Appends an array.
pub(super) fn array(out: &mut String, items: &mut dyn Iterator<Item = &dyn WriteJson>) {
    out.push('[');
    let mut begun = false;
    for item in items {
        if std::mem::replace(&mut begun, true) {
            out.push(',');
        }
        item.write(out);
    }
    out.push(']');
}

impl WriteJson for str {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }
}

impl WriteJson for String {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }
}

impl WriteJson for Cow<'_, str> {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }
}

impl WriteJson for Rc<str> {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }
}

impl WriteJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl WriteJson for u64 {
    fn write(&self, out: &mut String) {
        // Writing to a String cannot fail.
        _ = write!(out, "{self}");
    }
}

impl WriteJson for i64 {
    fn write(&self, out: &mut String) {
        // Writing to a String cannot fail.
        _ = write!(out, "{self}");
    }
}

impl WriteJson for u32 {
    fn write(&self, out: &mut String) {
        u64::from(*self).write(out);
    }
}

impl WriteJson for super::Raw<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.text());
    }
}

impl WriteJson for &str {
    fn write(&self, out: &mut String) {
        push_string(out, self);
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: WriteJson> WriteJson for [T] {
    fn write(&self, out: &mut String) {
        array(out, &mut self.iter().map(|item| item as &dyn WriteJson));
    }
}

impl<T: WriteJson> WriteJson for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}

impl<const N: usize> WriteJson for [&dyn WriteJson; N] {
    fn write(&self, out: &mut String) {
        array(out, &mut self.iter().copied());
    }
}
