//! The list of samples: narrowed by its address, paged by key, reviewed by ticking rows.
//! It is the page that must stay fast with a million rows, so each row is written in as few elements as it needs.

use super::address::{Ask, query};
use super::patterns;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{
    EmptyState, Link, Notice, PageHeader, PostButton, Section, Toast, Tone, facts::grouped,
};
use crate::urls::at;
use faultline::document::samples::{Filter, Page, PatternKey, ReviewState, Rule, SampleDigest};
use faultline::platform::ids::{EngagementId, IntegrationId, SampleId};
use faultline::stores::samples::{Head, Line, MOST_CHANGED, PAGE};
use std::collections::HashMap;

mod narrow;
mod rows;

pub use rows::span;

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
#[derive(Debug, Default)]
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

/// The page.
pub fn view(shown: Shown) -> Markup {
    let Shown { engagement, head, mut lines, page, filter, total, may_edit, ask, ticked } = shown;
    let list = at(engagement, "samples");
    let more = lines.len() > PAGE as usize;
    if matches!(page, Page::NewerThan(_)) {
        // Newest first, so the one too many is the first.
        lines.drain(..lines.len().saturating_sub(PAGE as usize));
    } else {
        lines.truncate(PAGE as usize);
    }
    let pager = narrow::pager(&list, &lines, page, more, &filter, total, &head.samples);
    let header = header(engagement, may_edit, &filter, head.samples.total());
    let said = said(engagement, &ask, may_edit);
    let one = one(engagement, &filter);
    let all = may_edit.then(|| all(&list, &filter, total, &head.samples)).flatten();
    if head.samples.total() == 0 && lines.is_empty() && filter.is_empty() {
        return view! { {header} {said} {nothing_yet(engagement, may_edit)} }.markup();
    }
    let names: HashMap<IntegrationId, String> = head.integrations.iter().cloned().collect();
    let patterns = patterns::largest(engagement, &head.samples, &names);
    let tabs = narrow::tabs(&list, &filter, &head.samples);
    let filters = narrow::filters(&list, &filter, head.integrations);
    let body = if lines.is_empty() {
        view! {
            <EmptyState title="Nothing matches" action=Some(Link::new(list, "Show all samples"))>
                <p>"No failure sample of this engagement fits these filters."</p>
            </EmptyState>
        }
        .markup()
    } else {
        rows::table(engagement, &lines, &names, may_edit, &ask, &ticked).markup()
    };
    let problem = ticked.problem.map(|problem| view! { <Notice tone=Tone::Fault title=problem /> });
    view! {
        {header}
        {said}
        {patterns}
        <Section title="Samples" id="list">
            {problem}
            {tabs}
            {filters}
            {one}
            {body}
            {pager}
            {all}
        </Section>
    }
    .markup()
}

fn header(
    engagement: EngagementId,
    may_edit: bool,
    filter: &Filter,
    total: i64,
) -> impl IntoView + use<> {
    let link = |page: &str| at(engagement, page);
    let csv = (total > 0).then(|| {
        let href = format!("{}{}", link("samples.csv"), query(filter));
        let label = if total > super::download::ROWS {
            "Download the newest 20,000"
        } else {
            "Download CSV"
        };
        view! { <a class="button quiet" href=href download="">{label}</a> }
    });
    let charts = (total > 0).then(|| {
        let href = link("samples/charts");
        view! { <a class="button quiet" href=href>"Charts"</a> }
    });
    let edit = may_edit.then(|| {
        view! {
            <a class="button quiet" href=link("tokens")>"API tokens"</a>
            <a class="button" href=link("samples/import")>"Import a file"</a>
            <a class="button primary" href=link("samples/new")>"Add a sample"</a>
        }
    });
    let lede = "What went wrong, with its evidence. Only what someone confirmed counts towards the verdict.";
    view! { <PageHeader title="Failure samples" lede>{charts}{csv}{edit}</PageHeader> }
}

/// What a form just did. Numbers only: the address could have been written by anybody.
fn said(engagement: EngagementId, ask: &Ask, may_edit: bool) -> Option<Markup> {
    let done: u32 = ask.done.parse().ok()?;
    let left: u32 = ask.left.parse().unwrap_or(0);
    let many = |n: u32| {
        if n == 1 { "1 sample".to_owned() } else { format!("{} samples", grouped(&n.to_string())) }
    };
    let mut message = format!("{} changed.", many(done));
    if left > 0 {
        message += &format!(
            " {} left as before: changed by someone meanwhile, or the step does not follow.",
            many(left)
        );
    }
    let tone = if left > 0 { Tone::Doubt } else { Tone::Sound };
    let entry: Option<i64> = ask.entry.parse().ok();
    let undo = entry.filter(|_| may_edit && done > 0).map(|entry| {
        let action = at(engagement, "samples/undo");
        let with = vec![("entry", entry.to_string())];
        view! { <PostButton action label="Undo" look="quiet" with /> }
    });
    let which = entry.filter(|_| left > 0).map(|entry| {
        let href = at(engagement, &format!("samples/changed?entry={entry}"));
        view! { <a href=href>"Which?"</a> }
    });
    Some(view! { <Toast tone message>{which}{undo}</Toast> }.markup())
}

/// That only one pattern is shown, which no field of the filters says.
fn one(engagement: EngagementId, filter: &Filter) -> Option<Markup> {
    let id = filter.pattern?;
    let of = if id.0.is_nil() {
        let rule = Rule {
            integration: filter.integration.filter(|id| !id.0.is_nil()),
            symptom: filter.symptom?,
            origin: filter.origin?,
            cause: filter.cause?,
        };
        patterns::written(PatternKey::Rule(rule))
    } else {
        id.to_string()
    };
    let href = at(engagement, &format!("samples/patterns/one?of={of}"));
    let line = view! { <p class="after-table">"Only the samples of one pattern are shown. "<a href=href>"See the pattern"</a></p> };
    Some(line.markup())
}

/// The way to change all that the filters show, where they are few enough.
fn all(list: &str, filter: &Filter, total: Option<i64>, samples: &SampleDigest) -> Option<Markup> {
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
    let href = format!("{list}/bulk{}", query(filter));
    Some(view! { <p class="after-table"><a href=href>{label}</a></p> }.markup())
}

fn nothing_yet(engagement: EngagementId, may_edit: bool) -> impl IntoView {
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
