//! The outbox: what is kept, for how long, and how it is asked for.

use std::sync::Arc;
use std::time::Duration;

use world::{AccountId, Region, Timestamp};

use super::{NOTES_SERVICE, world};
use crate::door::World;
use crate::error::ApiError;
use crate::outbox::{
    Fate, LETTERS_PER_ACCOUNT_MAX, Letter, LetterId, LetterKind, LetterQuery, Posted,
};

fn account(text: &str) -> AccountId {
    AccountId::parse(text).expect("12 digits")
}

fn letter(kind: LetterKind, to: &str) -> Letter {
    Letter {
        kind,
        from: "sender".to_owned(),
        to: to.to_owned(),
        subject: String::new(),
        body: "text".to_owned(),
        attributes: vec![("a".to_owned(), "b".to_owned())],
    }
}

fn post(world: &World, of: &str, letters: Vec<Letter>) -> Vec<LetterId> {
    let scope = (account(of), Region::DEFAULT);
    let posted = world.maintain(&NOTES_SERVICE, scope, |ctx| {
        letters.into_iter().map(|letter| ctx.post(letter)).collect::<Result<Vec<_>, _>>()
    });
    posted.expect("it works")
}

fn list(world: &World, query: LetterQuery) -> Vec<Posted> {
    world.letters(&LetterQuery { limit: 100, ..query }).expect("it works").0
}

fn receivers(letters: &[Posted]) -> Vec<&str> {
    letters.iter().map(|posted| posted.letter.to.as_str()).collect()
}

/// Two letters of one transaction and two later ones.
fn four() -> Arc<World> {
    let world = world();
    let both = vec![letter(LetterKind::Sms, "+1"), letter(LetterKind::Email, "a@b.c")];
    post(&world, "111111111111", both);
    world.clock.freeze_at(Timestamp::from_secs(2_000));
    post(&world, "222222222222", vec![letter(LetterKind::Sms, "+1")]);
    post(&world, "111111111111", vec![letter(LetterKind::Push, "token")]);
    world
}

#[tokio::test]
async fn letters_are_listed_newest_first_and_by_what_they_are() {
    let world = four();
    let all = list(&world, LetterQuery::default());
    assert_eq!(receivers(&all), ["token", "+1", "a@b.c", "+1"]);
    assert_eq!((all[0].service.as_str(), &all[0].fate), ("notes", &Fate::Kept));
    assert_eq!(all[0].id.time, Timestamp::from_secs(2_000));
    let query = LetterQuery { account: Some(account("111111111111")), ..LetterQuery::default() };
    assert_eq!(receivers(&list(&world, query)), ["token", "a@b.c", "+1"]);
    let query = LetterQuery { kind: Some(LetterKind::Sms), ..LetterQuery::default() };
    assert_eq!(receivers(&list(&world, query)), ["+1", "+1"]);
    let query = LetterQuery { to: Some("a@b.c".to_owned()), ..LetterQuery::default() };
    assert_eq!(receivers(&list(&world, query)), ["a@b.c"]);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let world = four();
    for of in [None, Some(account("111111111111"))] {
        let mut before = None;
        let mut seen = Vec::new();
        loop {
            let query = LetterQuery { account: of, before, limit: 1, ..LetterQuery::default() };
            let (page, next) = world.letters(&query).expect("it works");
            seen.extend(page.into_iter().map(|posted| posted.letter.to));
            let Some(next) = next else { break };
            before = LetterId::parse(&next.to_string());
            assert_eq!(before, Some(next));
        }
        let expected: &[&str] =
            if of.is_none() { &["token", "+1", "a@b.c", "+1"] } else { &["token", "a@b.c", "+1"] };
        assert_eq!(seen, expected);
    }
    assert_eq!(LetterId::parse("1-2"), None);
}

#[tokio::test]
async fn a_failed_transaction_posts_nothing() {
    let world = world();
    let scope = (account("111111111111"), Region::DEFAULT);
    let failed: Result<(), ApiError> = world.maintain(&NOTES_SERVICE, scope, |ctx| {
        ctx.post(letter(LetterKind::Sms, "+1"))?;
        Err(ApiError::internal())
    });
    assert!(failed.is_err());
    assert!(list(&world, LetterQuery::default()).is_empty());
}

#[tokio::test]
async fn an_account_keeps_its_newest_letters() {
    let world = world();
    post(&world, "222222222222", vec![letter(LetterKind::Sms, "other")]);
    let many = LETTERS_PER_ACCOUNT_MAX as usize + 2;
    let letters = (0..many).map(|at| letter(LetterKind::Sms, &at.to_string())).collect();
    post(&world, "111111111111", letters);
    let query = LetterQuery { account: Some(account("111111111111")), ..LetterQuery::default() };
    let mut kept = 0;
    let mut query = LetterQuery { limit: 1_000, ..query };
    let mut oldest = String::new();
    loop {
        let (page, next) = world.letters(&query).expect("it works");
        kept += page.len() as u64;
        oldest = page.last().map_or(oldest, |posted| posted.letter.to.clone());
        if next.is_none() {
            break;
        }
        query.before = next;
    }
    assert_eq!((kept, oldest.as_str()), (LETTERS_PER_ACCOUNT_MAX, "2"));
    let query = LetterQuery { to: Some("other".to_owned()), ..LetterQuery::default() };
    assert_eq!(list(&world, query).len(), 1, "other accounts have a share of their own");
}

#[tokio::test]
async fn letters_go_when_they_are_cleared_and_with_their_account() {
    let world = four();
    assert_eq!(world.clear_letters(Some(account("222222222222"))).expect("it works"), 1);
    assert_eq!(receivers(&list(&world, LetterQuery::default())), ["token", "a@b.c", "+1"]);
    world.reset(Some(account("222222222222"))).expect("it works");
    assert_eq!(list(&world, LetterQuery::default()).len(), 3);
    world.reset(Some(account("111111111111"))).expect("it works");
    assert!(list(&world, LetterQuery::default()).is_empty());
    let world = four();
    assert_eq!(world.clear_letters(None).expect("it works"), 4);
    world.advance_to(world.clock.now() + Duration::from_secs(1)).await.expect("it works");
    post(&world, "111111111111", vec![letter(LetterKind::Sms, "again")]);
    assert_eq!(receivers(&list(&world, LetterQuery::default())), ["again"]);
    world.reset(None).expect("it works");
    assert!(list(&world, LetterQuery::default()).is_empty());
}
