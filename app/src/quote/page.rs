//! The page of a quote: what the draft comes to, what makes the range, the smallest sprint, and what holds it back.
//! What was issued of it stands below, with what became of it.

use super::hours::{CurveChart, HoursChart};
use super::issued::IssuedQuotes;
use super::rows::{Fill, LedgerSection, LineSection};
pub use super::view::Shown;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Column, Confirm, DataTable, EmptyState, ErrorSummary, Figures, Notice, PageHeader, PostButton,
    Section, Stat, Tone,
};
use crate::urls::at;
use faultline::judgement::quote::{Source, hours, price, saved_hours, to_whole_hours, whole_hours};
use faultline::platform::numbers::money;
use faultline::platform::wording::counted;

/// The page.
#[component]
pub fn QuotePage(
    /// What it shows.
    shown: Shown,
    /// A form of it that was refused, if one was.
    form: Filled,
) -> impl IntoView {
    let edit = at(shown.engagement, "quote/edit");
    let empty = shown.quote.lines.is_empty();
    let may_edit = shown.may_edit;
    let draft = if empty {
        Either::Left(view! { <NothingDrafted shown=shown.clone() /> })
    } else {
        Either::Right(view! { <Draft shown=shown.clone() /> })
    };
    view! {
        <PageHeader
            title="Quote"
            lede="What the next step takes, as a range; what makes the range; and the smallest sprint that lowers the most risk."
        >
            {may_edit.then(|| view! { <a class="button" href=edit>"Edit draft"</a> })}
        </PageHeader>
        <ErrorSummary errors=form.errors() />
        {draft}
        <IssuedQuotes shown form />
    }
}

#[component]
fn NothingDrafted(shown: Shown) -> impl IntoView {
    let fill = shown
        .may_edit
        .then(|| view! { <Fill shown=shown.clone() label="Draft from the verdict" /> });
    let says = match shown.missing {
        0 => "Nothing is asked for yet. Once the verdict has findings, its actions become lines of a quote.".to_owned(),
        missing => format!(
            "{} from the plan, the open risks and the closed gates can become lines, each with its usual hours.",
            counted(i64::try_from(missing).unwrap_or(i64::MAX), "action", "actions")
        ),
    };
    view! {
        <EmptyState title="Nothing is drafted yet">
            <p>{says}</p>
            {fill}
        </EmptyState>
    }
}

#[component]
fn Draft(shown: Shown) -> impl IntoView {
    view! {
        <HoursSection shown=shown.clone() />
        <SourceSection sources=shown.appraisal.sources.clone() />
        <SprintSection shown=shown.clone() />
        <LineSection shown=shown.clone() />
        <LedgerSection shown=shown.clone() />
        <IssueSection shown />
    }
}

#[component]
fn HoursSection(shown: Shown) -> impl IntoView {
    let told = shown.appraisal.hours;
    let currency = shown.quote.currency.clone();
    let priced = shown.quote.rate > rust_decimal::Decimal::ZERO;
    let figures = [
        (told.p50, "P50: enough in one case of two"),
        (told.p80, "P80: enough in four of five"),
        (told.p90, "P90: enough in nine of ten"),
    ];
    let figures = figures.map(|(minutes, label)| {
        let cost = money(price(&shown.quote, to_whole_hours(minutes)).net, &currency);
        let base = if priced { format!("{cost} before tax") } else { String::new() };
        view! { <Stat figure=whole_hours(minutes) label base /> }
    });
    let stretched = shown.appraisal.stretched.map(|factor| {
        let says = format!(
            "The estimates alone come to {} as P80. How past quotes turned out multiplies that by {}.{:02}.",
            whole_hours(shown.appraisal.estimated.p80),
            factor / 1_000,
            factor % 1_000 / 10
        );
        view! { <p>{says}</p> }
    });
    view! {
        <Section title="Hours" id="hours" lede="The ranges of all offered lines together, added up exactly; assumptions and unknown facts are in.">
            <Figures>{figures.collect_view()}</Figures>
            <HoursChart slices=shown.appraisal.chart range=told />
            <p>{shown.record}</p>
            {stretched}
        </Section>
    }
}

#[component]
fn SourceSection(sources: Vec<Source>) -> impl IntoView {
    let nothing = sources.is_empty().then(|| {
        view! { <p>"No unknown makes the range wider. What is left is the spread of the estimates themselves."</p> }
    });
    let rows = sources.into_iter().map(|source| view! { <SourceRow source /> }).collect_view();
    let columns = vec![
        Column::new("What is not known"),
        Column::new("Share of the spread").number(),
        Column::new("Known, the range is narrower by").number(),
        Column::new("To find out takes").number(),
        Column::new("How"),
    ];
    let table = nothing.is_none().then(|| {
        view! { <DataTable caption="What makes the range" id="sources-table" columns cards=true quiet=true>{rows}</DataTable> }
    });
    view! {
        <Section title="What makes the range" id="sources" lede="The three unknowns that make most of the width, and what each is worth once it is known.">
            {nothing}
            {table}
        </Section>
    }
}

#[component]
fn SourceRow(source: Source) -> impl IntoView {
    let place = source.place.map(|place| {
        view! { <p class="hint">{format!("Number {place} of the questions that are most worth asking for the verdict.")}</p> }
    });
    view! {
        <tr>
            <th scope="row" data-label="What is not known">{source.says}</th>
            <td class="num" data-label="Share of the spread">{format!("{} %", source.share)}</td>
            <td class="num" data-label="Narrower by">{saved_hours(source.narrower)}</td>
            <td class="num" data-label="Takes">{hours(source.costs)}</td>
            <td class="wrap" data-label="How">{source.ask}{place}</td>
        </tr>
    }
}

#[component]
fn SprintSection(shown: Shown) -> impl IntoView {
    let proposal = shown.appraisal.proposal.clone();
    let proposed = proposal.as_ref().map(|one| one.point);
    let bounded = faultline::judgement::quote::limit(&shown.quote).is_some();
    let priced = (shown.quote.rate > rust_decimal::Decimal::ZERO).then(|| shown.quote.clone());
    let beyond = (shown.appraisal.beyond > 0).then(|| {
        let points = i64::try_from(shown.appraisal.beyond).unwrap_or(i64::MAX);
        let says = format!(
            "No line of this draft lowers another {}.",
            counted(points, "point of risk", "points of risk")
        );
        view! { <p>{says}</p> }
    });
    let told = match (proposal, bounded) {
        (Some(one), _) => {
            let says = format!(
                "Within {} the sprint that lowers the most risk has {}, takes {} as P80, and lowers {} of {} points.",
                whole_hours(one.limit),
                counted(i64::try_from(one.lines.len()).unwrap_or(i64::MAX), "line", "lines"),
                whole_hours(one.p80),
                one.lowered,
                shown.appraisal.risk
            );
            let with = vec![("version", shown.version.to_string())];
            let action = at(shown.engagement, "quote/sprint");
            let take = shown.may_edit.then(|| {
                view! { <PostButton action label="Offer this sprint" with /> }
            });
            view! { <p>{says}</p>{take} }.markup()
        }
        (None, true) => view! { <p>"No sprint fits within the bounds: even the smallest takes more hours as P80."</p> }.markup(),
        (None, false) => view! { <p>"Give a budget or a deadline, and the smallest sprint is proposed that lowers the most risk within it."</p> }.markup(),
    };
    view! {
        <Section
            title="Risk left against cost"
            id="sprint"
            lede="Each open risk and finding counts points, twice as many for each step of severity. What has to come first is always in: visibility and truth before code, redesign before rebuild, proof with every change."
        >
            {told}
            <CurveChart curve=shown.appraisal.curve proposed priced />
            {beyond}
        </Section>
    }
}

/// What holds the draft back, or the button that issues it.
#[component]
fn IssueSection(shown: Shown) -> impl IntoView {
    let passed = shown.passed.iter().map(|(gate, reason, agreed)| {
        let title = format!("Passed by an override: {gate}");
        let says = format!("{reason} Agreed by {agreed}.");
        view! { <Notice tone=Tone::Doubt title><p>{says}</p></Notice> }
    });
    let passed = passed.collect_view();
    let held = shown.held.clone();
    let body = if !held.is_empty() {
        let items = held.into_iter().map(|says| view! { <li>{says}</li> }).collect_view();
        view! { <p id="held">"It is held back:"</p><ul>{items}</ul> }.markup()
    } else if shown.may_issue {
        let action = at(shown.engagement, "quote/issue");
        let with = vec![("version", shown.version.to_string())];
        view! {
            <Confirm label="Issue this quote" action with>
                <p>"The client reads it in the room, as it is now, with its hash, and is mailed that it is there, if mail is set up and they want it. One that waits for an answer is superseded. It cannot be taken back."</p>
            </Confirm>
        }
        .markup()
    } else {
        view! { <p>"Nothing holds it back. A lead consultant issues it."</p> }.markup()
    };
    view! {
        <Section title="Issue" id="issue">
            {passed}
            {body}
        </Section>
    }
}
