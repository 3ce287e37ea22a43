//! The errors of Organizations. The wording is that of its API Reference, whose pages of errors
//! carry what the service answers; where a page says it in general, its sentence stands.

use kernel::ApiError;

use crate::api::error;

pub fn not_in_use() -> ApiError {
    error::aws_organizations_not_in_use_exception(
        "Your account is not a member of an organization.",
    )
}

pub fn already_in_organization() -> ApiError {
    error::already_in_organization_exception(
        "The AWS account is already a member of an organization.",
    )
}

pub fn access_denied() -> ApiError {
    error::access_denied_exception("You don't have permissions to access this resource.")
}

pub fn no_account() -> ApiError {
    error::account_not_found_exception("You specified an account that doesn't exist.")
}

pub fn no_unit() -> ApiError {
    error::organizational_unit_not_found_exception(
        "You specified an organizational unit that doesn't exist.",
    )
}

pub fn no_parent() -> ApiError {
    error::parent_not_found_exception("You specified parent that doesn't exist.")
}

pub fn no_source_parent() -> ApiError {
    error::source_parent_not_found_exception("You specified a source parent that doesn't exist.")
}

pub fn no_destination_parent() -> ApiError {
    error::destination_parent_not_found_exception(
        "You specified a destination parent that doesn't exist.",
    )
}

pub fn no_child() -> ApiError {
    error::child_not_found_exception("You specified a child that doesn't exist.")
}

pub fn no_root() -> ApiError {
    error::root_not_found_exception("You specified a root that doesn't exist.")
}

pub fn no_policy() -> ApiError {
    error::policy_not_found_exception("You specified a policy that doesn't exist.")
}

pub fn no_target() -> ApiError {
    error::target_not_found_exception("You specified a target that doesn't exist.")
}

pub fn no_handshake() -> ApiError {
    error::handshake_not_found_exception("You specified a handshake that doesn't exist.")
}

pub fn no_creation() -> ApiError {
    error::create_account_status_not_found_exception(
        "You specified a create account request that doesn't exist.",
    )
}

pub fn not_empty() -> ApiError {
    error::organization_not_empty_exception(
        "To delete an organization you must first remove all member accounts (except the master).",
    )
}

pub fn unit_not_empty() -> ApiError {
    error::organizational_unit_not_empty_exception(
        "To delete an organizational unit you must first remove all member accounts and child OUs.",
    )
}

pub fn duplicate_unit() -> ApiError {
    error::duplicate_organizational_unit_exception("An OU with the same name already exists.")
}

pub fn duplicate_account() -> ApiError {
    error::duplicate_account_exception("The account is already present in the specified parent.")
}

pub fn duplicate_policy() -> ApiError {
    error::duplicate_policy_exception("A policy with the specified name and type already exists.")
}

pub fn duplicate_attachment() -> ApiError {
    error::duplicate_policy_attachment_exception(
        "A policy with the specified name and type already exists.",
    )
}

pub fn not_attached() -> ApiError {
    error::policy_not_attached_exception("This policy isn't attached to the specified entity.")
}

pub fn policy_in_use() -> ApiError {
    error::policy_in_use_exception("The policy is attached to one or more entities.")
}

pub fn type_not_enabled() -> ApiError {
    error::policy_type_not_enabled_exception(
        "This operation can be performed only for enabled policy types.",
    )
}

pub fn type_already_enabled() -> ApiError {
    error::policy_type_already_enabled_exception("The specified policy type is already enabled.")
}

pub fn malformed_policy() -> ApiError {
    error::malformed_policy_document_exception(
        "The provided policy document does not meet the requirements of the specified policy type.",
    )
}

pub fn master_cannot_leave() -> ApiError {
    error::master_cannot_leave_organization_exception(
        "You can't remove a management account from an organization.",
    )
}

/// `reason` is one of the model's: `ACCOUNT_NUMBER_LIMIT_EXCEEDED`.
pub fn constraint(reason: &'static str, message: &str) -> ApiError {
    error::constraint_violation_exception(message).with_member("Reason", reason)
}

pub fn handshake_constraint(reason: &'static str, message: &str) -> ApiError {
    error::handshake_constraint_violation_exception(message).with_member("Reason", reason)
}

pub fn invalid_input(reason: &'static str, message: &str) -> ApiError {
    error::invalid_input_exception(message).with_member("Reason", reason)
}

pub fn duplicate_handshake() -> ApiError {
    error::duplicate_handshake_exception(
        "A handshake with the same action and target already exists.",
    )
}

pub fn handshake_in_state() -> ApiError {
    error::handshake_already_in_state_exception(
        "The specified handshake is already in the requested state.",
    )
}

pub fn handshake_transition() -> ApiError {
    error::invalid_handshake_transition_exception(
        "You can't perform the operation on the handshake in its current state.",
    )
}

pub fn no_transfer() -> ApiError {
    error::responsibility_transfer_not_found_exception(
        "We can't find a transfer that you specified.",
    )
}

pub fn transfer_in_status() -> ApiError {
    error::responsibility_transfer_already_in_status_exception(
        "The responsibility transfer is already in the status that you specified.",
    )
}

pub fn transfer_transition() -> ApiError {
    error::invalid_responsibility_transfer_transition_exception(
        "The responsibility transfer can't transition to the requested state because it's not in a \
         valid state for this operation.",
    )
}

pub fn no_effective_policy() -> ApiError {
    error::effective_policy_not_found_exception(
        "If you ran this action on the management account, this policy type is not enabled. If you \
         ran the action on a member account, the account doesn't have an effective policy of this \
         type.",
    )
}

pub fn unsupported_endpoint() -> ApiError {
    error::unsupported_api_endpoint_exception(
        "This action isn't available in the current AWS Region.",
    )
}

pub fn already_registered() -> ApiError {
    error::account_already_registered_exception(
        "The specified account is already a delegated administrator for this AWS service.",
    )
}

pub fn not_registered() -> ApiError {
    error::account_not_registered_exception(
        "The specified account is not a delegated administrator for this AWS service.",
    )
}

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}
