//! Bodies in `aws-chunked` framing.

use super::*;

fn chunk_signer(seed: &str) -> ChunkSigner {
    let scope = Scope { date: "20130524", region: "us-east-1", service: "s3" };
    ChunkSigner {
        key: ChunkKey::Shared(signing::signing_key(SECRET, scope)),
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
    body.extend(vec![b'a'; 65_536]);
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
    let request = Request::new(
        "PUT",
        "/examplebucket/chunkObject.txt",
        &[
            ("host", "s3.amazonaws.com"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("content-length", "66824"),
            ("authorization", &authorization(names, seed)),
        ],
    );
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
    let code =
        |body: &[u8], len| decode(&streaming, len, body, 4_096).unwrap_err().code().to_owned();
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

/// Signed as aws-c-auth signs (`aws_signing.c`): the scope names no region, signatures are filled
/// up with `*` on the wire, and each signs the one before it without that.
struct PairClient {
    key: p256::ecdsa::SigningKey,
    previous: String,
}

impl PairClient {
    const SEED: &str = "3045022100aa";

    fn new() -> PairClient {
        let key = crate::asymmetric::derive(KEY_ID, SECRET).unwrap();
        PairClient { key, previous: PairClient::SEED.to_owned() }
    }

    fn sign(&mut self, algorithm: &str, hashes: &str) -> String {
        use p256::ecdsa::signature::Signer as _;
        let text = format!(
            "{algorithm}\n20130524T000000Z\n20130524/s3/aws4_request\n{}\n{hashes}",
            self.previous
        );
        let signature: p256::ecdsa::Signature = self.key.sign(text.as_bytes());
        self.previous = signing::hex(signature.to_der().as_bytes());
        format!("{:*<144}", self.previous)
    }

    fn chunk(&mut self, data: &[u8]) -> Vec<u8> {
        let hashes = format!("{}\n{}", signing::EMPTY_SHA256, signing::hex(&sha(data)));
        let signature = self.sign("AWS4-ECDSA-P256-SHA256-PAYLOAD", &hashes);
        let mut chunk = format!("{:x};chunk-signature={signature}\r\n", data.len()).into_bytes();
        chunk.extend_from_slice(data);
        if !data.is_empty() {
            chunk.extend_from_slice(b"\r\n");
        }
        chunk
    }

    fn trailers(&mut self, lines: &str) -> Vec<u8> {
        let hash = signing::hex(&sha(lines.as_bytes()));
        let signature = self.sign("AWS4-ECDSA-P256-SHA256-TRAILER", &hash);
        let lines = lines.replace('\n', "\r\n");
        format!("{lines}x-amz-trailer-signature:{signature}\r\n\r\n").into_bytes()
    }

    fn streaming(&self, mode: Mode) -> Streaming {
        let key = p256::ecdsa::VerifyingKey::from(&self.key);
        let signer = ChunkSigner {
            key: ChunkKey::Pair(Box::new(key)),
            time: "20130524T000000Z".to_owned(),
            scope: "20130524/s3/aws4_request".to_owned(),
            seed: PairClient::SEED.to_owned(),
        };
        Streaming { mode, signer: Some(signer) }
    }
}

#[test]
fn chunks_signed_by_a_key_pair() {
    let mut client = PairClient::new();
    let mut body = client.chunk(&[b'a'; 9_000]);
    body.extend(client.chunk(b"end"));
    body.extend(client.chunk(b""));
    body.extend_from_slice(b"\r\n");
    let streaming = client.streaming(Mode::Asymmetric);
    let (data, _) = decode(&streaming, 9_003, &body, 500).unwrap();
    assert_eq!((data.len(), &data[9_000..]), (9_003, &b"end"[..]));
    for at in [200, 9_400] {
        let mut damaged = body.clone();
        damaged[at] ^= 1;
        decode(&streaming, 9_003, &damaged, 500).expect_err("one changed bit is found");
    }
    // Chunks without signatures are none of a signed body.
    let bare = b"3\r\nend\r\n0\r\n\r\n";
    let error = decode(&streaming, 3, bare, 500).unwrap_err();
    assert_eq!(error.code(), "SignatureDoesNotMatch");
}

#[test]
fn trailing_headers_signed_by_a_key_pair() {
    let mut client = PairClient::new();
    let mut body = client.chunk(b"hello");
    body.extend(client.chunk(b""));
    let mut forged = body.clone();
    body.extend(client.trailers("x-amz-checksum-crc32:NhCmhg==\n"));
    let streaming = client.streaming(Mode::AsymmetricWithTrailer);
    let (data, trailers) = decode(&streaming, 5, &body, 64).unwrap();
    assert_eq!(data, b"hello");
    assert_eq!(trailers, [("x-amz-checksum-crc32".to_owned(), "NhCmhg==".to_owned())]);
    forged.extend_from_slice(b"x-amz-checksum-crc32:AAAAAA==\r\n\r\n");
    let error = decode(&streaming, 5, &forged, 64).unwrap_err();
    assert_eq!(error.code(), "SignatureDoesNotMatch");
}
