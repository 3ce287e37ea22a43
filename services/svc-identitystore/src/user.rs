//! Users.

use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::api::{
    CreateUserInput, CreateUserOutput, DeleteUserInput, DeleteUserOutput, DescribeUserInput,
    DescribeUserOutput, GetUserIdInput, GetUserIdOutput, ListUsersInput, ListUsersOutput,
    UpdateUserInput, UpdateUserOutput, UserBuilder,
};
use crate::entity::USER;
use crate::errors;
use crate::limits::RESERVED_NAMES;
use crate::listing::Page;
use crate::state::{EntityRow, USERS};
use crate::store::{arn, bare, open, shown};

pub fn create_user(
    ctx: &mut Ctx<'_>,
    input: CreateUserInput<'_>,
) -> Result<CreateUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (id, row) = USER.create(ctx, &store, input.0, check)?;
    Ok(CreateUserOutput::new()
        .user_arn(arn(ctx, "user", &id))
        .user_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

/// What IAM Identity Center requires of a user ([A] CreateUser).
fn check(attributes: &Struct) -> Result<(), ApiError> {
    let Some(name) = attributes.str("UserName") else {
        return Err(errors::validation("UserName is a required attribute"));
    };
    if RESERVED_NAMES.contains(&name.to_lowercase().as_str()) {
        return Err(errors::validation(format!("{name} is a reserved username")));
    }
    if attributes.str("DisplayName").is_none() {
        return Err(errors::validation("displayName is a required attribute"));
    }
    let own_name = attributes.structure("Name");
    for part in ["GivenName", "FamilyName"] {
        if own_name.and_then(|name| name.str(part)).is_none() {
            return Err(errors::validation(format!("name.{part} is a required attribute")));
        }
    }
    Ok(())
}

pub fn describe_user(
    ctx: &mut Ctx<'_>,
    input: DescribeUserInput<'_>,
) -> Result<DescribeUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.user_id());
    let row = USER.find(ctx, &store, id)?;
    let wanted = input.extensions().into_iter().flatten().map(str::to_owned).collect();
    Ok(DescribeUserOutput(describe(ctx, &store, id, &row, wanted)))
}

fn describe(
    ctx: &Ctx<'_>,
    store: &str,
    id: &str,
    row: &EntityRow,
    extensions: Vec<String>,
) -> Struct {
    let mut out = shown(row)
        .with("IdentityStoreId", store)
        .with("UserId", id)
        .with("UserArn", arn(ctx, "user", id))
        .with("UserStatus", "ENABLED");
    // Extensions are told to those who name them.
    if let Some(own) = row.attributes.structure("Extensions") {
        let told: Struct = own
            .iter()
            .filter(|(name, _)| extensions.iter().any(|wanted| wanted == name))
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        out.remove("Extensions");
        if !told.entries().is_empty() {
            out.set("Extensions", told);
        }
    }
    out
}

pub fn list_users(
    ctx: &mut Ctx<'_>,
    input: ListUsersInput<'_>,
) -> Result<ListUsersOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let page = Page::read("ListUsers", input.next_token(), input.max_results())?;
    let mut wanted = None;
    for filter in input.filters().into_iter().flatten() {
        if !filter.attribute_path().eq_ignore_ascii_case("UserName") {
            return Err(errors::validation("ListUsers filters by UserName alone."));
        }
        wanted = Some(filter.attribute_value());
    }
    let extensions: Vec<String> =
        input.extensions().into_iter().flatten().map(str::to_owned).collect();
    let found = USER.list(ctx, &store, &page, wanted)?.into_iter().map(|(id, row)| {
        let shown = describe(ctx, &store, &id, &row, extensions.clone());
        (id, UserBuilder(shown))
    });
    let (items, token) = page.cut(found.collect());
    Ok(ListUsersOutput::new().users(items).next_token(token))
}

pub fn get_user_id(
    ctx: &mut Ctx<'_>,
    input: GetUserIdInput<'_>,
) -> Result<GetUserIdOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (path, value) = alternate(input.0)?;
    let id = match path.to_lowercase().as_str() {
        "username" => USER.named(ctx, &store, &value)?,
        "emails.value" => {
            let mut found = None;
            for entry in ctx.table(&USERS).scan(&Range::within(&(store.as_str(),))) {
                let ((_, id), row) = entry?;
                let emails = row.attributes.list("Emails").unwrap_or_default();
                let has = emails.iter().filter_map(|it| it.as_struct()?.str("Value"));
                if has.into_iter().any(|email| email.eq_ignore_ascii_case(&value)) {
                    found = Some(id);
                    break;
                }
            }
            found
        }
        _ => return Err(errors::validation("A user is found by userName or emails.value.")),
    };
    let id = id.ok_or_else(|| errors::not_found("USER", &value))?;
    Ok(GetUserIdOutput::new().user_arn(arn(ctx, "user", &id)).user_id(id).identity_store_id(store))
}

/// The attribute and the value of an `AlternateIdentifier`.
pub fn alternate(input: &Struct) -> Result<(String, String), ApiError> {
    let given = input.structure("AlternateIdentifier");
    let Some(unique) = given.and_then(|given| given.structure("UniqueAttribute")) else {
        return Err(errors::validation("External ids are issued by no provider here."));
    };
    let path = unique.str("AttributePath").unwrap_or_default();
    let value = unique.str("AttributeValue");
    let value = value.ok_or_else(|| errors::validation("AttributeValue must be a string."))?;
    Ok((path.to_owned(), value.to_owned()))
}

pub fn update_user(
    ctx: &mut Ctx<'_>,
    input: UpdateUserInput<'_>,
) -> Result<UpdateUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.user_id());
    let revision = input.0.str("Revision");
    let row = USER.update(ctx, (&store, id), revision, input.operations(), check)?;
    Ok(UpdateUserOutput::new()
        .user_arn(arn(ctx, "user", id))
        .user_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

pub fn delete_user(
    ctx: &mut Ctx<'_>,
    input: DeleteUserInput<'_>,
) -> Result<DeleteUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    USER.delete(ctx, (&store, bare(input.user_id())), input.0.str("Revision"))?;
    Ok(DeleteUserOutput::new())
}
