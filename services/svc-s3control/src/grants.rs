//! S3 Access Grants: the instance of an account's region, its locations and grants.
//!
//! What a grant is for is in `data_access.rs`. Grantees are users and roles of IAM; those of a
//! corporate directory are refused, as is an instance that is to have one.
//!
//! Source: S3 Control API Reference, CreateAccessGrantsInstance and the others; S3 User Guide,
//! "Managing access with S3 Access Grants", "Register a location", "Create grants", "S3 Access
//! Grants quotas and limitations".

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Timestamp, page};
use store::Range;

use crate::api::{
    CreateAccessGrantInput, CreateAccessGrantOutput, CreateAccessGrantsInstanceInput,
    CreateAccessGrantsInstanceOutput, CreateAccessGrantsLocationInput,
    CreateAccessGrantsLocationOutput, DeleteAccessGrantInput, DeleteAccessGrantOutput,
    DeleteAccessGrantsInstanceInput, DeleteAccessGrantsInstanceOutput,
    DeleteAccessGrantsLocationInput, DeleteAccessGrantsLocationOutput, GetAccessGrantInput,
    GetAccessGrantOutput, GetAccessGrantsInstanceInput, GetAccessGrantsInstanceOutput,
    GetAccessGrantsLocationInput, GetAccessGrantsLocationOutput, ListAccessGrantsInput,
    ListAccessGrantsInstancesInput, ListAccessGrantsInstancesOutput,
    ListAccessGrantsLocationsInput, ListAccessGrantsLocationsOutput, ListAccessGrantsOutput,
    UpdateAccessGrantsLocationInput, UpdateAccessGrantsLocationOutput,
};
use crate::errors;
use crate::job::text;
use crate::limits::{GRANTS_MAX, GRANTS_PAGE, LOCATIONS_MAX, TAGS_MAX};
use crate::state_grants::{
    GRANTS, GRANTS_OF_GRANTEE, GRANTS_OF_LOCATION, GrantIdRow, GrantRow, INSTANCES, InstanceRow,
    LOCATIONS, LocationRow, SCOPES,
};
use crate::tag;

/// As whom Access Grants takes on the role of a location.
pub const PRINCIPAL: &str = "access-grants.s3";
/// The id of the instance, and of the location `s3://`.
pub const DEFAULT: &str = "default";
pub const EVERYTHING: &str = "s3://";

fn arn(ctx: &Ctx, resource: &str) -> String {
    Arn::regional("s3", ctx.region(), ctx.account(), resource).to_string()
}

pub fn instance_arn(ctx: &Ctx) -> String {
    arn(ctx, "access-grants/default")
}

pub fn instance(ctx: &Ctx) -> Result<InstanceRow, ApiError> {
    ctx.table(&INSTANCES).get(&())?.ok_or_else(errors::no_instance)
}

fn shown_instance(ctx: &Ctx, row: &InstanceRow) -> Struct {
    Struct::new()
        .with("CreatedAt", Timestamp::from_micros(row.created_us))
        .with("AccessGrantsInstanceId", DEFAULT)
        .with("AccessGrantsInstanceArn", instance_arn(ctx))
}

pub fn create_access_grants_instance(
    ctx: &mut Ctx,
    input: CreateAccessGrantsInstanceInput<'_>,
) -> Result<CreateAccessGrantsInstanceOutput, ApiError> {
    if input.0.get("IdentityCenterArn").is_some() {
        return Err(errors::not_implemented("IdentityCenterArn"));
    }
    if ctx.table(&INSTANCES).contains(&())? {
        return Err(errors::instance_exists());
    }
    let tags = tag::read(input.0)?;
    let row = InstanceRow { created_us: ctx.now().micros(), tags, policy: None };
    ctx.table_mut(&INSTANCES).put(&(), &row);
    Ok(CreateAccessGrantsInstanceOutput(shown_instance(ctx, &row)))
}

pub fn get_access_grants_instance(
    ctx: &mut Ctx,
    _: GetAccessGrantsInstanceInput<'_>,
) -> Result<GetAccessGrantsInstanceOutput, ApiError> {
    let row = instance(ctx)?;
    Ok(GetAccessGrantsInstanceOutput(shown_instance(ctx, &row)))
}

pub fn delete_access_grants_instance(
    ctx: &mut Ctx,
    _: DeleteAccessGrantsInstanceInput<'_>,
) -> Result<DeleteAccessGrantsInstanceOutput, ApiError> {
    instance(ctx)?;
    if !ctx.table(&LOCATIONS).is_empty(&Range::all())? {
        return Err(errors::grants_conflict("The instance has locations: delete them first."));
    }
    ctx.table_mut(&INSTANCES).delete(&());
    Ok(DeleteAccessGrantsInstanceOutput(Struct::new()))
}

pub fn list_access_grants_instances(
    ctx: &mut Ctx,
    _: ListAccessGrantsInstancesInput<'_>,
) -> Result<ListAccessGrantsInstancesOutput, ApiError> {
    // One at most: there is no second page.
    let row = ctx.table(&INSTANCES).get(&())?;
    let shown: Vec<Struct> = row.iter().map(|row| shown_instance(ctx, row)).collect();
    Ok(ListAccessGrantsInstancesOutput(Struct::new().with("AccessGrantsInstancesList", shown)))
}

// Locations.

fn location(ctx: &Ctx, id: &str) -> Result<LocationRow, ApiError> {
    instance(ctx)?;
    ctx.table(&LOCATIONS).get(id)?.ok_or_else(errors::no_location)
}

fn shown_location(ctx: &Ctx, id: &str, row: &LocationRow) -> Struct {
    Struct::new()
        .with("CreatedAt", Timestamp::from_micros(row.created_us))
        .with("AccessGrantsLocationId", id)
        .with("AccessGrantsLocationArn", arn(ctx, &format!("access-grants/default/location/{id}")))
        .with("LocationScope", row.scope.as_str())
        .with("IAMRoleArn", row.role.as_str())
}

/// `s3://` and a bucket, with or without a prefix; without a star.
fn is_path(scope: &str) -> bool {
    scope.strip_prefix(EVERYTHING).is_some_and(|rest| !rest.starts_with('/') && !rest.contains('*'))
}

/// The role, which the caller may pass on, and which lets Access Grants take it on when it comes to
/// that.
fn check_role(ctx: &Ctx, role: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(role).filter(|arn| {
        arn.service == "iam"
            && arn.resource.starts_with("role/")
            && arn.account_id() == Some(ctx.account())
    });
    if arn.is_none() {
        return Err(errors::invalid_grants("The role is none of the account's."));
    }
    ctx.authorize_pass_role(role, &format!("{PRINCIPAL}.amazonaws.com"))
}

pub fn create_access_grants_location(
    ctx: &mut Ctx,
    input: CreateAccessGrantsLocationInput<'_>,
) -> Result<CreateAccessGrantsLocationOutput, ApiError> {
    instance(ctx)?;
    let scope = text(input.0, "LocationScope");
    if !is_path(scope) {
        return Err(errors::invalid_grants("The scope of a location is a path of S3."));
    }
    let role = text(input.0, "IAMRoleArn");
    check_role(ctx, role)?;
    if ctx.table(&SCOPES).contains(scope)? {
        return Err(errors::grants_conflict("The location is registered already."));
    }
    if ctx.table(&LOCATIONS).keys(&Range::all()).count() >= LOCATIONS_MAX {
        return Err(errors::grants_quota("locations"));
    }
    let id = if scope == EVERYTHING { DEFAULT.to_owned() } else { ctx.chance().uuid() };
    let row = LocationRow {
        created_us: ctx.now().micros(),
        scope: scope.to_owned(),
        role: role.to_owned(),
        tags: tag::read(input.0)?,
    };
    ctx.table_mut(&LOCATIONS).put(&id, &row);
    ctx.table_mut(&SCOPES).put(scope, &GrantIdRow { id: id.clone() });
    Ok(CreateAccessGrantsLocationOutput(shown_location(ctx, &id, &row)))
}

pub fn get_access_grants_location(
    ctx: &mut Ctx,
    input: GetAccessGrantsLocationInput<'_>,
) -> Result<GetAccessGrantsLocationOutput, ApiError> {
    let id = text(input.0, "AccessGrantsLocationId");
    let row = location(ctx, id)?;
    Ok(GetAccessGrantsLocationOutput(shown_location(ctx, id, &row)))
}

pub fn update_access_grants_location(
    ctx: &mut Ctx,
    input: UpdateAccessGrantsLocationInput<'_>,
) -> Result<UpdateAccessGrantsLocationOutput, ApiError> {
    let id = text(input.0, "AccessGrantsLocationId");
    let mut row = location(ctx, id)?;
    let role = text(input.0, "IAMRoleArn");
    check_role(ctx, role)?;
    role.clone_into(&mut row.role);
    ctx.table_mut(&LOCATIONS).put(id, &row);
    Ok(UpdateAccessGrantsLocationOutput(shown_location(ctx, id, &row)))
}

pub fn delete_access_grants_location(
    ctx: &mut Ctx,
    input: DeleteAccessGrantsLocationInput<'_>,
) -> Result<DeleteAccessGrantsLocationOutput, ApiError> {
    let id = text(input.0, "AccessGrantsLocationId");
    let row = location(ctx, id)?;
    if !ctx.table(&GRANTS_OF_LOCATION).is_empty(&Range::within(&(id,)))? {
        return Err(errors::grants_conflict("The location has grants: delete them first."));
    }
    ctx.table_mut(&LOCATIONS).delete(id);
    ctx.table_mut(&SCOPES).delete(&row.scope);
    Ok(DeleteAccessGrantsLocationOutput(Struct::new()))
}

pub fn list_access_grants_locations(
    ctx: &mut Ctx,
    input: ListAccessGrantsLocationsInput<'_>,
) -> Result<ListAccessGrantsLocationsOutput, ApiError> {
    instance(ctx)?;
    let wanted = input.0.str("LocationScope");
    let (range, max) = asked_page("ListAccessGrantsLocations", input.0)?;
    let rows = ctx.table(&LOCATIONS).scan(&range);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let fits = rows.iter().filter(|(_, row)| wanted.is_none_or(|scope| scope == row.scope));
    let shown = fits.map(|(id, row)| (id.clone(), shown_location(ctx, id, row)));
    let output = cut("ListAccessGrantsLocations", "AccessGrantsLocationsList", max, shown);
    Ok(ListAccessGrantsLocationsOutput(output))
}

// Grants.

fn grant(ctx: &Ctx, id: &str) -> Result<GrantRow, ApiError> {
    instance(ctx)?;
    ctx.table(&GRANTS).get(id)?.ok_or_else(errors::no_grant)
}

pub fn shown_grantee(grantee: &str) -> Struct {
    Struct::new().with("GranteeType", "IAM").with("GranteeIdentifier", grantee)
}

fn shown_grant(ctx: &Ctx, id: &str, row: &GrantRow) -> Struct {
    let mut shown = Struct::new()
        .with("CreatedAt", Timestamp::from_micros(row.created_us))
        .with("AccessGrantId", id)
        .with("AccessGrantArn", arn(ctx, &format!("access-grants/default/grant/{id}")))
        .with("Grantee", shown_grantee(&row.grantee))
        .with("AccessGrantsLocationId", row.location.as_str())
        .with("Permission", row.permission.as_str())
        .with("GrantScope", row.scope.as_str());
    if let Some(prefix) = &row.sub_prefix {
        let configuration = Struct::new().with("S3SubPrefix", prefix.as_str());
        shown.set("AccessGrantsLocationConfiguration", configuration);
    }
    shown
}

pub fn create_access_grant(
    ctx: &mut Ctx,
    input: CreateAccessGrantInput<'_>,
) -> Result<CreateAccessGrantOutput, ApiError> {
    let location_id = text(input.0, "AccessGrantsLocationId");
    let at = location(ctx, location_id)?;
    if input.0.get("ApplicationArn").is_some() {
        return Err(errors::not_implemented("ApplicationArn"));
    }
    let grantee = read_grantee(input.0)?;
    let permission = text(input.0, "Permission");
    if !matches!(permission, "READ" | "WRITE" | "READWRITE") {
        return Err(errors::invalid_grants("Unknown permission."));
    }
    let configuration = input.0.structure("AccessGrantsLocationConfiguration");
    let sub_prefix = configuration.and_then(|it| it.str("S3SubPrefix"));
    let is_object = match input.0.str("S3PrefixType") {
        None => false,
        Some("Object") => true,
        Some(_) => return Err(errors::invalid_grants("Unknown type of a prefix.")),
    };
    let scope = scope(&at.scope, sub_prefix, is_object)?;
    if ctx.table(&GRANTS).keys(&Range::all()).count() >= GRANTS_MAX {
        return Err(errors::grants_quota("grants"));
    }
    let row = GrantRow {
        created_us: ctx.now().micros(),
        location: location_id.to_owned(),
        sub_prefix: sub_prefix.map(str::to_owned),
        grantee: grantee.to_owned(),
        permission: permission.to_owned(),
        scope,
        is_object,
        tags: tag::read(input.0)?,
    };
    for (_, other) in of_grantee(ctx, grantee)? {
        if other.scope == row.scope && other.permission == row.permission {
            return Err(errors::grants_conflict("There is such a grant already."));
        }
    }
    let id = ctx.chance().uuid();
    ctx.table_mut(&GRANTS).put(&id, &row);
    ctx.table_mut(&GRANTS_OF_LOCATION).put(&(location_id, id.as_str()), &());
    ctx.table_mut(&GRANTS_OF_GRANTEE).put(&(grantee, id.as_str()), &());
    Ok(CreateAccessGrantOutput(shown_grant(ctx, &id, &row)))
}

fn read_grantee(input: &Struct) -> Result<&str, ApiError> {
    let wrong = || errors::invalid_grants("The grantee is no user and no role of IAM.");
    let given = input.structure("Grantee").ok_or_else(wrong)?;
    match given.str("GranteeType") {
        Some("IAM") => {}
        Some(kind @ ("DIRECTORY_USER" | "DIRECTORY_GROUP")) => {
            return Err(errors::not_implemented(kind));
        }
        _ => return Err(wrong()),
    }
    let arn = given.str("GranteeIdentifier").ok_or_else(wrong)?;
    let is_right = Arn::parse(arn).is_some_and(|it| {
        let is_somebody = it.resource.starts_with("user/") || it.resource.starts_with("role/");
        it.service == "iam" && is_somebody && it.account_id().is_some()
    });
    if is_right { Ok(arn) } else { Err(wrong()) }
}

/// The path of a grant: that of its location, and what the grant adds to it; a star at its end
/// unless it is an object's.
fn scope(location: &str, sub: Option<&str>, is_object: bool) -> Result<String, ApiError> {
    let sub = sub.unwrap_or("").trim_end_matches('*');
    if is_object && sub.is_empty() {
        return Err(errors::invalid_grants("A grant of an object names it."));
    }
    let slash = match location {
        EVERYTHING => "",
        _ if location.ends_with('/') || sub.starts_with('/') => "",
        _ => "/",
    };
    let path = format!("{location}{slash}{sub}");
    if path == EVERYTHING {
        return Err(errors::invalid_grants(
            "A grant at the default location names at least a bucket.",
        ));
    }
    Ok(if is_object { path } else { format!("{path}*") })
}

/// The grants of a user or a role.
pub fn of_grantee(ctx: &Ctx, grantee: &str) -> Result<Vec<(String, GrantRow)>, ApiError> {
    let keys = ctx.table(&GRANTS_OF_GRANTEE).keys(&Range::within(&(grantee,)));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::with_capacity(keys.len());
    for (_, id) in keys {
        let row = ctx.table(&GRANTS).get(&id)?;
        found.extend(row.map(|row| (id, row)));
    }
    Ok(found)
}

pub fn get_access_grant(
    ctx: &mut Ctx,
    input: GetAccessGrantInput<'_>,
) -> Result<GetAccessGrantOutput, ApiError> {
    let id = text(input.0, "AccessGrantId");
    let row = grant(ctx, id)?;
    Ok(GetAccessGrantOutput(shown_grant(ctx, id, &row)))
}

pub fn delete_access_grant(
    ctx: &mut Ctx,
    input: DeleteAccessGrantInput<'_>,
) -> Result<DeleteAccessGrantOutput, ApiError> {
    let id = text(input.0, "AccessGrantId");
    let row = grant(ctx, id)?;
    ctx.table_mut(&GRANTS).delete(id);
    ctx.table_mut(&GRANTS_OF_LOCATION).delete(&(row.location.as_str(), id));
    ctx.table_mut(&GRANTS_OF_GRANTEE).delete(&(row.grantee.as_str(), id));
    Ok(DeleteAccessGrantOutput(Struct::new()))
}

pub fn list_access_grants(
    ctx: &mut Ctx,
    input: ListAccessGrantsInput<'_>,
) -> Result<ListAccessGrantsOutput, ApiError> {
    const OPERATION: &str = "ListAccessGrants";
    instance(ctx)?;
    let asked = input.0;
    let is = |name: &str, value: &str| asked.str(name).is_none_or(|it| it == value);
    let (range, max) = asked_page(OPERATION, asked)?;
    let rows = ctx.table(&GRANTS).scan(&range).collect::<Result<Vec<_>, _>>()?;
    let fits = rows.iter().filter(|(_, row)| {
        is("GranteeType", "IAM")
            && is("GranteeIdentifier", &row.grantee)
            && is("Permission", &row.permission)
            && is("GrantScope", &row.scope)
            && asked.get("ApplicationArn").is_none()
    });
    let shown = fits.map(|(id, row)| (id.clone(), shown_grant(ctx, id, row)));
    Ok(ListAccessGrantsOutput(cut(OPERATION, "AccessGrantsList", max, shown)))
}

// Tags.

/// What of Access Grants has tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tagged {
    Instance,
    Location(String),
    Grant(String),
}

impl Tagged {
    /// How the resources of their ARNs begin.
    pub const START: &str = "access-grants/";

    pub fn parse(resource: &str) -> Option<Tagged> {
        let below = resource.strip_prefix(Tagged::START)?.strip_prefix(DEFAULT)?;
        if below.is_empty() {
            return Some(Tagged::Instance);
        }
        let location = below.strip_prefix("/location/").map(|id| Tagged::Location(id.to_owned()));
        location.or_else(|| below.strip_prefix("/grant/").map(|id| Tagged::Grant(id.to_owned())))
    }

    pub fn tags(&self, ctx: &Ctx) -> Result<Vec<(String, String)>, ApiError> {
        Ok(match self {
            Tagged::Instance => instance(ctx)?.tags,
            Tagged::Location(id) => location(ctx, id)?.tags,
            Tagged::Grant(id) => grant(ctx, id)?.tags,
        })
    }

    pub fn change(
        &self,
        ctx: &mut Ctx,
        change: impl FnOnce(&mut Vec<(String, String)>),
    ) -> Result<(), ApiError> {
        let mut tags = self.tags(ctx)?;
        change(&mut tags);
        if tags.len() > TAGS_MAX {
            return Err(errors::too_many_tags());
        }
        match self {
            Tagged::Instance => {
                let row = InstanceRow { tags, ..instance(ctx)? };
                ctx.table_mut(&INSTANCES).put(&(), &row);
            }
            Tagged::Location(id) => {
                let row = LocationRow { tags, ..location(ctx, id)? };
                ctx.table_mut(&LOCATIONS).put(id, &row);
            }
            Tagged::Grant(id) => {
                let row = GrantRow { tags, ..grant(ctx, id)? };
                ctx.table_mut(&GRANTS).put(id, &row);
            }
        }
        Ok(())
    }
}

// Pages.

fn asked_page(operation: &'static str, input: &Struct) -> Result<(Range<String>, usize), ApiError> {
    let max = input.int("MaxResults").unwrap_or(GRANTS_PAGE as i64);
    let max = usize::try_from(max).unwrap_or(0).clamp(1, GRANTS_PAGE);
    let mut range = Range::all();
    if let Some(token) = input.str("NextToken") {
        let after = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(|| errors::invalid_grants("The NextToken is not valid."))?;
        range = range.after(after.as_str());
    }
    Ok((range, max))
}

fn cut(
    operation: &'static str,
    list: &'static str,
    max: usize,
    shown: impl Iterator<Item = (String, Struct)>,
) -> Struct {
    let mut shown: Vec<_> = shown.take(max + 1).collect();
    let has_more = shown.len() > max;
    shown.truncate(max);
    let last = shown.last().map(|(id, _)| id.clone());
    let items: Vec<Struct> = shown.into_iter().map(|(_, item)| item).collect();
    let mut output = Struct::new().with(list, items);
    if let Some(last) = last.filter(|_| has_more) {
        output.set("NextToken", page::encode(operation, last.as_bytes()));
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_joined() {
        for (location, sub, is_object, expected) in [
            ("s3://", Some("bucket/a/*"), false, Some("s3://bucket/a/*")),
            ("s3://", None, false, None),
            ("s3://bucket", None, false, Some("s3://bucket/*")),
            ("s3://bucket", Some("a*"), false, Some("s3://bucket/a*")),
            ("s3://bucket/a/", Some("k"), true, Some("s3://bucket/a/k")),
            ("s3://bucket", None, true, None),
        ] {
            assert_eq!(scope(location, sub, is_object).ok().as_deref(), expected, "{location}");
        }
    }
}
