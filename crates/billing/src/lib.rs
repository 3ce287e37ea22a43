//! From usage to a bill.
//!
//! The meter at the door ([`kernel::meter`]) says who has used how much of what in which hour.
//! [`usage`] says what that is in AWS's usage types, by the table `usage.txt`; [`prices`] what a
//! usage type costs, by the dated files in `prices/`; [`rate`] puts both together, with tiers and
//! free tiers, in exact decimals; [`bill`] sums it up by service, usage type, region, account or
//! tag. Cost Explorer, Budgets, `/_nephele/bill` and `nephele bill` show the outcome.
//!
//! `docs/bill.md` says how it is reckoned, and what of it is not verified.

pub mod activation;
pub mod bill;
pub mod calendar;
pub mod filter;
pub mod money;
pub mod organization;
pub mod own_tags;
pub mod prices;
pub mod products;
pub mod rate;
pub mod tags;
pub mod usage;

pub use bill::{Bill, By, Query, bill, items};
pub use calendar::{Granularity, Month};
pub use money::{Money, Quantity};
pub use rate::Item;
