//! Types of resources as data: what they are made of (`data/schemas.txt`) and by which calls they
//! are made, changed and removed (`data/types.txt`).
//!
//! [`table`] reads both, [`schema`] checks and converts properties, [`plan`] says which calls a
//! change needs, and [`expression`] what they are called with, with the conversions of [`convert`]
//! and [`bucket`].

mod bucket;
pub mod convert;
pub mod expression;
pub mod plan;
pub mod schema;
pub mod table;

pub use expression::Facts;
pub use table::{Kind, find};

/// Types that are no calls of a service but the engine's own.
pub const STACK: &str = "AWS::CloudFormation::Stack";
pub const WAIT_CONDITION: &str = "AWS::CloudFormation::WaitCondition";
pub const WAIT_HANDLE: &str = "AWS::CloudFormation::WaitConditionHandle";
pub const CUSTOM: &str = "AWS::CloudFormation::CustomResource";
/// Records which libraries made a template. There is nothing to make.
pub const CDK_METADATA: &str = "AWS::CDK::Metadata";

pub fn is_custom(kind: &str) -> bool {
    kind == CUSTOM || kind.starts_with("Custom::")
}

pub fn is_known(kind: &str) -> bool {
    is_custom(kind) || kind == CDK_METADATA || find(kind).is_some()
}
