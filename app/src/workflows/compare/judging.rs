//! The differences, and what people make of each: a wrong assumption, a workaround, or fine.
//! What is judged here counts in the findings and the audit steps; what is not judged stays open.

use super::Both;
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EditForm, Section, Tag, Tone};
use faultline::document::matching::{Judgement, Matching};
use faultline::judgement::matching::{Seen, compare};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::StepId;
use std::sync::Arc;

/// The differences between the maps as they are paired now.
#[component]
pub fn Differences(
    /// What is compared.
    both: Arc<Both>,
    /// Whether the reader may judge them.
    may_edit: bool,
) -> impl IntoView {
    let Some(found) = compare(&both.document, &both.workflow) else {
        return EitherOf3::A(
            view! { <p class="hint">"Pair the steps that are the same; then everything else is a difference."</p> },
        );
    };
    if found.differences.is_empty() {
        return EitherOf3::B(view! { <p>"What happens is what was intended, step by step."</p> });
    }
    let conflict = both.refused.as_ref().is_some_and(|refused| refused.conflict);
    let seen = found.differences;
    let body = if may_edit {
        Either::Left(view! { <JudgingForm both seen /> })
    } else {
        Either::Right(view! { <DifferenceTable seen form=None may_edit=false /> })
    };
    EitherOf3::C(view! {
        <Section title="Differences" id="differences" lede="Each is judged by a person: it counts in the findings and the audit.">
            {conflict.then(|| view! {
                <p class="error" role="alert">
                    "Someone else changed the pairs meanwhile. Below is what is stored now, with your judgements; save again to keep yours."
                </p>
            })}
            {body}
        </Section>
    })
}

#[component]
fn JudgingForm(both: Arc<Both>, seen: Vec<Seen>) -> impl IntoView {
    let version = both.refused.as_ref().map_or(both.version, |refused| refused.version);
    let form = both.refused("judging").map(|refused| refused.form.clone());
    let errors = form.as_ref().map(Filled::errors).unwrap_or_default();
    view! {
        <EditForm
            action=both.address()
            save="Save judgements"
            errors
            version=Some(i64::from(version))
            label="Judge the differences"
        >
            <input type="hidden" name="judging" value="true" />
            <DifferenceTable seen form may_edit=true />
        </EditForm>
    }
}

#[component]
fn DifferenceTable(seen: Vec<Seen>, form: Option<Filled>, may_edit: bool) -> impl IntoView {
    let columns = ["Kind", "Difference", "What it means", "Why"].map(Column::new).to_vec();
    let rows = seen.into_iter();
    let rows = rows.map(|seen| view! { <DifferenceRow seen form=form.clone() may_edit /> });
    view! {
        <DataTable caption="Differences" id="differences-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn DifferenceRow(seen: Seen, form: Option<Filled>, may_edit: bool) -> impl IntoView {
    let id = seen.actual.or(seen.intended).map(|step| step.to_string()).unwrap_or_default();
    let cells = if may_edit {
        Either::Left(view! { <JudgeCells seen=seen.clone() form /> })
    } else {
        Either::Right(view! { <JudgedCells judgement=seen.judgement note=seen.note.clone() /> })
    };
    view! {
        <tr id=id>
            <td data-label="Kind"><Tag word=seen.kind.label() /></td>
            <th scope="row" data-label="Difference">{seen.says}</th>
            {cells}
        </tr>
    }
}

#[component]
fn JudgedCells(judgement: Option<Judgement>, note: String) -> impl IntoView {
    let (tone, word) = match judgement {
        Some(Judgement::WrongAssumption) => (Tone::Fault, "Wrong assumption"),
        Some(judgement) => (Tone::Plain, judgement.label()),
        None => (Tone::Unknown, "not judged yet"),
    };
    view! {
        <td data-label="What it means"><Badge tone word /></td>
        <td data-label="Why">{note}</td>
    }
}

#[component]
fn JudgeCells(seen: Seen, form: Option<Filled>) -> impl IntoView {
    let field = field(&seen);
    let (judge, note) = (format!("judge_{field}"), format!("note_{field}"));
    let (chosen, why) = match form {
        Some(form) => (form.text(&judge), form.text(&note)),
        None => (seen.judgement.map_or("", Judgement::key).to_owned(), seen.note),
    };
    let options = Judgement::ALL.iter().map(|judgement| {
        let now = judgement.key() == chosen;
        view! { <option value=judgement.key() selected=now>{judgement.label()}</option> }
    });
    let options = options.collect_view();
    let said = |what: &str| format!("{what}: {}", seen.says);
    // The HTML parser drops one line break at the start: without this one, a person's own would go.
    let why = format!("\n{why}");
    view! {
        <td data-label="What it means">
            <select name=judge aria-label=said("What it means")>
                <option value="">"Not judged yet"</option>
                {options}
            </select>
        </td>
        <td data-label="Why">
            <textarea name=note rows="1" aria-label=said("Why") maxlength="2000">{why}</textarea>
        </td>
    }
}

/// Takes over what a form says of the differences.
pub fn read(sent: &Form, matching: &mut Matching) {
    for (name, value) in sent.fields() {
        let Some((intended, actual)) = name.strip_prefix("judge_").and_then(steps) else {
            continue;
        };
        let note = sent.text(&name.replacen("judge", "note", 1));
        matching.judge((intended, actual), Judgement::from_key(value).ok(), note);
    }
}

/// The steps that a field is about; a difference of one step names one.
fn steps(name: &str) -> Option<(Option<StepId>, Option<StepId>)> {
    let (intended, actual) = name.split_once('_')?;
    let step = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Some((step(intended)?, step(actual)?))
}

fn field(seen: &Seen) -> String {
    let step = |id: Option<StepId>| id.map(|id| id.to_string()).unwrap_or_default();
    format!("{}_{}", step(seen.intended), step(seen.actual))
}
