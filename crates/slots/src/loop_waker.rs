//! Wakes an event loop from any thread.

use std::ptr::null_mut;

use napi::bindgen_prelude::{Env, Error, Result, Status};
use napi::sys;

/// A thread-safe function of Node-API without a JavaScript function: it only calls back into the addon.
pub(crate) struct LoopWaker {
    raw: sys::napi_threadsafe_function,
}

// SAFETY: Node-API allows waking from any thread; the other calls take an `Env`, which only its own thread has.
unsafe impl Send for LoopWaker {}

impl LoopWaker {
    pub(crate) fn new(env: &Env, on_wake: sys::napi_threadsafe_function_call_js) -> Result<Self> {
        let name = env.create_string("offloop slots")?;
        let mut raw = null_mut();
        // SAFETY: all pointers are valid or null where that is allowed; the waker carries no data.
        let status = unsafe {
            sys::napi_create_threadsafe_function(
                env.raw(),
                null_mut(),
                null_mut(),
                napi::JsValue::raw(&name),
                0,
                1,
                null_mut(),
                None,
                null_mut(),
                on_wake,
                &mut raw,
            )
        };
        checked(status, "making a thread-safe function")?;
        let waker = Self { raw };
        waker.keep_alive(env, false);
        Ok(waker)
    }

    pub(crate) fn wake(&self) {
        // SAFETY: `JsThread` drops the waker before Node-API frees it.
        unsafe {
            sys::napi_call_threadsafe_function(
                self.raw,
                null_mut(),
                sys::ThreadsafeFunctionCallMode::nonblocking,
            );
        }
    }

    pub(crate) fn keep_alive(&self, env: &Env, on: bool) {
        // SAFETY: this is the JavaScript thread of the waker.
        unsafe {
            if on {
                sys::napi_ref_threadsafe_function(env.raw(), self.raw);
            } else {
                sys::napi_unref_threadsafe_function(env.raw(), self.raw);
            }
        }
    }
}

/// Node-API's status as a result.
pub(crate) fn checked(status: sys::napi_status, what: &str) -> Result<()> {
    if status == sys::Status::napi_ok {
        return Ok(());
    }
    Err(Error::new(Status::from(status), format!("{what} failed")))
}
