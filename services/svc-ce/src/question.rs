//! What a request asks: the period, whose costs, and the filter.

use std::ops::Range;

use billing::activation::Activation;
use billing::calendar::{hour_of_day, instant_of};
use billing::filter::{Filter, Labels};
use billing::organization::Family;
use billing::tags::{TagBook, Tags};
use billing::{Granularity, Item, Month, Query};
use jiff::civil::Date;
use kernel::meter::hour_of;
use kernel::{AccountId, ApiError, Ctx};

use crate::allocation;
use crate::api::{DateInterval, Expression, granularity};
use crate::categorize::{self, Category};
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

/// Costs, and what they are told apart by.
pub struct Costs {
    pub items: Vec<Item>,
    pub accounts: Vec<(AccountId, String)>,
    /// Which tags divide costs, and when.
    active: Activation,
    categories: Vec<Category>,
    book: TagBook,
}

impl Costs {
    /// Of a period, as the caller sees them; a request that is paid for.
    pub fn read(
        ctx: &mut Ctx<'_>,
        hours: Range<u32>,
        granularity: Granularity,
    ) -> Result<Costs, ApiError> {
        ctx.meter_for(REQUEST, "", 1);
        Costs::look(ctx, hours, granularity)
    }

    /// As [`Costs::read`], by the service itself.
    pub fn look(
        ctx: &mut Ctx<'_>,
        hours: Range<u32>,
        granularity: Granularity,
    ) -> Result<Costs, ApiError> {
        ctx.unmeter();
        let active = allocation::activation(ctx)?;
        let categories = categorize::all(ctx)?;
        let family = Family::of(ctx);
        let mut items = Vec::new();
        for hours in active.cut(&hours) {
            let accounts = Some(family.ids());
            let query = Query { accounts, hours, granularity, free_tier: None };
            items.extend(billing::items(ctx, &query)?);
        }
        let accounts = family.accounts;
        Ok(Costs { items, accounts, active, categories, book: TagBook::default() })
    }

    /// The tags of what an item is about that divide costs, and its cost categories.
    pub fn labels(&mut self, ctx: &mut Ctx<'_>, item: &Item) -> Labels {
        let tags = self.tags(ctx, item, false);
        let named = self.accounts.iter().find(|(id, _)| *id == item.account);
        let account = named.map_or("", |(_, name)| name.as_str());
        let values = self.categories.iter().filter_map(|category| {
            let value = category.value(item, &tags, account)?;
            Some((category.name.clone(), value))
        });
        let categories = values.collect();
        Labels { tags, categories }
    }

    /// The names of the cost categories that there are.
    pub fn category_names(&self) -> impl Iterator<Item = &str> {
        self.categories.iter().map(|category| category.name.as_str())
    }

    /// The tags of what an item is about; without `all`, those that divide costs.
    pub fn tags(&mut self, ctx: &mut Ctx<'_>, item: &Item, all: bool) -> Tags {
        let place = (item.account, item.region);
        let mut tags = self.book.tags(ctx, place, item.service, &item.resource).clone();
        tags.retain(|key, _| all || self.active.is_active(key, item.hours.start));
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
        self.keep(ctx, &filter);
        Ok(())
    }
}

impl Costs {
    pub fn keep(&mut self, ctx: &mut Ctx<'_>, filter: &Filter) {
        let with_labels = filter.has_labels();
        for item in std::mem::take(&mut self.items) {
            let labels = if with_labels { self.labels(ctx, &item) } else { Labels::default() };
            if filter.fits(&item, &labels) {
                self.items.push(item);
            }
        }
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
