//! Users.

use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::api::{
    CreateUserInput, CreateUserOutput, DeleteUserInput, DeleteUserOutput, DescribeUserInput,
    DescribeUserOutput, GetUserIdInput, GetUserIdOutput, ListUsersInput, ListUsersOutput,
    UpdateUserInput, UpdateUserOutput, UserBuilder,
};
use crate::attribute;
use crate::errors;
use crate::limits::RESERVED_NAMES;
use crate::listing::Page;
use crate::state::{EntityRow, IdRow, MEMBERSHIPS, OF_GROUPS, OF_USERS, USER_NAMES, USERS};
use crate::store::{arn, bare, check_revision, open, shown, writer};

pub fn create_user(
    ctx: &mut Ctx<'_>,
    input: CreateUserInput<'_>,
) -> Result<CreateUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let mut attributes = input.0.clone();
    attributes.remove("IdentityStoreId");
    check(&attributes)?;
    claim(ctx, &store, &attributes, None)?;
    let id = ctx.chance().uuid();
    let (now, by) = (ctx.now().micros(), writer(ctx));
    let row = EntityRow {
        attributes,
        revision: 1,
        created: now,
        updated: now,
        created_by: by.clone(),
        updated_by: by,
    };
    put(ctx, &store, &id, &row);
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

/// Takes the user name, which is unique without its case.
fn claim(
    ctx: &Ctx<'_>,
    store: &str,
    attributes: &Struct,
    own: Option<&str>,
) -> Result<(), ApiError> {
    let name = attributes.str("UserName").unwrap_or_default().to_lowercase();
    let holder = ctx.table(&USER_NAMES).get(&(store, name.as_str()))?;
    match holder {
        Some(row) if Some(row.id.as_str()) != own => Err(errors::duplicate("UserName")),
        _ => Ok(()),
    }
}

fn put(ctx: &mut Ctx<'_>, store: &str, id: &str, row: &EntityRow) {
    let name = row.text("UserName").to_lowercase();
    ctx.table_mut(&USERS).put(&(store, id), row);
    ctx.table_mut(&USER_NAMES).put(&(store, name.as_str()), &IdRow { id: id.to_owned() });
}

pub fn find(ctx: &Ctx<'_>, store: &str, id: &str) -> Result<EntityRow, ApiError> {
    let row = ctx.table(&USERS).get(&(store, id))?;
    row.ok_or_else(|| errors::not_found("USER", id))
}

pub fn describe_user(
    ctx: &mut Ctx<'_>,
    input: DescribeUserInput<'_>,
) -> Result<DescribeUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.user_id());
    let row = find(ctx, &store, id)?;
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
    let mut range = Range::within(&(store.as_str(),));
    if let Some(after) = &page.after {
        range = range.after(&(store.as_str(), after.as_str()));
    }
    let mut found = Vec::new();
    for entry in ctx.table(&USERS).scan(&range) {
        let ((_, id), row) = entry?;
        if wanted.is_none_or(|name| row.text("UserName") == name) {
            let shown = describe(ctx, &store, &id, &row, extensions.clone());
            found.push((id, UserBuilder(shown)));
        }
        if page.is_full(&found) {
            break;
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListUsersOutput::new().users(items).next_token(token))
}

pub fn get_user_id(
    ctx: &mut Ctx<'_>,
    input: GetUserIdInput<'_>,
) -> Result<GetUserIdOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (path, value) = alternate(input.0)?;
    let id = match path.to_lowercase().as_str() {
        "username" => {
            let name = value.to_lowercase();
            ctx.table(&USER_NAMES).get(&(store.as_str(), name.as_str()))?.map(|row| row.id)
        }
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
    let mut row = find(ctx, &store, id)?;
    check_revision(&row, input.0.str("Revision"))?;
    let before = row.text("UserName").to_lowercase();
    for operation in input.operations() {
        attribute::apply(&mut row.attributes, operation, &attribute::OF_USERS)?;
    }
    check(&row.attributes)?;
    claim(ctx, &store, &row.attributes, Some(id))?;
    ctx.table_mut(&USER_NAMES).delete(&(store.as_str(), before.as_str()));
    row.revision += 1;
    row.updated = ctx.now().micros();
    row.updated_by = writer(ctx);
    put(ctx, &store, id, &row);
    Ok(UpdateUserOutput::new()
        .user_arn(arn(ctx, "user", id))
        .user_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

/// With the user go its memberships.
pub fn delete_user(
    ctx: &mut Ctx<'_>,
    input: DeleteUserInput<'_>,
) -> Result<DeleteUserOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.user_id());
    let row = find(ctx, &store, id)?;
    check_revision(&row, input.0.str("Revision"))?;
    let mut memberships = Vec::new();
    for entry in ctx.table(&OF_USERS).scan(&Range::within(&(store.as_str(), id))) {
        let ((_, _, group), membership) = entry?;
        memberships.push((group, membership.id));
    }
    for (group, membership) in memberships {
        ctx.table_mut(&OF_USERS).delete(&(store.as_str(), id, group.as_str()));
        ctx.table_mut(&OF_GROUPS).delete(&(store.as_str(), group.as_str(), id));
        ctx.table_mut(&MEMBERSHIPS).delete(&(store.as_str(), membership.as_str()));
    }
    let name = row.text("UserName").to_lowercase();
    ctx.table_mut(&USER_NAMES).delete(&(store.as_str(), name.as_str()));
    ctx.table_mut(&USERS).delete(&(store.as_str(), id));
    Ok(DeleteUserOutput::new())
}
