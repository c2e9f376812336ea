//! Dependencies between the rooms of src/ point one way.

use super::rust::{self, is_word};
use super::{Breach, Source};

const LAW: &str = "arrows";

/// Each room, and the rooms it may name besides itself.
const ROOMS: [(&str, &[&str]); 11] = [
    ("error", &[]),
    ("ordered", &[]),
    ("graph", &[]),
    ("checkpoint", &[]),
    ("pregel", &["graph", "checkpoint"]),
    ("approval", &["checkpoint"]),
    ("savers", &["checkpoint"]),
    ("runtime", &["graph", "pregel", "checkpoint", "approval"]),
    ("js", &["graph", "runtime", "checkpoint", "approval", "savers"]),
    ("typed", &["graph", "runtime", "checkpoint", "approval", "savers"]),
    ("testing", &["typed"]),
];

/// What every room may take from the top of the crate.
const EVERYWHERE: [&str; 3] = ["error", "Error", "ordered"];

/// The arrows of one file under src/ that are not in the list. Its tests may name more.
pub fn check(source: &Source) -> Vec<Breach> {
    let modules = modules(source.path);
    let Some(room) = modules.first().filter(|room| **room != "lib") else { return Vec::new() };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
        let why = format!("`{room}` is no room: name it in the list of arrows, or move the file into a room");
        return vec![source.breach(1, LAW, why)];
    };
    if is_test(source.path) {
        return Vec::new();
    }
    let code = rust::without_tests(&rust::code(source.text));
    let fine = |name: &str| name == *room || allowed.contains(&name) || EVERYWHERE.contains(&name);
    let named = top_names(&code, modules.len());
    let wrong = named.into_iter().filter(|(_, name)| !fine(name));
    wrong.map(|(at, name)| source.breach(rust::line(&code, at), LAW, why(room, &name))).collect()
}

fn why(room: &str, name: &str) -> String {
    if ROOMS.iter().any(|(known, _)| *known == name) {
        format!("`{room}` must not name `{name}`: pass what is needed as an argument or through a trait")
    } else {
        format!("`{room}` takes `{name}` from the top of the crate: name the room that owns it")
    }
}

/// The modules that lead to a file: `src/pregel/run.rs` is `pregel::run`.
fn modules(path: &str) -> Vec<&str> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inner.split('/').collect()
}

/// Whether a whole file is compiled for tests only, by the name of its module.
pub fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// Every name taken from the top of the crate, and where: `crate::a`, `crate::{a, b::c}`, and `super::super::a` in a
/// module two levels down.
fn top_names(code: &str, depth: usize) -> Vec<(usize, String)> {
    let climb = "super::".repeat(depth);
    let absolute = rust::finds(code, "crate::").map(|at| (at, at + "crate::".len()));
    let relative = rust::finds(code, &climb).filter(|at| !code[..*at].ends_with("super::"));
    let paths = absolute.chain(relative.map(|at| (at, at + climb.len())));
    paths.flat_map(|(at, rest)| firsts(&code[rest..]).into_iter().map(move |name| (at, name))).collect()
}

/// The first names of a path, or of each path in a group.
fn firsts(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else { return vec![first(rest)] };
    let mut depth = 1;
    let end = group.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    split(&group[..end.unwrap_or(group.len())]).into_iter().map(|path| first(path.trim_start())).collect()
}

/// Splits a group at the commas of its own level.
fn split(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let parts = group.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c == ','
    });
    parts.filter(|part| !part.trim().is_empty()).collect()
}

fn first(path: &str) -> String {
    let name: String = path.chars().take_while(|c| is_word(*c)).collect();
    if name.is_empty() { path.chars().take(1).collect() } else { name }
}

#[test]
fn an_arrow_that_is_not_in_the_list_is_found_however_it_is_written() {
    use super::breaks;
    let found = &["arrows at 2"];
    breaks("src/graph/a.rs", "//! A.\nuse crate::pregel::Run;\n", found);
    breaks("src/pregel/a.rs", "//! A.\nuse crate::{error::Error, savers::{X, Y}};\n", found);
    breaks("src/approval/a.rs", "//! A.\nfn f(run: &crate::runtime::App) {}\n", found);
    breaks("src/runtime/a.rs", "//! A.\nuse super::super::savers::Memory;\n", found);
    breaks("src/checkpoint/mod.rs", "//! A.\nuse super::graph::Graph;\n", found);
    breaks("src/savers/memory/mod.rs", "//! A.\npub(in crate::graph) fn f() {}\n", found);
    breaks("src/graph/a.rs", "//! A.\nuse crate::Graph;\n", found);
    breaks("src/graph/a.rs", "//! A.\nuse crate::*;\n", found);
}

#[test]
fn arrows_of_the_list_comments_texts_and_tests_are_free() {
    use super::breaks;
    breaks(
        "src/pregel/run.rs",
        "//! See [`crate::savers`].\nuse crate::graph::Graph;\nuse crate::pregel::task::Task;\n",
        &[],
    );
    breaks("src/js/a.rs", "//! A.\nuse crate::{error::Error, runtime::App, savers, checkpoint::{Head, saver}};\n", &[]);
    breaks("src/savers/memory/a.rs", "//! A.\nuse super::super::order;\nuse super::thread;\n", &[]);
    breaks("src/graph/a.rs", "//! A.\nconst T: &str = \"crate::savers\"; // crate::js\n", &[]);
    breaks("src/graph/a.rs", "//! A.\n#[cfg(test)]\nmod tests {\n    use crate::savers::Memory;\n}\n", &[]);
    breaks("src/lib.rs", "//! A.\npub use crate::savers::Memory;\npub mod js;\n", &[]);
}

#[test]
fn a_room_that_nobody_knows_is_found() {
    super::breaks("src/helpers/mod.rs", "//! A.\n", &["arrows at 1"]);
    super::breaks("src/util.rs", "//! A.\n", &["arrows at 1"]);
}
