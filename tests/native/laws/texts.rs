//! What no file may say, how each file begins, and what a page's script must never call.

use super::{Breach, Source, rust};

/// Marks of unfinished work. Put together here, so that this file does not break its own law.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("unimplemented", "!"),
    concat!("to", "do!"),
];

/// Folders of one machine.
const MACHINE: [&str; 4] = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/tm", "p/")];

/// Every way from a text to markup or code (SR-30).
const SINKS: [&str; 17] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "setHTMLUnsafe",
    "parseHTMLUnsafe",
    "createContextualFragment",
    "document.write",
    "srcdoc",
    "eval(",
    "new Function",
    "javascript:",
    "cssText",
    "setAttribute(\"on",
    "setAttribute('on",
    "setAttribute(`on",
    "setAttribute(\"style",
    "setAttribute('style",
];

/// Work left lying about, and paths that exist on one machine only.
pub fn unfinished(source: &Source) -> Vec<Breach> {
    let words = |words: &'static [&str], law, why: fn(&str) -> String| {
        let found = words.iter().flat_map(|word| rust::finds(source.text, word).map(move |at| (at, *word)));
        found.map(move |(at, word)| source.breach(rust::line(source.text, at), law, why(word))).collect::<Vec<_>>()
    };
    let mut breaches = words(&UNFINISHED, "finished", |word| format!("`{word}`: finish it, or leave it out"));
    breaches.extend(words(&MACHINE, "portable", |path| format!("`{path}` is one machine's: use a relative path")));
    breaches
}

/// A source file that does not say first what lives in it.
pub fn opening(source: &Source) -> Vec<Breach> {
    let opens = |marks: &[&str]| marks.iter().any(|mark| source.text.trim_start().starts_with(mark));
    let silent = match (source.is_rust(), source.is_script()) {
        (true, _) => !opens(&["//!"]),
        (_, true) => !opens(&["//", "/*", "#!"]),
        _ => false,
    };
    let why = "the file must open with a comment: what lives there, what must not";
    silent.then(|| source.breach(1, "opening", why)).into_iter().collect()
}

/// Calls in a page's files that turn text into markup or code.
pub fn sinks(source: &Source) -> Vec<Breach> {
    let page = source.is_script() || source.path.ends_with(".html");
    if !page || !source.is_in("www") {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (index, line) in source.text.lines().enumerate().filter(|(_, line)| !is_comment(line)) {
        let found = SINKS.iter().filter(|sink| names(line, sink));
        breaches.extend(found.map(|sink| {
            source.breach(index + 1, "sinks", format!("`{sink}`: payloads are untrusted, use textContent"))
        }));
    }
    breaches
}

/// Whether a name, or the beginning of one, is in a line.
fn names(line: &str, beginning: &str) -> bool {
    line.match_indices(beginning).any(|(at, _)| !line[..at].chars().next_back().is_some_and(rust::is_word))
}

/// Whether a line of a script is a comment from end to end.
fn is_comment(line: &str) -> bool {
    let line = line.trim();
    let whole = line.find("*/").is_none_or(|at| at + 2 == line.len());
    line.starts_with("//") || ((line.starts_with('*') || line.starts_with("/*")) && whole)
}

#[test]
fn unfinished_work_and_machine_paths_are_found() {
    use super::breaks;
    for word in UNFINISHED {
        breaks("docs/a.md", &format!("fine\n{word} later\n"), &["finished at 2"]);
    }
    for path in MACHINE {
        breaks("tests/page/a.js", &format!("// A.\nread(\"{path}x\");\n"), &["portable at 2"]);
    }
    breaks("docs/a.md", "A methodology, and mastodons.\n", &[]);
}

#[test]
fn a_file_that_does_not_say_what_lives_in_it_is_found() {
    use super::breaks;
    breaks("src/graph/mod.rs", "mod spec;\n", &["opening at 1"]);
    breaks("src/graph/mod.rs", "// Not a doc comment.\nmod spec;\n", &["opening at 1"]);
    breaks("www/api/a.js", "export const a = 1;\n", &["opening at 1"]);
    breaks("www/api/a.js", "/** What it is. */\nexport const a = 1;\n", &[]);
}

#[test]
fn a_sink_in_a_page_is_found_and_a_mention_is_not() {
    use super::breaks;
    for sink in SINKS {
        breaks("www/elements/a.js", &format!("// A.\nelement.{sink}\n"), &["sinks at 2"]);
    }
    breaks("www/demos/a/index.html", "<!doctype html>\n<a href=\"javascript:alert(1)\">x</a>\n", &["sinks at 2"]);
    breaks("www/elements/a.js", "// A.\n/* fine */ element.innerHTML = text;\n", &["sinks at 2"]);
    breaks("www/elements/a.js", "// Never innerHTML.\n/**\n * No eval( here.\n */\nretrieval(x);\n", &[]);
    breaks("tests/page/a.js", "// A.\nelement.innerHTML = text;\n", &[]);
}
