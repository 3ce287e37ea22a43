//! Where labs are: embedded in the binary, or in a folder that a learner edits.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::definition::Lab;
use crate::read::Result;

/// All files below `labs/`, by their paths.
const EMBEDDED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/labs.rs"));

/// The files of one lab, by their paths in its folder.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, String>);

impl Files {
    pub fn embedded(id: &str) -> Option<Files> {
        let below = |(path, text): &(&str, &str)| {
            let inner = path.strip_prefix(id)?.strip_prefix('/')?;
            Some((inner.to_owned(), (*text).to_owned()))
        };
        let files: BTreeMap<_, _> = EMBEDDED.iter().filter_map(below).collect();
        files.contains_key("lab.yaml").then_some(Files(files))
    }

    pub fn in_folder(folder: &Path) -> Result<Files> {
        let mut files = BTreeMap::new();
        for below in ["", "alternatives", "mutants"] {
            let folder = folder.join(below);
            if !below.is_empty() && !folder.is_dir() {
                continue;
            }
            let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
            for entry in fs::read_dir(&folder).map_err(fail)? {
                let path = entry.map_err(fail)?.path();
                let is_text = path.extension().is_some_and(|it| it == "yaml" || it == "md");
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if is_text && path.is_file() {
                    let name = Path::new(below).join(&*name).display().to_string();
                    files.insert(name, fs::read_to_string(&path).map_err(fail)?);
                }
            }
        }
        Ok(Files(files))
    }

    pub fn need(&self, path: &str) -> Result<&str> {
        self.0.get(path).map(String::as_str).ok_or_else(|| format!("{path} is missing"))
    }

    /// The files of a folder of the lab.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (String, &str)> {
        let is_below =
            move |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.0
            .iter()
            .filter(move |(path, _)| is_below(path))
            .map(|(path, text)| (path.clone(), text.as_str()))
    }

    /// Writes the files into a folder of their own.
    pub fn copy_to(&self, folder: &Path) -> Result<()> {
        if folder.join("lab.yaml").exists() {
            return Err(format!("{} has a lab already", folder.display()));
        }
        for (path, text) in &self.0 {
            let path = folder.join(path);
            let fail = |error: std::io::Error| format!("{}: {error}", path.display());
            fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(fail)?;
            fs::write(&path, text).map_err(fail)?;
        }
        Ok(())
    }
}

/// The ids of the embedded labs.
pub fn ids() -> Vec<&'static str> {
    EMBEDDED.iter().filter_map(|(path, _)| path.strip_suffix("/lab.yaml")).collect()
}

/// A lab by its id, or in a folder.
pub fn open(id_or_path: &str) -> Result<Lab> {
    if let Some(files) = Files::embedded(id_or_path) {
        return Lab::read(id_or_path, &files).map_err(|problem| format!("{id_or_path}/{problem}"));
    }
    let folder = Path::new(id_or_path);
    if !folder.join("lab.yaml").is_file() {
        return Err(format!("there is no lab {id_or_path}; `nephele lab list` shows them"));
    }
    open_folder(folder)
}

/// The lab in a folder.
pub fn open_folder(folder: &Path) -> Result<Lab> {
    let shown = folder.display();
    let id = folder.canonicalize().map_err(|error| format!("{shown}: {error}"))?;
    let id = id.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let lab = Files::in_folder(folder).and_then(|files| Lab::read(&id, &files));
    lab.map_err(|problem| format!("{shown}/{problem}"))
}
