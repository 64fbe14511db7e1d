//! What may be a person's name and is not certain to be one: it is offered to a person, who decides.
//! Must never replace anything; what is certain is replaced without a question.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use super::people::MOST;
use super::person;

/// The most that is offered of one text.
pub(super) const OFFERED: usize = 20;
/// The longest text that is looked through, in bytes: the beginning of a longer one stands for it.
const LONGEST: usize = 200_000;
/// The most words of one name.
const WORDS: usize = 4;

/// First names of many languages, those left out that are everyday words too.
const FIRST: &str = "aaron abdul abdullah adam adele adrian agnes agnieszka ahmed aisha alan albert alejandro aleksander \
    alessandro alexander alexandra alfred alice alina amelie amina amir amy ana anastasia anders andrea andreas andrei \
    andrew andrzej angela angelika anita anja anke anna anne annette anton antonio antoine arjun arne arthur astrid \
    aurelie axel barbara bartosz beata beate beatrice bernard bernd bettina birgit bjorn björn boris brigitte bruno \
    camille carina carla carlos carmen carol caroline catherine cecilia celine charles charlotte chiara chloe christa \
    christian christina christine christoph claire clara claudia claudio clemens colin cornelia cristina dagmar dana \
    daniel daniela david deborah denise diana diego dieter dietmar dimitri dirk dominik donald dorota doris dorothea \
    eduardo edward ekaterina elena eleonora elisa elisabeth elizabeth elke ella emil emily emma enrique eric erich erik \
    erika ernst esther eva evelyn fabian fatima federico felix fernando filip fiona florian francesca francesco francisco \
    françois frank franz franziska frederic frederik friedrich fritz gabriel gabriela gabriele georg george gerald gerd \
    gerhard gertrud gianni giovanni gisela giulia giuseppe gregor greta guido guillaume gunter günter günther gustav hana \
    hannah hans harald hassan heike heiko heinrich heinz helen helena helene helga helmut henrik henry herbert hermann \
    hilde holger horst hugo ian ibrahim ignacio igor ines inga inge ingo ingrid irene iris isabel isabella ivan ivana jack \
    jacob jacqueline jakob jakub james jan jana jane janet janine jasmin javier jean jeffrey jennifer jens jeremy jessica \
    joachim joanna joao jochen johan johann johanna johannes john jonas jonathan jorge jose josé josef joseph joshua juan \
    julia julian juliane julie julien jürgen jurgen karen karin karl karsten katarina katarzyna katharina kathrin katja \
    katrin kenneth kerstin kevin klara klaus konrad konstantin krzysztof kurt lara lars laura lea lena leon leonie linda \
    lisa lorenzo louis louise luca lucas lucia ludwig luigi luis luisa lukas lutz magdalena manfred manuel manuela marc \
    marcel marcin marco marcus margarete maria marie marina mario marion marius markus marta martha martin martina \
    mateusz mathias matteo matthew matthias maurice max maximilian melanie michael michaela michal michel michele miguel \
    mikhail milan miriam mohamed mohammed monica monika moritz muhammad nadia nadine nadja natalia natalie natasha nathalie \
    nicholas nicolas nicole niels nikolai nikolaus nils nina noah norbert olaf oleg olga oliver olivia olivier omar oscar \
    oskar otto pablo paolo pascal patricia patrick paul paula pauline pavel pedro peggy petra philip philipp philippe pierre \
    piotr priya rachel rafael rainer raj ralf ralph ramona raphael raul rebecca regina reinhard renate ricardo richard robert \
    roberto roland rolf roman ronald rosa rudolf ruth sabine sabrina samuel sandra sara sarah sascha sean sebastian sergei \
    sergio silke silvia simon simone sofia sonja sophia sophie stefan stefanie stephan stephanie stephen steven susan susanne \
    svetlana svenja sven sylvia tamara tanja tatiana teresa theodor theresa thomas thorsten tobias tomas tomasz torsten udo \
    ulrich ulrike ursula ute valentina vanessa vera verena veronica viktor viktoria vincent vincenzo vladimir volker walter \
    wanda werner wiebke wilhelm wolfgang xavier yasmin yusuf yves yvonne zofia";

static FIRSTS: LazyLock<HashSet<&str>> = LazyLock::new(|| FIRST.split_whitespace().collect());

/// Names that a text seems to hold: a first name that people have, with what follows it. Each once, in order.
pub(super) fn names(text: &str) -> Vec<String> {
    let text = &text[..super::shape::floor(text, text.len().min(LONGEST))];
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut at = 0;
    while found.len() < OFFERED
        && let Some(word) = next_word(text, at)
    {
        let first = &text[word.clone()];
        at = word.end;
        if !FIRSTS.contains(first.to_lowercase().as_str()) || !person::is_name(first) {
            continue;
        }
        let end = following(text, word.end);
        let name = text[word.start..end].to_owned();
        at = end;
        if seen.insert(name.clone()) {
            found.push(name);
        }
    }
    found
}

/// Whether a word is a first name that is no everyday word.
pub(super) fn is_first_name(word: &str) -> bool {
    FIRSTS.contains(word.to_lowercase().as_str())
}

/// Where the next word stands that begins with a capital and is no part of an identifier, an address or a placeholder.
fn next_word(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(char::is_uppercase)?;
        let len = text[start..].find(|c: char| !is_inside(c)).unwrap_or(text.len() - start);
        let end = start + bare(&text[start..start + len]).len();
        let joins = |c: char| c.is_alphanumeric() || "_@/\\-‹$.".contains(c);
        let apart = !text[..start].ends_with(joins)
            && !text[end..].starts_with(|c: char| c.is_alphanumeric() || "_@/\\›=(".contains(c));
        if apart && end > start {
            return Some(start..end);
        }
        at = start + len.max(text[start..].chars().next().map_or(1, char::len_utf8));
    }
}

/// A word without what only belongs to its sentence: `Maria’s` is Maria.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['-', '\'', '’']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn is_inside(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '\'' | '’')
}

/// Where the names end that follow a first name.
fn following(text: &str, from: usize) -> usize {
    let mut end = from;
    for _ in 1..WORDS {
        let Some(rest) = text[end..].strip_prefix(' ') else { break };
        let len = rest.find(|c: char| !is_inside(c)).unwrap_or(rest.len());
        let word = bare(&rest[..len]);
        let identifier =
            rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || "_@/".contains(c));
        if !person::is_name(word) || identifier {
            break;
        }
        end += 1 + word.len();
    }
    end
}

/// The people that a field names which says who answers for something: `Anna Muster, Finance`. A team is nobody.
pub(super) fn people_in(field: &str) -> Vec<String> {
    let parts = field.split([',', ';', '/', '(', ')', '\n', '&', '+', '<', '>', ':']);
    let parts = parts.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" und "));
    let whole = |part: &&str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        (2..=WORDS).contains(&words.len())
            && words.iter().all(|word| person::is_name(word) || person::is_between(word))
            && words.iter().filter(|word| person::is_name(word)).count() >= 2
    };
    parts.map(str::trim).filter(whole).map(str::to_owned).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_name_with_what_follows_is_offered() {
        for (text, expected) in [
            ("Spoke with Anna Muster and Pavel about it", &["Anna Muster", "Pavel"][..]),
            ("The order of Jürgen Beispiel-Probe failed", &["Jürgen Beispiel-Probe"]),
            ("Maria's order; maria@example.org; api/Maria; MARIA", &["Maria"]),
            ("Paul called. Paul waits.", &["Paul"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn things_identifiers_and_placeholders_are_not_offered() {
        for text in [
            "Order Created by Customer Service in Mark Down",
            "class Anna_Job, Anna(), $Anna, x.Anna, ‹name 123456›",
            "Die Bestellung ist nicht in der Buchhaltung angekommen",
            "",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn owners_that_are_people_are_known_and_teams_are_not() {
        assert_eq!(
            people_in("Anna Muster (Finance), Bo van der Probe"),
            ["Anna Muster", "Bo van der Probe"]
        );
        assert_eq!(people_in("Finance Team; ERP support; Head of Sales; Muster"), [""; 0]);
    }

    #[test]
    fn a_text_of_any_length_is_looked_through_in_bounded_time() {
        let text = "Anna é".repeat(100_000);
        assert_eq!(names(&text), ["Anna"]);
    }
}
