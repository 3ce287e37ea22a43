//! Reading parameters: one, several, by path; their history.
//!
//! Source: API Reference, GetParameter, GetParameters, GetParametersByPath, GetParameterHistory.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::access;
use crate::api::{
    GetParameterHistoryInput, GetParameterHistoryOutput, GetParameterInput, GetParameterOutput,
    GetParametersByPathInput, GetParametersByPathOutput, GetParametersInput, GetParametersOutput,
    ParameterBuilder, ParameterHistoryBuilder, parameter_tier as tier, parameter_type as kind,
};
use crate::cipher;
use crate::errors;
use crate::filter::{self, Filter};
use crate::limits;
use crate::name::{self, Named};
use crate::policies;
use crate::public;
use crate::secret;
use crate::state::{PARAMETERS, ParameterRow, VERSIONS, VersionRow, arn};

pub fn get_parameter(
    ctx: &mut Ctx<'_>,
    input: GetParameterInput<'_>,
) -> Result<GetParameterOutput, ApiError> {
    let named = name::read(ctx, input.name())?;
    let decrypts = input.with_decryption() == Some(true);
    Ok(GetParameterOutput::new().parameter(one(ctx, &named, decrypts)?))
}

pub fn get_parameters(
    ctx: &mut Ctx<'_>,
    input: GetParametersInput<'_>,
) -> Result<GetParametersOutput, ApiError> {
    let decrypts = input.with_decryption() == Some(true);
    let (mut found, mut invalid) = (Vec::new(), Vec::new());
    for text in input.names() {
        ctx.authorize(&access::to_parameter(ctx, "ssm:GetParameters", text)?)?;
        let read = name::read(ctx, text).and_then(|named| one(ctx, &named, decrypts));
        match read {
            Ok(parameter) => found.push(parameter),
            Err(error) if error.code().starts_with("Parameter") => invalid.push(text),
            Err(error) => return Err(error),
        }
    }
    Ok(GetParametersOutput::new().parameters(found).invalid_parameters(invalid))
}

fn one(ctx: &mut Ctx<'_>, named: &Named, decrypts: bool) -> Result<ParameterBuilder, ApiError> {
    if named.is_public() {
        return public_one(ctx, &named.name);
    }
    if named.is_secret() {
        return secret::parameter(ctx, named, decrypts);
    }
    let row = name::find(ctx, &named.name)?;
    let number = named.version(&row)?;
    let version = ctx.table(&VERSIONS).get(&(named.name.clone(), number))?;
    let version = version.ok_or_else(|| errors::version_not_found(number))?;
    let built = built(ctx, &named.name, number, version, decrypts)?;
    Ok(built.selector(named.suffix.as_deref()))
}

fn public_one(ctx: &Ctx<'_>, name: &str) -> Result<ParameterBuilder, ApiError> {
    let value = public::value(ctx, name).ok_or_else(errors::not_found)?;
    let region = ctx.region();
    Ok(ParameterBuilder::new()
        .name(name)
        .type_(kind::STRING)
        .value(value)
        .version(1_u64)
        .last_modified_date(Timestamp::EPOCH)
        .arn(format!("arn:{}:ssm:{region}::parameter{name}", region.partition()))
        .data_type("text"))
}

fn built(
    ctx: &mut Ctx<'_>,
    name: &str,
    number: u64,
    version: VersionRow,
    decrypts: bool,
) -> Result<ParameterBuilder, ApiError> {
    let value = value(ctx, name, &version, decrypts)?;
    Ok(ParameterBuilder::new()
        .name(name)
        .type_(version.kind)
        .value(value)
        .version(number)
        .last_modified_date(Timestamp::from_micros(version.modified))
        .arn(arn(ctx, name))
        .data_type(version.data_type))
}

fn value(
    ctx: &mut Ctx<'_>,
    name: &str,
    version: &VersionRow,
    decrypts: bool,
) -> Result<String, ApiError> {
    if decrypts && version.kind == kind::SECURE_STRING {
        return cipher::open(ctx, name, &version.tier, &version.value);
    }
    Ok(version.value.clone())
}

pub fn get_parameters_by_path(
    ctx: &mut Ctx<'_>,
    input: GetParametersByPathInput<'_>,
) -> Result<GetParametersByPathOutput, ApiError> {
    let path = input.path().trim();
    if !path.starts_with('/') {
        return Err(errors::validation(
            "The parameter doesn't meet the parameter name requirements. The parameter name must \
             begin with a forward slash \"/\".",
        ));
    }
    let is_recursive = input.recursive() == Some(true);
    let filters = filter::read_for_path(input.parameter_filters())?;
    let limit = input.max_results().map_or(limits::PATH_PAGE, |it| it as usize);
    let after = position("GetParametersByPath", input.next_token())?;
    let is_public = format!("{}/", path.trim_end_matches('/')).starts_with(public::PREFIX);
    let walk = Walk { path, is_recursive, after };
    let (names, next) = if is_public {
        let names = public::names_under(ctx, path, is_recursive);
        walk.cut(names, limit)
    } else {
        walk.names(ctx, limit, &filters)?
    };
    let decrypts = input.with_decryption() == Some(true);
    let mut parameters = Vec::with_capacity(names.len());
    for name in names {
        let selector = filter::label(&filters).map(|label| format!(":{label}"));
        let text = format!("{name}{}", selector.unwrap_or_default());
        let named = name::read(ctx, &text)?;
        parameters.push(one(ctx, &named, decrypts)?);
    }
    let token = next.map(|name| page::encode("GetParametersByPath", name.as_bytes()));
    Ok(GetParametersByPathOutput::new().parameters(parameters).next_token(token))
}

pub fn position(operation: &str, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token.filter(|it| !it.is_empty()) else { return Ok(None) };
    let position = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    position.map(Some).ok_or_else(errors::invalid_token)
}

/// The parameters under a path, in the order of their names.
struct Walk<'w> {
    path: &'w str,
    is_recursive: bool,
    /// The last name of the page before.
    after: Option<String>,
}

impl Walk<'_> {
    fn cut(&self, names: Vec<String>, limit: usize) -> (Vec<String>, Option<String>) {
        let after = self.after.as_deref().unwrap_or_default();
        let mut rest: Vec<_> = names.into_iter().filter(|name| name.as_str() > after).collect();
        let next = (rest.len() > limit).then(|| rest[limit - 1].clone());
        rest.truncate(limit);
        (rest, next)
    }

    fn names(
        &self,
        ctx: &Ctx<'_>,
        limit: usize,
        filters: &[Filter],
    ) -> Result<(Vec<String>, Option<String>), ApiError> {
        let prefix = format!("{}/", self.path.trim_end_matches('/'));
        let mut found: Vec<String> = Vec::new();
        let mut after = self.after.clone();
        let mut scanned = 0;
        loop {
            let mut range = Range::all().starting_with(&prefix);
            if let Some(after) = &after {
                range = range.after(after.as_str());
            }
            let mut beyond = None;
            for pair in ctx.table(&PARAMETERS).scan(&range) {
                let (name, row) = pair?;
                let rest = &name[prefix.len()..];
                if let Some((child, _)) = rest.split_once('/')
                    && !self.is_recursive
                {
                    // Past all that lies deeper: the separator's successor sorts behind it.
                    beyond = Some(format!("{prefix}{child}/\u{10ffff}"));
                    break;
                }
                if found.len() == limit {
                    return Ok((found.clone(), found.pop()));
                }
                scanned += 1;
                if filters.iter().all(|filter| filter.matches(&name, &row)) {
                    found.push(name);
                } else if scanned >= limits::SCANNED_PER_PAGE_MAX {
                    return Ok((found, Some(name)));
                }
            }
            match beyond {
                None => return Ok((found, None)),
                Some(_) => after = beyond,
            }
        }
    }
}

pub fn get_parameter_history(
    ctx: &mut Ctx<'_>,
    input: GetParameterHistoryInput<'_>,
) -> Result<GetParameterHistoryOutput, ApiError> {
    let named = name::read(ctx, input.name())?;
    let row = name::find(ctx, &named.name)?;
    let limit = input.max_results().map_or(limits::PAGE, |it| it as usize);
    let after = position("GetParameterHistory", input.next_token())?;
    let mut range = Range::within(&(named.name.clone(),));
    if let Some(after) = after {
        let after: u64 = after.parse().map_err(|_| errors::invalid_token())?;
        range = range.after(&(named.name.clone(), after));
    }
    let rows = ctx.table(&VERSIONS).scan(&range).take(limit + 1).collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > limit;
    let decrypts = input.with_decryption() == Some(true);
    let mut entries = Vec::new();
    let mut last = None;
    for ((_, number), version) in rows.into_iter().take(limit) {
        last = Some(number);
        let value = value(ctx, &named.name, &version, decrypts)?;
        entries.push(entry(&named.name, &row, number, version, value));
    }
    let token = last
        .filter(|_| has_more)
        .map(|number| page::encode("GetParameterHistory", number.to_string().as_bytes()));
    Ok(GetParameterHistoryOutput::new().parameters(entries).next_token(token))
}

fn entry(
    name: &str,
    row: &ParameterRow,
    number: u64,
    version: VersionRow,
    value: String,
) -> ParameterHistoryBuilder {
    let labels = row.labels.iter().filter(|(_, of)| **of == number);
    let labels: Vec<String> = labels.map(|(label, _)| label.clone()).collect();
    debug_assert!(matches!(version.tier.as_str(), tier::STANDARD | tier::ADVANCED));
    ParameterHistoryBuilder::new()
        .name(name)
        .type_(version.kind)
        .key_id(version.key_id)
        .last_modified_date(Timestamp::from_micros(version.modified))
        .last_modified_user(version.user)
        .description(version.description)
        .value(value)
        .allowed_pattern(version.allowed_pattern)
        .version(number)
        .labels(labels)
        .tier(version.tier)
        .policies(policies::built(&version.policies))
        .data_type(version.data_type)
}
