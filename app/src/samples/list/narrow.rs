//! Narrowing and paging the list: everything that its address can say.
//! A link here is an ordinary link; nothing remembers where one was.

use crate::prelude::*;
use crate::samples::address::{and, beginning, query};
use crate::ui::{
    Choice, Field, Filters, Link, Pager, Select, Tab, Tabs, Text, choices, facts::grouped,
};
use faultline::document::samples::{
    Cause, Filter, Origin, Page, ReviewState, SampleDigest, Symptom,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use faultline::stores::samples::Line;
use std::sync::Arc;

/// The review states as views of the list; counted while nothing else narrows it.
#[component]
pub fn StateTabs(
    /// The list's address.
    list: String,
    /// What narrows it.
    filter: Filter,
    /// How many samples there are.
    samples: Arc<SampleDigest>,
) -> impl IntoView {
    let only_state = Filter { state: None, counted: false, ..filter.clone() }.is_empty();
    let count = |n: i64| u64::try_from(n).ok().filter(|_| only_state);
    let view = |state: Option<ReviewState>, counted: bool, label: &'static str, n: i64| {
        let href = format!("{list}{}", query(&Filter { state, counted, ..filter.clone() }));
        Tab { link: Link::new(href, label), count: count(n) }
    };
    let tab = |state: Option<ReviewState>, label, n| view(state, false, label, n);
    let counted = samples.confirmed + samples.diagnosed;
    let mut tabs =
        vec![tab(None, "All", samples.total()), view(None, true, "Counted in judgements", counted)];
    tabs.extend(
        ReviewState::ALL
            .iter()
            .map(|state| tab(Some(*state), state.label(), samples.in_state(*state))),
    );
    let current = format!("{list}{}", query(&filter));
    view! { <Tabs label="Review state" tabs current /> }
}

/// The filters, which narrow within a review state.
#[component]
pub fn SampleFilters(
    /// The list's address.
    list: String,
    /// What narrows it.
    filter: Filter,
    /// The integrations that samples may be of.
    integrations: Vec<(IntegrationId, String)>,
) -> impl IntoView {
    let narrowed = !Filter { state: None, counted: false, ..filter.clone() }.is_empty();
    let counted = filter.counted;
    let kept = Filter { state: filter.state, counted, ..Filter::default() };
    let clear = narrowed.then(|| Text::from(format!("{list}{}", query(&kept))));
    let mut places: Vec<Choice> =
        integrations.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    places.push(Choice::new("none", "Not known yet"));
    let place =
        filter.integration.map(|id| if id.0.is_nil() { "none".to_owned() } else { id.to_string() });
    let key = |key: Option<&'static str>| key.unwrap_or("");
    let (symptom, origin) =
        (key(filter.symptom.map(Catalogue::key)), key(filter.origin.map(Catalogue::key)));
    let (cause, state) = (key(filter.cause.map(Catalogue::key)), filter.state.map(Catalogue::key));
    let (action, q, place) = (list, filter.text, place.unwrap_or_default());
    let pattern =
        filter.pattern.map(|id| if id.0.is_nil() { "none".to_owned() } else { id.to_string() });
    view! {
        <Filters action clear>
            {pattern.map(|id| view! { <input type="hidden" name="pattern" value=id /> })}
            {state.map(|state| view! { <input type="hidden" name="state" value=state /> })}
            {counted.then(|| view! { <input type="hidden" name="counted" value="yes" /> })}
            <Field label="Words, record or correlation id" name="q" kind="search" value=q />
            <Select label="Integration" name="integration" choices=places selected=place blank="Any" />
            <Select label="Symptom" name="symptom" choices={choices::<Symptom>()} selected=symptom blank="Any" />
            <Select label="Origin" name="origin" choices={choices::<Origin>()} selected=origin blank="Any" />
            <Select label="Cause" name="cause" choices={choices::<Cause>()} selected=cause blank="Any" />
        </Filters>
    }
}

/// The way to the pages before and after.
#[derive(Debug, Clone)]
pub struct Pages {
    newer: Option<Text>,
    older: Option<Text>,
    shown: String,
}

/// The way to the pages before and after.
#[component]
pub fn SamplePager(
    /// Where it leads.
    pages: Pages,
) -> impl IntoView {
    let Pages { newer, older, shown } = pages;
    view! { <Pager newer older shown /> }
}

/// Where the pages before and after are, newest first as the lines are; none where nothing is listed.
pub fn pages(
    list: &str,
    way: &str,
    lines: &[Line],
    page: Page,
    more: bool,
    all: Option<i64>,
) -> Option<Pages> {
    let link = |name: &str, line: Option<&Line>| {
        line.map(|line| Text::from(format!("{list}{}", and(way, name, &line.place().to_string()))))
    };
    let (has_newer, has_older) = match page {
        Page::First => (false, more),
        Page::OlderThan(_) => (true, more),
        Page::NewerThan(place) => (more, place != beginning()),
    };
    let newer = link("newer", lines.first().filter(|_| has_newer));
    let older = link("older", lines.last().filter(|_| has_older));
    let shown = match all {
        Some(all) => format!(
            "{} of {} samples",
            lines.len(),
            grouped(&all.max(lines.len() as i64).to_string())
        ),
        None => format!("{} samples on this page", lines.len()),
    };
    (!lines.is_empty()).then_some(Pages { newer, older, shown })
}
