//! The repository's laws, read from its sources: which room may name which, what the pure rooms must not touch, how
//! long files and functions may grow, what a page's script must never call. Each law is a function over (path, text).

mod arrows;
mod length;
mod purity;
mod rust;
mod texts;

use std::fmt;
use std::fs;
use std::path::Path;

/// One place where a law is broken.
#[derive(Debug)]
struct Breach {
    path: String,
    line: usize,
    law: &'static str,
    why: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.law, self.why)
    }
}

/// One source file, by its path from the top of the repository, with `/` between folders.
struct Source<'a> {
    path: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn breach(&self, line: usize, law: &'static str, why: impl Into<String>) -> Breach {
        Breach { path: self.path.to_owned(), line, law, why: why.into() }
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// A script of ours: neither made by the build nor taken over from elsewhere.
    fn is_script(&self) -> bool {
        [".js", ".mjs"].iter().any(|end| self.path.ends_with(end)) && !self.path.ends_with(".min.js")
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Every breach of every law in one file.
fn check(path: &str, text: &str) -> Vec<Breach> {
    let source = Source { path, text };
    let mut breaches = texts::unfinished(&source);
    breaches.extend(texts::opening(&source));
    breaches.extend(texts::sinks(&source));
    breaches.extend(length::files(&source));
    if source.is_rust() {
        breaches.extend(length::functions(&source));
    }
    if source.is_rust() && source.is_in("src") {
        breaches.extend(arrows::check(&source));
        breaches.extend(purity::check(&source));
    }
    breaches
}

/// What is no source of ours: made by tools, or taken over.
const FOREIGN: [&str; 6] = ["target", "node_modules", ".git", "www/pkg", "www/vendor", "package-lock.json"];

const TEXTS: [&str; 12] = ["rs", "js", "mjs", "ts", "css", "html", "md", "toml", "json", "yml", "webmanifest", "svg"];

/// Calls `see` with every text file below `folder`.
fn walk(top: &Path, folder: &str, see: &mut impl FnMut(&str, &str)) {
    let mut entries: Vec<_> = fs::read_dir(top.join(folder)).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if FOREIGN.contains(&path.as_str()) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            walk(top, &path, see);
        } else if path.rsplit_once('.').is_some_and(|(_, end)| TEXTS.contains(&end)) {
            see(&path, &fs::read_to_string(top.join(&path)).unwrap());
        }
    }
}

#[test]
fn the_repository_keeps_its_laws() {
    let mut breaches = Vec::new();
    let mut seen = Vec::new();
    walk(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut |path, text| {
        seen.push(path.to_owned());
        breaches.extend(check(path, text));
    });
    assert!(["src/lib.rs", "package.json"].iter().all(|path| seen.iter().any(|one| one == path)), "walked {seen:?}");
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(lines.is_empty(), "{} breaches:\n{}\n", lines.len(), lines.join("\n"));
}

/// The laws that a made-up file breaks, each as `law at line`.
#[track_caller]
fn breaks(path: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> =
        check(path, text).iter().map(|breach| format!("{} at {}", breach.law, breach.line)).collect();
    assert_eq!(found, expected, "in {path}:\n{text}");
}

#[test]
fn a_breach_names_file_line_and_law() {
    let breach = &check("src/graph/a.rs", "//! A.\nuse crate::savers::X;\n")[0];
    let expected = "src/graph/a.rs:2: arrows: `graph` must not name `savers`";
    assert!(breach.to_string().starts_with(expected), "{breach}");
}
