//! Every kernel at every SIMD level of this machine, against what a Rust user would reach for
//! instead. Times are per sample.
//!
//! ```sh
//! cargo bench -p offloop-sampling                                           # as most people build
//! RUSTFLAGS="-C target-cpu=native" cargo bench -p offloop-sampling          # and simd_rand
//! RUSTFLAGS="-C target-cpu=haswell" cargo bench -p offloop-sampling         # simd_rand's pure AVX2
//! ```
//!
//! simd_rand has no run-time dispatch: its types exist only in a build for a CPU that has the
//! instructions, so the first command leaves it out. (Its AVX2 types use some AVX-512 instructions
//! where they may, hence the third.) Such a build compiles our lower levels to the better
//! instructions, too, so it leaves those out.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, criterion_group, criterion_main};
use offloop_sampling::{
    BLOCK_SAMPLES, Distribution, Level, Stream, Total, available_levels, fill, level_name, total,
};
use rand::distr::StandardUniform;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rand_distr::StandardNormal;
use rand_pcg::Pcg64Mcg;

/// A sum long enough that the start does not count: 64 blocks.
const SUMMED: u64 = 64 * BLOCK_SAMPLES;

/// What a fill writes: a block, 512 KB, which stays in a level 2 cache of 1 MB.
const FILLED: u64 = BLOCK_SAMPLES;

fn uniform() -> Distribution {
    Distribution::new(0, &[0.0, 1.0]).unwrap()
}

fn normal() -> Distribution {
    Distribution::new(1, &[0.0, 1.0]).unwrap()
}

fn stream(distribution: &Distribution) -> Stream {
    Stream { distribution: distribution.clone(), seed: 42, stream: 0 }
}

/// The levels whose code is what their name says: not those below what the whole build may use.
fn levels() -> Vec<Level> {
    let lowest = if cfg!(target_feature = "avx512f") {
        "avx512"
    } else if cfg!(target_feature = "avx2") {
        "avx2"
    } else {
        "sse2"
    };
    let mut levels = available_levels();
    if let Some(lowest) = levels.iter().position(|&level| level_name(level) == lowest) {
        levels.truncate(lowest + 1);
    }
    levels
}

fn sum(level: Level, stream: &Stream, samples: u64) -> Total {
    total(level, stream, 0..samples, &mut || false).expect("nobody cancels")
}

fn filled(level: Level, stream: &Stream, samples: u64) -> Vec<f64> {
    let mut out = vec![0.0; samples as usize];
    assert!(fill(level, stream, 0, &mut out, &mut || false));
    out
}

/// Panics unless every level gives the same bits: a wrong kernel's time means nothing.
fn assert_levels_agree() {
    for distribution in [uniform(), normal()] {
        // Several groups of blocks, and a last block that ends within a step.
        let stream = stream(&distribution);
        let samples = 9 * BLOCK_SAMPLES + 4321;
        let sum = |level| sum(level, &stream, samples);
        let bits = |level| filled(level, &stream, samples).into_iter().map(f64::to_bits).collect::<Vec<_>>();
        let levels = available_levels();
        for &level in &levels[1..] {
            assert_eq!(sum(level), sum(levels[0]), "{distribution:?}, {}", level_name(level));
            assert!(bits(level) == bits(levels[0]), "{distribution:?}, {}", level_name(level));
        }
    }
}

/// Times `run`, which makes `samples` samples, and reports the time of one.
fn per_sample<T>(group: &mut BenchmarkGroup<WallTime>, name: &str, samples: u64, mut run: impl FnMut() -> T) {
    group.bench_function(name, |bencher| {
        // To criterion a sample is an iteration; it asks for some number of them.
        bencher.iter_custom(|iterations| {
            let runs = iterations.div_ceil(samples);
            let start = Instant::now();
            for _ in 0..runs {
                black_box(run());
            }
            start.elapsed().mul_f64(iterations as f64 / (runs * samples) as f64)
        });
    });
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500));
    group
}

fn our_sums(group: &mut BenchmarkGroup<WallTime>, distribution: &Distribution) {
    for level in levels() {
        let stream = stream(distribution);
        let name = format!("offloop {}", level_name(level));
        per_sample(group, &name, SUMMED, || sum(level, &stream, SUMMED));
    }
}

fn our_fills(group: &mut BenchmarkGroup<WallTime>, distribution: &Distribution) {
    for level in levels() {
        let stream = stream(distribution);
        let mut out = vec![0.0; FILLED as usize];
        let name = format!("offloop {}", level_name(level));
        per_sample(group, &name, FILLED, || {
            fill(level, &stream, 0, &mut out, &mut || false);
            black_box(out.as_ptr())
        });
    }
}

/// Draws and adds, one sample at a time.
fn draw_and_sum<R: Rng, D: rand_distr::Distribution<f64>>(rng: &mut R, distribution: D) -> f64 {
    let mut sum = 0.0;
    for _ in 0..SUMMED {
        sum += distribution.sample(rng);
    }
    sum
}

fn draw_and_fill<R: Rng, D: rand_distr::Distribution<f64>>(rng: &mut R, distribution: D, out: &mut [f64]) {
    for (out, sample) in out.iter_mut().zip(distribution.sample_iter(rng)) {
        *out = sample;
    }
}

/// Eight accumulators, so that the additions do not wait for each other.
fn sum_of(samples: &[f64]) -> f64 {
    let (chunks, rest) = samples.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        for (sum, sample) in sums.iter_mut().zip(chunk) {
            *sum += sample;
        }
    }
    sums.iter().chain(rest).sum()
}

fn uniform_sum(criterion: &mut Criterion) {
    assert_levels_agree();
    let group = &mut group(criterion, "uniform sum");
    our_sums(group, &uniform());
    let mut small = SmallRng::seed_from_u64(42);
    per_sample(group, "rand SmallRng", SUMMED, || draw_and_sum(&mut small, StandardUniform));
    let mut pcg = Pcg64Mcg::seed_from_u64(42);
    per_sample(group, "rand Pcg64Mcg", SUMMED, || draw_and_sum(&mut pcg, StandardUniform));
    simd_rand_sums(group);
}

fn uniform_fill(criterion: &mut Criterion) {
    let group = &mut group(criterion, "uniform fill");
    our_fills(group, &uniform());
    let mut out = vec![0.0; FILLED as usize];
    let mut small = SmallRng::seed_from_u64(42);
    per_sample(group, "rand SmallRng", FILLED, || {
        draw_and_fill(&mut small, StandardUniform, &mut out);
        black_box(out.as_ptr())
    });
}

fn gaussian_sum(criterion: &mut Criterion) {
    let group = &mut group(criterion, "gaussian sum");
    our_sums(group, &normal());
    let mut small = SmallRng::seed_from_u64(42);
    per_sample(group, "rand SmallRng", SUMMED, || draw_and_sum(&mut small, StandardNormal));
    let mut pcg = Pcg64Mcg::seed_from_u64(42);
    per_sample(group, "rand Pcg64Mcg", SUMMED, || draw_and_sum(&mut pcg, StandardNormal));
    let mut out = [0.0; 1024];
    per_sample(group, "rand SmallRng, filled then summed", out.len() as u64, || {
        draw_and_fill(&mut small, StandardNormal, &mut out);
        sum_of(&out)
    });
}

fn gaussian_fill(criterion: &mut Criterion) {
    let group = &mut group(criterion, "gaussian fill");
    our_fills(group, &normal());
    let mut out = vec![0.0; FILLED as usize];
    let mut small = SmallRng::seed_from_u64(42);
    per_sample(group, "rand SmallRng", FILLED, || {
        draw_and_fill(&mut small, StandardNormal, &mut out);
        black_box(out.as_ptr())
    });
}

fn simd_rand_sums(group: &mut BenchmarkGroup<WallTime>) {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
    simd_rand_types::avx2(group);
    #[cfg(all(
        target_arch = "x86_64",
        target_feature = "avx512f",
        target_feature = "avx512dq",
        target_feature = "avx512vl"
    ))]
    simd_rand_types::avx512(group);
    _ = group;
}

#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
mod simd_rand_types {
    use std::arch::x86_64::{_mm256_add_pd, _mm256_setzero_pd};

    use criterion::BenchmarkGroup;
    use criterion::measurement::WallTime;
    use rand_core::SeedableRng;
    use simd_rand::specific::avx2::{self, SimdRand as _};
    #[cfg(all(target_feature = "avx512f", target_feature = "avx512dq", target_feature = "avx512vl"))]
    use simd_rand::specific::avx512::{self, SimdRand as _};

    use crate::{SUMMED, per_sample};

    pub fn avx2(group: &mut BenchmarkGroup<WallTime>) {
        let mut rng = avx2::Xoshiro256PlusPlusX4::seed_from_u64(42);
        per_sample(group, "simd_rand AVX2 xoshiro256++", SUMMED, || {
            // SAFETY: the module is compiled only where the whole build has AVX2.
            unsafe {
                let mut sums = _mm256_setzero_pd();
                for _ in 0..SUMMED / 4 {
                    sums = _mm256_add_pd(sums, rng.next_m256d());
                }
                sums
            }
        });
    }

    #[cfg(all(target_feature = "avx512f", target_feature = "avx512dq", target_feature = "avx512vl"))]
    pub fn avx512(group: &mut BenchmarkGroup<WallTime>) {
        use std::arch::x86_64::{_mm512_add_pd, _mm512_setzero_pd};

        let mut rng = avx512::Xoshiro256PlusPlusX8::seed_from_u64(42);
        per_sample(group, "simd_rand AVX-512 xoshiro256++", SUMMED, || {
            // SAFETY: the function is compiled only where the whole build has AVX-512.
            unsafe {
                let mut sums = _mm512_setzero_pd();
                for _ in 0..SUMMED / 8 {
                    sums = _mm512_add_pd(sums, rng.next_m512d());
                }
                sums
            }
        });
    }
}

criterion_group!(kernels, uniform_sum, uniform_fill, gaussian_sum, gaussian_fill);
criterion_main!(kernels);
