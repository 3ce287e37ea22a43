//! `/_nephele/bill`: what accounts have used in a month, and what AWS would take for it.

use billing::{Bill, By, Month, Query, bill};
use kernel::AccountId;
use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request, failed};

/// `GET /_nephele/bill?account=&month=2030-01&by=service&free_tier=on`; all accounts and this month
/// without.
pub fn show(gateway: &Gateway, query: &str) -> Answer {
    let (mut accounts, mut free_tier, mut by) = (None, None, By::Service);
    let mut month = Month::of(gateway.world.clock.now());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(value).decode_utf8_lossy();
        match name {
            "account" => {
                let account = AccountId::parse(&value);
                let account = account.ok_or_else(|| bad_request("account takes 12 digits"))?;
                accounts.get_or_insert_with(Vec::new).push(account);
            }
            "month" => {
                let read = Month::parse(&value);
                month = read.ok_or_else(|| bad_request("month is written 2030-01"))?;
            }
            "by" => {
                let message = "by takes service, usage-type, operation, region, account, resource \
                               or tag:KEY";
                by = By::parse(&value).ok_or_else(|| bad_request(message))?;
            }
            "free_tier" => {
                free_tier = match &*value {
                    "on" => Some(true),
                    "off" => Some(false),
                    _ => return Err(bad_request("free_tier is on or off")),
                };
            }
            _ => return Err(bad_request("parameters are account, month, by and free_tier")),
        }
    }
    let mut query = Query::of_month(accounts, month);
    query.free_tier = free_tier;
    let bill = bill(&gateway.world, &query, &by).map_err(|error| failed(&error))?;
    Ok(shown(&bill, &query, month))
}

fn shown(bill: &Bill, query: &Query, month: Month) -> Json {
    let groups: Vec<Json> = bill
        .groups
        .iter()
        .map(|group| {
            let lines: Vec<Json> = group
                .lines
                .iter()
                .map(|line| {
                    json!({
                        "service": line.service,
                        "usage_type": line.usage_type,
                        "quantity": line.quantity.to_string(),
                        "unit": line.unit,
                        "cost": line.cost.to_string(),
                        "borrowed_price": line.marks.is_borrowed,
                        "unverified_price": line.marks.is_unverified,
                        "no_price": line.marks.is_unpriced,
                    })
                })
                .collect();
            json!({
                "key": group.key,
                "cost": group.cost.to_string(),
                "cents": group.cost.cents(),
                "lines": lines,
            })
        })
        .collect();
    let accounts = query
        .accounts
        .as_ref()
        .map(|accounts| accounts.iter().map(ToString::to_string).collect::<Vec<_>>());
    json!({
        "month": month.to_string(),
        "accounts": accounts,
        "prices_of": bill.prices_of,
        "currency": "USD",
        "total": bill.total.to_string(),
        "total_cents": bill.total.cents(),
        "groups": groups,
    })
}
