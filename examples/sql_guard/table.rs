//! A small table in memory that stands in for a database, and the few statements that it understands.

use std::cell::RefCell;
use std::rc::Rc;

/// One row of `users`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: &'static str,
    pub last_login: &'static str,
}

/// The table `users`.
#[derive(Clone)]
pub struct Table(Rc<RefCell<Vec<User>>>);

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It reads.
    Read,
    /// It changes some rows.
    Write,
    /// It changes every row, or what is not known.
    Dangerous,
}

/// Whether a statement reads, writes, or endangers. What is not plainly harmless is dangerous.
pub fn classify(statement: &str) -> Class {
    let words: Vec<String> = statement.split_whitespace().map(str::to_uppercase).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    let several = statement.trim_end().trim_end_matches(';').contains(';');
    match words.first().map(String::as_str) {
        _ if several => Class::Dangerous,
        Some("SELECT") => Class::Read,
        Some("DELETE" | "UPDATE") if has("WHERE") => Class::Write,
        _ => Class::Dangerous,
    }
}

impl Table {
    pub fn new() -> Self {
        let user = |name, last_login| User { name, last_login };
        Self(Rc::new(RefCell::new(vec![
            user("ada", "2026-11-01"),
            user("bob", "2024-02-11"),
            user("cyd", "2025-01-30"),
        ])))
    }

    /// Rows that a statement is about: those of its `WHERE last_login < '…'`, or all.
    pub fn affected(&self, statement: &str) -> Vec<User> {
        let before = statement.split_once("last_login <").and_then(|(_, rest)| rest.split('\'').nth(1));
        let users = self.0.borrow();
        users.iter().filter(|user| before.is_none_or(|day| user.last_login < day)).cloned().collect()
    }

    /// Runs a statement, and says what it did.
    pub fn run(&self, statement: &str) -> String {
        let affected = self.affected(statement);
        if statement.trim_start().to_uppercase().starts_with("DELETE") {
            self.0.borrow_mut().retain(|user| !affected.contains(user));
            return format!("{} rows deleted", affected.len());
        }
        format!("{} rows", affected.len())
    }
}
