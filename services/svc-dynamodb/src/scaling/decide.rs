//! What target tracking makes of the last minutes.

use super::MINUTES_KEPT;
use super::state::TargetRow;

/// Data points in a row above the target that raise the capacity: "two consecutive data points".
const HIGH_POINTS: usize = 2;
/// Data points in a row below it that lower the capacity: the alarm that Application Auto Scaling
/// makes for it says "for 15 datapoints within 15 minutes".
const LOW_POINTS: usize = MINUTES_KEPT;
/// How far below the target that alarm is, in points of a hundred. As it is seen at AWS; its
/// documentation does not say it.
const LOW_DISTANCE: f64 = 20.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Stay,
    Out(i64),
    In(i64),
}

/// `past` is what was used a second, minute by minute, the latest first.
pub fn decide(target: &TargetRow, current: i64, past: &[Option<f64>], now: i64) -> Decision {
    let bound = |units: i64| units.clamp(target.least, target.most);
    // Bounds hold whatever is consumed.
    if bound(current) > current {
        return Decision::Out(bound(current));
    }
    if bound(current) < current {
        return Decision::In(bound(current));
    }
    let Some(policy) = &target.policy else { return Decision::Stay };
    let needed = |units: f64| (units * 100.0 / policy.percent).ceil() as i64;
    let limit = |percent: f64| current as f64 * percent / 100.0;
    let is_run = |count: usize, holds: &dyn Fn(f64) -> bool| {
        past.len() >= count && past[..count].iter().all(|point| point.is_some_and(holds))
    };
    let is_over = |last: Option<i64>, cooldown_s: Option<i64>| {
        let cooldown = cooldown_s.unwrap_or_default() * 1_000_000;
        last.is_none_or(|last| now >= last.saturating_add(cooldown))
    };
    let latest = past.first().copied().flatten().unwrap_or_default();
    if is_run(HIGH_POINTS, &|units| units > limit(policy.percent)) {
        let wanted = bound(needed(latest));
        if wanted > current && is_over(target.scaled_out, policy.out_cooldown_s) {
            return Decision::Out(wanted);
        }
        return Decision::Stay;
    }
    let low = policy.percent - LOW_DISTANCE;
    if !policy.is_up_only && is_run(LOW_POINTS, &|units| units < limit(low)) {
        let most = past[..LOW_POINTS].iter().flatten().copied().fold(0.0, f64::max);
        let wanted = bound(needed(most).max(1));
        if wanted < current && is_over(target.scaled_in, policy.in_cooldown_s) {
            return Decision::In(wanted);
        }
    }
    Decision::Stay
}

#[cfg(test)]
mod tests {
    use super::super::state::PolicyRow;
    use super::*;

    fn target(percent: f64) -> TargetRow {
        TargetRow {
            index: None,
            is_write: true,
            least: 5,
            most: 100,
            policy: Some(PolicyRow {
                name: "p".to_owned(),
                percent,
                in_cooldown_s: Some(600),
                out_cooldown_s: Some(120),
                is_up_only: false,
            }),
            scaled_in: None,
            scaled_out: None,
        }
    }

    fn points(points: &[f64]) -> Vec<Option<f64>> {
        points.iter().copied().map(Some).collect()
    }

    #[test]
    fn two_minutes_above_the_target_raise() {
        let target = target(50.0);
        assert_eq!(decide(&target, 10, &points(&[9.0]), 0), Decision::Stay);
        assert_eq!(decide(&target, 10, &points(&[9.0, 4.0]), 0), Decision::Stay);
        assert_eq!(decide(&target, 10, &points(&[9.0, 6.0]), 0), Decision::Out(18));
        assert_eq!(decide(&target, 10, &points(&[900.0, 60.0]), 0), Decision::Out(100));
    }

    #[test]
    fn fifteen_minutes_well_below_it_lower() {
        let target = target(50.0);
        assert_eq!(decide(&target, 40, &points(&[4.0; 14]), 0), Decision::Stay);
        assert_eq!(decide(&target, 40, &points(&[4.0; 15]), 0), Decision::In(8));
        assert_eq!(decide(&target, 40, &points(&[13.0; 15]), 0), Decision::Stay);
        let mut idle = points(&[4.0; 15]);
        idle[7] = None;
        assert_eq!(decide(&target, 40, &idle, 0), Decision::Stay);
    }

    #[test]
    fn cooldowns_and_bounds_hold() {
        let mut target = target(50.0);
        target.scaled_out = Some(0);
        assert_eq!(decide(&target, 10, &points(&[9.0, 6.0]), 119_000_000), Decision::Stay);
        assert_eq!(decide(&target, 10, &points(&[9.0, 6.0]), 120_000_000), Decision::Out(18));
        assert_eq!(decide(&target, 2, &[], 0), Decision::Out(5));
        assert_eq!(decide(&target, 200, &[], 0), Decision::In(100));
        target.policy.as_mut().unwrap().is_up_only = true;
        assert_eq!(decide(&target, 40, &points(&[4.0; 15]), 0), Decision::Stay);
    }
}
