//! The processes under measurement: starting and stopping them, and what they use.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::Result;
use crate::request::Requests;

/// A server that does not answer by then has failed to start.
const START_MAX: Duration = Duration::from_mins(2);
const STOP_MAX: Duration = Duration::from_mins(1);
/// Between attempts to connect to a server that starts.
const POLL: Duration = Duration::from_micros(300);
/// The unit of CPU times in /proc, on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// When a write is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    Process,
    Ephemeral,
    Fsync,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Mode::Process => "process",
            Mode::Ephemeral => "ephemeral",
            Mode::Fsync => "fsync",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Mode::Process => &["--durability", "process"],
            Mode::Ephemeral => &["--ephemeral"],
            Mode::Fsync => &["--durability", "fsync"],
        }
    }
}

/// A running server, stopped when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts Nephele on a data directory and waits for its answer to an AWS request.
    pub fn nephele(binary: &Path, data: &Path, mode: Mode) -> Result<Server> {
        std::fs::create_dir_all(data)
            .map_err(|error| format!("cannot make {}: {error}", data.display()))?;
        let mut command = Command::new(binary);
        command.args(mode.arguments()).arg("--data").arg(data);
        Server::start(command, "--port", |address| Requests::to(address).sts("GetCallerIdentity"))
    }

    pub fn echo() -> Result<Server> {
        let request = |address| Requests::to(address).sts("GetCallerIdentity");
        Server::start(Server::this_binary()?, "--echo", request)
    }

    pub fn copier() -> Result<Server> {
        let one_byte_back = |_| [0u64.to_be_bytes(), 1u64.to_be_bytes()].concat();
        Server::start(Server::this_binary()?, "--copy", one_byte_back)
    }

    fn this_binary() -> Result<Command> {
        std::env::current_exe().map(Command::new).map_err(|error| error.to_string())
    }

    fn start(
        mut command: Command,
        port_option: &str,
        request: impl Fn(SocketAddr) -> Vec<u8>,
    ) -> Result<Server> {
        let address = free_address()?;
        command.arg(port_option).arg(address.port().to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let request = request(address);
        let started = Instant::now();
        let child =
            command.spawn().map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let mut server = Server { child, address, first_answer: Duration::ZERO };
        while !is_answered(address, &request) {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("{command:?} ended at once: {status}"));
            }
            if started.elapsed() > START_MAX {
                return Err(format!("{command:?} does not answer"));
            }
            std::thread::sleep(POLL);
        }
        server.first_answer = started.elapsed();
        Ok(server)
    }

    /// Asks the process to stop and waits until it has.
    pub fn stop(mut self) -> Result<Duration> {
        self.finish()
    }

    fn finish(&mut self) -> Result<Duration> {
        let started = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        sent.map_err(|error| format!("cannot run kill: {error}"))?;
        loop {
            match self.child.try_wait() {
                Ok(Some(_)) => return Ok(started.elapsed()),
                Ok(None) if started.elapsed() < STOP_MAX => std::thread::sleep(POLL),
                _ => return Err("the server does not stop".into()),
            }
        }
    }

    /// Ends the process at once, as a crash would.
    pub fn kill(mut self) {
        self.end();
    }

    /// CPU seconds the process has used.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = self.proc("stat");
        // The name in parentheses may contain spaces; times are fields 14 and 15.
        let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
        let ticks: u64 =
            fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        ticks as f64 / TICKS_PER_SECOND
    }

    /// Resident bytes now.
    pub fn resident_bytes(&self) -> u64 {
        self.status_bytes("VmRSS:")
    }

    /// The most bytes that were resident at once.
    pub fn resident_bytes_max(&self) -> u64 {
        self.status_bytes("VmHWM:")
    }

    fn status_bytes(&self, name: &str) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kib.unwrap_or(0) * 1024
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An orderly end: a server that records how it runs writes that down.
        let is_running = matches!(self.child.try_wait(), Ok(None));
        if is_running && self.finish().is_err() {
            self.end();
        }
    }
}

/// CPU seconds that this process has used: the load generator's.
pub fn own_cpu_seconds() -> f64 {
    process_cpu_seconds(&std::fs::read_to_string("/proc/self/stat").unwrap_or_default())
}

/// CPU seconds that all cores were busy, the time that the host took away included.
pub fn machine_cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields = stat.lines().next().unwrap_or("").split_whitespace().skip(1).take(8);
    let ticks: Vec<u64> = fields.filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (ticks.iter().sum::<u64>() - idle) as f64 / TICKS_PER_SECOND
}

fn process_cpu_seconds(stat: &str) -> f64 {
    // The name in parentheses may contain spaces; times are fields 14 and 15.
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / TICKS_PER_SECOND
}

/// A port that nobody uses now; between here and the server's bind somebody might take it.
fn free_address() -> Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|error| format!("no free port: {error}"))
}

/// Whether a request gets any reply at all.
fn is_answered(address: SocketAddr, request: &[u8]) -> bool {
    let answer = || -> std::io::Result<usize> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(START_MAX))?;
        stream.write_all(request)?;
        stream.read(&mut [0; 1024])
    };
    answer().is_ok_and(|read| read > 0)
}
