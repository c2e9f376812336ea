//! Reading a row's text from left to right, member by member. Rows are canonical, so a member stands where the ones
//! before it end, nothing is between tokens, and what stands in a member's place is unknown or missing.

use std::borrow::Cow;

use crate::checkpoint::canonical::{Digest, Scanner, excerpt};
use crate::checkpoint::json::{self, Members, Raw};
use crate::checkpoint::{FORMAT, Name};
use crate::error::Error;

/// A place in a row's text, and what can be read from there.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Reads the members of a row with `read`, and nothing else may be in it.
///
/// # Errors
/// Those of [`version`]; `E_UNKNOWN_FIELD` for a member that the format does not have, `E_CORRUPT` for one that is
/// missing or of the wrong kind.
pub(super) fn row<'a, T>(text: &'a str, read: impl FnOnce(&mut Reader<'a>) -> Result<T, Error>) -> Result<T, Error> {
    let mut reader = Reader::new(text);
    let read = reader.open(b'{').and_then(|()| read(&mut reader)).and_then(|row| {
        reader.close()?;
        reader.end()?;
        Ok(row)
    });
    // What is wrong with a row of another version is that it is of another version.
    read.map_err(|error| version(text).err().unwrap_or(error))
}

/// Refuses text that is no row of this format.
///
/// # Errors
/// `E_CORRUPT` where it is no object, `E_UNSUPPORTED_VERSION` where its `v` is missing or another one.
pub(super) fn version(text: &str) -> Result<(), Error> {
    let mut members = members(text)?;
    let found = members.raw("v").map_err(|_| corrupt("it has two versions"))?.map_or("null", Raw::text);
    if found == FORMAT.to_string() {
        return Ok(());
    }
    let shown = excerpt(found);
    let message = format!("The row's version is {shown}, this engine reads {FORMAT}. Use the engine that wrote it.");
    Err(Error::new("E_UNSUPPORTED_VERSION", message).with("found", found).with("supported", FORMAT.to_string()))
}

/// The members of a row, whatever they are and in whatever order.
///
/// # Errors
/// `E_CORRUPT` where the text is no object.
pub(super) fn members(text: &str) -> Result<Members<'_>, Error> {
    Raw::of(text).and_then(Raw::members).map_err(|_| corrupt("it is no JSON object"))
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Enters an array or object.
    pub(super) fn open(&mut self, bracket: u8) -> Result<(), Error> {
        self.expect(bracket)
    }

    /// Whether another element follows in an array or object; if none does, leaves it.
    pub(super) fn more(&mut self, close: u8) -> Result<bool, Error> {
        if self.skip(close) {
            return Ok(false);
        }
        if !self.is_first() {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// Goes on to the next element of an array that has one.
    pub(super) fn comma(&mut self) -> Result<(), Error> {
        self.expect(b',')
    }

    /// Leaves an array that has no further element.
    pub(super) fn end_array(&mut self) -> Result<(), Error> {
        self.expect(b']')
    }

    /// Every element of an array.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        self.open(b'[')?;
        let mut list = Vec::new();
        while self.more(b']')? {
            list.push(read(self)?);
        }
        Ok(list)
    }

    /// Whether the member of this name comes next; then its value does.
    pub(super) fn has(&mut self, name: &str) -> bool {
        let rest = self.text.get(self.at + usize::from(!self.is_first())..).unwrap_or_default();
        let value = rest.strip_prefix('"').and_then(|rest| rest.strip_prefix(name)?.strip_prefix("\":"));
        if let Some(value) = value {
            self.at = self.text.len() - value.len();
        }
        value.is_some()
    }

    /// The member of this name must come next.
    pub(super) fn member(&mut self, name: &str) -> Result<(), Error> {
        if self.has(name) { Ok(()) } else { Err(self.instead_of(name)) }
    }

    /// The version, which is the row's own.
    pub(super) fn version(&mut self) -> Result<(), Error> {
        self.member("v")?;
        if self.number()? == u64::from(FORMAT) { Ok(()) } else { Err(corrupt("it is of another version")) }
    }

    /// Leaves an object that has no further member.
    pub(super) fn close(&mut self) -> Result<(), Error> {
        if self.skip(b'}') { Ok(()) } else { Err(self.instead_of("\u{ffff}")) }
    }

    /// Nothing follows.
    pub(super) fn end(&self) -> Result<(), Error> {
        if self.at == self.text.len() { Ok(()) } else { Err(corrupt("something follows it")) }
    }

    /// A count, a sequence number, a time.
    pub(super) fn number(&mut self) -> Result<u64, Error> {
        self.scalar().parse().map_err(|_| corrupt("a number is none"))
    }

    /// A count that fits 32 bits.
    pub(super) fn count(&mut self) -> Result<u32, Error> {
        self.number()?.try_into().map_err(|_| corrupt("a number is too large"))
    }

    /// A number that may be negative.
    pub(super) fn integer(&mut self) -> Result<i64, Error> {
        self.scalar().parse().map_err(|_| corrupt("a number is none"))
    }

    /// Whether `null` comes next, which is then read.
    pub(super) fn null(&mut self) -> bool {
        let null = self.text.get(self.at..).is_some_and(|rest| rest.starts_with("null"));
        self.at += if null { "null".len() } else { 0 };
        null
    }

    /// Whether a text comes next.
    pub(super) fn is_text(&self) -> bool {
        self.peek() == Some(b'"')
    }

    /// Whether an array comes next.
    pub(super) fn is_array(&self) -> bool {
        self.peek() == Some(b'[')
    }

    /// A text, escapes resolved.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Error> {
        let text = if self.is_text() { self.token(|scan| scan.string().ok()) } else { None };
        text.ok_or_else(|| corrupt("a text is none"))
    }

    /// A text that is shared.
    pub(super) fn name(&mut self) -> Result<Name, Error> {
        self.text().map(Name::from)
    }

    /// A digest.
    pub(super) fn digest(&mut self) -> Result<Digest, Error> {
        Digest::from_hex(&self.text()?).ok_or_else(|| corrupt("a digest is none"))
    }

    /// A JSON value as it stands.
    pub(super) fn value(&mut self) -> Result<&'a str, Error> {
        self.token(json::value).map(Raw::text).ok_or_else(|| corrupt("a value is no JSON"))
    }

    /// What the scanner reads from here.
    fn token<T>(&mut self, read: impl FnOnce(&mut Scanner<'a>) -> Option<T>) -> Option<T> {
        let mut scan = Scanner::new(self.text.get(self.at..)?);
        let token = read(&mut scan)?;
        self.at += scan.at();
        Some(token)
    }

    /// The digits of a number.
    fn scalar(&mut self) -> &'a str {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'-')).unwrap_or(rest.len());
        let start = self.at;
        self.at += len;
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether the reader stands before the first element of what it has entered.
    fn is_first(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        matches!(before, Some(b'[' | b'{'))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.skip(byte) { Ok(()) } else { Err(corrupt("something else stands in a token's place")) }
    }

    /// What is wrong where the member of this name should stand: another one stands there, or it is missing.
    fn instead_of(&mut self, name: &str) -> Error {
        self.at += usize::from(!self.is_first());
        let wanted = format!("\"{name}\":");
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let later = rest.windows(wanted.len()).any(|part| part == wanted.as_bytes());
        match self.text() {
            Ok(found) if later || &*found < name => {
                let found = excerpt(&found);
                let message =
                    format!("A row has a member `{found}`, which this engine does not know. Use a newer one.");
                Error::new("E_UNKNOWN_FIELD", message)
            }
            _ => corrupt("a member is missing"),
        }
    }
}

/// `E_CORRUPT` for a row that says something impossible.
pub(super) fn corrupt(what: &str) -> Error {
    Error::new("E_CORRUPT", format!("A row cannot be read: {what}. Restore the thread from an export, or delete it."))
}

/// `E_INTEGRITY` for a row that is not the one that was written.
pub(super) fn altered(what: &str) -> Error {
    Error::new(
        "E_INTEGRITY",
        format!("{what} is not what was written. Restore the thread from an export, or delete it."),
    )
}
