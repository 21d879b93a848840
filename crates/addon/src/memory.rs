//! Memory for a job's samples, which no thread has touched before those that fill it.

use std::alloc::{Layout, alloc, dealloc};
use std::ptr::NonNull;

use napi::bindgen_prelude::*;

/// What the system gives large memory out in where it can, and what a piece of samples fills.
const HUGE_PAGE: usize = 2 << 20;

/// Room for so many samples. What is in it is undefined until they are written.
pub(crate) struct Memory {
    start: NonNull<f64>,
    length: usize,
    layout: Layout,
}

impl Memory {
    /// Nothing where there is not so much memory.
    pub(crate) fn new(length: usize) -> Option<Self> {
        let bytes = length.checked_mul(size_of::<f64>())?;
        let alignment = if bytes < HUGE_PAGE { align_of::<f64>() } else { HUGE_PAGE };
        let layout = Layout::from_size_align(bytes.max(1), alignment).ok()?;
        // SAFETY: the layout's size is not zero.
        let start = NonNull::new(unsafe { alloc(layout) })?.cast();
        let memory = Self { start, length, layout };
        memory.ask_for_huge_pages();
        Some(memory)
    }

    pub(crate) fn start(&self) -> *mut f64 {
        self.start.as_ptr()
    }

    /// The memory as a JavaScript array, which frees it.
    pub(crate) fn into_array(self) -> Float64Array {
        let (start, length) = (self.start(), self.length);
        // SAFETY: the array has the memory until it gives it back here.
        unsafe { Float64Array::with_external_data(start, length, move |_, _| drop(self)) }
    }

    /// A page of 4 KiB costs a fault of a microsecond or two, one of 2 MiB hardly more.
    #[cfg(target_os = "linux")]
    fn ask_for_huge_pages(&self) {
        use rustix::mm::{Advice, madvise};
        if self.layout.align() == HUGE_PAGE {
            // SAFETY: the advice changes nothing but speed. A system that does not take it loses nothing else.
            let _ = unsafe { madvise(self.start.as_ptr().cast(), self.layout.size(), Advice::LinuxHugepage) };
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn ask_for_huge_pages(&self) {}
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout.
        unsafe { dealloc(self.start.as_ptr().cast(), self.layout) }
    }
}

// SAFETY: it is plain memory that belongs to whoever has this.
unsafe impl Send for Memory {}
