//! What S3 Control does to Multi-Region Access Points: steps of S3, which its operations call once
//! the door has asked whether the caller may.
//!
//! Making one, deleting one and changing its policy take their time: the request is noted, a job
//! does it later, and the request tells what has become of it. Routes change at once.
//!
//! Source: S3 Control API Reference, CreateMultiRegionAccessPoint and the others; S3 User Guide,
//! "Multi-Region Access Point restrictions and limitations", "Rules for naming Amazon S3
//! Multi-Region Access Points", "Amazon S3 Multi-Region Access Point failover controls errors".

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct, Timestamp, page};
use store::Range;

use crate::access_point_steps::{read_block, show_block};
use crate::bucket;
use crate::bucket_policy;
use crate::errors;
use crate::events::SERVICE_PRINCIPAL;
use crate::limits::{
    MULTI_REGION_REQUEST_KEPT_S, MULTI_REGION_REQUEST_S, MULTI_REGION_ROUTES_MAX, MULTI_REGIONS_MAX,
};
use crate::multi_region::{self, ALIAS_END};
use crate::public_access;
use crate::state_multi_region::{
    MULTI_REGION_ALIASES, MULTI_REGION_REQUESTS, MULTI_REGION_TOKENS, MULTI_REGIONS,
    MultiRegionPlaceRow, MultiRegionRequestRow, MultiRegionRow, MultiRegionStatus,
    MultiRegionTokenRow, RequestStatus, RouteRow,
};
use crate::state_settings::PublicAccess;

/// Does what a request has asked for.
pub const RUN_REQUEST: &str = "RunMultiRegionRequest";
/// Forgets a request that was done long ago.
pub const FORGET_REQUEST: &str = "ForgetMultiRegionRequest";

const CREATE: &str = "CreateMultiRegionAccessPoint";
const DELETE: &str = "DeleteMultiRegionAccessPoint";
const PUT_POLICY: &str = "PutMultiRegionAccessPointPolicy";
/// Where AWS keeps the records of requests.
const CONTROL_REGION: &str = "us-west-2";
const NAME_LEN_MIN: usize = 3;
const NAME_LEN_MAX: usize = 50;
/// Characters of an alias between its first letter and its end.
const ALIAS_RANDOM_LEN: usize = 12;

fn text<'a>(input: &'a Struct, name: &str) -> &'a str {
    input.str(name).unwrap_or("")
}

fn details(input: &Struct) -> Result<&Struct, ApiError> {
    input.structure("Details").ok_or_else(errors::malformed_xml)
}

fn find(ctx: &Ctx, name: &str) -> Result<MultiRegionRow, ApiError> {
    ctx.table(&MULTI_REGIONS).get(name)?.ok_or_else(errors::no_such_multi_region)
}

/// Source: "Rules for naming Amazon S3 Multi-Region Access Points".
fn is_valid_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (NAME_LEN_MIN..=NAME_LEN_MAX).contains(&name.len())
        && name.bytes().all(|byte| is_plain(byte) || byte == b'-')
        && name.bytes().next().is_some_and(is_plain)
        && name.bytes().last().is_some_and(is_plain)
}

// Requests that take their time.

/// Notes a request; one that was made before by the same token is answered as then.
fn request(
    ctx: &mut Ctx,
    operation: &str,
    input: &Struct,
    check: impl FnOnce(&mut Ctx, &Struct) -> Result<(), ApiError>,
) -> OpResult {
    let asked = details(input)?;
    let client_token = text(input, "ClientToken");
    let by_token = (operation, client_token);
    if let Some(MultiRegionTokenRow { token }) = ctx.table(&MULTI_REGION_TOKENS).get(&by_token)? {
        let earlier = ctx.table(&MULTI_REGION_REQUESTS).get(&token)?;
        if earlier.is_some_and(|row| row.details != *asked) {
            return Err(errors::invalid_access_point(
                "The client token belongs to another request.",
            ));
        }
        return Ok(Struct::new().with("RequestTokenARN", request_arn(ctx, operation, &token)));
    }
    check(ctx, asked)?;
    let token = ctx.chance().hex(32);
    let row = MultiRegionRequestRow {
        created_us: ctx.now().micros(),
        operation: operation.to_owned(),
        details: asked.clone(),
        status: RequestStatus::New,
        error: None,
        request_id: ctx.request_id().to_owned(),
        regions: Vec::new(),
    };
    ctx.table_mut(&MULTI_REGION_REQUESTS).put(&token, &row);
    ctx.table_mut(&MULTI_REGION_TOKENS)
        .put(&by_token, &MultiRegionTokenRow { token: token.clone() });
    later(ctx, RUN_REQUEST, &token, MULTI_REGION_REQUEST_S);
    Ok(Struct::new().with("RequestTokenARN", request_arn(ctx, operation, &token)))
}

fn later(ctx: &mut Ctx, step: &'static str, token: &str, seconds: u64) {
    let ask = Ask::to("s3", step)
        .with("Token", token)
        .as_service(SERVICE_PRINCIPAL)
        .in_account(ctx.account());
    let due = ctx.now() + Duration::from_secs(seconds);
    ctx.enqueue(Job::now(ask).at(due));
}

fn request_arn(ctx: &Ctx, operation: &str, token: &str) -> String {
    let kind = match operation {
        CREATE => "create",
        DELETE => "delete",
        _ => "put-policy",
    };
    let partition = ctx.region().partition();
    let account = ctx.account();
    format!("arn:{partition}:s3:{CONTROL_REGION}:{account}:async-request/mrap/{kind}/{token}")
}

pub fn create(ctx: &mut Ctx, input: &Struct) -> OpResult {
    request(ctx, CREATE, input, begin_create)
}

fn begin_create(ctx: &mut Ctx, asked: &Struct) -> Result<(), ApiError> {
    let name = text(asked, "Name");
    if !is_valid_name(name) {
        return Err(errors::invalid_access_point(
            "The name of a Multi-Region Access Point is not valid.",
        ));
    }
    let given = asked.list("Regions").unwrap_or_default();
    if given.is_empty() || given.len() > MULTI_REGION_ROUTES_MAX {
        return Err(errors::invalid_access_point(
            "A Multi-Region Access Point has from 1 to 17 buckets.",
        ));
    }
    let before = ctx.table(&MULTI_REGIONS).get(name)?;
    match before {
        Some(row) if row.status != MultiRegionStatus::PartiallyCreated => {
            return Err(errors::multi_region_exists());
        }
        Some(row) => ctx.table_mut(&MULTI_REGION_ALIASES).delete(&row.alias),
        None if ctx.table(&MULTI_REGIONS).keys(&Range::all()).count() >= MULTI_REGIONS_MAX => {
            return Err(errors::invalid_access_point(
                "You have attempted to create more Multi-Region Access Points than allowed.",
            ));
        }
        None => {}
    }
    let own = ctx.account();
    let route = |it: &Struct| RouteRow {
        bucket: text(it, "Bucket").to_owned(),
        account: it.str("BucketAccountId").unwrap_or(own.as_str()).to_owned(),
        region: String::new(),
        is_active: true,
    };
    let routes = given.iter().filter_map(|it| it.as_struct()).map(route).collect();
    let alias = new_alias(ctx)?;
    let block = asked.structure("PublicAccessBlock").map_or(PublicAccess::ALL, read_block);
    let row = MultiRegionRow {
        alias: alias.clone(),
        created_us: ctx.now().micros(),
        block: block.bits(),
        status: MultiRegionStatus::Creating,
        routes,
        established: None,
        proposed: None,
        is_policy_public: false,
    };
    ctx.table_mut(&MULTI_REGIONS).put(name, &row);
    let place = MultiRegionPlaceRow { account: own.to_string(), name: name.to_owned() };
    ctx.table_mut(&MULTI_REGION_ALIASES).put(&alias, &place);
    Ok(())
}

fn new_alias(ctx: &mut Ctx) -> Result<String, ApiError> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    loop {
        let bytes: [u8; ALIAS_RANDOM_LEN] = ctx.chance().bytes();
        let letter = |byte: &u8| LETTERS[usize::from(*byte) % LETTERS.len()] as char;
        let alias = format!("m{}{ALIAS_END}", bytes.iter().map(letter).collect::<String>());
        if !ctx.table(&MULTI_REGION_ALIASES).contains(&alias)? {
            return Ok(alias);
        }
    }
}

pub fn delete(ctx: &mut Ctx, input: &Struct) -> OpResult {
    request(ctx, DELETE, input, |ctx, asked| {
        let name = text(asked, "Name");
        let mut row = find(ctx, name)?;
        if matches!(row.status, MultiRegionStatus::Creating | MultiRegionStatus::Deleting) {
            return Err(errors::operation_aborted());
        }
        row.status = MultiRegionStatus::Deleting;
        ctx.table_mut(&MULTI_REGIONS).put(name, &row);
        Ok(())
    })
}

pub fn put_policy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    request(ctx, PUT_POLICY, input, |ctx, asked| {
        let (name, policy) = (text(asked, "Name"), text(asked, "Policy"));
        let mut row = find(ctx, name)?;
        if row.status != MultiRegionStatus::Ready {
            return Err(errors::operation_aborted());
        }
        let account = ctx.account();
        let arn = multi_region::arn(ctx.region().partition(), account, &row.alias);
        bucket_policy::check_of_point(policy, &arn)?;
        let block = PublicAccess::from_bits(row.block)
            .joined(crate::access_point::account_block(ctx, account)?);
        if public_access::is_public(policy) && block.blocks_policies {
            return Err(errors::access_denied());
        }
        row.proposed = Some(ctx.bind_policy(policy)?);
        ctx.table_mut(&MULTI_REGIONS).put(name, &row);
        Ok(())
    })
}

/// Input: `Token`.
pub fn run(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let token = text(input, "Token");
    let Some(mut row) = ctx.table(&MULTI_REGION_REQUESTS).get(token)? else {
        return Ok(Struct::new());
    };
    let name = text(&row.details, "Name").to_owned();
    if let Some(point) = ctx.table(&MULTI_REGIONS).get(&name)? {
        row.status = RequestStatus::Succeeded;
        match row.operation.as_str() {
            CREATE => finish_create(ctx, &name, point, &mut row)?,
            DELETE => {
                row.regions = told(&point);
                ctx.table_mut(&MULTI_REGION_ALIASES).delete(&point.alias);
                ctx.table_mut(&MULTI_REGIONS).delete(&name);
            }
            _ => {
                row.regions = told(&point);
                establish(ctx, &name, point);
            }
        }
    } else {
        row.status = RequestStatus::Failed;
        let error = errors::no_such_multi_region();
        row.error = Some((error.code().to_owned(), error.message().to_owned(), name));
    }
    ctx.table_mut(&MULTI_REGION_REQUESTS).put(token, &row);
    later(ctx, FORGET_REQUEST, token, MULTI_REGION_REQUEST_KEPT_S);
    Ok(Struct::new())
}

fn told(point: &MultiRegionRow) -> Vec<(String, RequestStatus)> {
    point.routes.iter().map(|it| (it.region.clone(), RequestStatus::Succeeded)).collect()
}

fn finish_create(
    ctx: &mut Ctx,
    name: &str,
    mut point: MultiRegionRow,
    request: &mut MultiRegionRequestRow,
) -> Result<(), ApiError> {
    point.status = MultiRegionStatus::Ready;
    for at in 0..point.routes.len() {
        let (bucket, owner) = (point.routes[at].bucket.clone(), point.routes[at].account.clone());
        let found =
            bucket::open_for_anybody(ctx, &bucket)?.filter(|it| it.owner().as_str() == owner);
        let region = found.map(|it| it.row.region.clone());
        let is_taken = point.routes.iter().any(|other| Some(&other.region) == region.as_ref());
        let error = match region {
            None => Some(errors::no_such_bucket(&bucket)),
            Some(_) if is_taken => Some(errors::invalid_access_point(
                "A Multi-Region Access Point has one bucket of each Region.",
            )),
            Some(region) => {
                request.regions.push((region.clone(), RequestStatus::Succeeded));
                point.routes[at].region = region;
                None
            }
        };
        if let Some(error) = error {
            point.status = MultiRegionStatus::PartiallyCreated;
            request.status = RequestStatus::Failed;
            request.error = Some((error.code().to_owned(), error.message().to_owned(), bucket));
        }
    }
    ctx.table_mut(&MULTI_REGIONS).put(name, &point);
    Ok(())
}

fn establish(ctx: &mut Ctx, name: &str, mut point: MultiRegionRow) {
    point.established.clone_from(&point.proposed);
    let policy = point.established.as_deref();
    point.is_policy_public = policy.is_some_and(public_access::is_public);
    ctx.table_mut(&MULTI_REGIONS).put(name, &point);
}

/// Input: `Token`.
pub fn forget(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let token = text(input, "Token");
    ctx.table_mut(&MULTI_REGION_REQUESTS).delete(token);
    let tokens = ctx.table(&MULTI_REGION_TOKENS).scan(&Range::all());
    let tokens = tokens.collect::<Result<Vec<_>, _>>()?;
    for ((operation, client_token), _) in tokens.iter().filter(|(_, it)| it.token == token) {
        ctx.table_mut(&MULTI_REGION_TOKENS).delete(&(operation.as_str(), client_token.as_str()));
    }
    Ok(Struct::new())
}

pub fn describe(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let arn = text(input, "RequestTokenARN");
    let token = arn.rsplit('/').next().unwrap_or("");
    let row = ctx.table(&MULTI_REGION_REQUESTS).get(token)?;
    let row = row.filter(|row| request_arn(ctx, &row.operation, token) == arn);
    let row = row.ok_or_else(errors::no_such_request)?;
    let parameters = format!("{}Request", row.operation);
    let region = |(name, status): &(String, RequestStatus)| {
        Struct::new().with("Name", name.as_str()).with("RequestStatus", status.name())
    };
    let mut response = Struct::new();
    if !row.regions.is_empty() {
        let regions: Vec<Struct> = row.regions.iter().map(region).collect();
        response.set("MultiRegionAccessPointDetails", Struct::new().with("Regions", regions));
    }
    if let Some((code, message, resource)) = &row.error {
        let error = Struct::new()
            .with("Code", code.as_str())
            .with("Message", message.as_str())
            .with("Resource", resource.as_str())
            .with("RequestId", row.request_id.as_str());
        response.set("ErrorDetails", error);
    }
    let mut shown = Struct::new()
        .with("CreationTime", Timestamp::from_micros(row.created_us))
        .with("Operation", row.operation.as_str())
        .with("RequestTokenARN", arn)
        .with("RequestParameters", Struct::new().with(parameters, row.details.clone()))
        .with("RequestStatus", row.status.name());
    if !response.is_empty() {
        shown.set("ResponseDetails", response);
    }
    Ok(Struct::new().with("AsyncOperation", shown))
}

// What is there.

fn report(name: &str, row: &MultiRegionRow) -> Struct {
    let region = |route: &RouteRow| {
        let mut shown = Struct::new()
            .with("Bucket", route.bucket.as_str())
            .with("BucketAccountId", route.account.as_str());
        if !route.region.is_empty() {
            shown.set("Region", route.region.as_str());
        }
        shown
    };
    Struct::new()
        .with("Name", name)
        .with("Alias", row.alias.as_str())
        .with("CreatedAt", Timestamp::from_micros(row.created_us))
        .with("PublicAccessBlock", show_block(PublicAccess::from_bits(row.block)))
        .with("Status", row.status.name())
        .with("Regions", row.routes.iter().map(region).collect::<Vec<_>>())
}

pub fn get(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let name = text(input, "Name");
    let row = find(ctx, name)?;
    Ok(Struct::new().with("AccessPoint", report(name, &row)))
}

pub fn list(ctx: &mut Ctx, input: &Struct) -> OpResult {
    const OPERATION: &str = "ListMultiRegionAccessPoints";
    let max = input.int("MaxResults").unwrap_or(MULTI_REGIONS_MAX as i64);
    let max = usize::try_from(max).unwrap_or(0).clamp(1, MULTI_REGIONS_MAX);
    let mut range = Range::all();
    if let Some(token) = input.str("NextToken") {
        let after = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        let after =
            after.ok_or_else(|| errors::invalid_access_point("The NextToken is invalid."))?;
        range = range.after(after.as_str());
    }
    let rows = ctx.table(&MULTI_REGIONS).scan(&range).take(max + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > max;
    rows.truncate(max);
    let shown: Vec<Struct> = rows.iter().map(|(name, row)| report(name, row)).collect();
    let mut output = Struct::new().with("AccessPoints", shown);
    if let Some((last, _)) = rows.last().filter(|_| has_more) {
        output.set("NextToken", page::encode(OPERATION, last.as_bytes()));
    }
    Ok(output)
}

pub fn get_policy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let row = find(ctx, text(input, "Name"))?;
    let mut shown = Struct::new();
    for (name, policy) in [("Established", &row.established), ("Proposed", &row.proposed)] {
        if let Some(policy) = policy {
            shown.set(name, Struct::new().with("Policy", ctx.show_policy(policy)?));
        }
    }
    if shown.is_empty() {
        return Err(errors::no_such_multi_region_policy());
    }
    Ok(Struct::new().with("Policy", shown))
}

pub fn get_policy_status(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let row = find(ctx, text(input, "Name"))?;
    if row.established.is_none() {
        return Err(errors::no_such_multi_region_policy());
    }
    Ok(Struct::new().with("Established", Struct::new().with("IsPublic", row.is_policy_public)))
}

/// Input: `Name`. Answers `Arn`, where there is one of that name: for who asks who may.
pub fn arn_of(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let row = ctx.table(&MULTI_REGIONS).get(text(input, "Name"))?;
    let arn = row.map(|row| multi_region::arn(ctx.region().partition(), ctx.account(), &row.alias));
    Ok(arn.map_or_else(Struct::new, |arn| Struct::new().with("Arn", arn)))
}

// Routes.

/// The one that `Mrap` means: its ARN or its alias.
fn find_by_arn(ctx: &Ctx, input: &Struct) -> Result<(String, MultiRegionRow), ApiError> {
    let given = text(input, "Mrap");
    let alias = multi_region::alias_of(given);
    let alias = alias.ok_or_else(|| {
        errors::invalid_access_point("The ARN of the Multi-Region Access Point is not valid.")
    })?;
    let found = multi_region::find(ctx, alias)?;
    let own = |it: &(AccountId, String, MultiRegionRow)| it.0 == ctx.account();
    let (_, name, row) = found.filter(own).ok_or_else(errors::no_such_multi_region)?;
    Ok((name, row))
}

pub fn get_routes(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let (_, row) = find_by_arn(ctx, input)?;
    let arn = multi_region::arn(ctx.region().partition(), ctx.account(), &row.alias);
    let route = |route: &RouteRow| {
        Struct::new()
            .with("Bucket", route.bucket.as_str())
            .with("Region", route.region.as_str())
            .with("TrafficDialPercentage", if route.is_active { 100 } else { 0 })
    };
    let routes: Vec<Struct> = row.routes.iter().map(route).collect();
    Ok(Struct::new().with("Mrap", arn).with("Routes", routes))
}

pub fn submit_routes(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let (name, mut row) = find_by_arn(ctx, input)?;
    if row.status != MultiRegionStatus::Ready {
        return Err(errors::operation_aborted());
    }
    if row.routes.len() < 2 {
        return Err(errors::method_not_allowed("MULTIREGIONACCESSPOINT"));
    }
    let updates = input.list("RouteUpdates").unwrap_or_default();
    for update in updates.iter().filter_map(|it| it.as_struct()) {
        let is_active = match update.int("TrafficDialPercentage") {
            Some(0) => false,
            Some(100) => true,
            _ => {
                return Err(errors::invalid_access_point(
                    "The traffic dial of a route is 0 or 100 percent.",
                ));
            }
        };
        let (bucket, region) = (update.str("Bucket"), update.str("Region"));
        let is_meant = |route: &&mut RouteRow| {
            (bucket.is_some() || region.is_some())
                && bucket.is_none_or(|it| it == route.bucket)
                && region.is_none_or(|it| it == route.region)
        };
        let route = row.routes.iter_mut().find(is_meant).ok_or_else(|| {
            errors::invalid_access_point("A route names a bucket or a Region that is not there.")
        })?;
        route.is_active = is_active;
    }
    if row.routes.iter().all(|route| !route.is_active) {
        return Err(errors::invalid_access_point("At least one Region must be active."));
    }
    ctx.table_mut(&MULTI_REGIONS).put(&name, &row);
    Ok(Struct::new())
}

/// The aliases of an account that is reset; all other rows go with the account's own range.
pub fn forget_aliases(ctx: &mut Ctx, account: Option<AccountId>) -> Result<(), ApiError> {
    let rows = ctx.table(&MULTI_REGION_ALIASES).scan(&Range::all());
    for (alias, row) in rows.collect::<Result<Vec<_>, _>>()? {
        if account.is_none_or(|account| account.as_str() == row.account) {
            ctx.table_mut(&MULTI_REGION_ALIASES).delete(&alias);
        }
    }
    Ok(())
}
