//! Taking what services have reported into rows: before anybody asks, and when the kernel says so.

use std::collections::BTreeMap;

use kernel::{AccountId, ApiError, Ctx, Scope};

use crate::levels;
use crate::series::{self, Datum};
use crate::watch;

pub fn fold(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let mut touched: BTreeMap<(String, &'static str, String), i64> = BTreeMap::new();
    for reported in ctx.take_metrics() {
        let (scope, metric) = (reported.scope, reported.metric);
        if let (levels::NAMESPACE, [(levels::DIMENSION, queue)]) =
            (metric.namespace, names(&reported.dimensions).as_slice())
        {
            let key = (scope.account().to_owned(), scope.region(), (*queue).to_owned());
            touched.insert(key, reported.minute.secs());
        }
        if metric.name.is_empty() {
            continue;
        }
        let key = series::key_of(metric.namespace, metric.name, &reported.dimensions);
        let datum = Datum {
            at: reported.minute.secs(),
            unit: series::unit_number(metric.unit),
            is_high_resolution: false,
            values: &reported.values,
        };
        series::record(ctx, scope, &key, &datum)?;
        watch::data_came(ctx, scope, &key, datum.at)?;
    }
    for ((account, region, queue), minute) in touched {
        let Some(account) = AccountId::parse(&account) else { continue };
        let scope = Scope::new(account.digits(), region);
        levels::renew(ctx, scope, &queue)?;
        watch::levels_changed(ctx, scope, &queue, minute)?;
    }
    Ok(())
}

fn names(dimensions: &[(String, String)]) -> Vec<(&str, &str)> {
    dimensions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
