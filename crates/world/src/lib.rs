//! The world in which calls happen: time, chance, places.
//!
//! Nothing here knows a service, a request or the store.
#![allow(clippy::disallowed_methods)] // the clock is where real time comes in

mod account;
mod chance;
mod clock;
mod regions;
mod time;

pub use account::AccountId;
pub use chance::Chance;
pub use clock::{Clock, ClockState};
pub use regions::{Region, RegionInfo, regions};
pub use time::Timestamp;
