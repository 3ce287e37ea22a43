//! Inputs, outputs, errors and enums of the implemented operations of SSO.
//!
//! Written by `cargo xtask codegen sso` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Items, Text, Whole};
use kernel::{builder, operations, view};

operations! {
    GetRoleCredentials: GetRoleCredentialsInput, GetRoleCredentialsOutput;
    ListAccountRoles: ListAccountRolesInput, ListAccountRolesOutput;
    ListAccounts: ListAccountsInput, ListAccountsOutput;
    Logout: LogoutInput, LogoutOutput;
}

view! { GetRoleCredentialsInput<'a> {
    role_name "roleName": required &'a str,
    account_id "accountId": required &'a str,
    access_token "accessToken": required &'a str,
} }

builder! { GetRoleCredentialsOutput {
    role_credentials "roleCredentials": RoleCredentialsBuilder,
} }

view! { ListAccountRolesInput<'a> {
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    access_token "accessToken": required &'a str,
    account_id "accountId": required &'a str,
} }

builder! { ListAccountRolesOutput {
    next_token "nextToken": Text,
    role_list "roleList": Items<RoleInfoBuilder>,
} }

view! { ListAccountsInput<'a> {
    next_token "nextToken": optional &'a str,
    max_results "maxResults": optional i64,
    access_token "accessToken": required &'a str,
} }

builder! { ListAccountsOutput {
    next_token "nextToken": Text,
    account_list "accountList": Items<AccountInfoBuilder>,
} }

view! { LogoutInput<'a> {
    access_token "accessToken": required &'a str,
} }

builder! { LogoutOutput {
} }

builder! { AccountInfoBuilder {
    account_id "accountId": Text,
    account_name "accountName": Text,
    email_address "emailAddress": Text,
} }

builder! { RoleCredentialsBuilder {
    access_key_id "accessKeyId": Text,
    secret_access_key "secretAccessKey": Text,
    session_token "sessionToken": Text,
    expiration "expiration": Whole,
} }

builder! { RoleInfoBuilder {
    role_name "roleName": Text,
    account_id "accountId": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        invalid_request_exception "InvalidRequestException" 400;
        resource_not_found_exception "ResourceNotFoundException" 404;
        too_many_requests_exception "TooManyRequestsException" 429;
        unauthorized_exception "UnauthorizedException" 401;
    }
}
