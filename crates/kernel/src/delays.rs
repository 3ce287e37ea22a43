//! How long a struck call takes: draws from distributions.

use std::f64::consts::TAU;
use std::time::Duration;

use world::Chance;

use crate::faults::{DELAY_MAX, Effect};

/// So many standard deviations above the middle of a normal distribution lies its hundredth part.
const Z99: f64 = 2.326;

impl Effect {
    /// A delay by the effect's distribution; `None` where it delays nothing.
    pub(crate) fn delay(&self, chance: &mut Chance) -> Option<Duration> {
        let seconds = match self {
            Effect::Latency { min, max } => {
                let share = chance.fraction();
                min.as_secs_f64() + max.saturating_sub(*min).as_secs_f64() * share
            }
            Effect::LongTail { median, p99 } => {
                let median = median.as_secs_f64().max(1e-6);
                let spread = (p99.as_secs_f64().max(median) / median).ln() / Z99;
                median * (spread * normal(chance)).exp()
            }
            Effect::Normal { mean, deviation } => {
                mean.as_secs_f64() + deviation.as_secs_f64() * normal(chance)
            }
            Effect::Percentiles(points) => percentile(points, chance.fraction() * 100.0),
            _ => return None,
        };
        Some(Duration::from_secs_f64(seconds.clamp(0.0, DELAY_MAX.as_secs_f64())))
    }
}

/// A draw of a normal distribution around nothing, by Box and Muller.
fn normal(chance: &mut Chance) -> f64 {
    // The logarithm is of a number above zero.
    let (one, other) = (1.0 - chance.fraction(), chance.fraction());
    (-2.0 * one.ln()).sqrt() * (TAU * other).cos()
}

/// Between the points in straight lines, which begin at nothing.
fn percentile(points: &[(u8, Duration)], percent: f64) -> f64 {
    let (mut left, mut below) = (0.0, 0.0);
    for (share, delay) in points {
        let (right, above) = (f64::from(*share), delay.as_secs_f64());
        if percent <= right {
            let part = (percent - left) / (right - left).max(1e-9);
            return below + (above - below) * part;
        }
        (left, below) = (right, above);
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// Delays in milliseconds, sorted.
    fn draws(effect: &Effect, seed: u64) -> Vec<f64> {
        let mut chance = Chance::from_seed(seed);
        let delay = |_| effect.delay(&mut chance).expect("it delays").as_secs_f64() * 1e3;
        let mut all: Vec<f64> = (0..10_000).map(delay).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    fn near(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted} within {within}");
    }

    #[test]
    fn distributions_have_their_figures() {
        let uniform = draws(&Effect::Latency { min: 10 * MS, max: 30 * MS }, 1);
        near(uniform[5_000], 20.0, 0.5);
        assert!(uniform[0] >= 10.0 && uniform[9_999] <= 30.0);
        let fixed = draws(&Effect::Latency { min: 10 * MS, max: 10 * MS }, 1);
        near(fixed[0], fixed[9_999], 1e-6);
        let tail = draws(&Effect::LongTail { median: 10 * MS, p99: 100 * MS }, 1);
        near(tail[5_000], 10.0, 0.5);
        near(tail[9_900], 100.0, 10.0);
        let normal = draws(&Effect::Normal { mean: 50 * MS, deviation: 10 * MS }, 1);
        near(normal[5_000], 50.0, 0.5);
        near(normal[8_413], 60.0, 1.0);
        let wide = draws(&Effect::Normal { mean: MS, deviation: 10 * MS }, 1);
        near(wide[0], 0.0, 1e-9);
        let points = vec![(50, 10 * MS), (90, 50 * MS), (99, 200 * MS)];
        let measured = draws(&Effect::Percentiles(points), 1);
        near(measured[5_000], 10.0, 1.5);
        near(measured[9_000], 50.0, 12.0);
        near(measured[9_900], 200.0, 8.0);
        assert!(measured[9_999] <= 200.0);
    }

    #[test]
    fn the_same_seed_draws_the_same_delays() {
        let effect = Effect::LongTail { median: 10 * MS, p99: 100 * MS };
        assert_eq!(draws(&effect, 7), draws(&effect, 7));
        assert_ne!(draws(&effect, 7), draws(&effect, 8));
    }
}
