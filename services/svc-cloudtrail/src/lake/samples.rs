//! Statements to begin with, and the search among them.
//!
//! The statements are our own; AWS has a list of its own and searches it by meaning, which is done
//! here by the words that the phrase and a statement's name and description have in common.

use kernel::{ApiError, Ctx};

use crate::api::{
    SearchSampleQueriesInput, SearchSampleQueriesOutput, SearchSampleQueriesSearchResultBuilder,
};

/// Names, descriptions, statements.
const SAMPLES: &[(&str, &str, &str)] = &[
    (
        "Who deleted an object",
        "Finds who deleted objects from S3 buckets, when, and from which address. Needs a store \
         with S3 data events.",
        "SELECT eventTime, userIdentity.arn, sourceIPAddress, element_at(requestParameters, \
         'bucketName') AS bucket, element_at(requestParameters, 'key') AS object FROM <EDS_ID> \
         WHERE eventSource = 's3.amazonaws.com' AND eventName IN ('DeleteObject', 'DeleteObjects') \
         ORDER BY eventTime DESC",
    ),
    (
        "Calls that were denied",
        "Counts calls refused with access denied errors by user and operation.",
        "SELECT userIdentity.arn, eventSource, eventName, count(*) AS times FROM <EDS_ID> WHERE \
         errorCode LIKE '%AccessDenied%' OR errorCode LIKE '%Unauthorized%' GROUP BY \
         userIdentity.arn, eventSource, eventName ORDER BY times DESC",
    ),
    (
        "Most frequent errors",
        "Lists the errors that API calls were answered with, the top errors first.",
        "SELECT eventSource, eventName, errorCode, count(*) AS times FROM <EDS_ID> WHERE errorCode \
         IS NOT NULL GROUP BY eventSource, eventName, errorCode ORDER BY times DESC LIMIT 50",
    ),
    (
        "Activity of root users",
        "Shows what the root user of an account did.",
        "SELECT eventTime, eventSource, eventName, sourceIPAddress FROM <EDS_ID> WHERE \
         userIdentity.type = 'Root' AND userIdentity.invokedBy IS NULL ORDER BY eventTime DESC",
    ),
    (
        "Changes of IAM users and roles",
        "Shows changes of IAM users, roles, groups, policies and access keys.",
        "SELECT eventTime, userIdentity.arn, eventName, requestParameters FROM <EDS_ID> WHERE \
         eventSource = 'iam.amazonaws.com' AND readOnly = false ORDER BY eventTime DESC",
    ),
    (
        "Changes of trails and logging",
        "Shows who stopped, changed or deleted CloudTrail trails and event data stores.",
        "SELECT eventTime, userIdentity.arn, eventName, errorCode FROM <EDS_ID> WHERE eventSource \
         = 'cloudtrail.amazonaws.com' AND readOnly = false ORDER BY eventTime DESC",
    ),
    (
        "Roles that were assumed",
        "Counts which roles were assumed with STS, and by whom.",
        "SELECT userIdentity.arn, element_at(requestParameters, 'roleArn') AS role, count(*) AS \
         times FROM <EDS_ID> WHERE eventName LIKE 'AssumeRole%' GROUP BY userIdentity.arn, \
         element_at(requestParameters, 'roleArn') ORDER BY times DESC",
    ),
    (
        "Calls by service and hour",
        "Counts API calls of each service by hour.",
        "SELECT date_trunc('hour', eventTime) AS hour, eventSource, count(*) AS calls FROM \
         <EDS_ID> GROUP BY date_trunc('hour', eventTime), eventSource ORDER BY hour, calls DESC",
    ),
    (
        "Use of KMS keys",
        "Counts which KMS keys were used to decrypt or to make data keys, and by whom.",
        "SELECT userIdentity.arn, eventName, r.arn AS key, count(*) AS times FROM <EDS_ID> CROSS \
         JOIN UNNEST(resources) AS r(account, kind, arn, prefix) WHERE eventSource = \
         'kms.amazonaws.com' GROUP BY userIdentity.arn, eventName, r.arn ORDER BY times DESC",
    ),
    (
        "Changes of bucket policies",
        "Shows changes of policies and public access of S3 buckets.",
        "SELECT eventTime, userIdentity.arn, eventName, element_at(requestParameters, \
         'bucketName') AS bucket FROM <EDS_ID> WHERE eventSource = 's3.amazonaws.com' AND \
         (eventName LIKE '%BucketPolicy' OR eventName LIKE '%PublicAccessBlock' OR eventName LIKE \
         '%BucketAcl') AND readOnly = false ORDER BY eventTime DESC",
    ),
    (
        "Events of an address",
        "Shows users and calls that came from a source IP address.",
        "SELECT eventTime, userIdentity.arn, eventSource, eventName FROM <EDS_ID> WHERE \
         sourceIPAddress = '192.0.2.1' ORDER BY eventTime DESC",
    ),
    (
        "Accounts of others",
        "Shows calls by principals of other AWS accounts.",
        "SELECT eventTime, userIdentity.accountId, userIdentity.arn, eventSource, eventName FROM \
         <EDS_ID> WHERE userIdentity.accountId <> recipientAccountId ORDER BY eventTime DESC",
    ),
];

/// Words that say nothing of what is looked for.
const COMMON: [&str; 16] = [
    "a", "all", "an", "and", "by", "for", "from", "in", "is", "me", "of", "show", "the", "to",
    "which", "with",
];

pub fn search(
    _: &mut Ctx<'_>,
    input: SearchSampleQueriesInput<'_>,
) -> Result<SearchSampleQueriesOutput, ApiError> {
    let wanted = words(input.search_phrase());
    let mut found: Vec<(f64, usize)> = Vec::new();
    for (at, (name, description, _)) in SAMPLES.iter().enumerate() {
        let has = words(&format!("{name} {description}"));
        let common = wanted.iter().filter(|word| has.contains(word)).count();
        if common > 0 {
            found.push((common as f64 / wanted.len() as f64, at));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let shown = found.into_iter().enumerate().map(|(place, (relevance, at))| {
        let (name, description, statement) = SAMPLES[at];
        let one = SearchSampleQueriesSearchResultBuilder::new()
            .name(name)
            .description(description)
            .sql(statement)
            .relevance(relevance);
        (format!("{place:03}"), one)
    });
    let (token, most) = (input.next_token(), input.max_results().or(Some(10)));
    let page = crate::pages::cut("SearchSampleQueries", token, most, 50, shown.collect())?;
    Ok(SearchSampleQueriesOutput::new().search_results(page.items).next_token(page.token))
}

/// Words without their endings, so that "denied calls" finds "calls that were denied".
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase) {
        let stem = word.strip_suffix("ed").or_else(|| word.strip_suffix('s')).unwrap_or(&word);
        if !word.is_empty() && !COMMON.contains(&word.as_str()) && !out.iter().any(|it| it == stem)
        {
            out.push(stem.to_owned());
        }
    }
    out
}
