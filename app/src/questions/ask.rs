//! Asking the client: the form, how it begins and how it is read.
//! The words are plain before anybody edits them; what can be chosen is fixed by what is asked for.

use crate::form::{Filled, Form, Reading, errors};
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, Notice, PageHeader, Select, TextArea, Tone, Width};
use crate::urls::at;
use chrono::Days;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::questions::{AnswerChoice, Expected, Sought};
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::stores::questions::{Answerer, Ask, TEXT};

/// Days that the client has to answer, unless somebody says otherwise.
const USUAL: Days = Days::new(7);

/// The form as it begins. It is asked of whoever owns what it is about, or else of the only one who can answer.
pub fn blank(document: &Engagement, sought: Sought, thing: &str, people: &[Answerer]) -> Filled {
    let today = document.as_of.date_naive();
    let due = today.checked_add_days(USUAL).unwrap_or(today);
    let whom = whom(&owners(document, sought), people);
    let form = Form::of(vec![
        ("words", sought.words(thing)),
        ("due_on", due.to_string()),
        ("asked_of", whom.map(|person| person.to_string()).unwrap_or_default()),
    ]);
    Filled::new(form, errors(&[]))
}

/// Who is recorded as an owner of what is asked about.
fn owners(document: &Engagement, sought: Sought) -> Vec<String> {
    match sought {
        Sought::System(id, _) => document
            .system(id)
            .map(|one| vec![one.technical_owner.clone(), one.business_owner.clone()])
            .unwrap_or_default(),
        Sought::Integration(id, _) | Sought::Control(id, _) => document
            .integration(id)
            .map(|one| one.owners.values().cloned().collect())
            .unwrap_or_default(),
        Sought::Workflow(..) => Vec::new(),
    }
}

/// The person who is named first among the owners, or else the only person there is.
fn whom(owners: &[String], people: &[Answerer]) -> Option<PersonId> {
    // An owner is written with what they are, such as “Ines Falk, front desk”.
    let is = |owner: &String, one: &&Answerer| {
        owner.split([',', '(']).next().is_some_and(|name| name.trim() == one.name)
    };
    let named = owners.iter().find_map(|owner| people.iter().find(|one| is(owner, one)));
    let only = match people {
        [one] => Some(one),
        _ => None,
    };
    named.or(only).map(|one| one.person)
}

/// What a form asks, or what is wrong with it.
pub fn read(sent: &Form, sought: Sought) -> Result<Ask, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let asked_of = reading.optional("asked_of", "Choose somebody of the list.");
    let due = reading.parse("due_on", "Give the day by which you need the answer.");
    let problems = reading.problems();
    match due {
        Some(due_on) if problems.is_empty() => {
            Ok(Ask { sought, words: sent.text("words"), asked_of, due_on })
        }
        _ => Err(problems),
    }
}

/// The page.
#[component]
pub fn AskPage(
    /// The engagement.
    engagement: EngagementId,
    /// The place that the answer goes to.
    sought: Sought,
    /// What it is about, by name.
    thing: String,
    /// Who can answer.
    answerers: Vec<Answerer>,
    /// What the form holds.
    form: Filled,
) -> impl IntoView {
    let page = at(engagement, "questions");
    let trail = vec![Link::new(page.clone(), "Questions")];
    let lede =
        format!("{thing}: {}. The client reads it in the room, and answers there.", sought.fact());
    let nobody = answerers.is_empty();
    let people = answerers.into_iter();
    let people = people.map(|one| Choice::new(one.person.to_string(), one.name)).collect();
    view! {
        <PageHeader title="Ask the client" trail lede />
        {nobody.then(|| view! { <Nobody engagement /> })}
        <EditForm action=format!("{page}/new") save="Ask the client" cancel=page errors=form.errors()>
            <input type="hidden" name="sought" value=sought.to_string() />
            <TextArea
                label="Question"
                name="words"
                value=form.text("words")
                error=form.error("words")
                hint="In words that somebody understands who builds no integrations."
                maxlength=TEXT as u32
                rows=3
                required=true
            />
            <Answers expected=sought.expected() />
            <Select
                label="Asked of"
                name="asked_of"
                choices=people
                selected=form.text("asked_of")
                blank="The client at large"
                error=form.error("asked_of")
            />
            <Field
                label="Needed by"
                name="due_on"
                kind="date"
                value=form.text("due_on")
                error=form.error("due_on")
                hint="Who is asked is reminded seven days and one day before, where that is still ahead, if mail is set up and they want it."
                width=Width::Short
                required=true
            />
        </EditForm>
    }
}

/// That nobody of the client can answer yet.
#[component]
fn Nobody(engagement: EngagementId) -> impl IntoView {
    view! {
        <Notice tone=Tone::Doubt title="Nobody of the client can answer yet.">
            <p><a href=at(engagement, "members")>"Add a contributor"</a>"; until then the question waits in the room."</p>
        </Notice>
    }
}

/// What the client can answer.
#[component]
fn Answers(expected: Expected) -> impl IntoView {
    let says = match expected {
        Expected::Choice(choices) => {
            let says: Vec<_> =
                choices.iter().map(|AnswerChoice { says, .. }| format!("“{says}”")).collect();
            format!("The client can choose {}.", says.join(", "))
        }
        Expected::Text => "The client answers in a text.".to_owned(),
        Expected::Name => "The client names a person or a team.".to_owned(),
        Expected::Number => "The client gives a number.".to_owned(),
    };
    view! { <p class="hint">{says}" “I do not know” and “somebody else knows” can always be said."</p> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_owner_who_can_answer_is_asked_before_others_and_one_alone_is_asked_anyway() {
        let one = |id: u128, name: &str| Answerer {
            person: PersonId(Uuid::from_u128(id)),
            name: name.into(),
            email: String::new(),
        };
        let people = [one(1, "Ines Falk"), one(2, "Owen Hale")];
        let asked = |owners: &[&str], people: &[Answerer]| {
            let owners: Vec<String> = owners.iter().map(|name| (*name).to_owned()).collect();
            whom(&owners, people).map(|person| person.0.as_u128())
        };
        assert_eq!(asked(&["Beacon IT", "Owen Hale, owner"], &people), Some(2));
        assert_eq!(asked(&["Beacon IT"], &people), None);
        assert_eq!(asked(&[], &people[..1]), Some(1));
        assert_eq!(asked(&["Ines Falkner"], &people), None);
    }
}
