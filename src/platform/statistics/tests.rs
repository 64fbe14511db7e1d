use super::*;

/// The rows of a table of reference values: its first line names their source, its second the columns.
fn rows(table: &'static str) -> Vec<Vec<f64>> {
    let lines = table.lines().skip(2).filter(|line| !line.is_empty());
    lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
}

fn assert_near(ours: f64, theirs: f64, what: &[f64]) {
    assert!(
        (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
        "{ours} is not {theirs}: {what:?}"
    );
}

#[test]
fn intervals_of_shares_are_those_that_statsmodels_and_scipy_publish() {
    let table = rows(include_str!("shares.csv"));
    for row in &table {
        let (seen, of) = (row[0] as u64, row[1] as u64);
        let (wilson, exact) = (wilson(seen, of), clopper_pearson(seen, of));
        for (ours, theirs) in [wilson.low, wilson.high, exact.low, exact.high].iter().zip(&row[2..])
        {
            assert_near(*ours, *theirs, row);
        }
    }
    assert!(table.len() * 4 >= 2000);
}

#[test]
fn bounds_of_finite_lots_are_those_of_scipy() {
    for row in rows(include_str!("lots.csv")) {
        let (fewest, most) = hypergeometric(row[0] as u64, row[1] as u64, row[2] as u64);
        assert_eq!((fewest as f64, most as f64), (row[3], row[4]), "{row:?}");
    }
}

#[test]
fn slowest_rates_are_those_of_scipy() {
    for row in rows(include_str!("rates.csv")) {
        assert_near(slowest_rate(row[0] as u64, 1.0), row[1], &row);
    }
}

#[test]
fn where_there_is_nothing_to_count_anything_may_be() {
    assert_eq!([interval(0, 0), wilson(0, 0), clopper_pearson(0, 0)], [Interval::ANY; 3]);
}

#[test]
fn a_lot_that_was_looked_at_whole_leaves_no_doubt() {
    assert_eq!(hypergeometric(7, 20, 20), (7, 7));
    assert_eq!(hypergeometric(0, 0, 20), (0, 20));
}

/// Whether a share lies within an interval.
fn holds(interval: &Interval, share: f64) -> bool {
    (interval.low..=interval.high).contains(&share)
}

/// The mean over all shares of the chance that the interval holds the share that is true.
fn coverage(of: u64) -> f64 {
    const SHARES: u32 = 250;
    let intervals: Vec<Interval> = (0..=of).map(|seen| wilson(seen, of)).collect();
    let held = |share: f64| {
        // The interval is as symmetric as the count; beyond the middle the first chance would vanish.
        let mut chance = (1.0 - share).powi(of as i32);
        let mut held = 0.0;
        for (seen, interval) in intervals.iter().enumerate() {
            if holds(interval, share) {
                held += chance;
            }
            let seen = seen as f64;
            chance *= (of as f64 - seen) / (seen + 1.0) * share / (1.0 - share);
        }
        held
    };
    (0..SHARES).map(|at| held((f64::from(at) + 0.5) / (2.0 * f64::from(SHARES)))).sum::<f64>()
        / f64::from(SHARES)
}

#[test]
fn an_interval_holds_the_truth_about_as_often_as_it_says() {
    for of in 3..=200 {
        let coverage = coverage(of);
        assert!((0.935..=0.975).contains(&coverage), "{of}: {coverage}");
    }
}

#[test]
fn three_of_three_prove_little_and_the_sentence_says_how_many_would_prove_more() {
    assert_eq!(
        share(3, 3),
        "3 of 3, which proves no more than 37 %; 6 alike would tell nine in ten from a coin toss, 14 prove 80 %"
    );
    assert_eq!(share(8, 8), "8 of 8, which proves no more than 69 %; 14 prove 80 %");
    assert_eq!(share(20, 20), "20 of 20, which proves no more than 86 %");
    assert_eq!(share(0, 30), "0 of 30, which still allows up to 9.5 %");
    assert_eq!(share(5, 20), "5 of 20, which means between 11 % and 47 %");
    assert_eq!(share(0, 0), "nothing to count yet");
}

#[test]
fn six_that_agree_tell_nine_in_ten_from_a_coin_toss() {
    assert_eq!((alike(5, 5), alike(6, 6)), (Alike::NotYet(1), Alike::Yes));
    assert_eq!(alike_needed(), 6);
    assert_eq!(alike(0, 2), Alike::No);
    assert_eq!(alike(6, 7), Alike::NotYet(2));
}

#[test]
fn a_change_is_told_from_chance_and_few_are_told_to_be_few() {
    assert_eq!(change(0, 0), Change::TooFew);
    assert_eq!(change(0, 5), Change::TooFew, "one in sixteen is chance");
    assert_eq!(change(0, 6), Change::More);
    assert_eq!(change(6, 4), Change::TooFew);
    assert_eq!(change(6, 6), Change::Same);
    assert_eq!(change(200, 400), Change::More);
    assert_eq!(change(400, 200), Change::Fewer);
    assert_eq!(change(30, 20), Change::Same);
}

#[test]
fn a_share_in_a_cell_says_how_sure_it_is() {
    assert_eq!(share_in_cell(5, 20), "25 % (11 % to 47 %)");
    assert_eq!(share_in_cell(0, 30), "0 % (up to 9.5 %)");
    assert_eq!(share_in_cell(3, 3), "100 % (at least 37 %)");
    assert_eq!(share_in_cell(0, 0), "–");
}

#[test]
fn silence_is_told_from_a_repair_by_the_former_rate() {
    let rate = slowest_rate(30, 50.0);
    assert!(rate > 0.4 && rate < 0.6);
    assert!(chance_of_silence(rate, 163.0) < 1e-20);
    assert!(chance_of_silence(slowest_rate(3, 30.0), 30.0) > 0.05);
    assert_eq!(chance_of_silence(slowest_rate(0, 30.0), 30.0), 1.0);
}

/// Every number in a text that stands before a per cent sign.
fn percents(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split(|sign: char| sign.is_whitespace() || "();,".contains(sign)).collect();
    let before = words.windows(2).filter(|pair| pair[1] == "%").map(|pair| pair[0].to_owned());
    before.collect()
}

#[test]
fn a_share_is_told_with_the_same_bounds_wherever_it_stands() {
    for of in 1..=60 {
        for seen in 0..=of {
            let told = interval(seen, of);
            let own = |bound: f64| percent(bound).trim_end_matches(" %").to_owned();
            let ends = [own(told.low), own(told.high)];
            let shown = percents(&bounds(seen, of));
            assert!(shown.iter().all(|bound| ends.contains(bound)), "{seen} of {of}: {shown:?}");
            let (cell, sentence) = (percents(&share_in_cell(seen, of)), percents(&share(seen, of)));
            assert_eq!(cell[1..], shown, "{seen} of {of}");
            assert_eq!(sentence[..shown.len()], shown, "{seen} of {of}");
        }
    }
}

#[test]
fn what_is_decided_agrees_with_what_is_told() {
    for before in 0..=40_u64 {
        for after in 0..=40_u64 {
            let told = interval(after, before + after);
            match change(before, after) {
                Change::More => assert!(told.low > 0.5, "{before} {after}"),
                Change::Fewer => assert!(told.high < 0.5, "{before} {after}"),
                Change::Same | Change::TooFew => {
                    let few = before + after < alike_needed();
                    assert!(few || holds(&told, 0.5), "{before} {after}: {told:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_told_on_one_side_mirrors_what_is_told_on_the_other() {
    assert!((at_most(3, 20) - 0.343_663_8).abs() < 1e-6, "{}", at_most(3, 20));
    for seen in 0..=20 {
        assert!((at_most(seen, 20) + at_least(20 - seen, 20) - 1.0).abs() < 1e-12, "{seen}");
    }
}

#[test]
fn a_lot_of_which_most_was_looked_at_leaves_little_doubt() {
    assert_eq!(hypergeometric(1, 15, 20), (1, 4));
    assert_eq!(hypergeometric(2, 45, 50), (2, 4));
}

#[test]
fn at_the_edges_the_sentences_say_no_more_than_is_proved() {
    assert_eq!(bounds(0, 0), "nothing to count yet");
    assert_eq!(share(6, 6), "6 of 6, which proves no more than 61 %; 14 prove 80 %");
    assert_eq!(share(14, 14), "14 of 14, which proves no more than 81 %");
    assert_eq!(alike(16, 20), Alike::Yes);
    assert_eq!([slowest_rate(3, 0.0), slowest_rate(3, -1.0)], [0.0, 0.0]);
}
