//! `cargo xtask test`: runs the stages, one line each, and sums up.

use std::fs;
use std::io::{IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::shell::Log;
use crate::stages::{ALL, Report, Stage};
use crate::{Failure, path};

/// How a stage ended.
#[derive(PartialEq)]
enum End {
    Passed,
    Failed,
    Skipped,
}

/// Runs every stage, or those whose names are given with commas between. Goes on after a failure where that makes sense.
pub fn run(only: Option<&str>) -> Result<ExitCode, Failure> {
    let chosen = choose(only)?;
    let logs = path::target().join("xtask/logs");
    fs::create_dir_all(&logs).map_err(|error| format!("cannot make {}: {error}", logs.display()))?;
    let start = Instant::now();
    let mut ends: Vec<(&str, End)> = Vec::new();
    for stage in chosen {
        let broken =
            stage.needs.iter().find(|need| ends.iter().any(|(name, end)| name == *need && *end != End::Passed));
        let end = match broken {
            Some(need) => skip(stage, need),
            None => attempt(stage, &logs),
        };
        ends.push((stage.name, end));
    }
    Ok(sum_up(&ends, start.elapsed(), &logs))
}

fn choose(only: Option<&str>) -> Result<Vec<&'static Stage>, Failure> {
    let Some(names) = only else { return Ok(ALL.iter().collect()) };
    let named = |name: &str| {
        let known = || ALL.iter().map(|stage| stage.name).collect::<Vec<_>>().join(", ");
        ALL.iter()
            .find(|stage| stage.name == name)
            .ok_or_else(|| format!("no stage is called {name}; there are: {}", known()))
    };
    names.split(',').map(named).collect()
}

fn skip(stage: &Stage, need: &str) -> End {
    println!("skip  {:<12} needs {need}", stage.name);
    End::Skipped
}

fn attempt(stage: &Stage, logs: &Path) -> End {
    if stdout().is_terminal() {
        print!("..    {}\r", stage.name);
        drop(stdout().flush());
    }
    let file = logs.join(format!("{}.log", stage.name));
    let start = Instant::now();
    let outcome = Log::file(&file).and_then(|log| (stage.run)(&log)).and_then(|()| report(stage, &file));
    let seconds = start.elapsed().as_secs_f32();
    match outcome {
        Ok(detail) => {
            println!("{}", format!("ok    {:<12} {seconds:>6.1} s   {detail}", stage.name).trim_end());
            End::Passed
        }
        Err(failure) => {
            println!("FAIL  {:<12} {seconds:>6.1} s\n", stage.name);
            println!("{}\n{failure}\n", troubles(&text(&file)).trim_end());
            End::Failed
        }
    }
}

fn report(stage: &Stage, file: &PathBuf) -> Result<String, Failure> {
    match stage.report {
        Report::Nothing => Ok(String::new()),
        Report::LastLine => Ok(text(file).trim_end().lines().next_back().unwrap_or_default().to_owned()),
        Report::Tests => match passed_tests(&text(file)) {
            0 => Err("no test ran".to_owned()),
            count => Ok(format!("{count} tests")),
        },
    }
}

fn text(file: impl AsRef<Path>) -> String {
    fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// A log without the tests that passed or were skipped: what failed should not drown among them.
fn troubles(log: &str) -> String {
    let well = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("✔ ") || line.starts_with("﹣ ") || (line.starts_with("test ") && line.ends_with(" ... ok"))
    };
    log.lines().filter(|line| !well(line)).flat_map(|line| [line, "\n"]).collect()
}

/// How many tests passed, by the closing lines of cargo's and Node's runners.
fn passed_tests(log: &str) -> u32 {
    let count = |line: &str| {
        let cargo = line.strip_prefix("test result: ok. ").and_then(|rest| rest.split_once(" passed"));
        let number = cargo.map(|(number, _)| number).or_else(|| line.strip_prefix("ℹ pass "));
        number.and_then(|number| number.trim().parse::<u32>().ok())
    };
    log.lines().filter_map(count).sum()
}

fn sum_up(ends: &[(&str, End)], total: Duration, logs: &Path) -> ExitCode {
    let count = |wanted: &End| ends.iter().filter(|(_, end)| end == wanted).count();
    let (passed, failed, skipped) = (count(&End::Passed), count(&End::Failed), count(&End::Skipped));
    let failures: Vec<&str> = ends.iter().filter(|(_, end)| *end == End::Failed).map(|(name, _)| *name).collect();
    println!("\n{} min {} s; logs in {}", total.as_secs() / 60, total.as_secs() % 60, logs.display());
    if !failures.is_empty() {
        println!("failed: {}", failures.join(", "));
    }
    let skipped = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
    println!("{passed} passed, {failed} failed{skipped}");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::{choose, passed_tests, troubles};

    #[test]
    fn what_failed_stands_alone() {
        let log = "✔ one (3ms)\n  ✔ inner (1ms)\n✖ two (4ms)\n  Error: no\ntest a ... ok\ntest b ... FAILED\n";
        assert_eq!(troubles(log), "✖ two (4ms)\n  Error: no\ntest b ... FAILED\n");
    }

    #[test]
    fn tests_of_every_runner_are_counted() {
        let log = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored\n\
                   test result: ok. 12 passed; 0 failed\nℹ tests 4\nℹ pass 4\nℹ fail 0\n";
        assert_eq!(passed_tests(log), 19);
        assert_eq!(passed_tests("running 0 tests\ntest result: ok. 0 passed; 0 failed\n"), 0);
    }

    #[test]
    fn stages_are_chosen_by_name() {
        let names: Vec<&str> = choose(Some("tsc,fmt")).unwrap().iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["tsc", "fmt"]);
        assert!(choose(Some("fmt,nope")).err().unwrap().contains("no stage is called nope"));
        assert!(choose(None).unwrap().len() > 10);
    }

    #[test]
    fn a_stage_comes_after_those_it_needs() {
        let order: Vec<&str> = choose(None).unwrap().iter().map(|stage| stage.name).collect();
        for (place, stage) in choose(None).unwrap().iter().enumerate() {
            for need in stage.needs {
                assert!(order[..place].contains(need), "{} comes before {need}", stage.name);
            }
        }
    }
}
