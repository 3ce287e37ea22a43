//! The outbox: mail, text messages and pushes that services send to people.
//!
//! They are kept here in the transaction that sends them, so that tests and developers can read
//! what would have arrived. Mail also really goes out when the settings name a mail server: the
//! service [`POSTMAN`], when the binary has it, takes it there as work outside transactions.

use minicbor::{Decode, Encode};
use store::{Range, StoreError, Table};
use world::{AccountId, Region, Timestamp};

use crate::call::Ask;
use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;
use crate::meta::KERNEL;
use crate::scheduler::{Job, Retry};

/// The service, and its step, that takes a mail to the mail server: `Letter`, the letter's id.
pub const POSTMAN: &str = "outbox";
pub const SEND_MAIL: &str = "SendMail";
/// The step that records that all attempts have failed: `Letter`.
pub const GIVE_UP: &str = "GiveUp";
/// The setting without which no mail leaves the machine.
pub const SMTP_HOST: &str = "outbox.smtp_host";

/// An account's older letters go when it has more than this.
pub const LETTERS_PER_ACCOUNT_MAX: u64 = 10_000;
/// Bodies and attributes of an account's letters together.
pub const BYTES_PER_ACCOUNT_MAX: u64 = 64 * 1024 * 1024;
/// Letters of one listing.
pub const LISTED_MAX: usize = 1_000;
/// Letters that one listing looks at; the next one goes on from there.
const EXAMINED_MAX: usize = 100_000;
/// Letters that one transaction of a clearing removes.
const CLEARED_PER_STEP_MAX: usize = 1_000;

/// Attempts over about half an hour, as mail servers expect of senders.
const MAIL_RETRY: Retry =
    Retry { retries_max: 6, delay_ms: 30_000, growth_percent: 200, delay_ms_max: 900_000 };

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LetterKind {
    #[n(0)]
    Email,
    #[n(1)]
    Sms,
    #[n(2)]
    Push,
}

impl LetterKind {
    pub fn as_str(self) -> &'static str {
        match self {
            LetterKind::Email => "email",
            LetterKind::Sms => "sms",
            LetterKind::Push => "push",
        }
    }

    pub fn parse(text: &str) -> Option<LetterKind> {
        [LetterKind::Email, LetterKind::Sms, LetterKind::Push]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// What is sent to a person or a device.
#[derive(Clone, Debug)]
pub struct Letter {
    pub kind: LetterKind,
    pub from: String,
    /// A mail address, a phone number, a device's token.
    pub to: String,
    /// Empty where the kind has none.
    pub subject: String,
    pub body: String,
    /// What else the receiver's side is told: headers of a mail, the platform of a push.
    pub attributes: Vec<(String, String)>,
}

/// What has become of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Fate {
    /// It is here and goes no further.
    #[n(0)]
    Kept,
    /// The mail server has not taken it yet.
    #[n(1)]
    Pending,
    #[n(2)]
    Sent,
    /// The mail server does not take it.
    #[n(3)]
    Failed(#[n(0)] String),
}

/// A letter in the outbox.
#[derive(Clone, Debug)]
pub struct Posted {
    pub id: LetterId,
    pub account: AccountId,
    pub region: Region,
    /// The service that has sent it.
    pub service: String,
    pub letter: Letter,
    pub fate: Fate,
}

/// When a letter was posted, by which transaction, and its place in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LetterId {
    pub time: Timestamp,
    transaction: u64,
    place: u32,
}

/// Which letters are asked for.
#[derive(Clone, Debug, Default)]
pub struct LetterQuery {
    pub account: Option<AccountId>,
    pub kind: Option<LetterKind>,
    pub to: Option<String>,
    /// Only older ones than this.
    pub before: Option<LetterId>,
    pub limit: usize,
}

type LetterKey = (i64, u64, u32);
type AccountKey = (String, i64, u64, u32);

static LETTERS: Table<LetterKey, LetterRow> = Table::world("kernel", "outbox");
static BY_ACCOUNT: Table<AccountKey, SizeRow> = Table::world("kernel", "outbox-by-account");
static SHARES: Table<String, ShareRow> = Table::world("kernel", "outbox-shares");

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct LetterRow {
    #[n(0)]
    kind: LetterKind,
    #[n(1)]
    account: String,
    #[n(2)]
    region: String,
    #[n(3)]
    service: String,
    #[n(4)]
    from: String,
    #[n(5)]
    to: String,
    #[n(6)]
    subject: String,
    #[n(7)]
    body: String,
    #[n(8)]
    attributes: Vec<(String, String)>,
    #[n(9)]
    fate: Fate,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct SizeRow {
    #[n(0)]
    bytes: u64,
}

/// What an account has in the outbox.
#[derive(Debug, Default, Encode, Decode)]
#[cbor(map)]
struct ShareRow {
    #[n(0)]
    letters: u64,
    #[n(1)]
    bytes: u64,
    /// Older letters are gone: searches for the oldest begin after this.
    #[n(2)]
    gone: Option<LetterKey>,
}

store::row!(LetterRow, SizeRow, ShareRow);

impl LetterId {
    fn key(self) -> LetterKey {
        (self.time.micros(), self.transaction, self.place)
    }

    fn of(key: LetterKey) -> LetterId {
        LetterId { time: Timestamp::from_micros(key.0), transaction: key.1, place: key.2 }
    }

    pub fn parse(text: &str) -> Option<LetterId> {
        let mut parts = text.split('-');
        let key =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then(|| LetterId::of(key))
    }
}

impl std::fmt::Display for LetterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.time.micros(), self.transaction, self.place)
    }
}

impl LetterQuery {
    fn range(&self) -> Range<LetterKey> {
        let range = Range::all().reversed();
        match self.before {
            Some(id) => range.before(&id.key()),
            None => range,
        }
    }

    fn range_of(&self, account: AccountId) -> Range<AccountKey> {
        let range = Range::within(&(account.as_str(),)).reversed();
        match self.before.map(LetterId::key) {
            Some((time, transaction, place)) => {
                range.before(&(account.as_str(), time, transaction, place))
            }
            None => range,
        }
    }
}

impl Ctx<'_> {
    /// Puts a letter into the outbox, with this transaction. Mail goes on to the mail server, if
    /// there is one.
    pub fn post(&mut self, letter: Letter) -> Result<LetterId, ApiError> {
        let key = (self.now.micros(), self.transaction, self.effects.letters);
        self.effects.letters += 1;
        let id = LetterId::of(key);
        let goes_out = letter.kind == LetterKind::Email
            && self.setting(SMTP_HOST).is_some()
            && self.has_operation(POSTMAN, SEND_MAIL);
        let row = LetterRow {
            kind: letter.kind,
            account: self.frame.account.to_string(),
            region: self.frame.region.to_string(),
            service: self.frame.service.name.to_owned(),
            from: letter.from,
            to: letter.to,
            subject: letter.subject,
            body: letter.body,
            attributes: letter.attributes,
            fate: if goes_out { Fate::Pending } else { Fate::Kept },
        };
        self.keep(key, &row)?;
        if goes_out {
            let send = Ask::to(POSTMAN, SEND_MAIL).with("Letter", id.to_string());
            let give_up = Ask::to(POSTMAN, GIVE_UP).with("Letter", id.to_string());
            self.enqueue(Job::now(send).with_retry(MAIL_RETRY).with_dead_letter(give_up));
        }
        Ok(id)
    }

    /// A letter, unless it has gone since.
    pub fn letter(&self, id: LetterId) -> Result<Option<Posted>, ApiError> {
        let row = LETTERS.at(&self.tx, &World::world_scope()).get(&id.key())?;
        Ok(row.map(|row| row.posted(id.key())))
    }

    /// Records what has become of a letter.
    pub fn set_fate(&mut self, id: LetterId, fate: Fate) -> Result<(), ApiError> {
        let mut letters = LETTERS.at_mut(&mut self.tx, &World::world_scope());
        if let Some(mut row) = letters.get(&id.key())? {
            row.fate = fate;
            letters.put(&id.key(), &row);
        }
        Ok(())
    }

    fn keep(&mut self, key: LetterKey, row: &LetterRow) -> Result<(), ApiError> {
        let scope = World::world_scope();
        let account = &row.account;
        let bytes = row.bytes();
        LETTERS.at_mut(&mut self.tx, &scope).put(&key, row);
        let of_account = (account.clone(), key.0, key.1, key.2);
        BY_ACCOUNT.at_mut(&mut self.tx, &scope).put(&of_account, &SizeRow { bytes });
        let mut share = SHARES.at(&self.tx, &scope).get(account)?.unwrap_or_default();
        share.letters += 1;
        share.bytes += bytes;
        while share.letters > 1 && share.is_too_large() {
            let mut range = Range::within(&(account.as_str(),));
            if let Some((time, transaction, place)) = share.gone {
                range = range.after(&(account.as_str(), time, transaction, place));
            }
            let oldest = BY_ACCOUNT.at(&self.tx, &scope).first(&range)?;
            let Some((oldest, size)) = oldest else {
                // The clock may have been set back: look for letters older than those gone.
                match share.gone.take() {
                    Some(_) => continue,
                    None => break,
                }
            };
            let gone = (oldest.1, oldest.2, oldest.3);
            LETTERS.at_mut(&mut self.tx, &scope).delete(&gone);
            BY_ACCOUNT.at_mut(&mut self.tx, &scope).delete(&oldest);
            share.letters -= 1;
            share.bytes = share.bytes.saturating_sub(size.bytes);
            share.gone = Some(gone);
        }
        SHARES.at_mut(&mut self.tx, &scope).put(account, &share);
        Ok(())
    }
}

impl World {
    /// Letters, newest first, and the id of the last one that was looked at if there may be more.
    pub fn letters(
        &self,
        query: &LetterQuery,
    ) -> Result<(Vec<Posted>, Option<LetterId>), ApiError> {
        let tx = self.store.read();
        let scope = World::world_scope();
        let letters = LETTERS.at(&tx, &scope);
        let of_account = BY_ACCOUNT.at(&tx, &scope);
        let keys: Box<dyn Iterator<Item = Result<LetterKey, StoreError>>> = match query.account {
            Some(account) => Box::new(of_account.keys(&query.range_of(account)).map(|key| {
                let (_, time, transaction, place) = key?;
                Ok((time, transaction, place))
            })),
            None => Box::new(letters.keys(&query.range())),
        };
        let limit = query.limit.min(LISTED_MAX);
        let mut found = Vec::new();
        for (examined, key) in keys.enumerate() {
            let key = key?;
            if examined == EXAMINED_MAX {
                return Ok((found, Some(LetterId::of(key))));
            }
            let Some(row) = letters.get(&key)? else { continue };
            let is_kind = query.kind.is_none_or(|kind| kind == row.kind);
            if !is_kind || query.to.as_ref().is_some_and(|to| *to != row.to) {
                continue;
            }
            found.push(row.posted(key));
            if found.len() >= limit {
                return Ok((found, Some(LetterId::of(key))));
            }
        }
        Ok((found, None))
    }

    /// Removes all letters, or those of one account; answers how many.
    pub fn clear_letters(&self, account: Option<AccountId>) -> Result<u64, ApiError> {
        let mut removed = 0;
        loop {
            let scope = (account.unwrap_or(AccountId::DEFAULT), Region::DEFAULT);
            let step = self.maintain(&KERNEL, scope, |ctx| clear_some(ctx, account))?;
            removed += step as u64;
            if step < CLEARED_PER_STEP_MAX {
                return Ok(removed);
            }
        }
    }
}

/// Removes the first letters and answers how many; at the end, the shares go too.
fn clear_some(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<usize, ApiError> {
    let scope = World::world_scope();
    let account = account.map(|account| account.to_string());
    let range = match &account {
        Some(account) => Range::within(&(account.as_str(),)),
        None => Range::all(),
    };
    let doomed = BY_ACCOUNT.at(&ctx.tx, &scope).keys(&range).take(CLEARED_PER_STEP_MAX);
    let doomed: Vec<AccountKey> = doomed.collect::<Result<_, _>>()?;
    for key in &doomed {
        BY_ACCOUNT.at_mut(&mut ctx.tx, &scope).delete(key);
        LETTERS.at_mut(&mut ctx.tx, &scope).delete(&(key.1, key.2, key.3));
        // The account's next letter begins its share anew.
        SHARES.at_mut(&mut ctx.tx, &scope).delete(&key.0);
    }
    Ok(doomed.len())
}

impl LetterRow {
    fn bytes(&self) -> u64 {
        let attributes = self.attributes.iter().map(|(name, value)| name.len() + value.len());
        let texts = [&self.from, &self.to, &self.subject, &self.body];
        (texts.iter().map(|text| text.len()).sum::<usize>() + attributes.sum::<usize>()) as u64
    }

    fn posted(self, key: LetterKey) -> Posted {
        Posted {
            id: LetterId::of(key),
            account: AccountId::parse(&self.account).unwrap_or(AccountId::DEFAULT),
            region: Region::parse(&self.region).unwrap_or(Region::DEFAULT),
            service: self.service,
            letter: Letter {
                kind: self.kind,
                from: self.from,
                to: self.to,
                subject: self.subject,
                body: self.body,
                attributes: self.attributes,
            },
            fate: self.fate,
        }
    }
}

impl ShareRow {
    fn is_too_large(&self) -> bool {
        self.letters > LETTERS_PER_ACCOUNT_MAX || self.bytes > BYTES_PER_ACCOUNT_MAX
    }
}
