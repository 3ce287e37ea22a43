//! The walk of a request, from bytes to bytes:
//!
//! ```text
//! bytes ─► identify ─► authenticate ─► take in the body ─► decode, check ─► the door ─► encode
//! ```

use std::net::SocketAddr;
use std::sync::Arc;

use auth::{Authenticated, Family, Prepared};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Response, Version, header};
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use kernel::body::Body;
use kernel::call::Flag;
use kernel::service::STAGED;
use kernel::{
    AccountId, Admission, ApiError, BlobId, Call, Origin, Page, Principal, Region, Struct,
};
use wire::identify::{Identified, IdentifyError, RequestHead, identify};
use wire::message;
use wire::model::{Operation, Protocol, Service, ServiceEntry};
use wire::protocol as codec;

use crate::access_log::{self, Noted};
use crate::intake::{Source, Taken};
use crate::reply::ReplyBody;
use crate::{
    Gateway, browser, control, declared, execute_api, function_url, intake, links, pages, payload,
    registry, request_log, sites, snapshots, strangers, website,
};

/// An operation's output may carry its HTTP status under this name (S3's 206).
const STATUS: &str = ":status";
/// What S3 is asked for the region of a bucket; it is in no model.
const LOCATE_STEP: &str = "LocateBucket";
/// Who is asked when the default region is dark.
const OTHER_LOCATORS: [&str; 3] = ["us-west-2", "eu-west-1", "ap-northeast-1"];

/// Answers one request. Never fails: what goes wrong is the answer.
///
/// One future walks the whole way, and what is rare is boxed: each `async fn` called from another
/// one is a copy of its whole state, for every request.
pub async fn handle(
    gateway: &Arc<Gateway>,
    peer: &Peer,
    request: Request<Incoming>,
) -> Response<ReplyBody> {
    let expects_more = expects_continue(&request);
    let is_empty = request.body().is_end_stream();
    let (head, body) = request.into_parts();
    if control::owns(head.uri.path()) {
        return Box::pin(handle_control(gateway, &head, body)).await;
    }
    let request_id = gateway.world.draw().uuid();
    let exchange = Exchange { gateway, peer, head, request_id, noted: Noted::new() };
    let mut response = if let Some(id) = function_url::id(exchange.authority()) {
        Box::pin(function_url::answer(&exchange, id, body)).await
    } else if let Some(target) = execute_api::target(&exchange.head, exchange.authority()) {
        Box::pin(execute_api::answer(&exchange, target, body)).await
    } else if let Some(host) = execute_api::foreign(exchange.authority())
        && let Some(target) = Box::pin(execute_api::by_domain(&exchange, host)).await
    {
        Box::pin(execute_api::answer(&exchange, target, body)).await
    } else if let Some(target) = registry::target(&exchange.head, exchange.authority()) {
        Box::pin(registry::answer(&exchange, target, body)).await
    } else if let Some(aside) = Aside::of(&exchange) {
        Box::pin(exchange.answer_aside(aside, body)).await
    } else {
        let mut response = match website::bucket(exchange.authority()) {
            Some(bucket) => Box::pin(website::answer(&exchange, bucket, body)).await,
            None => exchange.answer(body).await,
        };
        if exchange.noted.has_call() {
            Box::pin(access_log::tell(&exchange, &response)).await;
        }
        if exchange.head.headers.contains_key(header::ORIGIN) {
            response = Box::pin(browser::expose(gateway, &exchange.head, response)).await;
        }
        response
    };
    if expects_more && (is_empty || !response.status().is_success()) {
        // The client may see this answer in place of `100 Continue` and keep its body to itself.
        // AWS's own Python client then misreads the next answer on the same connection.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// What is asked for besides operations.
enum Aside {
    /// What a browser may send.
    Preflight,
    Page(&'static Page),
    Site(&'static Page),
}

impl Aside {
    fn of(exchange: &Exchange<'_>) -> Option<Aside> {
        let head = &exchange.head;
        if head.method == Method::OPTIONS && browser::is_preflight(&head.headers) {
            return Some(Aside::Preflight);
        }
        let (gateway, authority) = (exchange.gateway, exchange.authority());
        let site = sites::find(gateway, head, authority).map(Aside::Site);
        site.or_else(|| pages::find(gateway, head, authority).map(Aside::Page))
    }
}

fn expects_continue(request: &Request<Incoming>) -> bool {
    let expect = request.headers().get(header::EXPECT);
    request.version() == Version::HTTP_11
        && expect.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

async fn handle_control(
    gateway: &Arc<Gateway>,
    head: &Parts,
    body: Incoming,
) -> Response<ReplyBody> {
    if let Some(name) = snapshots::file_of(head).filter(|_| !control::is_from_service(head)) {
        return snapshots::stream(gateway, head, name, body).await;
    }
    let body = intake::collect(body, control::BODY_MAX).await.unwrap_or_default();
    control::handle(gateway, head, &body).await
}

/// One request under way.
pub struct Exchange<'g> {
    pub gateway: &'g Arc<Gateway>,
    pub peer: &'g Peer,
    pub head: Parts,
    pub request_id: String,
    /// For logs of buckets.
    pub noted: Noted,
}

/// What is known of a request once it has been identified.
#[derive(Clone, Copy)]
pub struct Route {
    pub name: &'static str,
    pub service: &'static Service,
    pub operation: &'static Operation,
    pub protocol: Protocol,
}

/// Whether a request says to which region it goes.
#[derive(Clone, Copy)]
enum Placed {
    Told,
    /// It goes where its bucket is.
    ByBucket,
}

/// The client's end of a connection.
#[derive(Debug)]
pub struct Peer {
    /// As policies and logs write it.
    pub ip: Arc<str>,
}

impl From<SocketAddr> for Peer {
    fn from(address: SocketAddr) -> Peer {
        Peer { ip: address.ip().to_string().into() }
    }
}

impl Exchange<'_> {
    async fn answer_aside(&self, aside: Aside, body: Incoming) -> Response<ReplyBody> {
        match aside {
            Aside::Preflight => {
                browser::preflight(self.gateway, &self.head, &self.request_id).await
            }
            Aside::Page(page) => pages::answer(self, page).await,
            Aside::Site(site) => sites::answer(self, site, body).await,
        }
    }

    async fn answer(&self, body: Incoming) -> Response<ReplyBody> {
        // Services of the query protocol name their operation in the body.
        let mut body = Some(body);
        let mut form = None;
        if self.head.method == Method::POST && payload::is_form(&self.head.headers) {
            let incoming = body.take().expect("nobody has taken the body");
            match intake::collect(incoming, intake::COLLECT_MAX).await {
                Ok(bytes) => form = Some(bytes),
                Err(error) => return self.refuse_unknown(&error),
            }
        }
        let identified = match identify(&self.request_head(), form.as_deref()) {
            Ok(identified) => identified,
            Err(error) => {
                if let Some(body) = body {
                    intake::drain(body).await;
                }
                return self.refuse_identify(&error);
            }
        };
        let route = Route {
            name: identified.service.name,
            service: identified.service.model(),
            operation: identified.operation,
            protocol: identified.protocol,
        };
        if identified.is_form_upload
            && let Some(body) = body
        {
            return match Box::pin(self.upload_form(&route, &identified, body)).await {
                Ok(response) => response,
                Err(error) => self.encode(&route, Err(error)),
            };
        }
        let prepared = match self.admit(&route, &identified) {
            Ok(prepared) => prepared,
            Err(error) => {
                if let Some(body) = body {
                    Box::pin(intake::drain(body)).await;
                }
                return self.encode(&route, Err(error));
            }
        };
        let is_streaming = codec::streaming_input_member(route.service, route.operation).is_some();
        if is_streaming && let Some(body) = body {
            let result = Box::pin(self.run_streaming(&route, &identified, &prepared, body)).await;
            return self.encode(&route, result);
        }
        let bytes = match (form, body) {
            (Some(form), _) => Ok(form),
            (None, Some(body)) => intake::collect(body, intake::COLLECT_MAX).await,
            (None, None) => Ok(Bytes::new()),
        };
        let called = bytes.and_then(|bytes| self.read(&route, &identified, &prepared, &bytes));
        let result = match called {
            Ok((call, Placed::Told)) => self.dispatch(&call).await,
            Ok((call, Placed::ByBucket)) => {
                Box::pin(self.dispatch_to_bucket(&identified, call)).await
            }
            Err(error) => Err(error),
        };
        self.encode(&route, result)
    }

    fn encode(&self, route: &Route, result: Result<Struct, ApiError>) -> Response<ReplyBody> {
        let Route { service, operation, protocol, .. } = *route;
        request_log::tell(self, route, result.as_ref());
        let response = match result {
            Ok(mut output) => {
                let status = output.remove(STATUS).and_then(|status| status.as_int());
                self.gateway.exercised.note(route.name, operation.name);
                let mut response =
                    codec::encode_response(service, operation, protocol, &output, &self.request_id);
                if let Some(status) = status {
                    response.status = status as u16;
                }
                response
            }
            Err(error) => {
                self.noted.error(error.code());
                let id = &self.request_id;
                wire::error::encode_error(Some(service), Some(operation), protocol, &error, id)
            }
        };
        send(response, &self.head.method)
    }

    /// What is to be known before the body is taken in.
    fn admit<'e>(
        &'e self,
        route: &Route,
        identified: &'e Identified<'_>,
    ) -> Result<Prepared<'e>, ApiError> {
        let service = self.gateway.world.service(route.name);
        if service.is_none_or(|service| service.operation(route.operation.name).is_none()) {
            return Err(ApiError::not_implemented(route.name, route.operation.name));
        }
        auth::prepare(&self.auth_head(route, identified))
    }

    /// From the whole request to the call that it makes.
    fn read(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        prepared: &Prepared<'_>,
        body: &Bytes,
    ) -> Result<(Call, Placed), ApiError> {
        let world = &self.gateway.world;
        let caller = prepared.verify(world, self.gateway.is_strict, Some(body))?;
        payload::check_collected(&caller, body)?;
        if payload::family(route.service, route.protocol) == Family::S3 {
            declared::check(&self.head.headers, route.service, route.operation, body)?;
        }
        let input = self.decode(route, identified, body)?;
        let told = told_region(route, identified, &caller)?;
        let region = told.unwrap_or(Region::DEFAULT);
        let mut call = self.call(route, &caller, region, input);
        links::address(&mut call);
        world.check_input(&call).map_err(|error| world.refused(&call, error))?;
        Ok((call, if told.is_some() { Placed::Told } else { Placed::ByBucket }))
    }

    async fn dispatch_to_bucket(
        &self,
        identified: &Identified<'_>,
        mut call: Call,
    ) -> Result<Struct, ApiError> {
        call.region = self.bucket_region(bucket_of(identified)).await?;
        self.dispatch(&call).await
    }

    /// Makes the call, and notes it where it is to be logged.
    pub async fn dispatch(&self, call: &Call) -> Result<Struct, ApiError> {
        self.dispatch_admitted(call, None).await
    }

    async fn dispatch_admitted(
        &self,
        call: &Call,
        admission: Option<&Admission>,
    ) -> Result<Struct, ApiError> {
        let result = self.gateway.world.dispatch_admitted(call, admission).await;
        if call.origin.wants_log.is_set() {
            self.noted.call(call);
        }
        result
    }
    /// The body flows to a content file before the operation's transaction.
    async fn run_streaming(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        prepared: &Prepared<'_>,
        body: Incoming,
    ) -> Result<Struct, ApiError> {
        let planned = async {
            let caller = prepared.verify(&self.gateway.world, self.gateway.is_strict, None)?;
            payload::check_length(&self.head.headers)?;
            let input = self.decode(route, identified, &Bytes::new())?;
            let region = match told_region(route, identified, &caller)? {
                Some(region) => region,
                None => self.bucket_region(bucket_of(identified)).await?,
            };
            let call = self.call(route, &caller, region, input);
            let world = &self.gateway.world;
            world.check_input(&call).map_err(|error| world.refused(&call, error))?;
            let plan = self.gateway.world.stage_plan(&call)?;
            Ok((caller, call, plan.expect("an operation with a streaming body has a stage")))
        };
        let (caller, mut call, plan) = match planned.await {
            Ok(planned) => planned,
            Err(error) => return Err(self.decline(Some(body), error).await),
        };
        let digests = payload::digests(&self.head.headers, &caller, plan.digests);
        let decoder = payload::decoder(&self.head.headers, &caller)?;
        let taken =
            intake::stage(self.gateway, Source::Whole(body), &plan, digests, decoder).await?;
        let accepted = payload::check(&caller, &taken.body);
        if let Some(note) = plan.note {
            call.input.set(STAGED, note);
        }
        payload::bind_trailers(route.service, route.operation, &taken.trailers, &mut call.input);
        self.dispatch_with_body(route, call, plan.admission.as_ref(), taken, accepted).await
    }

    /// Makes the call with the body that was taken in, which goes again if it fails.
    pub async fn dispatch_with_body(
        &self,
        route: &Route,
        mut call: Call,
        admission: Option<&Admission>,
        taken: Taken,
        accepted: Result<(), ApiError>,
    ) -> Result<Struct, ApiError> {
        let member = codec::streaming_input_member(route.service, route.operation)
            .expect("the operation takes a streaming body");
        call.input.set(member.name, taken.body);
        let result = match accepted {
            Ok(()) => self.dispatch_admitted(&call, admission).await,
            Err(error) => Err(error),
        };
        if let (Err(_), Some(blob)) = (&result, taken.blob) {
            self.forget(blob);
        }
        result
    }

    fn decode(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        body: &Bytes,
    ) -> Result<Struct, ApiError> {
        let request = message::Request {
            method: self.head.method.as_str(),
            path: &identified.path,
            query: self.query(),
            headers: &self.head.headers,
            body,
        };
        let mut input =
            codec::decode_request(route.service, route.operation, route.protocol, &request)?;
        if identified.account.is_some() {
            self.name_queue_by_path(route, &mut input);
        }
        Ok(input)
    }

    /// A request to a queue's own URL need not repeat it as a parameter.
    fn name_queue_by_path(&self, route: &Route, input: &mut Struct) {
        let shape = route.operation.input.map(|shape| route.service.shape(shape));
        let takes_queue = shape.is_some_and(|shape| shape.member("QueueUrl").is_some());
        if takes_queue && input.get("QueueUrl").is_none() {
            input.set("QueueUrl", format!("{}{}", self.endpoint(), self.head.uri.path()));
        }
    }

    /// The region of a bucket; the default one when there is no such bucket.
    pub async fn bucket_region(&self, bucket: &str) -> Result<Region, ApiError> {
        let mut call = Call {
            service: "s3".into(),
            operation: LOCATE_STEP.into(),
            input: Struct::new().with("Bucket", bucket),
            principal: Principal::Anonymous,
            account: AccountId::DEFAULT,
            region: Region::DEFAULT,
            origin: Arc::default(),
            source: None,
            hop: 0,
        };
        let mut located = self.gateway.world.dispatch(&call).await;
        // All regions know where a bucket is: when one does not answer, another one is asked.
        for region in OTHER_LOCATORS.iter().filter_map(|name| Region::parse(name)) {
            if !located.as_ref().is_err_and(|error| error.status() >= 500) {
                break;
            }
            call.region = region;
            located = self.gateway.world.dispatch(&call).await;
        }
        Ok(located?.str("Region").and_then(Region::parse).unwrap_or(Region::DEFAULT))
    }

    fn call(&self, route: &Route, caller: &Authenticated, region: Region, input: Struct) -> Call {
        Call {
            service: route.name.into(),
            operation: route.operation.name.into(),
            input,
            principal: caller.principal.clone(),
            account: caller.account,
            region,
            origin: Arc::new(self.origin(route.protocol)),
            source: None,
            hop: 0,
        }
    }

    pub fn origin(&self, protocol: Protocol) -> Origin {
        self.origin_of(payload::protocol_name(protocol))
    }

    pub fn origin_of(&self, protocol: &'static str) -> Origin {
        let user_agent = self.head.headers.get(header::USER_AGENT);
        let user_agent = user_agent.and_then(|value| value.to_str().ok()).unwrap_or("");
        Origin {
            request_id: self.request_id.clone(),
            source_ip: self.peer.ip.clone(),
            user_agent: user_agent.to_owned(),
            endpoint: self.endpoint(),
            protocol,
            is_tls: false,
            wants_log: Flag::default(),
        }
    }

    /// Scheme and authority by which the client reached us.
    pub fn endpoint(&self) -> String {
        ["http://", self.authority()].concat()
    }

    /// The host that the client asked for; HTTP/2 has it in the target.
    pub fn authority(&self) -> &str {
        self.head
            .headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok())
            .or_else(|| self.head.uri.authority().map(http::uri::Authority::as_str))
            .unwrap_or(&self.gateway.authority)
    }

    fn query(&self) -> &str {
        self.head.uri.query().unwrap_or("")
    }

    fn request_head(&self) -> RequestHead<'_> {
        RequestHead {
            method: self.head.method.as_str(),
            path: self.head.uri.path(),
            query: self.query(),
            headers: &self.head.headers,
            host: self.authority(),
        }
    }

    fn auth_head<'h>(&'h self, route: &Route, identified: &'h Identified<'_>) -> auth::Head<'h> {
        let family = payload::family(route.service, route.protocol);
        auth::Head {
            method: self.head.method.as_str(),
            path: self.head.uri.path(),
            resource: &identified.path,
            query: self.query(),
            headers: &self.head.headers,
            authority: self.authority(),
            signing_name: identified.service.signing_name,
            family,
            allows_anonymous: route.operation.auth_none
                || family == Family::S3
                || links::is_link(route.name, route.operation.name)
                || strangers::may_call(route.name, route.operation.name),
        }
    }

    /// Refuses a request whose body is still on its way.
    pub async fn decline(&self, body: Option<Incoming>, error: ApiError) -> ApiError {
        if let Some(body) = body {
            intake::drain(body).await;
        }
        error
    }

    /// A refusal before the service is known, in the shape that most clients read.
    fn refuse_unknown(&self, error: &ApiError) -> Response<ReplyBody> {
        let protocol = payload::guess_protocol(&self.head.headers);
        let response = wire::error::encode_error(None, None, protocol, error, &self.request_id);
        send(response, &self.head.method)
    }

    fn refuse_identify(&self, error: &IdentifyError) -> Response<ReplyBody> {
        let (service, protocol) = match error {
            IdentifyError::UnknownOperation { service, protocol } => {
                let entry = wire::archive::service_entry(service);
                (entry.map(ServiceEntry::model), *protocol)
            }
            _ => (None, payload::guess_protocol(&self.head.headers)),
        };
        let error = payload::unidentified(error, protocol);
        let response = wire::error::encode_error(service, None, protocol, &error, &self.request_id);
        send(response, &self.head.method)
    }

    /// Removes a staged content file that no transaction has taken. One was taken all the same when
    /// only what follows the commit went wrong, such as its sync.
    pub fn forget(&self, blob: BlobId) {
        if let Err(error) = self.gateway.world.remove_unowned(&[blob]) {
            tracing::warn!(%error, "cannot remove a staged content file");
        }
    }
}

/// Turns an encoded answer into an HTTP response.
pub fn send(response: message::Response, method: &Method) -> Response<ReplyBody> {
    let has_body = method != Method::HEAD && !matches!(response.status, 204 | 304);
    let body = if has_body { response.body } else { Body::empty() };
    let mut out = Response::new(ReplyBody::from(body));
    *out.status_mut() = http::StatusCode::from_u16(response.status)
        .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    *out.headers_mut() = response.headers;
    out
}

/// Where the call is addressed to: the region that the signature or else the host names. One
/// that names none reaches a bucket where it is.
fn told_region(
    route: &Route,
    identified: &Identified<'_>,
    caller: &Authenticated,
) -> Result<Option<Region>, ApiError> {
    match caller.region.as_deref().or(identified.host_region) {
        Some(name) => Region::parse(name).map(Some).ok_or_else(|| unknown_region(name)),
        None if route.name == "s3" => Ok(None),
        None => Ok(Some(Region::DEFAULT)),
    }
}

/// The bucket that the path of a request to S3 names.
fn bucket_of<'i>(identified: &'i Identified<'_>) -> &'i str {
    identified.path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

fn unknown_region(name: &str) -> ApiError {
    ApiError::new(
        "SignatureDoesNotMatch",
        format!("Credential should be scoped to a valid region, not '{name}'. "),
    )
    .with_status(403)
}
