//! A JavaScript thread that has runs: how its event loop sends slots, and how slots reach it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use napi::bindgen_prelude::{Env, Error, Result, Status, Task};
use napi::sys;

use crate::pool::pool;
use crate::run::{News, Options, Run, Runnable, Shared, Work, locked};

/// Makes a run of some work. It begins when its news are first asked for.
pub fn start<W: Work>(env: &Env, work: Arc<W>, options: Options) -> Result<Run> {
    Ok(Run::new(Arc::clone(&desk(env)?.home), work, options))
}

/// Cancels every run of this JavaScript thread, for good. To be called when it exits: `process.exit` waits for slots
/// before anything else in an addon hears of it.
pub fn stop_all(env: &Env) {
    if let Ok(desk) = desk(env) {
        desk.home.close();
    }
}

/// What is told of a run.
type Listener = Box<dyn FnOnce(&Env, News)>;

/// A run whose news was asked for, and by whom.
type Asked = (Arc<dyn Runnable>, Listener);

/// What other threads know of a JavaScript thread.
pub(crate) struct Home {
    /// Wakes the event loop; nothing when it has ended.
    bell: Mutex<Option<Bell>>,
    rung: AtomicBool,
    closing: AtomicBool,
    /// Runs that have begun and not ended.
    runs: AtomicUsize,
    /// Those of which there is something to tell, by their ids.
    news: Mutex<Vec<u64>>,
}

/// What only the JavaScript thread touches.
struct Desk {
    home: Arc<Home>,
    /// Who asked for news, by the ids of their runs.
    asked: RefCell<HashMap<u64, Asked>>,
    /// Runs that have begun, to be cancelled with the thread.
    begun: RefCell<HashMap<u64, std::sync::Weak<dyn Runnable>>>,
}

thread_local! {
    /// One for each copy of the addon that the thread has loaded.
    static DESKS: RefCell<Vec<(sys::napi_env, Rc<Desk>)>> = const { RefCell::new(Vec::new()) };
}

fn desk(env: &Env) -> Result<Rc<Desk>> {
    let found = DESKS.with_borrow(|desks| {
        desks.iter().find(|(raw, _)| *raw == env.raw()).map(|(_, desk)| Rc::clone(desk))
    });
    found.map_or_else(|| new_desk(env), Ok)
}

fn new_desk(env: &Env) -> Result<Rc<Desk>> {
    let home = Arc::new(Home {
        bell: Mutex::default(),
        rung: AtomicBool::new(false),
        closing: AtomicBool::new(false),
        runs: AtomicUsize::new(0),
        news: Mutex::default(),
    });
    *locked(&home.bell) = Some(Bell::new(env)?);
    let desk = Rc::new(Desk { home, asked: RefCell::default(), begun: RefCell::default() });
    DESKS.with_borrow_mut(|desks| desks.push((env.raw(), Rc::clone(&desk))));
    let raw = env.raw();
    // Hooks run in reverse order, so the bell is still there in this one.
    env.add_env_cleanup_hook(raw as usize, |raw| {
        DESKS.with_borrow_mut(|desks| {
            if let Some(index) = desks.iter().position(|(env, _)| *env as usize == raw) {
                desks.swap_remove(index).1.clear();
            }
        });
    })?;
    Ok(desk)
}

impl Desk {
    /// The JavaScript thread ends: its runs leave their slots before its memory goes.
    fn clear(&self) {
        let runs: Vec<_> = self.begun.take().values().filter_map(std::sync::Weak::upgrade).collect();
        self.home.close();
        for run in &runs {
            pool().cancel(run);
        }
        pool().wait_until_left(&runs);
        locked(&self.home.bell).take();
        self.asked.take();
    }

    /// Tells what there is to tell, and sends slots that are wanted.
    fn attend(&self, env: &Env) {
        self.home.rung.store(false, SeqCst);
        if !can_run_javascript(env) {
            self.home.close();
        }
        if self.home.is_closing() {
            let runs: Vec<_> = self.begun.borrow().values().filter_map(std::sync::Weak::upgrade).collect();
            for run in &runs {
                pool().cancel(run);
            }
            return;
        }
        let runs = std::mem::take(&mut *locked(&self.home.news));
        for run in runs {
            let Some((run, listener)) = self.asked.borrow_mut().remove(&run) else { continue };
            if self.asked.borrow().is_empty() {
                self.home.keep_alive(env, false);
            }
            let news = run.shared().news();
            if news.end.is_some() {
                self.begun.borrow_mut().remove(&run.shared().id);
            }
            listener(env, news);
        }
        self.send_slots(env);
    }

    fn send_slots(&self, env: &Env) {
        for slot in pool().take_slots() {
            if env.spawn(Slot { number: slot, home: Arc::clone(&self.home) }).is_err() {
                pool().give_back(slot);
            }
        }
    }
}

impl Home {
    pub(crate) fn listen(&self, env: &Env, run: Arc<dyn Runnable>, listener: Listener) -> Result<()> {
        let desk = desk(env)?;
        if self.is_closing() {
            return Err(Error::new(Status::Cancelled, "this thread is about to end"));
        }
        let key = run.shared().id;
        if desk.asked.borrow().is_empty() {
            self.keep_alive(env, true);
        }
        desk.begun.borrow_mut().insert(key, Arc::downgrade(&run));
        desk.asked.borrow_mut().insert(key, (Arc::clone(&run), listener));
        pool().ask(&run);
        desk.send_slots(env);
        Ok(())
    }

    /// There is something to tell of a run.
    pub(crate) fn post(&self, run: &Shared) {
        locked(&self.news).push(run.id);
        self.ring();
    }

    /// Wakes the event loop, once until it has come.
    pub(crate) fn ring(&self) {
        if !self.rung.swap(true, SeqCst)
            && let Some(bell) = &*locked(&self.bell)
        {
            bell.ring();
        }
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(SeqCst)
    }

    fn close(&self) {
        self.closing.store(true, SeqCst);
    }

    pub(crate) fn enter(&self) {
        self.runs.fetch_add(1, SeqCst);
    }

    pub(crate) fn leave(&self) {
        self.runs.fetch_sub(1, SeqCst);
    }

    /// Whether none of its runs is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.runs.load(SeqCst) == 0
    }

    /// Whether the event loop stays alive for the bell.
    fn keep_alive(&self, env: &Env, on: bool) {
        if let Some(bell) = &*locked(&self.bell) {
            bell.keep_alive(env, on);
        }
    }
}

/// A slot: a task of libuv's pool, sent by one JavaScript thread.
struct Slot {
    number: usize,
    home: Arc<Home>,
}

impl Task for Slot {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> Result<()> {
        pool().serve(self.number, &self.home);
        Ok(())
    }

    fn resolve(&mut self, _: Env, (): ()) -> Result<()> {
        Ok(())
    }
}

/// Whether JavaScript may be run: not in a worker thread that is terminated.
fn can_run_javascript(env: &Env) -> bool {
    let mut undefined = null_mut();
    let mut equal = false;
    // SAFETY: this is the JavaScript thread. Comparing two values is the cheapest call that asks first whether
    // JavaScript may be run.
    unsafe {
        sys::napi_get_undefined(env.raw(), &mut undefined) == sys::Status::napi_ok
            && sys::napi_strict_equals(env.raw(), undefined, undefined, &mut equal) == sys::Status::napi_ok
    }
}

/// What wakes an event loop from any thread: a thread-safe function without a function.
struct Bell {
    raw: sys::napi_threadsafe_function,
}

// SAFETY: Node-API allows ringing from any thread; the others take an `Env`, which only its own thread has.
unsafe impl Send for Bell {}

impl Bell {
    fn new(env: &Env) -> Result<Self> {
        let name = env.create_string("offloop slots")?;
        let mut raw = null_mut();
        // SAFETY: all pointers are valid or null where that is allowed; the bell carries no data.
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
                Some(heard),
                &mut raw,
            )
        };
        checked(status, "making a thread-safe function")?;
        let bell = Self { raw };
        bell.keep_alive(env, false);
        Ok(bell)
    }

    fn ring(&self) {
        // SAFETY: the bell is taken out of its home before Node-API frees it.
        unsafe {
            sys::napi_call_threadsafe_function(
                self.raw,
                null_mut(),
                sys::ThreadsafeFunctionCallMode::nonblocking,
            );
        }
    }

    fn keep_alive(&self, env: &Env, on: bool) {
        // SAFETY: this is the JavaScript thread of the bell.
        unsafe {
            if on {
                sys::napi_ref_threadsafe_function(env.raw(), self.raw);
            } else {
                sys::napi_unref_threadsafe_function(env.raw(), self.raw);
            }
        }
    }
}

extern "C" fn heard(raw: sys::napi_env, _: sys::napi_value, _: *mut c_void, _: *mut c_void) {
    if raw.is_null() {
        return;
    }
    let env = Env::from_raw(raw);
    if let Ok(desk) = desk(&env) {
        desk.attend(&env);
    }
}

fn checked(status: sys::napi_status, what: &str) -> Result<()> {
    if status == sys::Status::napi_ok {
        return Ok(());
    }
    Err(Error::new(Status::from(status), format!("{what} failed")))
}
