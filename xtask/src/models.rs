//! `cargo xtask models`: makes the archive of API models from a pinned botocore.
//!
//! Nothing at run time or in an ordinary build needs Python; this task does, to fetch the package.
//! `--check` needs neither: it compares the digests that were recorded with the archive.
//! `--wheel PATH` takes a package that is already here.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use wire::archive::{self, Draft, json};

const BOTOCORE: &str = "1.44.5";
const MODELS: &str = "crates/wire/models";
const REGIONS: &str = "crates/world/regions.txt";
/// The archive is in every clone and in the binary.
const ARCHIVE_LEN_MAX: usize = 4 << 20;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Runs the task with the arguments after its name.
pub fn run(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|argument| argument == "--check") {
        return check();
    }
    let wheel = match arguments {
        [flag, path] if flag == "--wheel" => PathBuf::from(path),
        [] => download()?,
        _ => return Err("usage: cargo xtask models [--check | --wheel PATH]".into()),
    };
    let data = unpack(&wheel)?;
    let drafts = drafts(&data)?;
    let bytes = archive::write(&format!("botocore {BOTOCORE}"), &drafts)?;
    if bytes.len() > ARCHIVE_LEN_MAX {
        return Err(format!("the archive has {} bytes, over its limit", bytes.len()).into());
    }
    fs::write(Path::new(MODELS).join("models.bin"), &bytes)?;
    fs::write(REGIONS, regions(&read_json(&data.join("partitions.json"))?)?)?;
    fs::write(Path::new(MODELS).join("SOURCE"), source()?)?;
    let operations: usize = drafts.iter().map(|draft| draft.model.operations.len()).sum();
    println!("{} services, {operations} operations, {} bytes", drafts.len(), bytes.len());
    Ok(())
}

/// Fails when the archive is not the one made from the pinned package and today's overlay.
fn check() -> Result<()> {
    if fs::read_to_string(Path::new(MODELS).join("SOURCE"))? == source()? {
        return Ok(());
    }
    Err("the models are stale: run `cargo xtask models`".into())
}

/// What the archive was made from and what came out.
fn source() -> Result<String> {
    let mut out = format!("botocore {BOTOCORE}\nformat {}\n", archive::format::VERSION);
    for file in ["overlay.json", "models.bin"] {
        let digest = Sha256::digest(fs::read(Path::new(MODELS).join(file))?);
        let hex = digest.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        writeln!(out, "{file} sha256 {hex}")?;
    }
    Ok(out)
}

fn download() -> Result<PathBuf> {
    let folder = Path::new("target/models");
    fs::create_dir_all(folder)?;
    let package = format!("botocore=={BOTOCORE}");
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"];
    python(Command::new("python3").args(pip).arg(folder).arg(package))?;
    Ok(folder.join(format!("botocore-{BOTOCORE}-py3-none-any.whl")))
}

/// The folder of models in the unpacked wheel.
fn unpack(wheel: &Path) -> Result<PathBuf> {
    let folder = Path::new("target/models").join(format!("botocore-{BOTOCORE}"));
    fs::create_dir_all(&folder)?;
    python(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(wheel).arg(&folder))?;
    Ok(folder.join("botocore/data"))
}

fn python(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed: {status}").into()) }
}

fn drafts(data: &Path) -> Result<Vec<Draft>> {
    let overlay = read_json(&Path::new(MODELS).join("overlay.json"))?;
    let globals = global_endpoints(&read_json(&data.join("endpoints.json"))?);
    let mut names: Vec<String> = fs::read_dir(data)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    let mut drafts = Vec::new();
    for name in names {
        let Some(path) = latest_model(&data.join(&name))? else { continue };
        let mut model = read_json(&path)?;
        if let Some(over) = overlay.get(&name) {
            merge(&mut model, over);
        }
        let metadata = json::metadata(&model)?;
        let is_global = globals.iter().any(|prefix| prefix == metadata.endpoint_prefix);
        let model = json::from_json(&name, &model)?;
        drafts.push(Draft { name: model.name, metadata, is_global, model });
    }
    Ok(drafts)
}

/// The model of the latest API version in a service's folder; none in other folders.
fn latest_model(folder: &Path) -> Result<Option<PathBuf>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut models = Vec::new();
    for version in fs::read_dir(folder)? {
        for file in ["service-2.json.gz", "service-2.json"] {
            let path = version.as_ref().map_err(ToString::to_string)?.path().join(file);
            if path.is_file() {
                models.push(path);
            }
        }
    }
    Ok(models.into_iter().max())
}

fn read_json(path: &Path) -> Result<Json> {
    let mut bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        bytes = plain;
    }
    Ok(serde_json::from_slice(&bytes)?)
}

/// Objects are merged member by member; anything else replaces what was there.
fn merge(base: &mut Json, over: &Json) {
    match (base, over) {
        (Json::Object(base), Json::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Json::Object(Map::new())), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

/// Endpoint prefixes of the services that have one endpoint for all regions of a partition.
fn global_endpoints(endpoints: &Json) -> Vec<String> {
    let services = endpoints["partitions"][0]["services"].as_object();
    let services = services.into_iter().flatten();
    services
        .filter(|(_, service)| service["isRegionalized"] == Json::Bool(false))
        .map(|(prefix, _)| prefix.clone())
        .collect()
}

/// One line per region: name, partition, domain, number of zones, place.
fn regions(partitions: &Json) -> Result<String> {
    let mut out = String::from(
        "# Regions, made by `cargo xtask models`: name, partition, domain, zones, place.\n\
         # Zones: https://docs.aws.amazon.com/global-infrastructure/latest/regions/\n",
    );
    for partition in partitions["partitions"].as_array().ok_or("no partitions")? {
        let id = partition["id"].as_str().ok_or("a partition has no id")?;
        let domain =
            partition["outputs"]["dnsSuffix"].as_str().ok_or("a partition has no domain")?;
        for (name, region) in partition["regions"].as_object().ok_or("no regions")? {
            if name.ends_with("-global") {
                continue;
            }
            let place = region["description"].as_str().unwrap_or(name);
            writeln!(out, "{name} {id} {domain} {} {place}", zones(name))?;
        }
    }
    Ok(out)
}

/// How many availability zones a region has. Three is AWS's rule for a region.
fn zones(region: &str) -> u8 {
    match region {
        "us-east-1" => 6,
        "us-west-2" | "ap-northeast-1" | "ap-northeast-2" => 4,
        _ => 3,
    }
}
