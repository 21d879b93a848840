//! Uniform fills against ones written by hand: xoshiro256++ with intrinsics of AVX-512 and of AVX2, one generator
//! and four side by side, into the same array again and again. All take turns, so that their ratios hold whatever
//! else the machine does. Times are per sample.
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
    use std::cell::RefCell;
    use std::hint::black_box;
    use std::time::Instant;

    use offloop_sampling::{
        BLOCK_SAMPLES, Distribution, Level, Sample, Stream, available_levels, fill, level_name, total,
    };

    const BLOCK: usize = BLOCK_SAMPLES as usize;

    /// How often each is timed; the fastest counts.
    const TURNS: usize = 300;

    const UNIT: f64 = 1.0 / (1u64 << 53) as f64;

    /// A fill by `N` generators side by side, an equal part of `out` each, the same every time.
    macro_rules! hand_written {
        ($name:ident, $features:literal, $vector:ident, $lanes:literal, $set1:ident, $add:ident, $xor:ident, $shl:ident,
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
                            (((n * 4 + word) * $lanes + lane + 1) as i64).wrapping_mul(0x1E37_79B9_7F4A_7C15)
                        });
                        // SAFETY: as large, and any bits will do.
                        states[n][word] = unsafe { std::mem::transmute::<[i64; $lanes], $vector>(start) };
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
        __m512i,
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
        __m256i,
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

    /// A fill to time: it says how many samples it made.
    struct Candidate<'a> {
        name: &'static str,
        run: Box<dyn FnMut() -> usize + 'a>,
    }

    fn candidate<'a>(name: &'static str, run: impl FnMut() -> usize + 'a) -> Candidate<'a> {
        Candidate { name, run: Box::new(run) }
    }

    /// Times the candidates in turns. The first two are what the others are compared with.
    fn race(mut candidates: Vec<Candidate>) {
        let mut best = vec![f64::INFINITY; candidates.len()];
        for _ in 0..TURNS {
            for (best, candidate) in best.iter_mut().zip(&mut candidates) {
                let start = Instant::now();
                let samples = black_box((candidate.run)());
                *best = best.min(start.elapsed().as_nanos() as f64 / samples as f64);
            }
        }
        for (time, candidate) in best.iter().zip(&candidates) {
            let (one, four) = (time / best[0], time / best[1]);
            println!("{:<36} {time:.3} ns, {one:.2} and {four:.2} times the hand-written", candidate.name);
        }
    }

    fn hand_written_fill<const N: usize>(level: Level, out: &mut [f64]) -> usize {
        // SAFETY: the level proves that the CPU has the instructions.
        unsafe {
            match level {
                Level::Avx512(_) => avx512::<N>(out),
                Level::Avx2(_) => avx2::<N>(out),
                _ => unreachable!("written by hand for AVX-512 and AVX2"),
            }
        }
        out.len()
    }

    fn our_fill<T: Sample>(
        level: Level,
        distribution: &Distribution,
        first_block: u64,
        out: &mut [T],
    ) -> usize {
        let stream = Stream { distribution: distribution.clone(), seed: 42, stream: 0 };
        assert!(fill(level, &stream, first_block * BLOCK_SAMPLES, out, &mut || false));
        out.len()
    }

    /// An array that begins at a cache line: the others cost a CPU two lines a store.
    fn aligned<T: Copy + Default>(memory: &mut Vec<T>, samples: usize) -> &mut [T] {
        const LINE: usize = 64;
        let per_line = LINE / size_of::<T>();
        memory.resize(samples + per_line, T::default());
        let past = memory.as_ptr().addr() % LINE / size_of::<T>();
        &mut memory[(per_line - past) % per_line..][..samples]
    }

    fn fills(level: Level, samples: usize) {
        println!("\n{}, {} into the same array", level_name(level), blocks(samples));
        let (mut doubles, mut singles) = (Vec::new(), Vec::new());
        let doubles = &RefCell::new(aligned::<f64>(&mut doubles, samples));
        let singles = &RefCell::new(aligned::<f32>(&mut singles, samples));
        let double = |distribution: &Distribution| {
            let distribution = distribution.clone();
            move || our_fill(level, &distribution, 0, &mut doubles.borrow_mut())
        };
        let single = |distribution: &Distribution| {
            let distribution = distribution.clone();
            move || our_fill(level, &distribution, 0, &mut singles.borrow_mut())
        };
        let [uniform, normal] = [0, 1].map(|number| Distribution::new(number, &[0.0, 1.0]).unwrap());
        let normal_stream = Stream { distribution: normal.clone(), seed: 42, stream: 0 };
        race(vec![
            candidate("xoshiro256++, one generator", || {
                hand_written_fill::<1>(level, &mut doubles.borrow_mut())
            }),
            candidate("xoshiro256++, four side by side", || {
                hand_written_fill::<4>(level, &mut doubles.borrow_mut())
            }),
            candidate("offloop uniform", double(&uniform)),
            candidate("offloop uniform, block by block", || {
                let mut out = doubles.borrow_mut();
                let blocks = (0..).zip(out.chunks_mut(BLOCK));
                blocks.map(|(block, out)| our_fill(level, &uniform, block, out)).sum()
            }),
            candidate("offloop uniform, single precision", single(&uniform)),
            candidate("offloop normal", double(&normal)),
            candidate("offloop normal, single precision", single(&normal)),
            candidate("offloop normal, only summed", || {
                black_box(total(level, &normal_stream, 0..samples as u64, &mut || false));
                samples
            }),
            candidate("zeros", || {
                doubles.borrow_mut().fill(0.0);
                samples
            }),
        ]);
    }

    fn blocks(samples: usize) -> String {
        match samples / BLOCK {
            1 => "one block".into(),
            blocks => format!("{blocks} blocks"),
        }
    }

    pub fn main() {
        for level in available_levels() {
            if matches!(level, Level::Avx512(_) | Level::Avx2(_)) {
                fills(level, BLOCK);
                fills(level, 4 * BLOCK);
            }
        }
    }
}
