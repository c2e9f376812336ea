//! Chromium or Chrome, and its driver: looked for, or installed where that is allowed.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::shell::{Log, command, output};
use crate::{Failure, path};

const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/// Where the usual installers put the browser without putting it on PATH.
const ELSEWHERE: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

const MISSING: &str = "\
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

/// Finds the browser, or installs it on a Debian where this user may.
pub fn find(log: &Log) -> Result<Browser, Failure> {
    if let Some(browser) = look() {
        return Ok(browser);
    }
    if !may_install() {
        return Err(MISSING.to_owned());
    }
    log.note("installing Chromium with apt-get");
    log.run(command("apt-get").args(["update"]))?;
    let mut install = command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(PACKAGES);
    log.run(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
    look().ok_or_else(|| MISSING.to_owned())
}

fn look() -> Option<Browser> {
    let elsewhere = || ELSEWHERE.iter().map(PathBuf::from).find(|path| path.is_file());
    let chrome = named("CHROME").or_else(|| BROWSERS.iter().find_map(|name| path::which(name))).or_else(elsewhere)?;
    let driver = named("CHROMEDRIVER").or_else(|| path::which("chromedriver"))?;
    Some(Browser { chrome, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn may_install() -> bool {
    let debian = fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    debian && output(command("id").arg("-u")).as_deref() == Some("0")
}
