//! What the comparison treated as equal, before what it found; and what the differences suggest to treat so.
//! It words what was confirmed; only a person changes it.

use super::Found;
use crate::prelude::*;
use crate::reconcile::{address, words};
use crate::ui::{CheckboxGroup, Choice, EditForm, Notice, Section, Tone, facts::grouped};
use faultline::engines::reconcile::{KeyRule, SameValues, Settings, treated_as_equal};
use faultline::stores::reconciliation::Counted;
use std::sync::Arc;

/// What counts as the same though it is written differently.
#[component]
pub fn TreatedAsEqual(
    /// What was found.
    found: Arc<Found>,
) -> impl IntoView {
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
        Either::Left(view! { <p>"Only what is written the same."</p> })
    } else {
        Either::Right(view! { <ul>{items}</ul> })
    };
    view! { <Section title="Treated as equal" id="equal">{body}</Section> }
}

/// Values that may mean the same, and keys that would match under another rule. Who may change the rules ticks what is
/// the same, while the exports are there to be compared again.
#[component]
pub fn Hints(
    /// What was found.
    found: Arc<Found>,
    /// Whether the reader may change the rules, and the exports are still there.
    may_change: bool,
) -> impl IntoView {
    let choices = choices(&found);
    (!choices.is_empty()).then(|| {
        if may_change {
            Either::Left(view! { <TakeHints found choices /> })
        } else {
            Either::Right(view! { <ToldHints choices /> })
        }
    })
}

#[component]
fn ToldHints(choices: Vec<Choice>) -> impl IntoView {
    let items = choices.into_iter().map(|choice| view! { <li>{choice.label}" "{choice.hint}</li> });
    let items = items.collect_view();
    view! {
        <Notice tone=Tone::Doubt title="Perhaps some of it is only written differently">
            <ul>{items}</ul>
            <p>"Nothing of this is treated as equal: the exports would have to be compared again by other rules."</p>
        </Notice>
    }
}

#[component]
fn TakeHints(found: Arc<Found>, choices: Vec<Choice>) -> impl IntoView {
    let action = address(found.document.id, found.stored.id, "hints");
    let version = Some(i64::from(found.stored.version));
    view! {
        <Section title="Perhaps some of it is only written differently" id="hints">
            <EditForm action save="Treat the ticked as equal and compare again" version label="Treat as equal" busy="One moment …">
                <CheckboxGroup
                    legend="Do these mean the same?"
                    name="hint"
                    choices
                    hint="Only what you tick is treated as equal. What is left unticked stays a difference."
                />
            </EditForm>
        </Section>
    }
}

/// What the differences suggest, each under its name in the form.
fn choices(found: &Found) -> Vec<Choice> {
    let hints = &found.counted.hints;
    let [a, b] = found.names();
    let plan = &found.settings.plan;
    let values = hints.values.iter().enumerate().filter_map(|(at, (column, same))| {
        let SameValues { a: left, b: right, rows, of, example } = same;
        // A placeholder that is shown is shorter than the one that was compared.
        if left.contains('‹') || right.contains('‹') {
            return None;
        }
        let name = &plan.columns.get(*column)?.a;
        let (rows, of) = (grouped(&rows.to_string()), grouped(&of.to_string()));
        let label = format!("{name}: “{left}” in {a} means “{right}” in {b}");
        let such = if example.is_empty() { String::new() } else { format!(", such as {example}") };
        let hint =
            format!("They stand against each other in {rows} of {of} changed records{such}.");
        Some(Choice { hint: hint.into(), ..Choice::new(format!("value-{at}"), label) })
    });
    let keys = hints.keys.iter().enumerate().filter_map(|(at, key)| {
        let KeyRule { column, rule, matches, of, example: [left, right] } = key;
        let name = &plan.keys.get(*column)?.a;
        let (matches, of) = (grouped(&matches.to_string()), grouped(&of.to_string()));
        let label = format!("{name}: {left} in {a} is {right} in {b}: {}", words::key_rule(rule));
        let hint = format!(
            "{matches} of {of} records that only one side has would be found in the other."
        );
        Some(Choice { hint: hint.into(), ..Choice::new(format!("key-{at}"), label) })
    });
    values.chain(keys).collect()
}

/// The settings with the hints that were ticked; `None` when nothing of it was.
pub fn settled(counted: &Counted, settings: &Settings, ticked: &[&str]) -> Option<Settings> {
    let mut settings = settings.clone();
    let mut any = false;
    for tick in ticked {
        let at = |kind: &str| tick.strip_prefix(kind).and_then(|at| at.parse::<usize>().ok());
        let value = at("value-").and_then(|at| counted.hints.values.get(at));
        if let Some((column, same)) = value
            && let Some(pair) = settings.plan.columns.get_mut(*column)
        {
            pair.rule.same.push((same.a.clone(), same.b.clone()));
            any = true;
        }
        let key = at("key-").and_then(|at| counted.hints.keys.get(at));
        if let Some(key) = key
            && let Some(pair) = settings.plan.keys.get_mut(key.column)
        {
            any |= pair.rule.allow(&key.rule);
        }
    }
    any.then_some(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::engines::reconcile::{Hints, Pair, Plan};

    #[test]
    fn only_what_was_ticked_is_treated_as_equal() {
        let pair =
            |rule: &str| Pair { a: "id".into(), b: "no".into(), rule: rule.parse().unwrap() };
        let plan = Plan { keys: vec![pair("trim")], columns: vec![pair("trim")], late: None };
        let settings = Settings { plan, fields: Vec::new() };
        let same = |a: &str, b: &str| SameValues {
            a: a.into(),
            b: b.into(),
            rows: 3,
            of: 3,
            example: String::new(),
        };
        let key = KeyRule {
            column: 0,
            rule: "strip=#".into(),
            matches: 2,
            of: 2,
            example: ["#1".into(), "1".into()],
        };
        let hints = Hints {
            values: vec![(0, same("PAID", "settled")), (0, same("OPEN", "new"))],
            keys: vec![key],
        };
        let counted = Counted { hints, ..Counted::default() };
        assert_eq!(settled(&counted, &settings, &[]), None);
        assert_eq!(settled(&counted, &settings, &["value-9", "key-1", "x"]), None);
        let after = settled(&counted, &settings, &["value-1", "key-0"]).unwrap();
        assert_eq!(after.plan.columns[0].rule.same, [("OPEN".into(), "new".into())]);
        assert_eq!(after.plan.keys[0].rule.to_string(), "trim, strip=#");
        assert_eq!(settled(&counted, &after, &["key-0"]), None, "it is there already");
    }
}
