//! Identifiers of runtimes: which run here, which AWS no longer takes.
//!
//! Source: Lambda Developer Guide, "Lambda runtimes" and its table of deprecated runtimes. Those
//! whose functions can still be created there are taken here; which of them that are is [U] after
//! the end of 2025.

use kernel::ApiError;
use runtime::Language;

use crate::errors;

/// (beginning of the identifier, what AWS recommends instead): functions can no longer be made.
const ENDED: &[(&str, &str)] = &[
    ("nodejs4.3", "nodejs24.x"),
    ("nodejs6.10", "nodejs24.x"),
    ("nodejs8.10", "nodejs24.x"),
    ("nodejs10.x", "nodejs24.x"),
    ("nodejs12.x", "nodejs24.x"),
    ("nodejs14.x", "nodejs24.x"),
    ("python2.7", "python3.14"),
    ("python3.6", "python3.14"),
    ("python3.7", "python3.14"),
    ("ruby2.5", "ruby3.4"),
    ("ruby2.7", "ruby3.4"),
    ("dotnetcore", "dotnet10"),
    ("go1.x", "provided.al2023"),
];
/// Whose identifiers are the beginnings of others'.
const ENDED_WHOLE: &[(&str, &str)] =
    &[("nodejs", "nodejs24.x"), ("java8", "java25"), ("provided", "provided.al2023")];

/// Whether a function may be made with it.
pub fn check(runtime: &str) -> Result<(), ApiError> {
    let ended = ENDED.iter().find(|(name, _)| runtime.starts_with(name));
    let ended = ended.or_else(|| ENDED_WHOLE.iter().find(|(name, _)| runtime == *name));
    if let Some((_, recommended)) = ended {
        return Err(errors::runtime_unsupported(runtime, recommended));
    }
    match language(runtime) {
        Some(_) => Ok(()),
        None => Err(errors::not_here(
            &format!("the runtime {runtime}"),
            "it has bootstraps for Python and Node.js, and runs what packages bring for `provided`",
        )),
    }
}

pub fn language(runtime: &str) -> Option<Language> {
    if let Some(version) = runtime.strip_prefix("python") {
        return Some(Language::Python(version.to_owned()));
    }
    if let Some(version) = runtime.strip_prefix("nodejs").and_then(|it| it.strip_suffix(".x")) {
        return Some(Language::Node(version.to_owned()));
    }
    runtime.starts_with("provided.").then_some(Language::Own)
}
