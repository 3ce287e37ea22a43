//! The black-box tests: one server on a free port with a fresh data directory, and the tables of
//! cases in Python, JavaScript and shell against it. Tests that move the clock or kill the server
//! start servers of their own (tests/servers.py).

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::steps::{Counts, Steps, counted, succeed};
use crate::{Result, tools, workspace};

const PYTEST_WORKERS: &str = "4";

/// `cargo xtask clients [--bin FILE] [FILTER]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let (binary, filter) = match arguments {
        [] => (workspace::release_binary(), None),
        [flag, file] if flag == "--bin" => (PathBuf::from(file), None),
        [flag, file, filter] if flag == "--bin" => (PathBuf::from(file), Some(filter.as_str())),
        [filter] => (workspace::release_binary(), Some(filter.as_str())),
        _ => return Err("usage: cargo xtask clients [--bin FILE] [FILTER]".into()),
    };
    let mut all = Steps::new();
    steps(&mut all, filter, &binary);
    all.finish()
}

/// Adds the steps of the black-box tests.
pub fn steps(steps: &mut Steps, filter: Option<&str>, binary: &Path) {
    let has_tools = steps.step("Python and Node packages", || {
        tools::venv()?;
        tools::node()?;
        Ok(Counts::default())
    });
    if !has_tools {
        return;
    }
    let mut server = None;
    steps.step("start", || {
        let started = Server::start(binary)?;
        println!("{} in {}", started.endpoint, started.folder.display());
        server = Some(started);
        Ok(Counts::default())
    });
    let Some(server) = server else { return };
    steps.step("Node clients", || node_tests(&server, filter));
    steps.step("Python and shell clients", || python_tests(&server, filter));
    if filter.is_none() {
        steps.step("record what was exercised", || record(&server));
    }
    steps.step("stop", || server.stop().map(|()| Counts::default()));
}

/// `cargo xtask example NAME`: runs `examples/NAME/run.sh` against a server of its own.
pub fn example(arguments: &[String]) -> Result<()> {
    let [name] = arguments else { return Err("usage: cargo xtask example NAME".into()) };
    let script = Path::new("examples").join(name).join("run.sh");
    if !script.is_file() {
        return Err(format!("there is no {}", script.display()).into());
    }
    let build = ["build", "--quiet", "--release", "--package", "nephele"];
    succeed(&mut crate::steps::cargo(&build))?;
    tools::venv()?;
    let server = Server::start(&workspace::release_binary())?;
    let outcome = succeed(Command::new("bash").arg(script).envs(server.environment()?));
    server.stop()?;
    outcome
}

fn node_tests(server: &Server, filter: Option<&str>) -> Result<Counts> {
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec"]);
    if let Some(filter) = filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    let mut files: Vec<_> = fs::read_dir("tests/node")?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    files.sort();
    counted(command.args(files).current_dir("tests/node").envs(server.environment()?))
}

fn python_tests(server: &Server, filter: Option<&str>) -> Result<Counts> {
    let mut command = Command::new(tools::venv()?.join("python"));
    command.args(["-m", "pytest", "-q", "-n", PYTEST_WORKERS, "--dist", "worksteal", "tests"]);
    if let Some(filter) = filter {
        command.args(["-k", filter]);
    }
    counted(command.envs(server.environment()?))
}

/// Writes which operations the tests called, for the coverage table.
fn record(server: &Server) -> Result<Counts> {
    let python = tools::venv()?.join("python");
    fs::create_dir_all("target")?;
    let mut command = Command::new(python);
    command.arg("tests/record_exercised.py").arg(&server.endpoint);
    command.arg(server.exercised()).arg("target/exercised.json");
    succeed(&mut command).map(|()| Counts::default())
}

/// A running binary; killed when it is dropped without having been stopped.
struct Server {
    child: Child,
    binary: PathBuf,
    endpoint: String,
    folder: PathBuf,
}

impl Server {
    /// Starts it on a port that the system chooses.
    fn start(binary: &Path) -> Result<Server> {
        let binary = std::path::absolute(binary)?;
        let folder = std::env::temp_dir().join(format!("nephele-tests-{}", std::process::id()));
        fs::create_dir_all(folder.join("exercised"))?;
        let log = fs::File::create(folder.join("server.log"))?;
        let mut child = Command::new(&binary)
            .args(["--port", "0", "--verify-answers", "--data"])
            .arg(folder.join("data"))
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", binary.display()))?;
        let screen = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let endpoint = screen
            .lines()
            .map_while(std::io::Result::ok)
            .find_map(|line| Some(line.trim().strip_prefix("endpoint")?.trim().to_owned()));
        let Some(endpoint) = endpoint else {
            let _ = child.kill();
            let _ = child.wait();
            let log = fs::read_to_string(folder.join("server.log")).unwrap_or_default();
            return Err(format!("the server did not start: {log}").into());
        };
        Ok(Server { child, binary, endpoint, folder })
    }

    /// What the tests are told, in variables of the environment.
    fn environment(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("NEPHELE_ENDPOINT", self.endpoint.clone()),
            ("NEPHELE_BIN", self.binary.display().to_string()),
            ("NEPHELE_VENV_BIN", tools::venv()?.display().to_string()),
            ("NEPHELE_EXERCISED", self.exercised().display().to_string()),
        ])
    }

    /// Where servers of single tests leave which operations succeeded.
    fn exercised(&self) -> PathBuf {
        self.folder.join("exercised")
    }

    /// Asks it to stop, and wants it to end well.
    fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        succeed(Command::new("kill").args(["-TERM", &id]))?;
        let status = self.child.wait()?;
        let log = fs::read_to_string(self.folder.join("server.log"))?;
        let panics = log.lines().filter(|line| line.contains("panicked at")).count();
        if panics > 0 || !status.success() {
            println!("{log}");
            return Err(format!("the server ended with {status}; {panics} panics").into());
        }
        fs::remove_dir_all(&self.folder)?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
