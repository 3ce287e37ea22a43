//! AWS's published examples, and what becomes of requests that are not quite right.

use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::{ApiError, Principal};
use store::Store;
use world::{AccountId, Chance, Timestamp};

use crate::authenticate::{Authenticated, Head, PayloadRule, Times, prepare};
use crate::canonical::{self, Parts};
use crate::chunked::{ChunkSigner, ChunkedDecoder, Mode, Streaming, Trailers};
use crate::credentials::{self, AccessKey, KeyKind, NewSession, Session};
use crate::errors::Family;
use crate::signing::{self, Scope, parse_amz_date};
use crate::{key_id, post_policy};

/// The credentials of AWS's examples.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TEST_SUITE_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const S3_HOST: &str = "examplebucket.s3.amazonaws.com";
const S3_SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

/// A request under construction.
#[derive(Clone)]
struct Request {
    method: &'static str,
    path: String,
    query: String,
    headers: HeaderMap,
    family: Family,
    signing_name: &'static str,
    allows_anonymous: bool,
}

impl Request {
    fn new(method: &'static str, path: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request {
            method,
            path: path.to_owned(),
            query: String::new(),
            headers: HeaderMap::new(),
            family: Family::S3,
            signing_name: "s3",
            allows_anonymous: false,
        };
        for (name, value) in headers {
            request = request.with(name, value);
        }
        request
    }

    fn with(mut self, name: &str, value: &str) -> Request {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.append(name, HeaderValue::from_str(value).unwrap());
        self
    }

    fn query(mut self, query: &str) -> Request {
        query.clone_into(&mut self.query);
        self
    }

    fn to(mut self, family: Family, signing_name: &'static str) -> Request {
        self.family = family;
        self.signing_name = signing_name;
        self
    }

    /// Signs as a client of `key_id` would.
    fn signed(self, key_id: &str, secret: &str, time: &str, body: &[u8]) -> Request {
        let scope = Scope { date: &time[..8], region: "eu-west-1", service: self.signing_name };
        let request = self.clone().with("x-amz-date", time);
        let names = signed_names(&request.headers);
        let told = request.headers.get("x-amz-content-sha256");
        let hash = told.map_or_else(
            || signing::hex(&sha(body)),
            |value| value.to_str().unwrap().to_owned(),
        );
        let canonical = canonical::request(&request.parts(&names), &hash);
        let text = signing::string_to_sign(time, scope, &canonical);
        let signature = signing::sign(&signing::signing_key(secret, scope), &text);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, \
             Signature={signature}"
        );
        request.with("authorization", &authorization)
    }

    fn parts<'a>(&'a self, signed_headers: &'a str) -> Parts<'a> {
        Parts {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            authority: "",
            signed_headers,
            signs_path_as_sent: self.family.signs_path_as_sent(),
        }
    }

    fn head(&self) -> Head<'_> {
        Head {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            authority: "",
            signing_name: self.signing_name,
            family: self.family,
            allows_anonymous: self.allows_anonymous,
        }
    }

    fn verify(&self, store: &Store, times: Times) -> Result<Authenticated, ApiError> {
        self.verify_with(store, times, false, b"")
    }

    fn verify_with(
        &self,
        store: &Store,
        times: Times,
        is_strict: bool,
        body: &[u8],
    ) -> Result<Authenticated, ApiError> {
        prepare(&self.head())?.verify_at(store, times, is_strict, Some(body))
    }

    /// The code and the status with which the request is refused.
    fn refusal(&self, store: &Store, times: Times) -> (String, u16) {
        let error = self.verify(store, times).expect_err("the request is refused");
        (error.code().to_owned(), error.status())
    }
}

fn sha(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

fn signed_names(headers: &HeaderMap) -> String {
    let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    names.join(";")
}

fn authorization(signed_headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 \
         Credential={KEY_ID}/{S3_SCOPE},SignedHeaders={signed_headers},Signature={signature}"
    )
}

/// A world that knows the examples' key.
fn store_with_example_key() -> Store {
    let store = Store::ephemeral();
    let mut tx = store.write();
    credentials::put(&mut tx, KEY_ID, &AccessKey {
        secret: SECRET.to_owned(),
        account: "123456789012".to_owned(),
        kind: KeyKind::User,
        arn: "arn:aws:iam::123456789012:user/alice".to_owned(),
        unique_id: "AIDAEXAMPLE".to_owned(),
        created_micros: 0,
        expires_micros: None,
        token_digest: None,
        session: None,
    });
    store.commit(&tx.into_batch()).unwrap();
    store
}

fn at(time: &str) -> Times {
    let time = parse_amz_date(time).unwrap();
    Times { real: time, virtual_now: time }
}

fn example_time() -> Times {
    at("20130524T000000Z")
}

// AWS's examples.

/// "Signature Version 4 test suite": get-vanilla, and others that differ in one thing each.
#[test]
fn the_test_suite_of_signature_version_4() {
    let check = |request: Request, canonical_hash_or_signature: &str| {
        let request = request.to(Family::Query, "service");
        let names = signed_names(&request.headers);
        let canonical = canonical::request(&request.parts(&names), signing::EMPTY_SHA256);
        let scope = Scope { date: "20150830", region: "us-east-1", service: "service" };
        let text = signing::string_to_sign("20150830T123600Z", scope, &canonical);
        let signature = signing::sign(&signing::signing_key(TEST_SUITE_SECRET, scope), &text);
        assert_eq!(
            signature,
            canonical_hash_or_signature,
            "{}",
            String::from_utf8_lossy(&canonical)
        );
    };
    let get = |path: &str| {
        Request::new("GET", path, &[
            ("host", "example.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
        ])
    };
    let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    check(get("/"), vanilla);
    // get-slash, get-slashes, get-relative, get-slash-dot-slash: all the same resource.
    for path in ["//", "/example/..", "/./", "/example1/example2/../.."] {
        check(get(path), vanilla);
    }
    // get-vanilla-query-order-key-case
    check(
        get("/").query("Param2=value2&Param1=value1"),
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    );
    // get-header-value-trim has spaces; get-header-key-duplicate two values of one header.
    check(
        get("/").with("my-header1", "value1").with("my-header2", "\"a   b   c\""),
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    );
    check(
        get("/").with("my-header1", "value2").with("my-header1", "value2").with(
            "my-header1",
            "value1",
        ),
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    );
}

/// "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
#[test]
fn the_single_chunk_examples_of_s3() {
    let store = store_with_example_key();
    let empty = signing::EMPTY_SHA256;
    let base = [("host", S3_HOST), ("x-amz-date", "20130524T000000Z")];
    let get_object = Request::new("GET", "/test.txt", &base)
        .with("range", "bytes=0-9")
        .with("x-amz-content-sha256", empty)
        .with(
            "authorization",
            &authorization(
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
        );
    let caller = get_object.verify(&store, example_time()).unwrap();
    assert!(caller.is_verified);
    assert_eq!(caller.account.as_str(), "123456789012");
    assert_eq!(caller.region.as_deref(), Some("us-east-1"));
    let Principal::Identity(alice) = &caller.principal else { panic!("not alice") };
    assert_eq!(alice.arn, "arn:aws:iam::123456789012:user/alice");

    let hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    // The key of the example holds a dollar sign; some clients escape it and some do not.
    for path in ["/test%24file.text", "/test$file.text"] {
        let put_object = Request::new("PUT", path, &base)
            .with("date", "Fri, 24 May 2013 00:00:00 GMT")
            .with("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .with("x-amz-content-sha256", hash)
            .with(
                "authorization",
                &authorization(
                    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
                ),
            );
        let caller = put_object.verify(&store, example_time()).unwrap();
        assert!(matches!(caller.payload, PayloadRule::Signed(told) if told == hash));
    }

    let lists = [
        ("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ];
    for (query, signature) in lists {
        let request = Request::new("GET", "/", &base)
            .query(query)
            .with("x-amz-content-sha256", empty)
            .with("authorization", &authorization("host;x-amz-content-sha256;x-amz-date", signature));
        assert!(request.verify(&store, example_time()).unwrap().is_verified);
    }
}

/// "Authenticating Requests: Using Query Parameters": a URL that is valid for a day.
fn presigned_example() -> Request {
    Request::new("GET", "/test.txt", &[("host", S3_HOST)]).query(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    )
}

#[test]
fn the_presigned_example_of_s3_until_it_expires() {
    let store = store_with_example_key();
    let request = presigned_example();
    let caller = request.verify(&store, at("20130524T235959Z")).unwrap();
    assert!(caller.is_verified && caller.is_presigned);

    let error = request.verify(&store, at("20130525T000001Z")).unwrap_err();
    assert_eq!((error.code(), error.message()), ("AccessDenied", "Request has expired"));
    assert_eq!(error.members().str("Expires"), Some("2013-05-25T00:00:00Z"));
    // Nor may it be used with another method or for another object.
    let mut put = request.clone();
    put.method = "PUT";
    assert_eq!(put.refusal(&store, example_time()).0, "SignatureDoesNotMatch");
    let early = request.refusal(&store, at("20130523T233000Z"));
    assert_eq!(early, ("AccessDenied".to_owned(), 403));
}

/// A URL of a key that is not verified expires all the same.
#[test]
fn presigned_urls_of_default_keys_expire() {
    let store = Store::ephemeral();
    let request = presigned_example();
    assert!(!request.verify(&store, example_time()).unwrap().is_verified);
    assert_eq!(request.refusal(&store, at("20130526T000000Z")).0, "AccessDenied");
}

#[test]
fn presigned_urls_live_a_week_at_most() {
    let store = store_with_example_key();
    for (expires, message) in [
        ("604801", "X-Amz-Expires must be less than a week (in seconds)"),
        ("-1", "X-Amz-Expires must be non-negative"),
        ("soon", "X-Amz-Expires should be a number"),
    ] {
        let mut request = presigned_example();
        request.query = request.query.replace("86400", expires);
        let error = request.verify(&store, example_time()).unwrap_err();
        assert_eq!(error.code(), "AuthorizationQueryParametersError");
        assert!(error.message().starts_with(message), "{error}");
    }
}

// Chunked bodies.

fn chunk_signer(seed: &str) -> ChunkSigner {
    let scope = Scope { date: "20130524", region: "us-east-1", service: "s3" };
    ChunkSigner {
        key: signing::signing_key(SECRET, scope),
        time: "20130524T000000Z".to_owned(),
        scope: S3_SCOPE.to_owned(),
        seed: seed.to_owned(),
    }
}

/// Pushes `body` in pieces of `piece` bytes.
fn decode(
    streaming: &Streaming,
    decoded_len: usize,
    body: &[u8],
    piece: usize,
) -> Result<(Vec<u8>, Trailers), ApiError> {
    let len = decoded_len.to_string();
    let mut decoder = ChunkedDecoder::new(streaming.clone(), Some(&len))?;
    let mut out = Vec::new();
    for piece in body.chunks(piece) {
        decoder.push(piece, &mut |bytes| {
            out.extend_from_slice(bytes);
            Ok(())
        })?;
    }
    Ok((out, decoder.finish()?))
}

/// The body of "Transferring Payload in Multiple Chunks": 65 KiB of the letter a.
fn chunked_example(signatures: [&str; 3], end: &str) -> Vec<u8> {
    let [first, second, last] = signatures;
    let mut body = format!("10000;chunk-signature={first}\r\n").into_bytes();
    body.extend([b'a'; 65_536]);
    body.extend(format!("\r\n400;chunk-signature={second}\r\n").into_bytes());
    body.extend([b'a'; 1024]);
    body.extend(format!("\r\n0;chunk-signature={last}\r\n{end}").into_bytes());
    body
}

fn signed_chunks() -> (Streaming, Vec<u8>) {
    let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    let body = chunked_example(
        [
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
        ],
        "\r\n",
    );
    (Streaming { mode: Mode::Signed, signer: Some(chunk_signer(seed)) }, body)
}

fn signed_chunks_with_trailer(trailer_signature: &str) -> (Streaming, Vec<u8>) {
    let seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
    let end = format!(
        "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:{trailer_signature}\r\n\r\n"
    );
    let body = chunked_example(
        [
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        ],
        &end,
    );
    (Streaming { mode: Mode::SignedWithTrailer, signer: Some(chunk_signer(seed)) }, body)
}

const TRAILER_SIGNATURE: &str = "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435";

#[test]
fn the_chunked_example_of_s3() {
    let (streaming, body) = signed_chunks();
    for piece in [1, 7, 8_192, body.len()] {
        let (data, trailers) = decode(&streaming, 66_560, &body, piece).unwrap();
        assert_eq!(data, vec![b'a'; 66_560], "in pieces of {piece}");
        assert!(trailers.is_empty());
    }
}

#[test]
fn the_head_of_the_chunked_example_gives_the_seed() {
    let store = store_with_example_key();
    let names = "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
                 x-amz-decoded-content-length;x-amz-storage-class";
    let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    let request = Request::new("PUT", "/examplebucket/chunkObject.txt", &[
        ("host", "s3.amazonaws.com"),
        ("x-amz-date", "20130524T000000Z"),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        ("content-encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", "66560"),
        ("content-length", "66824"),
        ("authorization", &authorization(names, seed)),
    ]);
    let caller = prepare(&request.head())
        .and_then(|prepared| prepared.verify_at(&store, example_time(), false, None))
        .unwrap();
    let PayloadRule::Streaming(streaming) = caller.payload else { panic!("not streaming") };
    let (_, body) = signed_chunks();
    assert_eq!(decode(&streaming, 66_560, &body, 1_000).unwrap().0.len(), 66_560);
}

#[test]
fn the_example_with_trailing_headers_of_s3() {
    let (streaming, body) = signed_chunks_with_trailer(TRAILER_SIGNATURE);
    for piece in [1, 100, body.len()] {
        let (data, trailers) = decode(&streaming, 66_560, &body, piece).unwrap();
        assert_eq!(data.len(), 66_560);
        assert_eq!(trailers, [("x-amz-checksum-crc32c".to_owned(), "sOO8/Q==".to_owned())]);
    }
    let (streaming, body) = signed_chunks_with_trailer(&TRAILER_SIGNATURE.replace('6', "7"));
    let error = decode(&streaming, 66_560, &body, 100).unwrap_err();
    assert_eq!(error.code(), "SignatureDoesNotMatch");
}

#[test]
fn damaged_signed_chunks_are_refused() {
    let (streaming, body) = signed_chunks();
    let code = |body: &[u8], len| decode(&streaming, len, body, 4_096).unwrap_err().code().to_owned();
    for at in [0, 40, 200, 65_700, body.len() - 20] {
        let mut damaged = body.clone();
        damaged[at] ^= 1;
        decode(&streaming, 66_560, &damaged, 4_096).expect_err("one changed bit is found");
    }
    let mut damaged = body.clone();
    damaged[200] = b'b';
    assert_eq!(code(&damaged, 66_560), "SignatureDoesNotMatch");
    assert_eq!(code(&body[..body.len() - 100], 66_560), "IncompleteBody");
    assert_eq!(code(&body, 66_561), "IncompleteBody");
    assert_eq!(code(&body, 66_559), "IncompleteBody");
}

#[test]
fn unsigned_chunks() {
    let streaming = Streaming { mode: Mode::UnsignedWithTrailer, signer: None };
    let code = |body: &str, len| {
        decode(&streaming, len, body.as_bytes(), 3).unwrap_err().code().to_owned()
    };
    let body = "5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32: NhCmhg==\r\n\r\n";
    let (data, trailers) = decode(&streaming, 5, body.as_bytes(), 2).unwrap();
    assert_eq!(data, b"hello");
    assert_eq!(trailers, [("x-amz-checksum-crc32".to_owned(), "NhCmhg==".to_owned())]);
    // The last line end is missing in some clients.
    assert_eq!(decode(&streaming, 0, b"0\r\na:b", 9).unwrap().1.len(), 1);
    assert_eq!(decode(&streaming, 0, b"0\r\n", 9).unwrap().1.len(), 0);

    assert_eq!(code("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", 10), "InvalidChunkSizeError");
    assert_eq!(code("+5\r\nhello\r\n0\r\n\r\n", 5), "IncompleteBody");
    assert_eq!(code("ffffffffffffffffff\r\n", 5), "IncompleteBody");
    assert_eq!(code("5\r\nhelloX\r\n0\r\n\r\n", 5), "IncompleteBody");
    assert_eq!(code("0\r\nno colon\r\n\r\n", 0), "MalformedTrailerError");
    assert_eq!(code("0\r\n\r\nmore", 0), "MalformedTrailerError");
    assert_eq!(code(&"0".repeat(5_000), 0), "IncompleteBody");
    assert_eq!(code(&format!("0\r\n{}", "a:b\r\n".repeat(17)), 0), "MalformedTrailerError");
    let absent = ChunkedDecoder::new(streaming.clone(), None).unwrap_err();
    assert_eq!(absent.code(), "MissingContentLength");
}

// The rule of the world, and refusals.

fn signed_by(key_id: &str, secret: &str) -> Request {
    Request::new("POST", "/", &[("host", "localhost:4566")])
        .to(Family::Query, "sts")
        .signed(key_id, secret, "20300101T000000Z", b"Action=GetCallerIdentity")
}

fn new_year() -> Times {
    at("20300101T000000Z")
}

#[test]
fn keys_that_the_world_does_not_know_are_roots() {
    let store = Store::ephemeral();
    for (key, account) in [
        ("test", "000000000000"),
        ("123456789012", "123456789012"),
        ("AKIAQAAAAAAADAAAAAAA", "000000000000"),
        ("1234567890123", "000000000000"),
    ] {
        let caller = signed_by(key, "whatever").verify(&store, new_year()).unwrap();
        let account = AccountId::parse(account).unwrap();
        assert_eq!(caller.principal, Principal::Root(account), "{key}");
        assert_eq!(caller.region.as_deref(), Some("eu-west-1"));
        assert!(!caller.is_verified);
    }
    let strictly = |key| signed_by(key, "whatever").verify_with(&store, new_year(), true, b"");
    assert_eq!(strictly("test").unwrap_err().code(), "InvalidClientTokenId");
    assert!(strictly("123456789012").is_ok());
}

#[test]
fn known_keys_are_verified() {
    let store = store_with_example_key();
    let body = b"Action=GetCallerIdentity";
    let good = signed_by(KEY_ID, SECRET);
    let caller = good.verify_with(&store, new_year(), false, body).unwrap();
    assert_eq!(caller.account.as_str(), "123456789012");
    let other_body = good.verify_with(&store, new_year(), false, b"").unwrap_err();
    assert_eq!((other_body.code(), other_body.status()), ("SignatureDoesNotMatch", 403));
    assert!(other_body.message().contains("The Canonical String for this request should have been"));
    let wrong_secret = signed_by(KEY_ID, "guess").verify_with(&store, new_year(), false, body);
    assert_eq!(wrong_secret.unwrap_err().code(), "SignatureDoesNotMatch");
}

#[test]
fn every_family_has_its_words() {
    let store = store_with_example_key();
    let unsigned = Request::new("POST", "/", &[("host", "localhost")]);
    let wrong = |family, name| {
        Request::new("POST", "/", &[("host", "localhost")])
            .with("x-amz-content-sha256", signing::EMPTY_SHA256)
            .to(family, name)
            .signed(KEY_ID, "guess", "20300101T000000Z", b"")
    };
    for (family, name, missing, mismatch) in [
        (Family::S3, "s3", ("AccessDenied", 403), ("SignatureDoesNotMatch", 403)),
        (
            Family::Query,
            "sqs",
            ("MissingAuthenticationToken", 403),
            ("SignatureDoesNotMatch", 403),
        ),
        (
            Family::Json,
            "dynamodb",
            ("MissingAuthenticationTokenException", 400),
            ("InvalidSignatureException", 400),
        ),
        (
            Family::RestJson,
            "lambda",
            ("MissingAuthenticationTokenException", 403),
            ("InvalidSignatureException", 403),
        ),
    ] {
        let told = |(code, status): (&str, u16)| (code.to_owned(), status);
        let refused = unsigned.clone().to(family, name).refusal(&store, new_year());
        assert_eq!(refused, told(missing));
        assert_eq!(wrong(family, name).refusal(&store, new_year()), told(mismatch));
    }
    let error = wrong(Family::S3, "s3").verify(&store, new_year()).unwrap_err();
    assert_eq!(error.members().str("AWSAccessKeyId"), Some(KEY_ID));
    let canonical = error.members().str("CanonicalRequest").unwrap();
    assert!(canonical.starts_with("POST\n/\n\nhost:localhost\n"), "{canonical}");
}

#[test]
fn clocks_may_differ_by_a_quarter_of_an_hour() {
    let store = store_with_example_key();
    let request = signed_by(KEY_ID, SECRET);
    let body = b"Action=GetCallerIdentity";
    let verify = |time: &str| request.verify_with(&store, at(time), false, body);
    assert!(verify("20300101T001500Z").is_ok());
    assert!(verify("20291231T234500Z").is_ok());
    assert_eq!(
        verify("20300101T001501Z").unwrap_err().message(),
        "Signature expired: 20300101T000000Z is now earlier than 20300101T000001Z \
         (20300101T001501Z - 15 min.)"
    );
    assert!(verify("20291231T234459Z").unwrap_err().message().starts_with(
        "Signature not yet current: 20300101T000000Z is still later than 20291231T235959Z"
    ));
    let s3 = Request::new("GET", "/", &[("host", "localhost")])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert_eq!(s3.refusal(&store, at("20300101T010000Z")).0, "RequestTimeTooSkewed");
}

#[test]
fn headers_that_must_be_signed() {
    let store = store_with_example_key();
    let s3 = Request::new("GET", "/", &[("host", "localhost")])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert!(s3.verify(&store, new_year()).is_ok());
    let error = s3.clone().with("x-amz-acl", "public-read").verify(&store, new_year());
    assert_eq!(error.unwrap_err().members().str("HeadersNotSigned"), Some("x-amz-acl"));
    let without_hash = Request::new("GET", "/", &[("host", "localhost")])
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert_eq!(without_hash.refusal(&store, new_year()).0, "InvalidRequest");
    let no_host = Request::new("GET", "/", &[])
        .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .signed(KEY_ID, SECRET, "20300101T000000Z", b"");
    assert_eq!(no_host.refusal(&store, new_year()).0, "AccessDenied");
}

#[test]
fn malformed_claims_are_refused() {
    let store = store_with_example_key();
    let code = |authorization: &str, family| {
        Request::new("GET", "/", &[("host", "localhost"), ("authorization", authorization)])
            .to(family, "sts")
            .refusal(&store, new_year())
            .0
    };
    let algorithm = "AWS4-HMAC-SHA256";
    for family in [Family::Query, Family::S3] {
        let malformed =
            if family == Family::S3 { "AuthorizationHeaderMalformed" } else { "IncompleteSignature" };
        assert_eq!(code(algorithm, family), malformed);
        assert_eq!(code(&format!("{algorithm} Credential=a, Signature=b"), family), malformed);
        let parts = "SignedHeaders=host, Signature=00";
        for credential in ["a", "a/b/c/d/e", "a/20300101/r/s/aws5_request", "/20300101/r/s/aws4_request"]
        {
            let text = format!("{algorithm} Credential={credential}, {parts}");
            assert_eq!(code(&text, family), malformed, "{credential}");
        }
    }
    assert_eq!(code("Bearer token", Family::S3), "InvalidArgument");
    assert_eq!(code("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo=", Family::S3), "InvalidRequest");
    let asymmetric = format!(
        "AWS4-ECDSA-P256-SHA256 Credential={KEY_ID}/20300101/s3/aws4_request, \
         SignedHeaders=host, Signature=00"
    );
    assert_eq!(code(&asymmetric, Family::S3), "NotImplemented");
    let both = presigned_example().with("authorization", &asymmetric);
    assert_eq!(both.refusal(&store, new_year()).0, "InvalidArgument");
}

#[test]
fn scopes_must_fit_the_request() {
    let store = store_with_example_key();
    let mut request = signed_by(KEY_ID, SECRET);
    request.signing_name = "sqs";
    let error = request.verify(&store, new_year()).unwrap_err();
    assert!(error.message().starts_with("Credential should be scoped to correct service: 'sqs'."));
    let authorization = request.headers["authorization"].to_str().unwrap().to_owned();
    let other_day = authorization.replace("/20300101/", "/20291231/");
    request.headers.insert("authorization", HeaderValue::from_str(&other_day).unwrap());
    let error = request.verify(&store, new_year()).unwrap_err();
    assert!(error.message().starts_with("Date in Credential scope does not match"), "{error}");
}

#[test]
fn anonymous_requests_where_they_are_allowed() {
    let store = Store::ephemeral();
    let mut request = Request::new("GET", "/bucket/key", &[("host", "localhost")]);
    request.allows_anonymous = true;
    let caller = request.verify(&store, new_year()).unwrap();
    assert_eq!(caller.principal, Principal::Anonymous);
}

// Sessions.

fn issue(store: &Store, expires: &str) -> credentials::Credentials {
    let mut tx = store.write();
    let mut chance = Chance::derive(1, 1, 1);
    let issued = credentials::issue(&mut tx, &mut chance, NewSession {
        account: AccountId::parse("123456789012").unwrap(),
        kind: KeyKind::RoleSession,
        arn: "arn:aws:sts::123456789012:assumed-role/r/s".to_owned(),
        unique_id: "AROAEXAMPLE:s".to_owned(),
        created: Timestamp::EPOCH,
        expires: parse_amz_date(expires).unwrap(),
        token_len_min: 0,
        session: Session::default(),
    })
    .unwrap();
    store.commit(&tx.into_batch()).unwrap();
    issued
}

fn sign_session(issued: &credentials::Credentials, token: Option<&str>) -> Request {
    let mut request = Request::new("POST", "/", &[("host", "localhost")]).to(Family::Query, "sts");
    if let Some(token) = token {
        request = request.with("x-amz-security-token", token);
    }
    request.signed(&issued.access_key_id, &issued.secret_access_key, "20300101T000000Z", b"")
}

#[test]
fn a_session_needs_its_token_and_ends_by_the_virtual_clock() {
    let store = Store::ephemeral();
    let issued = issue(&store, "20300101T010000Z");
    let request = sign_session(&issued, Some(&issued.session_token));
    let caller = request.verify(&store, new_year()).unwrap();
    let Principal::Identity(identity) = caller.principal else { panic!("not a session") };
    assert!(identity.is_session);
    assert_eq!(identity.unique_id, "AROAEXAMPLE:s");

    let without = sign_session(&issued, None).refusal(&store, new_year());
    assert_eq!(without.0, "InvalidClientTokenId");
    let wrong = sign_session(&issued, Some("IQoJb3JpZ2lu")).refusal(&store, new_year());
    assert_eq!(wrong.0, "InvalidClientTokenId");

    let later = Times { virtual_now: parse_amz_date("20300101T010000Z").unwrap(), ..new_year() };
    assert_eq!(request.refusal(&store, later), ("ExpiredToken".to_owned(), 403));
}

#[test]
fn a_session_that_was_swept_away_is_no_root() {
    let store = Store::ephemeral();
    let issued = issue(&store, "20300101T010000Z");
    let mut tx = store.write();
    credentials::delete(&mut tx, &issued.access_key_id);
    store.commit(&tx.into_batch()).unwrap();
    let request = sign_session(&issued, Some(&issued.session_token));
    assert_eq!(request.refusal(&store, new_year()).0, "ExpiredToken");
    // A token of another world says nothing here.
    let elsewhere = Store::ephemeral();
    assert!(request.verify(&elsewhere, new_year()).is_ok());
}

#[test]
fn forgetting_an_account_leaves_the_others() {
    let store = store_with_example_key();
    let mut tx = store.write();
    credentials::forget(&mut tx, AccountId::parse("999999999999")).unwrap();
    assert!(credentials::find(&tx, KEY_ID).unwrap().is_some());
    credentials::forget(&mut tx, AccountId::parse("123456789012")).unwrap();
    assert!(credentials::find(&tx, KEY_ID).unwrap().is_none());
}

#[test]
fn key_ids_carry_their_account() {
    // Two ids with known accounts: A. Steele, "AWS Access Key ID formats" (2020).
    let account = key_id::account("ASIAY34FZKBOKMUTVV7A").unwrap();
    assert_eq!(account.as_str(), "609629065308");
    let mut chance = Chance::derive(1, 2, 3);
    for account in ["000000000000", "123456789012", "999999999999"] {
        let account = AccountId::parse(account).unwrap();
        let id = key_id::draw(key_id::LONG_TERM, account, &mut chance);
        assert!(key_id::is_made_by_a_world(&id), "{id}");
        assert_eq!(key_id::account(&id), Some(account));
    }
    // Of the first generation, which carries none.
    assert_eq!(key_id::account("AKIAIOSFODNN7EXAMPLE"), None);
    assert_eq!(key_id::account("test"), None);
}

/// "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)".
#[test]
fn post_forms_are_verified() {
    let store = store_with_example_key();
    let policy = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiIH0=";
    let scope = Scope { date: "20130524", region: "us-east-1", service: "s3" };
    let signature = signing::sign(&signing::signing_key(SECRET, scope), policy);
    let credential = format!("{KEY_ID}/{S3_SCOPE}");
    let form = post_policy::Form {
        policy,
        algorithm: "AWS4-HMAC-SHA256",
        credential: &credential,
        signature: &signature,
        security_token: None,
    };
    let now = Timestamp::EPOCH;
    let signer = post_policy::verify_at(&store, now, &form, false).unwrap();
    assert!(signer.is_verified);
    let form = post_policy::Form { signature: "00", ..form };
    let refused = post_policy::verify_at(&store, now, &form, false).unwrap_err();
    assert_eq!(refused.code(), "SignatureDoesNotMatch");
    let unknown = post_policy::Form { credential: "test/20130524/us-east-1/s3/aws4_request", ..form };
    assert!(!post_policy::verify_at(&store, now, &unknown, false).unwrap().is_verified);
    let strict = post_policy::verify_at(&store, now, &unknown, true).unwrap_err();
    assert_eq!(strict.code(), "InvalidAccessKeyId");
}
