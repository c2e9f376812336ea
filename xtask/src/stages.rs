//! The checks of `cargo xtask test`, in the order they run. Each is a function over a log.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::npm::{self, node};
use crate::shell::{Log, cargo, command};
use crate::tools::{self, WASM};
use crate::{Failure, browser, path, size, types, wasm};

/// One check.
pub struct Stage {
    /// As `--only` takes it.
    pub name: &'static str,
    /// Stages whose failure makes this one pointless.
    pub needs: &'static [&'static str],
    /// What its log is good for besides failures.
    pub report: Report,
    /// Does it.
    pub run: fn(&Log) -> Result<(), Failure>,
}

/// What is read from the log of a stage that passed.
pub enum Report {
    /// Nothing.
    Nothing,
    /// How many tests ran; none is a failure.
    Tests,
    /// Its last line.
    LastLine,
}

/// Ends of the names of files that one browser is enough for: what axe and narrow windows find lies in the markup.
const CHROMIUM_ONLY: [&str; 2] = ["_axe.test.js", "_look.test.js"];

/// Every stage, cheap ones and those that others need first.
pub const ALL: [Stage; 15] = [
    Stage { name: "fmt", needs: &[], report: Report::Nothing, run: fmt },
    Stage { name: "clippy", needs: &[], report: Report::Nothing, run: clippy },
    Stage { name: "clippy-wasm", needs: &[], report: Report::Nothing, run: clippy_wasm },
    Stage { name: "native", needs: &[], report: Report::Tests, run: native },
    Stage { name: "doctest", needs: &[], report: Report::Nothing, run: doctest },
    Stage { name: "rustdoc", needs: &[], report: Report::Nothing, run: rustdoc },
    Stage { name: "npm", needs: &[], report: Report::Nothing, run: npm::install },
    Stage { name: "build", needs: &["npm"], report: Report::Nothing, run: wasm::build },
    Stage { name: "size", needs: &["build"], report: Report::LastLine, run: size::check },
    Stage { name: "tsc", needs: &["build"], report: Report::Nothing, run: types::check },
    Stage { name: "lint", needs: &["npm"], report: Report::Nothing, run: lint },
    Stage { name: "node", needs: &["build"], report: Report::Tests, run: node_tests },
    Stage { name: "wasm", needs: &["build"], report: Report::Tests, run: wasm_tests },
    Stage { name: "page", needs: &["build"], report: Report::Tests, run: page_tests },
    Stage { name: "firefox", needs: &["build"], report: Report::Tests, run: firefox_tests },
];

fn fmt(log: &Log) -> Result<(), Failure> {
    tools::component("rustfmt", log)?;
    log.run(cargo().args(["fmt", "--all", "--check", "--", "--color", "never"]))
}

fn clippy(log: &Log) -> Result<(), Failure> {
    tools::component("clippy", log)?;
    log.run(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn clippy_wasm(log: &Log) -> Result<(), Failure> {
    tools::component("clippy", log)?;
    tools::wasm_target(log)?;
    log.run(cargo().args(["clippy", "--quiet", "--lib", "--tests", "--target", WASM, "--", "-D", "warnings"]))
}

fn native(log: &Log) -> Result<(), Failure> {
    log.run(cargo().args(["test", "--workspace", "--lib", "--tests", "--bins", "--examples"]))
}

fn doctest(log: &Log) -> Result<(), Failure> {
    log.run(cargo().args(["test", "--doc"]))
}

fn rustdoc(log: &Log) -> Result<(), Failure> {
    log.run(cargo().args(["doc", "--quiet", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn lint(log: &Log) -> Result<(), Failure> {
    npm::install(log)?;
    log.run(node("node_modules/oxlint/bin/oxlint").args([
        "--type-aware",
        "--deny-warnings",
        "www",
        "tests",
        "xtask",
        "bench",
    ]))
}

fn node_tests(log: &Log) -> Result<(), Failure> {
    log.run(&mut node_test("tests/node", |_| true)?)
}

fn page_tests(log: &Log) -> Result<(), Failure> {
    npm::install(log)?;
    let browser = browser::find(log)?;
    let mut test = node_test("tests/page", |_| true)?;
    log.run(test.env("HALTGRAPH_BROWSER", "chromium").env("CHROME", browser.chrome))
}

fn firefox_tests(log: &Log) -> Result<(), Failure> {
    npm::install(log)?;
    let firefox = browser::firefox(log)?;
    let wanted = |name: &str| !CHROMIUM_ONLY.iter().any(|end| name.ends_with(end));
    let mut test = node_test("tests/page", wanted)?;
    log.run(test.env("HALTGRAPH_BROWSER", "firefox").env("FIREFOX", firefox))
}

fn wasm_tests(log: &Log) -> Result<(), Failure> {
    let browser = browser::find(log)?;
    let bins = [tools::wasm_bindgen(log)?, tools::wasm_pack(log)?];
    bundle_languages(log)?;
    let mut test = command(bins[1].join("wasm-pack"));
    test.args(["test", "--headless", "--chrome", "--chromedriver"]).arg(&browser.driver);
    // Examples of the docs run natively, in a stage of their own: many of them block until a future is done.
    test.args(["--", "--test", "wasm"]);
    test.env("PATH", path::with_first(&bins)).env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    log.run(test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver(&browser)?))
}

/// The JavaScript that the language tests import, as one file beside the engine that it loads.
fn bundle_languages(log: &Log) -> Result<(), Failure> {
    let mut bundle = node("node_modules/esbuild/bin/esbuild");
    bundle.args(["tests/wasm/languages.js", "--bundle", "--format=esm", "--target=esnext", "--log-level=warning"]);
    log.run(bundle.arg("--outfile=www/pkg/languages.js"))
}

/// webdriver.json with the browser that was found, so that the driver does not look for another.
fn webdriver(browser: &browser::Browser) -> Result<PathBuf, Failure> {
    let place = path::target().join("xtask/webdriver.json");
    let text = fs::read_to_string(path::root().join("webdriver.json"));
    let binary = format!("\"goog:chromeOptions\": {{\n    \"binary\": {:?},", browser.chrome.display().to_string());
    text.and_then(|text| fs::write(&place, text.replacen("\"goog:chromeOptions\": {", &binary, 1)))
        .map_err(|error| format!("cannot write {}: {error}", place.display()))?;
    Ok(place)
}

/// Node's test runner over the `*.test.js` files of a folder whose names are wanted. Two files at a time
/// also on two processors: a test spends most of its time waiting. The limit holds for a file, too, also on a slow machine.
fn node_test(folder: &str, wanted: impl Fn(&str) -> bool) -> Result<Command, Failure> {
    let entries = fs::read_dir(path::root().join(folder)).map_err(|error| format!("cannot read {folder}: {error}"))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut tests: Vec<String> = names.filter(|name| name.ends_with(".test.js") && wanted(name)).collect();
    if tests.is_empty() {
        return Err(format!("there is no test in {folder}"));
    }
    tests.sort();
    let mut test = node("--test");
    test.args(["--test-reporter=spec", "--test-timeout=600000", "--test-concurrency=2"]);
    test.args(tests.iter().map(|name| format!("{folder}/{name}")));
    Ok(test)
}
