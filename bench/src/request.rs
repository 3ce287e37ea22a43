//! The bytes of requests, as an AWS client sends them with default credentials.
//!
//! They are built once and sent again and again. The signature is of the right form and of no
//! known key: a server that checks unknown keys cannot be measured with it.

use std::net::SocketAddr;

const USER_AGENT: &str = "Boto3/1.43.5 md/Botocore#1.44.5 ua/2.1 os/linux#6.1 md/arch#x86_64 \
                          lang/python#3.12.3 md/pyimpl#CPython cfg/retry-mode#legacy";

/// Builds requests to one server.
#[derive(Clone, Debug)]
pub struct Requests {
    authority: String,
    /// `YYYYMMDDTHHMMSSZ`.
    date: String,
}

impl Requests {
    pub fn to(address: SocketAddr) -> Requests {
        let date = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        Requests { authority: address.to_string(), date }
    }

    /// A request to SQS in its JSON protocol.
    pub fn sqs(&self, operation: &str, body: &str) -> Vec<u8> {
        let extra = format!(
            "X-Amz-Target: AmazonSQS.{operation}\r\nContent-Type: application/x-amz-json-1.0\r\n\
             x-amzn-query-mode: true\r\n"
        );
        self.request("POST", "/", "sqs", &extra, body.as_bytes())
    }

    /// A request to DynamoDB.
    pub fn dynamodb(&self, operation: &str, body: &str) -> Vec<u8> {
        let extra = format!(
            "X-Amz-Target: DynamoDB_20120810.{operation}\r\n\
             Content-Type: application/x-amz-json-1.0\r\n"
        );
        self.request("POST", "/", "dynamodb", &extra, body.as_bytes())
    }

    /// A request to STS in the query protocol.
    pub fn sts(&self, operation: &str) -> Vec<u8> {
        self.query("sts", &format!("Action={operation}&Version=2011-06-15"))
    }

    /// A request in the query protocol.
    pub fn query(&self, service: &str, form: &str) -> Vec<u8> {
        let extra = "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n";
        self.request("POST", "/", service, extra, form.as_bytes())
    }

    /// A request to S3, path style, its payload not signed.
    pub fn s3(&self, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
        let extra = "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n";
        self.request(method, path, "s3", extra, body)
    }

    /// The head of a PUT to S3 whose body the caller streams.
    pub fn s3_put_head(&self, path: &str, len: u64) -> Vec<u8> {
        let extra = "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n";
        self.head("PUT", path, "s3", extra, len).into_bytes()
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        service: &str,
        extra: &str,
        body: &[u8],
    ) -> Vec<u8> {
        let mut request = self.head(method, path, service, extra, body.len() as u64).into_bytes();
        request.extend_from_slice(body);
        request
    }

    fn head(&self, method: &str, path: &str, service: &str, extra: &str, len: u64) -> String {
        let day = &self.date[..8];
        let length = match method {
            "GET" => String::new(),
            _ => format!("Content-Length: {len}\r\n"),
        };
        format!(
            "{method} {path} HTTP/1.1\r\n\
             Host: {authority}\r\n\
             Accept-Encoding: identity\r\n\
             {extra}\
             User-Agent: {USER_AGENT}\r\n\
             X-Amz-Date: {date}\r\n\
             Authorization: AWS4-HMAC-SHA256 \
             Credential=test/{day}/us-east-1/{service}/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={signature}\r\n\
             amz-sdk-invocation-id: 6f2d9b3a-6d1c-4b5e-9a51-0c9be2f0a7d4\r\n\
             amz-sdk-request: attempt=1\r\n\
             {length}\r\n",
            authority = self.authority,
            date = self.date,
            signature = "0123456789abcdef".repeat(4),
        )
    }
}

/// Text that does not compress, the same in every run: a store that compresses gains nothing
/// from payloads that no client would send.
pub fn payload(seed: usize, len: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letters = (0..len).map(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(LETTERS[(state >> 58) as usize])
    });
    letters.collect()
}

/// The string value of a member of a flat JSON reply. Escapes are left as they are: the values
/// that are asked for (URLs, receipt handles) have none.
pub fn json_member<'r>(reply: &'r [u8], name: &str) -> Option<&'r str> {
    let reply = std::str::from_utf8(reply).ok()?;
    let (_, after) = reply.split_once(&format!("\"{name}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split('"').next()
}
