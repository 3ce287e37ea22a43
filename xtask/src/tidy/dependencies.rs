//! Who may depend on whom: the crate graph of ARCHITECTURE.md, read from the manifests.

use std::path::Path;

use super::Finding;

/// Services never see HTTP, XML or JSON text, sockets or threads of a runtime.
const NOT_IN_SERVICES: [&str; 8] =
    ["http", "http-body", "http-body-util", "hyper", "hyper-util", "quick-xml", "reqwest", "tokio"];

/// The binary lists the services, and testkit's test binary runs their cases.
const MAY_KNOW_SERVICES: [&str; 4] = ["nephele", "bench", "xtask", "testkit"];

/// Crates below the door, that know no AWS service and neither the wire nor the gateway.
const FOUNDATIONS: [&str; 3] = ["kernel", "world", "store"];
const NOT_IN_FOUNDATIONS: [&str; 5] = ["auth", "gateway", "wire", "hyper", "testkit"];

/// Checks one manifest.
pub fn check_manifest(path: &Path, text: &str) -> Vec<Finding> {
    let place = path.display().to_string();
    let Some(folder) = path.parent().and_then(Path::file_name) else { return Vec::new() };
    let package = folder.to_string_lossy().into_owned();
    let is_service = package.starts_with("svc-");
    let mut findings = Vec::new();
    let mut find = |problem: String| findings.push(Finding::new(&place, problem));
    if !text.contains(&format!("name = \"{package}\"")) {
        find(format!("the crate is named as its folder: {package}"));
    }
    if !text.contains("[lints]\nworkspace = true") {
        find("the workspace's lints apply everywhere: `[lints] workspace = true`".to_owned());
    }
    for dependency in dependencies(text) {
        let name = dependency.name;
        if is_service && name.starts_with("svc-") {
            find(format!("a service depends on no service; call {name} through `ctx.call`"));
        } else if name.starts_with("svc-") && !MAY_KNOW_SERVICES.contains(&package.as_str()) {
            find(format!("engines and the kernel know no service, but this depends on {name}"));
        }
        if is_service && !dependency.is_for_tests && NOT_IN_SERVICES.contains(&name) {
            find(format!("services never see HTTP, XML, JSON text or a runtime: {name}"));
        }
        if is_service && !dependency.is_for_tests && name == "serde_json" && !dependency.has_reason
        {
            find(
                "JSON of the protocol is the wire's; JSON in a string member takes a reason".into(),
            );
        }
        let is_foundation = FOUNDATIONS.contains(&package.as_str());
        if is_foundation && !dependency.is_for_tests && NOT_IN_FOUNDATIONS.contains(&name) {
            find(format!("{package} lies below {name}"));
        }
        if !dependency.is_inherited {
            find(format!("{name}: versions stand in the root manifest, `{name}.workspace = true`"));
        }
    }
    findings
}

/// Real clients come from other languages; the SDK would double the build.
pub fn check_lock(text: &str) -> Vec<Finding> {
    text.lines()
        .filter(|line| {
            line.starts_with("name = \"aws-sdk-") || line.starts_with("name = \"aws-smithy")
        })
        .map(|line| Finding::new("Cargo.lock", format!("no AWS SDK in the workspace: {line}")))
        .collect()
}

struct Dependency<'a> {
    name: &'a str,
    is_for_tests: bool,
    is_inherited: bool,
    has_reason: bool,
}

/// The dependencies that a manifest names, in the two ways in which this workspace writes them.
/// The root manifest's own table is another one and not read.
fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
            continue;
        }
        let is_table =
            section.rsplit('.').next().is_some_and(|last| last.ends_with("dependencies"));
        if !is_table || section.starts_with("workspace") || line.is_empty() || line.starts_with('#')
        {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (name, property) = key.trim().split_once('.').unwrap_or((key.trim(), ""));
        found.push(Dependency {
            name,
            is_for_tests: section.ends_with("dev-dependencies"),
            is_inherited: property == "workspace" || value.contains("workspace = true"),
            has_reason: value.contains('#'),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(folder: &str, dependencies: &str) -> Vec<String> {
        let name = folder.rsplit('/').next().unwrap();
        let text = format!(
            "[package]\nname = \"{name}\"\n\n{dependencies}\n\n[lints]\nworkspace = true\n"
        );
        let path = format!("{folder}/Cargo.toml");
        let findings = check_manifest(Path::new(&path), &text);
        findings.into_iter().map(|finding| finding.problem).collect()
    }

    #[test]
    fn ordinary_dependencies_are_fine() {
        let cases = [
            (
                "services/svc-a",
                "[dependencies]\nkernel.workspace = true\n[dev-dependencies]\n\
              serde_json.workspace = true",
            ),
            ("crates/nephele", "[dependencies]\nsvc-a = { workspace = true, optional = true }"),
            ("crates/kernel", "[dependencies]\n# why\nworld.workspace = true"),
        ];
        for (folder, text) in cases {
            assert_eq!(problems(folder, text), Vec::<String>::new(), "{folder}");
        }
    }

    #[test]
    fn each_rule_finds_its_offence() {
        let cases = [
            ("services/svc-a", "[dependencies]\nsvc-b.workspace = true", "ctx.call"),
            ("services/svc-a", "[dev-dependencies]\nsvc-b.workspace = true", "ctx.call"),
            ("services/svc-a", "[dependencies]\nhyper.workspace = true", "never see HTTP"),
            ("services/svc-a", "[dependencies]\nserde_json.workspace = true", "takes a reason"),
            ("crates/store", "[dependencies]\nsvc-a.workspace = true", "know no service"),
            ("crates/kernel", "[dependencies]\nwire.workspace = true", "lies below"),
            ("crates/wire", "[dependencies]\nregex = \"1\"", "root manifest"),
        ];
        for (folder, text, expected) in cases {
            let found = problems(folder, text);
            assert!(found.len() == 1 && found[0].contains(expected), "{text}: {found:?}");
        }
    }

    #[test]
    fn an_sdk_in_the_lock_file_is_found() {
        assert_eq!(check_lock("name = \"awsm\"\nname = \"aws-lc-rs\"\n"), Vec::new());
        assert_eq!(check_lock("name = \"aws-sdk-s3\"\n").len(), 1);
    }
}
