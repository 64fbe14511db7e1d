//! Names of people in prose, by what stands around them: a salutation, a customer who phones, a greeting, a sign-off.
//! Must never take a thing for a person: `Customer Service` and `Dear Customer` name nobody.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::hit::Hit;
use super::kind::Kind;
use super::shape::{before, floor};

/// What a word says about the words that follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// A title: whoever follows is a person.
    Title,
    /// A role: whoever follows is one if two names follow, or one that then does something.
    Role,
    /// A greeting: whoever follows up to a comma or the end of the line is one.
    Greeting,
    /// The end of a letter: whoever stands on the next line is one.
    Farewell,
}

/// The words, each with what it says; blanks count.
pub(super) const CUES: &[(Cue, &str)] = &[
    (
        Cue::Title,
        "mr |mr. |mrs |mrs. |ms. |miss |dr. |prof. |herr |herrn |frau |monsieur |madame |mme |mlle |señor |señora |\
         sr. |sra. |signor |signora |sig. |dhr. |mevrouw |meneer |pan |pani ",
    ),
    (
        Cue::Role,
        "customer |client |caller |buyer |shopper |patient |guest |subscriber |tenant |colleague |kunde |kundin |\
         kunden |anrufer |anruferin |käufer |käuferin |patientin |gast |mieter |kollege |kollegin |cliente |klant |\
         acheteur |spoke to |spoke with |talked to |called by |phoned by |reported by |signed by |written by ",
    ),
    (
        Cue::Greeting,
        "dear |hello |hi |hallo |liebe |lieber |bonjour |cher |chère |hola |ciao |beste ",
    ),
    (
        Cue::Farewell,
        "regards|sincerely|yours truly|cheers|grüßen|grüße|grüsse|gruß|gruss|cordialement|salutations|saludos|saluti|\
         groeten|many thanks",
    ),
];

/// Words that begin with a capital letter where a name could stand, and are none.
const NO_NAMES: &str = "account accounts address admin agent all and api app as at bank bestellung bestellungen billing bot \
    business by care center centre chat city code colleague colleagues company confirmation contact corporation \
    credentials credit customer customers damen dashboard data database date delivery department desk details dev \
    directory email erp error everyone experience export facing feedback file folks for form friend from für gmbh \
    good group guest guys had has have head herren hotline id if import in inc info information interface invoice is \
    it journey kein key kunde kunden kundin kundennummer kundenservice label leads legal level library licence \
    license limited list lead log login ltd mail management manager master member message migration name not nummer \
    number of office officer on online operations or order orders organisation organization our owner page partner \
    payment phone platform portal price process product profile project record records reference registration \
    relations relationship report request response review returns role sales satisfaction secret segment server \
    service services session sheet shop side sir madam site software solution solutions staff status storage store \
    stammdaten success supplier support survey system systems tabelle table team teams test the ticket to token type \
    und update user users vat vendor version was web website who will with with workflow your monday tuesday wednesday \
    thursday friday saturday sunday january february march april june july august september october november \
    december english german french error warning created updated deleted cancelled paid open closed shipped \
    finance controller controlling bookkeeper bookkeeping accountant accounting analyst engineer developer administrator \
    administration director chief assistant warehouse logistics purchasing procurement marketing compliance security \
    network infrastructure helpdesk agency consultant buchhaltung vertrieb einkauf lager versand technik leitung \
    abteilung entwicklung qualität personal produktion";

/// What a person does in a report, after the name.
const DOES: &str = "called calls phoned phones rang rings wrote writes emailed mailed complained complains says said asked \
    asks reported reports wants wanted noticed notices received got paid ordered cancelled returned confirmed claims \
    told tells sent texted hat ruft rief schreibt schrieb sagt sagte meldet meldete fragt fragte beschwert beschwerte \
    bestellte möchte wartet will war ist telefonierte a appelé dit écrit llamó dijo";

/// Parts between the names of one person.
const PARTICLES: &str = "von van de der den di da del della du la le zu zum bin ibn al el y";

static NONE: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_NAMES.split_whitespace().collect());
static ACTS: LazyLock<HashSet<&str>> = LazyLock::new(|| DOES.split_whitespace().collect());
static BETWEEN: LazyLock<HashSet<&str>> = LazyLock::new(|| PARTICLES.split_whitespace().collect());

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
    let found = match cue {
        Cue::Title => names(text, at.end).filter(|found| found.count > 0),
        Cue::Role => names(text, at.end).filter(|found| {
            let next = text[found.at.end..].trim_start_matches(' ');
            let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            found.count >= 2 || (found.count == 1 && ACTS.contains(next))
        }),
        Cue::Greeting => greeted(text, at),
        Cue::Farewell => signed(text, at.end),
    }?;
    Some(Hit { from: at.start, ..Hit::issued(found.at, Kind::Name, false) })
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
        if is_initial(word) || is_title(word) || BETWEEN.contains(word) {
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
    BETWEEN.contains(word) || is_initial(word)
}

/// A capital letter, then small ones; more of that after an apostrophe or a dash.
pub(super) fn is_name(word: &str) -> bool {
    let parts = || word.split(['\'', '’', '-']);
    let shaped = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    word.chars().count() >= 2
        && parts().all(|part| !part.is_empty())
        && parts().all(|part| shaped(part) || part.starts_with("Mc"))
        && !NONE.contains(word.to_lowercase().as_str())
        && !word.starts_with(char::is_lowercase)
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
        ] {
            assert_eq!(found(text), [name], "{text}");
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
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
