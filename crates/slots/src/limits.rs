//! How much of the machine the process gives to slots.

use std::sync::OnceLock;
use std::thread::available_parallelism;

use napi_derive::napi;

/// libuv's default number of threads, and its maximum.
const DEFAULT_THREADS: u32 = 4;
const MOST_THREADS: u32 = 1024;

const VARIABLE: &str = "UV_THREADPOOL_SIZE";
const SET_BY: &str = "OFFLOOP_POOL_SET_BY";

/// The process's limits, read once.
#[napi(object, object_from_js = false)]
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Cores that the process may use: those of its affinity, and on Linux no more than its cgroup's quota allows.
    pub cores: u32,
    /// Threads of libuv's pool.
    pub threads: u32,
    /// Slots of the process: `min(cores, threads - 1)`, and at least one.
    pub slots: u32,
}

impl Limits {
    /// The process's limits.
    pub fn get() -> Self {
        static LIMITS: OnceLock<Limits> = OnceLock::new();
        *LIMITS.get_or_init(|| {
            let cores = available_parallelism().map_or(1, |cores| usize::from(cores) as u32);
            let threads = pool_threads();
            Limits { cores, threads, slots: cores.min(threads - 1).max(1) }
        })
    }

    /// Whether the pool has a single thread. Then a slot returns it after every allotment.
    pub(crate) fn only_thread(self) -> bool {
        self.threads == 1
    }
}

/// The number that libuv reads from the variable. It reads it when the pool is first used, and a program that sets it
/// while running cannot know whether that was earlier. So the value at the start counts, or the current one if it is
/// smaller.
fn pool_threads() -> u32 {
    let now = threads_of(std::env::var(VARIABLE).ok().as_deref());
    if set_in_time() {
        return now;
    }
    at_start().map_or(now, |start| now.min(threads_of(start.as_deref())))
}

/// The command line sets the variable before anything uses the pool, and says so with the number of its process: its
/// children, which inherit both, have the variable at their start.
fn set_in_time() -> bool {
    std::env::var(SET_BY).is_ok_and(|process| process == std::process::id().to_string())
}

fn threads_of(value: Option<&str>) -> u32 {
    let Some(value) = value else { return DEFAULT_THREADS };
    // As C's atoi reads it: leading digits, or 0, which libuv raises to 1.
    let text = value.trim_start();
    let digits = text.strip_prefix('+').unwrap_or(text);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number = digits[..end].parse::<u32>().unwrap_or(if end == 0 { 0 } else { MOST_THREADS });
    number.clamp(1, MOST_THREADS)
}

/// The variable at the start of the process, if the system can tell.
#[cfg(target_os = "linux")]
fn at_start() -> Option<Option<String>> {
    let environment = std::fs::read("/proc/self/environ").ok()?;
    let prefix = format!("{VARIABLE}=");
    Some(environment.split(|byte| *byte == 0).find_map(|entry| {
        let entry = std::str::from_utf8(entry).ok()?;
        entry.strip_prefix(&prefix).map(str::to_owned)
    }))
}

#[cfg(not(target_os = "linux"))]
fn at_start() -> Option<Option<String>> {
    None
}
