//! Which resources a target comes to when it names tags or filters: a step that looks, as the
//! experiment's role, through what the services list.
//!
//! Source: User Guide, "Targets for AWS FIS" (identify target resources, resource filters: every
//! filter must agree, with any of its values; a path leads through the attributes that the
//! service's own describe call answers).

use std::collections::BTreeSet;

use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::{catalogue, errors, limits};

/// Input: `type`, `arns`, `tags`, `filters`. Output: `arns`.
pub const FIND: &str = "FindTargets";

/// A resource, and what its service tells of it.
struct Found {
    arn: String,
    described: Struct,
    tags: Vec<(String, String)>,
}

pub fn find(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let asks_tags = input.structure("tags").is_some_and(|tags| !tags.is_empty());
    let found = match input.str("type").unwrap_or_default() {
        catalogue::BUCKET => buckets(ctx, asks_tags)?,
        catalogue::TABLE => tables(ctx, asks_tags)?,
        _ => roles(ctx, asks_tags)?,
    };
    let named = input.list("arns").unwrap_or_default();
    let named: BTreeSet<&str> = named.iter().filter_map(Value::as_str).collect();
    let arns = found.iter().filter(|it| {
        (named.is_empty() || named.contains(it.arn.as_str()))
            && has_tags(it, input.structure("tags"))
            && passes(&it.described, input.list("filters").unwrap_or_default())
    });
    let arns = arns.map(|it| Value::from(it.arn.as_str())).collect();
    Ok(Struct::new().with("arns", Value::List(arns)))
}

fn has_tags(found: &Found, wanted: Option<&Struct>) -> bool {
    let mut wanted = wanted.into_iter().flat_map(Struct::iter);
    wanted.all(|(key, value)| {
        found.tags.iter().any(|(name, text)| name == key && Some(text.as_str()) == value.as_str())
    })
}

/// Whether every filter finds one of its values.
pub fn passes(described: &Struct, filters: &[Value]) -> bool {
    filters.iter().filter_map(Value::as_struct).all(|filter| {
        let path = filter.str("path").unwrap_or_default();
        let values = filter.list("values").unwrap_or_default();
        let there = texts(described, path);
        values.iter().filter_map(Value::as_str).any(|value| there.iter().any(|it| it == value))
    })
}

/// What stands at a path; of lists, at all of their items.
fn texts(described: &Struct, path: &str) -> Vec<String> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    described.get(name).map(|value| below(value, rest)).unwrap_or_default()
}

fn below(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(|item| below(item, path)).collect(),
        Value::Struct(inner) if !path.is_empty() => texts(inner, path),
        _ if !path.is_empty() => Vec::new(),
        Value::Bool(is) => vec![is.to_string()],
        Value::Int(number) => vec![number.to_string()],
        other => other.as_str().map(|text| vec![text.to_owned()]).unwrap_or_default(),
    }
}

/// Asks for page after page: `next` names the token in the answer and in the question.
fn pages(
    ctx: &mut Ctx<'_>,
    ask: Ask,
    list: &str,
    (answered, asked): (&str, &'static str),
) -> Result<Vec<Value>, ApiError> {
    let (mut all, mut ask) = (Vec::new(), ask);
    loop {
        let answer = ctx.call(ask.clone())?;
        all.extend(answer.list(list).unwrap_or_default().iter().cloned());
        if all.len() > limits::RESOURCES_MAX {
            return Err(errors::too_many(
                "resources that a target is chosen from",
                limits::RESOURCES_MAX,
            ));
        }
        match answer.str(answered).filter(|token| !token.is_empty()) {
            Some(token) => ask = ask.with(asked, token),
            None => return Ok(all),
        }
    }
}

/// `Key` and `Value`.
fn tags_of(list: &[Value]) -> Vec<(String, String)> {
    let tag = |tag: &Value| {
        let tag = tag.as_struct()?;
        Some((tag.str("Key")?.to_owned(), tag.str("Value").unwrap_or_default().to_owned()))
    };
    list.iter().filter_map(tag).collect()
}

/// Of the experiment's region.
fn buckets(ctx: &mut Ctx<'_>, asks_tags: bool) -> Result<Vec<Found>, ApiError> {
    let region = ctx.region();
    let ask = Ask::to("s3", "ListBuckets").with("BucketRegion", region.as_str());
    let listed = pages(ctx, ask, "Buckets", ("ContinuationToken", "ContinuationToken"))?;
    let mut found = Vec::new();
    for bucket in listed.iter().filter_map(Value::as_struct) {
        let name = bucket.str("Name").unwrap_or_default();
        let tags = if asks_tags {
            let ask = Ask::to("s3", "GetBucketTagging").with("Bucket", name);
            match ctx.call(ask) {
                Ok(answer) => tags_of(answer.list("TagSet").unwrap_or_default()),
                Err(error) if error.code() == "NoSuchTagSet" => Vec::new(),
                Err(error) => return Err(error),
            }
        } else {
            Vec::new()
        };
        let arn = format!("arn:{}:s3:::{name}", region.partition());
        found.push(Found { arn, described: bucket.clone(), tags });
    }
    Ok(found)
}

/// Those that have replicas.
fn tables(ctx: &mut Ctx<'_>, asks_tags: bool) -> Result<Vec<Found>, ApiError> {
    let ask = Ask::to("dynamodb", "ListTables");
    let listed =
        pages(ctx, ask, "TableNames", ("LastEvaluatedTableName", "ExclusiveStartTableName"))?;
    let mut found = Vec::new();
    for name in listed.iter().filter_map(Value::as_str) {
        let answer = ctx.call(Ask::to("dynamodb", "DescribeTable").with("TableName", name))?;
        let Some(table) = answer.structure("Table") else { continue };
        if table.list("Replicas").unwrap_or_default().is_empty() {
            continue;
        }
        let arn = table.str("TableArn").unwrap_or_default().to_owned();
        let tags = if asks_tags {
            let ask = Ask::to("dynamodb", "ListTagsOfResource").with("ResourceArn", arn.as_str());
            tags_of(&pages(ctx, ask, "Tags", ("NextToken", "NextToken"))?)
        } else {
            Vec::new()
        };
        found.push(Found { arn, described: table.clone(), tags });
    }
    Ok(found)
}

fn roles(ctx: &mut Ctx<'_>, asks_tags: bool) -> Result<Vec<Found>, ApiError> {
    let listed = pages(ctx, Ask::to("iam", "ListRoles"), "Roles", ("Marker", "Marker"))?;
    let mut found = Vec::new();
    for role in listed.iter().filter_map(Value::as_struct) {
        let tags = if asks_tags {
            let name = role.str("RoleName").unwrap_or_default();
            let ask = Ask::to("iam", "ListRoleTags").with("RoleName", name);
            tags_of(&pages(ctx, ask, "Tags", ("Marker", "Marker"))?)
        } else {
            Vec::new()
        };
        let arn = role.str("Arn").unwrap_or_default().to_owned();
        found.push(Found { arn, described: role.clone(), tags });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(path: &str, values: &[&str]) -> Value {
        let values: Vec<Value> = values.iter().map(|value| Value::from(*value)).collect();
        Value::Struct(Struct::new().with("path", path).with("values", Value::List(values)))
    }

    #[test]
    fn every_filter_must_find_one_of_its_values() {
        let replica = |region: &str| Value::Struct(Struct::new().with("RegionName", region));
        let table = Struct::new()
            .with("TableStatus", "ACTIVE")
            .with("ItemCount", 3)
            .with("Replicas", Value::List(vec![replica("eu-west-1"), replica("us-west-2")]));
        assert!(passes(&table, &[]));
        assert!(passes(&table, &[filter("TableStatus", &["CREATING", "ACTIVE"])]));
        assert!(passes(&table, &[filter("Replicas.RegionName", &["us-west-2"])]));
        assert!(passes(&table, &[filter("ItemCount", &["3"])]));
        let both = [filter("TableStatus", &["ACTIVE"]), filter("Replicas.RegionName", &["x"])];
        assert!(!passes(&table, &both));
        assert!(!passes(&table, &[filter("TableStatus.Deeper", &["ACTIVE"])]));
        assert!(!passes(&table, &[filter("Nothing", &[""])]));
    }
}
