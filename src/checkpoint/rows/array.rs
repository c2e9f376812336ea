//! The arrays inside a checkpoint row, as serde reads them: `c`, `all` and `by`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::names::NameRef;
use crate::checkpoint::Digest;
use crate::checkpoint::record::Link;

/// Something that stands as an array, or as a name alone.
pub(super) trait FromArray<'de>: Sized {
    fn from_array<A: SeqAccess<'de>>(array: A) -> Result<Self, A::Error>;

    fn from_name(_: NameRef) -> Option<Self> {
        None
    }
}

/// Lets serde read what has a [`FromArray`].
pub(super) struct Array<T>(pub(super) T);

/// An entry of `c`: a changed channel.
pub(super) struct Change<'a> {
    pub(super) channel: NameRef,
    pub(super) link: Link,
    pub(super) digest: Digest,
    pub(super) value: Option<&'a RawValue>,
}

/// An entry of `all`: where an unchanged channel last changed.
pub(super) struct Earlier<'a> {
    pub(super) seq: u64,
    pub(super) entry: Change<'a>,
}

/// A task: its node, or its node and place.
pub(super) struct Task(pub(super) NameRef, pub(super) Option<u32>);

/// What a task wrote to a channel.
pub(super) enum Written<'a> {
    Whole(NameRef),
    Ops(NameRef, u32),
    Update(NameRef, Option<&'a RawValue>),
}

/// An entry of `by`: a task and what it wrote.
pub(super) struct By<'a> {
    pub(super) task: Task,
    pub(super) written: Vec<Array<Written<'a>>>,
}

/// One operation of a delta: whether it appends.
pub(super) struct Op(pub(super) bool);

impl<'de> FromArray<'de> for Op {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let verb: &str = next(&mut array)?;
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self(verb == "a"))
    }
}

impl<'de: 'a, 'a> FromArray<'de> for Change<'a> {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let channel = next(&mut array)?;
        let (link, digest) = link(&mut array)?;
        Ok(Self { channel, link, digest, value: array.next_element()? })
    }
}

impl<'de: 'a, 'a> FromArray<'de> for Earlier<'a> {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let (channel, seq) = (next(&mut array)?, next(&mut array)?);
        let (link, digest) = link(&mut array)?;
        Ok(Self { seq, entry: Change { channel, link, digest, value: array.next_element()? } })
    }
}

impl<'de> FromArray<'de> for Task {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        Ok(Self(next(&mut array)?, Some(next(&mut array)?)))
    }

    fn from_name(node: NameRef) -> Option<Self> {
        Some(Self(node, None))
    }
}

impl<'de: 'a, 'a> FromArray<'de> for Written<'a> {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let channel = next(&mut array)?;
        match next(&mut array)? {
            NameRef::Text(mark) if &*mark == "u" => Ok(Self::Update(channel, array.next_element()?)),
            NameRef::Index(count) => Ok(Self::Ops(channel, u32::try_from(count).map_err(de::Error::custom)?)),
            NameRef::Text(_) => Err(de::Error::custom("a share is neither counted nor an update")),
        }
    }

    fn from_name(channel: NameRef) -> Option<Self> {
        Some(Self::Whole(channel))
    }
}

impl<'de: 'a, 'a> FromArray<'de> for By<'a> {
    fn from_array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        let Array(task) = next(&mut array)?;
        let mut written = Vec::new();
        while let Some(share) = array.next_element()? {
            written.push(share);
        }
        Ok(Self { task, written })
    }
}

impl<'de, T: FromArray<'de>> Deserialize<'de> for Array<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(PhantomData)).map(Self)
    }
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: FromArray<'de>> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry of a checkpoint row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<T, A::Error> {
        T::from_array(array)
    }

    fn visit_u64<E: de::Error>(self, index: u64) -> Result<T, E> {
        let name = usize::try_from(index).ok().map(NameRef::Index);
        name.and_then(T::from_name).ok_or_else(|| E::invalid_type(de::Unexpected::Unsigned(index), &self))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<T, E> {
        T::from_name(NameRef::Text(name.into())).ok_or_else(|| E::invalid_type(de::Unexpected::Other("text"), &self))
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(array: &mut A) -> Result<T, A::Error> {
    array.next_element()?.ok_or_else(|| de::Error::custom("an entry is too short"))
}

/// `"f", d` or `"p", d, n, b, p`.
fn link<'de, A: SeqAccess<'de>>(array: &mut A) -> Result<(Link, Digest), A::Error> {
    let kind: &str = next(array)?;
    let digest = next(array)?;
    match kind {
        "f" => Ok((Link::Full, digest)),
        "p" => Ok((Link::Delta { n: next(array)?, base: next(array)?, prev: next(array)? }, digest)),
        _ => Err(de::Error::custom("an entry is neither whole nor a delta")),
    }
}
