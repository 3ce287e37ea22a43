//! `cargo xtask codegen [SERVICE…]`: writes `services/svc-SERVICE/src/api.rs` from the models.
//!
//! A service's `operations.txt` lists the operations that it implements, one a line; for these,
//! and nothing else, the views of inputs, the builders of outputs, the errors and the values of
//! enums are written. `--check` writes nothing and fails when a file is not as it would be.
//! The macros that the files consist of stand in `kernel::view`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wire::archive;
use wire::model::{Operation, Service, Shape, ShapeId, ShapeKind};

use crate::naming::{constant, snake};

/// Enums with more values are written out where they are used.
const ENUM_VALUES_MAX: usize = 60;
/// Types and macros that a generated file imports, and names of the prelude: a shape of such a
/// name gets the suffix `Shape`.
const TAKEN: [&str; 16] = [
    "Body",
    "Box",
    "Bytes",
    "Default",
    "Drop",
    "Err",
    "List",
    "Map",
    "Ok",
    "Option",
    "Result",
    "String",
    "Struct",
    "Timestamp",
    "Value",
    "Vec",
];

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Runs the task with the arguments after its name.
pub fn run(arguments: &[String]) -> Result<()> {
    let is_check = arguments.iter().any(|argument| argument == "--check");
    let wanted: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    let mut stale = Vec::new();
    for (name, folder) in services()? {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| **wanted == name) {
            continue;
        }
        let text = generate(&name, &operations(&folder)?)?;
        let path = folder.join("src/api.rs");
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if is_check {
            stale.push(path.display().to_string());
        } else {
            fs::write(&path, text)?;
            println!("{}", path.display());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("stale, run `cargo xtask codegen`: {}", stale.join(", ")).into())
}

/// The services that have a folder here: name and folder, sorted.
pub fn services() -> Result<BTreeMap<String, PathBuf>> {
    let mut services = BTreeMap::new();
    for entry in fs::read_dir("services")? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let (Some(name), true) =
            (name.strip_prefix("svc-"), folder.join("operations.txt").is_file())
        {
            services.insert(name.to_owned(), folder);
        }
    }
    Ok(services)
}

/// The operations that the service in `folder` implements.
pub fn operations(folder: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(folder.join("operations.txt"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.filter(|line| !line.starts_with('#')).map(str::to_owned).collect())
}

fn generate(name: &str, operations: &[String]) -> Result<String> {
    let entry = archive::service_entry(name).ok_or_else(|| format!("no model of {name}"))?;
    let model = entry.model();
    let mut found = Vec::new();
    for operation in operations {
        let operation = model
            .operation(operation)
            .ok_or_else(|| format!("{name} has no operation {operation}"))?;
        found.push(operation);
    }
    found.sort_by_key(|operation| operation.name);
    let generator = Generator::new(model, &found);
    let mut out = format!(
        "//! Inputs, outputs, errors and enums of the implemented operations of {}.\n\
         //!\n\
         //! Written by `cargo xtask codegen {name}` from `operations.txt` and the model;\n\
         //! not to be edited.\n\n",
        entry.service_id
    );
    generator.write(&mut out, &found)?;
    Ok(out)
}

struct Generator {
    model: &'static Service,
    /// Structures that are reached from inputs and from outputs, other than as the whole.
    viewed: BTreeSet<ShapeId>,
    built: BTreeSet<ShapeId>,
    enums: BTreeSet<ShapeId>,
    errors: BTreeSet<ShapeId>,
    operations: BTreeSet<&'static str>,
}

impl Generator {
    fn new(model: &'static Service, operations: &[&'static Operation]) -> Generator {
        let mut generator = Generator {
            model,
            viewed: BTreeSet::new(),
            built: BTreeSet::new(),
            enums: BTreeSet::new(),
            errors: BTreeSet::new(),
            operations: operations.iter().map(|operation| operation.name).collect(),
        };
        for operation in operations {
            let viewed = generator.reach(operation.input);
            generator.viewed.extend(viewed);
            let built = generator.reach(operation.output);
            generator.built.extend(built);
            generator.errors.extend(operation.errors);
        }
        generator
    }

    /// The structures within the structure `top`, itself only where it contains itself. Enums
    /// met on the way are noted.
    fn reach(&mut self, top: Option<ShapeId>) -> BTreeSet<ShapeId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<ShapeId> = top.map(|top| self.inner(top)).unwrap_or_default();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let shape = self.model.shape(id);
            match &shape.kind {
                ShapeKind::Structure { is_event_stream: false, .. } => {
                    found.insert(id);
                    open.extend(self.inner(id));
                }
                ShapeKind::Structure { .. } => {}
                _ => open.extend(self.inner(id)),
            }
            if (1..=ENUM_VALUES_MAX).contains(&shape.values.len()) {
                self.enums.insert(id);
            }
        }
        found
    }

    fn inner(&self, id: ShapeId) -> Vec<ShapeId> {
        match &self.model.shape(id).kind {
            ShapeKind::Structure { members, .. } => members.iter().map(|m| m.shape).collect(),
            ShapeKind::List { member, .. } => vec![member.shape],
            ShapeKind::Map { key, value, .. } => vec![key.shape, value.shape],
            _ => vec![],
        }
    }

    fn write(&self, out: &mut String, operations: &[&'static Operation]) -> Result<()> {
        let mut body = String::new();
        writeln!(body, "operations! {{")?;
        for Operation { name, .. } in operations {
            writeln!(body, "    {name}: {name}Input, {name}Output;")?;
        }
        writeln!(body, "}}")?;
        for operation in operations {
            self.view(&mut body, &format!("{}Input", operation.name), operation.input)?;
            self.builder(&mut body, &format!("{}Output", operation.name), operation.output)?;
        }
        for id in self.sorted(&self.viewed) {
            self.view(&mut body, &self.type_name(self.model.shape(id)), Some(id))?;
        }
        for id in self.sorted(&self.built) {
            let name = format!("{}Builder", self.type_name(self.model.shape(id)));
            self.builder(&mut body, &name, Some(id))?;
        }
        self.error_constructors(&mut body)?;
        for id in self.sorted(&self.enums) {
            write_enum(&mut body, self.model.shape(id))?;
        }
        imports(out, &body)?;
        out.push_str(&body);
        Ok(())
    }

    fn sorted(&self, ids: &BTreeSet<ShapeId>) -> Vec<ShapeId> {
        let mut ids: Vec<ShapeId> = ids.iter().copied().collect();
        ids.sort_by_key(|id| self.model.shape(*id).name);
        ids
    }

    fn view(&self, out: &mut String, name: &str, id: Option<ShapeId>) -> Result<()> {
        writeln!(out, "\nview! {{ {name}<'a> {{")?;
        for member in id.map_or(&[][..], |id| self.model.shape(id).members()) {
            let need = if member.is_required { "required" } else { "optional" };
            let of = self.view_type(member.shape, member.is_streaming);
            writeln!(out, "    {} {:?}: {need} {of},", snake(member.name), member.name)?;
        }
        writeln!(out, "}} }}")?;
        Ok(())
    }

    fn builder(&self, out: &mut String, name: &str, id: Option<ShapeId>) -> Result<()> {
        writeln!(out, "\nbuilder! {{ {name} {{")?;
        for member in id.map_or(&[][..], |id| self.model.shape(id).members()) {
            let mut method = snake(member.name);
            if method == "new" {
                method.push('_');
            }
            let kind = self.builder_kind(member.shape, member.is_streaming);
            writeln!(out, "    {method} {:?}: {kind},", member.name)?;
        }
        writeln!(out, "}} }}")?;
        Ok(())
    }

    fn view_type(&self, id: ShapeId, is_streaming: bool) -> String {
        let shape = self.model.shape(id);
        match &shape.kind {
            ShapeKind::Structure { is_event_stream: true, .. } | ShapeKind::Document => {
                "&'a Value".to_owned()
            }
            ShapeKind::Structure { .. } => format!("{}<'a>", self.type_name(shape)),
            // Null is a value in sparse lists and maps.
            ShapeKind::List { member, .. } if member.is_sparse => "List<'a, &'a Value>".to_owned(),
            ShapeKind::Map { value, .. } if value.is_sparse => "Map<'a, &'a Value>".to_owned(),
            ShapeKind::List { member, .. } => {
                format!("List<'a, {}>", self.view_type(member.shape, false))
            }
            ShapeKind::Map { value, .. } => {
                format!("Map<'a, {}>", self.view_type(value.shape, false))
            }
            ShapeKind::String | ShapeKind::BigInteger | ShapeKind::BigDecimal => {
                "&'a str".to_owned()
            }
            ShapeKind::Blob { .. } if is_streaming => "&'a Body".to_owned(),
            ShapeKind::Blob { .. } => "&'a Bytes".to_owned(),
            ShapeKind::Boolean => "bool".to_owned(),
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
                "i64".to_owned()
            }
            ShapeKind::Float | ShapeKind::Double => "f64".to_owned(),
            ShapeKind::Timestamp => "Timestamp".to_owned(),
        }
    }

    fn builder_kind(&self, id: ShapeId, is_streaming: bool) -> String {
        let shape = self.model.shape(id);
        match &shape.kind {
            ShapeKind::Structure { is_event_stream: true, .. } | ShapeKind::Document => {
                "Any".to_owned()
            }
            ShapeKind::Structure { .. } => format!("{}Builder", self.type_name(shape)),
            ShapeKind::List { member, .. } if member.is_sparse => "Items<Any>".to_owned(),
            ShapeKind::Map { value, .. } if value.is_sparse => "Entries<Any>".to_owned(),
            ShapeKind::List { member, .. } => {
                format!("Items<{}>", self.builder_kind(member.shape, false))
            }
            ShapeKind::Map { value, .. } => {
                format!("Entries<{}>", self.builder_kind(value.shape, false))
            }
            ShapeKind::String | ShapeKind::BigInteger | ShapeKind::BigDecimal => "Text".to_owned(),
            ShapeKind::Blob { .. } if is_streaming => "Stream".to_owned(),
            ShapeKind::Blob { .. } => "Blob".to_owned(),
            ShapeKind::Boolean => "Flag".to_owned(),
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
                "Whole".to_owned()
            }
            ShapeKind::Float | ShapeKind::Double => "Real".to_owned(),
            ShapeKind::Timestamp => "Time".to_owned(),
        }
    }

    /// The shape's name, unless a generated or imported type has it already.
    fn type_name(&self, shape: &Shape) -> String {
        let mut name = shape.name.to_owned();
        if let Some(first) = name.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        let whole = |suffix| {
            name.strip_suffix(suffix).is_some_and(|operation| self.operations.contains(operation))
        };
        if TAKEN.contains(&name.as_str()) || whole("") || whole("Input") || whole("Output") {
            name.push_str("Shape");
        }
        name
    }

    fn error_constructors(&self, out: &mut String) -> Result<()> {
        if self.errors.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n/// The errors that the implemented operations list.")?;
        writeln!(out, "pub mod error {{\n    kernel::errors! {{")?;
        for id in self.sorted(&self.errors) {
            let shape = self.model.shape(id);
            let status = shape.error.and_then(|error| error.status).unwrap_or(400);
            writeln!(out, "        {} {:?} {status};", snake(shape.name), shape.name)?;
        }
        writeln!(out, "    }}\n}}")?;
        Ok(())
    }
}

/// Constants of an enum's values, two values that differ only in punctuation apart by a number.
fn write_enum(out: &mut String, shape: &Shape) -> Result<()> {
    writeln!(out, "\npub mod {} {{", snake(shape.name))?;
    let mut taken = BTreeSet::new();
    for value in shape.values {
        let mut name = constant(value);
        let plain = name.clone();
        for number in 2.. {
            if taken.insert(name.clone()) {
                break;
            }
            name = format!("{plain}_{number}");
        }
        let line = format!("    pub const {name}: &str = {value:?};");
        if line.len() <= 100 {
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "    pub const {name}: &str =\n        {value:?};")?;
        }
    }
    writeln!(out, "}}")?;
    Ok(())
}

/// The imports that `body` needs, and no others.
fn imports(out: &mut String, body: &str) -> Result<()> {
    // Every second piece is within quotes.
    let code = body.split('"').step_by(2);
    let words: BTreeSet<&str> =
        code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '!')).collect();
    if words.contains("Bytes") {
        writeln!(out, "use bytes::Bytes;")?;
    }
    let mut lines = Vec::new();
    let kinds =
        ["Any", "Blob", "Entries", "Flag", "Items", "Real", "Stream", "Text", "Time", "Whole"];
    let groups: [(&str, &[&str]); 4] = [
        ("kernel::body", &["Body"]),
        ("kernel::view::kind", &kinds),
        ("kernel::view", &["List", "Map"]),
        ("kernel", &["Timestamp", "Value", "builder!", "operations!", "view!"]),
    ];
    for (path, names) in groups {
        let names = names.iter().filter(|name| words.contains(*name));
        let names: Vec<&str> = names.map(|name| name.trim_end_matches('!')).collect();
        match names.as_slice() {
            [] => {}
            [name] => lines.push(format!("use {path}::{name};\n")),
            names => lines.push(format!("use {path}::{{{}}};\n", names.join(", "))),
        }
    }
    // As rustfmt sorts them: braces last, capitals before small letters.
    lines.sort_by_key(|line| line.replace('{', "~"));
    out.push_str(&lines.concat());
    writeln!(out)?;
    Ok(())
}
