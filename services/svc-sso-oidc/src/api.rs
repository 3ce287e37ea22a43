//! Inputs, outputs, errors and enums of the implemented operations of SSO OIDC.
//!
//! Written by `cargo xtask codegen sso-oidc` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Items, Text, Whole};
use kernel::{builder, operations, view};

operations! {
    CreateToken: CreateTokenInput, CreateTokenOutput;
    CreateTokenWithIAM: CreateTokenWithIAMInput, CreateTokenWithIAMOutput;
    RegisterClient: RegisterClientInput, RegisterClientOutput;
    StartDeviceAuthorization: StartDeviceAuthorizationInput, StartDeviceAuthorizationOutput;
}

view! { CreateTokenInput<'a> {
    client_id "clientId": required &'a str,
    client_secret "clientSecret": required &'a str,
    grant_type "grantType": required &'a str,
    device_code "deviceCode": optional &'a str,
    code "code": optional &'a str,
    refresh_token "refreshToken": optional &'a str,
    scope "scope": optional List<'a, &'a str>,
    redirect_uri "redirectUri": optional &'a str,
    code_verifier "codeVerifier": optional &'a str,
} }

builder! { CreateTokenOutput {
    access_token "accessToken": Text,
    token_type "tokenType": Text,
    expires_in "expiresIn": Whole,
    refresh_token "refreshToken": Text,
    id_token "idToken": Text,
} }

view! { CreateTokenWithIAMInput<'a> {
    client_id "clientId": required &'a str,
    grant_type "grantType": required &'a str,
    code "code": optional &'a str,
    refresh_token "refreshToken": optional &'a str,
    assertion "assertion": optional &'a str,
    scope "scope": optional List<'a, &'a str>,
    redirect_uri "redirectUri": optional &'a str,
    subject_token "subjectToken": optional &'a str,
    subject_token_type "subjectTokenType": optional &'a str,
    requested_token_type "requestedTokenType": optional &'a str,
    code_verifier "codeVerifier": optional &'a str,
} }

builder! { CreateTokenWithIAMOutput {
    access_token "accessToken": Text,
    token_type "tokenType": Text,
    expires_in "expiresIn": Whole,
    refresh_token "refreshToken": Text,
    id_token "idToken": Text,
    issued_token_type "issuedTokenType": Text,
    scope "scope": Items<Text>,
    aws_additional_details "awsAdditionalDetails": AwsAdditionalDetailsBuilder,
} }

view! { RegisterClientInput<'a> {
    client_name "clientName": required &'a str,
    client_type "clientType": required &'a str,
    scopes "scopes": optional List<'a, &'a str>,
    redirect_uris "redirectUris": optional List<'a, &'a str>,
    grant_types "grantTypes": optional List<'a, &'a str>,
    issuer_url "issuerUrl": optional &'a str,
    entitled_application_arn "entitledApplicationArn": optional &'a str,
} }

builder! { RegisterClientOutput {
    client_id "clientId": Text,
    client_secret "clientSecret": Text,
    client_id_issued_at "clientIdIssuedAt": Whole,
    client_secret_expires_at "clientSecretExpiresAt": Whole,
    authorization_endpoint "authorizationEndpoint": Text,
    token_endpoint "tokenEndpoint": Text,
} }

view! { StartDeviceAuthorizationInput<'a> {
    client_id "clientId": required &'a str,
    client_secret "clientSecret": required &'a str,
    start_url "startUrl": required &'a str,
} }

builder! { StartDeviceAuthorizationOutput {
    device_code "deviceCode": Text,
    user_code "userCode": Text,
    verification_uri "verificationUri": Text,
    verification_uri_complete "verificationUriComplete": Text,
    expires_in "expiresIn": Whole,
    interval "interval": Whole,
} }

builder! { AwsAdditionalDetailsBuilder {
    identity_context "identityContext": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        authorization_pending_exception "AuthorizationPendingException" 400;
        expired_token_exception "ExpiredTokenException" 400;
        internal_server_exception "InternalServerException" 500;
        invalid_client_exception "InvalidClientException" 401;
        invalid_client_metadata_exception "InvalidClientMetadataException" 400;
        invalid_grant_exception "InvalidGrantException" 400;
        invalid_redirect_uri_exception "InvalidRedirectUriException" 400;
        invalid_request_exception "InvalidRequestException" 400;
        invalid_request_region_exception "InvalidRequestRegionException" 400;
        invalid_scope_exception "InvalidScopeException" 400;
        slow_down_exception "SlowDownException" 400;
        unauthorized_client_exception "UnauthorizedClientException" 400;
        unsupported_grant_type_exception "UnsupportedGrantTypeException" 400;
    }
}
