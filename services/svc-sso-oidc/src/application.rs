//! Applications as clients: what the administration of Identity Center says about one, and who may
//! use it.

use std::collections::BTreeMap;

use kernel::{Access, ApiError, Ask, Ctx, Struct, Value};

use crate::errors;
use crate::portal::PRINCIPAL;

/// [A] CreateTokenWithIAM: "including the following default scopes".
pub const DEFAULT_SCOPES: [&str; 3] = ["openid", "aws", "sts:identity_context"];
/// With it a token is good for accounts, too ("IAM Identity Center access scopes").
pub const ACCOUNT_ACCESS: &str = "sso:account:access";
/// As policies of applications name it (User Guide, "Resource-based policy example").
const ACTION: &str = "sso-oauth:CreateTokenWithIAM";

/// An application that is enabled.
#[derive(Clone, Debug)]
pub struct Application {
    pub arn: String,
    pub name: String,
    pub store: String,
    pub account: String,
    pub region: String,
    pub actor_policy: Option<String>,
    pub grants: Vec<String>,
    pub redirects: Vec<String>,
    /// With the applications that each is for.
    pub scopes: BTreeMap<String, Vec<String>>,
    pub issuers: Vec<Issuer>,
    /// Nobody need be assigned.
    pub is_open: bool,
}

/// A trusted token issuer.
#[derive(Clone, Debug)]
pub struct Issuer {
    pub url: String,
    pub claim: String,
    pub path: String,
    pub audiences: Vec<String>,
}

fn texts(value: Option<&[Value]>) -> Vec<String> {
    let items = value.unwrap_or_default().iter();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn issuer(told: &Struct) -> Issuer {
    let text = |name: &str| told.str(name).unwrap_or_default().to_owned();
    Issuer {
        url: text("Url"),
        claim: text("Claim"),
        path: text("Path"),
        audiences: texts(told.list("Audiences")),
    }
}

/// Whether a client is named as an application is.
pub fn is_arn(client: &str) -> bool {
    client.starts_with("arn:")
}

pub fn find(ctx: &mut Ctx<'_>, arn: &str) -> Result<Application, ApiError> {
    let ask = Ask::to("sso-admin", "ApplicationRules").with("Application", arn);
    let told = ctx.call(ask.as_service(PRINCIPAL))?;
    let text = |name: &str| told.str(name).map(str::to_owned);
    let store = text("Store").ok_or_else(errors::invalid_client)?;
    let scopes = told.structure("Scopes").into_iter().flat_map(Struct::iter);
    let issuers = told.list("Issuers").unwrap_or_default().iter().filter_map(Value::as_struct);
    Ok(Application {
        arn: arn.to_owned(),
        name: text("Name").unwrap_or_default(),
        store,
        account: text("Account").unwrap_or_default(),
        region: text("Region").unwrap_or_default(),
        actor_policy: text("ActorPolicy"),
        grants: texts(told.list("Grants")),
        redirects: texts(told.list("Redirects")),
        scopes: scopes.map(|(scope, it)| (scope.to_owned(), texts(it.as_list()))).collect(),
        issuers: issuers.map(issuer).collect(),
        is_open: told.bool("IsOpen") == Some(true),
    })
}

/// On what CreateTokenWithIAM acts: the application, whose own policy must allow the caller.
pub fn access(ctx: &mut Ctx<'_>, arn: &str) -> Result<Access, ApiError> {
    let application = find(ctx, arn)?;
    let owner = kernel::AccountId::parse(&application.account).ok_or_else(ApiError::internal)?;
    let policy = application.actor_policy.ok_or_else(errors::no_actor)?;
    Ok(Access::new(ctx, ACTION, arn).owned_by(owner).with_policy(Some(policy)).requiring_policy())
}

impl Application {
    pub fn check_grant(&self, grant: &str) -> Result<(), ApiError> {
        if self.grants.iter().any(|own| own == grant) {
            return Ok(());
        }
        Err(errors::unauthorized_client())
    }

    /// Who is neither assigned nor in a group that is gets nothing.
    pub fn check_user(&self, ctx: &mut Ctx<'_>, user: &str) -> Result<(), ApiError> {
        if self.is_open {
            return Ok(());
        }
        let ask = Ask::to("sso-admin", "IsAssignedToApplication")
            .with("Application", self.arn.as_str())
            .with("Store", self.store.as_str())
            .with("User", user)
            .as_service(PRINCIPAL);
        if ctx.call(ask)?.bool("IsAssigned") == Some(true) {
            return Ok(());
        }
        Err(errors::not_assigned())
    }

    fn may_have(&self, scope: &str) -> bool {
        DEFAULT_SCOPES.contains(&scope) || self.scopes.contains_key(scope)
    }

    /// What is granted of what is asked for; `within` are the scopes of the token or code before.
    pub fn grant_scopes(
        &self,
        asked: Option<Vec<String>>,
        within: Option<&[String]>,
    ) -> Result<Vec<String>, ApiError> {
        let is_within =
            |scope: &str| within.is_none_or(|within| within.iter().any(|own| own == scope));
        let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
            let own = self.scopes.keys().map(String::as_str);
            let all = DEFAULT_SCOPES.into_iter().chain(own);
            return Ok(all.filter(|scope| is_within(scope)).map(str::to_owned).collect());
        };
        match asked.iter().find(|scope| !self.may_have(scope) || !is_within(scope)) {
            None => Ok(asked),
            Some(scope) => Err(errors::invalid_scope(scope)),
        }
    }
}
