//! Other copies of this addon in the process: one of a version is enough.

use std::ffi::{CStr, c_char, c_void};

use napi_derive::napi;
use offloop_slots::first_library;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("a version has no zero in it"),
};

type Export = extern "C" fn() -> *const c_char;

/// How copies know each other.
#[unsafe(no_mangle)]
extern "C" fn offloop_addon_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The file of the copy of this version that was loaded first, if that is another: it is to be used instead, so that
/// there is one queue.
#[napi]
pub fn first_copy() -> Option<String> {
    let own = offloop_addon_version as Export as *const c_void;
    // SAFETY: what has the symbol has this type, and returns a constant.
    let is_copy = |address: *const c_void| unsafe {
        CStr::from_ptr(std::mem::transmute::<*const c_void, Export>(address)()) == VERSION
    };
    first_library(c"offloop_addon_version", is_copy)
        .filter(|library| library.address != own)
        .map(|library| library.path)
}
