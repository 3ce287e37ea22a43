//! The identity store of IAM Identity Center: the map of its operations.
//!
//! [`store`] finds the store of a call; [`user`], [`group`] (what they have in common is
//! [`entity`]) and [`membership`] are its resources;
//! [`network`]: whom a store lets in.
//! [`attribute`] changes single attributes, [`path`] reads them. [`steps`] are what the other
//! services of Identity Center ask. README.md says what is absent.

mod access;
#[rustfmt::skip]
pub mod api;
mod attribute;
mod entity;
mod errors;
mod group;
mod limits;
mod listing;
mod membership;
mod network;
mod path;
mod state;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod user;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "identitystore",
    operations: &[
        op!(write api::CreateGroup, group::create_group),
        op!(write api::CreateGroupMembership, membership::create),
        op!(write api::CreateUser, user::create_user),
        op!(write api::DeleteGroup, group::delete_group),
        op!(write api::DeleteGroupMembership, membership::delete),
        op!(write api::DeleteUser, user::delete_user),
        op!(read api::DescribeGroup, group::describe_group),
        op!(read api::DescribeGroupMembership, membership::describe_membership),
        op!(read api::DescribeIdentityStore, network::describe),
        op!(read api::DescribeUser, user::describe_user),
        op!(read api::GetGroupId, group::get_group_id),
        op!(read api::GetGroupMembershipId, membership::get_id),
        op!(read api::GetUserId, user::get_user_id),
        op!(read api::IsMemberInGroups, membership::is_member_in_groups),
        op!(read api::ListGroupMemberships, membership::list_of_group),
        op!(read api::ListGroupMembershipsForMember, membership::list_of_member),
        op!(read api::ListGroups, group::list_groups),
        op!(read api::ListIdentityStores, store::list_identity_stores),
        op!(read api::ListUsers, user::list_users),
        op!(write api::UpdateGroup, group::update_group),
        op!(write api::UpdateIdentityStore, network::update),
        op!(write api::UpdateUser, user::update_user),
    ],
    steps: &[
        Op { name: "AttributesOf", run: Run::Read(steps::attributes_of), stage: None },
        Op { name: "DropStore", run: Run::Write(steps::drop_store), stage: None },
        Op { name: "GroupsOf", run: Run::Read(steps::groups_of), stage: None },
        Op { name: "MakeStore", run: Run::Write(steps::make_store), stage: None },
        Op { name: "NameOf", run: Run::Read(steps::name_of), stage: None },
        Op { name: "WhoMaySignIn", run: Run::Read(steps::who_may_sign_in), stage: None },
    ],
    on_reset: Some(store::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
