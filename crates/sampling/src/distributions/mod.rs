//! The registry: every distribution, and the rule that makes its samples from words.

mod bernoulli;
mod exponential;
mod integer;
mod normal;
mod uniform;

use fearless_simd::{Simd, f64x8, mask64x8, u64x8};

pub use bernoulli::Bernoulli;
pub use exponential::Exponential;
pub use integer::Integer;
pub use normal::Normal;
pub(crate) use normal::sum as sum_normal;
pub use uniform::Uniform;
pub(crate) use uniform::sum as sum_uniform;

/// The one list of distributions: its number in the stream's definition, and its parameters.
macro_rules! registry {
    ($($number:literal => $name:ident,)*) => {
        /// A distribution and its parameters.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(missing_docs, reason = "their parameters have their own")]
        pub enum Distribution {
            $($name($name),)*
        }

        impl Distribution {
            /// The distribution of a number, with all its parameters in their order.
            ///
            /// # Errors
            /// Says what is wrong with the number or the parameters.
            pub fn new(number: u32, parameters: &[f64]) -> Result<Self, String> {
                match number {
                    $($number => $name::of(parameters).map(Self::$name).ok_or_else(|| {
                        format!("distribution {number} cannot have the parameters {parameters:?}")
                    }),)*
                    _ => Err(format!("there is no distribution {number}")),
                }
            }

            /// Its number in the stream's definition.
            pub fn number(&self) -> u32 {
                match self {
                    $(Self::$name(_) => $number,)*
                }
            }

            /// Calls the visitor with its rule.
            pub(crate) fn visit<V: Visitor>(&self, visitor: V) -> V::Answer {
                match self {
                    $(Self::$name(definition) => definition.visit(visitor),)*
                }
            }
        }
    };
}

registry! {
    0 => Uniform,
    1 => Normal,
    2 => Exponential,
    3 => Integer,
    4 => Bernoulli,
}

/// The parameters of a distribution.
trait Definition: Sized {
    /// `None` unless they are all there, and in their ranges.
    fn of(parameters: &[f64]) -> Option<Self>;

    /// Calls the visitor with the rule of these parameters.
    fn visit<V: Visitor>(&self, visitor: V) -> V::Answer;
}

/// What is done with a rule, whichever it is.
pub(crate) trait Visitor {
    type Answer;

    /// Whether it writes floats, for which a few distributions have another rule.
    const FLOATS: bool = false;

    fn visit<R: Rule<W>, const W: usize>(self, rule: R) -> Self::Answer;
}

/// How samples are made from `W` words each, W_0 to W_(W-1).
pub(crate) trait Rule<const W: usize>: Copy {
    /// Whether W_0 is pairs, of which each sample gets a normal.
    const PAIR: bool = false;

    /// How many blocks are computed side by side where a register has room for a word of all lanes: one, or four for a
    /// rule so short that the generator's latency would show.
    const SIDE_BY_SIDE: usize = 1;

    /// An attempt at eight samples.
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, W>) -> Attempt<S>;

    /// The least and the largest sample, if there are such: floats are clamped to it, and the last of too many rejected
    /// attempts.
    fn range(&self) -> Option<[f64; 2]> {
        None
    }
}

/// The words of eight samples.
#[derive(Clone, Copy)]
pub(crate) struct Words<S: Simd, const W: usize> {
    /// The normals of a rule that takes pairs; otherwise nothing.
    pub(crate) normal: f64x8<S>,
    /// By m. A rule that takes pairs has no word 0.
    pub(crate) word: [u64x8<S>; W],
}

/// Eight samples, and which of them count: all if that is `None`.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<S: Simd> {
    pub(crate) samples: f64x8<S>,
    pub(crate) accepted: Option<mask64x8<S>>,
}

impl<S: Simd> From<f64x8<S>> for Attempt<S> {
    #[inline(always)]
    fn from(samples: f64x8<S>) -> Self {
        Self { samples, accepted: None }
    }
}
