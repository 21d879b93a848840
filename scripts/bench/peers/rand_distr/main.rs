//! rand_distr, and offloop's core at each SIMD level, filling one array again and again, for the benches: it speaks as
//! generators.py does. Its argument is the list of cases, as scripts/bench/distributions.ts writes it.

use std::io::stdin;
use std::time::{Duration, Instant};

use offloop_sampling::{Distribution, Level, Stream, available_levels, fill, level_name};
use rand::distr::StandardUniform;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr as peer;
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};

const SEED: u64 = 42;
/// How far the share of a peer's samples below a quartile may be from ours.
const TOLERANCE: f64 = 0.012;

/// Fills an array.
type Filler = Box<dyn FnMut(&mut [f64])>;

/// What a case is made of: the same distribution for each generator.
type Start = Box<dyn Fn(Generator) -> Filler>;

#[derive(Clone, Copy, PartialEq)]
enum Generator {
    Small,
    Pcg,
}

fn of<T: Into<f64> + 'static, D: peer::Distribution<T> + Clone + 'static, E>(
    distribution: Result<D, E>,
) -> Option<Start> {
    converted(distribution, T::into)
}

fn whole<D: peer::Distribution<u64> + Clone + 'static, E>(distribution: Result<D, E>) -> Option<Start> {
    converted(distribution, |x| x as f64)
}

fn converted<T: 'static, D: peer::Distribution<T> + Clone + 'static, E>(
    distribution: Result<D, E>,
    convert: fn(T) -> f64,
) -> Option<Start> {
    let distribution = distribution.ok()?;
    Some(Box::new(move |generator| match generator {
        Generator::Small => filler(SmallRng::seed_from_u64(SEED), distribution.clone(), convert),
        Generator::Pcg => filler(Pcg64Mcg::seed_from_u64(SEED), distribution.clone(), convert),
    }))
}

fn filler<R: Rng + 'static, T: 'static, D: peer::Distribution<T> + 'static>(
    mut rng: R,
    distribution: D,
    convert: fn(T) -> f64,
) -> Filler {
    Box::new(move |out| {
        for out in out {
            *out = convert(distribution.sample(&mut rng));
        }
    })
}

/// rand_distr's counterpart, if it has one.
fn start_of(distribution: &str, p: &[f64]) -> Option<Start> {
    match distribution {
        "uniform" => of::<f64, _, ()>(Ok(StandardUniform)),
        "normal" => of::<f64, _, ()>(Ok(peer::StandardNormal)),
        "exponential" => of::<f64, _, ()>(Ok(peer::Exp1)),
        "integer" => whole(peer::Uniform::new(p[0] as u64, p[1] as u64)),
        "bernoulli" => converted(peer::Bernoulli::new(p[0]), f64::from),
        "lognormal" => of(peer::LogNormal::new(p[0], p[1])),
        "gamma" => of(peer::Gamma::new(p[0], p[1])),
        "beta" => of(peer::Beta::new(p[0], p[1])),
        "chiSquared" => of(peer::ChiSquared::new(p[0])),
        "studentT" => of(peer::StudentT::new(p[0])),
        "fisherF" => of(peer::FisherF::new(p[0], p[1])),
        "cauchy" => of(peer::Cauchy::new(p[0], p[1])),
        "gumbel" => of(peer::Gumbel::new(p[0], p[1])),
        "weibull" => of(peer::Weibull::new(p[1], p[0])),
        "pareto" => of(peer::Pareto::new(p[1], p[0])),
        "triangular" => of(peer::Triangular::new(p[0], p[2], p[1])),
        "inverseGaussian" => of(peer::InverseGaussian::new(p[0], p[1])),
        "poisson" => of(peer::Poisson::new(p[0])),
        "binomial" => whole(peer::Binomial::new(p[0] as u64, p[1])),
        "geometric" => whole(peer::Geometric::new(p[0])),
        "hypergeometric" => whole(peer::Hypergeometric::new((p[0] + p[1]) as u64, p[0] as u64, p[2] as u64)),
        "zipf" => of(peer::Zipf::new(p[1], p[0])),
        "categorical" => converted(peer::weighted::WeightedAliasIndex::new(p.to_vec()), |x| x as f64),
        "pert" => of(peer::Pert::new(p[0], p[2]).with_mode(p[1])),
        _ => None,
    }
}

/// Parameters, lists in place one after the other.
fn flat(value: &Value, out: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| flat(item, out)),
        Value::String(text) => out.push(text.parse().expect("Infinity or -Infinity")),
        value => out.push(value.as_f64().expect("a number")),
    }
}

struct Case {
    id: String,
    name: String,
    numbers: usize,
    parameters: Vec<f64>,
    stream: Stream,
    quartiles: Vec<(f64, f64)>,
}

fn case(value: &Value) -> Case {
    let text = |key: &str| value[key].as_str().expect(key).to_string();
    let (mut parameters, mut pairs) = (Vec::new(), Vec::new());
    flat(&value["parameters"], &mut parameters);
    flat(&value["quartiles"], &mut pairs);
    let number = value["number"].as_u64().expect("number") as u32;
    let distribution = Distribution::new(number, &parameters).unwrap_or_else(|_| panic!("wrong parameters"));
    Case {
        id: text("id"),
        name: text("distribution"),
        numbers: value["numbers"].as_u64().expect("numbers") as usize,
        stream: Stream { distribution, seed: SEED, stream: 0 },
        parameters,
        quartiles: pairs.chunks(2).map(|pair| (pair[0], pair[1])).collect(),
    }
}

fn our_filler(level: Level, stream: Stream) -> Filler {
    Box::new(move |out| assert!(fill(level, &stream, 0, out, &mut || false)))
}

/// An array that begins at a cache line, as large ones do.
fn aligned(array: &mut Vec<f64>, numbers: usize) -> &mut [f64] {
    array.resize(numbers + 8, 0.0);
    let past = array.as_ptr().addr() % 64 / 8;
    &mut array[(8 - past) % 8..][..numbers]
}

fn main() {
    let argument = std::env::args().nth(1).expect("the cases");
    let cases: Value = serde_json::from_str(&argument).expect("JSON");
    let mut array = Vec::new();
    let mut offered = Vec::new();
    let mut left_out = Vec::new();
    let mut fillers: Vec<(String, usize, Filler)> = Vec::new();
    for value in cases.as_array().expect("a list") {
        let case = case(value);
        let out = aligned(&mut array, case.numbers);
        let mut bits = None;
        for level in available_levels() {
            let name = level_name(level);
            let mut run = our_filler(level, case.stream.clone());
            run(out);
            let found: Vec<u64> = out.iter().map(|x| x.to_bits()).collect();
            assert!(
                bits.get_or_insert_with(|| found.clone()) == &found,
                "{} differs at level {name}",
                case.id
            );
            let id = format!("{} {name}", case.id);
            offered.push(json!({"id": id, "group": case.id, "name": name, "kind": "native", "threads": 1}));
            fillers.push((id, case.numbers, run));
        }
        let Some(start) = start_of(&case.name, &case.parameters) else { continue };
        for (name, generator) in
            [("rand_distr SmallRng", Generator::Small), ("rand_distr Pcg64Mcg", Generator::Pcg)]
        {
            let mut run = start(generator);
            run(out);
            let is_right = case.quartiles.iter().all(|&(at, share)| {
                let below = out.iter().filter(|&&x| x <= at).count() as f64 / out.len() as f64;
                (below - share).abs() < TOLERANCE
            });
            if !is_right {
                left_out.push(format!("{name}: its samples of {} are others", case.id));
                continue;
            }
            let id = format!("{} {name}", case.id);
            offered.push(json!({"id": id, "group": case.id, "name": name, "kind": "peer", "threads": 1}));
            fillers.push((id, case.numbers, run));
        }
    }
    println!("{}", json!({"offered": offered, "leftOut": left_out, "versions": {"rand_distr": "0.6.0"}}));
    for line in stdin().lines().map_while(Result::ok) {
        let mut words = line.splitn(3, ' ');
        let _numbers = words.next();
        let milliseconds: f64 = words.next().and_then(|word| word.parse().ok()).expect("milliseconds");
        let id = words.next().expect("an id");
        let (_, numbers, run) =
            fillers.iter_mut().find(|(one, ..)| one == id).unwrap_or_else(|| panic!("no {id}"));
        let out = aligned(&mut array, *numbers);
        let mut times = Vec::new();
        let end = Instant::now() + Duration::from_secs_f64(milliseconds / 1000.0);
        while times.is_empty() || Instant::now() < end {
            let began = Instant::now();
            run(out);
            times.push(began.elapsed().as_nanos());
        }
        times.sort();
        println!("{}", times[times.len() / 2] as f64 / *numbers as f64);
    }
}
