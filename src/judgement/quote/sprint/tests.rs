//! The curve against every choice there is, and what it must never offer.

use super::super::testing::Dice;
use super::*;
use crate::platform::catalogue::Catalogue;
use std::time::{Duration, Instant};

fn items(dice: &mut Dice, count: usize, groups: usize, most: usize) -> Vec<Item> {
    (0..count)
        .map(|_| Item {
            group: dice.below(groups),
            work: Work::ALL[dice.below(Work::ALL.len())],
            cost: dice.below(most) as u64,
            risk: if dice.chance() < 0.25 { 0 } else { dice.below(30) as u64 },
        })
        .collect()
}

/// Whether everything that the chosen lines need is chosen, asked of each line by itself.
fn is_whole(items: &[Item], chosen: &[bool]) -> bool {
    (0..items.len()).filter(|at| chosen[*at]).all(|at| {
        (0..items.len()).all(|other| {
            let (one, two) = (&items[at], &items[other]);
            let visible = matches!(two.work, Work::See | Work::Settle | Work::Prove);
            let needed = match one.work {
                Work::Change => visible,
                Work::Rebuild => visible || two.work == Work::Redesign,
                _ => false,
            };
            !needed || one.group != two.group || chosen[other]
        })
    })
}

/// The curve by trying every choice.
fn brute(items: &[Item]) -> Vec<(u64, u64)> {
    let mut found: Vec<(u64, u64)> = Vec::new();
    for bits in 0..1_u32 << items.len() {
        let chosen: Vec<bool> = (0..items.len()).map(|at| (bits >> at) & 1 == 1).collect();
        if is_whole(items, &chosen) {
            let sum = |of: fn(&Item) -> u64| -> u64 {
                items
                    .iter()
                    .zip(&chosen)
                    .filter(|(_, chosen)| **chosen)
                    .map(|(item, _)| of(item))
                    .sum()
            };
            found.push((sum(|item| item.cost), sum(|item| item.risk)));
        }
    }
    found.sort_by_key(|(cost, risk)| (*cost, std::cmp::Reverse(*risk)));
    let mut kept: Vec<(u64, u64)> = Vec::new();
    for (cost, risk) in found {
        if kept.last().is_none_or(|last| risk > last.1) {
            kept.push((cost, risk));
        }
    }
    kept
}

fn told(curve: &Curve) -> Vec<(u64, u64)> {
    curve.choices.iter().map(|choice| (choice.cost, choice.risk)).collect()
}

#[test]
fn it_is_the_curve_that_trying_every_choice_gives() {
    let mut dice = Dice::new(18);
    for round in 0..150 {
        let count = 1 + dice.below(11);
        let groups = 1 + round % 4;
        let items = items(&mut dice, count, groups, 40);
        assert_eq!(told(&Curve::of(&items)), brute(&items), "{items:?}");
    }
    // Every size up to eighteen, where the curve has most choices: in one integration, and apart.
    for count in 12..=18 {
        let groups = if count == 18 { 1..4 } else { 1 + count % 3..2 + count % 3 };
        for groups in groups {
            let items = items(&mut dice, count, groups, 400);
            let exact = brute(&items);
            assert!(exact.len() > 5, "{count} lines with a curve that tells nothing");
            assert_eq!(told(&Curve::of(&items)), exact, "{items:?}");
        }
    }
}

#[test]
fn every_choice_is_made_of_its_lines_and_needs_none_besides() {
    let mut dice = Dice::new(4);
    for _ in 0..40 {
        let items = items(&mut dice, 30, 4, 60);
        let curve = Curve::of(&items);
        for choice in &curve.choices {
            let lines = curve.lines(choice);
            let chosen: Vec<bool> = (0..items.len()).map(|at| lines.contains(&at)).collect();
            let sum = |of: fn(&Item) -> u64| lines.iter().map(|at| of(&items[*at])).sum::<u64>();
            assert_eq!((choice.cost, choice.risk), (sum(|i| i.cost), sum(|i| i.risk)));
            assert!(is_whole(&items, &chosen), "{items:?} {lines:?}");
            assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "a line counts once");
        }
    }
}

#[test]
fn nothing_is_changed_before_it_can_be_seen_and_truth_is_settled() {
    let item = |work, cost, risk| Item { group: 0, work, cost, risk };
    let items = [
        item(Work::Change, 1, 20),
        item(Work::See, 8, 2),
        item(Work::Settle, 4, 1),
        item(Work::Prove, 2, 0),
    ];
    let curve = Curve::of(&items);
    assert_eq!(told(&curve), [(0, 0), (4, 1), (8, 2), (12, 3), (15, 23)]);
    assert_eq!(curve.lines(curve.choices.last().unwrap()), [0, 1, 2, 3]);
    let elsewhere = items.map(|one| Item { group: usize::from(one.work == Work::Change), ..one });
    assert_eq!(told(&Curve::of(&elsewhere))[1], (1, 20), "another integration binds nothing");
}

#[test]
fn two_hundred_lines_take_no_time_worth_telling() {
    let mut dice = Dice::new(200);
    let items = items(&mut dice, 200, 12, 2_000);
    let took = |_| {
        let began = Instant::now();
        let curve = Curve::of(&items);
        assert!(curve.choices.len() > 500);
        assert!(curve.added.len() < 3_000_000, "{} choices were looked at", curve.added.len());
        began.elapsed()
    };
    // As it is delivered it takes a tenth of what it takes unoptimised, as it is tested.
    assert!((0..3).map(took).min().unwrap() < Duration::from_millis(500));
}

#[test]
fn twice_the_same_lines_give_the_same_choices() {
    let mut dice = Dice::new(77);
    let items = items(&mut dice, 60, 5, 100);
    assert_eq!(Curve::of(&items), Curve::of(&items));
    assert_eq!(told(&Curve::of(&[])), [(0, 0)]);
}
