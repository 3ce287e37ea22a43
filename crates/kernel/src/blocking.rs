//! Calls from threads that may block: who makes the body of an answer piece by piece (event
//! streams) asks for the next piece from such a thread.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::call::Call;
use crate::door::World;
use crate::service::OpResult;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Unpark>) {
        self.0.unpark();
    }
}

impl World {
    /// Makes a call as [`World::dispatch`] does, and blocks the thread until it is answered. `None`
    /// when the world closes first: it has no clock to wait for any more.
    pub fn dispatch_blocking(self: &Arc<World>, call: &Call) -> Option<OpResult> {
        let mut future = pin!(self.dispatch(call));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        while !self.is_closing() {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(result) => return Some(result),
                Poll::Pending => thread::park(),
            }
        }
        None
    }
}
