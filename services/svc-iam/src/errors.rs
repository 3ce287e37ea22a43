//! The errors of IAM in AWS's words.
//!
//! The wording is that of AWS's replies as its User Guide ("Troubleshoot IAM"), re:Post and the
//! issue threads of its clients (Terraform's provider, the CDK, the CLI) quote them. Where no
//! quotation is at hand, the comment says "our words".

use kernel::ApiError;
use policy::PolicyError;

use crate::api::error;

pub fn no_such(kind: &str, name: &str) -> ApiError {
    error::no_such_entity_exception(format!("The {kind} with name {name} cannot be found."))
}

pub fn no_such_inline_policy(kind: &str, name: &str) -> ApiError {
    no_such(&format!("{kind} policy"), name)
}

pub fn no_such_policy(arn: &str) -> ApiError {
    error::no_such_entity_exception(format!("Policy {arn} was not found."))
}

pub fn not_attachable(arn: &str) -> ApiError {
    let message = format!("Policy {arn} does not exist or is not attachable.");
    error::no_such_entity_exception(message)
}

pub fn no_such_version(arn: &str, version: &str) -> ApiError {
    error::no_such_entity_exception(format!(
        "Policy {arn} version {version} does not exist or is not attachable."
    ))
}

pub fn no_such_instance_profile(name: &str) -> ApiError {
    error::no_such_entity_exception(format!("Instance Profile {name} cannot be found."))
}

pub fn no_such_access_key(id: &str) -> ApiError {
    error::no_such_entity_exception(format!("The Access Key with id {id} cannot be found."))
}

pub fn no_such_login_profile(user: &str) -> ApiError {
    error::no_such_entity_exception(format!("Login Profile for User {user} cannot be found."))
}

pub fn no_such_password_policy(account: &str) -> ApiError {
    error::no_such_entity_exception(format!(
        "The Password Policy with domain name {account} cannot be found."
    ))
}

/// Our words.
pub fn no_such_alias(alias: &str) -> ApiError {
    error::no_such_entity_exception(format!("The account alias {alias} cannot be found."))
}

pub fn no_such_virtual_device(serial: &str) -> ApiError {
    error::no_such_entity_exception(format!(
        "VirtualMFADevice with serial number {serial} does not exist."
    ))
}

/// Our words.
pub fn no_such_device_of_user(serial: &str) -> ApiError {
    error::no_such_entity_exception(format!("MFA Device {serial} is not enabled for this user."))
}

pub fn no_such_oidc_provider(arn: &str) -> ApiError {
    error::no_such_entity_exception(format!("OpenIDConnect Provider not found for arn {arn}"))
}

pub fn no_such_saml_provider(arn: &str) -> ApiError {
    error::no_such_entity_exception(format!("Manifest not found for arn {arn}"))
}

/// Our words.
pub fn no_such_deletion_task(id: &str) -> ApiError {
    error::no_such_entity_exception(format!("The deletion task {id} cannot be found."))
}

pub fn attached_not_found(arn: &str) -> ApiError {
    no_such_policy(arn)
}

pub fn exists(kind: &str, name: &str) -> ApiError {
    error::entity_already_exists_exception(format!("{kind} with name {name} already exists."))
}

pub fn policy_exists(name: &str) -> ApiError {
    error::entity_already_exists_exception(format!(
        "A policy called {name} already exists. Duplicate names are not allowed."
    ))
}

pub fn instance_profile_exists(name: &str) -> ApiError {
    error::entity_already_exists_exception(format!("Instance Profile {name} already exists."))
}

pub fn login_profile_exists(user: &str) -> ApiError {
    error::entity_already_exists_exception(format!("Login Profile for user {user} already exists."))
}

pub fn alias_exists(alias: &str) -> ApiError {
    error::entity_already_exists_exception(format!("The account alias {alias} already exists."))
}

pub fn mfa_device_exists() -> ApiError {
    error::entity_already_exists_exception(
        "MFADevice entity at the same path and name already exists.",
    )
}

/// Our words.
pub fn mfa_device_in_use() -> ApiError {
    error::entity_already_exists_exception("The MFA device is already in use.")
}

pub fn oidc_provider_exists(url: &str) -> ApiError {
    error::entity_already_exists_exception(format!("Provider with url {url} already exists."))
}

/// Our words.
pub fn saml_provider_exists(name: &str) -> ApiError {
    error::entity_already_exists_exception(format!("SAML provider {name} already exists."))
}

/// As users of AWS's load balancers quote it.
pub fn malformed_certificate() -> ApiError {
    error::malformed_certificate_exception(
        "Unable to parse certificate. Please ensure the certificate is in PEM format.",
    )
}

pub fn no_such_server_certificate(name: &str) -> ApiError {
    no_such("Server Certificate", name)
}

pub fn server_certificate_exists(name: &str) -> ApiError {
    error::entity_already_exists_exception(format!(
        "The Server Certificate with name {name} already exists."
    ))
}

pub fn no_such_signing_certificate(id: &str) -> ApiError {
    error::no_such_entity_exception(format!("The Certificate with id {id} cannot be found."))
}

/// Our words.
pub fn metadata_expired() -> ApiError {
    invalid_input("The metadata document is not valid any more.")
}

pub fn saml_private_keys() -> ApiError {
    error::limit_exceeded_exception("Private key limit of 2 is reached.")
}

pub fn service_linked_role_exists(name: &str) -> ApiError {
    error::invalid_input_exception(format!(
        "Service role name {name} has been taken in this account, please try a different suffix."
    ))
}

/// `what` as in "must detach all policies first".
pub fn delete_conflict(what: &str) -> ApiError {
    error::delete_conflict_exception(format!("Cannot delete entity, must {what} first."))
}

pub fn policy_is_attached() -> ApiError {
    error::delete_conflict_exception("Cannot delete a policy attached to entities.")
}

pub fn policy_has_versions() -> ApiError {
    error::delete_conflict_exception(
        "This policy has more than one version. Before you delete a policy, you must delete the \
         policy's versions. The default version is deleted with the policy.",
    )
}

pub fn default_version() -> ApiError {
    error::delete_conflict_exception("Cannot delete the default version of a policy.")
}

pub fn quota(name: &str, max: usize) -> ApiError {
    error::limit_exceeded_exception(format!("Cannot exceed quota for {name}: {max}"))
}

pub fn too_many_versions() -> ApiError {
    error::limit_exceeded_exception(
        "A managed policy can have up to 5 versions. Before you create a new version, you must \
         delete an existing version.",
    )
}

pub fn inline_too_large(max: usize, kind: &str, name: &str) -> ApiError {
    error::limit_exceeded_exception(format!(
        "Maximum policy size of {max} bytes exceeded for {kind} {name}"
    ))
}

pub fn malformed_policy(error: &PolicyError) -> ApiError {
    error::malformed_policy_document_exception(error.to_string())
}

pub fn invalid_principal(arn: &str) -> ApiError {
    error::malformed_policy_document_exception(format!(
        "Invalid principal in policy: \"AWS\":\"{arn}\""
    ))
}

pub fn protected_role(name: &str) -> ApiError {
    error::unmodifiable_entity_exception(format!(
        "Cannot perform the operation on the protected role '{name}' - this role is only \
         modifiable by AWS"
    ))
}

/// Our words.
/// As users quote AWS's answer (hashicorp/terraform-provider-aws and others, unverified word by
/// word).
pub fn service_role_policy() -> ApiError {
    error::policy_not_attachable_exception(
        "Cannot attach a Service Role Policy to a Customer Role.",
    )
}

pub fn managed_by_aws() -> ApiError {
    ApiError::new("AccessDenied", "AWS managed policies cannot be changed.").with_status(403)
}

pub fn invalid_arn(arn: &str) -> ApiError {
    error::invalid_input_exception(format!("ARN {arn} is not valid."))
}

pub fn duplicate_tags() -> ApiError {
    error::invalid_input_exception(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    )
}

/// Our words.
pub fn reserved_tag() -> ApiError {
    error::invalid_input_exception("Tag keys must not begin with aws:, which is reserved for AWS.")
}

pub fn too_many_tags() -> ApiError {
    error::limit_exceeded_exception("The number of tags has reached the maximum limit.")
}

pub fn invalid_marker() -> ApiError {
    ApiError::new("ValidationError", "Invalid Marker.")
}

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationError", message)
}

pub fn must_name_user() -> ApiError {
    validation("Must specify userName when calling with non-User credentials")
}

pub fn password_policy(message: &str) -> ApiError {
    error::password_policy_violation_exception(message)
}

/// Our words.
pub fn wrong_password() -> ApiError {
    ApiError::new("AccessDenied", "The old password is not the user's password.").with_status(403)
}

pub fn not_a_user() -> ApiError {
    error::invalid_user_type_exception("User type is not allowed to change a password.")
}

pub fn wrong_code() -> ApiError {
    error::invalid_authentication_code_exception("Authentication code for device is not valid.")
}

pub fn invalid_input(message: impl Into<String>) -> ApiError {
    error::invalid_input_exception(message)
}

pub fn report_not_present() -> ApiError {
    error::credential_report_not_present_exception(
        "No report exists. Please generate a report first",
    )
}

/// Our words.
pub fn report_expired() -> ApiError {
    error::credential_report_expired_exception(
        "The last report has expired. Please generate a new one",
    )
}

/// Our words, as the others of delegation requests.
pub fn no_such_delegation(id: &str) -> ApiError {
    error::no_such_entity_exception(format!("The delegation request {id} cannot be found."))
}

/// Our words.
pub fn workflow_exists(id: &str) -> ApiError {
    error::entity_already_exists_exception(format!(
        "A delegation request with the requestor workflow ID {id} already exists."
    ))
}

/// Our words.
pub fn delegation_state(state: &str, operation: &str) -> ApiError {
    invalid_input(format!(
        "The delegation request is in the {state} state, in which {operation} is not possible."
    ))
}

/// Our words.
pub fn not_the_owner() -> ApiError {
    let message = "The exchange token of this delegation request is sent by its owner only.";
    ApiError::new("AccessDenied", message).with_status(403)
}

/// Our words, as the others of role templates.
pub fn no_such_template(arn: &str) -> ApiError {
    error::no_such_entity_exception(format!("The role template {arn} cannot be found."))
}

/// Our words.
pub fn name_conflict(name: &str) -> ApiError {
    error::name_conflict_exception(format!(
        "A role with name {name} exists that was not created from this role template."
    ))
}

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}
