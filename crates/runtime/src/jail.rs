//! A root of its own for each process, in a mount namespace: code in `/var/task`, layers in `/opt`,
//! a `/tmp` that nobody else sees and that is full when it is full.
//!
//! It needs util-linux and a host that lets us make such namespaces (Linux, as root or by user
//! namespaces). Where it cannot be had, processes see the host's root, and a folder of their own is
//! named in `TMPDIR`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::home::Home;

static ARGUMENTS: OnceLock<Option<Vec<OsString>>> = OnceLock::new();

/// Where the process finds things.
#[derive(Clone, Debug)]
pub struct Places {
    pub task: PathBuf,
    pub opt: PathBuf,
    pub bootstraps: PathBuf,
    /// `None` where it is `/tmp`.
    pub temporary: Option<PathBuf>,
}

/// The command's first words, up to the program that is to run inside.
pub fn command(
    home: &Home,
    root: &Path,
    task: &Path,
    opt: &Path,
    storage_mb: u32,
) -> Option<(Vec<OsString>, Places)> {
    let arguments = ARGUMENTS.get_or_init(|| probe(home)).as_ref()?;
    let inside = Places {
        task: "/var/task".into(),
        opt: "/opt".into(),
        bootstraps: "/var/runtime".into(),
        temporary: None,
    };
    Some((whole(arguments, home, root, task, opt, storage_mb), inside))
}

fn whole(
    arguments: &[OsString],
    home: &Home,
    root: &Path,
    task: &Path,
    opt: &Path,
    storage_mb: u32,
) -> Vec<OsString> {
    let mut all = arguments.to_vec();
    all.push(home.bootstraps().join("jail.sh").into());
    for path in [root, task, opt, &home.bootstraps()] {
        all.push(path.into());
    }
    all.push(storage_mb.to_string().into());
    all
}

/// Tries it out.
fn probe(home: &Home) -> Option<Vec<OsString>> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let forms: [&[&str]; 2] = [
        &["unshare", "--mount", "--propagation", "private", "/bin/sh"],
        &["unshare", "--mount", "--user", "--map-root-user", "--propagation", "private", "/bin/sh"],
    ];
    let unshare = system_program("unshare")?;
    forms.iter().find_map(|form| {
        let mut form: Vec<OsString> = form.iter().map(OsString::from).collect();
        form[0] = unshare.clone().into();
        let root = home.fresh("root");
        std::fs::create_dir_all(&root).ok()?;
        let nothing = home.nothing();
        let words = whole(&form, home, &root, &nothing, &nothing, 1);
        let tried = Command::new(&words[0])
            .args(&words[1..])
            .args(["/bin/sh", "-c", "test -d /var/task && test -w /tmp"])
            .env_clear()
            .env("PATH", SYSTEM_PATH)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let _ = std::fs::remove_dir(&root);
        tried.is_ok_and(|status| status.success()).then_some(form)
    })
}

pub fn system_program(name: &str) -> Option<PathBuf> {
    SYSTEM_PATH.split(':').map(|folder| Path::new(folder).join(name)).find(|it| it.is_file())
}

/// Where `mount`, `unshare` and the like are.
const SYSTEM_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
