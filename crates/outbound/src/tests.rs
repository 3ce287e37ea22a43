//! Requests and mail against servers of a few lines, started by the tests themselves.
#![allow(clippy::disallowed_methods)] // servers run on threads, and time-outs take real time

mod http;
mod mail;
mod postman;

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A server for one connection: `talk` speaks with the client, and what it answers is the test's.
pub struct Server<T> {
    pub port: u16,
    thread: JoinHandle<T>,
}

impl<T: Send + 'static> Server<T> {
    pub fn start(talk: impl FnOnce(TcpStream) -> T + Send + 'static) -> Server<T> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let thread = std::thread::spawn(move || talk(listener.accept().expect("a client").0));
        Server { port, thread }
    }

    pub fn join(self) -> T {
        self.thread.join().expect("the server did not panic")
    }
}

/// A certificate for `localhost`, signed by itself, and its key.
pub struct Identity {
    pub pem: String,
    config: Arc<ServerConfig>,
}

impl Identity {
    pub fn new() -> Identity {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]);
        let made = made.expect("a certificate is made");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("the key fits the certificate");
        Identity { pem: made.cert.pem(), config: Arc::new(config) }
    }

    pub fn wrap(&self, stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
        let connection = ServerConnection::new(self.config.clone()).expect("the config is whole");
        StreamOwned::new(connection, stream)
    }
}

/// Reads a request's head and its body by `content-length`.
pub fn read_request(stream: &mut impl Read) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        let before = head.len();
        let read = reader.read_line(&mut head).expect("the client speaks text");
        if read == 0 || &head[before..] == "\r\n" {
            break;
        }
    }
    let lower = head.to_ascii_lowercase();
    let len = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    let len = len.map_or(0, |len| len.trim().parse().expect("a number"));
    let mut body = vec![0; len];
    reader.read_exact(&mut body).expect("the body comes whole");
    (head, body)
}

pub fn say(stream: &mut impl Write, text: &str) {
    stream.write_all(text.as_bytes()).expect("the client listens");
    stream.flush().expect("the client listens");
}
