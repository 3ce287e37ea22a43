//! Filters over a bill: `Expression` of Cost Explorer and Budgets.

use kernel::{Struct, Value};

use crate::bill::service_name;
use crate::products;
use crate::rate::Item;
use crate::tags::Tags;

/// Expressions nest at most this deep.
const DEPTH_MAX: usize = 10;
/// The dimensions by which a bill can be told apart.
pub const DIMENSIONS: [&str; 8] = [
    "LINKED_ACCOUNT",
    "OPERATION",
    "RECORD_TYPE",
    "REGION",
    "RESOURCE_ID",
    "SERVICE",
    "SERVICE_CODE",
    "USAGE_TYPE",
];

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Invalid(String),
    /// Something that bills do not know.
    NotImplemented(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Dimension { key: String, values: Vec<String>, how: How },
    Tag { key: String, values: Vec<String>, how: How },
    Category { key: String, values: Vec<String>, how: How },
}

/// What an item is called besides its dimensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    pub tags: Tags,
    /// Values of cost categories by their names.
    pub categories: Tags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Equals,
    StartsWith,
    EndsWith,
    Contains,
    Absent,
}

/// An item's value of a dimension.
pub fn dimension(item: &Item, key: &str) -> String {
    match key {
        "LINKED_ACCOUNT" => item.account.to_string(),
        "OPERATION" => item.operation.clone(),
        "RECORD_TYPE" => "Usage".to_owned(),
        "REGION" => item.region.to_string(),
        "RESOURCE_ID" => item.resource.clone(),
        "SERVICE" => service_name(item.service).to_owned(),
        "SERVICE_CODE" => products::of(item.service).map_or("", |it| it.code).to_owned(),
        "USAGE_TYPE" => item.usage_type.clone(),
        _ => String::new(),
    }
}

/// Refuses a dimension that bills do not know.
pub fn check_dimension(key: &str) -> Result<(), Fault> {
    if DIMENSIONS.contains(&key) {
        return Ok(());
    }
    Err(Fault::NotImplemented(format!("the dimension {key}")))
}

impl Filter {
    pub fn parse(expression: &Struct) -> Result<Filter, Fault> {
        parse(expression, DEPTH_MAX)
    }

    pub fn fits(&self, item: &Item, labels: &Labels) -> bool {
        match self {
            Filter::And(all) => all.iter().all(|it| it.fits(item, labels)),
            Filter::Or(any) => any.iter().any(|it| it.fits(item, labels)),
            Filter::Not(not) => !not.fits(item, labels),
            Filter::Dimension { key, values, how } => how.fits(&dimension(item, key), values),
            Filter::Tag { key, values, how } => how.fits_label(labels.tags.get(key), values),
            Filter::Category { key, values, how } => {
                how.fits_label(labels.categories.get(key), values)
            }
        }
    }

    /// Whether tags or cost categories are asked for.
    pub fn has_labels(&self) -> bool {
        self.any(&|it| matches!(it, Filter::Tag { .. } | Filter::Category { .. }))
    }

    pub fn has_categories(&self) -> bool {
        self.any(&|it| matches!(it, Filter::Category { .. }))
    }

    fn any(&self, is_it: &impl Fn(&Filter) -> bool) -> bool {
        match self {
            Filter::And(all) | Filter::Or(all) => all.iter().any(|it| it.any(is_it)),
            Filter::Not(not) => not.any(is_it),
            it => is_it(it),
        }
    }
}

impl How {
    fn parse(name: &str) -> Result<How, Fault> {
        Ok(match name {
            "EQUALS" | "CASE_SENSITIVE" => How::Equals,
            "STARTS_WITH" => How::StartsWith,
            "ENDS_WITH" => How::EndsWith,
            "CONTAINS" => How::Contains,
            "ABSENT" => How::Absent,
            other => return Err(Fault::NotImplemented(format!("the match option {other}"))),
        })
    }

    /// The empty value stands for what has no such label.
    fn fits_label(self, value: Option<&String>, wanted: &[String]) -> bool {
        match (value, self) {
            (value, How::Absent) => value.is_none(),
            (Some(value), how) => how.fits(value, wanted),
            (None, _) => wanted.iter().any(String::is_empty),
        }
    }

    fn fits(self, value: &str, wanted: &[String]) -> bool {
        wanted.iter().any(|wanted| match self {
            How::Equals => value == wanted,
            How::StartsWith => value.starts_with(wanted.as_str()),
            How::EndsWith => value.ends_with(wanted.as_str()),
            How::Contains => value.contains(wanted.as_str()),
            How::Absent => value.is_empty(),
        }) || (self == How::Absent && value.is_empty())
    }
}

fn parse(expression: &Struct, depth: usize) -> Result<Filter, Fault> {
    if depth == 0 {
        return Err(Fault::Invalid(format!("Expressions nest at most {DEPTH_MAX} deep.")));
    }
    let list = |name: &str| -> Result<Vec<Filter>, Fault> {
        let items = expression.list(name).unwrap_or_default();
        if items.len() < 2 {
            return Err(Fault::Invalid(format!("{name} takes at least two expressions.")));
        }
        items.iter().filter_map(Value::as_struct).map(|it| parse(it, depth - 1)).collect()
    };
    if expression.len() != 1 {
        let message = "Expression must have exactly one of Or, And, Not, Dimensions, Tags and \
                       CostCategories.";
        return Err(Fault::Invalid(message.to_owned()));
    }
    let (name, value) = expression.iter().next().expect("there is one");
    match (name, value.as_struct()) {
        ("And", _) => Ok(Filter::And(list("And")?)),
        ("Or", _) => Ok(Filter::Or(list("Or")?)),
        ("Not", Some(not)) => Ok(Filter::Not(Box::new(parse(not, depth - 1)?))),
        ("Dimensions", Some(given)) => {
            let (key, values, how) = values(given)?;
            check_dimension(&key)?;
            Ok(Filter::Dimension { key, values, how })
        }
        ("Tags", Some(given)) => {
            let (key, values, how) = values(given)?;
            Ok(Filter::Tag { key, values, how })
        }
        ("CostCategories", Some(given)) => {
            let (key, values, how) = values(given)?;
            Ok(Filter::Category { key, values, how })
        }
        (other, _) => Err(Fault::NotImplemented(format!("filters by {other}"))),
    }
}

fn values(given: &Struct) -> Result<(String, Vec<String>, How), Fault> {
    let texts = |name: &str| {
        let texts = given.list(name).unwrap_or_default().iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect::<Vec<_>>()
    };
    let key = given.str("Key").unwrap_or_default().to_owned();
    if key.is_empty() {
        return Err(Fault::Invalid("Key is missing in the expression.".to_owned()));
    }
    let (mut how, mut folds) = (How::Equals, false);
    for option in texts("MatchOptions") {
        match option.as_str() {
            "CASE_INSENSITIVE" => folds = true,
            option => how = How::parse(option)?,
        }
    }
    if folds {
        return Err(Fault::NotImplemented("the match option CASE_INSENSITIVE".to_owned()));
    }
    let values = texts("Values");
    if values.is_empty() && how != How::Absent {
        return Err(Fault::Invalid("Values is missing in the expression.".to_owned()));
    }
    Ok((key, values, how))
}
