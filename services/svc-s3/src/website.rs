//! Website hosting: what a configuration may say, and the operations that set and show it.
//!
//! What a website answers is in `website_page.rs`. Source: S3 API Reference, PutBucketWebsite; S3
//! User Guide, "Hosting a static website using Amazon S3" and "(Optional) Configuring a webpage
//! redirect". The words of refusals are those that users of the service quote.

use kernel::{ApiError, Ctx};

use crate::api::{
    Condition, ConditionBuilder, DeleteBucketWebsiteInput, DeleteBucketWebsiteOutput,
    ErrorDocumentBuilder, GetBucketWebsiteInput, GetBucketWebsiteOutput, IndexDocumentBuilder,
    PutBucketWebsiteInput, PutBucketWebsiteOutput, RedirectAllRequestsTo,
    RedirectAllRequestsToBuilder, RedirectBuilder, RoutingRule, RoutingRuleBuilder,
    WebsiteConfiguration,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::limits::{KEY_BYTES_MAX, ROUTING_RULES_MAX};
use crate::state_settings::Feature;
use crate::state_website::{ElsewhereRow, RoutingRow, WEBSITES, WebsiteRow};

pub fn put_bucket_website(
    ctx: &mut Ctx,
    input: PutBucketWebsiteInput<'_>,
) -> Result<PutBucketWebsiteOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = read(input.website_configuration())?;
    ctx.table_mut(&WEBSITES).put(&bucket.row.id, &row);
    bucket.set_feature(ctx, Feature::Website, true);
    Ok(PutBucketWebsiteOutput::new())
}

pub fn get_bucket_website(
    ctx: &mut Ctx,
    input: GetBucketWebsiteInput<'_>,
) -> Result<GetBucketWebsiteOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = of(ctx, &bucket)?.ok_or_else(|| errors::no_website(&bucket.name))?;
    let elsewhere = row
        .elsewhere
        .map(|to| RedirectAllRequestsToBuilder::new().host_name(to.host).protocol(to.protocol));
    let rules: Vec<_> = row.rules.into_iter().map(show_rule).collect();
    Ok(GetBucketWebsiteOutput::new()
        .redirect_all_requests_to(elsewhere)
        .index_document(row.index.map(|suffix| IndexDocumentBuilder::new().suffix(suffix)))
        .error_document(row.error.map(|key| ErrorDocumentBuilder::new().key(key)))
        .routing_rules((!rules.is_empty()).then_some(rules)))
}

pub fn delete_bucket_website(
    ctx: &mut Ctx,
    input: DeleteBucketWebsiteInput<'_>,
) -> Result<DeleteBucketWebsiteOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    ctx.table_mut(&WEBSITES).delete(&bucket.row.id);
    bucket.set_feature(ctx, Feature::Website, false);
    Ok(DeleteBucketWebsiteOutput::new())
}

/// The bucket as a website, if it is one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<WebsiteRow>, ApiError> {
    if !bucket.has(Feature::Website) {
        return Ok(None);
    }
    Ok(ctx.table_in(&WEBSITES, bucket.scope).get(&bucket.row.id)?)
}

fn read(given: WebsiteConfiguration<'_>) -> Result<WebsiteRow, ApiError> {
    if let Some(to) = given.redirect_all_requests_to() {
        return read_elsewhere(given, to);
    }
    let suffix = given.index_document().map(|it| it.suffix().to_owned());
    let suffix = suffix.ok_or_else(|| {
        errors::invalid_argument(
            "IndexDocument",
            "null",
            "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
        )
    })?;
    if suffix.is_empty() || suffix.contains('/') {
        return Err(errors::invalid_argument(
            "IndexDocument",
            &suffix,
            "The IndexDocument Suffix is not well formed",
        ));
    }
    let error = given.error_document().map(|it| it.key().to_owned());
    if let Some(key) = error.as_ref().filter(|key| key.is_empty() || key.len() > KEY_BYTES_MAX) {
        let message = "The ErrorDocument Key is not well formed";
        return Err(errors::invalid_argument("ErrorDocument", key, message));
    }
    let rules: Vec<RoutingRule<'_>> = given.routing_rules().into_iter().flatten().collect();
    if rules.len() > ROUTING_RULES_MAX {
        return Err(errors::invalid_request(format!(
            "{} routing rules provided, the number of routing rules in a website configuration is \
             limited to {ROUTING_RULES_MAX}.",
            rules.len()
        )));
    }
    let rules = rules.into_iter().map(read_rule).collect::<Result<_, _>>()?;
    Ok(WebsiteRow { index: Some(suffix), error, elsewhere: None, rules })
}

fn read_elsewhere(
    given: WebsiteConfiguration<'_>,
    to: RedirectAllRequestsTo<'_>,
) -> Result<WebsiteRow, ApiError> {
    let is_alone = given.index_document().is_none()
        && given.error_document().is_none()
        && given.routing_rules().is_none();
    if !is_alone {
        return Err(errors::invalid_argument(
            "RedirectAllRequestsTo",
            to.host_name(),
            "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
        ));
    }
    if to.host_name().is_empty() {
        return Err(errors::malformed_xml());
    }
    let protocol = read_protocol(to.protocol())?;
    let elsewhere = ElsewhereRow { host: to.host_name().to_owned(), protocol };
    Ok(WebsiteRow { elsewhere: Some(elsewhere), ..WebsiteRow::default() })
}

fn read_protocol(given: Option<&str>) -> Result<Option<String>, ApiError> {
    match given {
        None => Ok(None),
        Some("http" | "https") => Ok(given.map(str::to_owned)),
        Some(_) => Err(errors::invalid_request(
            "Invalid protocol, protocol can be http or https. If not defined the protocol will be \
             selected automatically.",
        )),
    }
}

fn read_rule(rule: RoutingRule<'_>) -> Result<RoutingRow, ApiError> {
    let text = |given: Option<&str>| given.map(str::to_owned);
    let condition = rule.condition();
    let redirect = rule.redirect();
    let error = condition.and_then(Condition::http_error_code_returned_equals);
    let error = error.map(read_error_status).transpose()?;
    let status = redirect.http_redirect_code().map(read_redirect_status).transpose()?;
    let row = RoutingRow {
        has_condition: condition.is_some(),
        prefix: text(condition.and_then(Condition::key_prefix_equals)),
        error,
        protocol: read_protocol(redirect.protocol())?,
        host: text(redirect.host_name()),
        replace_prefix: text(redirect.replace_key_prefix_with()),
        replace_key: text(redirect.replace_key_with()),
        status,
    };
    if row.has_condition && row.prefix.is_none() && row.error.is_none() {
        return Err(errors::invalid_request(
            "Condition cannot be empty. To redirect all requests without a condition, the \
             condition element shouldn't be present.",
        ));
    }
    let says_nothing = row.protocol.is_none()
        && row.host.is_none()
        && row.replace_prefix.is_none()
        && row.replace_key.is_none()
        && row.status.is_none();
    if says_nothing {
        return Err(errors::malformed_xml());
    }
    if row.replace_prefix.is_some() && row.replace_key.is_some() {
        return Err(errors::invalid_request(
            "You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
        ));
    }
    Ok(row)
}

fn read_error_status(code: &str) -> Result<u16, ApiError> {
    code.parse().ok().filter(|code| (400..600).contains(code)).ok_or_else(|| {
        errors::invalid_request(format!(
            "The provided HTTP error code ({code}) is not valid. Valid codes are 4XX or 5XX."
        ))
    })
}

fn read_redirect_status(code: &str) -> Result<u16, ApiError> {
    code.parse().ok().filter(|code| (301..400).contains(code)).ok_or_else(|| {
        errors::invalid_request(format!(
            "The provided HTTP redirect code ({code}) is not valid. Valid codes are 3XX except 300."
        ))
    })
}

fn show_rule(row: RoutingRow) -> RoutingRuleBuilder {
    let condition = row.has_condition.then(|| {
        ConditionBuilder::new()
            .key_prefix_equals(row.prefix)
            .http_error_code_returned_equals(row.error.map(|code| code.to_string()))
    });
    let redirect = RedirectBuilder::new()
        .protocol(row.protocol)
        .host_name(row.host)
        .replace_key_prefix_with(row.replace_prefix)
        .replace_key_with(row.replace_key)
        .http_redirect_code(row.status.map(|code| code.to_string()));
    RoutingRuleBuilder::new().condition(condition).redirect(redirect)
}
