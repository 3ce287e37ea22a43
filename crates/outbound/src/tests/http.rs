//! What a request looks like on the wire, and what becomes of the answers to it.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::{Identity, Server, read_request, say};
use crate::http::{Failure, FailureKind, Options, Request, is_url, send};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-kind: a\r\n\r\nhi";

fn get(url: String) -> Request {
    Request { method: "GET".to_owned(), url, ..Request::default() }
}

fn serve(answer: &'static str) -> Server<(String, Vec<u8>)> {
    Server::start(move |mut stream| {
        let request = read_request(&mut stream);
        say(&mut stream, answer);
        request
    })
}

fn kind(result: Result<crate::http::Answer, Failure>) -> FailureKind {
    result.expect_err("there is no answer").kind
}

#[test]
fn a_request_goes_out_as_it_is_told_and_its_answer_comes_back() {
    let server = serve(OK);
    let request = Request {
        method: "POST".to_owned(),
        url: format!("http://127.0.0.1:{}/in?a=b", server.port),
        headers: vec![("x-amz-sns-topic-arn".to_owned(), "arn".to_owned())],
        body: b"{}".to_vec(),
    };
    let answer = send(&request, &Options::default()).expect("the server answers");
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"hi".as_slice()));
    assert_eq!(answer.header("x-kind"), Some("a"));
    assert!(answer.is_success() && !answer.is_cut);
    let (head, body) = server.join();
    assert!(head.starts_with("POST /in?a=b HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("x-amz-sns-topic-arn: arn\r\n"), "{head}");
    assert!(head.contains("x-nephele-outbound: 1\r\n"), "{head}");
    let lower = head.to_ascii_lowercase();
    for absent in ["user-agent", "accept:", "accept-encoding", "authorization"] {
        assert!(!lower.contains(absent), "nobody asked for {absent}: {head}");
    }
    assert_eq!(body, b"{}");
}

#[test]
fn the_mark_cannot_be_taken_off() {
    let server = serve(OK);
    let mut request = get(format!("http://127.0.0.1:{}/", server.port));
    request.headers = vec![("X-Nephele-Outbound".to_owned(), "0".to_owned())];
    send(&request, &Options::default()).expect("the server answers");
    let (head, _) = server.join();
    assert_eq!(head.matches("outbound").count(), 1, "{head}");
    assert!(head.contains("x-nephele-outbound: 1\r\n"), "{head}");
}

#[test]
fn credentials_in_the_url_become_basic_authentication() {
    let server = serve(OK);
    let url = format!("http://ann:p%40ss@127.0.0.1:{}/", server.port);
    send(&get(url), &Options::default()).expect("the server answers");
    let (head, _) = server.join();
    // ann:p@ss
    assert!(head.contains("authorization: Basic YW5uOnBAc3M=\r\n"), "{head}");
    assert!(head.contains(&"host: 127.0.0.1:".to_owned()), "{head}");
}

#[test]
fn any_status_is_an_answer_and_redirects_are_followed_only_when_asked() {
    let server = serve("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n");
    let answer = send(&get(format!("http://127.0.0.1:{}/", server.port)), &Options::default());
    assert_eq!(answer.expect("an answer").status, 503);
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /there\r\ncontent-length: 0\r\n\r\n";
    let server = serve(redirect);
    let answer = send(&get(format!("http://127.0.0.1:{}/", server.port)), &Options::default());
    assert_eq!(answer.expect("an answer").status, 302);
    let target = serve(OK);
    let location = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{}/there\r\ncontent-length: 0\r\n\r\n",
        target.port
    );
    let server = Server::start(move |mut stream| {
        read_request(&mut stream);
        say(&mut stream, &location);
    });
    let options = Options { redirects_max: 1, ..Options::default() };
    let answer = send(&get(format!("http://127.0.0.1:{}/", server.port)), &options);
    assert_eq!(answer.expect("an answer").status, 200);
    let (head, _) = target.join();
    assert!(head.contains("x-nephele-outbound: 1\r\n"), "a redirect keeps the mark: {head}");
}

#[test]
fn a_long_answer_is_cut() {
    let server = serve("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789");
    let options = Options { answer_bytes_max: 4, ..Options::default() };
    let answer = send(&get(format!("http://127.0.0.1:{}/", server.port)), &options);
    let answer = answer.expect("an answer");
    assert_eq!((answer.body.as_slice(), answer.is_cut), (b"0123".as_slice(), true));
}

#[test]
fn failures_are_told_apart() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.local_addr().expect("it is bound").port()
    };
    let options = Options::default();
    assert_eq!(
        kind(send(&get(format!("http://127.0.0.1:{closed}/")), &options)),
        FailureKind::Connect
    );
    let broken = Server::start(|mut stream| drop(read_request(&mut stream)));
    assert_eq!(
        kind(send(&get(format!("http://127.0.0.1:{}/", broken.port)), &options)),
        FailureKind::Protocol
    );
    let gibberish = serve("SSH-2.0-none\r\n\r\n");
    assert_eq!(
        kind(send(&get(format!("http://127.0.0.1:{}/", gibberish.port)), &options)),
        FailureKind::Protocol
    );
    for url in ["ftp://host/", "http:///path", "not a url", "/path", "mailto:a@b.c"] {
        assert_eq!(kind(send(&get(url.to_owned()), &options)), FailureKind::Url, "{url}");
        assert!(!is_url(url), "{url}");
    }
    let mut bad = get("http://127.0.0.1/".to_owned());
    bad.headers = vec![("a b".to_owned(), "c".to_owned())];
    assert_eq!(kind(send(&bad, &options)), FailureKind::Url);
}

#[test]
fn a_silent_server_times_out() {
    let (done, wait) = std::sync::mpsc::channel::<()>();
    let silent = Server::start(move |mut stream| {
        read_request(&mut stream);
        // Until the client has given up.
        let _ = wait.recv();
    });
    let options = Options { timeout: Duration::from_millis(300), ..Options::default() };
    let started = Instant::now();
    let result = send(&get(format!("http://127.0.0.1:{}/", silent.port)), &options);
    assert_eq!(kind(result), FailureKind::Timeout);
    assert!(started.elapsed() < Duration::from_secs(10));
    drop(done);
    silent.join();
}

#[test]
fn tls_trusts_the_authorities_that_it_is_given() {
    let identity = Identity::new();
    let pem = identity.pem.clone();
    let server = Server::start(move |stream| {
        let mut stream = identity.wrap(stream);
        let request = read_request(&mut stream);
        say(&mut stream, OK);
        request
    });
    let options = Options { ca_bundle: Some(&pem), ..Options::default() };
    let answer = send(&get(format!("https://localhost:{}/x", server.port)), &options);
    assert_eq!(answer.expect("an answer").status, 200);
    assert!(server.join().0.starts_with("GET /x HTTP/1.1"));
}

#[test]
fn tls_refuses_a_stranger() {
    let identity = Identity::new();
    let server = Server::start(move |stream| {
        let mut stream = identity.wrap(stream);
        // The client breaks off during the handshake.
        let _ = std::io::Read::read(&mut stream, &mut [0; 16]);
    });
    let url = format!("https://localhost:{}/", server.port);
    assert_eq!(kind(send(&get(url), &Options::default())), FailureKind::Tls);
    server.join();
}
