use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks it. Nothing panics while it holds a lock, so a poisoned one is as good.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
