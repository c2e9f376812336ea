//! JSON of known shape: how records, listings and what the host hands over are read and written.
//!
//! Lives here: reading without a tree ([`Raw`] is a stretch of text, cut up where a reader looks into it) and writing
//! without one ([`Object`] appends members). Both are traits of few words, because what is generic is compiled again for
//! every type.
//! Must not: the strict reading and the canonical form of payloads ([`super::canonical`]), which limits what a person
//! has to review.

mod read;
mod word;
mod write;

pub(super) use read::value;
pub use read::{Flaw, Items, Members, Raw, ReadJson};
pub use word::Word;
pub use write::{Object, WriteJson, text};
