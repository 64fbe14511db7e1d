//! The distribution against simulated draws, against sums known in closed form, and against itself.

use super::super::testing::{Dice, drawn};
use super::*;

fn range(low: f64, likely: f64, high: f64) -> Part {
    Part::Range { low, likely, high }
}

/// Estimates as people give them, in quarters of an hour, and assumptions that cost less than a day.
fn parts(dice: &mut Dice) -> Vec<Part> {
    let quarters = |dice: &mut Dice, most: usize| 15.0 * dice.below(most) as f64;
    let lines = 6 + dice.below(26);
    let mut parts: Vec<Part> = (0..lines)
        .map(|_| {
            let low = 30.0 + quarters(dice, 40);
            let likely = low + quarters(dice, 40);
            range(low, likely, likely + 15.0 + quarters(dice, 80))
        })
        .collect();
    parts.extend((0..dice.below(4)).map(|_| {
        let chance = 0.05 + 0.9 * dice.chance();
        Part::Chance { chance, minutes: 15.0 + quarters(dice, 12) }
    }));
    parts
}

/// The quantile of simulated sums.
fn simulated(parts: &[Part], dice: &mut Dice, draws: usize) -> Vec<f64> {
    let mut sums: Vec<f64> =
        (0..draws).map(|_| parts.iter().map(|part| drawn(part, dice)).sum()).collect();
    sums.sort_by(f64::total_cmp);
    sums
}

#[test]
fn it_agrees_with_a_hundred_thousand_draws_within_half_a_per_cent() {
    let mut dice = Dice::new(15);
    for _ in 0..8 {
        let parts = parts(&mut dice);
        let exact = Distribution::of(&parts);
        let sums = simulated(&parts, &mut dice, 100_000);
        for chance in [0.5, 0.8, 0.9] {
            let drawn = sums[(chance * sums.len() as f64) as usize];
            let ours = exact.quantile(chance);
            assert!((ours / drawn - 1.0).abs() < 0.005, "{chance}: {ours} {drawn} {parts:?}");
        }
        let mean = sums.iter().sum::<f64>() / sums.len() as f64;
        assert!((exact.mean() / mean - 1.0).abs() < 0.005);
    }
}

/// Where a quantile falls between two values, only the share of draws below it can be compared.
#[test]
fn an_assumption_as_large_as_all_the_rest_is_passed_as_often_as_it_is_drawn() {
    let mut dice = Dice::new(51);
    for percent in [5, 12, 30, 50, 85] {
        let mut parts = parts(&mut dice);
        let minutes: f64 = parts.iter().map(Part::mean).sum();
        parts.push(Part::Chance { chance: f64::from(percent) / 100.0, minutes });
        let exact = Distribution::of(&parts);
        let sums = simulated(&parts, &mut dice, 100_000);
        for chance in [0.1, 0.5, 0.8, 0.9] {
            let enough = exact.quantile(chance);
            let below = sums.partition_point(|sum| *sum <= enough) as f64 / sums.len() as f64;
            assert!((below - chance).abs() < 0.005, "{percent} %, P{chance}: {below} {parts:?}");
        }
    }
}

#[test]
fn a_coarse_grid_tells_about_the_same_however_many_parts_there_are() {
    let mut dice = Dice::new(512);
    for round in 0..24 {
        let mut parts = parts(&mut dice);
        while parts.len() < round * 4 {
            let low = 15.0 * dice.below(20) as f64;
            parts.push(range(low, low + 30.0, low + 60.0 + 15.0 * dice.below(200) as f64));
        }
        let exact = Distribution::of(&parts);
        let rough = Distribution::on(&parts, 512);
        for chance in [0.1, 0.5, 0.8, 0.9] {
            let (told, about) = (exact.quantile(chance), rough.roughly(chance));
            assert!((about / told - 1.0).abs() < 0.005, "P{chance}: {about} for {told} {parts:?}");
        }
    }
}

#[test]
fn the_same_parts_in_any_order_give_the_same_bytes() {
    let mut dice = Dice::new(3);
    for _ in 0..6 {
        let mut parts = parts(&mut dice);
        let told = |parts: &[Part]| {
            let sum = Distribution::of(parts);
            [0.1, 0.5, 0.8, 0.9].map(|chance| sum.quantile(chance).to_bits())
        };
        let first = told(&parts);
        parts.reverse();
        assert_eq!(first, told(&parts));
        let half = parts.len() / 2;
        parts.rotate_left(half);
        assert_eq!(first, told(&parts));
    }
}

#[test]
fn one_part_alone_is_what_its_formula_says() {
    let one = Distribution::of(&[range(60.0, 120.0, 300.0)]);
    // Above the peak: high − √((1 − p) · span · (high − likely)).
    let at = |chance: f64| 300.0 - ((1.0 - chance) * 240.0 * 180.0_f64).sqrt();
    for chance in [0.5, 0.8, 0.9, 0.99] {
        assert!((one.quantile(chance) - at(chance)).abs() < 0.6, "{chance}");
    }
    assert_eq!(one.mean(), 160.0);
    // On a grid of a hundred minutes: three quarters are within half of it.
    let long = Distribution::of(&[range(0.0, 0.0, 409_600.0)]);
    assert!((long.quantile(0.75) - 204_800.0).abs() < 100.0);
    let peaks = [range(0.0, 0.0, 240.0), range(0.0, 240.0, 240.0)];
    let [falling, rising] = peaks.map(|part| Distribution::of(&[part]).quantile(0.5));
    assert!((falling + rising - 240.0).abs() < 0.01, "they mirror each other");
}

#[test]
fn what_is_certain_has_no_width_and_nothing_takes_nothing() {
    let certain = Distribution::of(&[range(60.0, 60.0, 60.0), range(30.0, 30.0, 30.0)]);
    assert_eq!([0.1, 0.9].map(|chance| certain.quantile(chance)), [90.0, 90.0]);
    assert_eq!(Distribution::of(&[]).quantile(0.8), 0.0);
    let never = Part::Chance { chance: 0.0, minutes: 600.0 };
    assert_eq!(Distribution::of(&[never]).quantile(0.99), 0.0);
}

#[test]
fn weights_keep_the_mean_whatever_the_step() {
    for step in [1.0, 7.0, 50.0, 400.0] {
        for (mode, span) in [(30.0, 240.0), (0.0, 100.0), (100.0, 100.0), (1.0, 3_000.0)] {
            let weights = triangle(mode, span, step);
            let all: f64 = weights.iter().sum();
            let mean: f64 =
                weights.iter().enumerate().map(|(at, weight)| at as f64 * step * weight).sum();
            assert!((all - 1.0).abs() < 1e-9, "{step} {mode} {span}: {all}");
            assert!((mean - (mode + span) / 3.0).abs() < 1e-5, "{step} {mode} {span}: {mean}");
        }
        let mean: f64 = two_points(0.25, 130.0, step)
            .iter()
            .enumerate()
            .map(|(at, weight)| at as f64 * step * weight)
            .sum();
        assert!((mean - 32.5).abs() < 1e-9, "{step}: {mean}");
    }
}

#[test]
fn more_work_never_takes_less() {
    let mut dice = Dice::new(9);
    for _ in 0..20 {
        let mut parts = parts(&mut dice);
        let before = Distribution::of(&parts);
        parts.push(range(15.0, 30.0, 60.0));
        let after = Distribution::of(&parts);
        for chance in [0.1, 0.5, 0.8, 0.9] {
            assert!(after.quantile(chance) > before.quantile(chance));
        }
        assert!(before.quantile(0.5) <= before.quantile(0.8));
        assert!(before.quantile(0.8) <= before.quantile(0.9));
    }
}

#[test]
fn the_means_and_variances_of_parts_are_those_of_their_formulas_and_add_up() {
    let line = range(60.0, 120.0, 300.0);
    let doubt = Part::Chance { chance: 0.25, minutes: 600.0 };
    let of = |parts: &[Part]| {
        let whole = Distribution::of(parts);
        (whole.mean(), whole.variance())
    };
    // (low² + likely² + high² − low·likely − low·high − likely·high) / 18
    assert_eq!(of(&[line]), (160.0, 2_600.0));
    assert_eq!(of(&[doubt]), (150.0, 67_500.0));
    assert_eq!(of(&[doubt, line]), (310.0, 70_100.0));
}

#[test]
fn what_may_come_on_top_comes_whole_or_not_at_all() {
    let doubt = Part::Chance { chance: 0.25, minutes: 600.0 };
    let whole = Distribution::of(&[range(60.0, 60.0, 60.0), doubt]);
    assert_eq!(whole.ends(), (60.0, 660.0));
    let told = [0.1, 0.5, 0.7, 0.8, 0.9].map(|chance| whole.quantile(chance).round());
    assert_eq!(told, [60.0, 60.0, 60.0, 660.0, 660.0]);
}

#[test]
fn parts_as_wide_as_each_other_are_added_in_the_same_order_however_they_come() {
    let doubt = |chance| Part::Chance { chance, minutes: 24.0 };
    let mut parts = [
        range(2.0, 8.0, 26.0),
        range(0.0, 10.0, 24.0),
        range(1.0, 2.0, 25.0),
        range(2.0, 4.0, 26.0),
        range(3.0, 3.0, 27.0),
        doubt(0.3),
        doubt(0.7),
    ];
    let told = |parts: &[Part]| Distribution::of(parts).weights;
    let first = told(&parts);
    for at in 0..parts.len() {
        parts.rotate_left(1);
        assert!(told(&parts) == first, "turned {at}");
        let mut swapped = parts;
        swapped.swap(0, 1);
        assert!(told(&swapped) == first, "swapped {at}");
    }
}

#[test]
fn on_a_coarse_grid_the_spread_of_many_parts_is_taken_back() {
    let parts = [range(15.0, 60.0, 120.0); 90];
    let (exact, rough) = (Distribution::of(&parts), Distribution::on(&parts, 512));
    for chance in [0.1, 0.8] {
        let (told, about) = (exact.quantile(chance), rough.roughly(chance));
        assert!((about / told - 1.0).abs() < 0.005, "P{chance}: {about} for {told}");
    }
    let certain = Distribution::on(&[range(90.0, 90.0, 90.0)], 512);
    assert_eq!(certain.roughly(0.8), 90.0);
}
