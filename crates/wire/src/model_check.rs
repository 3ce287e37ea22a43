//! What the models say, for the door: see [`kernel::door::ModelCheck`].

use kernel::door::ModelCheck;
use kernel::{ApiError, Call, ServiceDef, Struct, Validation};

use crate::archive;
use crate::bind;
use crate::model::{Operation, Protocol, Service};
use crate::validate::{self, ValidationStyle};

/// Services that word violations as all others do and name them differently: CloudWatch Logs, whose
/// `ValidationException` means other things.
const SAY_INVALID_PARAMETER: [&str; 1] = ["logs"];

/// The models, as the door asks them.
#[derive(Debug)]
pub struct Models {
    /// Verify answers too: for tests and debug builds.
    pub verifies: bool,
}

impl ModelCheck for Models {
    fn check_input(&self, service: &ServiceDef, call: &Call) -> Result<(), ApiError> {
        // Steps of a service's own jobs are in no model.
        let Some((model, operation)) = find(service.name, &call.operation) else { return Ok(()) };
        let style = match service.validation {
            Validation::Standard => ValidationStyle::Standard,
            Validation::Query => ValidationStyle::Query,
            Validation::MissingParameter => ValidationStyle::MissingParameter,
            Validation::RequiredOnly => ValidationStyle::RequiredOnly,
        };
        let checked = validate::check_input(model, operation, style, &call.input);
        if !SAY_INVALID_PARAMETER.contains(&service.name) {
            return checked;
        }
        checked.map_err(|error| ApiError::new("InvalidParameterException", error.message()))
    }

    fn check_output(&self, service: &str, operation: &str, output: &Struct) -> Result<(), String> {
        let Some((model, operation)) = find(service, operation) else { return Ok(()) };
        validate::check_output(model, operation, output)
    }

    fn sdk_operation(
        &self,
        service_id: &str,
        action: &str,
    ) -> Option<(&'static str, &'static str)> {
        bind::sdk_operation(service_id, action)
    }

    fn bind_json(&self, service: &str, operation: &str, json: &str) -> Result<Struct, String> {
        bind::input(service, operation, json)
    }

    fn sdk_output(&self, service: &str, operation: &str, output: &Struct) -> Struct {
        bind::output(service, operation, output)
    }

    fn verifies_outputs(&self) -> bool {
        self.verifies
    }

    /// The JSON protocols answer 400 to all that is the caller's fault (EventBridge's
    /// `AccessDeniedException` comes with "status code: 400", Scheduler's, over REST, with 403).
    /// Services that spoke the query protocol before have kept its 403 (SQS).
    fn denied_status(&self, service: &str) -> u16 {
        let Some(entry) = archive::service_entry(service) else { return 403 };
        let is_json =
            matches!(entry.protocols.first(), Some(Protocol::AwsJson1_0 | Protocol::AwsJson1_1));
        if is_json && !entry.model().is_query_compatible { 400 } else { 403 }
    }
}

fn find(service: &str, operation: &str) -> Option<(&'static Service, &'static Operation)> {
    let model = archive::service_entry(service)?.model();
    Some((model, model.operation(operation)?))
}
