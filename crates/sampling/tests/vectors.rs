//! The vectors of the stream, at every SIMD level of this machine.

use offloop_sampling::{
    BLOCK_SAMPLES, Distribution, Level, Scale, Stream, Total, available_levels, fill, level_name, total,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vectors {
    totals: Vec<TotalVector>,
    first_samples_as_big_endian_hex: Vec<SamplesVector>,
}

#[derive(Deserialize)]
struct TotalVector {
    distribution: String,
    samples: u64,
    seed: String,
    stream: u32,
    units: String,
    total: f64,
}

#[derive(Deserialize)]
struct SamplesVector {
    distribution: String,
    seed: String,
    stream: u32,
    samples: Vec<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../docs/vectors.json")).unwrap()
}

fn stream(distribution: &str, seed: &str, stream: u32) -> Stream {
    let distribution = match distribution {
        "uniform" => Distribution::Uniform,
        "gaussian" => Distribution::Gaussian,
        other => panic!("unknown distribution {other}"),
    };
    Stream { distribution, seed: seed.parse().unwrap(), stream }
}

#[test]
fn totals() {
    for level in available_levels() {
        for vector in vectors().totals {
            let stream = stream(&vector.distribution, &vector.seed, vector.stream);
            let found = total(level, &stream, 0..vector.samples, &mut || false).unwrap();
            let expected = Total { samples: vector.samples, units: vector.units.parse().unwrap() };
            assert_eq!(found, expected, "{stream:?} with {}", level_name(level));
            assert_eq!(found.sum().to_bits(), vector.total.to_bits(), "{stream:?}");
        }
    }
}

#[test]
fn first_samples() {
    for level in available_levels() {
        for vector in vectors().first_samples_as_big_endian_hex {
            let expected: Vec<u64> =
                vector.samples.iter().map(|hex| u64::from_str_radix(hex, 16).unwrap()).collect();
            let stream = stream(&vector.distribution, &vector.seed, vector.stream);
            let found = filled(level, &stream, 0, expected.len());
            assert_eq!(bits(&found), expected, "{stream:?} with {}", level_name(level));
        }
    }
}

/// Both kernels of both distributions, at block and step boundaries, against the narrowest level.
#[test]
fn every_level_has_the_same_bits() {
    let narrowest = *available_levels().last().unwrap();
    for distribution in DISTRIBUTIONS {
        let stream = Stream { distribution, seed: 0xDEAD_BEEF_0BAD_CAFE, stream: 3 };
        for samples in [1, 8, 15, 16, 31, 65_537, 4 * BLOCK, 6 * BLOCK + 12_345] {
            let sum = |level| total(level, &stream, 0..samples as u64, &mut || false).unwrap();
            for level in available_levels() {
                assert_eq!(sum(level), sum(narrowest), "{stream:?} with {}", level_name(level));
                let bits = |level| bits(&filled(level, &stream, 0, samples));
                assert_eq!(bits(level), bits(narrowest), "{stream:?} with {}", level_name(level));
            }
        }
    }
}

/// The samples and the sums are the same stream: a uniform total is the exact sum of the samples.
#[test]
fn uniform_totals_are_the_sums_of_the_samples() {
    let stream = Stream { distribution: Distribution::Uniform, seed: 7, stream: 1 };
    let exact: i128 = filled(Level::new(), &stream, 0, 200_001)
        .iter()
        .map(|sample| (sample * 18_446_744_073_709_551_616.0) as i128)
        .sum();
    assert_eq!(total(Level::new(), &stream, 0..200_001, &mut || false).unwrap().units, exact);
}

#[test]
fn any_split_merges_to_the_same_total() {
    for distribution in DISTRIBUTIONS {
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
    let stream = Stream { distribution: Distribution::Uniform, seed: 5, stream: 0 };
    assert_eq!(
        total(Level::new(), &stream, BLOCK_SAMPLES..BLOCK_SAMPLES, &mut || false),
        Some(Total::default())
    );
}

#[test]
fn a_cancelled_sum_has_no_total() {
    let stream = Stream { distribution: Distribution::Gaussian, seed: 5, stream: 0 };
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
    for distribution in DISTRIBUTIONS {
        let stream = Stream { distribution, seed: 5, stream: 0 };
        let whole = filled(Level::new(), &stream, 0, 7 * BLOCK);
        for level in available_levels() {
            for start in [1, 7, 8, 9, 15, 16, 17, 4321, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK] {
                for samples in [1, 2, 7, 8, 20, BLOCK + 3, 5 * BLOCK - 1] {
                    let found = filled(level, &stream, start as u64, samples);
                    let expected = &whole[start..start + samples];
                    assert!(bits(&found) == bits(expected), "{samples} {distribution:?} from {start}");
                }
            }
        }
    }
}

/// Two roundings, never fused, and below the upper bound.
#[test]
fn scaled_samples() {
    let uniform = Stream { distribution: Distribution::Uniform, seed: 5, stream: 0 };
    let gaussian = Stream { distribution: Distribution::Gaussian, ..uniform };
    let below_one = 1.0 - f64::EPSILON / 2.0;
    for (stream, scale) in [
        (uniform, Scale { offset: -0.1, factor: 0.3 - -0.1, most: 0.3f64.next_down() }),
        // So narrow that many round up to the bound.
        (uniform, Scale { offset: below_one.next_down(), factor: f64::EPSILON, most: below_one }),
        (gaussian, Scale { offset: 0.1, factor: 1.0 / 3.0, most: f64::INFINITY }),
    ] {
        for level in available_levels() {
            let mut out = vec![0.0; 5 * BLOCK + 21];
            assert!(fill(level, &stream, 11, &mut out, Some(scale), &mut || false));
            let expected: Vec<f64> = filled(level, &stream, 11, out.len())
                .iter()
                .map(|sample| (scale.offset + scale.factor * sample).min(scale.most))
                .collect();
            assert!(bits(&out) == bits(&expected), "{scale:?} with {}", level_name(level));
        }
    }
}

const DISTRIBUTIONS: [Distribution; 2] = [Distribution::Uniform, Distribution::Gaussian];

const BLOCK: usize = BLOCK_SAMPLES as usize;

fn filled(level: Level, stream: &Stream, start: u64, samples: usize) -> Vec<f64> {
    let mut out = vec![0.0; samples];
    assert!(fill(level, stream, start, &mut out, None, &mut || false));
    out
}

fn bits(samples: &[f64]) -> Vec<u64> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}
