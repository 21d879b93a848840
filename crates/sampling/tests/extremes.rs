//! Parameters at the ends of their ranges: samples are numbers within the support, the same at every SIMD level, and no
//! rule hangs.

use offloop_sampling::{Distribution, Level, Stream, available_levels, fill, level_name};

const INFINITY: f64 = f64::INFINITY;
const MOST_TRIALS: f64 = 9_007_199_254_740_991.0;
const HUGE: f64 = 1e300;
const TINY: f64 = 1e-300;
const NEARLY_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// Of a distribution: parameters, and the least and the largest sample.
fn cases() -> Vec<(u32, Vec<Vec<f64>>, [f64; 2])> {
    let positive = [0.0, INFINITY];
    let any = [-INFINITY, INFINITY];
    let shapes = [TINY, 1e-10, 1e-3, 0.05, NEARLY_ONE, 1.0, 1.5, 94.0, 95.0, 1e8, 1e12, 1e17, HUGE];
    let each = |values: &[f64]| values.iter().map(|&value| vec![value]).collect::<Vec<_>>();
    let pairs = |values: &[f64]| {
        values.iter().flat_map(|&a| values.iter().map(move |&b| vec![a, b])).collect::<Vec<_>>()
    };
    let with_one = |values: &[f64]| values.iter().map(|&value| vec![value, 1.0]).collect::<Vec<_>>();
    let locations =
        vec![vec![0.0, TINY], vec![f64::MAX, TINY], vec![-f64::MAX, f64::MAX], vec![0.0, f64::MAX]];
    let mut scaled = with_one(&shapes);
    scaled.extend([vec![TINY, f64::MAX], vec![HUGE, f64::MAX], vec![1.0, TINY]]);
    let of_three = vec![
        vec![0.0, 0.0, 1.0],
        vec![0.0, 1.0, 1.0],
        vec![-1e308, 0.0, 7e307],
        vec![1.0, 1.0, 1.0f64.next_up()],
        vec![0.0, TINY, 1.0],
    ];
    let weights = vec![
        vec![1.0],
        vec![TINY, HUGE],
        vec![0.0, 0.0, 5e-324],
        vec![1.0; 1000],
        vec![0.0, 1.0, 0.0],
        (0..100_000).map(|n| f64::from(n % 3)).collect(),
    ];
    let mut negative = pairs(&[TINY, 1e-3, 0.3, 0.9, 1.0]);
    negative.extend([vec![1e3, 0.01], vec![1e15, 0.5], vec![1.0, 1e-13], vec![1e2, 1e-13], vec![HUGE, 1.0]]);
    let mut binomials = vec![];
    for trials in [0.0, 1.0, 2.0, 100.0, 201.0, 1e6, 1e15, MOST_TRIALS] {
        for probability in [0.0, 5e-324, TINY, 1e-16, 1e-3, 0.5, 0.5f64.next_up(), 0.999, NEARLY_ONE, 1.0] {
            binomials.push(vec![trials, probability]);
        }
    }
    vec![
        (5, pairs(&[0.0, 1.0, 745.0, 1e308]), positive),
        (5, vec![vec![-1e308, 1e308], vec![-746.0, 1.0]], positive),
        (6, scaled.clone(), positive),
        (7, pairs(&shapes), [0.0, 1.0]),
        (8, each(&shapes), positive),
        (9, each(&shapes), any),
        (10, pairs(&shapes), positive),
        (11, locations.clone(), any),
        (12, locations.clone(), any),
        (13, locations.clone(), any),
        (14, locations, any),
        (15, scaled.clone(), positive),
        (16, scaled, positive),
        (17, each(&[TINY, 1.0, f64::MAX]), positive),
        (18, of_three.clone(), any),
        (19, pairs(&[1e-150, 1e-3, 1.0, 1e150, f64::MAX]), positive),
        (20, pairs(&[0.0, 5e-324, 0.399, 0.4, 3.0]), any),
        (20, vec![vec![3.0, 1e12], vec![-std::f64::consts::PI, HUGE]], any),
        (
            21,
            vec![
                vec![0.0, 1.0, 38.0, INFINITY],
                vec![0.0, 1.0, -INFINITY, -1e8],
                vec![0.0, TINY, 1.0, INFINITY],
                vec![0.0, 1.0, 1.0, 1.0f64.next_up()],
                vec![0.0, HUGE, -1.0, 1.0],
                vec![f64::MAX, f64::MAX, -f64::MAX, 0.0],
                vec![0.0, 1.0, -INFINITY, INFINITY],
                vec![0.0, 1.0, -1.25, 1.25],
                vec![0.0, 1.0, -INFINITY, 0.0],
            ],
            any,
        ),
        (22, each(&[0.0, 5e-324, TINY, 1.0, 100.0, 100.0f64.next_up(), 999.0, 1000.0, 1e9, 1e15]), positive),
        (23, binomials, positive),
        (24, each(&[TINY, 1e-16, 0.5f64.next_down(), 0.5, NEARLY_ONE, 1.0]), positive),
        (25, negative, positive),
        (
            26,
            vec![
                vec![0.0, 0.0, 0.0],
                vec![5.0, 0.0, 3.0],
                vec![0.0, 5.0, 3.0],
                vec![1e6, 1e15, 1e8],
                vec![1e15, 1e15, 1e15],
                vec![4.5e15, 4.5e15, 1.0],
                vec![500.0, 500.0, 999.0],
                vec![1e15, 300.0, 1e14],
                vec![1000.0, 1000.0, 250.0],
            ],
            positive,
        ),
        (27, pairs(&[1.0, 2.0, 100.0]), [1.0, INFINITY]),
        (
            27,
            vec![
                vec![0.0, 1_099_511_627_776.0],
                vec![TINY, 1_099_511_627_776.0],
                vec![1.0f64.next_up(), 1_099_511_627_776.0],
                vec![HUGE, 1_099_511_627_776.0],
                vec![1000.0, 2.0],
            ],
            [1.0, INFINITY],
        ),
        (28, weights, positive),
        (
            29,
            vec![vec![0.0, 1.0], vec![0.0, 0.0, 1.0, 1.0, 1.0, 1.0], vec![1.0, 0.0], vec![0.0, f64::MAX]],
            any,
        ),
        (30, vec![vec![TINY; 3], vec![1e-3; 3], vec![HUGE; 2], vec![TINY, HUGE], vec![1.0]], [0.0, 1.0]),
        (
            31,
            vec![
                vec![MOST_TRIALS, 0.5, 0.5],
                vec![MOST_TRIALS, 0.0, 1.0, 0.0],
                vec![0.0, 1.0],
                vec![1e6, 1e-300, 1.0, 1e-17],
                vec![1e4, 0.3, 0.3, 0.4],
            ],
            positive,
        ),
        (32, each(&[1.0, 2.0, 3.0, 1024.0]), [-1.0, 1.0]),
        (33, of_three, any),
        (34, vec![vec![TINY, 1.0], vec![1.0, 1.0f64.next_up()], vec![1e-154, 1e154]], positive),
    ]
}

#[test]
#[cfg_attr(
    feature = "scalar",
    ignore = "it takes minutes where nothing is optimised, as the scalar fallback's tests are"
)]
fn samples_are_numbers_within_the_support() {
    for (number, parameters, [least, most]) in cases() {
        for parameters in parameters {
            let Ok(distribution) = Distribution::new(number, &parameters) else { continue };
            let samples = 8192 / distribution.size() * distribution.size();
            let stream = Stream { distribution, seed: 7, stream: 3 };
            let expected = filled(Level::new(), &stream, samples);
            for sample in &expected {
                assert!((least..=most).contains(sample), "{sample} of {stream:?}");
            }
            for level in available_levels() {
                let found = filled(level, &stream, samples);
                let differs = found
                    .iter()
                    .zip(&expected)
                    .position(|(found, expected)| found.to_bits() != expected.to_bits());
                assert_eq!(differs, None, "{stream:?} with {}", level_name(level));
            }
        }
    }
}

fn filled(level: Level, stream: &Stream, samples: usize) -> Vec<f64> {
    let mut out = vec![0.0; samples];
    assert!(fill(level, stream, 1_000_000 * stream.distribution.size() as u64, &mut out, &mut || false));
    out
}
