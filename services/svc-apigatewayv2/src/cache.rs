//! What may be forgotten at a restart: decisions of authorizers, keys of issuers, token buckets,
//! and which connections are open in this process.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Ctx, Timestamp};

use crate::limits::CACHED_MAX;

/// Texts until a time; the one with the least key goes when there are too many.
#[derive(Debug, Default)]
struct Texts(BTreeMap<String, (i64, String)>);

#[derive(Debug, Default)]
struct Decisions(Texts);

#[derive(Debug, Default)]
struct Keys(Texts);

#[derive(Debug, Default)]
struct Buckets(BTreeMap<String, Bucket>);

#[derive(Debug, Default)]
struct Open(BTreeSet<String>);

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Texts {
    fn get(&mut self, key: &str, now: Timestamp) -> Option<String> {
        match self.0.get(key) {
            Some((until, text)) if *until > now.micros() => Some(text.clone()),
            Some(_) => {
                self.0.remove(key);
                None
            }
            None => None,
        }
    }

    fn put(&mut self, key: String, until: i64, text: String) {
        if self.0.len() >= CACHED_MAX && !self.0.contains_key(&key) {
            self.0.pop_first();
        }
        self.0.insert(key, (until, text));
    }
}

fn until(now: Timestamp, ttl_s: i64) -> i64 {
    now.micros().saturating_add(ttl_s.saturating_mul(1_000_000))
}

/// What an authorizer's function has said, as JSON. Keys begin with the API and the stage.
pub fn decision(ctx: &Ctx<'_>, key: &str) -> Option<String> {
    let now = ctx.now();
    ctx.volatile(0, |cached: &mut Decisions| cached.0.get(key, now))
}

pub fn keep_decision(ctx: &Ctx<'_>, key: &str, ttl_s: i64, text: &str) {
    let until = until(ctx.now(), ttl_s);
    let (key, text) = (key.to_owned(), text.to_owned());
    ctx.volatile(0, |cached: &mut Decisions| cached.0.put(key, until, text));
}

pub fn forget_stage(ctx: &Ctx<'_>, api: &str, stage: &str) {
    let prefix = format!("{api}\n{stage}\n");
    ctx.volatile(0, |cached: &mut Decisions| {
        cached.0.0.retain(|key, _| !key.starts_with(&prefix));
    });
}

/// The keys of an issuer, as JSON.
pub fn keys(ctx: &Ctx<'_>, issuer: &str) -> Option<String> {
    let now = ctx.now();
    ctx.volatile(0, |cached: &mut Keys| cached.0.get(issuer, now))
}

pub fn keep_keys(ctx: &Ctx<'_>, issuer: &str, ttl_s: i64, text: &str) {
    let until = until(ctx.now(), ttl_s);
    let (issuer, text) = (issuer.to_owned(), text.to_owned());
    ctx.volatile(0, |cached: &mut Keys| cached.0.put(issuer, until, text));
}

/// Takes a token, if there is one: `rate` come in a second, `burst` at most are kept.
pub fn take_token(ctx: &Ctx<'_>, key: &str, rate: f64, burst: f64) -> bool {
    let now = ctx.now();
    ctx.volatile(0, |buckets: &mut Buckets| {
        if buckets.0.len() >= CACHED_MAX && !buckets.0.contains_key(key) {
            buckets.0.pop_first();
        }
        let bucket = buckets.0.entry(key.to_owned()).or_insert(Bucket { tokens: burst, at: now });
        let passed = now.since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * rate).min(burst);
        bucket.at = now;
        if bucket.tokens < 1.0 {
            return false;
        }
        bucket.tokens -= 1.0;
        true
    })
}

/// Notes that a connection is carried by this process.
pub fn opened(ctx: &Ctx<'_>, connection: &str) {
    ctx.volatile(0, |open: &mut Open| open.0.insert(connection.to_owned()));
}

pub fn closed(ctx: &Ctx<'_>, connection: &str) {
    ctx.volatile(0, |open: &mut Open| open.0.remove(connection));
}

/// Not after a restart, nor after a snapshot was loaded.
pub fn is_open(ctx: &Ctx<'_>, connection: &str) -> bool {
    ctx.volatile(0, |open: &mut Open| open.0.contains(connection))
}

pub fn open_count(ctx: &Ctx<'_>) -> usize {
    ctx.volatile(0, |open: &mut Open| open.0.len())
}
