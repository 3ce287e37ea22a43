//! What the functions of a template ask the world.

use std::collections::BTreeMap;

use cfn_template::{Lookup, Problem, error};
use kernel::{ApiError, Ask, Region, Struct};
use serde_json::Value as Json;

use crate::session::{Session, document};
use crate::state::{BeingRow, EXPORTS};
use crate::types::{self, Facts, STACK, find, is_custom};

type Answer<T> = Result<T, Problem>;

/// Asks on behalf of a stack.
pub struct World<'s, 'c, 'w> {
    pub session: &'s mut Session<'c, 'w>,
    /// Exports that were asked for.
    pub imports: Vec<String>,
}

impl<'s, 'c, 'w> World<'s, 'c, 'w> {
    pub fn of(session: &'s mut Session<'c, 'w>) -> World<'s, 'c, 'w> {
        World { session, imports: Vec::new() }
    }

    fn being(&self, logical_id: &str) -> Answer<BeingRow> {
        let row = self.session.resource(logical_id).map_err(failed)?;
        let being = row.map(|row| row.being).filter(|being| being.physical.is_some());
        being.ok_or_else(|| {
            Problem(format!(
                "Template format error: Unresolved resource dependencies [{logical_id}] in the \
                 Resources block of the template"
            ))
        })
    }
}

pub fn failed(error: ApiError) -> Problem {
    Problem(error.message().to_owned())
}

impl Lookup for World<'_, '_, '_> {
    fn reference(&mut self, logical_id: &str) -> Answer<Json> {
        Ok(self.being(logical_id)?.physical.unwrap_or_default().into())
    }

    fn attribute(&mut self, logical_id: &str, attribute: &str) -> Answer<Json> {
        let being = self.being(logical_id)?;
        let found = value_of(&being, attribute, &self.session.pseudo());
        found.ok_or_else(|| no_attribute(logical_id, attribute))
    }

    fn import(&mut self, name: &str) -> Answer<Json> {
        let row = self.session.ctx.table(&EXPORTS).get(name).map_err(|it| failed(it.into()))?;
        let row = row.ok_or_else(|| Problem(format!("No export named {name} found.")))?;
        self.imports.push(name.to_owned());
        Ok(row.value.into())
    }

    fn zones(&mut self, region: &str) -> Answer<Vec<String>> {
        let region = Region::parse(region);
        let region = region.ok_or_else(|| error("Fn::GetAZs takes the name of a region"))?;
        Ok(region.zone_names().collect())
    }

    fn dynamic(&mut self, service: &str, key: &str) -> Answer<String> {
        dynamic(self.session, service, key)
    }
}

/// [U]
pub fn no_attribute(logical_id: &str, attribute: &str) -> Problem {
    error(format_args!(
        "resource {logical_id} does not support attribute type {attribute} in Fn::GetAtt"
    ))
}

/// What `Fn::GetAtt` answers of a resource.
pub fn value_of(
    being: &BeingRow,
    attribute: &str,
    pseudo: &BTreeMap<String, Json>,
) -> Option<Json> {
    let attributes = document(&being.attributes);
    if is_custom(&being.kind) || being.kind == STACK || being.kind == types::WAIT_CONDITION {
        return attributes.get(attribute).cloned();
    }
    let kind = find(&being.kind)?;
    if let Some(expression) = kind.attributes.get(attribute) {
        let properties = document(&being.properties);
        let facts = Facts {
            properties: &properties,
            before: None,
            attributes: &attributes,
            derived: &kind.attributes,
            pseudo,
            item: None,
        };
        return facts.value(expression);
    }
    match attributes.get(attribute).filter(|_| !attribute.starts_with('_')) {
        Some(value) => Some(value.clone()),
        // An id that has no name of its own is the physical one.
        None if attribute == "Id" => being.physical.clone().map(Json::from),
        // A read-only attribute that the service has left out is empty (a table without stream).
        None => None,
    }
}

/// `{{resolve:…}}`.
pub fn dynamic(session: &mut Session<'_, '_>, service: &str, key: &str) -> Answer<String> {
    match service {
        "ssm" | "ssm-secure" => {
            let ask = Ask::to("ssm", "GetParameter")
                .with("Name", key)
                .with("WithDecryption", service == "ssm-secure");
            let output = session.call(ask).map_err(|error| {
                if error.code() == "ParameterNotFound" {
                    return Problem(format!("Parameter {key} cannot be found."));
                }
                failed(error)
            })?;
            let parameter = output.structure("Parameter");
            if service == "ssm" && parameter.and_then(|it| it.str("Type")) == Some("SecureString") {
                return Err(Problem(format!(
                    "Non-secure ssm prefix was used for secure parameter: {key}"
                )));
            }
            let value = parameter.and_then(|it| it.str("Value"));
            Ok(value.unwrap_or_default().to_owned())
        }
        "secretsmanager" => secret(session, key),
        _ => Err(Problem(format!("Unknown service {service} in a dynamic reference"))),
    }
}

/// `secret-id:SecretString:json-key:version-stage:version-id`.
fn secret(session: &mut Session<'_, '_>, key: &str) -> Answer<String> {
    let (id, rest) = match key.split_once(":SecretString") {
        Some((id, rest)) => (id, rest.strip_prefix(':').unwrap_or_default()),
        None => (key, ""),
    };
    let mut parts = rest.split(':');
    let mut next = || parts.next().filter(|it| !it.is_empty()).map(str::to_owned);
    let (member, stage, version) = (next(), next(), next());
    let mut input = Struct::new().with("SecretId", id);
    if let Some(stage) = stage {
        input.set("VersionStage", stage);
    }
    if let Some(version) = version {
        input.set("VersionId", version);
    }
    let ask = Ask::to("secretsmanager", "GetSecretValue").with_input(input);
    let output = session.call(ask).map_err(failed)?;
    let text = output.str("SecretString").unwrap_or_default().to_owned();
    let Some(member) = member else { return Ok(text) };
    let json: Json = serde_json::from_str(&text)
        .map_err(|_| Problem(format!("Could not parse SecretString JSON of {id}")))?;
    match json.get(&member) {
        Some(Json::String(text)) => Ok(text.clone()),
        Some(other) => Ok(other.to_string()),
        None => Err(Problem(format!(
            "Could not find a value associated with JSONKey in SecretString: {member}"
        ))),
    }
}
