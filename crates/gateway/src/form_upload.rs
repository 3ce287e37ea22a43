//! Uploads by HTML forms: a POST of `multipart/form-data` to a bucket.
//!
//! The form's fields come before its file; they are checked against the policy that the form's
//! author has signed, and the file then flows in like the body of a PutObject. Source: S3 API
//! Reference, "Browser-Based Uploads Using POST".

use std::sync::Arc;

use auth::post_policy;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::BodyDataStream;
use hyper::body::Incoming;
use kernel::service::STAGED;
use kernel::{AccountId, ApiError, Call, Principal, Struct, Value};
use multer::{Field, Multipart};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use wire::identify::Identified;
use wire::message;
use wire::protocol as codec;

use crate::form_body::{FormBody, FormLimit};
use crate::intake::{self, Source, malformed_form};
use crate::pipeline::{Exchange, Route};
use crate::reply::ReplyBody;

/// All fields before the file, together. S3 takes 20 KB.
const FIELDS_BYTES_MAX: usize = 20 * 1024;
/// What S3 is asked before the file is taken in; it is in no model.
const ADMIT_STEP: &str = "AdmitPost";

/// The part of a form before its file.
struct Fields {
    all: Vec<(String, String)>,
    file_name: String,
}

impl Exchange<'_> {
    pub async fn upload_form(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        body: Incoming,
    ) -> Result<Response<ReplyBody>, ApiError> {
        let kind = self.head.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let Ok(boundary) = multer::parse_boundary(kind) else {
            return Err(self.decline(Some(body), malformed_form()).await);
        };
        let (body, limit) = FormBody::new(body);
        let mut form = Multipart::new(BodyDataStream::new(body), boundary);
        let result = self.take_form(route, identified, &mut form, &limit).await;
        if result.is_err() {
            drain(&mut form).await;
        }
        result
    }

    async fn take_form(
        &self,
        route: &Route,
        identified: &Identified<'_>,
        form: &mut Multipart<'static>,
        limit: &FormLimit,
    ) -> Result<Response<ReplyBody>, ApiError> {
        let (fields, file) = read_fields(form).await?;
        limit.lift();
        let bucket = identified.path.trim_matches('/').to_owned();
        let ask = self.signed_call(&fields, &bucket, route).await?;
        let mut admitted = self.gateway.world.dispatch(&ask).await?;
        let Some(Value::Struct(input)) = admitted.remove("Input") else {
            unreachable!("S3 answers the input of a PutObject");
        };
        let key = input.str("Key").unwrap_or("").to_owned();
        let mut put = Call { operation: route.operation.name.into(), input, ..ask };
        self.gateway.world.check_input(&put)?;
        let plan = self.gateway.world.stage_plan(&put)?.ok_or_else(ApiError::internal)?;
        let digests = plan.digests;
        let taken =
            intake::stage(self.gateway, Source::Field(Box::new(file)), &plan, digests, None)
                .await?;
        if let Some(note) = plan.note {
            put.input.set(STAGED, note);
        }
        let output =
            self.dispatch_with_body(route, put, plan.admission.as_ref(), taken, Ok(())).await?;
        self.gateway.exercised.note(route.name, route.operation.name);
        Ok(self.answer_form(&admitted, &bucket, &key, &output))
    }

    /// The question to S3 whether the form's policy allows the upload, by whoever has signed it.
    async fn signed_call(
        &self,
        fields: &Fields,
        bucket: &str,
        route: &Route,
    ) -> Result<Call, ApiError> {
        let field = |name: &str| {
            let found = fields.all.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
            found.map_or("", |(_, value)| value.as_str())
        };
        let token = Some(field("x-amz-security-token")).filter(|token| !token.is_empty());
        let access_key_id = field("AWSAccessKeyId");
        let (method, signature) = if access_key_id.is_empty() {
            let (algorithm, credential) = (field("x-amz-algorithm"), field("x-amz-credential"));
            (post_policy::Method::Version4 { algorithm, credential }, field("x-amz-signature"))
        } else {
            (post_policy::Method::Version2 { access_key_id }, field("signature"))
        };
        let policy = field("policy");
        let signed = post_policy::Form { policy, signature, security_token: token, method };
        let world = &self.gateway.world;
        // Without a policy there is nothing that could be signed: whoever sends it is nobody.
        let (principal, account, region) = if signed.policy.is_empty() {
            (Principal::Anonymous, AccountId::DEFAULT, None)
        } else {
            let signer = post_policy::verify(world, &signed, self.gateway.is_strict)?;
            (signer.principal, signer.account, signer.region)
        };
        let tagging = Some(field("tagging")).filter(|document| !document.is_empty());
        let tagging = tagging.map(|document| read_tagging(route, document)).transpose()?;
        let list = fields.all.iter().map(|(name, value)| {
            Struct::new().with("Name", name.as_str()).with("Value", value.as_str())
        });
        let mut input = Struct::new()
            .with("Bucket", bucket)
            .with("FileName", fields.file_name.as_str())
            .with("RealNow", world.clock.real_now())
            .with("Fields", list.collect::<Vec<_>>());
        if let Some(tagging) = tagging {
            input.set("Tagging", tagging);
        }
        let region = match region {
            Some(region) => region,
            None => self.bucket_region(bucket).await?,
        };
        Ok(Call {
            service: route.name.into(),
            operation: ADMIT_STEP.into(),
            input,
            principal,
            account,
            region,
            origin: Arc::new(self.origin(route.protocol)),
            source: None,
            hop: 0,
        })
    }

    fn answer_form(
        &self,
        admitted: &Struct,
        bucket: &str,
        key: &str,
        output: &Struct,
    ) -> Response<ReplyBody> {
        let etag = output.str("ETag").unwrap_or("");
        let encoded_key = utf8_percent_encode(key, NON_ALPHANUMERIC).to_string();
        let location = format!("{}/{bucket}/{encoded_key}", self.endpoint());
        let mut response = Response::new(ReplyBody::from(Bytes::new()));
        let mut set = |name: header::HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::ETAG, etag);
        set(header::HeaderName::from_static("x-amz-request-id"), &self.request_id);
        set(header::HeaderName::from_static("x-amz-id-2"), &self.request_id);
        if let Some(version) = output.str("VersionId") {
            set(header::HeaderName::from_static("x-amz-version-id"), version);
        }
        if let Some(target) = admitted.str("SuccessActionRedirect") {
            let separator = if target.contains('?') { '&' } else { '?' };
            let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let (bucket, key, etag) = (encode(bucket), encode(key), encode(etag));
            set(
                header::LOCATION,
                &format!("{target}{separator}bucket={bucket}&key={key}&etag={etag}"),
            );
            *response.status_mut() = StatusCode::SEE_OTHER;
            return response;
        }
        set(header::LOCATION, &location);
        match admitted.str("SuccessActionStatus") {
            Some("200") => {}
            Some("201") => {
                set(header::CONTENT_TYPE, "application/xml");
                *response.status_mut() = StatusCode::CREATED;
                *response.body_mut() =
                    ReplyBody::from(Bytes::from(post_response(&location, bucket, key, etag)));
            }
            _ => *response.status_mut() = StatusCode::NO_CONTENT,
        }
        response
    }
}

/// Reads the fields up to the file, which comes last.
async fn read_fields(form: &mut Multipart<'static>) -> Result<(Fields, Field<'static>), ApiError> {
    let mut fields = Fields { all: Vec::new(), file_name: String::new() };
    let mut size = 0;
    loop {
        let field = intake::in_time(form.next_field()).await?.map_err(|_| malformed_form())?;
        let Some(mut field) = field else {
            return Err(ApiError::new(
                "InvalidArgument",
                "POST requires exactly one file upload per request.",
            ));
        };
        let name = field.name().unwrap_or("").to_owned();
        if name.eq_ignore_ascii_case("file") {
            field.file_name().unwrap_or("").clone_into(&mut fields.file_name);
            return Ok((fields, field));
        }
        let mut value = Vec::new();
        while let Some(piece) =
            intake::in_time(field.chunk()).await?.map_err(|_| malformed_form())?
        {
            size += piece.len();
            if size + name.len() > FIELDS_BYTES_MAX {
                return Err(ApiError::new(
                    "MaxPostPreDataLengthExceededError",
                    "Your POST request fields preceding the upload file were too large.",
                ));
            }
            value.extend_from_slice(&piece);
        }
        size += name.len();
        let value = String::from_utf8(value).map_err(|_| malformed_form())?;
        fields.all.push((name, value));
    }
}

/// The document of a form's field `tagging`, which is the body of a PutObjectTagging.
fn read_tagging(route: &Route, document: &str) -> Result<Value, ApiError> {
    let operation = route.service.operation("PutObjectTagging").expect("S3 has it");
    let request = message::Request {
        method: "PUT",
        path: "/bucket/key",
        query: "tagging",
        headers: &HeaderMap::new(),
        body: &Bytes::copy_from_slice(document.as_bytes()),
    };
    let mut input = codec::decode_request(route.service, operation, route.protocol, &request)?;
    input.remove("Tagging").ok_or_else(malformed_form)
}

/// As [`intake::drain`], for a form that is being parsed.
async fn drain(form: &mut Multipart<'static>) {
    let mut read = 0;
    let reading = async {
        while let Ok(Some(mut field)) = form.next_field().await {
            while let Ok(Some(piece)) = field.chunk().await {
                read += piece.len();
                if read > intake::DRAIN_MAX {
                    return;
                }
            }
        }
    };
    // Who sends slowly has had its time.
    let _ = tokio::time::timeout(intake::DRAIN_TIMEOUT, reading).await;
}

fn post_response(location: &str, bucket: &str, key: &str, etag: &str) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>{}</Location>\
         <Bucket>{}</Bucket><Key>{}</Key><ETag>{}</ETag></PostResponse>",
        escape(location),
        escape(bucket),
        escape(key),
        escape(etag)
    )
}
