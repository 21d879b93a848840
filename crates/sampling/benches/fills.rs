//! Fills against hand-written ones: xoshiro256++ with AVX-512 and AVX2 intrinsics, one generator and
//! several side by side, into the same array of 512 KB again and again. All take turns, so that the
//! ratios hold whatever else the machine does. Times are per sample.
//!
//! ```sh
//! cargo bench -p offloop-sampling --bench fills
//! ```

#[cfg(not(target_arch = "x86_64"))]
fn main() {
    println!("The hand-written fills are for x86-64.");
}

#[cfg(target_arch = "x86_64")]
fn main() {
    x86_64::main();
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use std::arch::x86_64::*;
    use std::hint::black_box;
    use std::time::Instant;

    use offloop_sampling::{
        BLOCK_SAMPLES, Distribution, Job, Level, available_levels, fill, level_name, total,
    };

    const BLOCK: usize = BLOCK_SAMPLES as usize;

    /// How often each is timed; the fastest counts.
    const TURNS: usize = 400;

    const UNIT: f64 = 1.0 / (1u64 << 53) as f64;

    /// A fill by `N` generators side by side, an equal part of `out` each, the same every time.
    macro_rules! hand_written {
        ($name:ident, $features:literal, $lanes:literal, $set1:ident, $add:ident, $xor:ident, $shl:ident,
         $rotate:ident, $double:ident, $store:ident) => {
            #[target_feature(enable = $features)]
            fn $name<const N: usize>(out: &mut [f64]) {
                let part = out.len() / N;
                assert!(part % $lanes == 0);
                let mut states = [[$set1(0); 4]; N];
                for n in 0..N {
                    for word in 0..4 {
                        // Any numbers will do.
                        let start: [i64; $lanes] = std::array::from_fn(|lane| {
                            ((n * 4 + word) * $lanes + lane + 1) as i64 * 0x1E37_79B9_7F4A_7C15
                        });
                        // SAFETY: as large, and any bits will do.
                        states[n][word] = unsafe { std::mem::transmute(start) };
                    }
                }
                let out = out.as_mut_ptr();
                let mut at = 0;
                while at < part {
                    for n in 0..N {
                        let [s0, s1, s2, s3] = states[n];
                        let word = $add($rotate::<23, 41>($add(s0, s3)), s0);
                        let (s2x, s3x) = ($xor(s2, s0), $xor(s3, s1));
                        states[n] =
                            [$xor(s0, s3x), $xor(s1, s2x), $xor(s2x, $shl::<17>(s1)), $rotate::<45, 19>(s3x)];
                        // SAFETY: at + lanes <= part, and out has N parts.
                        unsafe { $store(out.add(n * part + at), $double(word)) };
                    }
                    at += $lanes;
                }
            }
        };
    }

    hand_written!(
        avx512,
        "avx512f,avx512dq",
        8,
        _mm512_set1_epi64,
        _mm512_add_epi64,
        _mm512_xor_si512,
        _mm512_slli_epi64,
        rotate_512,
        double_512,
        _mm512_storeu_pd
    );
    hand_written!(
        avx2,
        "avx2",
        4,
        _mm256_set1_epi64x,
        _mm256_add_epi64,
        _mm256_xor_si256,
        _mm256_slli_epi64,
        rotate_256,
        double_256,
        _mm256_storeu_pd
    );

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn rotate_512<const LEFT: i32, const RIGHT: i32>(x: __m512i) -> __m512i {
        _mm512_rol_epi64::<LEFT>(x)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    fn double_512(word: __m512i) -> __m512d {
        _mm512_mul_pd(_mm512_cvtepu64_pd(_mm512_srli_epi64::<11>(word)), _mm512_set1_pd(UNIT))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn rotate_256<const LEFT: i32, const RIGHT: i32>(x: __m256i) -> __m256i {
        _mm256_or_si256(_mm256_slli_epi64::<LEFT>(x), _mm256_srli_epi64::<RIGHT>(x))
    }

    /// The upper 21 and the lower 32 of 53 bits, each in the significand of a double of its own scale.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn double_256(word: __m256i) -> __m256d {
        let splat = |x: f64| _mm256_set1_epi64x(x.to_bits() as i64);
        let high = _mm256_or_si256(_mm256_srli_epi64::<43>(word), splat((1u64 << 31) as f64));
        let low = _mm256_blend_epi32::<0b1010_1010>(_mm256_srli_epi64::<11>(word), splat(0.5));
        let high = _mm256_sub_pd(_mm256_castsi256_pd(high), _mm256_set1_pd((1u64 << 31) as f64 + 0.5));
        _mm256_add_pd(high, _mm256_castsi256_pd(low))
    }

    struct Candidate<'a> {
        name: String,
        run: Box<dyn FnMut() -> usize + 'a>,
        best: f64,
    }

    fn candidate<'a>(name: String, run: impl FnMut() -> usize + 'a) -> Candidate<'a> {
        Candidate { name, run: Box::new(run), best: f64::INFINITY }
    }

    fn race(candidates: &mut [Candidate], turns: usize) {
        for _ in 0..turns {
            for candidate in &mut *candidates {
                let start = Instant::now();
                let samples = black_box((candidate.run)());
                let time = start.elapsed().as_nanos() as f64 / samples as f64;
                candidate.best = candidate.best.min(time);
            }
        }
        let first = candidates[0].best;
        for candidate in candidates {
            println!("{:<44} {:.4} ns  {:.3}", candidate.name, candidate.best, candidate.best / first);
        }
        println!();
    }

    /// Uninitialised pages would count; so would an array that is not aligned.
    fn array<T: Copy + Default>(samples: usize, offset_bytes: usize) -> (Vec<T>, usize) {
        let memory = vec![T::default(); samples + 512];
        let size = size_of::<T>();
        let past = memory.as_ptr().addr() % 4096;
        (memory, ((4096 - past) + offset_bytes) % 4096 / size)
    }

    fn raced_fills(level: Level, offset: usize) {
        println!("{}, {} bytes past a page's start", level_name(level), offset);
        let wide = level_name(level) == "avx512";
        let mut arrays: Vec<(Vec<f64>, usize)> = (0..1).map(|_| array(BLOCK, offset)).collect();
        let (memory, from) = &mut arrays[0];
        let cell = std::cell::RefCell::new(&mut memory[*from..*from + BLOCK]);
        let mut singles = vec![0f32; 2 * BLOCK + 16];
        let past = singles.as_ptr().addr() % 64 / 4;
        let single = &mut singles[(16 - past) % 16..][..2 * BLOCK];
        let single = std::cell::RefCell::new(single);
        let job = |distribution| Job { distribution, samples: 4 * BLOCK_SAMPLES, seed: 42, stream: 0 };
        let uniform = job(Distribution::Uniform);
        let gaussian = job(Distribution::Gaussian);
        let hand = |n: usize| {
            let cell = &cell;
            candidate(format!("hand-written xoshiro256++, {n}"), move || {
                let out = &mut **cell.borrow_mut();
                // SAFETY: the level says so.
                unsafe {
                    match (wide, n) {
                        (true, 1) => avx512::<1>(out),
                        (true, 2) => avx512::<2>(out),
                        (true, _) => avx512::<4>(out),
                        (false, 1) => avx2::<1>(out),
                        (false, 2) => avx2::<2>(out),
                        (false, _) => avx2::<4>(out),
                    }
                }
                BLOCK
            })
        };
        let mut candidates = vec![
            hand(1),
            hand(2),
            hand(4),
            candidate("offloop uniform, one block".into(), || {
                fill(level, &uniform, 0, &mut cell.borrow_mut(), &mut || false);
                BLOCK
            }),
            candidate("offloop uniform f32, one block".into(), || {
                fill(level, &uniform, 0, &mut single.borrow_mut()[..BLOCK], &mut || false);
                BLOCK
            }),
            candidate("offloop gaussian, one block".into(), || {
                fill(level, &gaussian, 0, &mut cell.borrow_mut(), &mut || false);
                BLOCK
            }),
            candidate("offloop gaussian f32, one block".into(), || {
                fill(level, &gaussian, 0, &mut single.borrow_mut()[..BLOCK], &mut || false);
                BLOCK
            }),
            candidate("offloop gaussian sum, one block".into(), || {
                black_box(total(level, &gaussian, 0..1, &mut || false));
                BLOCK
            }),
            candidate("zeros".into(), || {
                cell.borrow_mut().fill(0.0);
                BLOCK
            }),
        ];
        race(&mut candidates, TURNS);
        drop(candidates);

        let (mut memory, from) = array::<f64>(4 * BLOCK, offset);
        let cell = std::cell::RefCell::new(&mut memory[from..from + 4 * BLOCK]);
        let hand = |n: usize| {
            let cell = &cell;
            candidate(format!("4 blocks: hand-written xoshiro256++, {n}"), move || {
                let out = &mut **cell.borrow_mut();
                // SAFETY: the level says so.
                unsafe {
                    match (wide, n) {
                        (true, 1) => avx512::<1>(out),
                        (true, _) => avx512::<4>(out),
                        (false, 1) => avx2::<1>(out),
                        (false, _) => avx2::<4>(out),
                    }
                }
                4 * BLOCK
            })
        };
        let mut candidates = vec![
            hand(1),
            hand(4),
            candidate("4 blocks: offloop uniform".into(), || {
                fill(level, &uniform, 0, &mut cell.borrow_mut(), &mut || false);
                4 * BLOCK
            }),
            candidate("4 blocks: offloop uniform, one by one".into(), || {
                for (block, out) in cell.borrow_mut().chunks_mut(BLOCK).enumerate() {
                    fill(level, &uniform, block as u64, out, &mut || false);
                }
                4 * BLOCK
            }),
            candidate("4 blocks: zeros".into(), || {
                cell.borrow_mut().fill(0.0);
                4 * BLOCK
            }),
        ];
        race(&mut candidates, TURNS / 2);
    }

    pub fn main() {
        for level in available_levels() {
            if ["avx512", "avx2"].contains(&level_name(level)) {
                for offset in [0, 16] {
                    raced_fills(level, offset);
                }
            }
        }
    }
}
