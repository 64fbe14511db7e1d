//! The fields of the assumptions: whose each is, how it is tested, and what it costs if it is false.
//! An assumption that fell adds its hours to the draft for certain.

use super::form::{NEW, OWNER_FOR_ALL, name};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Field, Section, Select, Text, TextArea, Width, choices};
use faultline::document::quote::{AssumptionState, MOST_ASSUMPTIONS};

/// The assumptions, and one more.
#[component]
pub fn LedgerFields(
    /// What the form holds.
    form: Filled,
) -> impl IntoView {
    let ids = form.all("entry");
    let more = ids.len() < MOST_ASSUMPTIONS && !ids.iter().any(|id| id == NEW);
    let new = more.then(|| Text::from(NEW));
    let text = |of: &str, id: &Text| form.text(&name(of, id));
    let nobodys =
        ids.iter().filter(|id| text("owner", id).is_empty() && !text("assumed", id).is_empty());
    let for_all = (nobodys.count() > 1).then(|| {
        view! {
            <Field
                label="Who answers for those that name nobody"
                name=OWNER_FOR_ALL
                value=form.text(OWNER_FOR_ALL)
                maxlength=200
                hint="One person for several at once, such as whoever shows how the work is done."
            />
        }
    });
    let entries = ids
        .into_iter()
        .chain(new)
        .map(|id| view! { <OneAssumption form=form.clone() id /> })
        .collect_view();
    let wrong = form
        .error("assumptions")
        .map(|error| view! { <p class="error" id="assumptions-error">{error}</p> });
    view! {
        <Section
            title="Assumptions"
            id="assumptions"
            lede="What the quote rests on. Each has somebody who answers for it, a test, and what it costs if it is false. Empty the text of one to remove it."
        >
            {wrong}
            {for_all}
            {entries}
        </Section>
    }
}

#[component]
fn OneAssumption(form: Filled, id: Text) -> impl IntoView {
    let named = |of: &str| name(of, &id);
    let value = |of: &str| form.text(&named(of));
    let legend = super::edit::legend(&value("assumed"), "One more assumption");
    let short = [
        ("percent", "Chance that it is false, in per cent"),
        ("costs", "Hours to test it"),
        ("false", "Hours on top if it is false"),
    ];
    let short = short.map(|(of, label)| {
        let error = form.error(&named(of));
        view! { <Field label name=named(of) value=value(of) error inputmode="decimal" width=Width::Short /> }
    });
    view! {
        <fieldset class="group">
            <legend>{legend}</legend>
            <input type="hidden" name="entry" value=id.clone() />
            <input type="hidden" name=named("unknown") value=value("unknown") />
            <TextArea
                label="What is assumed"
                name=named("assumed")
                value=value("assumed")
                error=form.error(&named("assumed"))
                maxlength=2000
                rows=1
            />
            <TextArea label="How it is tested" name=named("test") value=value("test") maxlength=2000 rows=1 />
            <div class="field-grid">
                <Field label="Who answers for it" name=named("owner") value=value("owner") maxlength=200 />
                {short.collect_view()}
                <Select label="State" name=named("state") choices={choices::<AssumptionState>()} selected=value("state") />
            </div>
        </fieldset>
    }
}
