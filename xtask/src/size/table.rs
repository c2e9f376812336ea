//! What the weights look like on a terminal: sums by crate, by folder, by function. Must not: decide whose a function is.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::module::{Function, Module};
use super::owner::{DROP_GLUE, Modules, OURS, Owner, folder, plain};

/// What some functions weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Weight {
    functions: usize,
    bytes: usize,
}

impl Weight {
    fn add(&mut self, function: &Function) {
        self.functions += 1;
        self.bytes += function.bytes;
    }
}

/// Weights by what they are summed over.
type Sums = BTreeMap<String, Weight>;

/// A module's code, summed.
pub struct Tables<'a> {
    module: &'a Module,
    crates: Sums,
    /// Of our crate, by source file.
    files: Sums,
    /// Drop glue of our types, by the file of the outermost.
    glue: Sums,
    /// By name without the hash: copies of one source.
    sources: Sums,
}

impl<'a> Tables<'a> {
    /// Sums a module up.
    pub fn new(module: &'a Module, modules: &Modules) -> Self {
        let [mut crates, mut files, mut glue, mut sources] = [const { Sums::new() }; 4];
        for function in &module.functions {
            let Owner { package, file } = modules.owner(&function.name, function.exported);
            let by_file = if package == DROP_GLUE { &mut glue } else { &mut files };
            if let Some(file) = file {
                by_file.entry(file).or_default().add(function);
            }
            crates.entry(package).or_default().add(function);
            sources.entry(plain(&function.name)).or_default().add(function);
        }
        Self { module, crates, files, glue, sources }
    }

    /// What every crate weighs, and every folder of ours.
    pub fn summary(&self) -> String {
        let Module { code, data, rest, .. } = *self.module;
        let mut text = format!(
            "wasm: {} = code {} + data {} + the rest {}\n\n",
            kb(code + data + rest),
            kb(code),
            kb(data),
            kb(rest)
        );
        line(&mut text, "code by crate", &["kB", "share", "functions"]);
        for (name, weight) in heaviest(&self.crates) {
            line(&mut text, name, &[kb(weight.bytes), self.share(weight.bytes), weight.functions.to_string()]);
        }
        line(&mut text, "the section itself", &[kb(self.module.code_header())]);
        line(&mut text, "sum", &[kb(code), self.share(code), self.module.functions.len().to_string()]);
        let (folders, glue) = (by_folder(&self.files), by_folder(&self.glue));
        line(&mut text, &format!("\n{OURS} by folder"), &["kB", "share", "functions", "drop glue"]);
        for (name, weight) in heaviest(&folders) {
            let glue = glue.get(name).copied().unwrap_or_default();
            let numbers = [kb(weight.bytes), self.share(weight.bytes), weight.functions.to_string(), kb(glue.bytes)];
            line(&mut text, name, &numbers);
        }
        text + "\nShares are of the raw code; compressed, they are much the same. What was inlined counts where it went; drop\n\
                glue of types of ours stands beside the file of the outermost, and is no part of its weight.\n"
    }

    /// The heaviest files, functions and sources of several functions.
    pub fn top(&self, count: usize) -> String {
        let mut text = String::new();
        line(&mut text, &format!("{count} heaviest files of {OURS}"), &["kB", "share", "functions"]);
        for (file, weight) in heaviest(&self.files).into_iter().take(count) {
            line(&mut text, file, &[kb(weight.bytes), self.share(weight.bytes), weight.functions.to_string()]);
        }
        let _ = writeln!(text, "\n{count} heaviest functions, in bytes");
        let mut functions: Vec<&Function> = self.module.functions.iter().collect();
        functions.sort_by_key(|function| std::cmp::Reverse(function.bytes));
        for function in functions.into_iter().take(count) {
            let _ = writeln!(text, "{:>8}  {}", function.bytes, plain(&function.name));
        }
        let _ = writeln!(
            text,
            "\n{count} heaviest sources of several functions: bytes, functions (copies, or closures of one)"
        );
        let several = self.sources.iter().filter(|(_, weight)| weight.functions > 1);
        for (name, weight) in heaviest(several).into_iter().take(count) {
            let _ = writeln!(text, "{:>8} {:>4}  {name}", weight.bytes, weight.functions);
        }
        text
    }

    fn share(&self, bytes: usize) -> String {
        format!("{:.1} %", 100.0 * exact(bytes) / exact(self.module.code.max(1)))
    }
}

/// Files under their folder, but those that lie in `src` itself.
fn by_folder(files: &Sums) -> Sums {
    let mut folders = Sums::new();
    for (file, weight) in files {
        let sum = folders.entry(folder(file).to_owned()).or_default();
        sum.functions += weight.functions;
        sum.bytes += weight.bytes;
    }
    folders
}

fn heaviest<'a>(sums: impl IntoIterator<Item = (&'a String, &'a Weight)>) -> Vec<(&'a String, &'a Weight)> {
    let mut sorted: Vec<_> = sums.into_iter().collect();
    sorted.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.bytes));
    sorted
}

fn line(text: &mut String, label: &str, cells: &[impl std::fmt::Display]) {
    let cells: String = cells.iter().map(|cell| format!("{cell:>11}")).collect();
    // A newline before the label is no part of its width.
    let width = 40 + label.len() - label.trim_start().len();
    let _ = writeln!(text, "{label:<width$}{cells}");
}

fn kb(bytes: usize) -> String {
    format!("{:.1}", exact(bytes) / 1000.0)
}

fn exact(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Tables, Weight};
    use crate::size::module::{Function, Module};
    use crate::size::owner::{DROP_GLUE, Modules, OURS};

    fn sample() -> Module {
        let function = |name: &str, bytes| Function { name: name.to_owned(), bytes, exported: false };
        let functions = vec![
            function("haltgraph::runtime::app::App<H>::drive::h0123456789abcdef", 400),
            function("haltgraph::runtime::app::App<H>::drive::h1123456789abcdef", 300),
            function("haltgraph::ordered::sort::h0123456789abcdef", 200),
            function("core::ptr::drop_in_place<haltgraph::runtime::app::App<H>>::h0123456789abcdef", 60),
            function("core::fmt::write::h0123456789abcdef", 30),
        ];
        Module { functions, code: 1000, data: 100, rest: 10 }
    }

    fn tables(module: &Module) -> Tables<'_> {
        let files = ["lib.rs", "ordered.rs", "runtime/app.rs"].map(str::to_owned);
        Tables::new(module, &Modules::new(files))
    }

    #[test]
    fn the_crates_add_up_to_the_code_section() {
        let module = sample();
        let tables = tables(&module);
        let sum: usize = tables.crates.values().map(|weight| weight.bytes).sum();
        assert_eq!(sum + module.code_header(), module.code);
        assert_eq!(tables.crates[OURS], Weight { functions: 3, bytes: 900 });
        assert_eq!(tables.crates[DROP_GLUE], Weight { functions: 1, bytes: 60 });
    }

    #[test]
    fn the_summary_shows_folders_with_their_drop_glue() {
        let module = sample();
        let summary = tables(&module).summary();
        let row = |label: &str| {
            let line = summary.lines().find(|line| line.starts_with(label)).unwrap();
            line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(row("wasm:").join(" "), "wasm: 1.1 = code 1.0 + data 0.1 + the rest 0.0");
        assert_eq!(row("src/runtime"), ["src/runtime", "0.7", "70.0", "%", "2", "0.1"]);
        assert_eq!(row("src/ordered.rs"), ["src/ordered.rs", "0.2", "20.0", "%", "1", "0.0"]);
        assert_eq!(row("sum"), ["sum", "1.0", "100.0", "%", "5"]);
    }

    #[test]
    fn copies_of_one_source_are_counted() {
        let module = sample();
        let top = tables(&module).top(1);
        assert!(top.contains("\n     400  haltgraph::runtime::app::App<H>::drive\n"), "{top}");
        assert!(top.ends_with("\n     700    2  haltgraph::runtime::app::App<H>::drive\n"), "{top}");
    }
}
