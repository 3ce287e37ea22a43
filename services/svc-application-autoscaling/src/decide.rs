//! What a policy makes of a metric that has breached: how much capacity, or why none other. A pure
//! function.
//!
//! Sources: User Guide, "How target tracking scaling … works" and "Define cooldown periods": "When
//! the scaling policy increases capacity … won't increase the desired capacity again unless either
//! a larger scale out is triggered or the cooldown period ends"; a scale-in cooldown blocks scaling
//! in, and not scaling out.

use crate::activity::{AT_DESIRED, AT_MAX, AT_MIN};
use crate::state::{ReasonRow, ScaledOut};

/// A breach: data points of the metric by the minute, the latest last.
#[derive(Clone, Copy, Debug)]
pub struct Breach<'a> {
    pub is_high: bool,
    pub points: &'a [f64],
    /// See [`crate::tracking::Metric`].
    pub is_usage: bool,
    pub target: f64,
}

/// What there is, and what was done before. Times in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub units: i64,
    pub least: i64,
    pub most: i64,
    pub now: i64,
    pub out_cooldown_s: i64,
    pub in_cooldown_s: i64,
    pub scaled_out: Option<ScaledOut>,
    pub scaled_in: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    To(i64),
    /// Nothing, for this reason.
    Unscaled(ReasonRow),
    /// A cooldown is not over.
    Wait,
}

pub fn decide(breach: Breach<'_>, standing: Standing) -> Decision {
    if breach.is_high { out(breach, standing) } else { inwards(breach, standing) }
}

fn out(breach: Breach<'_>, standing: Standing) -> Decision {
    let Some(latest) = breach.points.last().copied() else { return Decision::Wait };
    let is_cooling = |out: &ScaledOut| standing.now < after(out.at, standing.out_cooldown_s);
    // What was added is counted as if it were not there yet: only a larger scaling goes beyond it.
    let from = standing.scaled_out.filter(is_cooling).map_or(standing.units, |out| out.from);
    let wanted = needed(breach, latest, from).min(standing.most);
    if wanted > standing.units {
        return Decision::To(wanted);
    }
    if standing.scaled_out.as_ref().is_some_and(is_cooling) {
        return Decision::Wait;
    }
    let is_at_max = standing.units >= standing.most;
    let (code, capacity) =
        if is_at_max { (AT_MAX, standing.most) } else { (AT_DESIRED, standing.units) };
    Decision::Unscaled(ReasonRow { code: code.to_owned(), capacity })
}

fn inwards(breach: Breach<'_>, standing: Standing) -> Decision {
    let most = breach.points.iter().copied().reduce(f64::max);
    let Some(most) = most else { return Decision::Wait };
    let wanted = needed(breach, most, standing.units).max(standing.least);
    if wanted >= standing.units {
        let is_at_min = standing.units <= standing.least;
        let (code, capacity) =
            if is_at_min { (AT_MIN, standing.least) } else { (AT_DESIRED, standing.units) };
        return Decision::Unscaled(ReasonRow { code: code.to_owned(), capacity });
    }
    let over = standing.scaled_in.map(|at| after(at, standing.in_cooldown_s));
    if over.is_some_and(|over| standing.now < over) {
        return Decision::Wait;
    }
    Decision::To(wanted)
}

fn after(at: i64, cooldown_s: i64) -> i64 {
    at.saturating_add(cooldown_s.saturating_mul(1_000_000))
}

/// The capacity of which the target's share is used.
fn needed(breach: Breach<'_>, point: f64, units: i64) -> i64 {
    let needed = if breach.is_usage {
        point / 60.0 * 100.0 / breach.target
    } else {
        units as f64 * point / breach.target
    };
    // What is a whole number but for the rounding of a division is that number.
    (needed - 1e-9).ceil().max(0.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn standing(units: i64) -> Standing {
        Standing {
            units,
            least: 5,
            most: 100,
            now: 1_000 * SECOND,
            out_cooldown_s: 60,
            in_cooldown_s: 60,
            scaled_out: None,
            scaled_in: None,
        }
    }

    fn used(is_high: bool, points: &[f64]) -> Breach<'_> {
        Breach { is_high, points, is_usage: true, target: 50.0 }
    }

    fn unscaled(code: &str, capacity: i64) -> Decision {
        Decision::Unscaled(ReasonRow { code: code.to_owned(), capacity })
    }

    #[test]
    fn out_to_what_the_latest_minute_needs() {
        assert_eq!(decide(used(true, &[540.0, 540.0]), standing(10)), Decision::To(18));
        assert_eq!(decide(used(true, &[9_000.0, 9_000.0]), standing(10)), Decision::To(100));
        assert_eq!(decide(used(true, &[9_000.0]), standing(100)), unscaled(AT_MAX, 100));
        assert_eq!(decide(used(true, &[9_000.0, 240.0]), standing(10)), unscaled(AT_DESIRED, 10));
    }

    #[test]
    fn in_to_what_the_busiest_minute_needs() {
        assert_eq!(decide(used(false, &[60.0, 240.0, 60.0]), standing(40)), Decision::To(8));
        assert_eq!(decide(used(false, &[0.0]), standing(40)), Decision::To(5));
        assert_eq!(decide(used(false, &[0.0]), standing(5)), unscaled(AT_MIN, 5));
    }

    #[test]
    fn cooldowns() {
        let cooling = ScaledOut { at: 970 * SECOND, from: 10 };
        let waiting = Standing { scaled_out: Some(cooling), ..standing(20) };
        let shares = |points| Breach { is_high: true, points, is_usage: false, target: 50.0 };
        // Twice the target is twenty of the ten that there were, and they were added.
        assert_eq!(decide(shares(&[100.0]), waiting), Decision::Wait);
        assert_eq!(decide(shares(&[150.0]), waiting), Decision::To(30));
        let later = Standing { now: 1_100 * SECOND, ..waiting };
        assert_eq!(decide(shares(&[100.0]), later), Decision::To(40));
        // Each holds back its own way only.
        assert_eq!(decide(used(false, &[0.0]), waiting), Decision::To(5));
        let after_in = Standing { scaled_in: Some(950 * SECOND), ..standing(20) };
        assert_eq!(decide(used(false, &[0.0]), after_in), Decision::Wait);
        assert_eq!(decide(used(true, &[900.0]), after_in), Decision::To(30));
    }
}
