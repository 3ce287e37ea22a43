//! Tags of instances, permission sets, applications and trusted token issuers.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, Tag, TagBuilder, TagResourceInput,
    TagResourceOutput, UntagResourceInput, UntagResourceOutput,
};
use crate::application::Application;
use crate::errors;
use crate::instance::Instance;
use crate::limits::TAGS_MAX;
use crate::listing::Page;
use crate::permission_set::PermissionSet;
use crate::state::INSTANCES;
use crate::token_issuer::TokenIssuer;

type Tags = BTreeMap<String, String>;

/// What is tagged.
enum Tagged {
    Instance(Instance),
    Set(Instance, Box<PermissionSet>),
    Application(Box<Application>),
    TokenIssuer(Box<TokenIssuer>),
}

impl Tagged {
    fn open(ctx: &Ctx<'_>, arn: &str) -> Result<Tagged, ApiError> {
        let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
        match resource.split_once('/') {
            Some(("instance", _)) => Ok(Tagged::Instance(Instance::open(ctx, arn)?)),
            Some(("permissionSet", rest)) => {
                let id = rest.split('/').next().unwrap_or_default();
                let instance = Instance::open(ctx, id)?;
                let set = PermissionSet::open(ctx, &instance, arn)?;
                Ok(Tagged::Set(instance, Box::new(set)))
            }
            Some(("application", _)) => {
                Ok(Tagged::Application(Box::new(Application::open(ctx, arn)?)))
            }
            Some(("trustedTokenIssuer", _)) => {
                Ok(Tagged::TokenIssuer(Box::new(TokenIssuer::open(ctx, arn)?)))
            }
            _ => Err(errors::not_found(arn)),
        }
    }

    fn tags(&mut self) -> &mut Tags {
        match self {
            Tagged::Instance(instance) => &mut instance.row.tags,
            Tagged::Set(_, set) => &mut set.row.tags,
            Tagged::Application(it) => &mut it.row.tags,
            Tagged::TokenIssuer(it) => &mut it.row.tags,
        }
    }

    fn put(&self, ctx: &mut Ctx<'_>) {
        match self {
            Tagged::Instance(it) => ctx.table_mut(&INSTANCES).put(it.id.as_str(), &it.row),
            Tagged::Set(instance, set) => set.put(ctx, instance),
            Tagged::Application(it) => it.put(ctx),
            Tagged::TokenIssuer(it) => it.put(ctx),
        }
    }
}

pub fn read(given: Option<List<'_, Tag<'_>>>) -> Result<Tags, ApiError> {
    let mut tags = Tags::new();
    add(&mut tags, given.into_iter().flatten())?;
    Ok(tags)
}

fn add<'t>(tags: &mut Tags, given: impl Iterator<Item = Tag<'t>>) -> Result<(), ApiError> {
    for tag in given {
        if tag.key().to_lowercase().starts_with("aws:") {
            return Err(errors::validation("Keys of tags must not begin with aws:."));
        }
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
    }
    if tags.len() > TAGS_MAX {
        return Err(errors::quota(format!("A resource has {TAGS_MAX} tags at most.")));
    }
    Ok(())
}

pub fn tag(ctx: &mut Ctx<'_>, input: TagResourceInput<'_>) -> Result<TagResourceOutput, ApiError> {
    let mut tagged = Tagged::open(ctx, input.resource_arn())?;
    add(tagged.tags(), input.tags().into_iter())?;
    tagged.put(ctx);
    Ok(TagResourceOutput::new())
}

pub fn untag(
    ctx: &mut Ctx<'_>,
    input: UntagResourceInput<'_>,
) -> Result<UntagResourceOutput, ApiError> {
    let mut tagged = Tagged::open(ctx, input.resource_arn())?;
    for key in input.tag_keys() {
        tagged.tags().remove(key);
    }
    tagged.put(ctx);
    Ok(UntagResourceOutput::new())
}

pub fn list_tags(
    ctx: &mut Ctx<'_>,
    input: ListTagsForResourceInput<'_>,
) -> Result<ListTagsForResourceOutput, ApiError> {
    let page = Page::read("ListTagsForResource", input.next_token(), None)?;
    let mut tagged = Tagged::open(ctx, input.resource_arn())?;
    let tags = tagged.tags().iter();
    let shown = tags.map(|(key, value)| (key.clone(), TagBuilder::new().key(key).value(value)));
    let (items, token) = page.cut(shown.collect());
    Ok(ListTagsForResourceOutput::new().tags(items).next_token(token))
}
