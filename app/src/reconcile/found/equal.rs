//! What the comparison treated as equal, before what it found; and what the differences suggest to treat so.
//! It words what was confirmed; only a person changes it.

use super::Found;
use crate::prelude::*;
use crate::ui::{Notice, Section, Tone, facts::grouped};
use faultline::engines::reconcile::{KeyRule, SameValues, treated_as_equal};

/// What counts as the same though it is written differently.
pub fn treated(found: &Found) -> impl IntoView + use<> {
    let treated = treated_as_equal(&found.settings.plan, found.names());
    let items = treated.into_iter().map(|it| {
        let what = it.what.join("; ");
        let told = it
            .column
            .map_or_else(|| format!("everywhere: {what}"), |column| format!("{column}: {what}"));
        view! { <li>{told}</li> }
    });
    let items: Vec<_> = items.collect();
    let body = if items.is_empty() {
        view! { <p>"Only what is written the same."</p> }.markup()
    } else {
        view! { <ul>{items}</ul> }.markup()
    };
    view! { <Section title="Treated as equal" id="equal">{body}</Section> }
}

/// Values that may mean the same, and keys that would match under another rule.
pub fn hints(found: &Found) -> Option<Markup> {
    let hints = &found.counted.hints;
    let [a, b] = found.names();
    let plan = &found.settings.plan;
    let values = hints.values.iter().filter_map(|(column, same)| {
        let SameValues { a: left, b: right, rows, of, example } = same;
        let name = &plan.columns.get(*column)?.a;
        let (rows, of) = (grouped(&rows.to_string()), grouped(&of.to_string()));
        Some(format!("{name}: “{left}” in {a} stands against “{right}” in {b} in {rows} of {of} changed records, such as {example}. Do they mean the same?"))
    });
    let keys = hints.keys.iter().filter_map(|key| {
        let KeyRule { column, rule, matches, of, example: [left, right] } = key;
        let name = &plan.keys.get(*column)?.a;
        let (matches, of) = (grouped(&matches.to_string()), grouped(&of.to_string()));
        Some(format!("{name}: with the rule “{rule}”, {matches} of {of} records that only one side has would be found in the other, such as {left} and {right}."))
    });
    let items: Vec<_> = values.chain(keys).map(|told| view! { <li>{told}</li> }).collect();
    (!items.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Doubt title="Perhaps some of it is only written differently">
                <ul>{items}</ul>
                <p>"Nothing of this is treated as equal unless you change the rules and compare again."</p>
            </Notice>
        }
        .markup()
    })
}
