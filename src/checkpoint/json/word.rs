//! What stands in JSON as one word of a few: the states and verbs of records.

use super::{Flaw, Raw, ReadJson, WriteJson};

/// One of a few words.
pub trait Word: Copy + 'static {
    /// Every one.
    const ALL: &'static [Self];

    /// How it is written.
    fn word(self) -> &'static str;
}

impl<T: Word> WriteJson for T {
    fn write(&self, out: &mut String) {
        self.word().write(out);
    }
}

impl<'a, T: Word> ReadJson<'a> for T {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let word = raw.string()?;
        T::ALL.iter().copied().find(|one| one.word() == word).ok_or(Flaw::Kind)
    }
}
