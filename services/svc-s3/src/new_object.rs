//! What an object gets besides content, attributes and tags, when it is made.

use kernel::{ApiError, Ctx, Struct};

use crate::acl;
use crate::bucket::Bucket;
use crate::cover::Cover;
use crate::lock;
use crate::state::{MoreRow, ObjectRow};

/// Reads it from the request; `None` for most objects.
pub fn more(ctx: &Ctx, bucket: &Bucket, input: &Struct) -> Result<Option<Box<MoreRow>>, ApiError> {
    let (owner, acl) = acl::of_new_object(ctx, bucket, input)?;
    let lock = lock::read(ctx, bucket, input)?;
    let owner = owner.map(|owner| owner.to_string());
    Ok(MoreRow { owner, acl, lock, ..MoreRow::default() }.boxed())
}

/// Adds what the object gets at the moment at which it comes into being: the bucket's retention,
/// and what is to be remembered of its key.
pub fn complete(
    ctx: &mut Ctx,
    bucket: &Bucket,
    cover: &Cover,
    mut more: Option<Box<MoreRow>>,
) -> Option<Box<MoreRow>> {
    lock::apply_default(ctx, bucket, &mut more);
    cover.remember_in(ctx, more)
}

impl MoreRow {
    /// `None` when it says nothing.
    pub fn boxed(self) -> Option<Box<MoreRow>> {
        (self != MoreRow::default()).then(|| Box::new(self))
    }
}

impl ObjectRow {
    pub fn change_more(&mut self, change: impl FnOnce(&mut MoreRow)) {
        let mut more = self.more.take().map(|more| *more).unwrap_or_default();
        change(&mut more);
        self.more = more.boxed();
    }
}
