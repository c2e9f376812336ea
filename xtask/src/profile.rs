//! `cargo xtask profile`: where the time of a benchmark's workload goes, in the page: takes a CPU profile, sums self times by
//! module, and draws them. Must not: measure, which is the benchmark's; under a profiler everything is slower.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::process::ExitCode;

use crate::npm::node;
use crate::shell::Log;
use crate::size::owner::{Modules, plain};
use crate::{Failure, browser, path, size, wasm};

const RUNNER: &str = "bench/profile.mjs";

/// Characters of the longest bar.
const BAR: f64 = 40.0;

/// Groups below this share are one.
const LEAST: f64 = 0.01;

const REST: &str = "the rest";

/// Functions of IndexedDB.
const STORE: [&str; 12] = [
    "abort",
    "add",
    "commit",
    "delete",
    "get",
    "getAll",
    "getAllKeys",
    "objectStore",
    "open",
    "openCursor",
    "put",
    "transaction",
];

/// Profiles a workload, and draws where its time went.
pub fn run(options: &[&str]) -> Result<ExitCode, Failure> {
    let log = Log::terminal();
    let (top, options) = top(options)?;
    if log.run(node(RUNNER).arg("--check").args(&options)).is_err() {
        return Ok(ExitCode::FAILURE);
    }
    wasm::build(&log)?;
    let chrome = browser::find(&log)?.chrome;
    let out = path::target().join("bench");
    log.run(node(RUNNER).args(&options).arg("--wasm").arg(wasm::named()).arg("--out").arg(&out).env("CHROME", chrome))?;
    let table = out.join("profile.tsv");
    let text = fs::read_to_string(&table).map_err(|error| format!("cannot read {}: {error}", table.display()))?;
    let profile = Profile::read(&text, &size::modules()).ok_or("the profile is of another form than was expected")?;
    print!("{}{}", profile.drawn(), profile.heaviest(top));
    println!("\nfor the Performance panel of DevTools: {}", out.join("profile.cpuprofile").display());
    Ok(ExitCode::SUCCESS)
}

/// `--top N`, and the options without it.
fn top<'a>(options: &[&'a str]) -> Result<(usize, Vec<&'a str>), Failure> {
    let Some(at) = options.iter().position(|option| *option == "--top") else { return Ok((0, options.to_vec())) };
    let count = options.get(at + 1).and_then(|count| count.parse().ok()).ok_or("--top takes a number")?;
    let others = options.iter().enumerate().filter(|(place, _)| *place != at && *place != at + 1);
    Ok((count, others.map(|(_, option)| *option).collect()))
}

/// Microseconds by where they were spent.
struct Profile {
    /// What was done.
    title: String,
    /// What is counted: a superstep, or a call.
    unit: String,
    /// How many of them were profiled.
    units: f64,
    /// By group.
    groups: BTreeMap<String, f64>,
    /// By function, with its group.
    functions: Vec<(f64, String)>,
}

impl Profile {
    /// Reads what the runner wrote: how many of which unit in which workload; then for each function its microseconds, its
    /// kind, its file and its name.
    fn read(text: &str, modules: &Modules) -> Option<Self> {
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next()?.split('\t').collect();
        let [units, unit, title] = head.try_into().ok()?;
        let mut profile = Self {
            title: title.to_owned(),
            unit: unit.to_owned(),
            units: units.parse().ok()?,
            groups: BTreeMap::new(),
            functions: Vec::new(),
        };
        for line in lines {
            let [time, kind, file, name] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
            let time: f64 = time.parse().ok()?;
            let group = group(kind, file, name, modules);
            profile.functions.push((time, format!("{group}: {}", plain(name))));
            *profile.groups.entry(group).or_default() += time;
        }
        Some(profile)
    }

    /// A bar for each group, the longest first; the small ones are one.
    fn drawn(&self) -> String {
        let total: f64 = self.groups.values().sum();
        let (mut large, small): (Vec<_>, Vec<_>) =
            self.groups.iter().map(|(name, time)| (name.as_str(), *time)).partition(|(_, time)| time / total >= LEAST);
        large.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        large.push((REST, small.iter().map(|(_, time)| time).sum()));
        let longest = large.iter().map(|(_, time)| *time).fold(0.0, f64::max);
        let mut text = format!("{}: {} a {} under the profiler\n\n", self.title, self.each(total).trim(), self.unit);
        for (name, time) in large {
            let bar: String =
                (1..=40).filter(|at| f64::from(*at) <= (time / longest * BAR).round()).map(|_| '█').collect();
            let share = 100.0 * time / total;
            let _ = writeln!(text, "{name:<40}{}{share:>4.0} %  {bar}", self.each(time));
        }
        text
    }

    /// Microseconds in all, as what one unit took of them.
    fn each(&self, time: f64) -> String {
        let total: f64 = self.groups.values().sum();
        let each = time / self.units;
        if total / self.units < 1000.0 { format!("{each:>9.3} µs") } else { format!("{:>9.3} ms", each / 1000.0) }
    }

    /// The functions that took most.
    fn heaviest(&self, count: usize) -> String {
        let mut text = String::new();
        for (time, name) in self.functions.iter().take(count) {
            let _ = write!(text, "\n{}  {name}", self.each(*time));
        }
        if text.is_empty() { text } else { text + "\n" }
    }
}

/// What a function is summed with.
fn group(kind: &str, file: &str, name: &str, modules: &Modules) -> String {
    match (kind, name) {
        ("wasm", _) => format!("wasm {}", modules.owner(name, true).folder()),
        ("js", _) if file.starts_with("www/pkg/") => "js   glue of wasm-bindgen".to_owned(),
        ("js", _) => format!("js   {}", file.rsplit_once('/').map_or(file, |(folder, _)| folder)),
        (_, "(idle)") => "page waits".to_owned(),
        (_, "(program)") => "browser, outside of any function".to_owned(),
        (_, "(garbage collector)") => "browser, garbage collection".to_owned(),
        (_, name) if STORE.contains(&name) => "browser, calls of IndexedDB".to_owned(),
        (_, name) if name.contains("-to-") => "crossing between JS and wasm".to_owned(),
        _ => "browser, other functions of its own".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, top};
    use crate::size::owner::Modules;

    const TABLE: &str = "10\tsuperstep\tchain 10, memory\n\
        600\twasm\t\thaltgraph::pregel::run::Run<V>::poll::h0123456789abcdef\n\
        200\tjs\twww/api/host.js\tnode\n\
        190\tbrowser\t\t(idle)\n\
        6\tbrowser\t\tjs-to-wasm:ii:i\n\
        4\twasm\t\tdlmalloc::malloc\n";

    fn profile(table: &str) -> Option<Profile> {
        Profile::read(table, &Modules::new(["lib.rs", "pregel/run.rs"].map(str::to_owned)))
    }

    #[test]
    fn times_are_drawn_by_module_with_the_small_ones_together() {
        let drawn = profile(TABLE).unwrap().drawn();
        let lines: Vec<String> =
            drawn.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines[0], "chain 10, memory: 100.000 µs a superstep under the profiler");
        assert_eq!(lines[2], format!("wasm src/pregel 60.000 µs 60 % {}", "█".repeat(40)));
        assert_eq!(lines[3], format!("js www/api 20.000 µs 20 % {}", "█".repeat(13)));
        assert_eq!(lines[4], format!("page waits 19.000 µs 19 % {}", "█".repeat(13)));
        assert_eq!(lines[5], "the rest 1.000 µs 1 % █");
    }

    #[test]
    fn the_heaviest_functions_are_named() {
        let heaviest = profile(TABLE).unwrap().heaviest(1);
        assert_eq!(heaviest.trim(), "60.000 µs  wasm src/pregel: haltgraph::pregel::run::Run<V>::poll");
        assert!(profile("nonsense").is_none());
    }

    #[test]
    fn how_many_are_shown_is_not_for_the_runner() {
        assert_eq!(top(&["chain", "--top", "5", "--by", "memory"]).unwrap(), (5, vec!["chain", "--by", "memory"]));
        assert_eq!(top(&["chain"]).unwrap(), (0, vec!["chain"]));
        assert!(top(&["chain", "--top"]).is_err());
    }
}
