//! What a bucket has beyond the ordinary: reading and changing its settings' row, and removing the
//! documents of a bucket that goes.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::access_point;
use crate::bucket::Bucket;
use crate::state::BUCKETS;
use crate::state_analytics::{ANALYTICS, ANALYTICS_COUNTS, ANALYTICS_DAYS};
use crate::state_inventory::{INVENTORIES, INVENTORY_FILES};
use crate::state_kms::BUCKET_KEYS;
use crate::state_lifecycle::{LIFECYCLES, TIERINGS};
use crate::state_logging::{LOG_LINES, LOGGINGS};
use crate::state_metrics::METRICS;
use crate::state_replication::REPLICATIONS;
use crate::state_settings::{
    Feature, NOTIFICATIONS, Ownership, POLICIES, PublicAccess, SettingsRow,
};
use crate::state_website::WEBSITES;

impl Bucket {
    pub fn has(&self, feature: Feature) -> bool {
        self.row.settings.as_ref().is_some_and(|settings| settings.has(feature))
    }

    /// Whether S3 is to be told of each request that was answered.
    pub fn wants_requests(&self) -> bool {
        self.row.settings.as_ref().is_some_and(|settings| {
            settings.has(Feature::Logging) || settings.has(Feature::Metrics)
        })
    }

    /// The public access block that counts. One that was deleted blocks nothing.
    pub fn public_access(&self) -> PublicAccess {
        match &self.row.settings {
            None => PublicAccess::ALL,
            Some(settings) => settings.public_access().unwrap_or_default(),
        }
    }

    /// What the bucket blocks and what its owner's account blocks. Asked only where there is
    /// something public.
    pub fn all_public_access(&self, ctx: &Ctx) -> Result<PublicAccess, ApiError> {
        let own = self.public_access();
        if own == PublicAccess::ALL {
            return Ok(own);
        }
        Ok(own.joined(access_point::account_block(ctx, self.owner())?))
    }

    /// `None`: BucketOwnerEnforced.
    pub fn ownership(&self) -> Option<Ownership> {
        self.row.settings.as_ref().and_then(|settings| settings.ownership)
    }

    /// Whether access control lists count here.
    pub fn has_acls(&self) -> bool {
        self.ownership().is_some()
    }

    /// Whether policies may ask for the bucket's tags.
    pub fn is_abac(&self) -> bool {
        self.row.settings.as_ref().is_some_and(|settings| settings.is_abac)
    }

    pub fn is_requester_paying(&self) -> bool {
        self.row.settings.as_ref().is_some_and(|settings| settings.is_requester_paying)
    }

    /// Notes whether the bucket has a document of that kind, and saves its row.
    pub fn set_feature(&mut self, ctx: &mut Ctx, feature: Feature, has: bool) {
        self.change(ctx, |settings| settings.set(feature, has));
    }

    /// Changes the settings and saves the bucket's row.
    pub fn change(&mut self, ctx: &mut Ctx, change: impl FnOnce(&mut SettingsRow)) {
        let row = self.row_mut();
        let settings = row.settings.get_or_insert_default();
        change(settings);
        if **settings == SettingsRow::default() {
            row.settings = None;
        }
        ctx.table_mut(&BUCKETS).put(&self.name, &self.row);
    }
}

pub fn drop_documents(ctx: &mut Ctx, bucket: &Bucket) -> Result<(), ApiError> {
    if bucket.has(Feature::Notifications) {
        ctx.table_mut(&NOTIFICATIONS).delete(&bucket.row.id);
    }
    if bucket.has(Feature::Lifecycle) {
        ctx.table_mut(&LIFECYCLES).delete(&bucket.row.id);
    }
    if bucket.has(Feature::Tiering) {
        ctx.table_mut(&TIERINGS).delete_range(&Range::within(&(bucket.row.id,)))?;
    }
    if bucket.has(Feature::Website) {
        ctx.table_mut(&WEBSITES).delete(&bucket.row.id);
    }
    if bucket.has(Feature::Replication) {
        ctx.table_mut(&REPLICATIONS).delete(&bucket.row.id);
    }
    if bucket.has(Feature::Logging) {
        ctx.table_mut(&LOGGINGS).delete(&bucket.row.id);
    }
    // Lines that were kept before logging was switched off go too.
    ctx.table_mut(&LOG_LINES).delete_range(&Range::within(&(bucket.row.id,)))?;
    if bucket.has(Feature::Inventory) {
        ctx.table_mut(&INVENTORIES).delete_range(&Range::within(&(bucket.row.id,)))?;
        ctx.table_mut(&INVENTORY_FILES).delete_range(&Range::within(&(bucket.row.id,)))?;
    }
    if bucket.has(Feature::Analytics) {
        ctx.table_mut(&ANALYTICS).delete_range(&Range::within(&(bucket.row.id,)))?;
        ctx.table_mut(&ANALYTICS_COUNTS).delete_range(&Range::within(&(bucket.row.id,)))?;
        ctx.table_mut(&ANALYTICS_DAYS).delete_range(&Range::within(&(bucket.row.id,)))?;
    }
    if bucket.has(Feature::Metrics) {
        ctx.table_mut(&METRICS).delete_range(&Range::within(&(bucket.row.id,)))?;
    }
    ctx.table_mut(&BUCKET_KEYS).delete_range(&Range::within(&(bucket.row.id,)))?;
    if bucket.has(Feature::Policy) {
        ctx.table_mut(&POLICIES).delete(&bucket.row.id);
    }
    Ok(())
}
