//! The fields of the form: a block for each column of the first export, its finer rules folded away.
//! What was chosen is shown again as it was sent.

use super::read::{KINDS, read};
use super::{Comparison, EXAMPLES};
use crate::prelude::*;
use crate::reconcile::words;
use crate::ui::{Checkbox, CheckboxGroup, Choice, Field, Section, Select, TextArea, Width};
use faultline::engines::reconcile::{KeyRule, SameValues};
use faultline::engines::redact::short;
use std::sync::Arc;

/// All of them.
#[component]
pub fn ColumnFields(
    /// What is to be compared.
    comparison: Arc<Comparison>,
) -> impl IntoView {
    let Comparison { document, files, sent, names, .. } = &*comparison;
    let [a, _] = &files.sides;
    let (chosen, _) = read(sent, document, files);
    let rule = |column: &String| {
        let pair = chosen.plan.pairs().find(|pair| pair.a == *column);
        pair.map(|pair| words::rule(&pair.rule, [&names[0], &names[1]])).unwrap_or_default()
    };
    let blocks = a.header.iter().enumerate().map(|(i, column)| {
        view! { <Block comparison=comparison.clone() i rule=rule(column) /> }
    });
    let blocks = blocks.collect_view();
    let left = left_out(&comparison);
    let dates = a.header.iter().enumerate();
    let dates = dates.map(|(at, name)| Choice::new(at.to_string(), name.clone())).collect();
    let late = sent.raw("late").to_owned();
    view! {
        <Section
            title="Columns"
            id="columns"
            lede="The key says which record a row is; several columns can be it together. The rest is compared."
        >
            <input type="hidden" name="chosen" value="1" />
            <div class="pairs">{blocks}</div>
            {left.map(|says| view! { <p class="hint">{says}</p> })}
        </Section>
        <Section title="What is late" id="late-section">
            <div class="field-grid">
                <Select
                    label="The date that says when a record was last written"
                    name="late"
                    choices=dates
                    selected=late
                    blank="None does"
                    hint="Tells what is only behind from what is wrong. Compare it as a date above."
                />
            </div>
        </Section>
    }
}

/// A column of the first export: what it is compared with, and how.
#[component]
fn Block(comparison: Arc<Comparison>, i: usize, rule: String) -> impl IntoView {
    let Comparison { files, sent, names, .. } = &*comparison;
    let [a, b] = &files.sides;
    let of = |name: &str| sent.raw(&format!("{name}.{i}")).to_owned();
    let others = b.header.iter().enumerate();
    let others = others.map(|(at, name)| Choice::new(at.to_string(), name.clone())).collect();
    let roles = vec![Choice::new("compare", "Compared"), Choice::new("key", "Key")];
    let kinds = KINDS.iter().map(|(key, label, _)| Choice::new(*key, *label)).collect();
    let out = of("b").is_empty();
    let why = why(&comparison, i);
    view! {
        <fieldset class="pair" data-out=out.then_some("")>
            <legend>{a.header[i].clone()}<small>{some(&a.examples, i)}</small></legend>
            <div class="pair-line">
                <Select label=format!("In {}", names[1]) name=format!("b.{i}") choices=others selected=of("b") blank="Leave it out" />
                <Select label="Used as" name=format!("role.{i}") choices=roles selected=of("role") />
                <Select label="Compared as" name=format!("kind.{i}") choices=kinds selected=of("kind") />
            </div>
            {why.map(|why| view! { <p class="hint">"Suggested: "{why}</p> })}
            <Offered comparison=comparison.clone() i />
            <OtherKeyRules comparison=comparison.clone() i />
            <Rules comparison=comparison.clone() i rule />
        </fieldset>
    }
}

/// Values that may mean the same, each to be ticked: nothing that both sides use is among them.
#[component]
fn Offered(comparison: Arc<Comparison>, i: usize) -> impl IntoView {
    let Comparison { files, sent, names, .. } = &*comparison;
    let at = suggested(&comparison, i);
    let same = files.suggestion.as_ref().zip(at).and_then(|(found, at)| found.same.get(at));
    let choices = same.into_iter().flatten().map(|same: &SameValues| {
        let SameValues { a, b, rows, of, .. } = same;
        let hint = format!("{rows} of {of} rows that were looked at");
        Choice {
            hint: hint.into(),
            ..Choice::new(format!("{a} = {b}"), format!("“{a}” means “{b}”"))
        }
    });
    let choices: Vec<_> = choices.collect();
    let name = format!("take.{i}");
    let selected = sent.all(&name).map(|value| value.to_owned().into()).collect();
    let legend = format!("Do these mean the same in {} and {}?", names[0], names[1]);
    let hint =
        "Only what you tick is treated as equal. What is left unticked shows as a difference.";
    (!choices.is_empty()).then(|| view! { <CheckboxGroup legend name choices selected hint /> })
}

/// Rules under which more keys would match, each to be ticked.
#[component]
fn OtherKeyRules(comparison: Arc<Comparison>, i: usize) -> impl IntoView {
    let choices = key_rules(&comparison, i);
    let name = format!("take_rule.{i}");
    let selected = comparison.sent.all(&name).map(|value| value.to_owned().into()).collect();
    let (legend, hint) = (
        "Would keys match by another rule?",
        "Keys are compared as they are written unless you tick a rule.",
    );
    (!choices.is_empty()).then(|| view! { <CheckboxGroup legend name choices selected hint /> })
}

/// The rules that the suggestion has for a column, if it is a key there.
fn key_rules(comparison: &Comparison, i: usize) -> Vec<Choice> {
    let column = &comparison.files.sides[0].header[i];
    let Some(suggestion) = &comparison.files.suggestion else { return Vec::new() };
    let at = suggestion.plan.keys.iter().position(|pair| pair.a == *column);
    let offered = suggestion.keys.iter().filter(|key| Some(key.column) == at);
    let choice = |key: &KeyRule| {
        let KeyRule { rule, matches, of, example: [left, right], .. } = key;
        let hint = format!(
            "{matches} of {of} keys that only one side has would match, such as {} and {}",
            short(left),
            short(right)
        );
        Choice { hint: hint.into(), ..Choice::new(rule.clone(), words::key_rule(rule)) }
    };
    offered.map(choice).collect()
}

/// The finer rules, folded.
#[component]
fn Rules(comparison: Arc<Comparison>, i: usize, rule: String) -> impl IntoView {
    let Comparison { document, sent, names, .. } = &*comparison;
    let of = |name: &str| sent.raw(&format!("{name}.{i}")).to_owned();
    let on = |name: &str| sent.ticked(&format!("{name}.{i}"));
    let id = |name: &str| format!("{name}.{i}");
    let fields = document.fields.iter().map(|field| {
        let kind = document.data_types.iter().find(|it| it.id == field.data_type);
        let kind = kind.map_or("", |it| it.name.as_str());
        Choice::new(field.id.to_string(), format!("{kind}: {}", field.name))
    });
    let fields = fields.collect();
    let same = format!("Values that mean the same, in {} = in {}", names[0], names[1]);
    view! {
        <details class="pair-more">
            <summary>"Rules"{(!rule.is_empty()).then(|| format!(": {rule}"))}</summary>
            <div class="pair-ticks">
                <Checkbox label="Spaces around it don’t count" name=id("trim") checked=on("trim") />
                <Checkbox label="Capitals don’t count" name=id("case") checked=on("case") />
                <Checkbox label="NULL, \\N and the like are empty" name=id("null") checked=on("null") />
                <Checkbox label="Codes such as 007 or 1E3 are no numbers" name=id("codes") checked=on("codes") />
            </div>
            <div class="field-grid">
                <Field label="Tolerance" name=id("within") value=of("within") hint="0.01, or 30s, 5m, 2h" maxlength=40 width=Width::Short />
                <Field label="Currency where none is named" name=id("currency") value=of("currency") hint="such as EUR" maxlength=3 width=Width::Short />
                <Select label="Field of the source-of-truth matrix" name=id("field") choices=fields selected=of("field") blank="Not said" />
                <SideFormat comparison=comparison.clone() side="a" i />
                <SideFormat comparison=comparison.clone() side="b" i />
            </div>
            <TextArea label="What of a value counts" name=id("counts") value=of("counts") hint="For ids that one side writes differently: zeros, whole, letters, digits, strip=# or pattern=INV-(\\d+), one a line" rows=2 mono=true />
            <TextArea label=same name=id("same") value=of("same") hint="A pair a line, such as PAID = paid" rows=3 mono=true />
        </details>
    }
}

/// How one side writes numbers, dates and times.
#[component]
fn SideFormat(comparison: Arc<Comparison>, side: &'static str, i: usize) -> impl IntoView {
    let name = &comparison.names[usize::from(side == "b")];
    let marks = vec![Choice::new("point", "1,234.56"), Choice::new("comma", "1.234,56")];
    let orders = vec![Choice::new("day", "Day first"), Choice::new("month", "Month first")];
    let key = |what: &str| format!("{side}_{what}.{i}");
    let at = |what: &str| comparison.sent.raw(&key(what)).to_owned();
    view! {
        <Select label=format!("Numbers in {name}") name=key("comma") choices=marks selected=at("comma") />
        <Select label=format!("Dates in {name}") name=key("order") choices=orders selected=at("order") />
        <Field label=format!("Times in {name} are in") name=key("zone") value=at("zone") maxlength=60 width=Width::Short />
    }
}

/// Examples of a column in a line.
fn some(examples: &[Vec<String>], at: usize) -> String {
    let of = examples
        .get(at)
        .map(|values| values.iter().take(EXAMPLES - 1).cloned().collect::<Vec<_>>());
    of.filter(|values| !values.is_empty())
        .map_or_else(|| "empty".into(), |values| values.join(" · "))
}

/// The columns of the second export that no column of the first is compared with.
fn left_out(comparison: &Comparison) -> Option<String> {
    let [a, b] = &comparison.files.sides;
    let taken = |at: usize| {
        let at = at.to_string();
        (0..a.header.len()).any(|i| comparison.sent.raw(&format!("b.{i}")) == at)
    };
    let left = b.header.iter().enumerate().filter(|(at, _)| !taken(*at));
    let left = left.map(|(at, name)| format!("{name} ({})", some(&b.examples, at)));
    let left: Vec<String> = left.collect();
    (!left.is_empty())
        .then(|| format!("Not compared of {}: {}.", comparison.names[1], left.join(", ")))
}

/// Where the suggestion has a column of the first export.
fn suggested(comparison: &Comparison, i: usize) -> Option<usize> {
    let column = &comparison.files.sides[0].header[i];
    let suggestion = comparison.files.suggestion.as_ref()?;
    suggestion.plan.pairs().position(|pair| pair.a == *column)
}

/// What a suggestion rests on.
fn why(comparison: &Comparison, i: usize) -> Option<String> {
    let why = comparison.files.suggestion.as_ref()?.why.get(suggested(comparison, i)?)?;
    (!why.is_empty()).then(|| why.clone())
}
