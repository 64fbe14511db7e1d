//! How hard a text is to read: its words, and the school grade of Flesch and Kincaid.
//! Syllables are counted by groups of vowels, which errs on the side of harder.

/// How hard a text is to read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// Its words.
    pub words: usize,
    /// The grade at school that it is readable in; grade 7 begins at the age of twelve.
    pub grade: f64,
}

/// Measures a text in which every sentence ends with a mark.
pub(crate) fn of(text: &str) -> Reading {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let ends = |word: &&&str| word.trim_end_matches(['”', ')']).ends_with(['.', '?', '!', ':']);
    let sentences = words.iter().filter(ends).count().max(1);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let ratio = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let grade = 0.39 * ratio(words.len(), sentences) + 11.8 * ratio(syllables, words.len()) - 15.59;
    Reading { words: words.len(), grade }
}

/// A number is read as one word.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: char| "aeiouyäöü".contains(c);
    let (mut count, mut before) = (0, false);
    for c in word.chars() {
        count += usize::from(is_vowel(c) && !before);
        before = is_vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && count > 1;
    (count - usize::from(silent)).max(1)
}

#[test]
fn a_childrens_rhyme_is_easy_and_a_contract_is_not() {
    let easy = of("The cat sat on the mat. It saw a rat. The rat ran to the hat.");
    let hard = of(
        "Notwithstanding anticipatory considerations, contractual reconciliation obligations necessitate comprehensive organisational documentation.",
    );
    assert!(easy.grade < 2.0 && hard.grade > 20.0, "{easy:?} {hard:?}");
    assert_eq!(easy.words, 16);
}
