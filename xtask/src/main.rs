//! The repository's commands: `cargo xtask serve`, `test`, `bench`, `profile`, `size` and `build`.
//! Lives here: finding and installing tools, building the wasm, running the checks. Must not: anything a page loads.

mod bench;
mod browser;
mod glue;
mod imports;
mod npm;
mod path;
mod profile;
mod serve;
mod shell;
mod size;
mod stages;
mod test;
mod tools;
mod types;
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N] [--model-origin URL]   build, then serve www/ on localhost (default: the first free port from 8080)
  test [--only STAGE,STAGE]               run every check, or the named ones
  bench [--only NAME,NAME] [--by NAME,NAME] [--quick] [--details]
                                          measure every workload and contestant, or the named ones, and print a table
  bench --native [--only NAME,NAME] [--quick]  the same for the engine alone, under Criterion
  profile WORKLOAD [--size N] [--by NAME] [--top N]
                                          where the time of a workload in the page goes, drawn
  size [--top N]                          build, and print what each part of the wasm weighs; fail over the budget
  build                                   build www/pkg and print its sizes
";

/// What went wrong, in words for the person at the terminal.
type Failure = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve", options @ ..] => serve::run(options),
        ["build"] => serve::build(),
        ["test"] => test::run(None),
        ["test", "--only", names] => test::run(Some(names)),
        ["profile", options @ ..] => profile::run(options),
        ["size", options @ ..] => size::run(options),
        ["bench", options @ ..] => bench::run(options),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(USAGE.to_owned()),
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}
