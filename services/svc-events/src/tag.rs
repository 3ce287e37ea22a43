//! Tags of rules and event buses.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::bus::{self, Bus};
use crate::errors;
use crate::limits;
use crate::names::Resource;
use crate::rule::{self, Rule};

/// What can have tags.
enum Tagged {
    Bus(Bus),
    Rule(Rule),
}

impl Tagged {
    fn find(ctx: &Ctx<'_>, arn: &str) -> Result<Tagged, ApiError> {
        let known = Arn::parse(arn).filter(|arn| *arn == ctx.arn(&arn.resource));
        match known.as_ref().and_then(Resource::of) {
            Some(Resource::Bus(name)) => bus::find(ctx, Some(&name)).map(Tagged::Bus),
            Some(Resource::Rule { bus, rule }) => {
                let bus = bus::find(ctx, Some(&bus))?;
                rule::find(ctx, &bus.at, &rule).map(Tagged::Rule)
            }
            _ => {
                let message = format!(
                    "Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."
                );
                Err(errors::validation(message))
            }
        }
    }

    fn tags(&self) -> &BTreeMap<String, String> {
        match self {
            Tagged::Bus(bus) => &bus.row.tags,
            Tagged::Rule(rule) => &rule.row.tags,
        }
    }

    /// Keeps other tags.
    fn save(self, ctx: &mut Ctx<'_>, tags: BTreeMap<String, String>) -> Result<(), ApiError> {
        match self {
            Tagged::Bus(mut bus) => {
                bus.row.tags = tags;
                bus::save(ctx, &mut bus);
                Ok(())
            }
            Tagged::Rule(rule) => {
                rule.refuse_managed(false)?;
                let mut row = rule.row.clone();
                row.tags = tags;
                rule.save(ctx, row)
            }
        }
    }
}

pub fn tag_resource(
    ctx: &mut Ctx<'_>,
    input: TagResourceInput<'_>,
) -> Result<TagResourceOutput, ApiError> {
    let tagged = Tagged::find(ctx, input.resource_arn())?;
    let mut tags = tagged.tags().clone();
    add(&mut tags, Some(input.tags()))?;
    tagged.save(ctx, tags)?;
    Ok(TagResourceOutput::new())
}

pub fn untag_resource(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let tagged = Tagged::find(ctx, input.resource_arn())?;
    let mut tags = tagged.tags().clone();
    for key in input.tag_keys() {
        tags.remove(key);
    }
    tagged.save(ctx, tags)?;
    Ok(UntagResourceOutput::new())
}

pub fn list_tags_for_resource(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let tagged = Tagged::find(ctx, input.resource_arn())?;
    let tags = tagged.tags().iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(ListTagsForResourceOutput::new().tags(tags.collect::<Vec<_>>()))
}

/// Adds tags, replacing values of keys that are there.
pub fn add(
    tags: &mut BTreeMap<String, String>,
    given: Option<List<'_, Tag<'_>>>,
) -> Result<(), ApiError> {
    for tag in given.into_iter().flatten() {
        if tag.key().starts_with("aws:") {
            let message = "System tags (prefixed with aws:) may not be added or removed.";
            return Err(errors::validation(message));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > limits::TAGS_MAX {
        let message = format!("A resource may have at most {} tags.", limits::TAGS_MAX);
        return Err(errors::validation(message));
    }
    Ok(())
}
