//! The tokens of a JSON text: strings with their escapes resolved, literals of numbers, words.
//! Where tokens may stand, and every limit, is the parser's business.

use std::borrow::Cow;

use super::refuse::lone_surrogate;
use crate::error::Error;

/// A place in a JSON text, and what can be read from there.
pub(in crate::checkpoint) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(in crate::checkpoint) fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0 }
    }

    /// How much was read, in bytes.
    pub(in crate::checkpoint) fn at(&self) -> usize {
        self.at
    }

    /// Skips white space and gives the byte that follows, which stays unread.
    pub(in crate::checkpoint) fn peek_token(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.peek()
    }

    /// Moves past the byte that was peeked at.
    pub(in crate::checkpoint) fn advance(&mut self) {
        self.at += 1;
    }

    /// Reads `true`, `false` or `null`.
    pub(in crate::checkpoint) fn word(&mut self, word: &'static str) -> Result<&'static str, Error> {
        for byte in word.bytes() {
            if !self.skip(byte) {
                return Err(self.unexpected(word));
            }
        }
        Ok(word)
    }

    /// Reads the literal of a number.
    pub(in crate::checkpoint) fn number(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits()?;
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        self.since(start)
    }

    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(()) }
    }

    /// Reads a string from its opening quote on, escapes resolved: borrowed if it has none.
    pub(in crate::checkpoint) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        self.at += 1;
        let mut unescaped: Option<String> = None;
        loop {
            let run = self.plain_characters()?;
            match (self.peek(), unescaped.as_mut()) {
                (Some(b'"'), None) => {
                    self.at += 1;
                    return Ok(Cow::Borrowed(run));
                }
                (Some(b'"'), Some(string)) => {
                    self.at += 1;
                    string.push_str(run);
                    return Ok(Cow::Owned(std::mem::take(string)));
                }
                (Some(b'\\'), _) => {
                    let string = unescaped.get_or_insert_default();
                    string.push_str(run);
                    string.push(self.escape()?);
                }
                _ => return Err(self.unexpected("the end of the string")),
            }
        }
    }

    /// Moves past a string from its opening quote on. Its escapes are well formed, but may name half of a surrogate pair.
    pub(in crate::checkpoint) fn pass_string(&mut self) -> Result<(), Error> {
        self.at += 1;
        loop {
            self.plain_characters()?;
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.at += 1,
                _ => return Err(self.unexpected("the end of the string")),
            }
            match self.peek() {
                Some(b'u') => _ = self.hex_unit()?,
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                _ => return Err(self.unexpected("an escape")),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Moves to the next quote, backslash or control character.
    fn plain_characters(&mut self) -> Result<&'a str, Error> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let len = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len());
        self.at += len;
        self.since(start)
    }

    /// Reads one escape from its backslash on, or two that are a surrogate pair.
    fn escape(&mut self) -> Result<char, Error> {
        self.at += 1;
        let c = match self.peek() {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.unexpected("an escape")),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Result<char, Error> {
        let unit = self.hex_unit()?;
        match unit {
            0xd800..0xdc00 => self.low_surrogate(unit),
            _ => char::from_u32(unit).ok_or_else(|| lone_surrogate(unit)),
        }
    }

    /// Reads the second half of a pair. A text that ends within it is cut off (`E_PARSE`), not ill-formed.
    fn low_surrogate(&mut self, high: u32) -> Result<char, Error> {
        for expected in [b'\\', b'u'] {
            match self.peek() {
                Some(byte) if byte == expected => self.at += 1,
                Some(_) => return Err(lone_surrogate(high)),
                None => return Err(self.unexpected("the second half of a surrogate pair")),
            }
        }
        self.at -= 1;
        match self.hex_unit()? {
            low @ 0xdc00..0xe000 => {
                let c = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                char::from_u32(c).ok_or_else(|| lone_surrogate(high))
            }
            _ => Err(lone_surrogate(high)),
        }
    }

    /// Reads `u`, which was peeked at, and its four hex digits.
    fn hex_unit(&mut self) -> Result<u32, Error> {
        let mut unit = 0;
        self.at += 1;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit * 16 + digit.ok_or_else(|| self.unexpected("a hex digit"))?;
            self.at += 1;
        }
        Ok(unit)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// The text from a place up to here.
    pub(in crate::checkpoint) fn since(&self, start: usize) -> Result<&'a str, Error> {
        self.text.get(start..self.at).ok_or_else(|| self.unexpected("a whole character"))
    }

    /// `E_PARSE` here, with the byte `offset`.
    pub(super) fn unexpected(&self, expected: &str) -> Error {
        let at = self.at;
        let found = match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) => format!("'{}'", c.escape_debug()),
            None => "the end".to_owned(),
        };
        let message = format!("This is not JSON: {expected} should stand at byte {at}, where {found} stands.");
        Error::new("E_PARSE", message).with("offset", at.to_string())
    }
}
