//! What JavaScript is told about a run.

use std::sync::Arc;

use napi::bindgen_prelude::*;
use offloop_sampling::Misfit;
use offloop_slots::{End, News, Span};

use crate::output::{Filling, Sum};

/// `(samples done, spans, answer, error)`. Only the end has an answer or an error: the units of a sum, or `true` once
/// the samples are in their array, or the number of the first that does not fit in it and what it is. Spans are five numbers each: slot, samples, and the milliseconds at which it was
/// queued, started and ended.
pub(crate) type Listener<'a> = Function<'a, Arguments, ()>;
type Arguments = FnArgs<(f64, Option<Vec<f64>>, Option<Answer>, Option<String>)>;
type Answer = Either3<BigInt, bool, Vec<f64>>;

/// What a run's answer is made from.
#[derive(Clone)]
pub(crate) enum Output {
    Sum(Arc<Sum>),
    Samples(Arc<dyn Filling>),
}

impl Output {
    pub(crate) fn tell(&self, env: &Env, listener: &FunctionRef<Arguments, ()>, news: News) {
        let spans = (!news.spans.is_empty()).then(|| news.spans.iter().flat_map(numbers).collect());
        let (answer, error) = match news.end {
            None => (None, None),
            Some(End::Done) => (Some(self.answer()), None),
            Some(End::Cancelled) => (None, Some("the run was cancelled".to_owned())),
            Some(End::Panicked(message)) => (None, Some(format!("the native engine panicked: {message}"))),
        };
        if answer.is_some() || error.is_some() {
            self.let_go();
        }
        // A listener throws nothing; it is not called in a thread that is about to end.
        let _ = listener
            .borrow_back(env)
            .and_then(|listener| listener.call((news.done as f64, spans, answer, error).into()));
    }

    fn answer(&self) -> Answer {
        match self {
            Self::Sum(sum) => Either3::A(sum.units().into()),
            Self::Samples(samples) => match samples.misfit() {
                None => Either3::B(true),
                Some(Misfit { number, sample }) => Either3::C(vec![number as f64, sample]),
            },
        }
    }

    fn let_go(&self) {
        if let Self::Samples(samples) = self {
            samples.let_go();
        }
    }
}

fn numbers(span: &Span) -> [f64; 5] {
    [span.slot as f64, span.done as f64, span.queued, span.started, span.ended]
}
