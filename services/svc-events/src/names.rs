//! Names and ARNs of buses and of what hangs on them.

use kernel::arn::Arn;
use kernel::{AccountId, Ctx, Region, Scope};

pub const DEFAULT_BUS: &str = "default";
const BUS: &str = "event-bus/";

/// A bus, whether or not it exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusRef {
    pub account: AccountId,
    pub region: Region,
    pub name: String,
}

impl BusRef {
    /// The bus that a request means by a name, an ARN or nothing.
    pub fn read(ctx: &Ctx<'_>, text: Option<&str>) -> BusRef {
        let text = text.unwrap_or(DEFAULT_BUS);
        BusRef::of_arn(text).unwrap_or_else(|| BusRef {
            account: ctx.account(),
            region: ctx.region(),
            name: text.to_owned(),
        })
    }

    pub fn of_arn(text: &str) -> Option<BusRef> {
        let arn = Arn::parse(text).filter(|arn| arn.service == "events")?;
        let name = arn.resource.strip_prefix(BUS).filter(|name| !name.is_empty())?;
        Some(BusRef { account: arn.account_id()?, region: arn.region()?, name: name.to_owned() })
    }

    pub fn is_default(&self) -> bool {
        self.name == DEFAULT_BUS
    }

    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        self.resource(&format!("{BUS}{}", self.name))
    }

    pub fn rule_arn(&self, rule: &str) -> String {
        if self.is_default() {
            return self.resource(&format!("rule/{rule}"));
        }
        self.resource(&format!("rule/{}/{rule}", self.name))
    }

    fn resource(&self, resource: &str) -> String {
        Arn::regional("events", self.region, self.account, resource).to_string()
    }
}

/// What an ARN of this service names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    Bus(String),
    Rule {
        bus: String,
        rule: String,
    },
    Archive(String),
    Replay(String),
    /// Name, and the unique part of the ARN.
    Connection(String, String),
    ApiDestination(String, String),
}

impl Resource {
    pub fn of(arn: &Arn) -> Option<Resource> {
        if arn.service != "events" {
            return None;
        }
        let (kind, rest) = arn.resource.split_once('/')?;
        let name_and_id = || {
            let (name, id) = rest.split_once('/')?;
            Some((name.to_owned(), id.to_owned()))
        };
        let resource = match kind {
            "event-bus" => Resource::Bus(rest.to_owned()),
            "rule" => {
                let (bus, rule) = rest.rsplit_once('/').unwrap_or((DEFAULT_BUS, rest));
                Resource::Rule { bus: bus.to_owned(), rule: rule.to_owned() }
            }
            "archive" => Resource::Archive(rest.to_owned()),
            "replay" => Resource::Replay(rest.to_owned()),
            "connection" => name_and_id().map(|(name, id)| Resource::Connection(name, id))?,
            "api-destination" => {
                name_and_id().map(|(name, id)| Resource::ApiDestination(name, id))?
            }
            _ => return None,
        };
        Some(resource)
    }
}
