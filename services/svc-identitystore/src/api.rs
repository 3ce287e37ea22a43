//! Inputs, outputs, errors and enums of the implemented operations of identitystore.
//!
//! Written by `cargo xtask codegen identitystore` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Any, Entries, Flag, Items, Text, Time};
use kernel::view::{List, Map};
use kernel::{Value, builder, operations, view};

operations! {
    CreateGroup: CreateGroupInput, CreateGroupOutput;
    CreateGroupMembership: CreateGroupMembershipInput, CreateGroupMembershipOutput;
    CreateUser: CreateUserInput, CreateUserOutput;
    DeleteGroup: DeleteGroupInput, DeleteGroupOutput;
    DeleteGroupMembership: DeleteGroupMembershipInput, DeleteGroupMembershipOutput;
    DeleteUser: DeleteUserInput, DeleteUserOutput;
    DescribeGroup: DescribeGroupInput, DescribeGroupOutput;
    DescribeGroupMembership: DescribeGroupMembershipInput, DescribeGroupMembershipOutput;
    DescribeIdentityStore: DescribeIdentityStoreInput, DescribeIdentityStoreOutput;
    DescribeUser: DescribeUserInput, DescribeUserOutput;
    GetGroupId: GetGroupIdInput, GetGroupIdOutput;
    GetGroupMembershipId: GetGroupMembershipIdInput, GetGroupMembershipIdOutput;
    GetUserId: GetUserIdInput, GetUserIdOutput;
    IsMemberInGroups: IsMemberInGroupsInput, IsMemberInGroupsOutput;
    ListGroupMemberships: ListGroupMembershipsInput, ListGroupMembershipsOutput;
    ListGroupMembershipsForMember: ListGroupMembershipsForMemberInput, ListGroupMembershipsForMemberOutput;
    ListGroups: ListGroupsInput, ListGroupsOutput;
    ListIdentityStores: ListIdentityStoresInput, ListIdentityStoresOutput;
    ListUsers: ListUsersInput, ListUsersOutput;
    UpdateGroup: UpdateGroupInput, UpdateGroupOutput;
    UpdateIdentityStore: UpdateIdentityStoreInput, UpdateIdentityStoreOutput;
    UpdateUser: UpdateUserInput, UpdateUserOutput;
}

view! { CreateGroupInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    display_name "DisplayName": optional &'a str,
    description "Description": optional &'a str,
} }

builder! { CreateGroupOutput {
    identity_store_id "IdentityStoreId": Text,
    group_id "GroupId": Text,
    group_arn "GroupArn": Text,
    revision "Revision": Text,
} }

view! { CreateGroupMembershipInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
    member_id "MemberId": required MemberId<'a>,
} }

builder! { CreateGroupMembershipOutput {
    identity_store_id "IdentityStoreId": Text,
    membership_id "MembershipId": Text,
    membership_arn "MembershipArn": Text,
} }

view! { CreateUserInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    user_name "UserName": optional &'a str,
    name "Name": optional Name<'a>,
    display_name "DisplayName": optional &'a str,
    nick_name "NickName": optional &'a str,
    profile_url "ProfileUrl": optional &'a str,
    emails "Emails": optional List<'a, Email<'a>>,
    addresses "Addresses": optional List<'a, Address<'a>>,
    phone_numbers "PhoneNumbers": optional List<'a, PhoneNumber<'a>>,
    user_type "UserType": optional &'a str,
    title "Title": optional &'a str,
    preferred_language "PreferredLanguage": optional &'a str,
    locale "Locale": optional &'a str,
    timezone "Timezone": optional &'a str,
    photos "Photos": optional List<'a, Photo<'a>>,
    website "Website": optional &'a str,
    birthdate "Birthdate": optional &'a str,
    roles "Roles": optional List<'a, Role<'a>>,
    extensions "Extensions": optional Map<'a, &'a Value>,
} }

builder! { CreateUserOutput {
    identity_store_id "IdentityStoreId": Text,
    user_id "UserId": Text,
    user_arn "UserArn": Text,
    revision "Revision": Text,
} }

view! { DeleteGroupInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
    revision "Revision": optional &'a str,
} }

builder! { DeleteGroupOutput {
} }

view! { DeleteGroupMembershipInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    membership_id "MembershipId": required &'a str,
} }

builder! { DeleteGroupMembershipOutput {
} }

view! { DeleteUserInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    user_id "UserId": required &'a str,
    revision "Revision": optional &'a str,
} }

builder! { DeleteUserOutput {
} }

view! { DescribeGroupInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
} }

builder! { DescribeGroupOutput {
    identity_store_id "IdentityStoreId": Text,
    group_id "GroupId": Text,
    group_arn "GroupArn": Text,
    revision "Revision": Text,
    display_name "DisplayName": Text,
    external_ids "ExternalIds": Items<ExternalIdBuilder>,
    description "Description": Text,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
    created_by "CreatedBy": Text,
    updated_by "UpdatedBy": Text,
} }

view! { DescribeGroupMembershipInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    membership_id "MembershipId": required &'a str,
} }

builder! { DescribeGroupMembershipOutput {
    identity_store_id "IdentityStoreId": Text,
    membership_id "MembershipId": Text,
    membership_arn "MembershipArn": Text,
    group_id "GroupId": Text,
    member_id "MemberId": MemberIdBuilder,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
    created_by "CreatedBy": Text,
    updated_by "UpdatedBy": Text,
} }

view! { DescribeIdentityStoreInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
} }

builder! { DescribeIdentityStoreOutput {
    identity_store_id "IdentityStoreId": Text,
    identity_store_arn "IdentityStoreArn": Text,
    network_configuration "NetworkConfiguration": NetworkConfigurationDetailsBuilder,
} }

view! { DescribeUserInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    user_id "UserId": required &'a str,
    extensions "Extensions": optional List<'a, &'a str>,
} }

builder! { DescribeUserOutput {
    identity_store_id "IdentityStoreId": Text,
    user_id "UserId": Text,
    user_arn "UserArn": Text,
    revision "Revision": Text,
    user_name "UserName": Text,
    external_ids "ExternalIds": Items<ExternalIdBuilder>,
    name "Name": NameBuilder,
    display_name "DisplayName": Text,
    nick_name "NickName": Text,
    profile_url "ProfileUrl": Text,
    emails "Emails": Items<EmailBuilder>,
    addresses "Addresses": Items<AddressBuilder>,
    phone_numbers "PhoneNumbers": Items<PhoneNumberBuilder>,
    user_type "UserType": Text,
    title "Title": Text,
    preferred_language "PreferredLanguage": Text,
    locale "Locale": Text,
    timezone "Timezone": Text,
    user_status "UserStatus": Text,
    photos "Photos": Items<PhotoBuilder>,
    website "Website": Text,
    birthdate "Birthdate": Text,
    roles "Roles": Items<RoleBuilder>,
    created_at "CreatedAt": Time,
    created_by "CreatedBy": Text,
    updated_at "UpdatedAt": Time,
    updated_by "UpdatedBy": Text,
    extensions "Extensions": Entries<Any>,
} }

view! { GetGroupIdInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    alternate_identifier "AlternateIdentifier": required AlternateIdentifier<'a>,
} }

builder! { GetGroupIdOutput {
    identity_store_id "IdentityStoreId": Text,
    group_id "GroupId": Text,
    group_arn "GroupArn": Text,
} }

view! { GetGroupMembershipIdInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
    member_id "MemberId": required MemberId<'a>,
} }

builder! { GetGroupMembershipIdOutput {
    identity_store_id "IdentityStoreId": Text,
    membership_id "MembershipId": Text,
    membership_arn "MembershipArn": Text,
} }

view! { GetUserIdInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    alternate_identifier "AlternateIdentifier": required AlternateIdentifier<'a>,
} }

builder! { GetUserIdOutput {
    identity_store_id "IdentityStoreId": Text,
    user_id "UserId": Text,
    user_arn "UserArn": Text,
} }

view! { IsMemberInGroupsInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    member_id "MemberId": required MemberId<'a>,
    group_ids "GroupIds": required List<'a, &'a str>,
} }

builder! { IsMemberInGroupsOutput {
    results "Results": Items<GroupMembershipExistenceResultBuilder>,
} }

view! { ListGroupMembershipsInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListGroupMembershipsOutput {
    group_memberships "GroupMemberships": Items<GroupMembershipBuilder>,
    next_token "NextToken": Text,
} }

view! { ListGroupMembershipsForMemberInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    member_id "MemberId": required MemberId<'a>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListGroupMembershipsForMemberOutput {
    group_memberships "GroupMemberships": Items<GroupMembershipBuilder>,
    next_token "NextToken": Text,
} }

view! { ListGroupsInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filters "Filters": optional List<'a, Filter<'a>>,
} }

builder! { ListGroupsOutput {
    groups "Groups": Items<GroupBuilder>,
    next_token "NextToken": Text,
} }

view! { ListIdentityStoresInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListIdentityStoresOutput {
    identity_stores "IdentityStores": Items<IdentityStoreBuilder>,
    next_token "NextToken": Text,
} }

view! { ListUsersInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    extensions "Extensions": optional List<'a, &'a str>,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
    filters "Filters": optional List<'a, Filter<'a>>,
} }

builder! { ListUsersOutput {
    users "Users": Items<UserBuilder>,
    next_token "NextToken": Text,
} }

view! { UpdateGroupInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    group_id "GroupId": required &'a str,
    operations "Operations": required List<'a, AttributeOperation<'a>>,
    revision "Revision": optional &'a str,
} }

builder! { UpdateGroupOutput {
    identity_store_id "IdentityStoreId": Text,
    group_id "GroupId": Text,
    group_arn "GroupArn": Text,
    revision "Revision": Text,
} }

view! { UpdateIdentityStoreInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    network_configuration "NetworkConfiguration": optional NetworkConfiguration<'a>,
} }

builder! { UpdateIdentityStoreOutput {
    identity_store_id "IdentityStoreId": Text,
    identity_store_arn "IdentityStoreArn": Text,
} }

view! { UpdateUserInput<'a> {
    identity_store_id "IdentityStoreId": required &'a str,
    user_id "UserId": required &'a str,
    operations "Operations": required List<'a, AttributeOperation<'a>>,
    revision "Revision": optional &'a str,
} }

builder! { UpdateUserOutput {
    identity_store_id "IdentityStoreId": Text,
    user_id "UserId": Text,
    user_arn "UserArn": Text,
    revision "Revision": Text,
} }

view! { Address<'a> {
    street_address "StreetAddress": optional &'a str,
    locality "Locality": optional &'a str,
    region "Region": optional &'a str,
    postal_code "PostalCode": optional &'a str,
    country "Country": optional &'a str,
    formatted "Formatted": optional &'a str,
    type_ "Type": optional &'a str,
    primary "Primary": optional bool,
} }

view! { AlternateIdentifier<'a> {
    external_id "ExternalId": optional ExternalId<'a>,
    unique_attribute "UniqueAttribute": optional UniqueAttribute<'a>,
} }

view! { AttributeOperation<'a> {
    attribute_path "AttributePath": required &'a str,
    attribute_value "AttributeValue": optional &'a Value,
} }

view! { Email<'a> {
    value "Value": optional &'a str,
    type_ "Type": optional &'a str,
    primary "Primary": optional bool,
} }

view! { ExternalId<'a> {
    issuer "Issuer": required &'a str,
    id "Id": required &'a str,
} }

view! { Filter<'a> {
    attribute_path "AttributePath": required &'a str,
    attribute_value "AttributeValue": required &'a str,
} }

view! { MemberId<'a> {
    user_id "UserId": optional &'a str,
} }

view! { Name<'a> {
    formatted "Formatted": optional &'a str,
    family_name "FamilyName": optional &'a str,
    given_name "GivenName": optional &'a str,
    middle_name "MiddleName": optional &'a str,
    honorific_prefix "HonorificPrefix": optional &'a str,
    honorific_suffix "HonorificSuffix": optional &'a str,
} }

view! { NetworkConfiguration<'a> {
    vpce_access_required "VpceAccessRequired": required bool,
    api_restrict_source_vpcs "ApiRestrictSourceVpcs": optional List<'a, &'a str>,
    api_allow_source_ips "ApiAllowSourceIps": optional List<'a, &'a str>,
    scim_allow_source_ips "ScimAllowSourceIps": optional List<'a, &'a str>,
} }

view! { PhoneNumber<'a> {
    value "Value": optional &'a str,
    type_ "Type": optional &'a str,
    primary "Primary": optional bool,
} }

view! { Photo<'a> {
    value "Value": required &'a str,
    type_ "Type": optional &'a str,
    display "Display": optional &'a str,
    primary "Primary": optional bool,
} }

view! { Role<'a> {
    value "Value": optional &'a str,
    type_ "Type": optional &'a str,
    primary "Primary": optional bool,
} }

view! { UniqueAttribute<'a> {
    attribute_path "AttributePath": required &'a str,
    attribute_value "AttributeValue": required &'a Value,
} }

builder! { AddressBuilder {
    street_address "StreetAddress": Text,
    locality "Locality": Text,
    region "Region": Text,
    postal_code "PostalCode": Text,
    country "Country": Text,
    formatted "Formatted": Text,
    type_ "Type": Text,
    primary "Primary": Flag,
} }

builder! { EmailBuilder {
    value "Value": Text,
    type_ "Type": Text,
    primary "Primary": Flag,
} }

builder! { ExternalIdBuilder {
    issuer "Issuer": Text,
    id "Id": Text,
} }

builder! { GroupBuilder {
    identity_store_id "IdentityStoreId": Text,
    group_id "GroupId": Text,
    group_arn "GroupArn": Text,
    revision "Revision": Text,
    display_name "DisplayName": Text,
    external_ids "ExternalIds": Items<ExternalIdBuilder>,
    description "Description": Text,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
    created_by "CreatedBy": Text,
    updated_by "UpdatedBy": Text,
} }

builder! { GroupMembershipBuilder {
    identity_store_id "IdentityStoreId": Text,
    membership_id "MembershipId": Text,
    membership_arn "MembershipArn": Text,
    group_id "GroupId": Text,
    member_id "MemberId": MemberIdBuilder,
    created_at "CreatedAt": Time,
    updated_at "UpdatedAt": Time,
    created_by "CreatedBy": Text,
    updated_by "UpdatedBy": Text,
} }

builder! { GroupMembershipExistenceResultBuilder {
    group_id "GroupId": Text,
    member_id "MemberId": MemberIdBuilder,
    membership_exists "MembershipExists": Flag,
} }

builder! { IdentityStoreBuilder {
    identity_store_id "IdentityStoreId": Text,
    identity_store_arn "IdentityStoreArn": Text,
} }

builder! { MemberIdBuilder {
    user_id "UserId": Text,
} }

builder! { NameBuilder {
    formatted "Formatted": Text,
    family_name "FamilyName": Text,
    given_name "GivenName": Text,
    middle_name "MiddleName": Text,
    honorific_prefix "HonorificPrefix": Text,
    honorific_suffix "HonorificSuffix": Text,
} }

builder! { NetworkConfigurationDetailsBuilder {
    vpce_access_required "VpceAccessRequired": Flag,
    api_restrict_source_vpcs "ApiRestrictSourceVpcs": Items<Text>,
    api_allow_source_ips "ApiAllowSourceIps": Items<Text>,
    scim_allow_source_ips "ScimAllowSourceIps": Items<Text>,
} }

builder! { PhoneNumberBuilder {
    value "Value": Text,
    type_ "Type": Text,
    primary "Primary": Flag,
} }

builder! { PhotoBuilder {
    value "Value": Text,
    type_ "Type": Text,
    display "Display": Text,
    primary "Primary": Flag,
} }

builder! { RoleBuilder {
    value "Value": Text,
    type_ "Type": Text,
    primary "Primary": Flag,
} }

builder! { UserBuilder {
    identity_store_id "IdentityStoreId": Text,
    user_id "UserId": Text,
    user_arn "UserArn": Text,
    revision "Revision": Text,
    user_name "UserName": Text,
    external_ids "ExternalIds": Items<ExternalIdBuilder>,
    name "Name": NameBuilder,
    display_name "DisplayName": Text,
    nick_name "NickName": Text,
    profile_url "ProfileUrl": Text,
    emails "Emails": Items<EmailBuilder>,
    addresses "Addresses": Items<AddressBuilder>,
    phone_numbers "PhoneNumbers": Items<PhoneNumberBuilder>,
    user_type "UserType": Text,
    title "Title": Text,
    preferred_language "PreferredLanguage": Text,
    locale "Locale": Text,
    timezone "Timezone": Text,
    user_status "UserStatus": Text,
    photos "Photos": Items<PhotoBuilder>,
    website "Website": Text,
    birthdate "Birthdate": Text,
    roles "Roles": Items<RoleBuilder>,
    created_at "CreatedAt": Time,
    created_by "CreatedBy": Text,
    updated_at "UpdatedAt": Time,
    updated_by "UpdatedBy": Text,
    extensions "Extensions": Entries<Any>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        conflict_exception "ConflictException" 400;
        internal_server_exception "InternalServerException" 500;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_quota_exceeded_exception "ServiceQuotaExceededException" 400;
        throttling_exception "ThrottlingException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod user_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}
