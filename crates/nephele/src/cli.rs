//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Empty the world, or one account of it.
    Reset(Reset),
    /// Check a data directory that no process uses.
    Fsck(Fsck),
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
    #[arg(long, env = "NEPHELE_EPHEMERAL")]
    pub ephemeral: bool,
    /// When a write is answered: once it survives the process, or once it survives the machine.
    #[arg(long, env = "NEPHELE_DURABILITY", value_enum, default_value = "process")]
    pub durability: Durability,
    /// Refuse access keys that were not made here.
    #[arg(long, env = "NEPHELE_STRICT")]
    pub strict: bool,
    /// Seed of the world's chance: the same seed and calls give the same ids.
    #[arg(long, env = "NEPHELE_SEED")]
    pub seed: Option<u64>,
    /// Log filter: error, warn, info, debug, trace, or per crate (`gateway=debug`).
    #[arg(long, env = "NEPHELE_LOG", default_value = "warn")]
    pub log: String,
    /// Check every answer against its model (slower; for tests).
    #[arg(long, env = "NEPHELE_VERIFY_ANSWERS", default_value_t = cfg!(debug_assertions))]
    pub verify_answers: bool,
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
