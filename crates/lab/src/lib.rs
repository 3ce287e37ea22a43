//! Labs: a requirement, architectures that meet it or do not, and runs that show it.
//!
//! A lab is data ([`definition`], read by [`read`], [`steps`] and [`actors`]; `docs/labs.md`
//! describes it). A [`run`] has a world of its own in memory ([`cloud`]), in which [`producer`],
//! [`consumer`], [`reader`] and [`script`] are processes on the virtual clock ([`clockwork`]) that
//! call through the door; [`functions`] are processes of the host. What happens is noted in a
//! [`ledger`], with the account's [`mod@bill`] at the end; [`facts`] and [`verdict`] judge it, and
//! [`report`] shows it. Nothing here knows one lab or one service, but for the queues and streams
//! that are read.
#![allow(clippy::disallowed_methods)] // drives a runtime and reads learners' folders by hand

pub mod actors;
mod bill;
pub mod clockwork;
pub mod cloud;
pub mod consumer;
pub mod definition;
pub mod facts;
mod fault;
pub mod files;
pub mod functions;
pub mod ledger;
pub mod names;
mod patch;
pub mod producer;
pub mod read;
pub mod reader;
pub mod report;
pub mod run;
pub mod script;
mod sim;
pub mod steps;
pub mod trails;
pub mod verdict;
