//! What JavaScript is told of a run.

use std::sync::Arc;

use napi::bindgen_prelude::*;
use offloop_slots::{End, News, Span};

use crate::output::{Samples, Sum};

/// `(samples done, spans, answer, error)`. There is an answer or an error at the end alone: the units of a sum, the
/// samples, or `true` where they are in an array of the caller's. Spans are five numbers each: slot, samples, and the
/// milliseconds at which it was queued, started and ended.
pub(crate) type Listener<'a> = Function<'a, Arguments, ()>;
type Arguments = FnArgs<(f64, Option<Vec<f64>>, Option<Answer>, Option<String>)>;
type Answer = Either3<BigInt, Float64Array, bool>;

/// What a run's answer is made of.
#[derive(Clone)]
pub(crate) enum Output {
    Sum(Arc<Sum>),
    Samples(Arc<Samples<f64>>),
    Filled64(Arc<Samples<f64>>),
    Filled32(Arc<Samples<f32>>),
}

impl Output {
    pub(crate) fn tell(&self, env: &Env, listener: &FunctionRef<Arguments, ()>, news: News) {
        let spans = (!news.spans.is_empty()).then(|| news.spans.iter().flat_map(numbers).collect());
        let (answer, error) = match news.end {
            None => (None, None),
            Some(End::Done) => self.answer(),
            Some(End::Cancelled) => (None, Some("the run was cancelled".to_owned())),
            Some(End::Panicked(message)) => (None, Some(format!("the native engine panicked: {message}"))),
        };
        self.let_go(answer.is_some() || error.is_some());
        // A listener throws nothing; in a thread that is about to end, it is not called.
        let _ = listener
            .borrow_back(env)
            .and_then(|listener| listener.call((news.done as f64, spans, answer, error).into()));
    }

    fn answer(&self) -> (Option<Answer>, Option<String>) {
        let answer = match self {
            Self::Sum(sum) => Either3::A(sum.units().into()),
            Self::Filled64(_) | Self::Filled32(_) => Either3::C(true),
            Self::Samples(samples) => match samples.take_memory() {
                Some(memory) => Either3::B(memory.into_array()),
                None => return (None, Some("the samples were taken already".to_owned())),
            },
        };
        (Some(answer), None)
    }

    /// An array of the caller's is held no longer than slots write to it.
    fn let_go(&self, ended: bool) {
        match self {
            Self::Filled64(samples) if ended => drop(samples.take_memory()),
            Self::Filled32(samples) if ended => drop(samples.take_memory()),
            _ => {}
        }
    }
}

fn numbers(span: &Span) -> [f64; 5] {
    [span.slot as f64, span.done as f64, span.queued, span.started, span.ended]
}
