//! The instance of an access portal, and its users: what the other services of Identity Center
//! know.

use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::errors;

pub const PRINCIPAL: &str = "sso.amazonaws.com";

/// Whose portal it is.
#[derive(Clone, Debug)]
pub struct Portal {
    pub store: String,
    pub account: String,
}

/// A user as the page shows it.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub name: String,
    pub shown: String,
}

/// The portal of a start URL.
pub fn find(ctx: &mut Ctx<'_>, url: &str) -> Result<Portal, ApiError> {
    let ask = Ask::to("sso-admin", "FindInstance").with("Url", url).as_service(PRINCIPAL);
    let found = ctx.call(ask)?;
    match (found.str("Store"), found.str("Account")) {
        (Some(store), Some(account)) => {
            Ok(Portal { store: store.to_owned(), account: account.to_owned() })
        }
        _ => Err(errors::invalid_request(format!(
            "No instance of IAM Identity Center has the portal {url}: a start URL names its \
             identity store (https://d-1234567890.awsapps.com/start)."
        ))),
    }
}

pub fn users(ctx: &mut Ctx<'_>, store: &str) -> Result<Vec<User>, ApiError> {
    let ask = Ask::to("identitystore", "WhoMaySignIn").with("Store", store).as_service(PRINCIPAL);
    let answer = ctx.call(ask)?;
    let users = answer.list("Users").unwrap_or_default();
    let read = |user: &Struct| User {
        id: user.str("Id").unwrap_or_default().to_owned(),
        name: user.str("Name").unwrap_or_default().to_owned(),
        shown: user.str("Shown").unwrap_or_default().to_owned(),
    };
    Ok(users.iter().filter_map(Value::as_struct).map(read).collect())
}

/// (account, permission set) that a user has.
pub fn accounts(
    ctx: &mut Ctx<'_>,
    store: &str,
    user: &str,
) -> Result<Vec<(String, String)>, ApiError> {
    let ask = Ask::to("sso-admin", "AssignmentsOf").with("Store", store).with("User", user);
    let answer = ctx.call(ask.as_service(PRINCIPAL))?;
    let list = answer.list("Assignments").unwrap_or_default().iter();
    let read = |it: &Struct| Some((it.str("Account")?.to_owned(), it.str("Name")?.to_owned()));
    Ok(list.filter_map(Value::as_struct).filter_map(read).collect())
}

/// An application as the portal shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub name: String,
    pub description: String,
    pub url: String,
}

pub fn applications(ctx: &mut Ctx<'_>, store: &str, user: &str) -> Result<Vec<Shown>, ApiError> {
    let ask = Ask::to("sso-admin", "VisibleApplications").with("Store", store).with("User", user);
    let answer = ctx.call(ask.as_service(PRINCIPAL))?;
    let list = answer.list("Applications").unwrap_or_default().iter();
    let read = |it: &Struct| Shown {
        name: it.str("Name").unwrap_or_default().to_owned(),
        description: it.str("Description").unwrap_or_default().to_owned(),
        url: it.str("Url").unwrap_or_default().to_owned(),
    };
    Ok(list.filter_map(Value::as_struct).map(read).collect())
}
