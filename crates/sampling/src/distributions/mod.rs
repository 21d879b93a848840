//! The registry: every distribution, and the rule that makes its samples from words.

mod bernoulli;
mod beta;
mod binomial;
mod categorical;
mod cauchy;
mod chi_squared;
mod direction;
mod dirichlet;
mod exponential;
mod fisher_f;
mod gamma;
mod geometric;
mod gumbel;
mod hypergeometric;
mod integer;
mod inverse_gaussian;
mod laplace;
mod log_uniform;
mod logistic;
mod lognormal;
mod multinomial;
mod multivariate_normal;
mod negative_binomial;
pub(crate) mod normal;
mod pareto;
mod pert;
mod poisson;
mod ranges;
mod rayleigh;
mod student_t;
mod triangular;
mod truncated_normal;
mod two_gammas;
pub(crate) mod uniform;
mod von_mises;
mod weibull;
mod zipf;

use std::fmt;
use std::sync::Arc;

use crate::plan::Plan;

/// A distribution with its parameters, and what its rule has made of them.
#[derive(Clone)]
pub struct Distribution {
    number: u32,
    parameters: Arc<[f64]>,
    plan: Arc<Plan>,
}

/// The one list of distributions: its number in the stream's definition, and the file of its rule.
macro_rules! registry {
    ($($number:literal => $name:ident,)*) => {
        /// The plan of the distribution of a number, if there is one: none if it cannot have these parameters.
        fn plan_of(number: u32, parameters: &[f64]) -> Option<Option<Arc<Plan>>> {
            match number {
                $($number => Some($name::plan(parameters)),)*
                _ => None,
            }
        }
    };
}

registry! {
    0 => uniform,
    1 => normal,
    2 => exponential,
    3 => integer,
    4 => bernoulli,
    5 => lognormal,
    6 => gamma,
    7 => beta,
    8 => chi_squared,
    9 => student_t,
    10 => fisher_f,
    11 => cauchy,
    12 => laplace,
    13 => logistic,
    14 => gumbel,
    15 => weibull,
    16 => pareto,
    17 => rayleigh,
    18 => triangular,
    19 => inverse_gaussian,
    20 => von_mises,
    21 => truncated_normal,
    22 => poisson,
    23 => binomial,
    24 => geometric,
    25 => negative_binomial,
    26 => hypergeometric,
    27 => zipf,
    28 => categorical,
    29 => multivariate_normal,
    30 => dirichlet,
    31 => multinomial,
    32 => direction,
    33 => pert,
    34 => log_uniform,
}

impl Distribution {
    /// The distribution of a number, with all its parameters in their order, lists in place.
    ///
    /// # Errors
    /// Says what is wrong with the number or the parameters.
    pub fn new(number: u32, parameters: &[f64]) -> Result<Self, Impossible> {
        // -0 counts as 0.
        let parameters: Arc<[f64]> = parameters.iter().map(|parameter| parameter + 0.0).collect();
        match plan_of(number, &parameters) {
            Some(Some(plan)) => Ok(Self { number, parameters, plan }),
            Some(None) => Err(Impossible { number, parameters: Some(parameters) }),
            None => Err(Impossible { number, parameters: None }),
        }
    }

    /// Its number in the stream's definition.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Its parameters, in their order.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// How many numbers a sample is: one, except of rows.
    pub fn size(&self) -> usize {
        self.plan.size()
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}

impl PartialEq for Distribution {
    fn eq(&self, other: &Self) -> bool {
        (self.number, &self.parameters) == (other.number, &other.parameters)
    }
}

impl fmt::Debug for Distribution {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "distribution {} of {}", self.number, Few(&self.parameters))
    }
}

/// There is no distribution of this number, or not with these parameters.
#[derive(Debug)]
pub struct Impossible {
    number: u32,
    parameters: Option<Arc<[f64]>>,
}

impl fmt::Display for Impossible {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let number = self.number;
        match &self.parameters {
            Some(parameters) => {
                write!(formatter, "distribution {number} cannot have the parameters {}", Few(parameters))
            }
            None => write!(formatter, "there is no distribution {number}"),
        }
    }
}

impl std::error::Error for Impossible {}

/// Parameters in a message, which might be a million weights.
struct Few<'a>(&'a [f64]);

impl fmt::Display for Few<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        const MOST: usize = 16;
        match self.0.get(..MOST) {
            Some(first) if self.0.len() > MOST => {
                write!(formatter, "{first:?} and {} more", self.0.len() - MOST)
            }
            _ => write!(formatter, "{:?}", self.0),
        }
    }
}
