//! Whose a function is: the crate and the source file that its name tells of. Must not: measure.
//!
//! The compiler writes names like `haltgraph::runtime::claim::<impl haltgraph::runtime::app::Inner<H>>::claim::{{closure}}`.
//! What a generic function of another crate was made for stands in no name, except for drop glue.

use std::collections::BTreeSet;

/// The crate whose source files are told apart.
pub const OURS: &str = "haltgraph";

/// What is shown for functions that no name tells anything of.
const UNNAMED: &str = "(unnamed)";

/// The crate of drop glue, which the compiler makes for each type with something to drop.
pub const DROP_GLUE: &str = "(drop glue)";

/// Crates of the standard library: what is implemented for their types elsewhere belongs to the other crate.
const STANDARD: [&str; 5] = ["core", "alloc", "std", "compiler_builtins", "__rustc"];

/// Whose a function is.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// The crate, or [`DROP_GLUE`].
    pub package: String,
    /// Its source file, for functions of ours and for the drop glue of our types.
    pub file: Option<String>,
}

impl Owner {
    /// The folder of its file, or the file where that lies in `src` itself; the crate where it has none.
    pub fn folder(&self) -> &str {
        self.file.as_deref().map_or(&self.package, folder)
    }
}

/// The folder of a source file, or the file itself where that lies in `src`.
pub fn folder(file: &str) -> &str {
    match file.rsplit_once('/') {
        None | Some(("src", _)) => file,
        Some((folder, _)) => folder,
    }
}

/// The modules that a crate has, so that a path can be cut where its module ends.
pub struct Modules(BTreeSet<String>);

impl Modules {
    /// Of these source files, as they are called from the crate's source folder.
    pub fn new(files: impl IntoIterator<Item = String>) -> Self {
        Self(files.into_iter().collect())
    }

    /// The file that the longest beginning of these names leads to.
    fn file(&self, names: &[&str]) -> String {
        let candidates = (1..=names.len()).rev().filter_map(|count| names.get(..count)).map(|names| names.join("/"));
        let found = candidates.flat_map(|path| [format!("{path}.rs"), format!("{path}/mod.rs")]);
        let file = found.into_iter().find(|file| self.0.contains(file)).unwrap_or_else(|| "lib.rs".to_owned());
        format!("src/{file}")
    }

    /// Whose the function of this name is.
    pub fn owner(&self, name: &str, exported: bool) -> Owner {
        let name = plain(name);
        if let Some(dropped) = name.strip_prefix("core::ptr::drop_in_place") {
            let file = paths(dropped).find(|path| path.first() == Some(&OURS));
            let file = file.map(|path| self.file(path.get(1..).unwrap_or_default()));
            return Owner { package: DROP_GLUE.to_owned(), file };
        }
        if !name.contains("::") {
            return self.symbol(&name, exported);
        }
        let path = home(&name);
        let (package, names) = path.split_first().map_or((UNNAMED, path.as_slice()), |(first, rest)| (*first, rest));
        let file = (package == OURS).then(|| self.file(names));
        let package = if package == "__rustc" { "std" } else { package };
        Owner { package: package.to_owned(), file }
    }

    /// Whose the function is that has a linker's name only: what wasm-bindgen made for an export is `src/js`'s.
    fn symbol(&self, name: &str, exported: bool) -> Owner {
        let package = match name {
            "" => UNNAMED,
            _ if name.starts_with("__wb") || name.starts_with("__externref") || name.contains('(') => "wasm_bindgen",
            _ if name.starts_with("__") || name.starts_with("mem") => "compiler_builtins",
            _ if exported || name.ends_with(" shim") => OURS,
            _ => UNNAMED,
        };
        Owner { package: package.to_owned(), file: (package == OURS).then(|| self.file(&["js"])) }
    }
}

/// A name without what makes it unique: the hash behind it, and those behind the names of crates.
pub fn plain(name: &str) -> String {
    let hash = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.rsplit_once("::h").filter(|(_, end)| hash(end)).map_or(name, |(start, _)| start);
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']').filter(|(inside, _)| hash(inside)) {
            Some((_, behind)) => behind,
            None => {
                plain.push('[');
                after
            }
        };
    }
    plain + rest
}

/// The path of the module that a function was written in, the crate first, with more behind it.
///
/// What is implemented for a type stands where one of the crates is that the implementation names: ours if it is among
/// them, and the standard library only where no other is. Types that are written without a path are the language's own.
fn home(name: &str) -> Vec<&str> {
    let Some(header) = name.strip_prefix('<') else { return paths(name).next().unwrap_or_default() };
    let header = header.get(..closing(header)).unwrap_or(header);
    let rank = |path: &Vec<&str>| match path.first() {
        Some(&OURS) => 0,
        Some(first) if STANDARD.contains(first) => 2,
        _ => 1,
    };
    paths(header).min_by_key(rank).unwrap_or_else(|| vec!["core"])
}

/// Where the bracket that stands open at the beginning is closed.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    let mut before = ' ';
    for (place, letter) in text.char_indices() {
        depth += match letter {
            '<' => 1,
            '>' if before != '-' => -1,
            _ => 0,
        };
        if depth == 0 {
            return place;
        }
        before = letter;
    }
    text.len()
}

/// Every path of at least two names in a text, in order: `a::b` and `c::d` of `a::b<c::d>::e`.
fn paths(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let in_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let words = text.split(move |letter| !in_path(letter)).filter(|word| !word.starts_with("::"));
    let named = words.map(|word| word.split("::").filter(|name| !name.is_empty() && *name != "_").collect::<Vec<_>>());
    named.filter(|path| path.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::{DROP_GLUE, Modules, OURS, Owner, plain};

    fn owner(name: &str) -> (String, Option<String>) {
        let files = ["lib.rs", "ordered.rs", "js/mod.rs", "runtime/app.rs", "runtime/claim.rs", "savers/mod.rs"];
        let modules = Modules::new(files.map(str::to_owned));
        let Owner { package, file } = modules.owner(name, name.starts_with("engine_"));
        (package, file)
    }

    fn of_ours(name: &str, file: &str) {
        assert_eq!(owner(name), (OURS.to_owned(), Some(file.to_owned())), "{name}");
    }

    fn of(name: &str, package: &str) {
        assert_eq!(owner(name), (package.to_owned(), None), "{name}");
    }

    #[test]
    fn functions_and_closures_belong_to_their_file() {
        of_ours("haltgraph::ordered::sort_by::h0123456789abcdef", "src/ordered.rs");
        of_ours("haltgraph::savers::Kept<B>::at::{{closure}}::h0123456789abcdef", "src/savers/mod.rs");
        of_ours("haltgraph::start::h0123456789abcdef", "src/lib.rs");
    }

    #[test]
    fn an_implementation_in_another_file_belongs_there() {
        let name = "haltgraph::runtime::claim::<impl haltgraph::runtime::app::Inner<H>>::claim::{{closure}}";
        of_ours(name, "src/runtime/claim.rs");
    }

    #[test]
    fn an_implementation_belongs_to_the_crate_that_wrote_it() {
        of_ours("<haltgraph::runtime::app::App<H> as core::clone::Clone>::clone", "src/runtime/app.rs");
        of_ours("<core::option::Option<T> as haltgraph::ordered::Key>::key", "src/ordered.rs");
        of_ours("<wasm_bindgen::JsValue as core::convert::From<haltgraph::savers::Kept>>::from", "src/savers/mod.rs");
        of("<alloc::vec::Vec<T> as core::ops::Drop>::drop", "alloc");
        of("<alloc::vec::Vec<T> as serde_core::de::Deserialize>::deserialize", "serde_core");
        of("<&T as core::fmt::Debug>::fmt", "core");
        of("<f64 as core[c5930c85a12de822]::fmt::Display>::fmt", "core");
        of("<char>::escape_debug", "core");
        of("<alloc::boxed::Box<dyn core::ops::Fn() -> u8> as core::fmt::Debug>::fmt::haltgraph::x", "alloc");
    }

    #[test]
    fn generic_functions_of_other_crates_are_theirs() {
        of("js_sys::futures::future_to_promise::{{closure}}::{{closure}}::h0123456789abcdef", "js_sys");
        of("core::slice::sort::stable::driftsort_main::h0123456789abcdef", "core");
        of("__rustc[1234567890abcdef]::__rust_alloc", "std");
    }

    #[test]
    fn drop_glue_is_told_apart_and_knows_our_type() {
        let name = "core::ptr::drop_in_place<core::option::Option<haltgraph::runtime::app::App<H>>>::h0123456789abcdef";
        assert_eq!(owner(name), (DROP_GLUE.to_owned(), Some("src/runtime/app.rs".to_owned())));
        of("core::ptr::drop_in_place<alloc::string::String>::h0123456789abcdef", DROP_GLUE);
    }

    #[test]
    fn names_of_the_linker_are_known() {
        of_ours("engine_new", "src/js/mod.rs");
        of_ours("store_custom externref shim", "src/js/mod.rs");
        of("__wbindgen_malloc", "wasm_bindgen");
        of("Closure(Closure { owned: true }) -> Externref externref shim", "wasm_bindgen");
        of("memcmp", "compiler_builtins");
        of("", "(unnamed)");
    }

    #[test]
    fn a_name_is_shown_without_its_hashes() {
        assert_eq!(plain("<[u8] as core[0123456789abcdef]::X>::f::h0123456789abcdef"), "<[u8] as core::X>::f");
        assert_eq!(plain("a::hash"), "a::hash");
    }
}
