use super::*;
use proptest::prelude::*;

fn text(lines: &str) -> String {
    lines.chars().map(|line| format!("{line}\n")).collect()
}

fn merged(base: &str, mine: &str, theirs: &str) -> (String, usize) {
    let merged = merge(&text(base), &text(mine), &text(theirs));
    (merged.text.replace('\n', ""), merged.clashes.len())
}

#[test]
fn edits_of_different_lines_come_together() {
    assert_eq!(merged("abcde", "aBcde", "abcdE"), ("aBcdE".into(), 0));
    assert_eq!(merged("abc", "xabc", "abcy"), ("xabcy".into(), 0));
    assert_eq!(merged("abc", "ac", "abcy"), ("acy".into(), 0));
}

#[test]
fn edits_of_neighbouring_lines_come_together() {
    assert_eq!(merged("abcd", "aBcd", "abCd"), ("aBCd".into(), 0));
}

#[test]
fn new_lines_at_one_place_are_both_kept() {
    assert_eq!(merged("ab", "axb", "ayb"), ("ayxb".into(), 0));
    assert_eq!(merged("", "x", "y"), ("yx".into(), 0));
}

#[test]
fn two_edits_of_one_line_are_both_shown() {
    assert_eq!(merged("abc", "aXc", "aYc"), ("aYXc".into(), 1));
    let clash = merge("a\nb\n", "a\nX\n", "a\nY\n").clashes.remove(0);
    assert_eq!((clash.line, clash.theirs, clash.mine), (2, vec!["Y".into()], vec!["X".into()]));
}

#[test]
fn a_line_that_one_removed_and_the_other_changed_is_shown() {
    assert_eq!(merged("abc", "ac", "aYc"), ("aYc".into(), 1));
}

#[test]
fn long_texts_that_share_nothing_come_together_in_a_moment() {
    // Lines × lines would be ten billion pairs here, and forty gigabytes.
    let many = |line: &str| format!("{line}\n").repeat(100_000);
    let numbered = |word: &str| -> String {
        (0..50_000).map(|n| format!("{word} {}\n", n * 7919 % 50_000)).collect()
    };
    let begun = std::time::Instant::now();
    let merged = merge(&many("a"), &many("x"), "b\n");
    assert_eq!(merged.clashes.len(), 1);
    assert_eq!(merged.text.lines().count(), 100_001);
    let merged = merge(&numbered("one"), &numbered("two"), &numbered("one"));
    assert_eq!(merged.text, numbered("two"));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn a_long_text_that_lines_cut_is_brought_together_as_a_short_one_is() {
    let changed = |rest: usize| -> String {
        let line = |n: usize| if n % 100 == rest { format!("new {n}\n") } else { format!("{n}\n") };
        (0..10_000).map(line).collect()
    };
    let merged = merge(&changed(100), &changed(1), &changed(51));
    assert_eq!((merged.clashes.len(), merged.text.lines().count()), (0, 10_000));
    assert_eq!(merged.text.matches("new ").count(), 200);
}

proptest! {
    #[test]
    fn lines_that_are_kept_are_the_same_and_in_order(
        old in "[a-z]{0,40}|[a-c]{0,40}", new in "[a-z]{0,40}|[a-c]{0,40}", most in 0..400_usize,
    ) {
        let (old, new) = (text(&old), text(&new));
        let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let kept = kept_within(&old, &new, most);
        prop_assert_eq!(kept.len(), old.len());
        let pairs: Vec<_> = kept.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?))).collect();
        prop_assert!(pairs.iter().all(|(at, to)| old[*at] == new[*to]));
        prop_assert!(pairs.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }

    #[test]
    fn nothing_that_somebody_wrote_is_lost(base in "[a-e]{0,12}", mine in "[a-h]{0,12}", theirs in "[a-e i-k]{0,12}") {
        let (together, _) = merged(&base, &mine, &theirs);
        for new in mine.chars().chain(theirs.chars()).filter(|line| !base.contains(*line)) {
            prop_assert!(together.contains(new), "{new} of {mine} and {theirs} is not in {together}");
        }
    }

    #[test]
    fn one_edit_alone_is_taken_as_it_is(base in "[a-e]{0,12}", mine in "[a-h]{0,12}") {
        prop_assert_eq!(merged(&base, &mine, &base), (mine.clone(), 0));
        prop_assert_eq!(merged(&base, &base, &mine), (mine.clone(), 0));
        prop_assert_eq!(merged(&base, &mine, &mine), (mine.clone(), 0));
    }
}
