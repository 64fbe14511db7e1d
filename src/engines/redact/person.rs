//! Names of people in prose, by what stands around them: a salutation, a customer who phones, a greeting, a sign-off.
//! Must never take a thing for a person: `Customer Service` and `Dear Customer` name nobody.

mod words;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::hit::Hit;
use super::kind::Kind;
use super::shape::{before, floor};
use super::suspect;
use words::{BUSINESS, CUES, DOES, NO_NAMES, is_particle};

/// What a word says about the words that follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// A title: whoever follows is a person.
    Title,
    /// A role: whoever follows is one if two names follow, or one that then does something.
    Role,
    /// Something that programs do too: whoever follows is a person if a first name and another follow.
    Maker,
    /// A greeting: whoever follows up to a comma or the end of the line is one.
    Greeting,
    /// The end of a letter: whoever stands on the next line is one.
    Farewell,
}

static NONE: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_NAMES.split_whitespace().collect());
static ACTS: LazyLock<HashSet<&str>> = LazyLock::new(|| DOES.split_whitespace().collect());

/// The most names of one person, and the longest stretch that is looked at.
const MOST: usize = 4;
const REACH: usize = 120;

/// The cues as the prefilter looks for them.
pub(super) fn cues() -> impl Iterator<Item = (&'static str, Cue)> {
    CUES.iter().flat_map(|(cue, words)| words.split('|').map(move |word| (word, *cue)))
}

/// The name that a cue at `at` announces.
pub(super) fn look(text: &str, cue: Cue, at: &Range<usize>) -> Option<Hit> {
    if before(text, at.start).is_ascii_alphanumeric() || !text.is_char_boundary(at.end) {
        return None;
    }
    if text[..at.start].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-') {
        return None;
    }
    let short = |word: &&str| text[at.clone()].eq_ignore_ascii_case(word);
    if ["m. ", "hr ", "hr. ", "fr. "].iter().any(short) && !is_title_here(text, at) {
        return None;
    }
    let found = match cue {
        Cue::Title => names(text, at.end).filter(|found| found.count > 0),
        Cue::Role => names(text, at.end).filter(|found| {
            let next = text[found.at.end..].trim_start_matches(' ');
            let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            found.count >= 2 || (found.count == 1 && ACTS.contains(next))
        }),
        Cue::Maker => names(text, at.end).filter(|found| is_known(text, found)),
        Cue::Greeting => greeted(text, at),
        Cue::Farewell => signed(text, at.end),
    }?;
    Some(Hit { from: at.start, ..Hit::issued(found.at, Kind::Name, false) })
}

/// `M.`, `Hr.` or `Fr.` as a title: no metre, hour or franc, and no size.
fn is_title_here(text: &str, at: &Range<usize>) -> bool {
    let last = text[..at.start].split_whitespace().next_back().unwrap_or_default();
    let sized =
        matches!(last.to_lowercase().as_str(), "größe" | "grösse" | "gr." | "size" | "taille");
    text[at.start..].starts_with(['M', 'H', 'F'])
        && !sized
        && !last.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether names in a row are a person's beyond doubt: a first name that is known, and another.
fn is_known(text: &str, found: &Names) -> bool {
    let mut words = text[found.at.clone()].split(' ');
    found.count >= 2 && words.any(suspect::is_first_name)
}

/// The name at `from`, where a person or a business is told: `Anna Muster`, or `Muster, Anna`.
pub(super) fn somebody(text: &str, from: usize) -> Option<Range<usize>> {
    let found = names(text, from)?;
    let rest = &text[found.at.end..];
    if let Some(behind) = rest.strip_prefix(", ").filter(|_| found.count == 1) {
        let first = names(text, text.len() - behind.len())?;
        let known =
            first.count <= 2 && suspect::is_first_name(text[first.at.clone()].split(' ').next()?);
        return known.then_some(found.at.start..first.at.end);
    }
    let ends = |c: char| !c.is_alphabetic() && c != '&' && c != '+';
    let next = rest.trim_start_matches(' ').split(ends).next().unwrap_or_default();
    let business = BUSINESS.contains(&next);
    (is_known(text, &found) && !business).then_some(found.at)
}

/// Names in a row, and how many.
struct Names {
    at: Range<usize>,
    count: usize,
}

/// The names that begin at `from`, initials and particles between them included.
fn names(text: &str, from: usize) -> Option<Names> {
    let window = &text[from..floor(text, from + REACH)];
    let start = from + window.len() - window.trim_start_matches(' ').len();
    let (mut end, mut next, mut count) = (start, start, 0);
    while count < MOST {
        let rest = &text[next..floor(text, from + REACH)];
        let len = rest.find(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.')));
        let word = &rest[..len.unwrap_or(rest.len())];
        let plain = word.trim_end_matches(['.', '\'', '’', '-']);
        if is_initial(word) || is_title(word) || is_particle(word) {
            // It counts only with a name behind it.
        } else if is_name(plain) {
            (end, count) = (next + plain.len(), count + 1);
            if plain.len() < word.len() {
                break;
            }
        } else {
            break;
        }
        next += word.len();
        if !text[next..].starts_with(' ') {
            break;
        }
        next += 1;
    }
    (count > 0).then_some(Names { at: start..end, count })
}

/// `J.`
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next() == Some('.')
        && chars.next().is_none()
}

fn is_title(word: &str) -> bool {
    matches!(word, "Dr." | "Prof." | "Mr." | "Mrs." | "Ms." | "Frau" | "Herr" | "Herrn")
}

/// Whether a word joins the names of one person, or shortens one: `van`, `J.`.
pub(super) fn is_between(word: &str) -> bool {
    is_particle(word) || is_initial(word)
}

/// A capital letter, then small ones; more of that after an apostrophe or a dash.
pub(super) fn is_name(word: &str) -> bool {
    let parts = || word.split(['\'', '’', '-']);
    let shaped = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    !word.starts_with(char::is_lowercase)
        && word.chars().count() >= 2
        && parts().all(|part| !part.is_empty())
        && parts().all(|part| shaped(part) || part.starts_with("Mc"))
        && !NONE.contains(word.to_lowercase().as_str())
}

/// A greeting opens its line, and the name is all that follows on it, or up to a comma.
fn greeted(text: &str, at: &Range<usize>) -> Option<Names> {
    let opens = at.start == 0 || matches!(before(text, at.start), b'\n' | b'"' | b'>');
    let found = names(text, at.end).filter(|_| opens)?;
    let rest = &text[found.at.end..];
    let closes =
        rest.is_empty() || rest.starts_with([',', '!', '\n', '\r', ':']) || rest.starts_with(" -");
    (closes || rest.starts_with("\\n")).then_some(found)
}

/// A name alone on the line below the end of a letter.
fn signed(text: &str, from: usize) -> Option<Names> {
    let window = text.get(from..floor(text, from + REACH))?;
    let rest = window.trim_start_matches([',', '.', '!', ' ', '\r']);
    let below = rest.strip_prefix('\n')?.trim_start_matches(['\n', '\r', ' ']);
    let found = names(text, from + window.len() - below.len())?;
    let rest = &text[found.at.end..];
    (rest.is_empty() || rest.starts_with(['\n', '\r', ',', '(', '|'])).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let lower = text.to_lowercase();
        let mut found = Vec::new();
        for (word, cue) in cues() {
            for (at, _) in lower.match_indices(word) {
                found.extend(look(text, cue, &(at..at + word.len())).map(|hit| &text[hit.at]));
            }
        }
        found.sort_unstable();
        found.dedup();
        let whole = found.clone();
        found.retain(|name| !whole.iter().any(|other| other != name && other.contains(name)));
        found
    }

    #[test]
    fn names_are_found_by_what_announces_them() {
        for (text, name) in [
            ("Customer Anna Muster phoned twice", "Anna Muster"),
            ("customer Muster called about 4711", "Muster"),
            ("spoke to Bo O'Test-Person today", "Bo O'Test-Person"),
            ("Frau Dr. Beispiel hat geschrieben", "Dr. Beispiel"),
            ("refund for Mr. J. van der Probe, please", "J. van der Probe"),
            ("Dear Anna,\nthanks", "Anna"),
            ("Liebe Anna Muster!", "Anna Muster"),
            ("Kind regards,\n\nAnna Muster\nSales", "Anna Muster"),
            ("Kunde Café Muster wartet", "Café Muster"),
            ("M. Lefèvre a payé deux fois", "Lefèvre"),
            ("Mit freundlichen Grüssen\nPetra Muster\nEinkauf", "Petra Muster"),
            ("Med venlig hilsen\nBo Muster", "Bo Muster"),
            ("Mitarbeiterin Ute Muster hat den Export gestartet", "Ute Muster"),
            ("gemeldet von Ute Muster am Montag", "Ute Muster"),
            ("Hr. Muster hat angerufen", "Muster"),
            ("Rückruf an Frau Dr. med. Anna Muster", "Dr. med. Anna Muster"),
            ("z. Hd. Petra Muster", "Petra Muster"),
            ("Thanks,\nSarah Muster", "Sarah Muster"),
            ("created by Anna Muster on Monday", "Anna Muster"),
            ("Am 2. November schrieb Hans Muster:", "Hans Muster"),
        ] {
            assert_eq!(found(text), [name], "{text}");
        }
    }

    #[test]
    fn a_customer_is_a_person_only_when_it_reads_as_one() {
        for (text, name) in [
            ("Anna Muster", Some("Anna Muster")),
            ("Anna Muster, order 5", Some("Anna Muster")),
            ("Muster, Hans", Some("Muster, Hans")),
            ("Hans Muster AG", None),
            ("Acme Trading", None),
            ("Blue Yonder", None),
            ("10023", None),
            ("Anna", None),
            ("new", None),
        ] {
            assert_eq!(somebody(text, 0).map(|at| &text[at]), name, "{text}");
        }
    }

    #[test]
    fn things_are_no_people() {
        for text in [
            "Customer Service Team",
            "Client Credentials grant",
            "customer Order Service called",
            "Dear Customer,",
            "Dear Sir or Madam,",
            "Kunde Nr. 4711",
            "customer 4711 phoned",
            "Hello World of sync",
            "customer API Gateway",
            "Mr. 4711",
            "the client sends Order Created events",
            "regards the order\nOrder Created",
            "5 m. Kabel bestellt",
            "Größe M. Danach hat sie storniert",
            "Mitarbeiter gesucht",
            "Besteller Export",
            "appel de Order Service",
            "created by Google Sheets",
            "assigned to Azure Functions",
            "a 24 hr Window",
            "Fr. 12.50",
            "zu 5 Fr. Aktion",
            "Thanks for the update\nOrder Created",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
