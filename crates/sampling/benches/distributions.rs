//! Every distribution at every SIMD level of this machine, against rand_distr with the faster of two generators: arrays
//! of a block again and again, in turns, on the same parameters. Times are per number.
//!
//! ```sh
//! cargo bench -p offloop-sampling --bench distributions
//! cargo bench -p offloop-sampling --bench distributions -- gamma poisson
//! ```

use std::hint::black_box;
use std::time::Instant;

use offloop_sampling::{BLOCK_SAMPLES, Distribution, Level, Stream, available_levels, fill, level_name};
use rand::distr::StandardUniform;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr as peer;
use rand_pcg::Pcg64Mcg;

const BLOCK: usize = BLOCK_SAMPLES as usize;

const TURNS: usize = 40;

/// A turn fills arrays for as long, in microseconds: short, so that some are not interrupted.
const TURN: u128 = 1000;

/// Fills an array with the peer's samples.
type Peer = Box<dyn Fn(&mut Generator, &mut [f64])>;

enum Generator {
    Small(SmallRng),
    Pcg(Pcg64Mcg),
}

/// A distribution, its number and parameters, and rand_distr's, if it has it.
struct Case {
    name: String,
    distribution: Distribution,
    peer: Option<Peer>,
}

fn case(name: &str, number: u32, parameters: &[f64], peer: Option<Peer>) -> Option<Case> {
    let distribution = Distribution::new(number, parameters).ok()?;
    let shown: Vec<String> = parameters.iter().take(4).map(f64::to_string).collect();
    let more = if parameters.len() > 4 { ", …" } else { "" };
    Some(Case { name: format!("{name}({}{more})", shown.join(", ")), distribution, peer })
}

fn of<T: Into<f64> + 'static, D: peer::Distribution<T> + 'static>(distribution: D) -> Option<Peer> {
    as_doubles(distribution, T::into)
}

fn as_doubles<T: 'static, D: peer::Distribution<T> + 'static>(
    distribution: D,
    convert: fn(T) -> f64,
) -> Option<Peer> {
    Some(Box::new(move |generator, out| match generator {
        Generator::Small(rng) => draw(rng, &distribution, convert, out),
        Generator::Pcg(rng) => draw(rng, &distribution, convert, out),
    }))
}

fn draw<R: Rng, T, D: peer::Distribution<T>>(
    rng: &mut R,
    distribution: &D,
    convert: fn(T) -> f64,
    out: &mut [f64],
) {
    for out in out {
        *out = convert(distribution.sample(rng));
    }
}

/// Logistic, Laplace and the like, which rand_distr lacks, have no peer.
fn cases() -> Vec<Case> {
    let whole = |x: u64| x as f64;
    let index = |x: usize| x as f64;
    let hypergeometric =
        |good, bad, drawn| as_doubles(peer::Hypergeometric::new(good + bad, good, drawn).unwrap(), whole);
    let weights: Vec<f64> = (0..1000).map(|n| f64::from(n % 37) + 0.5).collect();
    [
        case("uniform", 0, &[0.0, 1.0], of::<f64, _>(StandardUniform)),
        case("normal", 1, &[0.0, 1.0], of::<f64, _>(peer::StandardNormal)),
        case("exponential", 2, &[1.0], of(peer::Exp::new(1.0).unwrap())),
        case("integer", 3, &[0.0, 1000.0], as_doubles(peer::Uniform::new(0, 1000u64).unwrap(), whole)),
        case("bernoulli", 4, &[0.3], as_doubles(peer::Bernoulli::new(0.3).unwrap(), f64::from)),
        case("lognormal", 5, &[0.0, 1.0], of(peer::LogNormal::new(0.0, 1.0).unwrap())),
        case("gamma", 6, &[0.5, 1.0], of(peer::Gamma::new(0.5, 1.0).unwrap())),
        case("gamma", 6, &[1.0, 1.0], of(peer::Gamma::new(1.0, 1.0).unwrap())),
        case("gamma", 6, &[2.5, 1.0], of(peer::Gamma::new(2.5, 1.0).unwrap())),
        case("gamma", 6, &[100.0, 1.0], of(peer::Gamma::new(100.0, 1.0).unwrap())),
        case("beta", 7, &[2.0, 3.0], of(peer::Beta::new(2.0, 3.0).unwrap())),
        case("beta", 7, &[0.5, 0.5], of(peer::Beta::new(0.5, 0.5).unwrap())),
        case("chiSquared", 8, &[3.0], of(peer::ChiSquared::new(3.0).unwrap())),
        case("studentT", 9, &[5.0], of(peer::StudentT::new(5.0).unwrap())),
        case("fisherF", 10, &[5.0, 7.0], of(peer::FisherF::new(5.0, 7.0).unwrap())),
        case("cauchy", 11, &[0.0, 1.0], of(peer::Cauchy::new(0.0, 1.0).unwrap())),
        case("laplace", 12, &[0.0, 1.0], None),
        case("logistic", 13, &[0.0, 1.0], None),
        case("gumbel", 14, &[0.0, 1.0], of(peer::Gumbel::new(0.0, 1.0).unwrap())),
        case("weibull", 15, &[1.5, 1.0], of(peer::Weibull::new(1.0, 1.5).unwrap())),
        case("pareto", 16, &[2.0, 1.0], of(peer::Pareto::new(1.0, 2.0).unwrap())),
        case("rayleigh", 17, &[1.0], None),
        case("triangular", 18, &[0.0, 0.3, 1.0], of(peer::Triangular::new(0.0, 1.0, 0.3).unwrap())),
        case("inverseGaussian", 19, &[1.0, 2.0], of(peer::InverseGaussian::new(1.0, 2.0).unwrap())),
        case("vonMises", 20, &[0.0, 4.0], None),
        case("vonMises", 20, &[0.0, 0.2], None),
        case("truncatedNormal", 21, &[0.0, 1.0, -1.0, 2.0], None),
        case("truncatedNormal", 21, &[0.0, 1.0, 3.0, f64::INFINITY], None),
        case("poisson", 22, &[3.0], of(peer::Poisson::new(3.0).unwrap())),
        case("poisson", 22, &[50.0], of(peer::Poisson::new(50.0).unwrap())),
        case("poisson", 22, &[1e4], of(peer::Poisson::new(1e4).unwrap())),
        case("poisson", 22, &[1e6], of(peer::Poisson::new(1e6).unwrap())),
        case("binomial", 23, &[20.0, 0.3], as_doubles(peer::Binomial::new(20, 0.3).unwrap(), whole)),
        case("binomial", 23, &[1e6, 0.4], as_doubles(peer::Binomial::new(1_000_000, 0.4).unwrap(), whole)),
        case("geometric", 24, &[0.1], as_doubles(peer::Geometric::new(0.1).unwrap(), whole)),
        case("negativeBinomial", 25, &[5.0, 0.4], None),
        case("negativeBinomial", 25, &[500.0, 0.1], None),
        case("hypergeometric", 26, &[300.0, 700.0, 100.0], hypergeometric(300, 700, 100)),
        case("hypergeometric", 26, &[3e5, 7e5, 1e5], hypergeometric(300_000, 700_000, 100_000)),
        case("zipf", 27, &[1.5, 1e9], of(peer::Zipf::new(1e9, 1.5).unwrap())),
        case("zipf", 27, &[1.1, 100.0], of(peer::Zipf::new(100.0, 1.1).unwrap())),
        case(
            "categorical",
            28,
            &weights,
            as_doubles(peer::weighted::WeightedAliasIndex::new(weights.clone()).unwrap(), index),
        ),
        case("multivariateNormal", 29, &[0.0, 0.0, 0.0, 1.0, 0.5, 0.2, 0.5, 1.0, 0.3, 0.2, 0.3, 1.0], None),
        case("dirichlet", 30, &[0.5, 1.5, 3.0], None),
        case("multinomial", 31, &[100.0, 0.2, 0.3, 0.5], None),
        case("direction", 32, &[3.0], None),
        case("pert", 33, &[0.0, 1.0, 4.0], of(peer::Pert::new(0.0, 4.0).with_mode(1.0).unwrap())),
        case("logUniform", 34, &[1.0, 1000.0], None),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let levels = available_levels();
    let names: Vec<String> = levels.iter().map(|&level| format!("{:>9}", level_name(level))).collect();
    println!("{:<44}{}{:>11}{:>9}", "ns a number", names.concat(), "rand_distr", "ratio");
    let mut array = vec![0.0; BLOCK + 8];
    // An array that begins at a cache line, as large ones do.
    let past = array.as_ptr().addr() % 64 / 8;
    let out = &mut array[(8 - past) % 8..][..BLOCK];
    for Case { name, distribution, peer } in cases() {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| name.starts_with(wanted.as_str())) {
            continue;
        }
        let numbers = BLOCK / distribution.size() * distribution.size();
        let out = &mut out[..numbers];
        let stream = Stream { distribution, seed: 42, stream: 0 };
        let mut generators =
            [Generator::Small(SmallRng::seed_from_u64(42)), Generator::Pcg(Pcg64Mcg::seed_from_u64(42))];
        let mut best = vec![f64::INFINITY; levels.len()];
        let mut peers = f64::INFINITY;
        for _ in 0..TURNS {
            for (&level, best) in levels.iter().zip(&mut best) {
                *best = best.min(time(out, |out| our_fill(level, &stream, out)));
            }
            if let Some(peer) = &peer {
                for generator in &mut generators {
                    peers = peers.min(time(out, |out| peer(generator, out)));
                }
            }
        }
        let times: Vec<String> = best.iter().map(|time| format!("{time:>9.2}")).collect();
        let peers =
            if peer.is_some() { format!("{peers:>11.2}{:>8.1}x", peers / best[0]) } else { String::new() };
        println!("{name:<44}{}{peers}", times.concat());
    }
}

fn our_fill(level: Level, stream: &Stream, out: &mut [f64]) {
    assert!(fill(level, stream, 0, out, &mut || false));
}

fn time(out: &mut [f64], mut run: impl FnMut(&mut [f64])) -> f64 {
    let start = Instant::now();
    let mut numbers = 0;
    while start.elapsed().as_micros() < TURN {
        run(black_box(out));
        numbers += out.len();
    }
    start.elapsed().as_nanos() as f64 / numbers as f64
}
