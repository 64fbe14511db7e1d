//! The page of the draft's form: terms, lines, assumptions and overrides of gates.
//! One form, so that one save keeps all of it.

use super::edit_ledger::LedgerFields;
use super::form::{NEW, name};
use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Checkbox, Choice, Field, Link, Section, Select, Text, TextArea, Width, choices};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::quote::{MOST_LINES, Quote, QuoteGate, Work, currencies};
use faultline::judgement::assess::assess;
use faultline::judgement::quote::{Recommendation, candidates, draft, held_back};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::PartId;

/// The page.
#[component]
pub fn QuoteFormPage(
    /// The draft, and what its form holds.
    editor: Editor<Quote>,
) -> impl IntoView {
    let Editor { document, form, head, .. } = editor;
    let page = at(document.id, "quote");
    let chosen = Chosen::of(&document);
    let gates = gates(&document, &form);
    view! {
        <PartEditor
            head
            trail=vec![Link::new(page.clone(), "Quote")]
            lede="Change what is offered, what it takes and on what it rests. The page of the quote then says what that comes to."
            action=format!("{page}/edit")
            save="Save draft"
            cancel=page.clone()
        >
            <TermFields form=form.clone() />
            <LineFields form=form.clone() chosen />
            <LedgerFields form=form.clone() />
            <GateFields form gates />
        </PartEditor>
    }
}

/// What a line can be for, and what it can answer.
#[derive(Clone)]
struct Chosen {
    integrations: Vec<Choice>,
    answers: Vec<Choice>,
}

impl Chosen {
    fn of(document: &Engagement) -> Self {
        let integration = |one: &faultline::document::integrations::Integration| {
            Choice::new(one.id.to_string(), one.name.clone())
        };
        let asked = candidates(document, &assess(document)).into_iter();
        let answer = |one: faultline::judgement::quote::Candidate| {
            let short: String = one.says.chars().take(80).collect();
            Choice::new(one.key, short)
        };
        Self {
            integrations: document.integrations.iter().map(integration).collect(),
            answers: asked.map(answer).collect(),
        }
    }
}

/// The gates that are closed for this quote, and those that are passed already.
fn gates(document: &Engagement, form: &Filled) -> Vec<QuoteGate> {
    let draft = draft(document, PartId::new);
    let held = held_back(document, &draft, &assess(document), Recommendation::NotAsked);
    let asked = |gate: &QuoteGate| {
        let typed = ["reason", "agreed"].map(|of| form.text(&name(of, gate.key())));
        held.iter().any(|one| one.gate == Some(*gate)) || typed.iter().any(|it| !it.is_empty())
    };
    QuoteGate::ALL.iter().copied().filter(asked).collect()
}

#[component]
fn TermFields(form: Filled) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [rate, currency, tax] = ["rate", "currency", "tax"].map(field);
    let [until, budget, starts] = ["valid_until", "budget", "starts_on"].map(field);
    let [deadline, week, exclusions] = ["deadline", "hours_a_week", "exclusions"].map(field);
    let suggestions: Vec<String> = currencies().map(str::to_owned).collect();
    view! {
        <Section title="Terms" id="terms">
            <div class="field-grid">
                <Field label="Price of an hour, before tax" name="rate" value=rate.0 error=rate.1 inputmode="decimal" width=Width::Short />
                <Field
                    label="Currency"
                    name="currency"
                    value=currency.0
                    error=currency.1
                    maxlength=3
                    width=Width::Short
                    suggestions
                    hint="Three letters of ISO 4217"
                />
                <Field label="Tax, in per cent" name="tax" value=tax.0 error=tax.1 inputmode="decimal" width=Width::Short />
                <Field label="Can be accepted until" name="valid_until" kind="date" value=until.0 error=until.1 width=Width::Short />
            </div>
            <Checkbox
                label="Fixed price"
                name="fixed_price"
                checked=form.ticked("fixed_price")
                hint="The price is that of P80, whatever the hours come to. It asks that every discovery fact is known."
            />
            <TextArea
                label="Not part of it"
                name="exclusions"
                value=exclusions.0
                error=exclusions.1
                hint="One on a line"
                maxlength=20_000
                rows=3
            />
        </Section>
        <Section title="Bounds of a sprint" id="bounds" lede="Within them the smallest sprint is sought that lowers the most risk. They are held against P80.">
            <div class="field-grid">
                <Field label="Budget, before tax" name="budget" value=budget.0 error=budget.1 inputmode="decimal" width=Width::Short />
                <Field label="First day" name="starts_on" kind="date" value=starts.0 error=starts.1 width=Width::Short />
                <Field label="Deadline" name="deadline" kind="date" value=deadline.0 error=deadline.1 width=Width::Short />
                <Field label="Hours a week" name="hours_a_week" value=week.0 error=week.1 inputmode="numeric" width=Width::Short />
            </div>
        </Section>
    }
}

#[component]
fn LineFields(form: Filled, chosen: Chosen) -> impl IntoView {
    let ids = form.all("line");
    let more = ids.len() < MOST_LINES && !ids.iter().any(|id| id == NEW);
    let new = more.then(|| Text::from(NEW));
    let lines = ids
        .into_iter()
        .chain(new)
        .map(|id| view! { <OneLine form=form.clone() id chosen=chosen.clone() /> })
        .collect_view();
    let wrong =
        form.error("lines").map(|error| view! { <p class="error" id="lines-error">{error}</p> });
    view! {
        <Section
            title="Work"
            id="lines"
            lede="Tick what is offered. Hours are a range: when all goes well, most likely, and when it goes badly. Empty the text of a line to remove it."
        >
            {wrong}
            {lines}
        </Section>
    }
}

/// What stands above the fields of one entry: its text, as far as a heading takes it, or that it is a new one.
pub(super) fn legend(says: &str, new: &str) -> String {
    const LENGTH: usize = 60;
    if says.is_empty() {
        return new.to_owned();
    }
    let Some((end, _)) = says.char_indices().nth(LENGTH) else { return says.to_owned() };
    let words = says[..end].rsplit_once(' ').map_or(&says[..end], |(words, _)| words);
    format!("{words} …")
}

/// One line: what is offered first, where it belongs behind it.
#[component]
fn OneLine(form: Filled, id: Text, chosen: Chosen) -> impl IntoView {
    let named = |of: &str| name(of, &id);
    let value = |of: &str| form.text(&named(of));
    let legend = legend(&value("says"), "One more line");
    let hours = [("low", "Low"), ("likely", "Likely"), ("high", "High")].map(|(of, label)| {
        view! {
            <Field label=format!("{label}, hours") name=named(of) value=value(of) error=form.error(&named(of)) inputmode="decimal" width=Width::Short />
        }
    });
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            <Checkbox label="Offer it" name=named("on") checked=form.ticked(&named("on")) />
            <input type="hidden" name="line" value=id.clone() />
            <TextArea label="What is done" name=named("says") value=value("says") error=form.error(&named("says")) maxlength=2000 rows=1 />
            <div class="field-grid thirds">{hours.collect_view()}</div>
            <details>
                <summary>"Where it belongs"</summary>
                <div class="field-grid">
                    <Select label="Kind of work" name=named("work") choices={choices::<Work>()} selected=value("work") />
                    <Select
                        label="For"
                        name=named("at")
                        choices=chosen.integrations
                        selected=value("at")
                        blank="The whole engagement"
                    />
                    <Select
                        label="Answers"
                        name=named("action")
                        choices=chosen.answers
                        selected=value("action")
                        blank="Nothing that is recorded"
                        hint="What it answers says how much risk it lowers."
                    />
                </div>
            </details>
        </fieldset>
    }
}

#[component]
fn GateFields(form: Filled, gates: Vec<QuoteGate>) -> impl IntoView {
    (!gates.is_empty()).then(|| {
        let fields = gates
            .into_iter()
            .map(|gate| {
                let [reason, agreed] = ["reason", "agreed"].map(|of| name(of, gate.key()));
                view! {
                    <fieldset class="group">
                        <legend>{gate.label()}</legend>
                        <TextArea label="Issue it all the same, because" value=form.text(&reason) name=reason maxlength=2000 rows=1 />
                        <Field label="Agreed by" value=form.text(&agreed) name=agreed maxlength=200 />
                    </fieldset>
                }
            })
            .collect_view();
        view! {
            <Section
                title="Gates"
                id="gates"
                lede="A closed gate holds the quote back. It is passed only by a written reason of substance and a second person who agrees; the client reads both."
            >
                {fields}
            </Section>
        }
    })
}
