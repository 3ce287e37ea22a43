//! Turns at the world's writer.

use parking_lot::MutexGuard;

use crate::call::Call;
use crate::door::{World, Writer};
use crate::service::Run;

/// Attempts on the writer's lock before a thread parks, and pauses between them: together about
/// ten microseconds.
const SPINS_MAX: u32 = 40;
const PAUSES_PER_SPIN: u32 = 16;
/// How often a call lets others go first, before its thread waits for the writer.
const STEPS_BACK_MAX: u32 = 2;

impl World {
    /// Whether a call that has let others go first so often should do so once more: somebody
    /// writes, and it wants to. Its thread then does what other requests need no writer for.
    pub(crate) fn should_step_back(&self, call: &Call, steps: u32) -> bool {
        steps < STEPS_BACK_MAX && self.writer.is_locked() && self.takes_writer(call)
    }

    /// Whether the call begins with a transaction that changes anything.
    fn takes_writer(&self, call: &Call) -> bool {
        let found = self.find(&call.service, &call.operation);
        found.is_ok_and(|(_, op)| !matches!(op.run, Run::Read(_)))
    }

    /// Takes the writer. It is held for microseconds, so a short spin nearly always wins it
    /// without the two context switches of a parked thread.
    pub(crate) fn lock_writer(&self) -> MutexGuard<'_, Writer> {
        for _ in 0..SPINS_MAX {
            if let Some(writer) = self.writer.try_lock() {
                return writer;
            }
            for _ in 0..PAUSES_PER_SPIN {
                std::hint::spin_loop();
            }
        }
        self.writer.lock()
    }
}
