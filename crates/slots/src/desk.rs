//! What only a JavaScript thread touches: its runs, who asked for their news, and the slots that it sends.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use napi::bindgen_prelude::{Env, Error, Result, Status};
use napi::sys;

use crate::bell::Bell;
use crate::home::Home;
use crate::pool::pool;
use crate::run::{Computation, Runnable, Shared};
use crate::slot;
use crate::work::{News, Options, Work};

/// Makes a run of some work. It begins when its news are first asked for.
pub fn start<W: Work>(env: &Env, work: Arc<W>, options: Options) -> Result<Run> {
    if options.slots == 0 || options.allotment == 0 || options.chunk == 0 {
        return Err(Error::new(Status::InvalidArg, "slots, allotment and chunk must be above 0"));
    }
    Ok(Run::new(Arc::clone(&desk(env)?.home), work, options))
}

/// Cancels every run of this JavaScript thread, for good. To be called when it exits: `process.exit` waits for slots
/// before anything else in an addon hears of it.
pub fn stop_all(env: &Env) {
    if let Ok(desk) = desk(env) {
        desk.home.close();
    }
}

/// Has `hear` called when there is something to tell, in place of telling all of it at once, which may hold the event
/// loop for long where thousands of runs end together. It is to call [`tell`] until nothing is left.
pub fn listen(env: &Env, hear: impl Fn(&Env) + 'static) -> Result<()> {
    *desk(env)?.hear.borrow_mut() = Some(Rc::new(hear));
    Ok(())
}

/// Tells what there is to tell of so many runs at most. Says whether there is more.
pub fn tell(env: &Env, most: u32) -> Result<bool> {
    Ok(desk(env)?.tell(env, most))
}

/// What is told of a run.
type Listener = Box<dyn FnOnce(&Env, News)>;

/// What is called when there is something to tell.
type Hear = Rc<dyn Fn(&Env)>;

/// A run whose news was asked for, and by whom.
type Asked = (Arc<dyn Runnable>, Listener);

/// What only the JavaScript thread touches.
struct Desk {
    home: Arc<Home>,
    /// Who asked for news, by the ids of their runs.
    asked: RefCell<HashMap<u64, Asked>>,
    /// Runs that have begun, to be cancelled with the thread.
    begun: RefCell<HashMap<u64, Weak<dyn Runnable>>>,
    /// Those of which there is something to tell.
    untold: RefCell<VecDeque<u64>>,
    /// What is called then, and whether it was and has more to tell.
    hear: RefCell<Option<Hear>>,
    called: Cell<bool>,
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
    let home = Home::new(Bell::new(env, Some(heard))?);
    pool().add_home(&home);
    let desk = Rc::new(Desk {
        home,
        asked: RefCell::default(),
        begun: RefCell::default(),
        untold: RefCell::default(),
        hear: RefCell::default(),
        called: Cell::default(),
    });
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
        let runs: Vec<_> = self.begun.take().values().filter_map(Weak::upgrade).collect();
        self.home.close();
        for run in &runs {
            pool().cancel(run);
        }
        pool().wait_until_left(&runs);
        pool().remove_home(&self.home);
        self.home.drop_bell();
        self.asked.take();
        self.hear.take();
    }

    /// Asks for a run's news.
    fn listen(&self, env: &Env, run: Arc<dyn Runnable>, listener: Listener) -> Result<()> {
        if self.home.is_closing() {
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
            self.home.keep_alive(env, true);
        }
        self.begun.borrow_mut().insert(key, Arc::downgrade(&run));
        self.asked.borrow_mut().insert(key, (Arc::clone(&run), listener));
        pool().ask(&run);
        self.send_slots(env);
        Ok(())
    }

    /// The bell rang: there is something to tell, or a slot is wanted.
    fn attend(&self, env: &Env) {
        self.untold.borrow_mut().extend(self.home.take_news());
        // A worker that is terminated: Node waits for its slots before it runs any clean-up, and runs its loop meanwhile.
        if !can_run_javascript(env) {
            self.home.close();
        }
        if self.home.is_closing() {
            let runs: Vec<_> = self.begun.borrow().values().filter_map(Weak::upgrade).collect();
            for run in &runs {
                pool().cancel(run);
            }
            return;
        }
        self.send_slots(env);
        if self.called.get() || self.untold.borrow().is_empty() {
            return;
        }
        let hear = self.hear.borrow().clone();
        match hear {
            Some(hear) => {
                self.called.set(true);
                hear(env);
            }
            None => while self.tell(env, u32::MAX) {},
        }
    }

    fn tell(&self, env: &Env, most: u32) -> bool {
        for _ in 0..most {
            let Some(run) = self.untold.borrow_mut().pop_front() else { break };
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
        let more = !self.untold.borrow().is_empty();
        self.called.set(more);
        more
    }

    fn send_slots(&self, env: &Env) {
        for slot in pool().take_slots() {
            if slot::send(env, slot, &self.home).is_err() {
                pool().give_back(slot);
            }
        }
    }
}

/// A run, as the addon holds it. Dropping it cancels what is left.
pub struct Run {
    run: Arc<dyn Runnable>,
}

impl Run {
    fn new<W: Work>(home: Arc<Home>, work: Arc<W>, options: Options) -> Self {
        Self { run: Arc::new(Computation { shared: Shared::new(home, work.pieces(), options), work }) }
    }

    /// Asks for news: starts the run, or lets it go on after a pause. The listener is called once, in a later turn of
    /// the event loop, which stays alive until then. After the end it is told the end again. While one waits there cannot
    /// be another.
    pub fn next(&self, env: &Env, listener: impl FnOnce(&Env, News) + 'static) -> Result<()> {
        desk(env)?.listen(env, Arc::clone(&self.run), Box::new(listener))
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

extern "C" fn heard(raw: sys::napi_env, _: sys::napi_value, _: *mut c_void, _: *mut c_void) {
    if raw.is_null() {
        return;
    }
    let env = Env::from_raw(raw);
    if let Ok(desk) = desk(&env) {
        desk.attend(&env);
    }
}
