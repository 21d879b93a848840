//! How much of the machine the process gives to slots.

use std::sync::OnceLock;
use std::thread::available_parallelism;

/// libuv's own default, and the most threads it makes.
const DEFAULT_THREADS: usize = 4;
const MOST_THREADS: usize = 1024;

const VARIABLE: &str = "UV_THREADPOOL_SIZE";

/// What the process has, read once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Cores that the process may use: those of its affinity, and on Linux as many as its cgroup's quota pays for.
    pub cores: usize,
    /// Threads of libuv's pool.
    pub threads: usize,
    /// Slots of the process: `min(cores, threads - 1)`, and at least one.
    pub slots: usize,
}

impl Limits {
    /// The process's limits.
    pub fn get() -> Self {
        static LIMITS: OnceLock<Limits> = OnceLock::new();
        *LIMITS.get_or_init(|| {
            let cores = available_parallelism().map_or(1, usize::from);
            let threads = pool_threads();
            Limits { cores, threads, slots: cores.min(threads - 1).max(1) }
        })
    }

    /// Whether the pool has a single thread. Then a slot gives it back after every allotment.
    pub(crate) fn only_thread(self) -> bool {
        self.threads == 1
    }
}

/// What libuv makes of the variable. It reads it when the pool is first used, which a program that sets it while it
/// runs cannot know to be later: so what it was at the start counts, or what it is now where that is less.
fn pool_threads() -> usize {
    let now = threads_of(std::env::var(VARIABLE).ok().as_deref());
    at_start().map_or(now, |start| now.min(threads_of(start.as_deref())))
}

fn threads_of(value: Option<&str>) -> usize {
    let Some(value) = value else { return DEFAULT_THREADS };
    // As C's atoi reads it: leading digits, or 0, of which libuv makes 1.
    let text = value.trim_start();
    let digits = text.strip_prefix('+').unwrap_or(text);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number = digits[..end].parse::<usize>().unwrap_or(if end == 0 { 0 } else { MOST_THREADS });
    number.clamp(1, MOST_THREADS)
}

/// The variable as the process was given it, where the system can tell.
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
