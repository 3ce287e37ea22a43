//! Mail on its way from the outbox to a mail server.

use std::time::Duration;

use kernel::Region;
use kernel::outbox::{Fate, Letter, LetterKind, LetterQuery, Posted};
use testkit::TestWorld;

use super::mail::mail_server;
use crate::postman::SERVICE;

/// Real time in which mail goes to a server on this machine.
const PROMPT: Duration = Duration::from_secs(10);

fn world(port: u16) -> TestWorld {
    let world = TestWorld::new(&[&SERVICE]);
    for (name, value) in
        [("outbox.smtp_host", "127.0.0.1"), ("outbox.smtp_port", &port.to_string())]
    {
        world.world.set_setting(name, Some(value)).expect("the store works");
    }
    world
}

fn post(world: &TestWorld) {
    let letter = Letter {
        kind: LetterKind::Email,
        from: "no-reply@sns.amazonaws.com".to_owned(),
        to: "ann@example.com".to_owned(),
        subject: "s".to_owned(),
        body: "b".to_owned(),
        attributes: vec![("x-a".to_owned(), "1".to_owned())],
    };
    let scope = (world.account, Region::DEFAULT);
    world.world.maintain(&SERVICE, scope, |ctx| ctx.post(letter)).expect("it is kept");
}

fn posted(world: &TestWorld) -> Posted {
    let query = LetterQuery { limit: 1, ..LetterQuery::default() };
    let (letters, _) = world.world.letters(&query).expect("the store works");
    letters.into_iter().next().expect("it is there")
}

#[test]
fn mail_goes_to_the_server_that_the_settings_name() {
    let server = mail_server("250 ok\r\n");
    let world = world(server.port);
    world.world.set_setting("outbox.smtp_from", Some("me@here.test")).expect("it works");
    post(&world);
    assert_eq!(posted(&world).fate, Fate::Pending);
    world.advance(Duration::ZERO);
    assert_eq!(posted(&world).fate, Fate::Sent);
    let heard = server.join();
    assert!(heard.contains(&"MAIL FROM:<me@here.test>".to_owned()), "{heard:?}");
    assert!(heard.contains(&"x-a: 1".to_owned()), "{heard:?}");
    assert!(heard.iter().any(|line| line.starts_with("Date: Tue, 01 Jan 2030")), "{heard:?}");
}

#[test]
fn what_is_refused_is_not_tried_again() {
    let server = mail_server("550 no such user\r\n");
    let world = world(server.port);
    post(&world);
    world.advance(Duration::ZERO);
    let fate = posted(&world).fate;
    assert!(matches!(&fate, Fate::Failed(reason) if reason.contains("no such user")), "{fate:?}");
    server.join();
    world.advance(Duration::from_hours(1));
    assert_eq!(posted(&world).fate, fate);
}

#[test]
fn a_server_that_is_not_there_is_tried_again_until_it_is_or_time_is_over() {
    let started = std::time::Instant::now();
    let world = world(1);
    post(&world);
    world.advance(Duration::from_secs(25));
    assert_eq!(posted(&world).fate, Fate::Pending);
    let server = mail_server("250 ok\r\n");
    let port = server.port.to_string();
    world.world.set_setting("outbox.smtp_port", Some(&port)).expect("it works");
    world.advance(Duration::from_secs(10));
    assert_eq!(posted(&world).fate, Fate::Sent);
    server.join();
    world.world.set_setting("outbox.smtp_port", Some("1")).expect("it works");
    post(&world);
    world.advance(Duration::from_hours(2));
    assert!(matches!(posted(&world).fate, Fate::Failed(_)));
    assert!(started.elapsed() < PROMPT, "virtual time is not waited for");
}

#[test]
fn without_a_server_mail_is_only_kept() {
    let world = TestWorld::new(&[&SERVICE]);
    post(&world);
    world.advance(Duration::ZERO);
    assert_eq!(posted(&world).fate, Fate::Kept);
}
