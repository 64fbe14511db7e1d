//! Places in a line that is being written, each with what was typed there so far.

/// `[manual c`
pub(super) fn in_brackets(line: &str) -> Option<&str> {
    let open = &line[line.rfind(']').map_or(0, |at| at + 1)..];
    open.split_once('[').map(|(_, typed)| typed)
}

/// What follows the first of these words, when none of the signs is in it.
pub(super) fn after_word<'l>(line: &'l str, words: &[&str], signs: &[char]) -> Option<&'l str> {
    let ends = |at: &usize| words.iter().any(|word| has_at(line, *at, word));
    let mut starts = line.char_indices().map(|(at, _)| at).filter(ends);
    let tail = |at: usize| {
        let word = words.iter().find(|word| has_at(line, at, word))?;
        Some(&line[at + word.len()..])
    };
    starts.find_map(|at| tail(at).filter(|typed| !typed.contains(signs)))
}

/// Whether an ASCII word stands at a place, whatever its case.
fn has_at(line: &str, at: usize, word: &str) -> bool {
    line.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
}

/// `(creates ord`
pub(super) fn touching(line: &str) -> Option<&str> {
    let words = ["(creates ", " creates ", ",creates ", "(updates ", " updates ", ",updates "];
    after_word(line, &words, &[',', ')'])
}

/// `!mem`
pub(super) fn mark(line: &str) -> Option<&str> {
    let word = &line[line.rfind(char::is_whitespace).map_or(0, |at| at + 1)..];
    let letters = word.strip_prefix('!')?;
    letters.bytes().all(|byte| byte.is_ascii_lowercase()).then_some(word)
}

/// `-> yes: Cre`
pub(super) fn lead(line: &str) -> Option<&str> {
    let ends =
        ["->", "=>", "→"].into_iter().filter_map(|arrow| Some(line.rfind(arrow)? + arrow.len()));
    let rest = &line[ends.max()?..];
    match rest.split_once(':') {
        None => Some(rest.trim_start()),
        Some((_, step)) if step.starts_with(' ') && !step.contains(':') => Some(step.trim_start()),
        Some(_) => None,
    }
}

/// `Wareh`
pub(super) fn lane(line: &str) -> Option<&str> {
    let typed = line.trim_start();
    let other = ['?', '#', '-', '>', '"', ':', '(', '['];
    (!typed.starts_with(other) && !typed.contains([':', '?', '#', '>', '"', '(', '[']))
        .then_some(typed)
}
