//! Keeps slots on different cores.
//!
//! Two threads that are woken together are often put on one core. Linux assumes that they use its caches, and leaves
//! them there for 5 to 10 milliseconds while another core is idle, which halves the speed of a job of that length. So
//! slots know each other's cores, and one that finds another on its core moves to a free one.

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::Core;
#[cfg(target_os = "linux")]
pub(crate) use linux::Core;

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

    /// How many slots compute on each core, as far as they know.
    static SLOTS: [AtomicU32; CpuSet::MAX_CPU] = [const { AtomicU32::new(0) }; CpuSet::MAX_CPU];

    /// The core that a slot's thread was last seen on. It counts until this is dropped.
    pub(crate) struct Core {
        number: usize,
    }

    impl Core {
        pub(crate) fn here() -> Self {
            let number = current();
            SLOTS[number].fetch_add(1, Relaxed);
            Self { number }
        }

        /// Moves to another core if another slot is on this one, and the thread may use a core without a slot. If that
        /// fails the thread stays, and only time is lost.
        pub(crate) fn leave_to_others(&mut self) {
            self.notice();
            // Of two slots that see each other only the first to say so moves, or they would meet again.
            let goes = |slots: u32| (slots > 1).then(|| slots - 1);
            if SLOTS[self.number].fetch_update(Relaxed, Relaxed, goes).is_err() {
                return;
            }
            match free_core() {
                Some(number) => self.go_to(number),
                None => {
                    SLOTS[self.number].fetch_add(1, Relaxed);
                }
            }
        }

        /// Moves to another core without a slot, if there is one.
        pub(crate) fn go_elsewhere(&mut self) {
            if let Some(number) = free_core() {
                SLOTS[self.number].fetch_sub(1, Relaxed);
                self.go_to(number);
            }
        }

        /// The core was reserved.
        fn go_to(&mut self, number: usize) {
            self.number = number;
            move_to(number);
            self.notice();
        }

        /// Counts the slot on the core where its thread is now.
        fn notice(&mut self) {
            let number = current();
            if number != self.number {
                SLOTS[self.number].fetch_sub(1, Relaxed);
                SLOTS[number].fetch_add(1, Relaxed);
                self.number = number;
            }
        }
    }

    impl Drop for Core {
        fn drop(&mut self) {
            SLOTS[self.number].fetch_sub(1, Relaxed);
        }
    }

    /// Reserves a core that the thread may use and that has no slot.
    fn free_core() -> Option<usize> {
        let allowed = sched_getaffinity(None).ok()?;
        let take = |slots: &AtomicU32| slots.compare_exchange(0, 1, Relaxed, Relaxed).is_ok();
        SLOTS.iter().enumerate().position(|(number, slots)| allowed.is_set(number) && take(slots))
    }

    /// The system moves the thread at once, and may move it again once it may run anywhere.
    fn move_to(core: usize) {
        let Ok(allowed) = sched_getaffinity(None) else { return };
        let mut only = CpuSet::new();
        only.set(core);
        if sched_setaffinity(None, &only).is_ok() {
            let _ = sched_setaffinity(None, &allowed);
        }
    }

    /// With more cores than a set holds, none is ever free: asking for the set fails.
    fn current() -> usize {
        sched_getcpu() % CpuSet::MAX_CPU
    }
}

/// Other systems leave it to their schedulers.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    pub(crate) struct Core;

    impl Core {
        pub(crate) fn here() -> Self {
            Self
        }

        pub(crate) fn leave_to_others(&mut self) {}

        pub(crate) fn go_elsewhere(&mut self) {}
    }
}
