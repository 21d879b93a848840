//! The vectors of the stream, at every SIMD level of this machine.

use offloop_sampling::{
    BLOCK_SAMPLES, Distribution, Job, Level, Total, available_levels, fill, level_name, total,
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

fn job(distribution: &str, samples: u64, seed: &str, stream: u32) -> Job {
    let distribution = match distribution {
        "uniform" => Distribution::Uniform,
        "gaussian" => Distribution::Gaussian,
        other => panic!("unknown distribution {other}"),
    };
    Job { distribution, samples, seed: seed.parse().unwrap(), stream }
}

#[test]
fn totals() {
    for level in available_levels() {
        for vector in vectors().totals {
            let job = job(&vector.distribution, vector.samples, &vector.seed, vector.stream);
            let found = total(level, &job, 0..job.blocks(), &mut || false).unwrap();
            let expected = Total { samples: vector.samples, units: vector.units.parse().unwrap() };
            assert_eq!(found, expected, "{job:?} with {}", level_name(level));
            assert_eq!(found.sum().to_bits(), vector.total.to_bits(), "{job:?}");
        }
    }
}

#[test]
fn first_samples() {
    for level in available_levels() {
        for vector in vectors().first_samples_as_big_endian_hex {
            let expected: Vec<u64> =
                vector.samples.iter().map(|hex| u64::from_str_radix(hex, 16).unwrap()).collect();
            let job = job(&vector.distribution, expected.len() as u64, &vector.seed, vector.stream);
            assert_eq!(bits(&filled(level, &job, 0)), expected, "{job:?} with {}", level_name(level));
        }
    }
}

/// Both kernels of both distributions, at block and step boundaries, against the narrowest level.
#[test]
fn every_level_has_the_same_bits() {
    let narrowest = *available_levels().last().unwrap();
    for distribution in [Distribution::Uniform, Distribution::Gaussian] {
        for samples in [1, 8, 15, 16, 31, 65_537, 4 * BLOCK_SAMPLES, 6 * BLOCK_SAMPLES + 12_345] {
            let job = Job { distribution, samples, seed: 0xDEAD_BEEF_0BAD_CAFE, stream: 3 };
            let whole = |level| total(level, &job, 0..job.blocks(), &mut || false).unwrap();
            for level in available_levels() {
                assert_eq!(whole(level), whole(narrowest), "{job:?} with {}", level_name(level));
                let samples = filled(level, &job, 0);
                assert_eq!(
                    bits(&samples),
                    bits(&filled(narrowest, &job, 0)),
                    "{job:?} with {}",
                    level_name(level)
                );
            }
        }
    }
}

/// The samples and the sums are the same stream: a uniform total is the exact sum of the samples.
#[test]
fn uniform_totals_are_the_sums_of_the_samples() {
    let job = Job { distribution: Distribution::Uniform, samples: 200_001, seed: 7, stream: 1 };
    let exact: i128 = filled(Level::new(), &job, 0)
        .iter()
        .map(|sample| (sample * 18_446_744_073_709_551_616.0) as i128)
        .sum();
    assert_eq!(total(Level::new(), &job, 0..job.blocks(), &mut || false).unwrap().units, exact);
}

#[test]
fn any_split_merges_to_the_same_total() {
    for distribution in [Distribution::Uniform, Distribution::Gaussian] {
        let job = Job { distribution, samples: 20 * BLOCK_SAMPLES + 99, seed: 5, stream: 0 };
        let part = |blocks| total(Level::new(), &job, blocks, &mut || false).unwrap();
        let whole = part(0..job.blocks());
        for cut in 0..=job.blocks() {
            assert_eq!(part(0..cut) + part(cut..job.blocks()), whole);
        }
        let singles: Total = (0..job.blocks()).map(|block| part(block..block + 1)).sum();
        assert_eq!(singles, whole);
    }
}

#[test]
fn blocks_past_the_end_are_empty() {
    let job = Job { distribution: Distribution::Uniform, samples: 10, seed: 5, stream: 0 };
    assert_eq!(total(Level::new(), &job, 1..u64::MAX, &mut || false), Some(Total::default()));
}

#[test]
fn a_cancelled_sum_has_no_total() {
    let job = Job { distribution: Distribution::Gaussian, samples: 100 * BLOCK_SAMPLES, seed: 5, stream: 0 };
    let mut asked = 0;
    let found = total(Level::new(), &job, 0..100, &mut || {
        asked += 1;
        asked > 3
    });
    assert_eq!((found, asked), (None, 4));
}

#[test]
fn samples_from_a_later_block_on() {
    let job = Job { distribution: Distribution::Gaussian, samples: 3 * BLOCK_SAMPLES, seed: 5, stream: 0 };
    let whole = filled(Level::new(), &job, 0);
    assert_eq!(bits(&filled(Level::new(), &job, 2)), bits(&whole[2 * BLOCK_SAMPLES as usize..]));
}

fn filled(level: Level, job: &Job, first_block: u64) -> Vec<f64> {
    let mut samples = vec![0.0; (job.samples - first_block * BLOCK_SAMPLES) as usize];
    assert!(fill(level, job, first_block, &mut samples, &mut || false));
    samples
}

fn bits(samples: &[f64]) -> Vec<u64> {
    samples.iter().map(|sample| sample.to_bits()).collect()
}
