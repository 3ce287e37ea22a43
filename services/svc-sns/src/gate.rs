//! The way out to web servers: how many requests may be under way to one of them, and how fast
//! one subscription gets them.
//!
//! A server that hangs takes its few places and no more; what else is for it waits in rows, in
//! order, and costs nothing. Who leaves lets the next one in.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Scope, Struct, Table, Timestamp};
use minicbor::{Decode, Encode};

use crate::delivery::{self, Parcel};
use crate::delivery_policy;
use crate::http_delivery::DELIVER_TO_HTTP;
use crate::limits;
use crate::state::{MessageKind, Protocol, SubscriptionRow};

/// By scheme, host and port.
static GATES: Table<String, GateRow> = Table::regional("sns", "gates");
/// (gate, place in the queue)
static WAITING: Table<(String, u64), WaitingRow> = Table::regional("sns", "gates-waiting");
/// Which gate a delivery has entered: by its subscription's number and its message's sequence.
static ENTERED: Table<(u64, u64), EnteredRow> = Table::regional("sns", "gates-entered");
/// By a subscription's number: when its next delivery may go out, in microseconds.
static SLOTS: Table<u64, u64> = Table::regional("sns", "throttle-slots");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
struct GateRow {
    #[n(0)]
    under_way: u32,
    /// Places in the queue: the next to be given, and the next to be served.
    #[n(1)]
    next_in: u64,
    #[n(2)]
    next_out: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct WaitingRow {
    /// Of the step that waits.
    #[n(0)]
    input: Struct,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct EnteredRow {
    #[n(0)]
    gate: String,
}

store::row!(GateRow, WaitingRow, EnteredRow);

/// When the throttle policy lets the next notification of a subscription go, which is this one.
pub fn slot(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Timestamp, ApiError> {
    let policy = delivery_policy::http_policy(parcel.topic, parcel.subscription);
    let is_notification = parcel.message.kind == MessageKind::Notification;
    let rate = policy.max_receives_per_second.filter(|_| is_notification);
    let Some(rate) = rate else { return Ok(ctx.now()) };
    let now = ctx.now().micros().max(0).cast_unsigned();
    let mut slots = ctx.table_mut_in(&SLOTS, parcel.topic.scope);
    let number = parcel.subscription.row.number;
    let due = slots.get(&number)?.unwrap_or(now).max(now);
    let pause = Duration::from_secs(1).as_micros() as u64 / rate.max(1);
    slots.put(&number, &due.saturating_add(pause));
    Ok(Timestamp::from_micros(due.cast_signed()))
}

/// Forgets the pace of a subscription that is gone, in the scope of its topic.
pub fn forget(ctx: &mut Ctx<'_>, scope: Scope, row: &SubscriptionRow) {
    if matches!(row.protocol, Protocol::Http | Protocol::Https) {
        ctx.table_mut_in(&SLOTS, scope).delete(&row.number);
    }
}

/// Lets a delivery through to its server, or puts it into the queue. One that has entered already,
/// before the process died, may go.
pub fn enter(ctx: &mut Ctx<'_>, url: &str, input: &Struct) -> Result<bool, ApiError> {
    let place = place(input);
    if ctx.table(&ENTERED).contains(&place)? {
        return Ok(true);
    }
    let gate = gate_of(url).to_owned();
    let mut row = ctx.table(&GATES).get(&gate)?.unwrap_or_default();
    if row.under_way < limits::HTTP_UNDER_WAY_MAX {
        row.under_way += 1;
        ctx.table_mut(&GATES).put(&gate, &row);
        ctx.table_mut(&ENTERED).put(&place, &EnteredRow { gate });
        return Ok(true);
    }
    let waiting = WaitingRow { input: input.clone() };
    ctx.table_mut(&WAITING).put(&(gate.as_str(), row.next_in), &waiting);
    row.next_in += 1;
    ctx.table_mut(&GATES).put(&gate, &row);
    Ok(false)
}

/// Gives up the place of a delivery, if it has one, to the next in the queue.
pub fn leave(ctx: &mut Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let place_left = place(input);
    let Some(EnteredRow { gate }) = ctx.table(&ENTERED).get(&place_left)? else { return Ok(()) };
    ctx.table_mut(&ENTERED).delete(&place_left);
    let mut row = ctx.table(&GATES).get(&gate)?.unwrap_or_default();
    if row.next_out < row.next_in {
        let key = (gate.as_str(), row.next_out);
        let next = ctx.table(&WAITING).get(&key)?;
        ctx.table_mut(&WAITING).delete(&key);
        row.next_out += 1;
        if let Some(next) = next {
            let entered = EnteredRow { gate: gate.clone() };
            ctx.table_mut(&ENTERED).put(&place(&next.input), &entered);
            ctx.table_mut(&GATES).put(&gate, &row);
            let ask = Ask::to("sns", DELIVER_TO_HTTP).with_input(next.input);
            ctx.enqueue(Job::now(ask).with_retry(delivery::UNTIL_IT_WORKS));
            return Ok(());
        }
    }
    row.under_way = row.under_way.saturating_sub(1);
    if row.under_way == 0 && row.next_out == row.next_in {
        ctx.table_mut(&GATES).delete(&gate);
    } else {
        ctx.table_mut(&GATES).put(&gate, &row);
    }
    Ok(())
}

/// Names a delivery: a message goes to a subscription once at a time.
fn place(input: &Struct) -> (u64, u64) {
    let number = |name: &str| input.int(name).unwrap_or_default().cast_unsigned();
    (number("Number"), number("Sequence"))
}

/// `https://host:port` of a URL, credentials left out.
fn gate_of(url: &str) -> &str {
    let Some(authority) = url.find("://").map(|at| at + 3) else { return url };
    let rest = &url[authority..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => &rest[at + 1..end],
        None => &url[..authority + end],
    }
}

#[cfg(test)]
mod tests {
    use super::gate_of;

    #[test]
    fn a_gate_is_a_server() {
        for (url, gate) in [
            ("http://host", "http://host"),
            ("http://host:81/a/b?c=d", "http://host:81"),
            ("https://host?x=http://other", "https://host"),
            ("https://ann:secret@host:444/a", "host:444"),
        ] {
            assert_eq!(gate_of(url), gate);
        }
    }
}
