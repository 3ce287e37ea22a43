//! The command line.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// A whole AWS-compatible cloud in one process.
#[derive(Debug, Parser)]
#[command(name = "nephele", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: Serve,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the cloud (what `nephele` alone does).
    Serve(Serve),
    /// Ask a running cloud how it is.
    Status(Target),
    /// Show or move the virtual clock.
    Clock(Clock),
    /// Let something fail on purpose, or a zone or a region go dark.
    Fault(Fault),
    /// Show the availability zones of a region, and where it is dark.
    Zones(Zones),
    /// Keep whole worlds under names, and put them in the place of the running one.
    Snapshot(crate::snapshots::Snapshot),
    /// Show what became of a request: calls, jobs, deliveries, and how long they took.
    Trace(crate::traces::Trace),
    /// Show why a request was denied.
    Why(crate::traces::Why),
    /// Show what a month has cost.
    Bill(Bill),
    /// Empty the world, or one account of it.
    Reset(Reset),
    /// Check a data directory that no process uses.
    Fsck(Fsck),
    /// Labs: run architectures against a requirement and see which meets it.
    #[command(subcommand)]
    Lab(LabAction),
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[arg(long, env = "NEPHELE_PORT", default_value_t = 4566)]
    pub port: u16,
    /// Address to listen on. The default is reached from this machine only.
    #[arg(long, env = "NEPHELE_HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Data directory.
    #[arg(long, env = "NEPHELE_DATA", default_value = ".nephele")]
    pub data: PathBuf,
    /// Keep everything in memory; nothing survives the process.
    #[arg(long, env = "NEPHELE_EPHEMERAL", action = ArgAction::SetTrue, value_parser = switch)]
    pub ephemeral: bool,
    /// When a write is answered: once it survives the process, or once it survives the machine.
    #[arg(long, env = "NEPHELE_DURABILITY", value_enum, default_value = "process")]
    pub durability: Durability,
    /// Refuse access keys that were not made here.
    #[arg(long, env = "NEPHELE_STRICT", action = ArgAction::SetTrue, value_parser = switch)]
    pub strict: bool,
    /// Seed of the world's chance: the same seed and calls give the same ids.
    #[arg(long, env = "NEPHELE_SEED")]
    pub seed: Option<u64>,
    /// Log filter: error, warn, info, debug, trace, or per crate (`gateway=debug`).
    #[arg(long, env = "NEPHELE_LOG", default_value = "warn")]
    pub log: String,
    /// Check every answer against its model (slower; for tests).
    #[arg(
        long,
        env = "NEPHELE_VERIFY_ANSWERS",
        default_value_t = cfg!(debug_assertions),
        action = ArgAction::SetTrue,
        value_parser = switch
    )]
    pub verify_answers: bool,
}

/// What a switch is in the environment, where containers are told so by `1` or by nothing.
fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "" | "0" | "false" | "no" | "off" => Ok(false),
        _ => Err("it is on or off, true or false, yes or no, 1 or 0".to_owned()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Durability {
    Process,
    Fsync,
}

/// Where a running cloud is.
#[derive(Clone, Debug, Args)]
pub struct Target {
    #[arg(long, global = true, env = "NEPHELE_PORT", default_value_t = 4566)]
    pub port: u16,
    #[arg(long, global = true, env = "NEPHELE_HOST", default_value = "127.0.0.1")]
    pub host: String,
}

#[derive(Clone, Debug, Args)]
pub struct Clock {
    #[command(subcommand)]
    pub action: Option<ClockAction>,
    /// The answer as it comes.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Clone, Debug, Subcommand)]
pub enum ClockAction {
    /// Show the time.
    Show,
    /// Stand still.
    Freeze,
    /// Run on.
    Resume,
    /// Jump to a time (ISO 8601), running what falls due on the way.
    Set { time: String },
    /// Move on by a span (`90s`, `15m`, `1h30m`, `7d`), running what falls due on the way.
    Advance { span: String },
}

#[derive(Clone, Debug, Args)]
pub struct Fault {
    #[command(subcommand)]
    pub action: Option<FaultAction>,
    /// The answer as it comes.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Clone, Debug, Args)]
pub struct Zones {
    #[arg(long)]
    pub region: Option<String>,
    /// Whose names are shown: in the oldest regions each account has its own.
    #[arg(long)]
    pub account: Option<String>,
    /// Also show in which zone a bucket keeps what it keeps in one zone.
    #[arg(long)]
    pub bucket: Option<String>,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Clone, Debug, Subcommand)]
pub enum FaultAction {
    /// Show the faults.
    List,
    /// Add a fault: it strikes the calls that agree with all that is given.
    Add(Box<NewFault>),
    /// Remove a fault, or all of them.
    Remove {
        /// As `list` shows it.
        id: Option<u64>,
    },
}

#[derive(Clone, Debug, Args)]
pub struct NewFault {
    /// dark (nothing runs, jobs are held), error, throttle, latency, no-answer, or partial (entries
    /// of batches fail one by one).
    pub effect: String,
    #[arg(long)]
    pub account: Option<String>,
    #[arg(long)]
    pub region: Option<String>,
    /// A zone's id (`use1-az1`), or the name that the account has for it (see `nephele zones`).
    #[arg(long)]
    pub zone: Option<String>,
    /// As AWS's clients name it: sqs.
    #[arg(long)]
    pub service: Option<String>,
    #[arg(long)]
    pub operation: Option<String>,
    /// A name that a member of the input is, or with which its ARN or URL ends.
    #[arg(long)]
    pub resource: Option<String>,
    /// Of an error: its code.
    #[arg(long)]
    pub code: Option<String>,
    /// Of an error: its HTTP status.
    #[arg(long)]
    pub status: Option<u16>,
    /// Of an error: what it says.
    #[arg(long)]
    pub message: Option<String>,
    /// Of latency: the least, in real time (`250ms`); of no-answer: until the connection fails.
    #[arg(long)]
    pub latency: Option<String>,
    /// Of latency: the most.
    #[arg(long)]
    pub latency_max: Option<String>,
    /// Of latency: what one of a hundred calls takes longer than; `latency` is the median then.
    #[arg(long)]
    pub latency_p99: Option<String>,
    /// Of latency: the standard deviation of a normal distribution around `latency`.
    #[arg(long)]
    pub latency_deviation: Option<String>,
    /// Of latency: a point that was measured (`50=20ms`); several make a distribution.
    #[arg(long = "percentile", value_name = "SHARE=SPAN")]
    pub percentiles: Vec<String>,
    /// Of throttle: so many calls a second pass; none without.
    #[arg(long)]
    pub rate: Option<u32>,
    /// The ARN of a role by whose credentials it is called.
    #[arg(long)]
    pub role: Option<String>,
    /// Of a hundred calls.
    #[arg(long)]
    pub percent: Option<u32>,
    /// Not before this virtual time (ISO 8601).
    #[arg(long)]
    pub from: Option<String>,
    /// For so long in virtual time (`15m`); until it is removed without.
    #[arg(long = "for")]
    pub lasts: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct Bill {
    /// Only this account (12 digits).
    #[arg(long)]
    pub account: Option<String>,
    /// `2030-01`; the present month without.
    #[arg(long)]
    pub month: Option<String>,
    /// service, usage-type, operation, region, account, resource or tag:KEY.
    #[arg(long, default_value = "service")]
    pub by: String,
    /// Two accounts side by side.
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "account")]
    pub compare: Vec<String>,
    /// Take off what AWS gives for nothing each month.
    #[arg(long)]
    pub free_tier: bool,
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Clone, Debug, Args)]
pub struct Reset {
    /// Only this account (12 digits).
    #[arg(long)]
    pub account: Option<String>,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Clone, Debug, Args)]
pub struct Fsck {
    /// Data directory.
    #[arg(long, env = "NEPHELE_DATA", default_value = ".nephele")]
    pub data: PathBuf,
    /// Also print a digest of all state: equal worlds have equal digests.
    #[arg(long)]
    pub hash: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub enum LabAction {
    /// Show all labs.
    List {
        #[arg(long, value_enum, default_value = "en")]
        lang: LabLanguage,
    },
    /// Show what a lab asks for, and the architectures that it compares.
    Show {
        /// Its id, or a folder.
        lab: String,
        #[arg(long, value_enum, default_value = "en")]
        lang: LabLanguage,
    },
    /// Run labs and write their reports; fails when a verdict is not the expected one.
    Run(LabRun),
    /// Copy a lab into a folder, to edit it.
    Copy { id: String, folder: PathBuf },
}

#[derive(Clone, Debug, Args)]
pub struct LabRun {
    /// Ids or folders; all labs without.
    pub labs: Vec<String>,
    /// Only this architecture.
    #[arg(long)]
    pub alternative: Option<String>,
    /// Also what was broken on purpose in the right ones.
    #[arg(long)]
    pub mutants: bool,
    /// Keep the architecture's world in this data directory.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Seed of the worlds' chance: the same seed gives the same report.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Where reports go, in a folder for each lab (`nephele-labs`).
    #[arg(long)]
    pub out: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "en")]
    pub lang: LabLanguage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LabLanguage {
    En,
    Ko,
}
