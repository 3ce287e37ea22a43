//! Limits of the identity store.

/// [A] MaxResults of the lists: at most and, where the client does not say, so many.
pub const PAGE_DEFAULT: i64 = 100;
/// Names that nobody may have ([A] CreateUser, UserName).
pub const RESERVED_NAMES: [&str; 2] = ["administrator", "awsadministrators"];
/// Users that the page for signing in shows.
pub const SHOWN_MAX: usize = 500;
