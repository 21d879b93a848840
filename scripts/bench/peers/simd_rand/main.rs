//! simd_rand's xoshiro256++, filling one array again and again, for the benches: it speaks as generators.py does.
//! simd_rand has no run-time dispatch, so this is built for the CPU that it is built on.

use std::io::stdin;
use std::time::{Duration, Instant};

use rand_core::SeedableRng;
#[cfg(not(target_feature = "avx512dq"))]
use simd_rand::specific::avx2::{SimdRand, Xoshiro256PlusPlusX4 as Generator};
#[cfg(target_feature = "avx512dq")]
use simd_rand::specific::avx512::{SimdRand, Xoshiro256PlusPlusX8 as Generator};

const NAME: &str = if cfg!(target_feature = "avx512dq") { "simd_rand AVX-512" } else { "simd_rand AVX2" };

#[cfg(target_feature = "avx512dq")]
fn fill(generator: &mut Generator, array: &mut [f64]) {
    for eight in array.as_chunks_mut::<8>().0 {
        // SAFETY: the whole build has AVX-512, and there is room for eight.
        unsafe { std::arch::x86_64::_mm512_storeu_pd(eight.as_mut_ptr(), generator.next_m512d()) };
    }
}

#[cfg(not(target_feature = "avx512dq"))]
fn fill(generator: &mut Generator, array: &mut [f64]) {
    for four in array.as_chunks_mut::<4>().0 {
        // SAFETY: the whole build has AVX2 (else simd_rand has no such type), and there is room for four.
        unsafe { std::arch::x86_64::_mm256_storeu_pd(four.as_mut_ptr(), generator.next_m256d()) };
    }
}

fn main() {
    println!(
        r#"{{"offered":[{{"id":"uniform","generator":"xoshiro256++","name":"{NAME}","distribution":"uniform","memory":"again","threads":1}}],"leftOut":[],"versions":{{}}}}"#
    );
    let mut generator = Generator::seed_from_u64(42);
    let mut array = Vec::new();
    for line in stdin().lines().map_while(Result::ok) {
        let words: Vec<u64> = line.split(' ').flat_map(str::parse).collect();
        let [samples, milliseconds] = words[..] else { panic!("no request: {line}") };
        array.resize(samples as usize, 0.0);
        fill(&mut generator, &mut array);
        let mean = array.iter().sum::<f64>() / samples as f64;
        assert!(
            (mean - 0.5).abs() < 2.0 / (samples as f64).sqrt(),
            "{NAME} filled an array with something else"
        );
        let mut times = Vec::new();
        let end = Instant::now() + Duration::from_millis(milliseconds);
        while times.is_empty() || Instant::now() < end {
            let began = Instant::now();
            fill(&mut generator, &mut array);
            times.push(began.elapsed().as_nanos());
        }
        times.sort();
        println!("{}", times[times.len() / 2] as f64 / samples as f64);
    }
}
