//! Plain English for numbers, spans of time and lists (design: “7 duplicates in 3 weeks”).
//! It words what it is given; it never decides what is worth saying.

use chrono::NaiveDate;

/// “1 sample”, “7 samples”.
#[must_use]
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// “a”, “a and b”, “a, b and c”.
#[must_use]
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Labels as they stand inside a sentence: “time received”, but “API version pinned”.
#[must_use]
pub fn inside(label: &str) -> String {
    let mut chars = label.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_uppercase() => {
            [first, second].iter().collect::<String>() + chars.as_str()
        }
        (Some(first), _) => first.to_lowercase().collect::<String>() + &label[first.len_utf8()..],
        (None, _) => String::new(),
    }
}

/// A piece of a sentence as it begins one: “approved by Ada” as “Approved by Ada”.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text of so many characters at most, the mark where it was cut among them.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// A text that ends as a sentence does: with a full stop, unless it has a mark of its own.
#[must_use]
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    let marked = text.trim_end_matches(['”', '’', ')']).ends_with(['.', '?', '!', '…', ':']);
    if marked || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}

/// How long evidence stretches: “on 3 May 2026”, “in 9 days”, “in 3 weeks”, “in 4 months”.
#[must_use]
pub fn span(first: NaiveDate, last: NaiveDate) -> String {
    let days = (last - first).num_days();
    match days {
        ..=0 => format!("on {}", day(first)),
        1..=13 => format!("in {} days", days + 1),
        14..=69 => format!("in {} weeks", (days + 3) / 7),
        _ => format!("in {} months", (days + 15) / 30),
    }
}

/// A day as people write it: “3 May 2026”.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The words of a text, in small letters: what stands between letters and digits parts them.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}

/// Whether [`words`] have a name among them, as words of its own.
#[must_use]
pub fn mentions(words: &[String], name: &str) -> bool {
    let name = self::words(name);
    !name.is_empty() && words.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, day).unwrap()
    }

    #[test]
    fn one_is_singular_and_none_is_plural() {
        assert_eq!(counted(1, "sample", "samples"), "1 sample");
        assert_eq!(counted(0, "sample", "samples"), "0 samples");
    }

    #[test]
    fn a_text_that_is_cut_keeps_to_its_bound_with_the_mark() {
        assert_eq!(cut("Größe", 5), "Größe");
        assert_eq!(cut("Größen", 5), "Größ…");
        assert_eq!(cut("One two", 5), "One…");
    }

    #[test]
    fn a_name_is_mentioned_by_words_of_its_own() {
        let text = words("It was dispatched; the Dead-letter queue held 3.");
        assert!(mentions(&text, "dead-letter queue") && mentions(&text, "It"));
        assert!(
            !mentions(&text, "patch") && !mentions(&text, "queue was") && !mentions(&text, "·")
        );
    }

    #[test]
    fn a_list_ends_with_and() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn an_abbreviation_keeps_its_capitals_inside_a_sentence() {
        assert_eq!(inside("API version pinned"), "API version pinned");
        assert_eq!(inside("Time received"), "time received");
        assert_eq!(inside("A status view"), "a status view");
        assert_eq!(inside(""), "");
    }

    #[test]
    fn a_sentence_begins_with_a_capital_and_keeps_the_rest() {
        assert_eq!(sentence("not in place: an API key."), "Not in place: an API key.");
        assert_eq!(sentence("éclairs"), "Éclairs");
        assert_eq!(sentence("“Orders” is late"), "“Orders” is late");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn a_sentence_ends_with_one_mark() {
        assert_eq!(ended("Seen in the sandbox"), "Seen in the sandbox.");
        assert_eq!(ended("Seen in the sandbox. "), "Seen in the sandbox.");
        assert_eq!(ended("Why do they happen?"), "Why do they happen?");
        assert_eq!(ended("Sales says “who knows?”"), "Sales says “who knows?”");
        assert_eq!(ended("Sales says “the shop”"), "Sales says “the shop”.");
        assert_eq!(ended(""), "");
    }

    #[test]
    fn a_span_is_told_in_the_unit_people_use() {
        assert_eq!(span(may(3), may(3)), "on 3 May 2026");
        assert_eq!(span(may(3), may(5)), "in 3 days");
        assert_eq!(span(may(1), may(21)), "in 3 weeks");
        assert_eq!(span(may(1), NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()), "in 4 months");
    }
}
