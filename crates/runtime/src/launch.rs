//! What is to be started for a function: the command, and its environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::home::Home;
use crate::interpreter::{self, Interpreter};
use crate::jail::{self, Places};
use crate::package;
use crate::{Function, Language, Unavailable};

#[derive(Debug)]
pub struct Launch {
    pub words: Vec<OsString>,
    pub environment: Vec<(OsString, OsString)>,
    /// Folders of this process alone, removed with it.
    pub folders: Vec<PathBuf>,
    /// What runs the handler, as the log tells it.
    pub version: String,
    /// How many extensions begin beside it.
    pub extensions: usize,
    /// What differs from what was asked for.
    pub note: Option<String>,
}

/// Unpacks what is not unpacked yet; may take a while.
pub fn prepare(home: &Home, function: &Function) -> Result<Launch, Unavailable> {
    let interpreter = interpreter::find(&function.language)?;
    let task = package::unpacked(home, &function.code)?;
    let opt = package::overlaid(home, &function.layers)?;
    let root = home.fresh("root");
    std::fs::create_dir_all(&root)
        .map_err(|error| Unavailable(format!("cannot make a sandbox: {error}")))?;
    let hidden = interpreter.as_ref().is_some_and(|it| is_hidden(&it.program));
    let jailed =
        if hidden { None } else { jail::command(home, &root, &task, &opt, function.storage_mb) };
    let (mut words, places) = jailed.unwrap_or_else(|| (bare(), outside(home, &root, &task, &opt)));
    let extensions = extensions(&opt);
    if extensions > 0 {
        let folder = places.opt.join("extensions");
        words.extend(["/bin/sh", "-c", WITH_EXTENSIONS, "sh"].map(OsString::from));
        words.push(folder.into());
    }
    words.extend(program(&places, interpreter.as_ref(), &function.language, &task));
    let note = interpreter.as_ref().filter(|it| it.is_other).map(|it| {
        let wanted = wanted(&function.language);
        format!("Nephele: {wanted} is not on this host; version {} runs instead.", it.version)
    });
    Ok(Launch {
        words,
        environment: environment(function, &places),
        folders: vec![root],
        extensions,
        version: version(&function.language, interpreter.as_ref()),
        note,
    })
}

/// Begins whatever can be run in a folder, then what follows.
const WITH_EXTENSIONS: &str = r#"for it in "$1"/*; do
    if [ -f "$it" ] && [ -x "$it" ]; then "$it" & fi
done
shift
exec "$@""#;

/// "External extensions are in /opt/extensions": how many there are.
fn extensions(opt: &Path) -> usize {
    use std::os::unix::fs::PermissionsExt as _;
    const RUNS: u32 = 0o111;
    let files = std::fs::read_dir(opt.join("extensions")).into_iter().flatten().flatten();
    let runs = |path: PathBuf| {
        std::fs::metadata(path)
            .is_ok_and(|about| about.is_file() && about.permissions().mode() & RUNS != 0)
    };
    files.filter(|file| runs(file.path())).count()
}

/// In a jail these folders are not the host's.
fn is_hidden(program: &Path) -> bool {
    ["/opt", "/tmp", "/var/task", "/var/runtime", "/var/tmp"]
        .iter()
        .any(|it| program.starts_with(it))
}

/// The process ends with this one where the system can see to it.
fn bare() -> Vec<OsString> {
    match jail::system_program("setpriv") {
        Some(setpriv) => vec![setpriv.into(), "--pdeathsig".into(), "KILL".into(), "--".into()],
        None => Vec::new(),
    }
}

fn outside(home: &Home, root: &Path, task: &Path, opt: &Path) -> Places {
    Places {
        task: task.to_owned(),
        opt: opt.to_owned(),
        bootstraps: home.bootstraps(),
        temporary: Some(root.to_owned()),
    }
}

fn program(
    places: &Places,
    interpreter: Option<&Interpreter>,
    language: &Language,
    task: &Path,
) -> Vec<OsString> {
    let Some(interpreter) = interpreter else {
        let folder = if task.join("bootstrap").exists() { &places.task } else { &places.opt };
        return vec![folder.join("bootstrap").into()];
    };
    let script = match language {
        Language::Python(_) => "python.py",
        _ => "node.mjs",
    };
    vec![interpreter.program.clone().into(), places.bootstraps.join(script).into()]
}

fn wanted(language: &Language) -> String {
    match language {
        Language::Python(version) => format!("Python {version}"),
        Language::Node(version) => format!("Node.js {version}"),
        Language::Own => "bootstrap".to_owned(),
    }
}

fn version(language: &Language, interpreter: Option<&Interpreter>) -> String {
    match (language, interpreter) {
        (Language::Python(_), Some(it)) => format!("python:{}", it.version),
        (Language::Node(_), Some(it)) => format!("nodejs:{}", it.version),
        _ => "provided:bootstrap".to_owned(),
    }
}

/// Nothing of this process's own environment: it may hold secrets.
fn environment(function: &Function, places: &Places) -> Vec<(OsString, OsString)> {
    let (task, opt) = (places.task.display(), places.opt.display());
    let bootstraps = places.bootstraps.display();
    let node = match &function.language {
        Language::Node(version) => version.as_str(),
        _ => "",
    };
    let mut all: Vec<(OsString, OsString)> = Vec::new();
    let mut set = |name: &str, value: String| {
        let name = OsString::from(name);
        all.retain(|(known, _)| *known != name);
        all.push((name, value.into()));
    };
    set("LANG", "en_US.UTF-8".to_owned());
    set("TZ", ":UTC".to_owned());
    set("PATH", format!("/usr/local/bin:/usr/bin:/bin:{opt}/bin"));
    set("LD_LIBRARY_PATH", format!("{task}:{task}/lib:{opt}/lib"));
    set(
        "NODE_PATH",
        format!("{opt}/nodejs/node{node}/node_modules:{opt}/nodejs/node_modules:{task}"),
    );
    set("_NEPHELE_LAYERS", opt.to_string());
    set("PYTHONDONTWRITEBYTECODE", "1".to_owned());
    if let Some(temporary) = &places.temporary {
        set("TMPDIR", temporary.display().to_string());
    }
    if let Some(endpoint) = &function.endpoint {
        set("AWS_ENDPOINT_URL", endpoint.clone());
    }
    for (name, value) in &function.environment {
        set(name, value.clone());
    }
    set("_HANDLER", function.handler.clone());
    set("LAMBDA_TASK_ROOT", task.to_string());
    set("LAMBDA_RUNTIME_DIR", bootstraps.to_string());
    all
}
