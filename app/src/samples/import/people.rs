//! Names in a file that nothing says for certain to be people's: offered before anything of it is stored, each ticked.
//! They are kept with the file only, until it is imported; what is remembered for the next file holds none.

use crate::form::Form;
use crate::prelude::*;
use crate::ui::{CheckboxGroup, Choice, Section, Text};
use faultline::document::samples::import::{Mapping, Target};
use faultline::engines::redact::suspected_names;
use faultline::engines::tables::Table;

/// The names that were offered before.
const SEEN: &str = "people_seen";
/// The names that were ticked.
const TICKED: &str = "people";
/// The columns whose texts may name people.
const TEXTS: [Target; 3] = [Target::Summary, Target::Records, Target::Evidence];
/// The most text that is looked through, in bytes.
const MOST: usize = 200_000;
/// The shortest name that is looked for, in characters: a shorter one is part of too many words.
const SHORTEST: usize = 5;

/// The names that the file's texts seem to hold; those that are new, and those that were ticked, are in the mapping then.
pub fn offer(sent: &Form, table: &Table, mapping: &mut Mapping) -> Vec<String> {
    let mut text = String::new();
    let columns: Vec<usize> = TEXTS.into_iter().flat_map(|target| mapping.of(target)).collect();
    for row in &table.rows {
        if text.len() > MOST {
            break;
        }
        for column in &columns {
            text.push_str(&row.cell(*column));
            text.push('\n');
        }
    }
    let offered: Vec<String> = suspected_names(&text)
        .into_iter()
        .filter(|name| name.chars().count() >= SHORTEST)
        .collect();
    let ticked = |name: &&String| {
        !sent.all(SEEN).any(|seen| seen == *name) || sent.all(TICKED).any(|it| it == *name)
    };
    mapping.people = offered.iter().filter(ticked).cloned().collect();
    offered
}

/// What was offered, to be ticked; nothing where nothing was.
#[component]
pub fn OfferedPeople(
    /// The names.
    offered: Vec<String>,
    /// Those that are ticked.
    ticked: Vec<String>,
) -> impl IntoView {
    (!offered.is_empty()).then(|| {
        let hidden = offered.iter().map(|name| {
            view! { <input type="hidden" name=SEEN value=name.clone() /> }
        });
        let hidden = hidden.collect_view();
        let choices = offered.into_iter().map(|name| Choice::new(name.clone(), name)).collect();
        let selected = ticked.into_iter().map(Text::from).collect();
        view! {
            <Section title="Names in it" id="people-section" lede="Evidence keeps no names: what is ticked is replaced in every row. Untick what is no person, such as a product or a company.">
                {hidden}
                <CheckboxGroup legend="Are these people?" name=TICKED choices selected />
            </Section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::import::choices;

    fn offered(rows: &str, sent: &Form) -> (Vec<String>, Vec<String>) {
        let table = Table::read(&format!("date,message,symptom\n{rows}"), None, true).unwrap();
        let (mut mapping, _) = choices::read(sent, &table, None);
        let offered = offer(sent, &table, &mut mapping);
        (offered, mapping.people)
    }

    #[test]
    fn a_name_is_ticked_until_somebody_unticks_it() {
        let rows = "2026-11-02,Maria Muster and Paul Press saw it,duplicate\n";
        let both = vec!["Maria Muster".to_owned(), "Paul Press".to_owned()];
        assert_eq!(offered(rows, &Form::default()), (both.clone(), both.clone()));
        let mut sent = Form::default();
        both.iter().for_each(|name| sent.push("people_seen", name.clone()));
        sent.push("people", "Maria Muster");
        assert_eq!(offered(rows, &sent), (both, vec!["Maria Muster".to_owned()]));
    }

    #[test]
    fn only_texts_are_looked_through() {
        assert_eq!(offered("Maria Muster,late,Paul Press\n", &Form::default()).0, [""; 0]);
    }
}
