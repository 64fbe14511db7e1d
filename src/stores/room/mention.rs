//! Mentions: `@` and the name of somebody in the room, found in what was typed before it is redacted.
//! The people of the room may be named where somebody speaks to them: redaction leaves the name after an `@` alone.

use crate::platform::ids::PersonId;
use serde::Deserialize;

/// The most people that one text mentions.
pub const MOST: usize = 10;
/// What stands for the first mention while a text is redacted: nothing that anybody types.
const FIRST_MARK: u32 = 0xF_0000;
/// Characters of a word that is told back.
const TOLD: usize = 40;

/// Somebody who can be mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RoomPerson {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they are of the firm.
    pub of_firm: bool,
}

/// A text whose mentions are marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Whom each mark stands for, in the order of the marks.
    people: Vec<Vec<RoomPerson>>,
}

/// Why the mentions of a text cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmentioned {
    /// Nobody here is called so, or several are.
    #[error(
        "“@{0}” is nobody’s name in this room, or several people’s. Write the whole name, or put a space after the @."
    )]
    Nobody(String),
    /// A first name, or the one name of somebody, with what may be the surname of somebody else behind it.
    #[error(
        "“@{0}” is nobody’s name in this room. For {1}, write “@{1}”, or a comma after the first word; for somebody else, put a space after the @."
    )]
    Other(String, String),
    /// Too many.
    #[error("Mention at most {MOST} people at once.")]
    TooMany,
}

fn mark(at: usize) -> char {
    u32::try_from(at).ok().and_then(|at| char::from_u32(FIRST_MARK + at)).unwrap_or(' ')
}

fn is_mark(c: char) -> bool {
    (FIRST_MARK..FIRST_MARK + 0x100).contains(&u32::from(c))
}

/// How much of a text a name takes, when the text begins with it and the name ends there: “Mara-Lena” is not “Mara”.
fn begins(text: &str, name: &str) -> Option<usize> {
    let (mut given, mut end) = (text.char_indices(), 0);
    for wanted in name.chars() {
        let (at, got) = given.next()?;
        let same = wanted == got || wanted.to_lowercase().eq(got.to_lowercase());
        if !same {
            return None;
        }
        end = at + got.len_utf8();
    }
    let rest = text[end..].strip_prefix('-').unwrap_or(&text[end..]);
    let ends = !rest.starts_with(char::is_alphabetic) && !text[end..].starts_with(char::is_numeric);
    (ends && end > 0).then_some(end)
}

/// The word behind a single name when it may be a surname: it stands on the same line, and begins with a capital.
fn surname(rest: &str) -> Option<&str> {
    let behind =
        rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim_start_matches([' ', '\t', '\u{a0}']);
    let of_name = |c: char| c.is_alphanumeric() || "-'’".contains(c);
    let word = &behind[..behind.find(|c| !of_name(c)).unwrap_or(behind.len())];
    // “I” begins a sentence; “I.” may be an initial.
    let says_i = matches!(word.split(['\'', '’']).next(), Some("I"))
        && !behind[word.len()..].starts_with('.');
    (word.starts_with(char::is_uppercase) && !says_i).then_some(word)
}

/// Whom a text begins to name, and how much of it does: by the longest name, or by a first name that only one has.
fn named<'p>(text: &str, people: &'p [RoomPerson]) -> Option<(usize, Vec<&'p RoomPerson>)> {
    let longest = |of: &dyn Fn(&'p RoomPerson) -> &'p str| {
        let lengths = people.iter().filter_map(|one| Some((begins(text, of(one))?, one)));
        let found: Vec<_> = lengths.collect();
        let most = found.iter().map(|(length, _)| *length).max()?;
        let whom = found.into_iter().filter(|(length, _)| *length == most).map(|(_, one)| one);
        Some((most, whom.collect::<Vec<_>>()))
    };
    let first = |one: &'p RoomPerson| one.name.split_whitespace().next().unwrap_or_default();
    let by_first = || longest(&first).filter(|(_, whom)| whom.len() == 1);
    longest(&|one| one.name.as_str()).or_else(by_first)
}

/// The whole name that a text begins with, when only its first word was found and a surname may stand behind it.
fn another(text: &str, length: usize) -> Option<&str> {
    let (found, rest) = text.split_at_checked(length)?;
    if found.contains(char::is_whitespace) {
        return None;
    }
    let word = surname(rest)?;
    let end = length + (rest.len() - rest.trim_start().len()) + word.len();
    text.get(..end)
}

/// The word at the beginning of a text, when it can be meant as a name: an address or a package is none.
fn word(text: &str) -> Option<&str> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let whole = text[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    let of_name = |c: char| c.is_alphanumeric() || "-'’".contains(c);
    let end = whole.find(|c| !of_name(c)).unwrap_or(whole.len());
    let technical = whole[end..].starts_with(['.', '/', '_', ':', '=', '(', '@']);
    (whole.starts_with(char::is_alphabetic) && !technical).then(|| &whole[..end])
}

impl Marked {
    /// Finds the mentions of a text.
    ///
    /// # Errors
    /// [`Unmentioned`] when a name is nobody's here, or too many are mentioned.
    pub fn read(text: &str, people: &[RoomPerson]) -> Result<Self, Unmentioned> {
        let (mut marked, mut whom) = (String::new(), Vec::new());
        let mut rest = text;
        while let Some(at) = rest.find('@') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            marked.extend(before.chars().filter(|c| !is_mark(*c)));
            // What stands before the @ of an address is no space.
            let inside = before.ends_with(|c: char| c.is_alphanumeric() || "._+-/:@".contains(c));
            rest = after;
            let found = if inside { None } else { named(after, people) };
            match found {
                Some((length, found)) => {
                    if let Some(other) = another(after, length) {
                        let meant = found.first().map_or("", |one| one.name.as_str());
                        let meant = meant.chars().take(TOLD).collect();
                        return Err(Unmentioned::Other(other.chars().take(TOLD).collect(), meant));
                    }
                    marked.push(mark(whom.len()));
                    whom.push(found.into_iter().cloned().collect::<Vec<_>>());
                    rest = &after[length..];
                }
                None => {
                    if let Some(word) = word(after).filter(|_| !inside) {
                        return Err(Unmentioned::Nobody(word.chars().take(TOLD).collect()));
                    }
                    marked.push('@');
                }
            }
            if whom.len() > MOST {
                return Err(Unmentioned::TooMany);
            }
        }
        marked.extend(rest.chars().filter(|c| !is_mark(*c)));
        Ok(Self { text: marked, people: whom })
    }

    /// The text as it is kept, once what is between its marks is redacted, and who is mentioned in what is left of it.
    #[must_use]
    pub fn restored(&self, redacted: &str) -> (String, Vec<PersonId>) {
        let (mut text, mut whom) = (String::new(), Vec::new());
        for c in redacted.chars() {
            let found = (0..self.people.len()).find(|at| mark(*at) == c);
            let Some(people) = found.and_then(|at| self.people.get(at)) else {
                text.push(c);
                continue;
            };
            text.push('@');
            text.push_str(people.first().map_or("", |one| one.name.as_str()));
            for one in people {
                if !whom.contains(&one.id) {
                    whom.push(one.id);
                }
            }
        }
        (text, whom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<RoomPerson> {
        let names = ["Ines Falk", "Jonas", "Jonas Weber", "Mara Lind", "Mara Stein"];
        let person = |name: &str| {
            let (id, name) = (PersonId::new(), name.to_owned());
            RoomPerson { id, name, of_firm: false }
        };
        names.into_iter().map(person).collect()
    }

    fn mentioned(text: &str) -> Result<(String, Vec<String>), Unmentioned> {
        let people = people();
        let marked = Marked::read(text, &people)?;
        let (text, ids) = marked.restored(&marked.text);
        let name = |id| people.iter().find(|one| one.id == id).unwrap().name.clone();
        Ok((text, ids.into_iter().map(name).collect()))
    }

    #[test]
    fn the_longest_name_is_meant_whatever_its_case() {
        let (text, whom) = mentioned("@jonas weber, ask @Ines; (@Jonas)'s export").unwrap();
        assert_eq!(text, "@Jonas Weber, ask @Ines Falk; (@Jonas)'s export");
        assert_eq!(whom, ["Jonas Weber", "Ines Falk", "Jonas"]);
    }

    #[test]
    fn a_name_of_nobody_here_or_of_several_by_their_first_is_told() {
        for (text, told) in [("Hello @Prya!", "Prya"), ("@Mara", "Mara"), ("@Jonass", "Jonass")] {
            assert_eq!(mentioned(text), Err(Unmentioned::Nobody(told.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_first_name_before_the_surname_of_somebody_else_mentions_nobody() {
        for (text, other, meant) in [
            ("@Ines Stein, please look", "Ines Stein", "Ines Falk"),
            ("Ask @ines  Falkner", "ines  Falkner", "Ines Falk"),
            ("@Jonas Keller", "Jonas Keller", "Jonas"),
            ("@Ines S.", "Ines S", "Ines Falk"),
            ("@Ines I. Falk", "Ines I", "Ines Falk"),
        ] {
            let told = Unmentioned::Other(other.to_owned(), meant.to_owned());
            assert_eq!(mentioned(text), Err(told), "{text}");
        }
        for text in ["@Ines-Marie", "@Ines Falk-Stein"] {
            assert!(mentioned(text).is_err(), "{text}");
        }
        for text in [
            "@Ines please",
            "@Ines, Stein asks",
            "@Ines\nStein asks",
            "@Ines I’ll ask",
            "@Ines’s export",
            "@Ines",
        ] {
            assert_eq!(mentioned(text).unwrap().1, ["Ines Falk"], "{text}");
        }
        assert_eq!(mentioned("@Mara Lind Please look").unwrap().1, ["Mara Lind"]);
    }

    #[test]
    fn addresses_packages_and_a_lonely_sign_mention_nobody() {
        let none =
            ["ines@example.com", "2 @ 5 EUR", "@acme/orders", "@example.com", "a@Jonas", "@", "@3"];
        for text in none {
            assert_eq!(mentioned(text), Ok((text.to_owned(), Vec::new())), "{text}");
        }
    }

    #[test]
    fn who_is_mentioned_twice_is_told_once_and_nobody_types_a_mark() {
        let (text, whom) = mentioned("@Ines and @Ines Falk \u{F0001}").unwrap();
        assert_eq!((text.as_str(), whom.len()), ("@Ines Falk and @Ines Falk ", 1));
        let many = "@Jonas ".repeat(MOST + 1);
        assert_eq!(mentioned(&many), Err(Unmentioned::TooMany));
    }

    #[test]
    fn what_redaction_takes_away_is_no_mention_any_more() {
        let marked = Marked::read("password: @Ines", &people()).unwrap();
        assert_eq!(marked.restored("password: ‹secret 1›").1, Vec::new());
    }
}
