//! Reading JSON of known shape.

use std::borrow::Cow;
use std::rc::Rc;

use crate::checkpoint::canonical::Scanner;

/// How deep values may be nested: deeper than a state value may be (128), since records wrap those.
const DEPTH: usize = 160;

/// A JSON value, as the text that it stands in. Its syntax has been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw<'a> {
    /// It is not JSON.
    Syntax,
    /// A value is of another kind than it should be.
    Kind,
    /// An object lacks this member.
    Missing(&'static str),
    /// An object has this member twice.
    Twice(&'static str),
    /// An object has a member that it must not have.
    Unknown(Cow<'a, str>),
}

impl std::fmt::Display for Flaw<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, name) = match self {
            Self::Syntax => ("it is not JSON", ""),
            Self::Kind => ("a member is of the wrong kind", ""),
            Self::Missing(name) => ("missing member ", *name),
            Self::Twice(name) => ("twice the member ", *name),
            Self::Unknown(name) => ("unknown member ", &**name),
        };
        f.write_str(what)?;
        f.write_str(name)
    }
}

/// What can be read from JSON.
pub trait ReadJson<'a>: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// The first [`Flaw`].
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>>;
}

impl<'a> Raw<'a> {
    /// The one value that a text consists of.
    ///
    /// # Errors
    /// [`Flaw::Syntax`].
    pub fn of(text: &'a str) -> Result<Self, Flaw<'a>> {
        let mut scan = Scanner::new(text);
        let raw = value(&mut scan).ok_or(Flaw::Syntax)?;
        if scan.peek_token().is_none() { Ok(raw) } else { Err(Flaw::Syntax) }
    }

    /// The value's text.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// The string, escapes resolved.
    ///
    /// # Errors
    /// [`Flaw::Kind`] where it is none.
    pub fn string(self) -> Result<Cow<'a, str>, Flaw<'a>> {
        if !self.0.starts_with('"') {
            return Err(Flaw::Kind);
        }
        Scanner::new(self.0).string().map_err(|_| Flaw::Kind)
    }

    /// The array's elements.
    ///
    /// # Errors
    /// [`Flaw::Kind`] where it is none.
    pub fn items(self) -> Result<Items<'a>, Flaw<'a>> {
        let mut items = Vec::new();
        self.each(b'[', |scan| {
            items.push(value(scan)?);
            Some(())
        })?;
        Ok(Items(items.into_iter()))
    }

    /// The object's members.
    ///
    /// # Errors
    /// [`Flaw::Kind`] where it is none.
    pub fn members(self) -> Result<Members<'a>, Flaw<'a>> {
        let mut members = Vec::new();
        self.each(b'{', |scan| {
            let key = scan.string().ok()?;
            scan.peek_token()?;
            scan.advance();
            members.push((key, value(scan)?));
            Some(())
        })?;
        Ok(Members(members))
    }

    /// Calls `item` at the start of each element or member.
    fn each(self, open: u8, mut item: impl FnMut(&mut Scanner<'a>) -> Option<()>) -> Result<(), Flaw<'a>> {
        let mut scan = Scanner::new(self.0);
        if scan.peek_token() != Some(open) {
            return Err(Flaw::Kind);
        }
        loop {
            // Past the bracket, or the comma.
            scan.advance();
            match scan.peek_token() {
                Some(b']' | b'}') => return Ok(()),
                _ => item(&mut scan).ok_or(Flaw::Syntax)?,
            }
            if scan.peek_token() != Some(b',') {
                return Ok(());
            }
        }
    }
}

/// Reads past one value and gives its text. `None` where there is none.
pub(in crate::checkpoint) fn value<'a>(scan: &mut Scanner<'a>) -> Option<Raw<'a>> {
    let first = scan.peek_token()?;
    let start = scan.at();
    // The brackets that are still to be closed.
    let mut open = Vec::new();
    let mut next = first;
    loop {
        let closing = match next {
            b'{' => Some(b'}'),
            b'[' => Some(b']'),
            _ => None,
        };
        match closing {
            Some(bracket) if open.len() < DEPTH => {
                scan.advance();
                if scan.peek_token()? == bracket {
                    scan.advance();
                } else {
                    open.push(bracket);
                    next = begin(scan, bracket)?;
                    continue;
                }
            }
            Some(_) => return None,
            None => scalar(scan, next)?,
        }
        loop {
            let Some(bracket) = open.last().copied() else { return scan.since(start).ok().map(Raw) };
            match scan.peek_token()? {
                b',' => {
                    scan.advance();
                    next = begin(scan, bracket)?;
                    break;
                }
                byte if byte == bracket => {
                    scan.advance();
                    open.pop();
                }
                _ => return None,
            }
        }
    }
}

/// Moves to the next value of an array or object, past a member's key; gives the value's first byte.
fn begin(scan: &mut Scanner<'_>, bracket: u8) -> Option<u8> {
    if bracket == b'}' {
        (scan.peek_token()? == b'"').then_some(())?;
        scan.pass_string().ok()?;
        (scan.peek_token()? == b':').then_some(())?;
        scan.advance();
    }
    scan.peek_token()
}

fn scalar(scan: &mut Scanner<'_>, first: u8) -> Option<()> {
    match first {
        b'"' => scan.pass_string().is_ok(),
        b't' => scan.word("true").is_ok(),
        b'f' => scan.word("false").is_ok(),
        b'n' => scan.word("null").is_ok(),
        _ => scan.number().is_ok(),
    }
    .then_some(())
}

/// The members of an object that have not been taken.
#[derive(Debug)]
pub struct Members<'a>(Vec<(Cow<'a, str>, Raw<'a>)>);

impl<'a> Members<'a> {
    /// Takes a member as it stands, also where it is `null`.
    ///
    /// # Errors
    /// [`Flaw::Twice`].
    pub fn raw(&mut self, name: &'static str) -> Result<Option<Raw<'a>>, Flaw<'a>> {
        let Some(place) = self.0.iter().position(|(key, _)| key == name) else { return Ok(None) };
        let (_, raw) = self.0.swap_remove(place);
        if self.0.iter().any(|(key, _)| key == name) { Err(Flaw::Twice(name)) } else { Ok(Some(raw)) }
    }

    /// Takes a member that must be there.
    ///
    /// # Errors
    /// [`Flaw::Missing`], [`Flaw::Twice`], and what reading it gives.
    pub fn take<T: ReadJson<'a>>(&mut self, name: &'static str) -> Result<T, Flaw<'a>> {
        T::read(self.raw(name)?.ok_or(Flaw::Missing(name))?)
    }

    /// Takes a member that may be absent, or `null`, which mean the same.
    ///
    /// # Errors
    /// [`Flaw::Twice`], and what reading it gives.
    pub fn optional<T: ReadJson<'a>>(&mut self, name: &'static str) -> Result<Option<T>, Flaw<'a>> {
        self.raw(name)?.filter(|raw| !raw.is_null()).map(T::read).transpose()
    }

    /// Refuses what nobody took.
    ///
    /// # Errors
    /// [`Flaw::Unknown`].
    pub fn end(mut self) -> Result<(), Flaw<'a>> {
        self.0.pop().map_or(Ok(()), |(name, _)| Err(Flaw::Unknown(name)))
    }
}

/// The elements of an array that have not been taken, in their order.
#[derive(Debug)]
pub struct Items<'a>(std::vec::IntoIter<Raw<'a>>);

impl<'a> Items<'a> {
    /// Takes the next element, which must be there.
    ///
    /// # Errors
    /// [`Flaw::Kind`] where there is none, and what reading it gives.
    pub fn take<T: ReadJson<'a>>(&mut self) -> Result<T, Flaw<'a>> {
        T::read(self.0.next().ok_or(Flaw::Kind)?)
    }

    /// Takes the next element, if there is one.
    pub fn next_raw(&mut self) -> Option<Raw<'a>> {
        self.0.next()
    }

    /// Refuses what nobody took.
    ///
    /// # Errors
    /// [`Flaw::Kind`].
    pub fn end(mut self) -> Result<(), Flaw<'a>> {
        self.0.next().map_or(Ok(()), |_| Err(Flaw::Kind))
    }
}

impl<'a> ReadJson<'a> for Raw<'a> {
    fn read(raw: Self) -> Result<Self, Flaw<'a>> {
        Ok(raw)
    }
}

impl<'a> ReadJson<'a> for Cow<'a, str> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.string()
    }
}

impl<'a> ReadJson<'a> for Rc<str> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.string().map(|text| (&*text).into())
    }
}

impl<'a> ReadJson<'a> for String {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.string().map(Cow::into_owned)
    }
}

impl<'a> ReadJson<'a> for bool {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        match raw.0 {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Flaw::Kind),
        }
    }
}

impl<'a> ReadJson<'a> for i64 {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        // `+1`, which is no JSON, cannot be here.
        raw.0.parse().map_err(|_| Flaw::Kind)
    }
}

impl<'a> ReadJson<'a> for u64 {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.0.parse().map_err(|_| Flaw::Kind)
    }
}

impl<'a> ReadJson<'a> for u32 {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        u64::read(raw)?.try_into().map_err(|_| Flaw::Kind)
    }
}

impl<'a, T: ReadJson<'a>> ReadJson<'a> for Option<T> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        if raw.is_null() { Ok(None) } else { T::read(raw).map(Some) }
    }
}

impl<'a, T: ReadJson<'a>> ReadJson<'a> for Vec<T> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.items()?.0.map(T::read).collect()
    }
}

impl<'a, A: ReadJson<'a>, B: ReadJson<'a>> ReadJson<'a> for (A, B) {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut items = raw.items()?;
        let pair = (items.take()?, items.take()?);
        items.end().map(|()| pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_passed_over_only_where_it_is_json() {
        for text in
            ["0", "-1.5e+3", "\"\\ud800\\\"\"", "[]", " [ 1 , [ ] , {\"a\" : null} ] ", "{\"a\":{\"b\":[true]}}"]
        {
            assert_eq!(Raw::of(text).map(Raw::text), Ok(text.trim()), "{text}");
        }
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Raw::of(&deep(DEPTH)).is_ok());
        assert_eq!(Raw::of(&deep(DEPTH + 1)), Err(Flaw::Syntax));
        let wrong = [
            "",
            " ",
            "01",
            "1.",
            "tru",
            "nul",
            "[1,]",
            "[1 2]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "[1}",
            "{\"a\":1]",
            "[",
            "{",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"",
            "1 2",
            "[]]",
            "NaN",
            "'a'",
            "+1",
        ];
        for text in wrong {
            assert_eq!(Raw::of(text), Err(Flaw::Syntax), "{text}");
        }
    }

    #[test]
    fn members_are_taken_once_by_name_and_what_is_left_is_refused() {
        let members = |text| Raw::of(text).and_then(Raw::members);
        let mut of = members("{\"a\":1,\"\\u0062\":null,\"c\":\"x\"}").unwrap();
        assert_eq!(of.take::<u64>("a"), Ok(1));
        assert_eq!(of.take::<u64>("a"), Err(Flaw::Missing("a")));
        assert_eq!(of.optional::<u64>("b"), Ok(None));
        assert_eq!(of.end(), Err(Flaw::Unknown("c".into())));
        assert_eq!(members("{\"a\":1,\"a\":1}").unwrap().take::<u64>("a"), Err(Flaw::Twice("a")));
        assert_eq!(members("[]").err(), Some(Flaw::Kind));
    }

    #[test]
    fn numbers_are_whole_and_in_range() {
        let read = |text| Raw::of(text).unwrap();
        assert_eq!(u64::read(read("18446744073709551615")), Ok(u64::MAX));
        assert_eq!(i64::read(read("-2")), Ok(-2));
        for text in ["18446744073709551616", "-1", "1.0", "1e2", "\"1\"", "null"] {
            assert_eq!(u64::read(read(text)), Err(Flaw::Kind), "{text}");
        }
        assert_eq!(u32::read(read("4294967296")), Err(Flaw::Kind));
    }
}
