//! Runs other programs, with their output on the terminal or in a stage's log file.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::{Failure, path};

/// Where a command's output goes.
pub struct Log {
    file: Option<File>,
}

impl Log {
    /// Straight to the terminal.
    pub fn terminal() -> Self {
        Self { file: None }
    }

    /// Into a new file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok(Self { file: Some(file) })
    }

    /// Says something the person should know now, such as why this takes minutes.
    pub fn note(&self, text: &str) {
        println!("    {text}");
    }

    /// Writes text where the output of commands goes.
    pub fn say(&self, text: &str) -> Result<(), Failure> {
        let Some(mut file) = self.file.as_ref() else {
            println!("{text}");
            return Ok(());
        };
        writeln!(file, "{text}").map_err(|error| format!("cannot write the log: {error}"))
    }

    /// Runs a command to its end; fails where it does not exit with 0.
    pub fn run(&self, command: &mut Command) -> Result<(), Failure> {
        if let Some(mut file) = self.file.as_ref() {
            writeln!(file, "$ {}", shown(command)).map_err(|error| format!("cannot write the log: {error}"))?;
            command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
        }
        command.stdin(Stdio::null()).stdout(self.stdio()?).stderr(self.stdio()?);
        let status = command.status().map_err(|error| unstartable(command, &error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
    }

    fn stdio(&self) -> Result<Stdio, Failure> {
        let Some(file) = &self.file else { return Ok(Stdio::inherit()) };
        file.try_clone().map(Stdio::from).map_err(|error| format!("cannot write the log: {error}"))
    }
}

/// Lets a command take this program's place, so that whatever stops this program stops the command.
#[cfg(unix)]
pub fn hand_over(command: &mut Command) -> Result<ExitCode, Failure> {
    let error = std::os::unix::process::CommandExt::exec(command);
    Err(unstartable(command, &error))
}

/// Runs a command to its end, where no program can take another's place.
#[cfg(not(unix))]
pub fn hand_over(command: &mut Command) -> Result<ExitCode, Failure> {
    Log::terminal().run(command)?;
    Ok(ExitCode::SUCCESS)
}

/// A command that runs in the repository's top folder.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(path::root());
    command
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What a command printed on stdout; nothing where it failed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn unstartable(command: &Command, error: &std::io::Error) -> Failure {
    format!("cannot start `{}`: {error}", command.get_program().to_string_lossy())
}
