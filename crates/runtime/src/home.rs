//! The folder of this process's sandboxes: unpacked code, roots, bootstraps. Gone with the process;
//! what a killed one has left behind is removed by the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const PREFIX: &str = "nephele-sandboxes-";
const PYTHON: &str = include_str!("bootstrap/python.py");
const NODE: &str = include_str!("bootstrap/node.mjs");
const JAIL: &str = include_str!("bootstrap/jail.sh");

#[derive(Debug)]
pub struct Home {
    pub folder: PathBuf,
    next: AtomicU64,
}

impl Home {
    pub fn make() -> io::Result<Home> {
        let parent = std::env::temp_dir();
        remove_orphaned(&parent);
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        let bootstraps = folder.join("runtime");
        fs::create_dir_all(&bootstraps)?;
        fs::create_dir_all(folder.join("nothing"))?;
        for (name, text) in [("python.py", PYTHON), ("node.mjs", NODE), ("jail.sh", JAIL)] {
            fs::write(bootstraps.join(name), text)?;
        }
        Ok(Home { folder, next: AtomicU64::new(0) })
    }

    pub fn bootstraps(&self) -> PathBuf {
        self.folder.join("runtime")
    }

    /// An empty folder.
    pub fn nothing(&self) -> PathBuf {
        self.folder.join("nothing")
    }

    /// Where a content is unpacked.
    pub fn unpacked(&self, name: &str) -> PathBuf {
        self.folder.join(format!("code-{name}"))
    }

    /// A name that was never used in this process.
    pub fn fresh(&self, kind: &str) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!("{kind}-{number}"))
    }
}

impl Home {
    /// 32 hexadecimal digits that no other sandbox of this host has.
    pub fn fresh_id(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
        format!("{:08x}{:016x}{number:08x}", std::process::id(), since as u64)
    }
}

impl Home {
    pub fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn remove_orphaned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let Some(owner) = owner.and_then(|id| id.parse::<u32>().ok()) else { continue };
        if Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{owner}")).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
