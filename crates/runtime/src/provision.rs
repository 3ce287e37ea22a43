//! Sandboxes that are begun before anybody calls, and that wait however long nobody does.

use std::collections::BTreeMap;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::engine::Engine;
use crate::launch;
use crate::sandbox::Sandbox;
use crate::{Function, Unavailable};

/// So many are kept in one server, of all functions: each is a process.
pub const KEPT_MAX: usize = 100;

/// Of which functions how many are kept.
#[derive(Debug, Default)]
pub struct Kept(Mutex<BTreeMap<String, Wish>>);

#[derive(Clone, Debug)]
struct Wish {
    count: usize,
    family: String,
    group: String,
}

/// Sees to it that so many sandboxes of the function wait or work; none ends those of its family.
/// Answers how many there are.
pub fn keep(function: &Function, count: usize) -> Result<usize, Unavailable> {
    let engine = Engine::get()?;
    let (key, family) = (&function.key, &function.family);
    let count = {
        let mut kept = engine.kept.0.lock();
        kept.retain(|_, wish| wish.family != *family);
        let others: usize = kept.values().map(|wish| wish.count).sum();
        let count = count.min(KEPT_MAX.saturating_sub(others));
        let wish = Wish { count, family: family.clone(), group: function.group.clone() };
        kept.insert(key.clone(), wish);
        count
    };
    engine.end_idle(|it| it.family == *family && it.is_provisioned && it.key != *key);
    let mut living = engine.living_of(key);
    while living < count {
        begin(engine, function)?;
        living += 1;
    }
    Ok(living.min(count))
}

/// Of the family nobody is kept any more; those that wait end.
pub fn forget(family: &str) {
    let Some(engine) = Engine::living() else { return };
    engine.kept.0.lock().retain(|_, wish| wish.family != family);
    engine.end_idle(|it| it.family == family && it.is_provisioned);
}

fn begin(engine: &'static Engine, function: &Function) -> Result<(), Unavailable> {
    /// It is not billed by the invocation that begins it, and may take longer.
    const PATIENCE: Duration = Duration::from_mins(2);
    let launch = launch::prepare(&engine.home, function)?;
    let (tell, told) = oneshot::channel();
    let function = function.clone();
    engine.handle.spawn(async move {
        let stream = engine.fresh_stream(&function);
        let begun = async {
            let mut sandbox = Sandbox::start(&function, launch, stream).await?;
            let ready = sandbox.begin(PATIENCE).await;
            sandbox.is_provisioned = true;
            ready.map_err(|_| Unavailable("FUNCTION_ERROR_INIT_FAILURE".to_owned()))?;
            engine.give_back(sandbox);
            Ok(())
        };
        let _ = tell.send(begun.await);
    });
    told.blocking_recv().unwrap_or_else(|_| Err(Unavailable("the sandbox was lost".to_owned())))
}

impl Engine {
    fn living_of(&self, key: &str) -> usize {
        let idle = self.idle.lock();
        let idle = idle.iter().filter(|it| it.key == key && it.is_provisioned).count();
        let busy = self.busy.lock();
        idle + busy.values().filter(|it| it.key == key && it.is_provisioned).count()
    }
}

impl Kept {
    /// How many all together.
    pub fn total(&self) -> usize {
        self.0.lock().values().map(|wish| wish.count).sum()
    }

    /// Which of those that wait are kept: of each function the last ones that began to wait.
    pub fn among(&self, idle: &[Sandbox]) -> Vec<bool> {
        let kept = self.0.lock();
        let mut left: BTreeMap<&str, usize> =
            kept.iter().map(|(key, wish)| (key.as_str(), wish.count)).collect();
        let mut among: Vec<bool> = idle
            .iter()
            .rev()
            .map(|it| match left.get_mut(it.key.as_str()) {
                Some(count) if *count > 0 && it.is_provisioned => {
                    *count -= 1;
                    true
                }
                _ => false,
            })
            .collect();
        among.reverse();
        among
    }

    pub fn forget_group(&self, group: &str) {
        self.0.lock().retain(|_, wish| !wish.group.starts_with(group));
    }
}
