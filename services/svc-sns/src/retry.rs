//! When a failed delivery is tried again: the phases of delivery policies, as data.
//!
//! Source: "Amazon SNS message delivery retries" in the Developer Guide. The phases follow each
//! other: immediate retries, retries at the minimum delay, the backoff from the minimum to the
//! maximum delay, retries at the maximum delay.

use std::time::Duration;

use crate::state::Protocol;

#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Without delay.
    pub immediate: u32,
    /// With `min_delay_s` between them.
    pub pre_backoff: u32,
    /// With delays that grow from `min_delay_s` to `max_delay_s`.
    pub backoff: u32,
    pub function: BackoffFunction,
    /// With `max_delay_s` between them.
    pub post_backoff: u32,
    pub min_delay_s: u32,
    pub max_delay_s: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackoffFunction {
    Arithmetic,
    Exponential,
    Geometric,
    Linear,
}

/// SQS, Lambda and Firehose: 100,015 retries over 23 days.
pub const AWS_MANAGED: RetryPolicy = RetryPolicy {
    immediate: 3,
    pre_backoff: 2,
    backoff: 10,
    function: BackoffFunction::Exponential,
    post_backoff: 100_000,
    min_delay_s: 1,
    max_delay_s: 20,
};

/// SMTP, SMS and mobile push: 50 retries over 6 hours.
pub const CUSTOMER_MANAGED: RetryPolicy = RetryPolicy {
    immediate: 0,
    pre_backoff: 2,
    backoff: 10,
    function: BackoffFunction::Exponential,
    post_backoff: 38,
    min_delay_s: 10,
    max_delay_s: 600,
};

/// HTTP and HTTPS, unless topic or subscription say otherwise.
pub const HTTP_DEFAULT: RetryPolicy = RetryPolicy {
    immediate: 0,
    pre_backoff: 0,
    backoff: 3,
    function: BackoffFunction::Linear,
    post_backoff: 0,
    min_delay_s: 20,
    max_delay_s: 20,
};

/// The policy that a client cannot change; `None` for HTTP and HTTPS.
pub fn fixed(protocol: Protocol) -> Option<RetryPolicy> {
    match protocol {
        Protocol::Http | Protocol::Https => None,
        Protocol::Sqs | Protocol::Lambda | Protocol::Firehose => Some(AWS_MANAGED),
        Protocol::Email | Protocol::EmailJson | Protocol::Sms | Protocol::Application => {
            Some(CUSTOMER_MANAGED)
        }
    }
}

impl RetryPolicy {
    /// How long to wait before the next attempt, after so many failed ones; `None` when the policy
    /// is exhausted.
    pub fn delay(&self, failures: u32) -> Option<Duration> {
        let mut retry = failures.max(1) - 1;
        for (count, delay) in [(self.immediate, 0), (self.pre_backoff, self.min_delay_s)] {
            if retry < count {
                return Some(Duration::from_secs(u64::from(delay)));
            }
            retry -= count;
        }
        if retry < self.backoff {
            return Some(self.backoff_delay(retry));
        }
        retry -= self.backoff;
        let is_left = retry < self.post_backoff;
        is_left.then(|| Duration::from_secs(u64::from(self.max_delay_s)))
    }

    /// The delay of one retry of the backoff phase: the first waits the minimum, the last the
    /// maximum; what lies between follows the function.
    fn backoff_delay(&self, retry: u32) -> Duration {
        let (min, max) = (f64::from(self.min_delay_s), f64::from(self.max_delay_s));
        let steps = f64::from(self.backoff.saturating_sub(1).max(1));
        let at = f64::from(retry) / steps;
        let share = match self.function {
            BackoffFunction::Linear => at,
            // The increments grow: triangular numbers.
            BackoffFunction::Arithmetic => {
                let retry = f64::from(retry);
                (retry * (retry + 1.0)) / (steps * (steps + 1.0))
            }
            BackoffFunction::Geometric => {
                if min <= 0.0 {
                    at * at
                } else {
                    return Duration::from_secs_f64(min * (max / min).powf(at));
                }
            }
            BackoffFunction::Exponential => {
                let doublings = steps.min(30.0);
                ((doublings * at).exp2() - 1.0) / (doublings.exp2() - 1.0)
            }
        };
        Duration::from_secs_f64(min + (max - min) * share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(policy: &RetryPolicy) -> Vec<f64> {
        (1..).map_while(|failures| policy.delay(failures)).map(|it| it.as_secs_f64()).collect()
    }

    #[test]
    fn the_phases_of_aws_managed_endpoints_are_those_documented() {
        let delays = delays(&AWS_MANAGED);
        assert_eq!(delays.len(), 100_015);
        assert_eq!(delays[..5], [0.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!((delays[5], delays[14]), (1.0, 20.0));
        assert!(delays[5..15].is_sorted());
        assert!(delays[15..].iter().all(|delay| delay.to_bits() == 20_f64.to_bits()));
        let days = delays.iter().sum::<f64>() / 86_400.0;
        assert!((23.0..24.0).contains(&days), "{days}");
    }

    #[test]
    fn the_phases_of_customer_managed_endpoints_are_those_documented() {
        let delays = delays(&CUSTOMER_MANAGED);
        assert_eq!(delays.len(), 50);
        let hours = delays.iter().sum::<f64>() / 3_600.0;
        assert!((6.0..8.0).contains(&hours), "{hours}");
    }

    #[test]
    fn http_retries_three_times_twenty_seconds_apart() {
        assert_eq!(delays(&HTTP_DEFAULT), [20.0, 20.0, 20.0]);
    }

    #[test]
    fn every_function_rises_from_the_minimum_to_the_maximum() {
        for function in [
            BackoffFunction::Arithmetic,
            BackoffFunction::Exponential,
            BackoffFunction::Geometric,
            BackoffFunction::Linear,
        ] {
            let policy = RetryPolicy {
                backoff: 6,
                min_delay_s: 5,
                max_delay_s: 50,
                function,
                ..HTTP_DEFAULT
            };
            let delays = delays(&policy);
            assert_eq!((delays[0].round(), delays[5].round()), (5.0, 50.0), "{function:?}");
            assert!(delays.is_sorted(), "{function:?}: {delays:?}");
        }
    }
}
