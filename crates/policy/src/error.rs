//! What is wrong with a policy document.
//!
//! [`Fault`] says it for services that have their own words; `Display` says it as IAM does in
//! `MalformedPolicyDocument`. The words are those of IAM's replies as its User Guide, re:Post
//! and the issue threads of its clients quote them.

use std::fmt;

use crate::document::Kind;
use crate::limits;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    pub fault: Fault,
    /// Of which statement, counted from 0.
    pub statement: Option<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    TooLong,
    NotJson,
    TooDeep,
    /// A member that stands twice.
    Repeated(String),
    /// The document or a statement is no object, or there is no statement.
    Shape,
    Unknown(String),
    /// A member of the wrong type.
    Type(&'static str),
    Version(String),
    Effect(String),
    Missing(&'static str),
    /// A member that this kind of policy does not have.
    Prohibited(&'static str),
    /// `Action` beside `NotAction`, and the like.
    Both(&'static str, &'static str),
    TooManyStatements,
    Sid(String),
    RepeatedSid(String),
    /// An action or a condition key without the service in front.
    NoVendor(String),
    Resource(String),
    /// The ARN of a resource in a partition that there is not.
    Partition(String),
    /// The kind of principal and its value.
    Principal(String, String),
    Operator(String),
    /// Of a trust policy.
    NotAssumeRole(String),
}

impl PolicyError {
    /// Whether identities' words are to be used, which differ from those of other policies.
    fn is_of_identity(&self) -> bool {
        matches!(self.kind, Kind::Identity | Kind::ServiceControl | Kind::ResourceControl)
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_identity = self.is_of_identity();
        match &self.fault {
            Fault::TooLong => {
                let limit = limits::DOCUMENT_BYTES_MAX;
                write!(f, "Cannot exceed quota for PolicySize: {limit}")
            }
            Fault::NotJson => f.write_str("This policy contains invalid Json"),
            Fault::Version(_) if of_identity => {
                f.write_str("The policy must contain a valid version string")
            }
            Fault::Version(version) => write!(f, "Invalid version: {version}"),
            Fault::Effect(effect) if !of_identity => write!(f, "Invalid effect: {effect}"),
            Fault::Missing("Action") if of_identity => {
                f.write_str("Policy statement must contain actions.")
            }
            Fault::Missing("Resource") if of_identity => {
                f.write_str("Policy statement must contain resources.")
            }
            Fault::Missing(field) if !of_identity => write!(f, "Missing required field {field}"),
            Fault::Prohibited("Principal" | "NotPrincipal") if of_identity => {
                f.write_str("Policy document should not specify a principal.")
            }
            Fault::Prohibited(field) if !of_identity => write!(f, "Has prohibited field {field}"),
            Fault::Unknown(field) if !of_identity => write!(f, "Unknown field {field}"),
            Fault::Sid(_) => f.write_str(
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
                 regular expression [0-9A-Za-z]*",
            ),
            Fault::RepeatedSid(_) => {
                f.write_str("Statement IDs (SID) in a single policy must be unique.")
            }
            Fault::NoVendor(_) => f.write_str(
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ),
            Fault::Resource(text) => write!(f, "Resource {text} must be in ARN format or \"*\"."),
            Fault::Partition(text) => {
                let partition = text.split(':').nth(1).unwrap_or_default();
                write!(f, "Partition \"{partition}\" is not valid for resource \"{text}\".")
            }
            // Whatever the document says, IAM tells the kind in capitals.
            Fault::Principal(kind, text) => {
                let kind = kind.to_uppercase();
                write!(f, "Invalid principal in policy: \"{kind}\":\"{text}\"")
            }
            Fault::Operator(operator) => write!(f, "Invalid Condition type : {operator}"),
            Fault::NotAssumeRole(_) => {
                f.write_str("AssumeRole policy may only specify STS AssumeRole actions.")
            }
            _ => f.write_str("Syntax errors in policy."),
        }
    }
}

impl std::error::Error for PolicyError {}
