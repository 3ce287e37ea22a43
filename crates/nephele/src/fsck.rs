//! `nephele fsck`: is a data directory whole?

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use store::{Durability, KeyRange, Options, Store};

use crate::cli;

pub fn run(fsck: &cli::Fsck) -> Result<(), String> {
    if !fsck.data.is_dir() {
        return Err(format!("there is no data directory {}", fsck.data.display()));
    }
    // Opening any other folder would make a data directory of it.
    if !fsck.data.join("FORMAT").is_file() {
        return Err(format!("{} is no data directory of Nephele", fsck.data.display()));
    }
    let report = check(&fsck.data)?;
    say!("rows             {}", report.rows);
    say!("bytes of rows    {}", report.bytes);
    say!("content files    {}", report.content_files);
    say!("without an owner {}", report.unowned);
    say!("missing          {}", report.missing);
    if fsck.hash {
        say!("hash             {}", report.hash);
    }
    if report.missing > 0 {
        return Err(format!("{} content files are missing", report.missing));
    }
    Ok(())
}

struct Report {
    rows: u64,
    bytes: u64,
    content_files: usize,
    unowned: usize,
    missing: usize,
    hash: String,
}

fn check(data: &std::path::Path) -> Result<Report, String> {
    let options = Options { dir: Some(PathBuf::from(data)), durability: Durability::Process };
    let store = Store::open(options).map_err(|error| error.to_string())?;
    let (mut rows, mut bytes, mut hash) = (0, 0, Sha256::new());
    let snapshot = store.engine.snapshot();
    for pair in snapshot.scan(&KeyRange::all()) {
        let (key, value) = pair.map_err(|error| error.to_string())?;
        rows += 1;
        bytes += (key.len() + value.len()) as u64;
        if kernel::secrets::is_machines_own(&key) {
            continue; // The hash is of what follows from the seed and the calls.
        }
        hash.update((key.len() as u64).to_be_bytes());
        hash.update(&key);
        hash.update((value.len() as u64).to_be_bytes());
        hash.update(&value);
    }
    let (owned, files) = kernel::blobs::audit(&store).map_err(|error| error.to_string())?;
    Ok(Report {
        rows,
        bytes,
        content_files: files.len(),
        unowned: files.difference(&owned).count(),
        missing: owned.difference(&files).count(),
        hash: hex(&hash.finalize()),
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}
