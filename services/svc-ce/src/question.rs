//! What a request asks: the period, whose costs, and the filter.

use std::collections::BTreeSet;
use std::ops::Range;

use billing::calendar::{hour_of_day, instant_of};
use billing::filter::Filter;
use billing::tags::{TagBook, Tags};
use billing::{Granularity, Item, Month, Query};
use jiff::civil::Date;
use kernel::meter::hour_of;
use kernel::{AccountId, ApiError, Ask, Ctx, Principal, Struct};

use crate::allocation;
use crate::api::{DateInterval, Expression, granularity};
use crate::errors;
use crate::limits;

/// What a call of this API costs AWS's customers; counted before the meter is put aside.
const REQUEST: &str = "APIRequest";

pub fn granularity(name: &str) -> Granularity {
    match name {
        granularity::HOURLY => Granularity::Hourly,
        granularity::MONTHLY => Granularity::Monthly,
        _ => Granularity::Daily,
    }
}

/// The hours of a period: dates, or instants where hours are told apart.
pub fn period(interval: DateInterval<'_>) -> Result<Range<u32>, ApiError> {
    let (start, end) = (instant(interval.start())?, instant(interval.end())?);
    if start >= end {
        return Err(errors::order_of_dates());
    }
    Ok(start..end)
}

fn instant(text: &str) -> Result<u32, ApiError> {
    let refuse = || errors::validation(format!("{text} is not a date (yyyy-MM-dd)."));
    if text.len() <= 10 {
        let day: Date = text.parse().map_err(|_| refuse())?;
        return Ok(hour_of_day(day));
    }
    let at: jiff::Timestamp = text.parse().map_err(|_| refuse())?;
    Ok(hour_of(kernel::Timestamp::from_jiff(at)))
}

/// Refuses what Cost Explorer does not keep.
pub fn check_past(
    ctx: &Ctx<'_>,
    hours: &Range<u32>,
    granularity: Granularity,
) -> Result<(), ApiError> {
    let now = hour_of(ctx.now());
    let mut first = Month::of(ctx.now());
    for _ in 0..limits::MONTHS_BACK {
        first = Month::of_hour(first.hours().start.saturating_sub(1));
    }
    if hours.start < first.hours().start {
        return Err(errors::validation("You haven't enabled historical data beyond 14 months."));
    }
    let is_hourly = granularity == Granularity::Hourly;
    if is_hourly && hours.start < now.saturating_sub(limits::HOURLY_DAYS_BACK * 24) {
        return Err(errors::validation("Hourly data is kept for 14 days."));
    }
    if hours.start > now {
        return Err(errors::no_data());
    }
    Ok(())
}

/// Accounts whose costs the caller sees: its own, and as the management account of an organization
/// those of its members.
pub fn accounts(ctx: &mut Ctx<'_>) -> Vec<(AccountId, String)> {
    let own = ctx.account();
    let ask = |operation: &'static str, input: Struct| {
        let mut ask = Ask::to("organizations", operation).with_input(input);
        ask.principal = Some(Principal::Root(own));
        ask
    };
    let mut found = vec![(own, String::new())];
    let organization = ctx.call(ask("DescribeOrganization", Struct::new()));
    let master = organization.ok().and_then(|it| {
        let id = it.structure("Organization")?.str("MasterAccountId")?.to_owned();
        AccountId::parse(&id)
    });
    if master != Some(own) {
        return found;
    }
    let mut input = Struct::new();
    loop {
        let Ok(page) = ctx.call(ask("ListAccounts", input.clone())) else { return found };
        for account in page.list("Accounts").unwrap_or_default() {
            let Some(account) = account.as_struct() else { continue };
            let name = account.str("Name").unwrap_or_default().to_owned();
            match account.str("Id").and_then(AccountId::parse) {
                Some(id) if id == own => found[0].1 = name,
                Some(id) => found.push((id, name)),
                None => {}
            }
        }
        let Some(token) = page.str("NextToken").map(str::to_owned) else { return found };
        input.set("NextToken", token);
    }
}

/// Costs, and what they are told apart by.
pub struct Costs {
    pub items: Vec<Item>,
    pub accounts: Vec<(AccountId, String)>,
    /// Keys of the tags that divide costs.
    active: BTreeSet<String>,
    book: TagBook,
}

impl Costs {
    /// Of a period, as the caller sees them.
    pub fn read(
        ctx: &mut Ctx<'_>,
        hours: Range<u32>,
        granularity: Granularity,
    ) -> Result<Costs, ApiError> {
        ctx.meter_for(REQUEST, "", 1);
        ctx.unmeter();
        let active = allocation::active_keys(ctx)?;
        let accounts = accounts(ctx);
        let ids = accounts.iter().map(|(id, _)| *id).collect();
        let query = Query { accounts: Some(ids), hours, granularity, free_tier: None };
        let items = billing::items(ctx, &query)?;
        Ok(Costs { items, accounts, active, book: TagBook::default() })
    }

    /// The tags of what an item is about; without `all`, those that divide costs.
    pub fn tags(&mut self, ctx: &mut Ctx<'_>, item: &Item, all: bool) -> Tags {
        let place = (item.account, item.region);
        let mut tags = self.book.tags(ctx, place, item.service, &item.resource).clone();
        tags.retain(|key, _| all || self.active.contains(key));
        tags
    }

    /// Keeps what fits.
    pub fn filter(
        &mut self,
        ctx: &mut Ctx<'_>,
        expression: Option<Expression<'_>>,
    ) -> Result<(), ApiError> {
        let Some(expression) = expression else { return Ok(()) };
        let filter = Filter::parse(expression.0).map_err(errors::of_fault)?;
        let with_tags = !filter.tag_keys().is_empty();
        let items = std::mem::take(&mut self.items);
        for item in items {
            let tags = if with_tags { self.tags(ctx, &item, false) } else { Tags::new() };
            if filter.fits(&item, &tags) {
                self.items.push(item);
            }
        }
        Ok(())
    }
}

/// A stretch of time as answers show it.
pub fn shown(hours: &Range<u32>, granularity: Granularity) -> (String, String) {
    let text = |hour: u32| {
        let instant = instant_of(hour);
        if granularity == Granularity::Hourly { instant } else { instant[..10].to_owned() }
    };
    (text(hours.start), text(hours.end))
}
