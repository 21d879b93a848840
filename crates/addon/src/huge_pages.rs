//! Large memory in large pages: a fault for one of 4 KiB costs a microsecond or two, for one of 2 MiB hardly more.

/// The page size for large memory if the system supports it, and the size of a piece of samples.
pub(crate) const HUGE_PAGE: usize = 2 << 20;

/// Asks the system to use huge pages for untouched memory. It may decline, and nothing is lost.
#[cfg(target_os = "linux")]
pub(crate) fn advise<T>(start: *mut T, length: usize) {
    use rustix::mm::{Advice, madvise};

    let begin = (start as usize).next_multiple_of(HUGE_PAGE);
    let end = (start as usize + size_of::<T>() * length) / HUGE_PAGE * HUGE_PAGE;
    if begin < end {
        let whole = start.cast::<u8>().wrapping_add(begin - start as usize);
        // SAFETY: the range is within the memory, and the advice changes nothing but speed.
        let _ = unsafe { madvise(whole.cast(), end - begin, Advice::LinuxHugepage) };
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn advise<T>(_: *mut T, _: usize) {}
