//! The strict parser, which writes the canonical text as it reads. One pass, no tree, no recursion: nesting is a stack of
//! frames on the heap, so neither a deep text nor its drop can use up the machine's stack.
//! How a token is spelled is decided next door.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write as _;

use super::Limits;
use super::number::push_literal;
use super::refuse;
use super::scan::Scanner;
use super::string::{cmp_utf16, push_pointer, push_string};
use crate::error::Error;
use crate::ordered;

/// Keys that reach a prototype somewhere in JavaScript.
const FORBIDDEN: [&str; 3] = ["__proto__", "prototype", "constructor"];

/// An array or object that is open.
struct Frame {
    is_object: bool,
    /// Where its contents begin in the output.
    start: usize,
    /// Elements or members begun.
    begun: usize,
    /// Where its members begin among all open members; for an object only.
    first_member: usize,
    /// Whether each key so far came after the one before it.
    ascending: bool,
}

/// A member of an open object, and where `"key":value` stands in the output.
struct Member<'a> {
    key: Cow<'a, str>,
    start: usize,
    end: usize,
}

/// What the reader stands before.
enum Next {
    Value,
    Separator,
    End,
}

pub(super) struct Parser<'a> {
    scan: Scanner<'a>,
    limits: &'a Limits,
    nodes: usize,
    out: String,
    frames: Vec<Frame>,
    /// Members of all open objects, those of the innermost one last.
    members: Vec<Member<'a>>,
    scratch: String,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, limits: &'a Limits) -> Self {
        Self {
            scan: Scanner::new(text),
            limits,
            nodes: 0,
            out: String::with_capacity(text.len()),
            frames: Vec::new(),
            members: Vec::new(),
            scratch: String::new(),
        }
    }

    /// The canonical text.
    pub(super) fn run(mut self) -> Result<String, Error> {
        let mut next = Next::Value;
        loop {
            next = match next {
                Next::Value => self.value()?,
                Next::Separator => self.separator()?,
                Next::End => return Ok(self.out),
            };
        }
    }

    /// Reads a scalar, or opens a container.
    fn value(&mut self) -> Result<Next, Error> {
        let first = self.scan.peek_token();
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(refuse::too_many_nodes(self.limits).at(self.path()));
        }
        match first {
            Some(b'{') => return self.open(true),
            Some(b'[') => return self.open(false),
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.out.push_str(self.scan.word("true")?),
            Some(b'f') => self.out.push_str(self.scan.word("false")?),
            Some(b'n') => self.out.push_str(self.scan.word("null")?),
            _ => return Err(self.scan.unexpected("a value")),
        }
        Ok(Next::Separator)
    }

    fn string(&mut self) -> Result<(), Error> {
        let string = self.scan.string().map_err(|error| place(error, || self.path()))?;
        if string.len() > self.limits.string {
            return Err(refuse::long_string(string.len(), self.limits).at(self.path()));
        }
        push_string(&mut self.out, &string);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Error> {
        let literal = self.scan.number()?;
        if push_literal(&mut self.out, literal) {
            return Ok(());
        }
        Err(refuse::unsafe_number(literal).at(self.path()))
    }

    fn open(&mut self, is_object: bool) -> Result<Next, Error> {
        if self.frames.len() >= self.limits.depth {
            return Err(refuse::too_deep(self.limits).at(self.path()));
        }
        self.scan.advance();
        self.out.push(if is_object { '{' } else { '[' });
        let (start, first_member) = (self.out.len(), self.members.len());
        self.frames.push(Frame { is_object, start, begun: 0, first_member, ascending: true });
        let end = if is_object { b'}' } else { b']' };
        if self.scan.peek_token() == Some(end) { self.close() } else { self.begin_item() }
    }

    /// After a value: a comma, the end of what holds it, or the end of the text.
    fn separator(&mut self) -> Result<Next, Error> {
        let next = self.scan.peek_token();
        let Some(is_object) = self.frames.last().map(|frame| frame.is_object) else {
            return if next.is_none() { Ok(Next::End) } else { Err(self.scan.unexpected("the end of the text")) };
        };
        if is_object {
            self.end_member();
        }
        match next {
            Some(b',') => {
                self.scan.advance();
                self.out.push(',');
                self.begin_item()
            }
            Some(b'}') if is_object => self.close(),
            Some(b']') if !is_object => self.close(),
            _ => Err(self.scan.unexpected(if is_object { "',' or '}'" } else { "',' or ']'" })),
        }
    }

    /// Moves to the next element, or past the next member's key.
    fn begin_item(&mut self) -> Result<Next, Error> {
        let Some(frame) = self.frames.last_mut() else { return Ok(Next::Separator) };
        if !frame.is_object {
            frame.begun += 1;
            return Ok(Next::Value);
        }
        if frame.begun >= self.limits.keys {
            return Err(refuse::too_many_keys(self.limits).at(self.object_path()));
        }
        self.key()?;
        if self.scan.peek_token() != Some(b':') {
            return Err(self.scan.unexpected("':'"));
        }
        self.scan.advance();
        self.out.push(':');
        Ok(Next::Value)
    }

    fn key(&mut self) -> Result<(), Error> {
        if self.scan.peek_token() != Some(b'"') {
            return Err(self.scan.unexpected("a key in double quotes"));
        }
        let key = self.scan.string().map_err(|error| place(error, || self.object_path()))?;
        if key.len() > self.limits.key {
            return Err(refuse::long_key(key.len(), self.limits).at(self.object_path()));
        }
        let forbidden = FORBIDDEN.into_iter().find(|forbidden| *forbidden == key);
        self.begin_member(key);
        forbidden.map_or(Ok(()), |key| Err(refuse::forbidden_key(key).at(self.path())))
    }

    fn begin_member(&mut self, key: Cow<'a, str>) {
        let Some(frame) = self.frames.last_mut() else { return };
        let previous = self.members.last().filter(|_| frame.begun > 0);
        frame.ascending &= previous.is_none_or(|previous| cmp_utf16(&previous.key, &key).is_lt());
        frame.begun += 1;
        let start = self.out.len();
        push_string(&mut self.out, &key);
        self.members.push(Member { key, start, end: start });
    }

    fn end_member(&mut self) {
        if let Some(member) = self.members.last_mut() {
            member.end = self.out.len();
        }
    }

    fn close(&mut self) -> Result<Next, Error> {
        self.scan.advance();
        if let Some(frame) = self.frames.pop() {
            if !frame.ascending {
                self.sort_members(&frame)?;
            }
            self.members.truncate(frame.first_member);
            self.out.push(if frame.is_object { '}' } else { ']' });
        }
        Ok(Next::Separator)
    }

    /// Brings the members of an object that is closing into the order of their keys, and finds a key that came twice.
    fn sort_members(&mut self, frame: &Frame) -> Result<(), Error> {
        let Some(members) = self.members.get_mut(frame.first_member..) else { return Ok(()) };
        sort_by_key(members, cmp_utf16);
        let twin = members.array_windows().find(|[a, b]| a.key == b.key).map(|[twin, _]| twin.key.clone());
        if let Some(key) = twin {
            let mut path = self.path();
            push_pointer(&mut path, &key);
            return Err(refuse::duplicate_key(&key).at(path));
        }
        self.scratch.clear();
        for member in members {
            let text = self.out.get(member.start..member.end);
            self.scratch.push_str(text.ok_or_else(|| self.scan.unexpected("a whole member"))?);
            self.scratch.push(',');
        }
        self.scratch.pop();
        self.out.truncate(frame.start);
        self.out.push_str(&self.scratch);
        Ok(())
    }

    /// JSON Pointer of the value that is being read.
    fn path(&self) -> String {
        path(&self.frames, &self.members)
    }

    /// JSON Pointer of the innermost object, whose key is being read.
    fn object_path(&self) -> String {
        path(self.frames.split_last().map_or(&[], |(_, outer)| outer), &self.members)
    }
}

fn path(frames: &[Frame], members: &[Member<'_>]) -> String {
    let mut path = String::new();
    for frame in frames {
        let index = frame.begun.saturating_sub(1);
        if !frame.is_object {
            // Writing to a String cannot fail.
            _ = write!(path, "/{index}");
        } else if let Some(member) = members.get(frame.first_member + index) {
            push_pointer(&mut path, &member.key);
        }
    }
    path
}

/// Names the place of an error that has no `offset` to name it.
fn place(error: Error, path: impl FnOnce() -> String) -> Error {
    if error.details.is_empty() { error.at(path()) } else { error }
}

/// Sorted, not hashed: the worst keys cost about `n log n` comparisons, whoever chose them (SR-20).
fn sort_by_key(members: &mut [Member<'_>], mut compare: impl FnMut(&str, &str) -> Ordering) {
    ordered::sort_by(members, |a, b| compare(&a.key, &b.key));
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash, Hasher};

    use super::*;

    /// How many comparisons it takes to sort these keys.
    fn comparisons(keys: &[String]) -> usize {
        let mut members: Vec<_> =
            keys.iter().map(|key| Member { key: key.as_str().into(), start: 0, end: 0 }).collect();
        let mut count = 0;
        sort_by_key(&mut members, |a, b| {
            count += 1;
            cmp_utf16(a, b)
        });
        assert!(members.is_sorted_by(|a, b| cmp_utf16(&a.key, &b.key).is_le()));
        count
    }

    /// Whether a map of 1,024 buckets with the default hasher's fixed seed puts the key into the first.
    fn collides(key: &String) -> bool {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish().is_multiple_of(1_024)
    }

    #[test]
    fn sr_20_keys_chosen_to_be_slow_cost_no_more_than_thrice_the_comparisons() {
        let scattered = |i: u64| format!("k{}", i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20);
        let ordinary = comparisons(&(0..1_000).map(scattered).collect::<Vec<_>>());
        let colliding = (0..).map(scattered).filter(collides).take(1_000).collect::<Vec<_>>();
        let pipe = (0..500).chain((0..500).rev()).enumerate().map(|(i, n)| format!("{n:03}{i}")).collect::<Vec<_>>();
        let saw = (0..1_000).map(|i| format!("{:02}{i}", i % 32)).collect::<Vec<_>>();
        for keys in [colliding, pipe, saw] {
            assert!(comparisons(&keys) <= 3 * ordinary);
        }
    }
}
