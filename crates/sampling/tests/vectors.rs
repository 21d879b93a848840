//! The vectors of the stream, at every SIMD level of this machine.

use std::collections::HashMap;
use std::fmt::Display;
use std::fs::{read_dir, read_to_string};

use offloop_sampling::{
    BLOCK_SAMPLES, Distribution, Level, Stream, Total, Whole, available_levels, fill, fill_whole, level_name,
    total,
};
use serde::Deserialize;
use serde_json::from_str;
use sha2::{Digest, Sha256};

/// A file of docs/vectors, as far as Rust alone can give it: draws and checks are TypeScript's.
#[derive(Deserialize)]
struct Vectors {
    number: u32,
    names: Names,
    #[serde(default)]
    totals: Vec<TotalVector>,
    samples: Vec<SamplesVector>,
    #[serde(default)]
    fills: Vec<FillVector>,
    #[serde(default)]
    misfits: Vec<MisfitVector>,
}

/// The parameters in their order.
#[derive(Deserialize)]
struct Names {
    parameters: Vec<String>,
    defaults: Vec<Option<f64>>,
}

/// A parameter: infinities are words, and a covariance is a list of its rows.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Number(f64),
    Infinity(String),
    List(Vec<Value>),
}

impl Value {
    fn append(&self, to: &mut Vec<f64>) {
        match self {
            Self::Number(number) => to.push(*number),
            Self::Infinity(word) => to.push(word.parse().unwrap()),
            Self::List(list) => list.iter().for_each(|value| value.append(to)),
        }
    }
}

#[derive(Deserialize)]
struct TotalVector {
    seed: String,
    stream: u32,
    start: u64,
    samples: u64,
    units: String,
    total: f64,
}

#[derive(Deserialize)]
struct SamplesVector {
    parameters: HashMap<String, Value>,
    seed: String,
    stream: u32,
    start: u64,
    doubles: Vec<String>,
    /// None where the range holds no float.
    floats: Option<Vec<String>>,
    /// In decimal, by the kind of array.
    #[serde(default)]
    integers: HashMap<String, Vec<String>>,
}

/// Many blocks, by the SHA-256 of their bytes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FillVector {
    parameters: HashMap<String, Value>,
    seed: String,
    stream: u32,
    start: u64,
    samples: usize,
    doubles_sha256: String,
    floats_sha256: Option<String>,
}

#[derive(Deserialize)]
struct MisfitVector {
    parameters: HashMap<String, Value>,
    seed: String,
    stream: u32,
    start: u64,
    samples: usize,
    array: String,
    number: u64,
}

/// Every distribution's.
fn vectors() -> Vec<Vectors> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/vectors");
    let files = read_dir(folder).unwrap().map(|file| read_to_string(file.unwrap().path()).unwrap());
    let vectors: Vec<Vectors> =
        files.filter(|text| text.contains("\"distribution\"")).map(|text| from_str(&text).unwrap()).collect();
    assert!(vectors.len() >= 4);
    vectors
}

impl Vectors {
    /// The distribution with the parameters that are given and the others' defaults.
    fn distribution(&self, given: &HashMap<String, Value>) -> Distribution {
        let mut values = Vec::new();
        for (name, default) in self.names.parameters.iter().zip(&self.names.defaults) {
            match given.get(name) {
                Some(value) => value.append(&mut values),
                None => values.push(default.unwrap()),
            }
        }
        Distribution::new(self.number, &values).unwrap()
    }
}

/// Whether so many numbers are tried. The scalar fallback's tests are not optimised, and take a hundred times as long.
fn is_tried(numbers: usize) -> bool {
    !cfg!(feature = "scalar") || numbers <= BLOCK + BLOCK / 8
}

#[test]
fn totals() {
    for file in vectors() {
        for vector in file.totals.iter().filter(|vector| is_tried(vector.samples as usize)) {
            let distribution = file.distribution(&HashMap::new());
            let stream = Stream { distribution, seed: vector.seed.parse().unwrap(), stream: vector.stream };
            let expected = Total { samples: vector.samples, units: vector.units.parse().unwrap() };
            for level in available_levels() {
                let range = vector.start..vector.start + vector.samples;
                let found = total(level, &stream, range, &mut || false).unwrap();
                assert_eq!(found, expected, "{stream:?} with {}", level_name(level));
                assert_eq!(found.sum().to_bits(), vector.total.to_bits(), "{stream:?}");
            }
        }
    }
}

#[test]
fn samples() {
    for file in vectors() {
        for vector in &file.samples {
            let distribution = file.distribution(&vector.parameters);
            let start = vector.start * distribution.size() as u64;
            let stream = Stream { distribution, seed: vector.seed.parse().unwrap(), stream: vector.stream };
            for level in available_levels() {
                let with = format!("{stream:?} from {start} with {}", level_name(level));
                let found = filled(level, &stream, start, vector.doubles.len());
                let hex: Vec<String> =
                    found.iter().map(|sample| format!("{:016x}", sample.to_bits())).collect();
                assert_eq!(hex, vector.doubles, "{with}");
                if let Some(floats) = &vector.floats {
                    let mut found = vec![0.0f32; floats.len()];
                    assert!(fill(level, &stream, start, &mut found, &mut || false));
                    let hex: Vec<String> =
                        found.iter().map(|sample| format!("{:08x}", sample.to_bits())).collect();
                    assert_eq!(hex, *floats, "{with}");
                }
                for (array, expected) in &vector.integers {
                    let found = integers(array, level, &stream, start, expected.len()).unwrap();
                    assert_eq!(found, *expected, "{array} of {with}");
                }
            }
        }
    }
}

#[test]
fn fills() {
    for file in vectors() {
        for vector in &file.fills {
            let distribution = file.distribution(&vector.parameters);
            let size = distribution.size();
            let (start, numbers) = (vector.start * size as u64, vector.samples * size);
            if !is_tried(numbers) {
                continue;
            }
            let stream = Stream { distribution, seed: vector.seed.parse().unwrap(), stream: vector.stream };
            for level in available_levels() {
                let with = format!("{stream:?} from {start} with {}", level_name(level));
                let doubles = filled(level, &stream, start, numbers);
                let bytes = doubles.iter().flat_map(|sample| sample.to_le_bytes());
                assert_eq!(sha256(bytes), vector.doubles_sha256, "{with}");
                if let Some(expected) = &vector.floats_sha256 {
                    let mut floats = vec![0.0f32; numbers];
                    assert!(fill(level, &stream, start, &mut floats, &mut || false));
                    let bytes = floats.iter().flat_map(|sample| sample.to_le_bytes());
                    assert_eq!(sha256(bytes), *expected, "{with}");
                }
            }
        }
    }
}

fn sha256(bytes: impl Iterator<Item = u8>) -> String {
    let bytes: Vec<u8> = bytes.collect();
    Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_sample_that_does_not_fit_is_named() {
    for file in vectors() {
        for vector in &file.misfits {
            let distribution = file.distribution(&vector.parameters);
            let size = distribution.size();
            let start = vector.start * size as u64;
            let stream = Stream { distribution, seed: vector.seed.parse().unwrap(), stream: vector.stream };
            for level in available_levels() {
                let found = integers(&vector.array, level, &stream, start, vector.samples * size);
                let row = found.map_err(|number| number / size as u64);
                assert_eq!(row, Err(vector.number), "{stream:?} with {}", level_name(level));
            }
        }
    }
}

#[test]
fn a_number_without_a_distribution_and_wrong_parameters_are_errors() {
    for (number, parameters) in [(9999, &[][..]), (0, &[]), (0, &[0.0]), (1, &[0.0, 1.0, 2.0])] {
        assert!(Distribution::new(number, parameters).is_err(), "{number} {parameters:?}");
    }
}

/// The kernels of every distribution, at block and step boundaries, against the narrowest level.
#[test]
#[cfg_attr(feature = "scalar", ignore = "there is one level")]
fn every_level_has_the_same_bits() {
    let narrowest = *available_levels().last().unwrap();
    for distribution in distributions() {
        let stream = Stream { distribution, seed: 0xDEAD_BEEF_0BAD_CAFE, stream: 3 };
        for samples in [1, 8, 15, 16, 31, 65_537, 4 * BLOCK, 6 * BLOCK + 12_345] {
            for level in available_levels() {
                let bits = |level| bits(&filled(level, &stream, 0, samples));
                assert_eq!(bits(level), bits(narrowest), "{stream:?} with {}", level_name(level));
            }
        }
    }
}

#[test]
#[cfg_attr(feature = "scalar", ignore = "there is one level")]
fn every_level_has_the_same_totals() {
    let narrowest = *available_levels().last().unwrap();
    for distribution in [uniform(), normal()] {
        let stream = Stream { distribution, seed: 0xDEAD_BEEF_0BAD_CAFE, stream: 3 };
        for samples in [1, 8, 15, 16, 31, 65_537, 4 * BLOCK_SAMPLES, 6 * BLOCK_SAMPLES + 12_345] {
            let sum = |level| total(level, &stream, 0..samples, &mut || false).unwrap();
            for level in available_levels() {
                assert_eq!(sum(level), sum(narrowest), "{stream:?} with {}", level_name(level));
            }
        }
    }
}

/// The samples and the sums are the same stream: a uniform total is the exact sum of the samples.
#[test]
fn uniform_totals_are_the_sums_of_the_samples() {
    let stream = Stream { distribution: uniform(), seed: 7, stream: 1 };
    let exact: i128 = filled(Level::new(), &stream, 0, 200_001)
        .iter()
        .map(|sample| (sample * 18_446_744_073_709_551_616.0) as i128)
        .sum();
    assert_eq!(total(Level::new(), &stream, 0..200_001, &mut || false).unwrap().units, exact);
}

#[test]
fn any_split_merges_to_the_same_total() {
    for distribution in [uniform(), normal()] {
        let stream = Stream { distribution, seed: 5, stream: 0 };
        let part = |samples| total(Level::new(), &stream, samples, &mut || false).unwrap();
        let end = 20 * BLOCK_SAMPLES + 99;
        let whole = part(0..end);
        for cut in (0..end).step_by(BLOCK) {
            assert_eq!(part(0..cut) + part(cut..end), whole);
        }
        let singles: Total = (0..end).step_by(BLOCK).map(|at| part(at..end.min(at + BLOCK_SAMPLES))).sum();
        assert_eq!(singles, whole);
    }
}

#[test]
fn a_sum_of_nothing() {
    let stream = Stream { distribution: uniform(), seed: 5, stream: 0 };
    assert_eq!(
        total(Level::new(), &stream, BLOCK_SAMPLES..BLOCK_SAMPLES, &mut || false),
        Some(Total::default())
    );
}

#[test]
fn a_cancelled_sum_has_no_total() {
    let stream = Stream { distribution: normal(), seed: 5, stream: 0 };
    let mut asked = 0;
    let found = total(Level::new(), &stream, 0..100 * BLOCK_SAMPLES, &mut || {
        asked += 1;
        asked > 3
    });
    assert_eq!((found, asked), (None, 4));
}

/// A sample is the same wherever one begins: at, before and after the edges of steps, pairs of steps and blocks.
#[test]
fn samples_from_any_other_on() {
    for distribution in distributions() {
        let stream = Stream { distribution, seed: 5, stream: 0 };
        let whole = filled(Level::new(), &stream, 0, 7 * BLOCK);
        for level in available_levels() {
            for start in [1, 7, 8, 9, 15, 16, 17, 4321, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK] {
                for samples in [1, 2, 7, 8, 20, BLOCK + 3, 5 * BLOCK - 1].into_iter().filter(|&n| is_tried(n))
                {
                    let found = filled(level, &stream, start as u64, samples);
                    let expected = &whole[start..start + samples];
                    assert!(bits(&found) == bits(expected), "{samples} {stream:?} from {start}");
                }
            }
        }
    }
}

/// Two roundings, never fused, and below the upper bound.
#[test]
fn samples_with_parameters() {
    let below_one = 1.0 - f64::EPSILON / 2.0;
    // The last is so narrow that many round up to the bound.
    for (low, high) in [(-0.1, 0.3), (below_one.next_down(), 1.0)] {
        let parameters = Distribution::new(0, &[low, high]).unwrap();
        all_levels_give(parameters, uniform(), |x| (low + (high - low) * x).min(high.next_down()));
    }
    let parameters = Distribution::new(1, &[0.1, 1.0 / 3.0]).unwrap();
    all_levels_give(parameters, normal(), |z| 0.1 + 1.0 / 3.0 * z);
    let parameters = Distribution::new(2, &[3.0]).unwrap();
    all_levels_give(parameters, Distribution::new(2, &[1.0]).unwrap(), |x| 3.0 * x);
}

fn all_levels_give(distribution: Distribution, standard: Distribution, rule: impl Fn(f64) -> f64) {
    let [stream, standard] =
        [distribution, standard].map(|distribution| Stream { distribution, seed: 5, stream: 0 });
    for level in available_levels() {
        let expected: Vec<f64> =
            filled(level, &standard, 11, 5 * BLOCK + 21).into_iter().map(&rule).collect();
        let found = filled(level, &stream, 11, expected.len());
        assert!(bits(&found) == bits(&expected), "{stream:?} with {}", level_name(level));
    }
}

fn uniform() -> Distribution {
    Distribution::new(0, &[0.0, 1.0]).unwrap()
}

fn normal() -> Distribution {
    Distribution::new(1, &[0.0, 1.0]).unwrap()
}

/// Of each one, and integers of which almost half of the first attempts are rejected.
fn distributions() -> [Distribution; 5] {
    let of = |number, parameters: &[f64]| Distribution::new(number, parameters).unwrap();
    [uniform(), normal(), of(2, &[1.0]), of(3, &[0.0, 100.0]), of(3, &[0.0, 4_503_599_627_370_497.0])]
}

const BLOCK: usize = BLOCK_SAMPLES as usize;

fn filled(level: Level, stream: &Stream, start: u64, samples: usize) -> Vec<f64> {
    let mut out = vec![0.0; samples];
    assert!(fill(level, stream, start, &mut out, &mut || false));
    out
}

/// Samples as an array of this kind has them, in decimal, or the number of the first that does not fit.
fn integers(
    array: &str,
    level: Level,
    stream: &Stream,
    start: u64,
    samples: usize,
) -> Result<Vec<String>, u64> {
    let of = match array {
        "Int8Array" => whole::<i8>,
        "Uint8Array" => whole::<u8>,
        "Int16Array" => whole::<i16>,
        "Uint16Array" => whole::<u16>,
        "Int32Array" => whole::<i32>,
        "Uint32Array" => whole::<u32>,
        "BigInt64Array" => whole::<i64>,
        "BigUint64Array" => whole::<u64>,
        other => panic!("unknown array {other}"),
    };
    of(level, stream, start, samples)
}

fn whole<T: Whole + Display>(
    level: Level,
    stream: &Stream,
    start: u64,
    samples: usize,
) -> Result<Vec<String>, u64> {
    let mut out = vec![T::default(); samples];
    let filled = fill_whole(level, stream, start, &mut out, &mut || false);
    assert!(filled.map_err(|misfit| misfit.number)?);
    Ok(out.iter().map(T::to_string).collect())
}

fn bits(samples: &[f64]) -> Vec<u64> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}
