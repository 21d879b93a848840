//! Long computations off Node's event loop, for any napi-rs addon.
//!
//! An addon describes a computation as [`Work`]: pieces of well under a millisecond that can be computed in any order.
//! [`start`] makes a [`Run`] from it, which crosses from JavaScript once: **slots**, which are tasks of libuv's thread
//! pool, take the pieces one after the other from a shared counter, so nothing is sized in advance and the slots
//! balance by themselves. JavaScript gets only the news it asked for ([`Run::next`]), and as much per turn of its event
//! loop as it likes ([`on_news`], [`deliver`]).
//!
//! These hold however many worker threads load the addon:
//!
//! - The process has at most [`Limits::slots`] slots, one fewer than libuv has threads, so that files, DNS and the rest
//!   of Node keep a thread. Every addon that is made with this crate counts, and every copy of one.
//! - Runs take turns. After an allotment a slot goes to the run that has waited longest, of any worker thread, and then
//!   to the other addons and copies that wait, an allotment each.
//! - A run is cancelled within a piece: by [`Run::cancel`], when its `Run` is dropped, at `process.exit` (see
//!   [`stop_all`]), and when its worker thread is terminated. A thread that ends waits until its runs have left their
//!   slots, so they may write to memory that lives as long as the thread's JavaScript.
//! - A panic becomes an error.
//! - A slot shares its core with whatever wakes up meanwhile, and leaves a core on which another slot computes.

mod caught;
mod clock;
mod cores;
mod durations;
mod js_thread;
mod libraries;
mod limits;
mod lock;
mod loop_waker;
mod pool;
mod process;
mod queue;
mod run;
mod slot;
mod stats;
mod thread_state;
mod work;
mod yielder;

pub use caught::caught;
pub use clock::now;
pub use durations::Durations;
pub use libraries::{Library, first_library};
pub use limits::Limits;
pub use lock::locked;
pub use stats::{PoolStats, pool_stats};
pub use thread_state::{Run, deliver, on_news, start, stop_all};
pub use work::{End, News, Options, Span, Work};
