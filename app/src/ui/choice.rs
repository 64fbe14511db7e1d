//! Choices: one of many, some of many, yes or no.
//! What can be chosen comes from a catalogue or from rows; no entry is spelt here.

use super::field::{Descriptions, FieldFrame, described_by};
use super::{Text, Width, Writer};
use crate::prelude::*;
use faultline::platform::catalogue::Catalogue;

/// One entry of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: Text,
    /// What the person reads.
    pub label: Text,
    /// What it means, when the label does not say; may be empty.
    pub hint: Text,
}

impl Choice {
    /// An entry without a hint.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: Text::default() }
    }

    /// The entry with what it means.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Every entry of a catalogue, in its order. In `view!` it stands in braces: `choices={choices::<Kind>()}`.
#[must_use]
pub fn choices<C: Catalogue>() -> Vec<Choice> {
    C::ALL.iter().map(|entry| Choice::new(entry.key(), entry.label())).collect()
}

/// One of many, closed until it is opened.
#[component]
pub fn Select(
    /// Its label.
    #[prop(into)]
    label: Text,
    /// Its name in the form, and its id unless one is given.
    #[prop(into)]
    name: Text,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The value that is chosen now.
    #[prop(optional, into)]
    selected: Text,
    /// A first entry with no value, such as “We don't know yet”.
    #[prop(optional, into)]
    blank: Option<Text>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Whether the browser insists on it.
    #[prop(optional)]
    required: bool,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let mut options = Writer::default();
    if let Some(label) = &blank {
        options.html("<option value=\"\">").text(label).html("</option>");
    }
    for choice in &choices {
        options.html("<option value=\"").text(&choice.value).html("\"");
        if choice.value == selected {
            options.html(" selected");
        }
        options.html(">").text(&choice.label).html("</option>");
    }
    let select = view! {
        <select
            id=id.clone()
            name=name
            required=required
            aria-describedby=described
            aria-invalid=error.is_some().then_some("true")
        >
            {options.done()}
        </select>
    };
    view! { <FieldFrame id width label required hint error>{select}</FieldFrame> }
}

/// Some of many.
#[component]
pub fn CheckboxGroup(
    /// The question.
    #[prop(into)]
    legend: Text,
    /// The name each ticked entry is sent under; the first entry has it as its id.
    #[prop(into)]
    name: Text,
    /// What can be ticked.
    choices: Vec<Choice>,
    /// The values that are ticked now.
    #[prop(optional)]
    selected: Vec<Text>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    view! { <Group kind="checkbox" legend name id choices selected hint error /> }
}

/// One of few, all in sight.
#[component]
pub fn RadioGroup(
    /// The question.
    #[prop(into)]
    legend: Text,
    /// The name the choice is sent under; the first entry has it as its id.
    #[prop(into)]
    name: Text,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The value that is chosen now.
    #[prop(optional, into)]
    selected: Text,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    view! { <Group kind="radio" legend name id choices selected=vec![selected] hint error /> }
}

/// Entries to tick or to choose one of, under their question.
#[component]
fn Group(
    kind: &'static str,
    legend: Text,
    name: Text,
    id: Text,
    choices: Vec<Choice>,
    selected: Vec<Text>,
    hint: Option<Text>,
    error: Option<Text>,
) -> impl IntoView {
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some();
    let entries = choices.into_iter().enumerate().map(|(at, choice)| {
        // A fault's link leads to the first entry, which therefore carries the field's own id.
        let own = if at == 0 { id.clone() } else { format!("{id}-{}", choice.value).into() };
        let ticked = selected.contains(&choice.value);
        view! { <Entry kind name=name.clone() id=own choice ticked /> }
    });
    let entries = entries.collect_view();
    view! {
        <fieldset class="choices" aria-describedby=described data-error=invalid.then_some("")>
            <legend>{legend}</legend>
            <Descriptions id hint error />
            <div class="choice-list">{entries}</div>
        </fieldset>
    }
}

/// One box or button with its label, and the label's hint.
#[component]
fn Entry(kind: &'static str, name: Text, id: Text, choice: Choice, ticked: bool) -> impl IntoView {
    let hint = (!choice.hint.is_empty()).then_some(choice.hint);
    let described = described_by(&id, hint.is_some(), false);
    view! {
        <div class="choice">
            <input type=kind id=id.clone() name=name value=choice.value checked=ticked aria-describedby=described />
            <label for=id.clone()>{choice.label}</label>
            <Descriptions id hint error=None />
        </div>
    }
}

/// Yes or no: a single box. An unticked box sends nothing.
#[component]
pub fn Checkbox(
    /// What is true when it is ticked.
    #[prop(into)]
    label: Text,
    /// Its name in the form, and its id unless one is given.
    #[prop(into)]
    name: Text,
    /// Whether it is ticked now.
    #[prop(optional)]
    checked: bool,
    /// What it sends when ticked.
    #[prop(default = Text::Borrowed("true"), into)]
    value: Text,
    /// What helps to decide.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let choice = Choice { value, label, hint: hint.unwrap_or_default() };
    view! { <Entry kind="checkbox" name id choice ticked=checked /> }
}
