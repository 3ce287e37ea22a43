//! How full a queue is, and will be if nobody uses it: what CloudWatch keeps as metrics.
//!
//! A step, since nobody has asked for it: it is no call of anyone's, and leaves the queue as it is.

use kernel::metrics::Metric;
use kernel::{Ctx, OpResult, Struct, Value};

use crate::index::{Point, Terms};
use crate::messages;
use crate::queue;
use crate::state::micros;

pub const LEVELS: &str = "Levels";
/// A queue has changed without a call that names it.
static TOUCHED: Metric = Metric::new("AWS/SQS", "", "");

/// `Queue`, `From` → `Points` (`At`, `Visible`, `InFlight`, `Delayed`, `Oldest`), `Horizon`; times
/// in microseconds. Without points there is no such queue.
pub fn levels(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(queue) = queue::find(ctx, input.str("Queue").unwrap_or_default())? else {
        return Ok(Struct::new());
    };
    let from = input.int("From").unwrap_or_else(|| ctx.now().micros());
    let retention = micros(queue.row.settings.retention_s);
    let terms = Terms { retention, fifo_delay: queue.fifo_delay() };
    let forecast = messages::index(ctx, &queue)?.forecast(from, terms);
    let points: Vec<Value> = forecast.points.iter().map(show).collect();
    let mut output = Struct::new().with("Points", points);
    if let Some(horizon) = forecast.horizon {
        output.set("Horizon", horizon);
    }
    Ok(output)
}

/// Messages have come to this queue, or gone from it, by what was done with another one.
pub fn touch(ctx: &mut Ctx<'_>, queue: &str) {
    ctx.metric(&TOUCHED, &[("QueueName", queue)], 0.0);
}

fn show(point: &Point) -> Value {
    let count = |number: usize| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    let mut shown = Struct::new()
        .with("At", point.at)
        .with("Visible", count(point.counts.visible))
        .with("InFlight", count(point.counts.in_flight))
        .with("Delayed", count(point.counts.delayed));
    if let Some(oldest) = point.oldest {
        shown.set("Oldest", oldest);
    }
    Value::from(shown)
}
