//! Tags of APIs, stages and domain names, by ARN.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::errors;
use crate::limits::TAGS_MAX;
use crate::stage::STAGE;
use crate::state::{APIS, DOMAINS, DocRow, PARTS};

/// What can have tags.
enum Tagged {
    Api(String),
    Stage(String, String),
    Domain(String),
}

impl Tagged {
    /// `arn:aws:apigateway:us-east-1::/apis/a`, `…/apis/a/stages/s`, `…/domainnames/d`.
    fn read(input: &Struct) -> Result<Tagged, ApiError> {
        let arn = input.str("ResourceArn").unwrap_or_default();
        let path = arn.split_once("::/").map(|(_, path)| path).unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["apis", api] => Ok(Tagged::Api((*api).to_owned())),
            ["apis", api, "stages", stage] => {
                Ok(Tagged::Stage((*api).to_owned(), (*stage).to_owned()))
            }
            ["domainnames", name] => Ok(Tagged::Domain((*name).to_owned())),
            _ if arn.starts_with("arn:") && arn.contains(":apigateway:") => {
                Err(errors::not_here("tags of this resource", "APIs, stages and domains have them"))
            }
            _ => Err(errors::bad_request("Invalid resource ARN specified in the request")),
        }
    }

    fn row(&self, ctx: &Ctx<'_>) -> OpResult {
        let row = match self {
            Tagged::Api(id) => ctx.table(&APIS).get(id)?,
            Tagged::Stage(api, name) => {
                ctx.table(&PARTS).get(&(api.as_str(), STAGE.name, name.as_str()))?
            }
            Tagged::Domain(name) => ctx.table(&DOMAINS).get(name)?,
        };
        let row = row.ok_or_else(|| match self {
            Tagged::Api(id) => errors::no_such_api(ctx, id),
            Tagged::Stage(_, name) => errors::no_such("Stage", name),
            Tagged::Domain(name) => errors::no_such("DomainName", name),
        })?;
        Ok(row.doc)
    }

    fn put(&self, ctx: &mut Ctx<'_>, doc: Struct) {
        let row = DocRow { doc };
        match self {
            Tagged::Api(id) => ctx.table_mut(&APIS).put(id, &row),
            Tagged::Stage(api, name) => {
                ctx.table_mut(&PARTS).put(&(api.as_str(), STAGE.name, name.as_str()), &row);
            }
            Tagged::Domain(name) => ctx.table_mut(&DOMAINS).put(name, &row),
        }
    }
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = Tagged::read(input)?.row(ctx)?;
    let tags = doc.structure("Tags").cloned().unwrap_or_default();
    Ok(Struct::new().with("Tags", Value::Struct(tags)))
}

pub fn tag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let tagged = Tagged::read(input)?;
    let mut doc = tagged.row(ctx)?;
    let mut tags = doc.structure("Tags").cloned().unwrap_or_default();
    for (key, value) in input.structure("Tags").into_iter().flat_map(Struct::iter) {
        tags.set(key.to_owned(), value.clone());
    }
    check(&tags)?;
    doc.set("Tags", tags);
    tagged.put(ctx, doc);
    Ok(Struct::new())
}

pub fn untag(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let tagged = Tagged::read(input)?;
    let mut doc = tagged.row(ctx)?;
    let mut tags = doc.structure("Tags").cloned().unwrap_or_default();
    for key in input.list("TagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
        tags.remove(key);
    }
    doc.set("Tags", tags);
    tagged.put(ctx, doc);
    Ok(Struct::new())
}

pub fn check(tags: &Struct) -> Result<(), ApiError> {
    if tags.len() > TAGS_MAX {
        return Err(errors::bad_request("A resource can have at most 50 tags"));
    }
    for (key, value) in tags.iter() {
        let value = value.as_str().unwrap_or_default();
        if key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256 {
            return Err(errors::bad_request(format!("Invalid tag: {key}")));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(errors::bad_request(format!("Tag keys must not begin with aws: {key}")));
        }
    }
    Ok(())
}
