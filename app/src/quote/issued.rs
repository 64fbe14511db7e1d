//! What was issued: how each quote stands, what its assumptions came to, and what it took.
//! Forms stand only where something can still be recorded.

use super::view::Shown;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Badge, Choice, EditForm, Field, RadioGroup, Section, TextArea, Time, Tone, Width};
use crate::urls::{self, at};
use faultline::document::quote::AssumptionState;
use faultline::judgement::quote::{hours, whole_hours};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::numbers::money;
use faultline::stores::quote::{Issued, QuoteState};

/// What was issued, the newest first.
#[component]
pub fn IssuedQuotes(
    /// What the page shows.
    shown: Shown,
    /// A form of it that was refused, if one was.
    form: Filled,
) -> impl IntoView {
    let (engagement, may_edit, may_issue) = (shown.engagement, shown.may_edit, shown.may_issue);
    let nothing = shown.issued.is_empty();
    let quotes = shown
        .issued
        .into_iter()
        .map(|issued| view! { <OneQuote engagement issued may_edit may_issue form=form.clone() /> })
        .collect_view();
    view! {
        <Section title="Issued" id="issued" lede="What was issued does not change. The client accepts or declines it in the room.">
            {nothing.then(|| view! { <p>"Nothing has been issued yet."</p> })}
            {quotes}
        </Section>
    }
}

/// What a state means to the reader.
#[must_use]
pub fn tone(state: QuoteState) -> Tone {
    match state {
        QuoteState::Issued => Tone::Doubt,
        QuoteState::Accepted => Tone::Sound,
        QuoteState::Declined => Tone::Fault,
        QuoteState::Superseded => Tone::Plain,
    }
}

#[component]
fn OneQuote(
    engagement: EngagementId,
    issued: Issued,
    may_edit: bool,
    may_issue: bool,
    form: Filled,
) -> impl IntoView {
    let contents = &issued.contents;
    let number = contents.number;
    let currency = contents.quote.currency.clone();
    let offer = money(contents.offer().net, &currency);
    let state = issued.state;
    let file = |extension: &str| {
        format!("{}?number={number}", urls::room(engagement, &format!("quote.{extension}"), None))
    };
    let answered = issued.answered_at.map(|at| {
        let says = format!("{} by {}, ", state.label(), issued.answered_by);
        view! { <p>{says}<Time at /></p><p class="told">{issued.reason.clone()}</p> }
    });
    let orders = issued.changes.iter().map(|order| {
        view! { <li>{order.says(&currency)}</li> }
    });
    let orders = orders.collect_view();
    let redacted = issued.redacted_at.map(|at| {
        view! { <p>"A text in it was redacted on "<Time at />". The hash it was issued with stays on record."</p> }
    });
    let took = issued.actual_minutes.map(|minutes| {
        let says = format!(
            "It took {}; P80 was {}.",
            hours(minutes.into()),
            whole_hours(contents.appraisal.hours.p80)
        );
        view! { <p>{says}</p> }
    });
    let tests = (may_issue && issued.is_work())
        .then(|| view! { <Tests engagement issued=issued.clone() form=form.clone() /> });
    let close = (may_edit && issued.is_work()).then(|| {
        view! { <Close engagement issued=issued.clone() form /> }
    });
    view! {
        <article class="group" aria-labelledby=format!("quote-{number}")>
            <h3 id=format!("quote-{number}")>{format!("Quote {number}")}" "<Badge tone=tone(state) word=state.label() /></h3>
            <p>{format!("{offer} before tax, issued by {}, ", contents.issued_by)}<Time at=contents.issued_at /></p>
            {answered}
            {redacted}
            {(!issued.changes.is_empty()).then(|| view! { <ol>{orders}</ol> })}
            {took}
            <p>
                <a href=file("pdf")>"PDF"</a>" "<a href=file("md")>"Markdown"</a>" "<a href=file("json")>"JSON"</a>
            </p>
            {tests}
            {close}
        </article>
    }
}

/// The assumptions that are still open, each with the form that settles it.
#[component]
fn Tests(engagement: EngagementId, issued: Issued, form: Filled) -> impl IntoView {
    let number = issued.contents.number;
    let settled = |id| issued.changes.iter().any(|order| order.assumption == id);
    let open = issued.contents.quote.assumptions.iter();
    let open = open.filter(|one| one.state == AssumptionState::Open && !settled(one.id));
    let some = open.clone().next().is_some();
    let forms = open.map(|entry| {
        let own = form.text("assumption") == entry.id.to_string();
        let found = if own { form.text("found") } else { String::new() };
        let selected = if own { form.text("holds") } else { String::new() };
        let (choices, id) = (choices(), entry.id);
        view! {
            <details open=own>
                <summary>{entry.says.clone()}</summary>
                <EditForm
                    action=at(engagement, "quote/assumption")
                    save="Record the test"
                    label=format!("Test: {}", entry.says)
                >
                    <input type="hidden" name="number" value=number />
                    <input type="hidden" name="assumption" value=id.to_string() />
                    <RadioGroup legend="Does it hold?" name="holds" id=own_id("holds", own, id) choices selected />
                    <TextArea
                        label="What was found"
                        name="found"
                        id=own_id("found", own, id)
                        value=found
                        maxlength=5000
                        rows=2
                        hint="If it is false, this stands in the change order, which the client reads."
                    />
                </EditForm>
            </details>
        }
    });
    let forms = forms.collect_view();
    some.then(|| view! { <h4>"Assumptions to test"</h4>{forms} })
}

/// The id of a field that several forms of the page share: the one that was refused has its name, for its fault's link.
fn own_id(name: &str, own: bool, of: impl std::fmt::Display) -> String {
    if own { name.to_owned() } else { format!("{name}-{of}") }
}

fn choices() -> Vec<Choice> {
    vec![Choice::new("yes", "It holds"), Choice::new("no", "It is false: write the change order")]
}

/// The form that records what the work took in the end.
#[component]
fn Close(engagement: EngagementId, issued: Issued, form: Filled) -> impl IntoView {
    let number = issued.contents.number;
    let own = form.text("number") == number.to_string() && form.text("assumption").is_empty();
    let known = issued.actual_minutes.map(|minutes| super::form::hours(minutes.into()));
    let value = if own { form.text("took") } else { known.unwrap_or_default() };
    let error = if own { form.error("took") } else { None };
    view! {
        <EditForm
            action=at(engagement, "quote/hours")
            save="Record hours"
            version=Some(i64::from(issued.version))
            label=format!("What quote {number} took")
        >
            <input type="hidden" name="number" value=number />
            <Field
                label="Hours it took in the end"
                name="took"
                id=own_id("took", own, number)
                value
                error
                inputmode="decimal"
                width=Width::Short
                hint="They tell how well the firm's quotes hold."
            />
        </EditForm>
    }
}
