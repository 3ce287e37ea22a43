//! Inputs, outputs, errors and enums of the implemented operations of STS.
//!
//! Written by `cargo xtask codegen sts` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Text, Time, Whole};
use kernel::{builder, operations, view};

operations! {
    AssumeRole: AssumeRoleInput, AssumeRoleOutput;
    AssumeRoleWithSAML: AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput;
    AssumeRoleWithWebIdentity: AssumeRoleWithWebIdentityInput, AssumeRoleWithWebIdentityOutput;
    AssumeRoot: AssumeRootInput, AssumeRootOutput;
    DecodeAuthorizationMessage: DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput;
    GetAccessKeyInfo: GetAccessKeyInfoInput, GetAccessKeyInfoOutput;
    GetCallerIdentity: GetCallerIdentityInput, GetCallerIdentityOutput;
    GetDelegatedAccessToken: GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput;
    GetFederationToken: GetFederationTokenInput, GetFederationTokenOutput;
    GetSessionToken: GetSessionTokenInput, GetSessionTokenOutput;
    GetWebIdentityToken: GetWebIdentityTokenInput, GetWebIdentityTokenOutput;
}

view! { AssumeRoleInput<'a> {
    role_arn "RoleArn": required &'a str,
    role_session_name "RoleSessionName": required &'a str,
    policy_arns "PolicyArns": optional List<'a, PolicyDescriptorType<'a>>,
    policy "Policy": optional &'a str,
    duration_seconds "DurationSeconds": optional i64,
    tags "Tags": optional List<'a, Tag<'a>>,
    transitive_tag_keys "TransitiveTagKeys": optional List<'a, &'a str>,
    external_id "ExternalId": optional &'a str,
    serial_number "SerialNumber": optional &'a str,
    token_code "TokenCode": optional &'a str,
    source_identity "SourceIdentity": optional &'a str,
    provided_contexts "ProvidedContexts": optional List<'a, ProvidedContext<'a>>,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { AssumeRoleOutput {
    credentials "Credentials": CredentialsBuilder,
    assumed_role_user "AssumedRoleUser": AssumedRoleUserBuilder,
    packed_policy_size "PackedPolicySize": Whole,
    source_identity "SourceIdentity": Text,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { AssumeRoleWithSAMLInput<'a> {
    role_arn "RoleArn": required &'a str,
    principal_arn "PrincipalArn": required &'a str,
    saml_assertion "SAMLAssertion": required &'a str,
    policy_arns "PolicyArns": optional List<'a, PolicyDescriptorType<'a>>,
    policy "Policy": optional &'a str,
    duration_seconds "DurationSeconds": optional i64,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { AssumeRoleWithSAMLOutput {
    credentials "Credentials": CredentialsBuilder,
    assumed_role_user "AssumedRoleUser": AssumedRoleUserBuilder,
    packed_policy_size "PackedPolicySize": Whole,
    subject "Subject": Text,
    subject_type "SubjectType": Text,
    issuer "Issuer": Text,
    audience "Audience": Text,
    name_qualifier "NameQualifier": Text,
    source_identity "SourceIdentity": Text,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { AssumeRoleWithWebIdentityInput<'a> {
    role_arn "RoleArn": required &'a str,
    role_session_name "RoleSessionName": required &'a str,
    web_identity_token "WebIdentityToken": required &'a str,
    provider_id "ProviderId": optional &'a str,
    policy_arns "PolicyArns": optional List<'a, PolicyDescriptorType<'a>>,
    policy "Policy": optional &'a str,
    duration_seconds "DurationSeconds": optional i64,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { AssumeRoleWithWebIdentityOutput {
    credentials "Credentials": CredentialsBuilder,
    subject_from_web_identity_token "SubjectFromWebIdentityToken": Text,
    assumed_role_user "AssumedRoleUser": AssumedRoleUserBuilder,
    packed_policy_size "PackedPolicySize": Whole,
    provider "Provider": Text,
    audience "Audience": Text,
    source_identity "SourceIdentity": Text,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { AssumeRootInput<'a> {
    target_principal "TargetPrincipal": required &'a str,
    task_policy_arn "TaskPolicyArn": required PolicyDescriptorType<'a>,
    duration_seconds "DurationSeconds": optional i64,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { AssumeRootOutput {
    credentials "Credentials": CredentialsBuilder,
    source_identity "SourceIdentity": Text,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { DecodeAuthorizationMessageInput<'a> {
    encoded_message "EncodedMessage": required &'a str,
} }

builder! { DecodeAuthorizationMessageOutput {
    decoded_message "DecodedMessage": Text,
} }

view! { GetAccessKeyInfoInput<'a> {
    access_key_id "AccessKeyId": required &'a str,
} }

builder! { GetAccessKeyInfoOutput {
    account "Account": Text,
} }

view! { GetCallerIdentityInput<'a> {
} }

builder! { GetCallerIdentityOutput {
    user_id "UserId": Text,
    account "Account": Text,
    arn "Arn": Text,
} }

view! { GetDelegatedAccessTokenInput<'a> {
    trade_in_token "TradeInToken": required &'a str,
} }

builder! { GetDelegatedAccessTokenOutput {
    credentials "Credentials": CredentialsBuilder,
    packed_policy_size "PackedPolicySize": Whole,
    assumed_principal "AssumedPrincipal": Text,
} }

view! { GetFederationTokenInput<'a> {
    name "Name": required &'a str,
    policy "Policy": optional &'a str,
    policy_arns "PolicyArns": optional List<'a, PolicyDescriptorType<'a>>,
    duration_seconds "DurationSeconds": optional i64,
    tags "Tags": optional List<'a, Tag<'a>>,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { GetFederationTokenOutput {
    credentials "Credentials": CredentialsBuilder,
    federated_user "FederatedUser": FederatedUserBuilder,
    packed_policy_size "PackedPolicySize": Whole,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { GetSessionTokenInput<'a> {
    duration_seconds "DurationSeconds": optional i64,
    serial_number "SerialNumber": optional &'a str,
    token_code "TokenCode": optional &'a str,
    minimum_session_token_size "MinimumSessionTokenSize": optional i64,
} }

builder! { GetSessionTokenOutput {
    credentials "Credentials": CredentialsBuilder,
    session_token_utilization "SessionTokenUtilization": Whole,
    session_token_size "SessionTokenSize": Whole,
} }

view! { GetWebIdentityTokenInput<'a> {
    audience "Audience": required List<'a, &'a str>,
    duration_seconds "DurationSeconds": optional i64,
    signing_algorithm "SigningAlgorithm": required &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { GetWebIdentityTokenOutput {
    web_identity_token "WebIdentityToken": Text,
    expiration "Expiration": Time,
} }

view! { PolicyDescriptorType<'a> {
    arn "arn": optional &'a str,
} }

view! { ProvidedContext<'a> {
    provider_arn "ProviderArn": optional &'a str,
    context_assertion "ContextAssertion": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { AssumedRoleUserBuilder {
    assumed_role_id "AssumedRoleId": Text,
    arn "Arn": Text,
} }

builder! { CredentialsBuilder {
    access_key_id "AccessKeyId": Text,
    secret_access_key "SecretAccessKey": Text,
    session_token "SessionToken": Text,
    expiration "Expiration": Time,
} }

builder! { FederatedUserBuilder {
    federated_user_id "FederatedUserId": Text,
    arn "Arn": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        expired_token_exception "ExpiredTokenException" 400;
        expired_trade_in_token_exception "ExpiredTradeInTokenException" 400;
        idp_communication_error_exception "IDPCommunicationErrorException" 400;
        idp_rejected_claim_exception "IDPRejectedClaimException" 403;
        invalid_authorization_message_exception "InvalidAuthorizationMessageException" 400;
        invalid_identity_token_exception "InvalidIdentityTokenException" 400;
        jwt_payload_size_exceeded_exception "JWTPayloadSizeExceededException" 400;
        malformed_policy_document_exception "MalformedPolicyDocumentException" 400;
        outbound_web_identity_federation_disabled_exception "OutboundWebIdentityFederationDisabledException" 403;
        packed_policy_too_large_exception "PackedPolicyTooLargeException" 400;
        region_disabled_exception "RegionDisabledException" 403;
        session_duration_escalation_exception "SessionDurationEscalationException" 403;
    }
}
