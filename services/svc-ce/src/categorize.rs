//! Which value of a cost category an item has: the first rule that fits says it.

use billing::filter::{Fault, Filter, Labels};
use billing::tags::Tags;
use billing::{Item, Month};
use kernel::meter::hour_of;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use minicbor::{Decode, Encode};
use store::{Range, Table};

use crate::errors;

/// By the id in the ARN.
pub static CATEGORIES: Table<String, CategoryRow> = Table::global("ce", "cost-categories");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CategoryRow {
    #[n(0)]
    pub name: String,
    /// By the time from which they hold.
    #[n(1)]
    pub versions: Vec<VersionRow>,
    #[n(2)]
    pub tags: Tags,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    /// Seconds: the first of a month.
    #[n(0)]
    pub start: i64,
    #[n(1)]
    pub rules: Vec<RuleRow>,
    #[n(2)]
    pub default: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RuleRow {
    /// What fits has this value.
    #[n(0)]
    pub value: Option<String>,
    /// An `Expression`.
    #[n(1)]
    pub rule: Option<Struct>,
    /// The dimension whose value is taken on, and its key.
    #[n(2)]
    pub inherited: Option<(String, Option<String>)>,
}

store::row!(CategoryRow);

/// A cost category, ready to be asked.
#[derive(Debug)]
pub struct Category {
    pub name: String,
    versions: Vec<Version>,
}

#[derive(Debug)]
struct Version {
    start: u32,
    rules: Vec<Rule>,
    default: Option<String>,
}

#[derive(Debug)]
enum Rule {
    Regular(String, Filter),
    AccountName,
    Tag(String),
}

pub fn all(ctx: &Ctx<'_>) -> Result<Vec<Category>, ApiError> {
    let mut categories = Vec::new();
    for entry in ctx.table(&CATEGORIES).scan(&Range::all()) {
        let (_, row) = entry?;
        let versions = row.versions.iter().map(version).collect::<Result<_, _>>()?;
        categories.push(Category { name: row.name, versions });
    }
    Ok(categories)
}

fn version(row: &VersionRow) -> Result<Version, ApiError> {
    let rules = row.rules.iter().map(rule).collect::<Result<_, _>>()?;
    let start = hour_of(Timestamp::from_secs(row.start));
    Ok(Version { start, rules, default: row.default.clone() })
}

/// Refuses a rule that cannot be applied.
pub fn check(row: &RuleRow) -> Result<(), ApiError> {
    rule(row).map(|_| ())
}

fn rule(row: &RuleRow) -> Result<Rule, ApiError> {
    match (&row.value, &row.rule, &row.inherited) {
        (Some(value), Some(expression), None) => {
            let filter = Filter::parse(expression).map_err(errors::of_fault)?;
            if filter.has_categories() {
                let what = "cost categories of other cost categories".to_owned();
                return Err(errors::of_fault(Fault::NotImplemented(what)));
            }
            Ok(Rule::Regular(value.clone(), filter))
        }
        (None, None, Some((dimension, key))) => match (dimension.as_str(), key) {
            ("LINKED_ACCOUNT_NAME", None) => Ok(Rule::AccountName),
            ("TAG", Some(key)) => Ok(Rule::Tag(key.clone())),
            _ => Err(errors::validation(
                "An inherited value is of LINKED_ACCOUNT_NAME, or of TAG with a DimensionKey.",
            )),
        },
        _ => Err(errors::validation(
            "A rule has a Value and a Rule, or is of type INHERITED_VALUE with an InheritedValue.",
        )),
    }
}

impl Category {
    pub fn value(&self, item: &Item, tags: &Tags, account_name: &str) -> Option<String> {
        // Versions begin with months, and an item is never of two.
        let month = Month::of_hour(item.hours.start).hours().start;
        let version = self.versions.iter().rev().find(|version| version.start <= month)?;
        let labels = Labels { tags: tags.clone(), categories: Tags::new() };
        let mut values = version.rules.iter().filter_map(|rule| match rule {
            Rule::Regular(value, filter) => filter.fits(item, &labels).then(|| value.clone()),
            Rule::AccountName => Some(account_name.to_owned()).filter(|name| !name.is_empty()),
            Rule::Tag(key) => tags.get(key).cloned(),
        });
        values.next().or_else(|| version.default.clone())
    }
}
