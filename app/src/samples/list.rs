//! The list of samples: narrowed by its address, paged by key, reviewed by ticking rows.
//! It is the page that must stay fast with a million rows, so each row is written in as few elements as it needs.

use super::address::{self, Ask, query};
use super::patterns;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Column, Direction, EmptyState, Link, Notice, Section, Tone, facts::grouped};
use crate::urls::at;
use faultline::document::samples::{Filter, Page, PatternKey, ReviewState, Rule, SampleDigest};
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::samples::{Head, Line, MOST_CHANGED, PAGE};
use header::{Header, Said};
use narrow::{SampleFilters, SamplePager, StateTabs};
use patterns::LargestPatterns;
use rows::{Samples, TickedSamples};
use std::collections::HashMap;
use std::sync::Arc;

mod header;
mod narrow;
mod rows;

pub use rows::{between, span};

/// The page.
#[component]
pub fn SamplesPage(
    /// What it shows.
    shown: Shown,
) -> impl IntoView {
    let (engagement, may_edit, total) =
        (shown.engagement, shown.may_edit, shown.head.samples.total());
    let none = total == 0 && shown.lines.is_empty() && shown.filter.is_empty();
    let (filter, ask) = (shown.filter.clone(), shown.ask.clone());
    let body = if none {
        Either::Left(view! { <NothingYet engagement may_edit /> })
    } else {
        Either::Right(view! { <PatternsAndSamples shown /> })
    };
    view! {
        <Header engagement may_edit filter total />
        <Said engagement ask may_edit />
        {body}
    }
}

/// The largest patterns, and the samples below.
#[component]
fn PatternsAndSamples(shown: Shown) -> impl IntoView {
    let Shown { engagement, head, lines, page, filter, total, may_edit, ask, ticked } = shown;
    let list = at(engagement, "samples");
    let (mut lines, more) = of_page(lines, page);
    let samples = Arc::new(head.samples);
    let names: HashMap<_, _> = head.integrations.iter().cloned().collect();
    let names = Arc::new(names);
    let all = may_edit.then(|| change_all(&list, &filter, total, &samples)).flatten();
    let way = ask.sorted(query(&filter));
    let known = total_of(&filter, total, &samples);
    let pager = narrow::pages(&list, &way, &lines, page, more, known);
    if ask.is_oldest_first() {
        lines.reverse();
    }
    let when = when(&list, &filter, &ask);
    let problem = ticked.problem.clone();
    let one = pattern_of(&filter);
    let body = if lines.is_empty() {
        let every = Link::new(list.clone(), "Show all samples");
        EitherOf3::A(view! {
            <EmptyState title="Nothing matches" action=Some(every)>
                <p>"No failure sample of this engagement fits these filters."</p>
            </EmptyState>
        })
    } else if may_edit {
        let names = names.clone();
        EitherOf3::B(view! { <TickedSamples engagement lines names when ask ticked /> })
    } else {
        let names = names.clone();
        EitherOf3::C(view! { <Samples engagement lines names when ticked=None /> })
    };
    view! {
        <LargestPatterns engagement samples=samples.clone() names />
        <Section title="Samples" id="list">
            {problem.map(|title| view! { <Notice tone=Tone::Fault title /> })}
            <StateTabs list=list.clone() filter=filter.clone() samples />
            <SampleFilters list filter integrations=head.integrations />
            {one.map(|of| view! { <OnePattern engagement of /> })}
            {body}
            {pager.map(|pages| view! { <SamplePager pages /> })}
            {all.map(|link| view! { <p class="after-table"><a href=link.href>{link.label}</a></p> })}
        </Section>
    }
}

/// That only one pattern is shown, which no field of the filters says.
#[component]
fn OnePattern(engagement: EngagementId, of: String) -> impl IntoView {
    let href = at(engagement, &format!("samples/patterns/one?of={of}"));
    view! { <p class="after-table">"Only the samples of one pattern are shown. "<a href=href>"See the pattern"</a></p> }
}

#[component]
fn NothingYet(engagement: EngagementId, may_edit: bool) -> impl IntoView {
    let add = Link::new(at(engagement, "samples/new"), "Add a sample");
    let import = at(engagement, "samples/import");
    view! {
        <EmptyState title="No failure samples yet" action=may_edit.then_some(add)>
            <p>
                "A sample is one failure that really happened: which order, when, what it should have been. Three confirmed ones at an integration carry a verdict better than any meeting."
            </p>
            {may_edit.then(|| view! { <p>"They are in a spreadsheet already? "<a href=import>"Import the file"</a>"."</p> })}
        </EmptyState>
    }
}

/// What the list shows.
pub struct Shown {
    pub engagement: EngagementId,
    pub head: Head,
    pub lines: Vec<Line>,
    pub page: Page,
    pub filter: Filter,
    /// How many samples the filter shows, when that is known.
    pub total: Option<i64>,
    pub may_edit: bool,
    pub ask: Ask,
    pub ticked: Ticked,
}

/// Rows that were ticked in a form that comes back.
#[derive(Debug, Clone, Default)]
pub struct Ticked {
    /// Each as the row sends it.
    pub rows: Vec<String>,
    /// The reason that was typed.
    pub reason: String,
    /// What is wrong.
    pub problem: Option<String>,
}

impl Ticked {
    /// What a form sent.
    pub fn of(sent: &Form) -> Self {
        Self {
            rows: sent.all("row").map(str::to_owned).collect(),
            reason: sent.text("reason"),
            problem: None,
        }
    }
}

/// A row as it is sent: which sample, and the version it was seen in.
pub fn seen(row: &str) -> Option<(SampleId, i32)> {
    let (id, version) = row.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// What a review state means to the reader.
pub fn tone(state: ReviewState) -> Tone {
    match state {
        ReviewState::New => Tone::Unknown,
        ReviewState::Confirmed | ReviewState::Diagnosed => Tone::Sound,
        ReviewState::Rejected => Tone::Plain,
    }
}

/// The samples of a page, and whether there are more: one too many was asked for.
fn of_page(mut lines: Vec<Line>, page: Page) -> (Vec<Line>, bool) {
    let more = lines.len() > PAGE as usize;
    if matches!(page, Page::NewerThan(_)) {
        // Newest first, so the one too many is the first.
        lines.drain(..lines.len().saturating_sub(PAGE as usize));
    } else {
        lines.truncate(PAGE as usize);
    }
    (lines, more)
}

/// How many samples the filter shows, where that is known.
fn total_of(filter: &Filter, total: Option<i64>, samples: &SampleDigest) -> Option<i64> {
    if filter.is_empty() { Some(samples.total()) } else { total }
}

/// The header of the times, which leads to the list the other way round.
fn when(list: &str, filter: &Filter, ask: &Ask) -> Column {
    let narrowed = query(filter);
    let (now, other) = match ask.is_oldest_first() {
        true => (Direction::Up, narrowed),
        false => (Direction::Down, address::and(&narrowed, "sort", "when")),
    };
    Column::new("When").sort(format!("{list}{other}"), Some(now))
}

/// The pattern that the filter narrows to.
fn pattern_of(filter: &Filter) -> Option<String> {
    let id = filter.pattern?;
    if !id.0.is_nil() {
        return Some(id.to_string());
    }
    let rule = Rule {
        integration: filter.integration.filter(|id| !id.0.is_nil()),
        symptom: filter.symptom?,
        origin: filter.origin?,
        cause: filter.cause?,
    };
    Some(patterns::written(PatternKey::Rule(rule)))
}

/// The way to change all that the filters show, where they are few enough.
fn change_all(
    list: &str,
    filter: &Filter,
    total: Option<i64>,
    samples: &SampleDigest,
) -> Option<Link> {
    let total = if filter.is_empty() { Some(samples.total()) } else { total };
    let label = match total {
        None => "Change all that match …".to_owned(),
        Some(n) if n > 1 && n <= MOST_CHANGED as i64 => {
            format!(
                "Change all {} that are shown here and on further pages …",
                grouped(&n.to_string())
            )
        }
        Some(_) => return None,
    };
    Some(Link::new(format!("{list}/bulk{}", query(filter)), label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_which_version_was_seen() {
        let id = SampleId::new();
        assert_eq!(seen(&format!("{id}.7")), Some((id, 7)));
        assert_eq!(seen(&format!("{id}")), None);
        assert_eq!(seen("x.7"), None);
    }
}
