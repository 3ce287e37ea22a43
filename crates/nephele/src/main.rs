//! The one binary: command line, configuration, start and stop.
#![allow(clippy::disallowed_methods)] // the process's edge: environment, runtime, signals

#[macro_use]
mod out;

mod bare;
mod bill;
mod cli;
mod client;
mod controls;
mod fsck;
mod lab;
mod observers;
mod pages;
mod serve;
mod services;
mod snapshots;
mod traces;

use std::process::ExitCode;

use clap::Parser;

/// Many small short-lived values: the request path allocates a lot.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let result = match cli.command {
        None => serve::run(&cli.serve),
        Some(cli::Command::Serve(serve)) => serve::run(&serve),
        Some(cli::Command::Status(target)) => client::status(&target),
        Some(cli::Command::Clock(clock)) => controls::clock(&clock),
        Some(cli::Command::Fault(fault)) => controls::fault(&fault),
        Some(cli::Command::Zones(zones)) => controls::zones(&zones),
        Some(cli::Command::Snapshot(snapshot)) => snapshots::run(&snapshot),
        Some(cli::Command::Trace(trace)) => traces::trace(&trace),
        Some(cli::Command::Why(why)) => traces::why(&why),
        Some(cli::Command::Bill(bill)) => bill::run(&bill),
        Some(cli::Command::Reset(reset)) => client::reset(&reset),
        Some(cli::Command::Fsck(fsck)) => fsck::run(&fsck),
        Some(cli::Command::Lab(action)) => lab::command(&action),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("nephele: {message}");
            ExitCode::FAILURE
        }
    }
}
