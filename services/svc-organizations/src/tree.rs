//! The organization of a call, its tree, and who may speak for it.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::TagBuilder;
use crate::errors;
use crate::limits::{PAGE_DEFAULT, TAGS_MAX};
use crate::state::{
    ACCOUNTS, DELEGATIONS, MEMBERS, MemberRow, ORGANIZATIONS, OrganizationRow, UNITS, UnitRow,
};

/// An organization, found by the account that calls.
#[derive(Clone, Debug)]
pub struct Organization {
    pub id: String,
    pub row: OrganizationRow,
}

/// A place of the tree.
#[derive(Clone, Debug)]
pub enum Node {
    Root,
    Unit(UnitRow),
    Account(MemberRow),
}

impl Organization {
    /// The organization that the account of the call is in.
    pub fn of(ctx: &Ctx<'_>) -> Result<Organization, ApiError> {
        let member = ctx.table(&MEMBERS).get(ctx.account().as_str())?;
        let member = member.ok_or_else(errors::not_in_use)?;
        Organization::find(ctx, &member.organization)
    }

    pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<Organization, ApiError> {
        let row = ctx.table(&ORGANIZATIONS).get(id)?.ok_or_else(errors::not_in_use)?;
        Ok(Organization { id: id.to_owned(), row })
    }

    /// As [`Organization::of`], for what the management account alone may do.
    pub fn managed(ctx: &Ctx<'_>) -> Result<Organization, ApiError> {
        let organization = Organization::of(ctx)?;
        if organization.row.management == ctx.account().as_str() {
            Ok(organization)
        } else {
            Err(errors::access_denied())
        }
    }

    /// As [`Organization::of`], for what delegated administrators may do as well: reading.
    pub fn readable(ctx: &Ctx<'_>) -> Result<Organization, ApiError> {
        let organization = Organization::of(ctx)?;
        let account = ctx.account();
        let range = Range::within(&(organization.id.as_str(), account.as_str()));
        let may_read = organization.row.management == account.as_str()
            || !ctx.table(&DELEGATIONS).is_empty(&range)?;
        if may_read { Ok(organization) } else { Err(errors::access_denied()) }
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        ctx.table_mut(&ORGANIZATIONS).put(&self.id, &self.row);
    }

    pub fn node(&self, ctx: &Ctx<'_>, id: &str) -> Result<Option<Node>, ApiError> {
        if id == self.row.root {
            return Ok(Some(Node::Root));
        }
        if id.starts_with("ou-") {
            return Ok(self.unit(ctx, id)?.map(Node::Unit));
        }
        Ok(self.account(ctx, id)?.map(Node::Account))
    }

    pub fn unit(&self, ctx: &Ctx<'_>, id: &str) -> Result<Option<UnitRow>, ApiError> {
        Ok(ctx.table(&UNITS).get(&(self.id.as_str(), id))?)
    }

    pub fn account(&self, ctx: &Ctx<'_>, id: &str) -> Result<Option<MemberRow>, ApiError> {
        let row = ctx.table(&MEMBERS).get(id)?;
        Ok(row.filter(|row| row.organization == self.id))
    }

    /// Whether the id is the root's or a unit's.
    pub fn is_parent(&self, ctx: &Ctx<'_>, id: &str) -> Result<bool, ApiError> {
        Ok(matches!(self.node(ctx, id)?, Some(Node::Root | Node::Unit(_))))
    }

    /// All units with their ids.
    pub fn units(&self, ctx: &Ctx<'_>) -> Result<Vec<(String, UnitRow)>, ApiError> {
        let rows = ctx.table(&UNITS).scan(&Range::within(&(self.id.as_str(),)));
        let rows = rows.map(|entry| entry.map(|((_, id), row)| (id, row)));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All accounts with their ids.
    pub fn accounts(&self, ctx: &Ctx<'_>) -> Result<Vec<(String, MemberRow)>, ApiError> {
        let mut rows = Vec::new();
        for entry in ctx.table(&ACCOUNTS).keys(&Range::within(&(self.id.as_str(),))) {
            let (_, id) = entry?;
            rows.extend(ctx.table(&MEMBERS).get(&id)?.map(|row| (id, row)));
        }
        Ok(rows)
    }

    /// From the root to the parent named, both included.
    pub fn path(&self, ctx: &Ctx<'_>, parent: &str) -> Result<Vec<String>, ApiError> {
        let mut path = vec![parent.to_owned()];
        while let Some(unit) = self.unit(ctx, path.last().map_or("", String::as_str))? {
            path.push(unit.parent);
        }
        path.reverse();
        Ok(path)
    }

    pub fn arn(&self, ctx: &Ctx<'_>, kind: &str, rest: &str) -> String {
        let partition = ctx.region().partition();
        let management = &self.row.management;
        format!("arn:{partition}:organizations::{management}:{kind}/{}{rest}", self.id)
    }

    pub fn node_arn(&self, ctx: &Ctx<'_>, id: &str, node: &Node) -> String {
        let kind = match node {
            Node::Root => "root",
            Node::Unit(_) => "ou",
            Node::Account(_) => "account",
        };
        self.arn(ctx, kind, &format!("/{id}"))
    }
}

pub fn time(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

pub fn show_tags(tags: &std::collections::BTreeMap<String, String>) -> Vec<TagBuilder> {
    tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value)).collect()
}

pub fn check_tags(tags: &std::collections::BTreeMap<String, String>) -> Result<(), ApiError> {
    let is_reserved = |key: &String| key.to_lowercase().starts_with("aws:");
    if tags.keys().any(is_reserved) {
        let message = "You can't use the reserved aws: prefix.";
        return Err(errors::invalid_input("INVALID_SYSTEM_TAGS_PARAMETER", message));
    }
    if tags.len() > TAGS_MAX {
        let message = "You have exceeded the number of tags allowed on this resource.";
        return Err(errors::constraint("MAX_TAG_LIMIT_EXCEEDED", message));
    }
    Ok(())
}

/// Cuts a list that is whole, its entries in the order of their keys, to a page.
pub fn cut<T>(
    operation: &'static str,
    next_token: Option<&str>,
    max_results: Option<i64>,
    entries: Vec<(String, T)>,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let invalid = || errors::invalid_input("INVALID_NEXT_TOKEN", "The NextToken isn't valid.");
    let after = match next_token {
        None => None,
        Some(token) => {
            let key = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
            Some(key.ok_or_else(invalid)?)
        }
    };
    let max = max_results.map_or(PAGE_DEFAULT, |max| max as usize);
    let is_later = |key: &String| after.as_ref().is_none_or(|after| key > after);
    let mut rest: Vec<_> = entries.into_iter().filter(|(key, _)| is_later(key)).collect();
    let has_more = rest.len() > max;
    rest.truncate(max);
    let last = rest.last().filter(|_| has_more);
    let token = last.map(|(key, _)| page::encode(operation, key.as_bytes()));
    Ok((rest.into_iter().map(|(_, item)| item).collect(), token))
}
