//! Sensitive data in texts, by AWS's managed data identifiers: what SNS's message data
//! protection and CloudWatch Logs' data protection look for.
//!
//! [`identifiers`] says what each looks for, [`custom`] what a policy brings of its own, [`detect`]
//! finds it. What is done about it (refused,
//! masked, told) is the services'.

pub mod custom;
pub mod detect;
pub mod identifiers;
mod identifiers_check;

pub use detect::{Detector, has_any, spans};
pub use identifiers::Known;
