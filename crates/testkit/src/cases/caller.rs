//! Who makes the calls of a case.

use std::sync::Arc;

use auth::Family;
use auth::holder::{Holder, Shown};
use kernel::arn::Arn;
use kernel::{ApiError, Identity, Principal, Source};
use wire::model::{Protocol, ServiceEntry};
use world::{AccountId, Region};

use super::compare::Names;
use crate::TestWorld;

#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub credentials: Credentials,
    pub region: Region,
}

#[derive(Clone, Debug)]
pub(super) enum Credentials {
    Root(AccountId),
    Anonymous,
    /// A user of IAM with long-term credentials.
    User(Arc<Identity>),
    /// Credentials that STS has issued: the names under which the case has saved them.
    Session {
        id: String,
        token: String,
    },
    /// A service, perhaps for a resource.
    Service {
        name: String,
        source: Option<Source>,
    },
}

impl Credentials {
    /// The user of that ARN, with ids that are made up.
    pub fn user(arn: &str) -> Option<Credentials> {
        let account = arn.strip_prefix("arn:aws:iam::")?.split(':').next()?;
        if !arn.contains(":user/") {
            return None;
        }
        Some(Credentials::User(Arc::new(Identity {
            account: AccountId::parse(account)?,
            arn: arn.to_owned(),
            unique_id: "AIDA2222222222EXAMPLE".to_owned(),
            access_key_id: "AKIA2222222222EXAMPL".to_owned(),
            is_session: false,
        })))
    }

    /// A service that acts for a resource, whose account is told where the ARN does not tell it.
    pub fn service(name: &str, source: Option<(&str, Option<AccountId>)>) -> Option<Credentials> {
        let source = match source {
            None => None,
            Some((arn, account)) => {
                let account = account.or_else(|| Arn::parse(arn)?.account_id())?;
                Some(Source { arn: arn.to_owned(), account })
            }
        };
        Some(Credentials::Service { name: name.to_owned(), source })
    }

    /// For whom a service calls.
    pub fn source(&self) -> Option<Source> {
        match self {
            Credentials::Service { source, .. } => source.clone(),
            _ => None,
        }
    }

    /// The principal and its account as the gateway finds them: a session may have ended.
    pub fn principal(
        &self,
        world: &TestWorld,
        names: &Names,
        service: &'static ServiceEntry,
    ) -> Result<(Principal, AccountId), ApiError> {
        let principal = match self {
            Credentials::Root(account) => Principal::Root(*account),
            Credentials::Anonymous => Principal::Anonymous,
            Credentials::User(identity) => Principal::Identity(identity.clone()),
            Credentials::Service { name, .. } => Principal::Service(name.clone().into()),
            Credentials::Session { id, token } => {
                let saved = |name: &str| names.get(name).and_then(|it| it.as_str());
                let access_key_id = saved(id).unwrap_or_default();
                let shown = Shown { access_key_id, session_token: saved(token) };
                let now = world.world.clock.now();
                Holder::find(&world.world.store, now, shown, true, family(service))?
                    .principal(access_key_id)?
            }
        };
        let account = principal.account().unwrap_or(world.account);
        Ok((principal, account))
    }
}

/// In whose words a service refuses credentials.
fn family(service: &'static ServiceEntry) -> Family {
    match service.protocols.first() {
        _ if service.name == "s3" => Family::S3,
        _ if service.model().is_query_compatible => Family::Query,
        Some(Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RpcV2Cbor) => Family::Json,
        Some(Protocol::RestJson1) => Family::RestJson,
        _ => Family::Query,
    }
}
