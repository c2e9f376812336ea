//! WHAT is asked of a person, and what they may decide: references, verdicts, deadlines, the decision record and the
//! audit chain.
//!
//! Pure: it judges what it is given and writes nothing. Which payloads make which form is the front end's business;
//! of payloads only the native form is known here, for its verbs.

pub mod audit;
pub mod decision;
pub mod expiry;
pub mod native;

pub use audit::{AuditEntry, Kind};
pub use decision::{Decision, Ref};
