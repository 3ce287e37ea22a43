//! Token buckets, on the virtual clock.
//!
//! "API Gateway throttles requests to your API using the token bucket algorithm, where a token
//! counts for a request": the rate fills the bucket, the burst is its size.

use kernel::{ApiError, Ctx, Struct};

use crate::state::{BUCKETS, BucketRow};

#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Tokens a second; none is no limit.
    pub rate: Option<f64>,
    /// Without one, what comes in a second.
    pub burst: Option<i64>,
}

impl Limit {
    pub fn of(throttle: &Struct) -> Limit {
        Limit { rate: throttle.float("rateLimit"), burst: throttle.int("burstLimit") }
    }

    fn size(self) -> f64 {
        let rate = self.rate.unwrap_or_default();
        self.burst.map_or_else(|| rate.ceil(), |burst| burst as f64)
    }
}

/// Takes a token, if there is one.
pub fn take(ctx: &mut Ctx<'_>, bucket: &str, limit: Limit) -> Result<bool, ApiError> {
    let now = ctx.now().micros();
    let known = ctx.table(&BUCKETS).get(bucket)?;
    let mut tokens = match known {
        Some(row) => filled(&row, now, limit),
        None => limit.size(),
    };
    let has_one = tokens >= 1.0;
    if has_one {
        tokens -= 1.0;
    }
    ctx.table_mut(&BUCKETS).put(bucket, &BucketRow { tokens, at: now });
    Ok(has_one)
}

fn filled(row: &BucketRow, now: i64, limit: Limit) -> f64 {
    const MICROS: f64 = 1_000_000.0;
    let seconds = (now - row.at).max(0) as f64 / MICROS;
    match limit.rate {
        Some(rate) => (row.tokens + seconds * rate).min(limit.size()),
        // A burst without a rate: as much at once, and all of it again a second later.
        None if seconds >= 1.0 => limit.size(),
        None => row.tokens.min(limit.size()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_up_to_its_size() {
        let limit = Limit { rate: Some(2.0), burst: Some(5) };
        let row = BucketRow { tokens: 0.0, at: 0 };
        assert!((filled(&row, 500_000, limit) - 1.0).abs() < 1e-9);
        assert!((filled(&row, 60_000_000, limit) - 5.0).abs() < 1e-9);
        // The clock may be set back.
        assert!((filled(&row, -5, limit) - 0.0).abs() < 1e-9);
    }
}
