//! simd_rand's xoshiro256++, filling one array again and again, for the benches: it speaks as generators.py does.
//! simd_rand has no run-time dispatch, so this is built for the CPU that it is built on.

use std::io::{self, BufRead};
use std::time::{Duration, Instant};

fn main() -> io::Result<()> {
    let Some((name, mut fill)) = generator() else {
        println!(r#"{{"offered":[],"leftOut":["simd_rand: this CPU has no AVX2"],"versions":{{}}}}"#);
        return Ok(());
    };
    println!(
        r#"{{"offered":[{{"id":"uniform {name}","generator":"xoshiro256++","name":"{name}","distribution":"uniform","memory":"again","threads":1}}],"leftOut":[],"versions":{{}}}}"#
    );
    let mut array = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split(' ').map(|word| word.parse::<f64>().unwrap_or_default());
        let (samples, milliseconds) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if array.len() != samples as usize {
            array = vec![0.0; samples as usize];
            fill(&mut array);
            let mean = array.iter().sum::<f64>() / samples;
            assert!((mean - 0.5).abs() < 2.0 / samples.sqrt(), "{name} filled an array with something else");
        }
        println!("{}", median_time(milliseconds, || fill(&mut array)) / samples);
    }
    Ok(())
}

/// The nanoseconds of a run: the median of as many as there is time for.
fn median_time(milliseconds: f64, mut run: impl FnMut()) -> f64 {
    let end = Instant::now() + Duration::from_secs_f64(milliseconds / 1000.0);
    let mut times = Vec::new();
    while times.is_empty() || Instant::now() < end {
        let began = Instant::now();
        run();
        times.push(began.elapsed().as_nanos() as f64);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

type Fill = Box<dyn FnMut(&mut [f64])>;

#[cfg(all(
    target_arch = "x86_64",
    target_feature = "avx512f",
    target_feature = "avx512dq",
    target_feature = "avx512vl"
))]
fn generator() -> Option<(&'static str, Fill)> {
    use rand_core::SeedableRng;
    use simd_rand::specific::avx512::{SimdRand, Xoshiro256PlusPlusX8};
    use std::arch::x86_64::_mm512_storeu_pd;
    let mut rng = Xoshiro256PlusPlusX8::seed_from_u64(42);
    let fill = move |array: &mut [f64]| {
        for eight in array.as_chunks_mut::<8>().0 {
            // SAFETY: the whole build has AVX-512, and there is room for eight.
            unsafe { _mm512_storeu_pd(eight.as_mut_ptr(), rng.next_m512d()) };
        }
    };
    Some(("simd_rand AVX-512", Box::new(fill)))
}

#[cfg(all(target_arch = "x86_64", target_feature = "avx2", not(target_feature = "avx512dq")))]
fn generator() -> Option<(&'static str, Fill)> {
    use rand_core::SeedableRng;
    use simd_rand::specific::avx2::{SimdRand, Xoshiro256PlusPlusX4};
    use std::arch::x86_64::_mm256_storeu_pd;
    let mut rng = Xoshiro256PlusPlusX4::seed_from_u64(42);
    let fill = move |array: &mut [f64]| {
        for four in array.as_chunks_mut::<4>().0 {
            // SAFETY: the whole build has AVX2, and there is room for four.
            unsafe { _mm256_storeu_pd(four.as_mut_ptr(), rng.next_m256d()) };
        }
    };
    Some(("simd_rand AVX2", Box::new(fill)))
}

#[cfg(not(all(target_arch = "x86_64", target_feature = "avx2")))]
fn generator() -> Option<(&'static str, Fill)> {
    None
}
