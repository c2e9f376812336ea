//! Files and functions stay short enough to read.

use super::{Breach, Source, rust};

const LAW: &str = "length";

/// Lines of a file.
const FILE: usize = 500;

/// Lines of a function, from `fn` to its closing brace.
const FUNCTION: usize = 60;

/// A source file that has grown into two things.
pub fn files(source: &Source) -> Vec<Breach> {
    let lines = source.text.lines().count();
    if lines <= FILE || !(source.is_rust() || source.is_script()) {
        return Vec::new();
    }
    vec![source.breach(FILE + 1, LAW, format!("the file has {lines} lines, {FILE} are the most: it is two things"))]
}

/// The functions of a Rust file that are too long.
pub fn functions(source: &Source) -> Vec<Breach> {
    let code = rust::code(source.text);
    let measured = rust::finds(&code, "fn").filter_map(|at| {
        let name = code[at + 2..].trim_start().split(|c| !rust::is_word(c)).next().unwrap_or_default();
        // A type such as `fn(u8) -> u8` has no name.
        let end = (!name.is_empty()).then(|| rust::block_end(&code, at))??;
        Some((rust::line(&code, at), rust::line(&code, end), name))
    });
    let long = measured.filter(|(first, last, _)| last - first + 1 > FUNCTION);
    let why = |name: &str, lines: usize| format!("`{name}` has {lines} lines, {FUNCTION} are the most: name its parts");
    long.map(|(first, last, name)| source.breach(first, LAW, why(name, last - first + 1))).collect()
}

#[test]
fn a_file_over_500_lines_is_found() {
    use super::breaks;
    breaks("src/graph/a.rs", &format!("//! A.\n{}", "\n".repeat(500)), &["length at 501"]);
    breaks("src/graph/a.rs", &format!("//! A.\n{}", "\n".repeat(499)), &[]);
    breaks("www/elements/a.js", &format!("// A.\n{}", "\n".repeat(500)), &["length at 501"]);
    breaks("www/elements/a.css", &"\n".repeat(501), &[]);
}

#[test]
fn a_function_over_60_lines_is_found() {
    use super::breaks;
    let function = |lines: usize| {
        format!("//! A.\npub fn f(g: fn(u8) -> u8) -> u8 {{\n{}}}\nfn h() {{}}\n", "x();\n".repeat(lines - 2))
    };
    breaks("src/graph/a.rs", &function(60), &[]);
    breaks("src/graph/a.rs", &function(61), &["length at 2"]);
    let declared = format!("//! A.\ntrait T {{\n    fn f(&self);\n{}}}\n", "    const A: [u8; 1];\n".repeat(80));
    breaks("src/graph/a.rs", &declared, &[]);
}
