//! The differences, and what people make of each: a wrong assumption, a workaround, or fine.
//! What is judged here counts in the findings and the audit steps; what is not judged stays open.

use super::Both;
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EditForm, Section, Tag, Tone};
use faultline::document::matching::{Judgement, Matching};
use faultline::judgement::matching::{Seen, compare};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::StepId;

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

/// The differences between the maps as they are paired now.
pub fn section(
    both: &Both<'_>,
    refused: Option<(&Form, &Refusal)>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let Some(found) = compare(both.document(), both.workflow) else {
        return view! { <p class="hint">"Pair the steps that are the same; then everything else is a difference."</p> }.markup();
    };
    if found.differences.is_empty() {
        return view! { <p>"What happens is what was intended, step by step."</p> }.markup();
    }
    let sent = refused.map(|(sent, _)| sent).filter(|sent| sent.ticked("judging"));
    let rows = found.differences.iter().map(|seen| row(seen, sent, may_edit)).collect_view();
    let columns = ["Kind", "Difference", "What it means", "Why"].map(Column::new).to_vec();
    let table = view! {
        <DataTable caption="Differences" id="differences-table" columns cards=true quiet=true>{rows}</DataTable>
    };
    let version = refused.map_or(both.version(), |(sent, refusal)| refusal.version(sent));
    let errors = match refused {
        Some((sent, refusal)) if sent.ticked("judging") => refusal.errors(),
        _ => Default::default(),
    };
    let conflict = refused.filter(|(_, refusal)| matches!(refusal, Refusal::Conflict(_))).map(|_| {
        view! {
            <p class="error" role="alert">
                "Someone else changed the pairs meanwhile. Below is what is stored now, with your judgements; save again to keep yours."
            </p>
        }
    });
    let (action, version) = (both.address(), Some(i64::from(version)));
    let body = if may_edit {
        view! {
            <EditForm action save="Save judgements" errors version label="Judge the differences">
                <input type="hidden" name="judging" value="true" />
                {table}
            </EditForm>
        }
        .markup()
    } else {
        table.markup()
    };
    view! {
        <Section title="Differences" id="differences" lede="Each is judged by a person: it counts in the findings and the audit.">
            {conflict}{body}
        </Section>
    }
    .markup()
}

fn row(seen: &Seen, sent: Option<&Form>, may_edit: bool) -> impl IntoView + use<> {
    let id = seen.actual.or(seen.intended).map(|step| step.to_string()).unwrap_or_default();
    let (means, why) = if may_edit { written(seen, sent) } else { shown(seen) };
    view! {
        <tr id=id>
            <td data-label="Kind"><Tag word=seen.kind.label() /></td>
            <th scope="row" data-label="Difference">{seen.says.clone()}</th>
            <td data-label="What it means">{means}</td>
            <td data-label="Why">{why}</td>
        </tr>
    }
}

fn shown(seen: &Seen) -> (Markup, Markup) {
    let means = match seen.judgement {
        Some(Judgement::WrongAssumption) => {
            view! { <Badge tone=Tone::Fault word="Wrong assumption" /> }.markup()
        }
        Some(judgement) => view! { <Badge tone=Tone::Plain word=judgement.label() /> }.markup(),
        None => view! { <Badge tone=Tone::Unknown word="not judged yet" /> }.markup(),
    };
    (means, seen.note.clone().markup())
}

fn written(seen: &Seen, sent: Option<&Form>) -> (Markup, Markup) {
    let field = field(seen);
    let (judge, note) = (format!("judge_{field}"), format!("note_{field}"));
    let chosen = sent.map_or_else(
        || seen.judgement.map_or("", Judgement::key).to_owned(),
        |sent| sent.text(&judge),
    );
    let why = sent.map_or_else(|| seen.note.clone(), |sent| sent.text(&note));
    let options = Judgement::ALL.iter().map(|judgement| {
        let now = judgement.key() == chosen;
        view! { <option value=judgement.key() selected=now>{judgement.label()}</option> }
    });
    let said = |what: &str| format!("{what}: {}", seen.says);
    let means = view! {
        <select name=judge aria-label=said("What it means")>
            <option value="">"Not judged yet"</option>
            {options.collect_view()}
        </select>
    };
    let why = view! { <input name=note value=why aria-label=said("Why") maxlength="2000" /> };
    (means.markup(), why.markup())
}
