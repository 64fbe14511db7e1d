//! The page of risk flags: the open ones by cause, those that were decided about, those that closed by themselves.

use super::closed::ClosedFlags;
use super::filter::{self, Ask, FlagFilters};
use super::item::{FlagItem, Shown};
use super::many::{DecideOnSeveral, JustDecided};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EmptyState, PageHeader, Section, Text};
use crate::urls::at;
use faultline::document::engagement::{Engagement, FlagState};
use faultline::judgement::assess::Assessment;
use faultline::judgement::flags::{FIRST, Flag, FlagGroup, groups};
use faultline::platform::wording::counted;
use faultline::stores::engagement::history::FlagChange;
use std::sync::Arc;

/// The page.
#[component]
pub fn FlagsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What is judged of it.
    assessment: Assessment,
    /// When flags were raised and closed.
    changes: Vec<FlagChange>,
    /// What the reader asked for.
    ask: Ask,
    /// The form that decides on several.
    form: Filled,
    /// Whether the reader may decide.
    may_edit: bool,
) -> impl IntoView {
    let (engagement, changes) = (document.id, Arc::new(changes));
    let (flags, all) = (ask.narrow(&assessment.flags), ask.is_empty());
    let ticked = Arc::new(form.all("flag"));
    let shown = Shown { engagement, changes: changes.clone(), ticked, may_edit };
    let several = may_edit && !flags.is_empty();
    let csv = filter::csv(engagement, &ask);
    view! {
        <PageHeader title="Risk flags" lede="What could hurt, the most important first. The number of a risk is its name: it stays, wherever the risk stands.">
            <a class="button" href=csv>"Download CSV"</a>
            <a class="button" href=at(engagement, "flags/rules")>"All rules"</a>
        </PageHeader>
        {ask.batch.map(|batch| view! { <JustDecided document=document.clone() batch /> })}
        <FlagFilters document=document.clone() ask />
        {flags.is_empty().then(|| view! { <NoFlags all /> })}
        <OpenFlags document flags=flags.clone() shown=shown.clone() />
        <DecidedFlags flags shown />
        {several.then(|| view! { <DecideOnSeveral engagement form /> })}
        {all.then(|| view! { <ClosedFlags assessment changes /> })}
    }
}

#[component]
fn NoFlags(all: bool) -> impl IntoView {
    let title = if all { "No flags" } else { "No flag is like that" };
    view! {
        <EmptyState title>
            <p>"Flags are raised from what is recorded. With more of the workflow written down, risks show up here by themselves."</p>
        </EmptyState>
    }
}

/// The open ones by cause: the five that matter first, the rest folded.
#[component]
fn OpenFlags(document: Arc<Engagement>, flags: Vec<Flag>, shown: Shown) -> impl IntoView {
    let open = groups(&document, &flags);
    let section = |group: &FlagGroup<'_>| {
        let first = group.flags.first().map_or(0, |flag| flag.number);
        let flags: Vec<Flag> = group.flags.iter().copied().cloned().collect();
        let (title, id) = (group.says.clone(), format!("risk-group-{first}"));
        view! { <FlagSection title id flags shown=shown.clone() /> }
    };
    let first = open.iter().take(FIRST).map(section).collect_view();
    let rest = open.iter().skip(FIRST).map(section).collect_view();
    let count = open.len().saturating_sub(FIRST);
    let rest = (count > 0).then(|| {
        let says = counted(count as i64, "cause that matters less", "causes that matter less");
        view! { <details><summary>{says}</summary>{rest}</details> }
    });
    view! { <div class="ranked">{first}{rest}</div> }
}

#[component]
fn DecidedFlags(flags: Vec<Flag>, shown: Shown) -> impl IntoView {
    let flags: Vec<_> = flags.into_iter().filter(|flag| flag.state != FlagState::Open).collect();
    (!flags.is_empty()).then(|| view! { <FlagSection title="Decided" id="decided" flags shown /> })
}

#[component]
fn FlagSection(
    #[prop(into)] title: Text,
    #[prop(into)] id: Text,
    flags: Vec<Flag>,
    shown: Shown,
) -> impl IntoView {
    let items = flags.into_iter().map(|flag| view! { <FlagItem flag shown=shown.clone() /> });
    view! { <Section title id><ul class="flags">{items.collect_view()}</ul></Section> }
}
