//! The page with the people of a room, the colleagues who were asked for, and the form that asks.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Badge, Choice, EditForm, Field, PageHeader, RadioGroup, Section, Tag, Time, Tone};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Capacity;
use faultline::stores::colleagues::{Colleague, ColleagueState, NAME};
use faultline::stores::room::mention::RoomPerson;

/// The page.
#[component]
pub fn ColleaguesPage(
    /// The engagement.
    engagement: EngagementId,
    /// Who is in the room.
    people: Vec<RoomPerson>,
    /// Who was asked for, the newest first.
    colleagues: Vec<Colleague>,
    /// The form, for whoever may ask.
    form: Option<Filled>,
) -> impl IntoView {
    let form = form.map(|form| view! { <AskForm engagement form /> });
    view! {
        <PageHeader title="People" lede="Who belongs to this room. Write @ and a name in a comment to tell one of them." />
        <People people />
        {form}
        <AskedFor colleagues />
    }
}

#[component]
fn People(people: Vec<RoomPerson>) -> impl IntoView {
    let entries = people.into_iter().map(|one| {
        let who = if one.of_firm { "your consultants" } else { "client" };
        view! { <li>{one.name}" "<Tag word=who /></li> }
    });
    view! { <ul class="told-list">{entries.collect_view()}</ul> }
}

#[component]
fn AskForm(engagement: EngagementId, form: Filled) -> impl IntoView {
    let choices = [
        (Capacity::Viewer, "Reads the room."),
        (Capacity::Contributor, "Reads, comments, reports failures and decides."),
    ];
    let choices = choices.map(|(one, hint)| Choice::new(one.key(), one.label()).hint(hint)).into();
    let lede = "Your consultants let them in, or tell you why not. Nobody has access before that.";
    view! {
        <Section title="Invite a colleague" id="invite" lede>
            <EditForm
                action=urls::room(engagement, "colleagues", None)
                save="Ask your consultants"
                errors=form.errors()
                label="Invite a colleague"
            >
                <Field
                    label="Their name"
                    name="name"
                    value=form.text("name")
                    error=form.error("name")
                    required=true
                    maxlength=NAME as u32
                />
                <Field
                    label="Their address"
                    name="email"
                    kind="email"
                    value=form.text("email")
                    error=form.error("email")
                    hint="At your own firm, as yours is. They sign in with it."
                    required=true
                    maxlength=254
                />
                <RadioGroup
                    legend="What they may do"
                    name="capacity"
                    choices
                    selected=form.text("capacity")
                    error=form.error("capacity")
                />
            </EditForm>
        </Section>
    }
}

#[component]
fn AskedFor(colleagues: Vec<Colleague>) -> impl IntoView {
    let entries = colleagues.into_iter().map(|one| view! { <One one /> });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| {
        view! {
            <Section title="Colleagues who were asked for" id="asked">
                <ol class="thread">{entries}</ol>
            </Section>
        }
    })
}

#[component]
fn One(one: Colleague) -> impl IntoView {
    let capacity = Capacity::from_key(&one.capacity).map_or("", Catalogue::label);
    let state = ColleagueState::from_key(&one.state).unwrap_or(ColleagueState::Open);
    let tone = match state {
        ColleagueState::Open => Tone::Doubt,
        ColleagueState::Invited => Tone::Sound,
        ColleagueState::Declined => Tone::Plain,
    };
    let closed = one.closed_at.map(|at| {
        let by = format!("by {}, ", one.closed_by);
        view! { " "{by}<Time at /> }
    });
    let word_back =
        (!one.word_back.is_empty()).then(|| view! { <p class="told">{one.word_back.clone()}</p> });
    view! {
        <li>
            <p class="said-by">
                <strong>{one.name}</strong>
                " "
                <Tag word=capacity />
                " "
                <Badge tone word=state.label() />
                {closed}
            </p>
            <p class="hint">{format!("{}, asked for by {}, ", one.email, one.asked_by)}<Time at=one.asked_at /></p>
            {word_back}
        </li>
    }
}
