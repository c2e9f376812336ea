//! The browsers that tests drive, Chromium or Chrome with its driver, and Firefox: looked for, or installed where that is
//! allowed.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::shell::{Log, command, output};
use crate::{Failure, path};

/// A program, and how it is found and come by.
struct Program {
    /// The variable that names it.
    variable: &'static str,
    /// What it may be called on PATH.
    names: &'static [&'static str],
    /// Where the usual installers put it without putting it on PATH.
    elsewhere: &'static [&'static str],
}

const CHROMIUM: Program = Program {
    variable: "CHROME",
    names: &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"],
    elsewhere: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ],
};

const DRIVER: Program = Program { variable: "CHROMEDRIVER", names: &["chromedriver"], elsewhere: &[] };

const FIREFOX: Program = Program {
    variable: "FIREFOX",
    names: &["firefox-esr", "firefox"],
    elsewhere: &["/Applications/Firefox.app/Contents/MacOS/firefox", "C:\\Program Files\\Mozilla Firefox\\firefox.exe"],
};

const CHROMIUM_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

const FIREFOX_PACKAGES: [&str; 2] = ["firefox-esr", "fonts-liberation"];

const FIREFOX_MISSING: &str = "\
Firefox is needed. Install it:
  Debian, as root:  apt-get install firefox-esr
  Fedora:           dnf install firefox
  macOS:            brew install --cask firefox
  elsewhere:        https://www.mozilla.org/firefox/
or say where it is: FIREFOX=/path/to/firefox";

const CHROMIUM_MISSING: &str = "\
Chromium (or Chrome) and the chromedriver of the same version are needed. Install both:
  Debian, as root:  apt-get install chromium chromium-driver
  Fedora:           dnf install chromium chromedriver
  macOS:            brew install --cask google-chrome chromedriver
  elsewhere:        https://googlechromelabs.github.io/chrome-for-testing/
or say where they are: CHROME=/path/to/chrome CHROMEDRIVER=/path/to/chromedriver";

/// A browser that tests can drive.
pub struct Browser {
    /// The browser itself.
    pub chrome: PathBuf,
    /// Its WebDriver server.
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them on a Debian where this user may.
pub fn find(log: &Log) -> Result<Browser, Failure> {
    let look = || Some(Browser { chrome: CHROMIUM.look()?, driver: DRIVER.look()? });
    find_or_install(look, "Chromium", &CHROMIUM_PACKAGES, CHROMIUM_MISSING, log)
}

/// Finds Firefox, or installs it on a Debian where this user may.
pub fn firefox(log: &Log) -> Result<PathBuf, Failure> {
    find_or_install(|| FIREFOX.look(), "Firefox", &FIREFOX_PACKAGES, FIREFOX_MISSING, log)
}

fn find_or_install<T>(
    look: impl Fn() -> Option<T>,
    name: &str,
    packages: &[&str],
    missing: &str,
    log: &Log,
) -> Result<T, Failure> {
    if let Some(found) = look() {
        return Ok(found);
    }
    if !may_install() {
        return Err(missing.to_owned());
    }
    log.note(&format!("installing {name} with apt-get"));
    log.run(command("apt-get").args(["update"]))?;
    let mut install = command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    log.run(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
    look().ok_or_else(|| missing.to_owned())
}

impl Program {
    fn look(&self) -> Option<PathBuf> {
        let elsewhere = || self.elsewhere.iter().map(PathBuf::from).find(|path| path.is_file());
        named(self.variable).or_else(|| self.names.iter().find_map(|name| path::which(name))).or_else(elsewhere)
    }
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn may_install() -> bool {
    let debian = fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    debian && output(command("id").arg("-u")).as_deref() == Some("0")
}
