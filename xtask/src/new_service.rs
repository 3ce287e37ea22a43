//! `cargo xtask new-service NAME`: starts the folder of a service.
//!
//! The folder compiles and has no operation: what is not in the table is answered as not
//! implemented. CONTRIBUTING.md says how to go on.

use std::fs;
use std::path::Path;

use crate::Result;

pub fn run(arguments: &[String]) -> Result<()> {
    let [name] = arguments else { return Err("usage: cargo xtask new-service NAME".into()) };
    let entry = wire::archive::service_entry(name)
        .ok_or_else(|| format!("the models have no service {name}"))?;
    let folder = Path::new("services").join(format!("svc-{name}"));
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()).into());
    }
    fs::create_dir_all(folder.join("src"))?;
    for (file, text) in files(name, entry.service_id) {
        fs::write(folder.join(file), text)?;
    }
    crate::codegen::run(std::slice::from_ref(name))?;
    println!(
        "{} is begun. Next: name it in the root Cargo.toml and in \
         crates/nephele/src/services.rs, list operations in operations.txt, run \
         `cargo xtask codegen {name}`, and write their functions (CONTRIBUTING.md).",
        folder.display()
    );
    Ok(())
}

fn files(name: &str, service_id: &str) -> [(&'static str, String); 5] {
    [
        ("Cargo.toml", manifest(name)),
        ("README.md", readme(service_id)),
        ("operations.txt", "# One implemented operation a line.\n".to_owned()),
        ("src/lib.rs", map(name, service_id)),
        ("src/tests.rs", format!("//! Tests of {service_id} in a world in memory.\n")),
    ]
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"svc-{name}\"\nversion.workspace = true\nedition.workspace = true\n\
         rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\n\
         [dependencies]\nkernel.workspace = true\n\n\
         [dev-dependencies]\ntestkit.workspace = true\n\n\
         [lints]\nworkspace = true\n"
    )
}

fn readme(service_id: &str) -> String {
    format!("# {service_id}\n\n## What it does\n\n## Limits\n\n## Whom it calls\n\n## Sources\n")
}

fn map(name: &str, service_id: &str) -> String {
    format!(
        "//! {service_id}: the map of the service. Each operation's function lives in the file of \
         its\n//! resource; nothing here decides anything.\n\nuse kernel::service::{{ServiceDef, \
         Validation}};\n\nmod api;\n#[cfg(test)]\nmod tests;\n\npub static SERVICE: ServiceDef = \
         ServiceDef {{\n    name: \"{name}\",\n    operations: &[],\n    steps: &[],\n    \
         on_reset: None,\n    validation: Validation::Standard,\n    access: None,\n}};\n"
    )
}
