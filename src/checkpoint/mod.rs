//! WHAT is kept.
pub mod canonical;
