//! Text fields with their label, hint and error wired together.
//! A field shows again what was typed; it never shows a password again.

use super::{Mark, Text, Tone};
use crate::prelude::*;

/// How wide a field is: as long as what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// A number, a date, a code.
    Short,
    /// A name, an address.
    #[default]
    Medium,
    /// As wide as the form.
    Full,
}

impl Width {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Full => "full",
        }
    }
}

/// The ids of what describes a control, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-error {id}-hint")),
    }
}

/// The hint and the error of a control, in reading order.
#[component]
pub(super) fn Descriptions(
    /// The control's id.
    #[prop(into)]
    id: Text,
    /// What helps to fill it in.
    hint: Option<Text>,
    /// What is wrong with it.
    error: Option<Text>,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    let error = error.map(|error| {
        view! { <p class="error" id=format!("{id}-error")><Mark tone=Tone::Fault /><span>{error}</span></p> }
    });
    (hint, error)
}

/// Label, hint, error and control, in reading order.
#[component]
pub(super) fn FieldFrame(
    /// The control's id.
    id: Text,
    /// How wide it is.
    width: Width,
    /// Its label.
    label: Text,
    /// Whether the browser insists on it.
    required: bool,
    /// What helps to fill it in.
    hint: Option<Text>,
    /// What is wrong with it.
    error: Option<Text>,
    /// The control.
    children: Markup,
) -> impl IntoView {
    let wrong = error.is_some().then_some("");
    view! {
        <div class="field" data-width=width.key() data-error=wrong>
            <label for=id.clone()>
                {label}
                {required.then(|| view! { " "<span class="required">"required"</span> })}
            </label>
            <Descriptions id hint error />
            {children}
        </div>
    }
}

/// A field of one line.
#[component]
pub fn Field(
    /// Its label.
    #[prop(into)]
    label: Text,
    /// Its name in the form, and its id unless one is given.
    #[prop(into)]
    name: Text,
    /// What it holds.
    #[prop(optional, into)]
    value: Text,
    /// The input's type: `email`, `password`, `number`, `date`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Whether the browser insists on it.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// What a browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The keyboard a phone shows: `numeric`, `decimal`, …
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Step of a number field.
    #[prop(optional)]
    step: Option<&'static str>,
    /// The least a number or date may be.
    #[prop(optional, into)]
    min: Option<Text>,
    /// The most a number or date may be.
    #[prop(optional, into)]
    max: Option<Text>,
    /// Whether the page opens with the cursor in it.
    #[prop(optional)]
    autofocus: bool,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
    /// Values to pick from or type over.
    #[prop(optional)]
    suggestions: Vec<String>,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
    /// Whether the browser says where the reader's clocks stand while it is empty.
    #[prop(optional)]
    of_browser: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    let list = (!suggestions.is_empty()).then(|| format!("{id}-list"));
    let options = list.clone().map(|list| {
        let options = suggestions
            .into_iter()
            .map(|value| view! { <option value=value></option> })
            .collect_view();
        view! { <datalist id=list>{options}</datalist> }
    });
    let value = (kind != "password" && kind != "file").then_some(value);
    let spellcheck = matches!(kind, "password" | "email" | "url").then_some("false");
    let input = view! {
        <input
            id=id.clone()
            name=name
            type=kind
            value=value
            required=required
            maxlength=maxlength
            autocomplete=autocomplete
            inputmode=inputmode
            step=step
            min=min
            max=max
            autofocus=autofocus
            spellcheck=spellcheck
            list=list
            data-zone=of_browser.then_some("")
            aria-describedby=described
            aria-invalid=error.is_some().then_some("true")
        />
    };
    view! { <FieldFrame id width label required hint error>{input}{options}</FieldFrame> }
}

/// A field of several lines. What it holds is text, and is escaped as such.
#[component]
pub fn TextArea(
    /// Its label.
    #[prop(into)]
    label: Text,
    /// Its name in the form, and its id unless one is given.
    #[prop(into)]
    name: Text,
    /// What it holds.
    #[prop(optional, into)]
    value: Text,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Whether the browser insists on it.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Lines shown before it grows.
    #[prop(default = 4)]
    rows: u32,
    /// Set in monospace, for payloads and for maps written as text.
    #[prop(optional)]
    mono: bool,
    /// Whether the page opens with the cursor in it.
    #[prop(optional)]
    autofocus: bool,
    /// How wide it is.
    #[prop(default = Width::Full)]
    width: Width,
    /// Its id, when two forms of the page share names.
    #[prop(optional, into)]
    id: Option<Text>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = described_by(&id, hint.is_some(), error.is_some());
    // The HTML parser drops one line break at the start: without this one, a person's own would go.
    let text = format!("\n{value}");
    let area = view! {
        <textarea
            id=id.clone()
            name=name
            class=mono.then_some("mono")
            rows=rows
            required=required
            maxlength=maxlength
            autofocus=autofocus
            spellcheck=mono.then_some("false")
            aria-describedby=described
            aria-invalid=error.is_some().then_some("true")
        >
            {text}
        </textarea>
    };
    view! { <FieldFrame id width label required hint error>{area}</FieldFrame> }
}
