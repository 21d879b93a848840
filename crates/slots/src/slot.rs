//! A slot: a task of libuv's pool, sent by one JavaScript thread.

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;

use napi::bindgen_prelude::{Env, JsValue, Result};
use napi::sys;

use crate::js_thread::JsThread;
use crate::loop_waker::checked;
use crate::pool::pool;

/// Node-API's own task, without napi-rs's promise: nobody waits for a slot.
struct Slot {
    number: usize,
    thread: Arc<JsThread>,
    work: sys::napi_async_work,
}

/// Sends a slot into libuv's pool.
pub(crate) fn send(env: &Env, number: usize, thread: &Arc<JsThread>) -> Result<()> {
    let name = env.create_string("offloop slot")?;
    let slot = Box::into_raw(Box::new(Slot { number, thread: Arc::clone(thread), work: null_mut() }));
    // SAFETY: `complete` frees the slot and its work, once, after `execute`; without it they are freed here.
    unsafe {
        let made = sys::napi_create_async_work(
            env.raw(),
            null_mut(),
            name.raw(),
            Some(execute),
            Some(complete),
            slot.cast(),
            &raw mut (*slot).work,
        );
        let sent = checked(made, "making a task")
            .and_then(|()| checked(sys::napi_queue_async_work(env.raw(), (*slot).work), "queueing a task"));
        if sent.is_err() {
            free(env.raw(), slot);
        }
        sent
    }
}

extern "C" fn execute(_: sys::napi_env, slot: *mut c_void) {
    // SAFETY: `send` made it, and it is freed after this.
    let slot = unsafe { &*slot.cast::<Slot>() };
    pool().serve(slot.number, &slot.thread);
}

extern "C" fn complete(env: sys::napi_env, _: sys::napi_status, slot: *mut c_void) {
    // SAFETY: the task is over.
    unsafe { free(env, slot.cast()) };
}

/// # Safety
/// Nobody has the slot.
unsafe fn free(env: sys::napi_env, slot: *mut Slot) {
    // SAFETY: as the caller says.
    unsafe {
        let slot = Box::from_raw(slot);
        if !slot.work.is_null() {
            sys::napi_delete_async_work(env, slot.work);
        }
    }
}
