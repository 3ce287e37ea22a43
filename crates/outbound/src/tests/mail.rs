//! Mail against a mail server of a few lines.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;

use super::{Server, say};
use crate::mail::{Mail, SmtpSettings, SmtpTls, send};

/// Takes one mail, answering the recipient with `verdict`; answers all that the client said.
pub fn mail_server(verdict: &'static str) -> Server<Vec<String>> {
    Server::start(move |stream: TcpStream| {
        let mut out = stream.try_clone().expect("a socket");
        let mut heard = Vec::new();
        say(&mut out, "220 mail.test ESMTP\r\n");
        let mut is_data = false;
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { break };
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            heard.push(line.clone());
            let reply = match verb.as_str() {
                _ if is_data && line == "." => {
                    is_data = false;
                    "250 taken\r\n"
                }
                _ if is_data => continue,
                "EHLO" => "250-mail.test\r\n250 AUTH PLAIN\r\n",
                "AUTH" => "235 welcome\r\n",
                "RCPT" => verdict,
                "DATA" => {
                    is_data = true;
                    "354 go on\r\n"
                }
                "QUIT" => {
                    say(&mut out, "221 bye\r\n");
                    break;
                }
                _ => "250 ok\r\n",
            };
            say(&mut out, reply);
        }
        heard
    })
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        credentials: None,
        tls: SmtpTls::None,
        ca_bundle: None,
    }
}

fn mail() -> Mail {
    Mail {
        from: "AWS Notifications <no-reply@sns.amazonaws.com>".to_owned(),
        to: "ann@example.com".to_owned(),
        subject: "Grüße\r\nBcc: eve@example.com".to_owned(),
        text: "first line\n.\nlast line".to_owned(),
        headers: vec![("x-amz-sns-message-id".to_owned(), "1-2".to_owned())],
        date: Some(std::time::SystemTime::UNIX_EPOCH),
    }
}

#[test]
fn a_mail_is_handed_over() {
    let server = mail_server("250 ok\r\n");
    let mut settings = settings(server.port);
    settings.credentials = Some(("user".to_owned(), "word".to_owned()));
    send(&settings, &mail()).expect("the server takes it");
    let heard = server.join();
    let has = |start: &str| heard.iter().any(|line| line.starts_with(start));
    // "\0user\0word" in base64.
    assert!(has("AUTH PLAIN AHVzZXIAd29yZA=="), "{heard:?}");
    assert!(has("MAIL FROM:<no-reply@sns.amazonaws.com>"), "{heard:?}");
    assert!(has("RCPT TO:<ann@example.com>"), "{heard:?}");
    assert!(has("x-amz-sns-message-id: 1-2"), "{heard:?}");
    assert!(has("Date: Thu, 01 Jan 1970 00:00:00"), "{heard:?}");
    assert!(!has("Bcc:"), "a subject is one line: {heard:?}");
    assert!(has("last line"), "a lone dot does not end the text: {heard:?}");
}

#[test]
fn refusals_are_told_from_delays() {
    let server = mail_server("550 no such user\r\n");
    let refused = send(&settings(server.port), &mail()).expect_err("it is refused");
    assert!(refused.is_permanent, "{refused}");
    let server = mail_server("451 later\r\n");
    let refused = send(&settings(server.port), &mail()).expect_err("it has to wait");
    assert!(!refused.is_permanent, "{refused}");
    let refused = send(&settings(1), &mail()).expect_err("nobody listens");
    assert!(!refused.is_permanent, "{refused}");
    let bad = Mail { to: "nobody".to_owned(), ..mail() };
    assert!(send(&settings(1), &bad).expect_err("no address").is_permanent);
}
