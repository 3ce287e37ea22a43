//! Jobs in the dark: what falls due where nothing runs is set aside as it is, and goes on in its
//! old order when the light is back.

use store::{Range, Table};
use world::{AccountId, Region, Timestamp};

use crate::door::{World, Writer};
use crate::error::ApiError;
use crate::meta::KERNEL;
use crate::parking;
use crate::scheduler::{JOBS, JobKey, JobRow};

pub(crate) static HELD: Table<JobKey, JobRow> = Table::world("kernel", "held_jobs");

impl World {
    /// Sets a due job aside. The caller holds the writer.
    pub(crate) fn hold(&self, writer: &mut Writer, key: JobKey, row: &JobRow) {
        self.jobs.parked.leave(key);
        let frame = World::frame_for_jobs(&row.call());
        let held = self.transact(writer, frame, |ctx| {
            let scope = World::world_scope();
            JOBS.at_mut(ctx.tx_mut(), &scope).delete(&key);
            parking::forget(ctx.tx_mut(), key);
            HELD.at_mut(ctx.tx_mut(), &scope).put(&key, row);
            Ok(())
        });
        if let Err(error) = held {
            tracing::error!(%error, "could not hold a job in the dark");
        }
    }

    /// Whether a job can not run where it goes, or not leave where it comes from.
    pub(crate) fn is_job_dark(&self, row: &JobRow) -> bool {
        let mut call = row.call();
        if self.is_held(&call) {
            return true;
        }
        let Some(region) = row.left_in() else { return false };
        call.region = region;
        self.is_held(&call)
    }

    /// How many jobs are held in the dark.
    pub fn held_jobs(&self) -> usize {
        HELD.at(&self.store.read(), &World::world_scope()).keys(&Range::all()).count()
    }

    /// Makes the jobs due again that are no longer in the dark.
    pub(crate) fn release_held(&self) -> Result<(), ApiError> {
        let mut first = None;
        self.maintain(&KERNEL, (AccountId::DEFAULT, Region::DEFAULT), |ctx| {
            let scope = World::world_scope();
            let held = HELD.at(ctx.tx(), &scope).scan(&Range::all());
            let held = held.collect::<Result<Vec<_>, _>>()?;
            for (key, row) in held.iter().filter(|(_, row)| !self.is_job_dark(row)) {
                HELD.at_mut(ctx.tx_mut(), &scope).delete(key);
                JOBS.at_mut(ctx.tx_mut(), &scope).put(key, row);
                first.get_or_insert(key.0);
            }
            Ok(())
        })?;
        if let Some(due) = first {
            self.jobs.announce(Timestamp::from_micros(due));
        }
        Ok(())
    }
}
