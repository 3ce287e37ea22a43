//! The walk of a request, from bytes to bytes:
//!
//! ```text
//! bytes ─► identify ─► authenticate ─► take in the body ─► decode, check ─► the door ─► encode
//! ```

use std::net::SocketAddr;
use std::sync::Arc;

use auth::{Authenticated, Family};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Response, Version, header};
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use kernel::body::Body;
use kernel::{AccountId, ApiError, BlobId, Call, Origin, Principal, Region, Struct};
use wire::identify::{Identified, IdentifyError, RequestHead, identify};
use wire::message;
use wire::model::{Operation, Protocol, Service, ServiceEntry};
use wire::protocol as codec;

use crate::intake::{Source, Taken};
use crate::reply::ReplyBody;
use crate::{Gateway, browser, control, declared, intake, links, pages, payload, strangers};

/// An operation's output may carry its HTTP status under this name (S3's 206).
const STATUS: &str = ":status";
/// What S3 is asked for the region of a bucket; it is in no model.
const LOCATE_STEP: &str = "LocateBucket";

/// Answers one request. Never fails: what goes wrong is the answer.
pub async fn handle(
    gateway: &Arc<Gateway>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Response<ReplyBody> {
    let expects_more = expects_continue(&request);
    let is_empty = request.body().is_end_stream();
    let mut response = handle_request(gateway, peer, request).await;
    if expects_more && (is_empty || !response.status().is_success()) {
        // The client may see this answer in place of `100 Continue` and keep its body to itself.
        // AWS's own Python client then misreads the next answer on the same connection.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn expects_continue(request: &Request<Incoming>) -> bool {
    let expect = request.headers().get(header::EXPECT);
    request.version() == Version::HTTP_11
        && expect.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

async fn handle_request(
    gateway: &Arc<Gateway>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Response<ReplyBody> {
    let (head, body) = request.into_parts();
    if control::owns(head.uri.path()) {
        return Box::pin(handle_control(gateway, &head, body)).await;
    }
    let request_id = gateway.world.draw().uuid();
    if head.method == Method::OPTIONS && browser::is_preflight(&head.headers) {
        return Box::pin(browser::preflight(gateway, &head, &request_id)).await;
    }
    let exchange = Exchange { gateway, peer, head, request_id };
    if let Some(page) = pages::find(gateway, &exchange.head, exchange.authority()) {
        return pages::answer(&exchange, page).await;
    }
    let response = exchange.answer(body).await;
    browser::expose(gateway, &exchange.head, response).await
}

async fn handle_control(
    gateway: &Arc<Gateway>,
    head: &Parts,
    body: Incoming,
) -> Response<ReplyBody> {
    let body = intake::collect(body, control::BODY_MAX).await.unwrap_or_default();
    control::handle(gateway, head, &body).await
}

/// One request under way.
pub struct Exchange<'g> {
    pub gateway: &'g Arc<Gateway>,
    pub peer: SocketAddr,
    pub head: Parts,
    pub request_id: String,
}

/// What is known of a request once it has been identified.
#[derive(Clone, Copy)]
pub struct Route {
    pub name: &'static str,
    pub service: &'static Service,
    pub operation: &'static Operation,
    pub protocol: Protocol,
}

impl Exchange<'_> {
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
        let result = self.run(&route, &identified, body, form).await;
        self.encode(&route, result)
    }

    fn encode(&self, route: &Route, result: Result<Struct, ApiError>) -> Response<ReplyBody> {
        let Route { service, operation, protocol, .. } = *route;
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
                let id = &self.request_id;
                wire::error::encode_error(Some(service), Some(operation), protocol, &error, id)
            }
        };
        send(response, &self.head.method)
    }

    async fn run(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        body: Option<Incoming>,
        form: Option<Bytes>,
    ) -> Result<Struct, ApiError> {
        let is_implemented = self
            .gateway
            .world
            .service(route.name)
            .is_some_and(|service| service.operation(route.operation.name).is_some());
        if !is_implemented {
            let error = ApiError::not_implemented(route.name, route.operation.name);
            return Err(self.decline(body, error).await);
        }
        let is_streaming = codec::streaming_input_member(route.service, route.operation).is_some();
        let world = &self.gateway.world;
        let is_strict = self.gateway.is_strict;
        let prepared = match auth::prepare(&self.auth_head(route, identified)) {
            Ok(prepared) => prepared,
            Err(error) => return Err(self.decline(body, error).await),
        };
        if is_streaming && let Some(body) = body {
            let caller = match prepared.verify(world, is_strict, None) {
                Ok(caller) => caller,
                Err(error) => return Err(self.decline(Some(body), error).await),
            };
            // Boxed, here and below: rare and large, and every request's future would carry it.
            return Box::pin(self.run_streaming(route, identified, &caller, body)).await;
        }
        let bytes = match (form, body) {
            (Some(form), _) => form,
            (None, Some(body)) => intake::collect(body, intake::COLLECT_MAX).await?,
            (None, None) => Bytes::new(),
        };
        let caller = prepared.verify(world, is_strict, Some(&bytes))?;
        payload::check_collected(&caller, &bytes)?;
        if payload::family(route.service, route.protocol) == Family::S3 {
            declared::check(&self.head.headers, route.service, route.operation, &bytes)?;
        }
        let input = self.decode(route, identified, &bytes)?;
        let region = self.region(route, identified, &caller).await?;
        let mut call = self.call(route, &caller, region, input);
        links::address(&mut call);
        self.gateway.world.check_input(&call)?;
        self.gateway.world.dispatch(&call).await
    }

    /// The body flows to a content file before the operation's transaction.
    async fn run_streaming(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        caller: &Authenticated,
        body: Incoming,
    ) -> Result<Struct, ApiError> {
        let planned = async {
            payload::check_length(&self.head.headers)?;
            let input = self.decode(route, identified, &Bytes::new())?;
            let region = self.region(route, identified, caller).await?;
            let call = self.call(route, caller, region, input);
            self.gateway.world.check_input(&call)?;
            let plan = self.gateway.world.stage_plan(&call)?;
            Ok((call, plan.expect("an operation with a streaming body has a stage")))
        };
        let (mut call, plan) = match planned.await {
            Ok(planned) => planned,
            Err(error) => return Err(self.decline(Some(body), error).await),
        };
        let digests = payload::digests(&self.head.headers, caller, plan.digests);
        let decoder = payload::decoder(&self.head.headers, caller)?;
        let taken =
            intake::stage(self.gateway, Source::Whole(body), &plan, digests, decoder).await?;
        let accepted = payload::check(caller, &taken.body);
        payload::bind_trailers(route.service, route.operation, &taken.trailers, &mut call.input);
        self.dispatch_with_body(route, call, taken, accepted).await
    }

    /// Makes the call with the body that was taken in, which goes again if it fails.
    pub async fn dispatch_with_body(
        &self,
        route: &Route,
        mut call: Call,
        taken: Taken,
        accepted: Result<(), ApiError>,
    ) -> Result<Struct, ApiError> {
        let member = codec::streaming_input_member(route.service, route.operation)
            .expect("the operation takes a streaming body");
        call.input.set(member.name, taken.body);
        let result = match accepted {
            Ok(()) => self.gateway.world.dispatch(&call).await,
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

    /// Where the call is addressed to: the region that the signature or else the host names. One
    /// that names none reaches a bucket where it is.
    async fn region(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        caller: &Authenticated,
    ) -> Result<Region, ApiError> {
        match caller.region.as_deref().or(identified.region.as_deref()) {
            Some(name) => Region::parse(name).ok_or_else(|| unknown_region(name)),
            None if route.name == "s3" => {
                let bucket = identified.path.trim_start_matches('/').split('/').next();
                Box::pin(self.bucket_region(bucket.unwrap_or(""))).await
            }
            None => Ok(Region::DEFAULT),
        }
    }

    /// The region of a bucket; the default one when there is no such bucket.
    pub async fn bucket_region(&self, bucket: &str) -> Result<Region, ApiError> {
        let call = Call {
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
        let located = self.gateway.world.dispatch(&call).await?;
        Ok(located.str("Region").and_then(Region::parse).unwrap_or(Region::DEFAULT))
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
            source_ip: self.peer.ip().to_string(),
            user_agent: user_agent.to_owned(),
            endpoint: self.endpoint(),
            protocol,
            is_tls: false,
        }
    }

    /// Scheme and authority by which the client reached us.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.authority())
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
    fn forget(&self, blob: BlobId) {
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

fn unknown_region(name: &str) -> ApiError {
    ApiError::new(
        "SignatureDoesNotMatch",
        format!("Credential should be scoped to a valid region, not '{name}'. "),
    )
    .with_status(403)
}
