//! What all libraries of the process share that compute in slots: other versions of an addon, and other addons made
//! with this crate. The first that was loaded has it, and the others find it there.
//!
//! The layout and the meaning of what is shared never change. A crate that needs another gives it another symbol.

use std::ffi::{CStr, c_void};
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::SeqCst};

use crate::clock::nanoseconds;
use crate::js_thread::JsThread;
use crate::libraries::{first_library, keep};
use crate::pool::pool;

const SYMBOL: &CStr = c"offloop_slots_process_1";

/// The function of the symbol.
type Export = extern "C" fn() -> *const Process;

#[repr(C)]
pub(crate) struct Process {
    /// Slots in libuv's pool.
    busy: AtomicUsize,
    /// The libraries: a list that only grows. None of them is ever unloaded.
    members: AtomicPtr<Member>,
}

/// A library.
#[repr(C)]
struct Member {
    /// Its runs that wait for a slot, or for one more.
    waiting: AtomicUsize,
    /// Wakes its JavaScript threads whose runs wait: there may be a free slot.
    wake: extern "C" fn(),
    /// Computes a run that waits for an allotment, on the thread of another library's slot of this number, unless
    /// `leaves` says that the thread that sent the slot is about to end.
    borrow: extern "C" fn(slot: usize, leaves: Leaves, thread: *const c_void),
    next: AtomicPtr<Member>,
}

type Leaves = extern "C" fn(thread: *const c_void) -> bool;

static MEMBER: Member = Member {
    waiting: AtomicUsize::new(0),
    wake: wake_waiting,
    borrow: borrow_thread,
    next: AtomicPtr::new(null_mut()),
};

/// What the process shares.
pub(crate) fn process() -> &'static Process {
    static JOINED: OnceLock<&'static Process> = OnceLock::new();
    JOINED.get_or_init(|| {
        let process = first();
        process.join();
        process
    })
}

/// How libraries find it.
#[unsafe(no_mangle)]
extern "C" fn offloop_slots_process_1() -> *const Process {
    process()
}

fn first() -> &'static Process {
    static OWN: Process = Process { busy: AtomicUsize::new(0), members: AtomicPtr::new(null_mut()) };
    let own = offloop_slots_process_1 as Export as *const c_void;
    match first_library(SYMBOL, |_| true) {
        // Others would call into this library.
        Some(library) if library.address != own && keep(own) => {
            // SAFETY: what has the symbol has this type, and is never unloaded.
            unsafe { &*std::mem::transmute::<*const c_void, Export>(library.address)() }
        }
        _ => &OWN,
    }
}

impl Process {
    /// Once for each library.
    fn join(&self) {
        let join = |first: *mut Member| {
            MEMBER.next.store(first, SeqCst);
            Some((&raw const MEMBER).cast_mut())
        };
        let _ = self.members.fetch_update(SeqCst, SeqCst, join);
    }

    /// Slots in libuv's pool, whichever library's they are.
    pub(crate) fn busy(&self) -> usize {
        self.busy.load(SeqCst)
    }

    /// Runs that wait for a slot.
    pub(crate) fn waiting(&self) -> usize {
        self.others().map(Member::waiting).sum::<usize>() + MEMBER.waiting()
    }

    /// One more slot, if the process has fewer than so many.
    pub(crate) fn take_slot(&self, most: usize) -> bool {
        let one_more = |busy| (busy < most).then_some(busy + 1);
        self.busy.fetch_update(SeqCst, SeqCst, one_more).is_ok()
    }

    /// One slot fewer. [`Self::wake_others`] tells whoever waits for it.
    pub(crate) fn give_slot_back(&self) {
        self.busy.fetch_sub(1, SeqCst);
    }

    /// Wakes the threads of other libraries whose runs wait.
    pub(crate) fn wake_others(&self) {
        for other in self.others().filter(|other| other.waiting() > 0) {
            (other.wake)();
        }
    }

    /// Lends the thread of a slot to every other library whose runs wait: their event loops could not send one.
    pub(crate) fn lend(&self, slot: usize, thread: &JsThread) {
        for other in self.others().filter(|other| other.waiting() > 0) {
            (other.borrow)(slot, leaves, (&raw const *thread).cast());
        }
    }

    fn others(&self) -> impl Iterator<Item = &'static Member> {
        members_from(&self.members).filter(|member| !std::ptr::eq(*member, &MEMBER))
    }
}

impl Member {
    fn waiting(&self) -> usize {
        self.waiting.load(SeqCst)
    }
}

fn members_from(first: &AtomicPtr<Member>) -> impl Iterator<Item = &'static Member> + use<> {
    // SAFETY: members are statics of libraries that are never unloaded.
    let get = |pointer: &AtomicPtr<Member>| unsafe { pointer.load(SeqCst).as_ref() };
    std::iter::successors(get(first), move |member: &&'static Member| get(&member.next))
}

/// This library's runs that wait for a slot: slots read this often, without a lock.
pub(crate) fn waiting() -> usize {
    MEMBER.waiting()
}

/// One more of them waits.
pub(crate) fn wait() {
    MEMBER.waiting.fetch_add(1, SeqCst);
}

pub(crate) fn wait_no_more() {
    MEMBER.waiting.fetch_sub(1, SeqCst);
}

extern "C" fn wake_waiting() {
    pool().wake();
}

extern "C" fn borrow_thread(slot: usize, leaves: Leaves, thread: *const c_void) {
    pool().serve_once(slot, &|_| leaves(thread));
}

/// Whether a JavaScript thread is about to end, for another library that was lent a thread of its.
extern "C" fn leaves(thread: *const c_void) -> bool {
    // SAFETY: `lend` has the thread until the other library returns.
    let thread = unsafe { &*thread.cast::<JsThread>() };
    thread.is_leaving(nanoseconds())
}
