//! State that only a JavaScript thread touches: its runs, who asked for their news, and the slots that it sends.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use napi::bindgen_prelude::{Env, Error, Result, Status};
use napi::sys;

use crate::js_thread::JsThread;
use crate::loop_waker::LoopWaker;
use crate::pool::pool;
use crate::run::{Computation, Runnable, Shared};
use crate::slot;
use crate::work::{News, Options, Work};

/// Makes a run from some work. It begins when its news is first asked for.
pub fn start<W: Work>(env: &Env, work: Arc<W>, options: Options) -> Result<Run> {
    if options.slots == 0 || options.allotment == 0 || options.chunk == 0 {
        return Err(Error::new(Status::InvalidArg, "slots, allotment and chunk must be above 0"));
    }
    Ok(Run::new(Arc::clone(&state(env)?.thread), work, options))
}

/// Cancels every run of this JavaScript thread, for good. To be called on exit: `process.exit` waits for slots before
/// it tells an addon anything.
pub fn stop_all(env: &Env) {
    if let Ok(state) = state(env) {
        state.thread.close();
    }
}

/// Calls `notify` when there is news, instead of delivering all of it at once, which may block the event loop for long
/// when thousands of runs end together. `notify` must see to it that [`deliver`] is called until nothing is left.
pub fn on_news(env: &Env, notify: impl Fn(&Env) + 'static) -> Result<()> {
    *state(env)?.notify.borrow_mut() = Some(Rc::new(notify));
    Ok(())
}

/// Delivers the news of at most so many runs. Returns whether there is more.
pub fn deliver(env: &Env, most: u32) -> Result<bool> {
    Ok(state(env)?.deliver(env, most))
}

/// The news of a run.
type Listener = Box<dyn FnOnce(&Env, News)>;

/// Called when there is news.
type Notify = Rc<dyn Fn(&Env)>;

/// A run whose news was asked for, and the listener.
type Asked = (Arc<dyn Runnable>, Listener);

/// State that only the JavaScript thread touches.
struct ThreadState {
    thread: Arc<JsThread>,
    /// Listeners for news, by the ids of their runs.
    asked: RefCell<HashMap<u64, Asked>>,
    /// Runs that have begun, which are cancelled when the thread ends.
    begun: RefCell<HashMap<u64, Weak<dyn Runnable>>>,
    /// Runs with news.
    undelivered: RefCell<VecDeque<u64>>,
    /// What is called then, and whether it was called and has more to report.
    notify: RefCell<Option<Notify>>,
    notified: Cell<bool>,
}

thread_local! {
    /// One for each copy of the addon that the thread has loaded.
    static STATES: RefCell<Vec<(sys::napi_env, Rc<ThreadState>)>> = const { RefCell::new(Vec::new()) };
}

fn state(env: &Env) -> Result<Rc<ThreadState>> {
    let found = STATES.with_borrow(|states| {
        states.iter().find(|(raw, _)| *raw == env.raw()).map(|(_, state)| Rc::clone(state))
    });
    found.map_or_else(|| new_state(env), Ok)
}

/// The state with which a run was started. A thread that has loaded the addon twice has two, and napi-rs may take a run of
/// one for a run of the other.
fn state_of(run: &Arc<dyn Runnable>) -> Result<Rc<ThreadState>> {
    let thread = &run.shared().thread;
    let found = STATES.with_borrow(|states| {
        states.iter().find(|(_, state)| Arc::ptr_eq(&state.thread, thread)).map(|(_, state)| Rc::clone(state))
    });
    found.ok_or_else(|| Error::new(Status::Cancelled, "its thread has ended"))
}

fn new_state(env: &Env) -> Result<Rc<ThreadState>> {
    let thread = JsThread::new(LoopWaker::new(env, Some(on_wake))?);
    pool().add_thread(&thread);
    let state = Rc::new(ThreadState {
        thread,
        asked: RefCell::default(),
        begun: RefCell::default(),
        undelivered: RefCell::default(),
        notify: RefCell::default(),
        notified: Cell::default(),
    });
    STATES.with_borrow_mut(|states| states.push((env.raw(), Rc::clone(&state))));
    let raw = env.raw();
    // Hooks run in reverse order, so the waker still exists in this one.
    env.add_env_cleanup_hook(raw as usize, |raw| {
        STATES.with_borrow_mut(|states| {
            if let Some(index) = states.iter().position(|(env, _)| *env as usize == raw) {
                states.swap_remove(index).1.clear();
            }
        });
    })?;
    Ok(state)
}

impl ThreadState {
    /// The JavaScript thread ends: its runs leave their slots before its memory is freed.
    fn clear(&self) {
        let runs: Vec<_> = self.begun.take().values().filter_map(Weak::upgrade).collect();
        self.thread.close();
        for run in &runs {
            pool().cancel(run);
        }
        pool().wait_until_left(&runs);
        pool().remove_thread(&self.thread);
        self.thread.drop_waker();
        self.asked.take();
        self.notify.take();
    }

    /// Asks for a run's news.
    fn listen(&self, env: &Env, run: Arc<dyn Runnable>, listener: Listener) -> Result<()> {
        if self.thread.is_closing() {
            return Err(Error::new(Status::Cancelled, "this thread is about to end"));
        }
        let key = run.shared().id;
        if self.asked.borrow().contains_key(&key) {
            return Err(Error::new(
                Status::InvalidArg,
                "its news was asked for already, and has not come yet",
            ));
        }
        if self.asked.borrow().is_empty() {
            self.thread.keep_alive(env, true);
        }
        self.begun.borrow_mut().insert(key, Arc::downgrade(&run));
        self.asked.borrow_mut().insert(key, (Arc::clone(&run), listener));
        pool().ask(&run);
        self.send_slots(env);
        Ok(())
    }

    /// The event loop was woken: there is news, or a slot is wanted.
    fn attend(&self, env: &Env) {
        self.undelivered.borrow_mut().extend(self.thread.take_news());
        // A terminated worker: Node waits for its slots before it runs any clean-up, and runs its loop meanwhile.
        if !can_run_javascript(env) {
            self.thread.close();
        }
        if self.thread.is_closing() {
            let runs: Vec<_> = self.begun.borrow().values().filter_map(Weak::upgrade).collect();
            for run in &runs {
                pool().cancel(run);
            }
            return;
        }
        self.send_slots(env);
        if self.notified.get() || self.undelivered.borrow().is_empty() {
            return;
        }
        let notify = self.notify.borrow().clone();
        match notify {
            Some(notify) => {
                self.notified.set(true);
                notify(env);
            }
            None => while self.deliver(env, u32::MAX) {},
        }
    }

    fn deliver(&self, env: &Env, most: u32) -> bool {
        for _ in 0..most {
            let Some(run) = self.undelivered.borrow_mut().pop_front() else { break };
            let Some((run, listener)) = self.asked.borrow_mut().remove(&run) else { continue };
            if self.asked.borrow().is_empty() {
                self.thread.keep_alive(env, false);
            }
            let news = run.shared().news();
            if news.end.is_some() {
                self.begun.borrow_mut().remove(&run.shared().id);
            }
            listener(env, news);
        }
        let more = !self.undelivered.borrow().is_empty();
        self.notified.set(more);
        more
    }

    fn send_slots(&self, env: &Env) {
        for slot in pool().take_slots() {
            if slot::send(env, slot, &self.thread).is_err() {
                pool().give_back(slot);
            }
        }
    }
}

/// A run, as the addon holds it. Dropping it cancels the rest.
pub struct Run {
    run: Arc<dyn Runnable>,
}

impl Run {
    fn new<W: Work>(thread: Arc<JsThread>, work: Arc<W>, options: Options) -> Self {
        Self { run: Arc::new(Computation { shared: Shared::new(thread, work.pieces(), options), work }) }
    }

    /// Asks for news: starts the run, or resumes it after a pause. The listener is called once, in a later turn of the
    /// event loop, which stays alive until then. After the end it gets the end again. There can be only one listener at
    /// a time.
    pub fn next(&self, env: &Env, listener: impl FnOnce(&Env, News) + 'static) -> Result<()> {
        state_of(&self.run)?.listen(env, Arc::clone(&self.run), Box::new(listener))
    }

    /// Ends the run within a piece.
    pub fn cancel(&self) {
        pool().cancel(&self.run);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Whether JavaScript may run: not in a terminated worker thread.
fn can_run_javascript(env: &Env) -> bool {
    let mut undefined = null_mut();
    let mut equal = false;
    // SAFETY: this is the JavaScript thread. Comparing two values is the cheapest call that first checks whether
    // JavaScript may run.
    unsafe {
        sys::napi_get_undefined(env.raw(), &mut undefined) == sys::Status::napi_ok
            && sys::napi_strict_equals(env.raw(), undefined, undefined, &mut equal) == sys::Status::napi_ok
    }
}

extern "C" fn on_wake(raw: sys::napi_env, _: sys::napi_value, _: *mut c_void, _: *mut c_void) {
    if raw.is_null() {
        return;
    }
    let env = Env::from_raw(raw);
    if let Ok(state) = state(&env) {
        state.attend(&env);
    }
}
