//! What a person sees: the page that confirms a device, and that of the way through the browser.
//!
//! AWS asks for a password and a second factor there. Users of an identity store have no password
//! here: whoever sees the page picks whom to be, as whoever has this machine has the whole cloud.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, OpResult, Page, Struct};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::application;
use crate::client::AUTHORIZATION_CODE;
use crate::html;
use crate::limits;
use crate::portal::{self, User};
use crate::state::{CLIENTS, CodeRow, Consent, DEVICES};
use crate::{code, device};

/// No bucket can have such a name.
pub const DEVICE_PATH: &str = "/_sso/device";
/// Beside the endpoint, where AWS's command line looks for it.
const AUTHORIZE_PATH: &str = "/authorize";
/// Before the identity store's id: the portal itself.
const START_PATH: &str = "/_sso/start/";

pub const DEVICE: &str = "DevicePage";
pub const AUTHORIZE: &str = "AuthorizePage";
pub const START: &str = "StartPage";

pub static PAGES: &[Page] = &[
    Page { service: "sso-oidc", is_at: |path| path == DEVICE_PATH, step: DEVICE },
    Page { service: "sso-oidc", is_at: |path| path == AUTHORIZE_PATH, step: AUTHORIZE },
    Page { service: "sso-oidc", is_at: |path| path.starts_with(START_PATH), step: START },
];

fn query(input: &Struct) -> BTreeMap<String, String> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let query = input.str("Query").unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn page(body: String) -> OpResult {
    Ok(Struct::new().with("ContentType", "text/html; charset=utf-8").with("Body", body))
}

fn refusal(message: &str) -> ApiError {
    ApiError::new("InvalidRequest", message)
}

/// `?user_code=…`: who confirms? With `user=NAME`, it is confirmed; with `deny=1`, denied.
pub fn device(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let query = query(input);
    let Some(typed) = query.get("user_code") else {
        return page(html::ask_code(DEVICE_PATH));
    };
    let Some((key, mut row)) = device::find(ctx, typed)? else {
        return Err(refusal("This code is unknown or has expired. Start the sign-in again."));
    };
    if row.consent != Consent::Pending {
        return Err(refusal("This code has been used already."));
    }
    let client = ctx.table(&CLIENTS).get(row.client.as_str())?;
    let name = client.map(|client| client.name).unwrap_or_default();
    if query.contains_key("deny") {
        row.consent = Consent::Denied;
        ctx.table_mut(&DEVICES).put(key.as_str(), &row);
        return page(html::done("The request was denied."));
    }
    let users = portal::users(ctx, &row.store)?;
    let Some(wanted) = query.get("user") else {
        let hidden = [("user_code", row.user_code.as_str())];
        return page(html::pick(DEVICE_PATH, &name, Some(&row.user_code), &users, &hidden));
    };
    let user = find_user(&users, wanted)?;
    row.consent = Consent::Given;
    row.user = Some(user.id.clone());
    ctx.table_mut(&DEVICES).put(key.as_str(), &row);
    page(html::done(&format!("{name} may now act as {}. You can close this window.", user.name)))
}

fn find_user<'u>(users: &'u [User], wanted: &str) -> Result<&'u User, ApiError> {
    let user = users.iter().find(|user| user.name.eq_ignore_ascii_case(wanted));
    user.ok_or_else(|| refusal("The identity store has no user of this name."))
}

/// Who asks for a code, and for whom.
struct Asker {
    name: String,
    store: String,
    account: String,
    scopes: Option<Vec<String>>,
}

/// An application of Identity Center. What it has for a secret is IAM's, so it needs no challenge.
fn application(ctx: &mut Ctx<'_>, text: impl Fn(&str) -> String) -> Result<Asker, ApiError> {
    let found = application::find(ctx, &text("client_id"))
        .map_err(|_| refusal("The application is unknown or disabled."))?;
    let redirect = text("redirect_uri");
    let is_known = found.redirects.contains(&redirect);
    if !is_known || found.check_grant(AUTHORIZATION_CODE).is_err() {
        return Err(refusal("The application has not registered this redirect URI."));
    }
    let challenge = (text("code_challenge"), text("code_challenge_method"));
    let is_sound = challenge.0.is_empty() == challenge.1.is_empty()
        && (challenge.1.is_empty() || challenge.1 == "S256");
    if text("response_type") != "code" || !is_sound {
        return Err(refusal("The request needs response_type=code; challenges are by S256."));
    }
    let asked: Vec<String> = text("scope").split_ascii_whitespace().map(str::to_owned).collect();
    let scopes = found.grant_scopes(Some(asked), None);
    let scopes = scopes.map_err(|error| refusal(error.message()))?;
    Ok(Asker { name: found.name, store: found.store, account: found.account, scopes: Some(scopes) })
}

/// A client that has registered itself.
fn registered(ctx: &Ctx<'_>, text: impl Fn(&str) -> String) -> Result<Asker, ApiError> {
    let client = ctx.table(&CLIENTS).get(text("client_id").as_str())?;
    let client = client.filter(|client| client.expires > ctx.now().micros());
    let client = client.ok_or_else(|| refusal("The client is unknown."))?;
    let redirect = text("redirect_uri");
    // Never to an address that the client has not registered.
    if !client.takes_codes_at(&redirect) || !client.may(AUTHORIZATION_CODE) {
        return Err(refusal("The client has not registered this redirect URI."));
    }
    let is_sound = text("response_type") == "code"
        && text("code_challenge_method") == "S256"
        && !text("code_challenge").is_empty();
    if !is_sound {
        return Err(refusal("The request needs response_type=code and a challenge by S256."));
    }
    let (Some(store), Some(account)) = (client.store.clone(), client.account.clone()) else {
        return Err(refusal("The client was registered without an issuer URL."));
    };
    Ok(Asker { name: client.name, store, account, scopes: None })
}

/// The authorization endpoint (RFC 6749, 4.1.1), with a page between request and code.
pub fn authorize(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let query = query(input);
    let text = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let owned = |name: &str| text(name).to_owned();
    let asker = if application::is_arn(text("client_id")) {
        application(ctx, owned)?
    } else {
        registered(ctx, owned)?
    };
    let redirect = text("redirect_uri");
    let back = |answer: &str| {
        let state = utf8_percent_encode(text("state"), NON_ALPHANUMERIC);
        let separator = if redirect.contains('?') { '&' } else { '?' };
        format!("{redirect}{separator}{answer}&state={state}")
    };
    if query.contains_key("deny") {
        return page(html::go(&back("error=access_denied")));
    }
    let users = portal::users(ctx, &asker.store)?;
    let Some(wanted) = query.get("user") else {
        let names = [
            "response_type",
            "client_id",
            "redirect_uri",
            "state",
            "scope",
            "code_challenge",
            "code_challenge_method",
        ];
        let hidden: Vec<(&str, &str)> = names.iter().map(|name| (*name, text(name))).collect();
        return page(html::pick(AUTHORIZE_PATH, &asker.name, None, &users, &hidden));
    };
    let user = find_user(&users, wanted)?;
    let row = CodeRow {
        client: text("client_id").to_owned(),
        redirect: redirect.to_owned(),
        challenge: text("code_challenge").to_owned(),
        store: asker.store,
        account: asker.account,
        user: user.id.clone(),
        expires: (ctx.now() + limits::AUTHORIZATION_CODE).micros(),
        scopes: asker.scopes,
    };
    let code = code::make(ctx, &row);
    page(html::go(&back(&format!("code={code}"))))
}

/// The access portal: the accounts and applications that a user may go to. `?user=NAME`.
pub fn start(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let path = input.str("Path").unwrap_or_default();
    let portal = portal::find(ctx, path).map_err(|error| refusal(error.message()))?;
    let users = portal::users(ctx, &portal.store)?;
    let query = query(input);
    let Some(wanted) = query.get("user") else {
        return page(html::pick_visitor(path, &users));
    };
    let user = find_user(&users, wanted)?;
    let accounts = portal::accounts(ctx, &portal.store, &user.id)?;
    let applications = portal::applications(ctx, &portal.store, &user.id)?;
    page(html::start(&user.shown, &accounts, &applications))
}
