//! Queries over objects: their text, their input, their result, on DataFusion.
//!
//! [`query::Query`] is the way in: a statement in the dialect of S3 Select ([`dialect`]) is planned
//! over an input of CSV, JSON or Parquet ([`input`]) and run on the caller's thread, which pulls
//! the result ([`output`]) a piece at a time. [`lake`] is the other way in: SELECT over stores of
//! events, in the words of Trino; [`table`] writes Parquet. It knows no service, no store and no
//! clock; it spawns nothing, and memory is bounded by [`limits`].
//!
//! Nothing else in the workspace names DataFusion, Arrow or Parquet: README.md says what they cost.

pub mod dialect;
pub mod fault;
mod functions;
pub mod input;
mod json;
mod kind;
pub mod lake;
pub mod limits;
mod moment;
pub mod output;
mod plan;
pub mod query;
pub mod table;

#[cfg(test)]
mod tests;
