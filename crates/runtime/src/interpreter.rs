//! Python and Node.js of the host: the exact version if it is there, else the newest.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use parking_lot::Mutex;

use crate::{Language, Unavailable};

/// Minor versions of Python that are looked for.
const PYTHON_MINORS: std::ops::RangeInclusive<u32> = 8..=30;

static FOUND: Mutex<BTreeMap<String, Option<Interpreter>>> = Mutex::new(BTreeMap::new());

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    pub program: PathBuf,
    /// `3.12.1`
    pub version: String,
    /// It is not the version that was asked for.
    pub is_other: bool,
}

/// The interpreter for a language; `None` where the package brings its own.
pub fn find(language: &Language) -> Result<Option<Interpreter>, Unavailable> {
    let (name, package) = match language {
        Language::Own => return Ok(None),
        Language::Python(version) => (format!("python{version}"), "python3"),
        Language::Node(version) => (format!("node{version}"), "nodejs"),
    };
    let mut found = FOUND.lock();
    let entry = found.entry(name.clone()).or_insert_with(|| match language {
        Language::Python(version) => python(version),
        _ => node(&name["node".len()..]),
    });
    entry.clone().map(Some).ok_or_else(|| {
        Unavailable(format!(
            "No interpreter for {name} is on this host: install the package {package}"
        ))
    })
}

fn python(version: &str) -> Option<Interpreter> {
    let exact = probe_python(&format!("python{version}"));
    let is_exact = |it: &Interpreter| it.version.starts_with(&format!("{version}."));
    if let Some(exact) = exact.filter(is_exact) {
        return Some(exact);
    }
    let plain = probe_python("python3");
    if let Some(plain) = plain.clone().filter(is_exact) {
        return Some(plain);
    }
    let newest = PYTHON_MINORS.rev().find_map(|minor| probe_python(&format!("python3.{minor}")));
    newest.or(plain).map(|it| Interpreter { is_other: true, ..it })
}

fn node(version: &str) -> Option<Interpreter> {
    let names = [format!("node{version}"), format!("node-{version}"), "node".to_owned()];
    let found = names.iter().chain([&"nodejs".to_owned()]).find_map(|name| probe_node(name))?;
    let is_other = !found.version.starts_with(&format!("{version}."));
    Some(Interpreter { is_other, ..found })
}

/// Asked for its version, since what is on the path may be a stand-in that finds nothing.
fn probe_python(name: &str) -> Option<Interpreter> {
    let ask = "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";
    let said = said(name, &["-c", ask])?;
    let (version, program) = said.trim().split_once('\n')?;
    Some(Interpreter { program: program.into(), version: version.to_owned(), is_other: false })
}

fn probe_node(name: &str) -> Option<Interpreter> {
    let said = said(name, &["-p", "process.version + '\\n' + process.execPath"])?;
    let (version, program) = said.trim().split_once('\n')?;
    let version = version.trim_start_matches('v').to_owned();
    Some(Interpreter { program: program.into(), version, is_other: false })
}

fn said(name: &str, arguments: &[&str]) -> Option<String> {
    let folders = env::var_os("PATH")?;
    let program = env::split_paths(&folders).map(|it| it.join(name)).find(|it| it.is_file())?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
