//! A choice whose entries stand in groups: causes by their nature, controls by their family.
//! It is a native select, so that typing finds an entry and a phone shows its own list.

use crate::prelude::*;
use crate::ui::Text;

/// A group's name, and its entries as value and label.
pub type Group = (&'static str, Vec<(&'static str, &'static str)>);

/// One of many, in groups.
#[component]
pub fn GroupedSelect(
    /// Its label.
    label: &'static str,
    /// Its name in the form, and its id.
    name: &'static str,
    /// The groups.
    groups: Vec<Group>,
    /// The entry that is chosen.
    selected: String,
    /// What is said for none: it comes first.
    #[prop(optional)]
    blank: Option<&'static str>,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    error: Option<Text>,
) -> impl IntoView {
    let wrong = error.is_some();
    let described = wrong.then(|| format!("{name}-error"));
    let error = error.map(
        |error| view! { <p class="error" id=format!("{name}-error")><span>{error}</span></p> },
    );
    let groups = groups.into_iter().map(|(label, entries)| {
        let option = |(value, label): (&'static str, &'static str)| {
            view! { <option value=value selected=value == selected>{label}</option> }
        };
        let options = entries.into_iter().map(option).collect_view();
        view! { <optgroup label=label>{options}</optgroup> }
    });
    let groups = groups.collect_view();
    view! {
        <div class="field" data-width="medium" data-error=wrong.then_some("")>
            <label for=name>{label}</label>
            {error}
            <select id=name name=name aria-describedby=described aria-invalid=wrong.then_some("true")>
                {blank.map(|label| view! { <option value="">{label}</option> })}
                {groups}
            </select>
        </div>
    }
}
