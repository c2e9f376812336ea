//! Ids: how they are made from random bits that a host supplies, and which names are refused.
//! No id says anything about time; the only order is a thread's sequence number.

use std::fmt;
use std::rc::Rc;

use super::canonical::{push_hex, uuid};
use super::json::{self, Flaw, Raw, ReadJson, WriteJson};
use super::{Digest, Name};
use crate::error::Error;

/// Largest sequence number of a thread (48 bits, the room that a checkpoint id has for it).
pub const MAX_SEQ: u64 = (1 << 48) - 1;

/// A checkpoint's id: a UUID v8 that begins with the thread's sequence number, so that ids sort as text by it
/// (storage.md 3.1, S-CKP-03).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckpointId(Rc<str>);

impl CheckpointId {
    /// The id of step `seq`, with 74 of the 80 random bits given.
    ///
    /// # Errors
    /// `E_RANGE` above [`MAX_SEQ`].
    pub fn new(seq: u64, random: [u8; 10]) -> Result<Self, Error> {
        if seq > MAX_SEQ {
            return Err(Error::new("E_RANGE", "A thread has no more than 2^48 steps. Start a new thread."));
        }
        let [_, _, s0, s1, s2, s3, s4, s5] = seq.to_be_bytes();
        let [a, b, c, d, e, f, g, h, i, j] = random;
        let (version, variant) = (a & 0x0f | 0x80, c & 0x3f | 0x80);
        Ok(Self(uuid(&[s0, s1, s2, s3, s4, s5, version, b, variant, d, e, f, g, h, i, j]).into()))
    }

    /// An id that is already text.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// The sequence number that the id begins with, if it has the form of ours.
    pub fn seq(&self) -> Option<u64> {
        let (high, rest) = self.0.split_at_checked(8)?;
        let low = rest.strip_prefix('-')?.get(..4)?;
        let ours = self.0.len() == 36 && rest.get(5..7) == Some("-8");
        ours.then(|| Some((u64::from_str_radix(high, 16).ok()? << 16) | u64::from_str_radix(low, 16).ok()?))?
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WriteJson for CheckpointId {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}

impl<'a> ReadJson<'a> for CheckpointId {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        ReadJson::read(raw).map(Self)
    }
}

impl fmt::Display for CheckpointId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A question's id: 128 random bits as 32 lower-case hex digits, made once when the question is recorded (S-INT-22).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterruptId(Rc<str>);

impl InterruptId {
    /// The id made of these bits.
    pub fn new(random: [u8; 16]) -> Self {
        let mut hex = String::new();
        push_hex(&mut hex, &random);
        Self(hex.into())
    }

    /// An id that is already text; any text, since a wrong one is simply not found.
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// Whether the text has the form of an interrupt id: 32 lower-case hex digits (S-INT-52).
    pub fn is_form(text: &str) -> bool {
        text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl WriteJson for InterruptId {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }
}

impl<'a> ReadJson<'a> for InterruptId {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        ReadJson::read(raw).map(Self)
    }
}

impl fmt::Display for InterruptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a task inside one superstep: its node and, for a task made by a Send, its place in the queue. As JSON, the
/// node's name or `[name, place]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskKey {
    /// One run of a node that a trigger started.
    Pull(Name),
    /// One run of a node that a Send started.
    Push(Name, u32),
}

impl TaskKey {
    /// The node that the task runs.
    pub fn node(&self) -> &Name {
        let (Self::Pull(node) | Self::Push(node, _)) = self;
        node
    }
}

impl WriteJson for TaskKey {
    fn write(&self, out: &mut String) {
        match self {
            Self::Pull(node) => node.write(out),
            Self::Push(node, place) => [node as &dyn WriteJson, place].write(out),
        }
    }
}

/// Refuses a thread id that no saver could keep: empty, over 256 UTF-16 units, or with control characters
/// (S-CKP-46). Lone surrogates cannot occur in a `str`; the host refuses them on the way in.
///
/// # Errors
/// `E_BAD_NAME`.
pub fn check_thread_id(thread: &str) -> Result<(), Error> {
    let length = thread.encode_utf16().count();
    if length == 0 || length > 256 || thread.chars().any(char::is_control) {
        return Err(Error::new(
            "E_BAD_NAME",
            "Invalid configurable value for key \"thread_id\": give 1 to 256 characters without control characters.",
        ));
    }
    Ok(())
}

/// A task's id: 128 bits of SHA-256, written as a UUID, over thread, checkpoint, namespace, node and place (S-STP-20).
/// Planning from the same checkpoint again gives the same ids.
pub fn task_id(thread: &str, checkpoint: &CheckpointId, ns: &str, task: &TaskKey) -> String {
    let text = match task {
        TaskKey::Pull(node) => json::text(&[&thread as &dyn WriteJson, checkpoint, &ns, node, &"__pregel_pull"]),
        TaskKey::Push(node, place) => {
            json::text(&[&thread as &dyn WriteJson, checkpoint, &ns, node, &"__pregel_push", place])
        }
    };
    let digest = Digest::of(text.as_bytes());
    digest.as_bytes().first_chunk().map_or_else(String::new, uuid)
}
