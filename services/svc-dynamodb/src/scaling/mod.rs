//! Provisioned capacity that follows what is consumed.
//!
//! Application Auto Scaling does it, for tables, global indexes and replicas. Here are DynamoDB's
//! own operations about it: they register scalable targets and put policies there as their caller,
//! in the region of each replica ([`targets`]). [`replicas`] and [`settings`] are the operations.
//!
//! Source: Developer Guide, "Managing throughput capacity automatically with DynamoDB auto
//! scaling".

pub mod replicas;
pub mod set;
pub mod settings;
mod targets;
