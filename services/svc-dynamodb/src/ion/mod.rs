//! Amazon Ion's text format, as far as exports and imports have it.
//!
//! Sources: "DynamoDB table export output format" and "Amazon S3 import formats for DynamoDB" (the
//! tables of data types), the Ion specification (amazon-ion.github.io/ion-docs). What the tables do
//! not have (timestamps, floats, symbols as values, clobs, S-expressions) is refused.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::item;
pub use write::{change, record};

/// What each line begins with.
const VERSION_MARKER: &str = "$ion_1_0";
/// Annotations of the lists that are sets.
const SETS: [(&str, &str); 3] =
    [("$dynamodb_SS", "SS"), ("$dynamodb_NS", "NS"), ("$dynamodb_BS", "BS")];
