//! What a state fails with: the name of an error and its cause.

use std::fmt;

pub const ALL: &str = "States.ALL";
pub const TASK_FAILED: &str = "States.TaskFailed";
pub const TIMEOUT: &str = "States.Timeout";
pub const HEARTBEAT_TIMEOUT: &str = "States.HeartbeatTimeout";
pub const PERMISSIONS: &str = "States.Permissions";
pub const RUNTIME: &str = "States.Runtime";
pub const DATA_LIMIT_EXCEEDED: &str = "States.DataLimitExceeded";
pub const RESULT_PATH_MATCH_FAILURE: &str = "States.ResultPathMatchFailure";
pub const PARAMETER_PATH_FAILURE: &str = "States.ParameterPathFailure";
pub const INTRINSIC_FAILURE: &str = "States.IntrinsicFailure";
pub const NO_CHOICE_MATCHED: &str = "States.NoChoiceMatched";
pub const QUERY_EVALUATION_ERROR: &str = "States.QueryEvaluationError";
pub const ITEM_READER_FAILED: &str = "States.ItemReaderFailed";
pub const RESULT_WRITER_FAILED: &str = "States.ResultWriterFailed";
pub const TOLERANCE_EXCEEDED: &str = "States.ExceedToleratedFailureThreshold";
pub const BRANCH_FAILED: &str = "States.BranchFailed";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub error: String,
    pub cause: Option<String>,
    /// The field of a state whose JSONata could not be evaluated.
    pub location: Option<String>,
}

impl Failure {
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Failure {
        Failure { error: error.into(), cause: Some(cause.into()), location: None }
    }

    pub fn runtime(cause: impl Into<String>) -> Failure {
        Failure::new(RUNTIME, cause)
    }

    #[must_use]
    pub fn at(mut self, location: impl Into<String>) -> Failure {
        self.location = Some(location.into());
        self
    }

    /// Whether one of a list of names (`ErrorEquals`) means this. `States.ALL` means all but what
    /// no state can do anything about.
    pub fn is_named_by<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> bool {
        let is_terminal = self.error == DATA_LIMIT_EXCEEDED || self.error == RUNTIME;
        names.any(|name| {
            name == self.error
                || (name == ALL && !is_terminal)
                || (name == TASK_FAILED && self.error != TIMEOUT && !is_terminal)
                || (name == TIMEOUT && self.error == HEARTBEAT_TIMEOUT)
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.cause.as_deref().unwrap_or_default())
    }
}

impl std::error::Error for Failure {}
