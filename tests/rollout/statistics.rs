//! The statistics against published tables, and against values of other libraries: those of mpmath
//! 1.3.0 at 40 digits where nothing else is said, each of which scipy 1.17.1 confirms.

#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use pointsman::rollout::statistics::{
    Confidence, chi_square_tail, newcombe, two_sided_quantile, wilson,
};

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found:e} instead of {expected:e}");
}

/// Hits, trials, level, and both ends; statsmodels 0.15.0 (`proportion_confint`) gives the same.
const WILSON: [(u64, u64, f64, f64, f64); 18] = [
    (0, 1, 0.95, 0.0, 0.793_450_685_622_762_6),
    (1, 1, 0.95, 0.206_549_314_377_237_45, 1.0),
    (0, 10, 0.95, 0.0, 0.277_532_799_862_889_2),
    (1, 10, 0.95, 0.017_876_213_095_072_91, 0.404_150_026_795_238_4),
    (5, 10, 0.95, 0.236_593_090_512_564_02, 0.763_406_909_487_436),
    (10, 10, 0.95, 0.722_467_200_137_110_9, 1.0),
    (0, 29, 0.95, 0.0, 0.116_969_798_499_740_72),
    (81, 263, 0.95, 0.255_288_519_878_274_2, 0.366_209_576_982_800_04),
    (15, 148, 0.95, 0.062_386_399_530_736_28, 0.160_487_241_723_308_03),
    (1, 29, 0.95, 0.006_113_214_292_762_662, 0.171_755_218_793_202_85),
    (7, 1000, 0.5, 0.005_432_232_304_233_253, 0.009_016_131_032_150_133),
    (7, 1000, 0.999, 0.002_164_329_896_861_233_7, 0.022_397_293_669_379_12),
    (500, 1000, 0.999_999, 0.423_565_466_357_628_2, 0.576_434_533_642_371_8),
    (0, 1_000_000_000, 0.95, 0.0, 3.841_458_805_937_319e-09),
    (1, 1_000_000_000, 0.95, 1.765_245_549_569_632e-10, 5.664_934_243_297_438e-09),
    (500_000_000, 1_000_000_000, 0.95, 0.499_969_010_248_444_3, 0.500_030_989_751_555_7),
    (999_999_999, 1_000_000_000, 0.95, 0.999_999_994_335_065_8, 0.999_999_999_823_475_4),
    (1_000_000_000, 1_000_000_000, 0.99, 0.999_999_993_365_103_5, 1.0),
];

#[test]
fn wilson_s_interval_is_that_of_other_libraries() {
    for (hits, trials, level, low, high) in WILSON {
        let confidence = Confidence::new(level).expect("a level");
        let interval = wilson(hits, trials, confidence).expect("trials");
        near(interval.low(), low, 1e-12 * low.max(1e-3));
        near(interval.high(), high, 1e-12 * high.max(1e-3));
    }
}

/// L. D. Brown, T. T. Cai, A. `DasGupta` (2001) and R. G. Newcombe (Two-sided confidence intervals for the
/// single proportion, 1998, table I) print four digits.
#[test]
fn wilson_s_interval_is_that_of_the_literature() {
    for (hits, trials, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let interval = wilson(hits, trials, Confidence::default()).expect("trials");
        near(interval.low(), low, 5e-5);
        near(interval.high(), high, 5e-5);
    }
}

#[test]
fn none_of_n_and_all_of_n_are_exact_at_their_end() {
    for trials in [1, 2, 3, 10, 1_000, 1_000_000_000, u64::MAX] {
        let none = wilson(0, trials, Confidence::default()).expect("trials");
        let all = wilson(trials, trials, Confidence::default()).expect("trials");
        assert_eq!((none.low(), all.high()), (0.0, 1.0));
        assert!(none.high() > 0.0 && all.low() < 1.0 || trials == u64::MAX);
        assert!((none.high() + all.low() - 1.0).abs() < 1e-15);
    }
}

#[test]
fn without_trials_there_is_no_interval() {
    let confidence = Confidence::default();
    assert_eq!(wilson(0, 0, confidence), None);
    assert_eq!(wilson(7, 0, confidence), None);
    assert_eq!(wilson(7, 5, confidence), wilson(5, 5, confidence));
    assert_eq!(newcombe((0, 0), (1, 2), confidence), None);
    assert_eq!(newcombe((1, 2), (0, 0), confidence), None);
}

/// Of a confidence near 0 the interval is the proportion alone, and its ends used to change places.
#[test]
fn wilson_s_interval_holds_what_was_seen() {
    for level in [1e-300, 1e-17, 1e-9, 0.5, 0.95, 1.0 - f64::EPSILON] {
        let confidence = Confidence::new(level).expect("a level");
        for trials in (1..60).chain([u64::MAX - 1, u64::MAX]) {
            for hits in (0..=trials.min(60)).chain([trials - 1, trials]) {
                let interval = wilson(hits, trials, confidence).expect("trials");
                #[expect(clippy::cast_precision_loss, reason = "as the interval has it")]
                let seen = hits as f64 / trials as f64;
                assert!(interval.contains(seen), "{hits} of {trials} at {level}: {interval:?}");
                assert!(0.0 <= interval.low() && interval.high() <= 1.0);
                assert!(!interval.contains(-0.1) && !interval.contains(1.1));
            }
        }
    }
}

/// Of so many trials.
type Hits = (u64, u64);

/// statsmodels 0.15.0, `confint_proportions_2indep(method="newcomb", compare="diff")`. The first eight
/// are the examples of R. G. Newcombe (1998), table II, method 10.
const NEWCOMBE: [(Hits, Hits, f64, f64); 11] = [
    ((56, 70), (48, 80), 0.052_431_472_402_364_98, 0.333_872_654_036_906_14),
    ((9, 10), (3, 10), 0.170_522_723_934_502_9, 0.809_017_973_535_488),
    ((6, 7), (2, 7), 0.058_227_927_482_312_09, 0.806_249_637_524_227_8),
    ((5, 56), (0, 29), -0.038_137_147_903_536_936, 0.192_560_013_855_111_65),
    ((0, 10), (0, 20), -0.161_125_158_052_819_4, 0.277_532_799_862_889_26),
    ((0, 10), (0, 10), -0.277_532_799_862_889_26, 0.277_532_799_862_889_26),
    ((10, 10), (0, 20), 0.679_086_037_141_914_5, 1.0),
    ((10, 10), (0, 10), 0.607_509_350_430_524_1, 1.0),
    ((1, 1), (0, 1), -0.122_108_720_681_941_78, 1.0),
    (
        (10_000_000, 1_000_000_000),
        (10_001_000, 1_000_000_000),
        -9.721_505_848_039_899e-06,
        7.721_505_721_726_853e-06,
    ),
    ((30, 1000), (90, 9000), 0.010_807_805_678_350_58, 0.032_640_523_713_678_97),
];

#[test]
fn newcombe_s_interval_is_that_of_another_library() {
    for (first, second, low, high) in NEWCOMBE {
        let interval = newcombe(first, second, Confidence::default()).expect("trials");
        near(interval.low(), low, 1e-13);
        near(interval.high(), high, 1e-13);
        let turned = newcombe(second, first, Confidence::default()).expect("trials");
        near(turned.low(), -interval.high(), 1e-16);
        near(turned.high(), -interval.low(), 1e-16);
    }
}

#[test]
fn newcombe_s_interval_is_that_of_his_paper() {
    let printed = [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ];
    for (first, second, low, high) in printed {
        let interval = newcombe(first, second, Confidence::default()).expect("trials");
        near(interval.low(), low, 5e-5);
        near(interval.high(), high, 5e-5);
    }
}

/// Statistic, degrees of freedom, upper tail: `gammainc(d/2, x/2, inf, regularized=True)`.
const CHI_SQUARE: [(f64, u32, f64); 28] = [
    (0.0, 1, 1.0),
    (1e-10, 1, 0.999_992_021_154_392_1),
    (0.5, 1, 0.479_500_122_186_953_5),
    (3.841_458_820_694_124, 1, 0.050_000_000_000_000_06),
    (10.827_566_170_662_733, 1, 0.000_999_999_999_999_999_6),
    (100.0, 1, 1.523_970_604_832_105e-23),
    (1370.0, 1, 6.942_937_364_643_268e-300),
    (5.991_464_547_107_979, 2, 0.050_000_000_000_000_07),
    (1.0, 2, 0.606_530_659_712_633_4),
    (1380.0, 2, 2.171_738_281_389_827e-300),
    (2.0, 3, 0.572_406_704_470_879_8),
    (11.070_497_693_516_351, 5, 0.050_000_000_000_000_05),
    (0.001, 5, 0.999_999_998_318_512_3),
    (1400.0, 5, 1.376_587_514_394_370_4e-300),
    (18.307_038_053_275_146, 10, 0.050_000_000_000_000_01),
    (5.0, 10, 0.891_178_018_914_151_3),
    (100.0, 100, 0.481_191_684_527_956_74),
    (124.342_113_404_004_07, 100, 0.050_000_000_000_000_09),
    (60.0, 100, 0.999_481_108_537_452),
    (2000.0, 100, 0.0),
    (999.0, 999, 0.494_049_877_958_527_9),
    (1000.0, 1000, 0.494_052_853_829_239_64),
    (800.0, 1000, 0.999_999_189_061_892_1),
    (1106.969, 1000, 0.009_999_996_853_907_445),
    (1400.0, 1000, 7.032_145_641_828_589e-16),
    (3500.0, 1000, 1.044_352_300_543_274_7e-273),
    (5000.0, 5000, 0.497_340_378_892_345_1),
    (5500.0, 5000, 6.203_019_945_328_596e-07),
];

#[test]
fn the_tail_of_chi_square_is_that_of_other_libraries() {
    for (statistic, degrees, tail) in CHI_SQUARE {
        near(chi_square_tail(statistic, degrees), tail, 1e-11 * tail);
    }
}

/// The upper 5 % points that every table prints.
#[test]
fn the_tail_of_chi_square_is_that_of_the_tables() {
    let points = [
        (1, 3.841),
        (2, 5.991),
        (3, 7.815),
        (4, 9.488),
        (10, 18.307),
        (30, 43.773),
        (100, 124.342),
    ];
    for (degrees, point) in points {
        near(chi_square_tail(point, degrees), 0.05, 2e-5);
    }
}

/// With an even number of degrees the tail is a finite sum: `exp(-x/2) Σ (x/2)^k / k!`.
#[test]
fn the_tail_of_chi_square_agrees_with_its_closed_form() {
    for degrees in (2..=1_000).step_by(2) {
        for factor in [0.01, 0.5, 0.9, 1.0, 1.02, 1.1, 1.5, 2.0] {
            let half = f64::from(degrees) * factor / 2.0;
            let (mut term, mut sum) = (0.0, 0.0_f64);
            for k in 0..degrees / 2 {
                sum += (term - half).exp();
                term += (half / f64::from(k + 1)).ln();
            }
            near(chi_square_tail(2.0 * half, degrees), sum, 1e-10 * sum);
        }
    }
}

#[test]
fn a_tail_is_a_probability_whatever_is_asked() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -1.0,
        -0.0,
        0.0,
        5e-324,
        1e-300,
        1e300,
        f64::MAX,
    ];
    for statistic in odd {
        for degrees in [0, 1, 2, 999, 10_000, 1_000_000, u32::MAX] {
            let tail = chi_square_tail(statistic, degrees);
            assert!((0.0..=1.0).contains(&tail), "{statistic} {degrees} {tail}");
        }
    }
    assert_eq!(chi_square_tail(f64::INFINITY, 3), 0.0);
    assert_eq!(chi_square_tail(1e6, 1), 0.0);
    assert_eq!(chi_square_tail(0.0, 0), 1.0);
}

/// Probability outside, and `z`.
const NORMAL: [(f64, f64); 12] = [
    (0.999_999_9, 1.253_314_136_655_814_3e-07),
    (0.5, 0.674_489_750_196_081_7),
    (0.317_310_507_862_914_1, 1.0),
    (0.1, 1.644_853_626_951_472_6),
    (0.05, 1.959_963_984_540_054_3),
    (0.01, 2.575_829_303_548_901),
    (0.001, 3.290_526_731_491_895),
    (1e-06, 4.891_638_475_698_59),
    (1e-12, 7.130_506_848_171_325),
    (1e-50, 14.979_477_571_624_335),
    (1e-200, 30.228_508_080_715_47),
    (1e-300, 37.065_787_880_772_13),
];

#[test]
fn the_quantile_of_the_normal_is_that_of_other_libraries() {
    for (tail, z) in NORMAL {
        near(two_sided_quantile(tail), z, 1e-14 * z.max(1.0));
    }
    for tail in [f64::NAN, 1.0, 2.0, f64::INFINITY] {
        assert_eq!(two_sided_quantile(tail), 0.0);
    }
    for tail in [0.0, -1.0, 5e-324, f64::NEG_INFINITY] {
        assert_eq!(two_sided_quantile(tail), 37.5);
    }
}

#[test]
fn a_confidence_is_between_0_and_1() {
    for level in [0.0, 1.0, -0.5, 95.0, f64::NAN, f64::INFINITY] {
        let error = Confidence::new(level).expect_err("no level");
        assert_eq!(error.to_string(), format!("a confidence of {level} is not between 0 and 1"));
    }
    assert_eq!(Confidence::new(0.95).expect("a level").quantile(), two_sided_quantile(1.0 - 0.95));
}
