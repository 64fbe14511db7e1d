//! Months and days of the week by their names in fourteen languages, whole or shortened to three letters or more.
//! A shortened name that two months share is none.

use unicode_normalization::UnicodeNormalization;

/// Names of the months, without accents: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish in both
/// cases, Turkish, Swedish, Danish, Norwegian and Czech in both cases.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "janner", "janvier", "enero", "gennaio", "januari", "janeiro",
        "styczen", "stycznia", "ocak", "leden", "ledna",
    ],
    &[
        "february",
        "februar",
        "fevrier",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
        "luty",
        "lutego",
        "subat",
        "unor",
        "unora",
    ],
    &[
        "march", "marz", "mrz", "mars", "marzo", "maart", "mrt", "marco", "marzec", "marca",
        "mart", "marts", "brezen", "brezna",
    ],
    &["april", "avril", "abril", "aprile", "kwiecien", "kwietnia", "nisan", "duben", "dubna"],
    &["may", "mai", "mayo", "maggio", "mei", "maio", "maj", "maja", "mayis", "kveten", "kvetna"],
    &[
        "june", "juni", "juin", "junio", "giugno", "junho", "czerwiec", "czerwca", "haziran",
        "cerven", "cervna",
    ],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "lipiec", "lipca", "temmuz",
        "cervenec", "cervence",
    ],
    &[
        "august", "aout", "agosto", "augustus", "sierpien", "sierpnia", "agustos", "augusti",
        "srpen", "srpna",
    ],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "setembro",
        "wrzesien",
        "wrzesnia",
        "eylul",
        "zari",
    ],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "ottobre",
        "outubro",
        "pazdziernik",
        "pazdziernika",
        "ekim",
        "rijen",
        "rijna",
    ],
    &[
        "november",
        "novembre",
        "noviembre",
        "novembro",
        "listopad",
        "listopada",
        "kasim",
        "listopadu",
    ],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
        "grudzien",
        "grudnia",
        "aralik",
        "desember",
        "prosinec",
        "prosince",
    ],
];

/// What stands before “month” in Finnish, where each name ends with that word.
const FINNISH: [&str; 12] = [
    "tammi", "helmi", "maalis", "huhti", "touko", "kesa", "heina", "elo", "syys", "loka", "marras",
    "joulu",
];

/// Names of the days of the week in the same languages.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
    "poniedzialek",
    "wtorek",
    "sroda",
    "czwartek",
    "piatek",
    "sobota",
    "niedziela",
    "pazartesi",
    "sali",
    "carsamba",
    "persembe",
    "cuma",
    "cumartesi",
    "pazar",
    "mandag",
    "tisdag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lordag",
    "sondag",
    "pondeli",
    "utery",
    "streda",
    "ctvrtek",
    "patek",
    "nedele",
    "maanantai",
    "tiistai",
    "keskiviikko",
    "torstai",
    "perjantai",
    "lauantai",
    "sunnuntai",
];

/// Those that are shortened to two letters.
const SHORT_WEEKDAYS: [&str; 7] = ["mo", "di", "mi", "do", "fr", "sa", "so"];

/// Behind the number of a day.
const ORDINALS: [&str; 12] = ["st", "nd", "rd", "th", "er", "re", "eme", "o", "º", "ª", "e", "ten"];

/// A name in small letters without accents.
fn plain(name: &str) -> String {
    let mark = |letter: &char| !('\u{300}'..'\u{370}').contains(letter);
    let base = |letter| match letter {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        letter => letter,
    };
    name.to_lowercase().nfd().filter(mark).map(base).collect()
}

/// The number of the month with a name.
pub fn month(name: &str) -> Option<u32> {
    let name = plain(name);
    if name.len() < 3 {
        return None;
    }
    let whole = MONTHS.iter().zip(1..).find(|(names, _)| names.contains(&name.as_str()));
    if let Some((_, number)) = whole {
        return Some(number);
    }
    if let Some(stem) = name.strip_suffix("kuuta").or_else(|| name.strip_suffix("kuu")) {
        return FINNISH.iter().zip(1..).find(|(month, _)| **month == stem).map(|(_, n)| n);
    }
    let shortened = |names: &&[&str]| names.iter().any(|whole| whole.starts_with(&name));
    let mut fitting = MONTHS.iter().zip(1..).filter(|(names, _)| shortened(names));
    let (_, number) = fitting.next()?;
    fitting.next().is_none().then_some(number)
}

/// Whether a word names a day of the week.
pub fn is_weekday(word: &str) -> bool {
    let word = plain(word);
    (word.len() >= 3 || SHORT_WEEKDAYS.contains(&word.as_str()))
        && WEEKDAYS.iter().any(|name| name.starts_with(&word))
}

/// Whether letters behind a number say which one it is.
pub fn is_ordinal(word: &str) -> bool {
    ORDINALS.contains(&plain(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_every_language() {
        for (name, number) in [
            ("Sept", 9),
            ("März", 3),
            ("Mrz", 3),
            ("janv", 1),
            ("août", 8),
            ("févr", 2),
            ("juil", 7),
            ("Dez", 12),
            ("ene", 1),
            ("dic", 12),
            ("gennaio", 1),
            ("mag", 5),
            ("ott", 10),
            ("mrt", 3),
            ("mei", 5),
            ("out", 10),
            ("września", 9),
            ("paź", 10),
            ("Şubat", 2),
            ("Kasım", 11),
            ("MAI", 5),
            ("maj", 5),
            ("okt", 10),
            ("desember", 12),
            ("marraskuuta", 11),
            ("kesäkuu", 6),
            ("června", 6),
            ("července", 7),
            ("září", 9),
            ("mar", 3),
            ("jan", 1),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        for name in ["jui", "ma", "market", "decimal", "monday", "", "kuu", "xkuuta"] {
            assert_eq!(month(name), None, "{name}");
        }
    }
}
