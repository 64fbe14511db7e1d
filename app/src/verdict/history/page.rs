//! The page of the verdict's history: what changed between two points in time, then every change.

use super::{Between, Compared};
use crate::prelude::*;
use crate::ui::{Choice, EmptyState, Filters, Link, PageHeader, Section, Select, Time};
use crate::urls::at;
use crate::verdict::grounds::AnswerBadge;
use faultline::document::engagement::PartKind;
use faultline::judgement::standing::Verdicts;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::inside;
use faultline::stores::audit::AuditAction;
use faultline::stores::engagement::history::{Done, StandingChange};

/// The page.
#[component]
pub fn HistoryPage(
    /// The engagement.
    engagement: EngagementId,
    /// Every change of the verdict, the newest first.
    changes: Vec<StandingChange>,
    /// The two points in time that the reader asked about.
    between: Between,
    /// What was found of them.
    compared: Option<Compared>,
) -> impl IntoView {
    let trail = vec![Link::new(at(engagement, "verdict"), "Verdict")];
    let body = if changes.is_empty() {
        Either::Left(view! {
            <EmptyState title="The verdict has not changed yet">
                <p>"Each change of the verdict is kept from now on, with what brought it."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <ChoosePoints engagement changes=changes.clone() between />
            {compared.map(|compared| view! { <WhatChanged compared /> })}
            <EveryChange engagement changes />
        })
    };
    view! {
        <PageHeader title="History of the verdict" trail lede="How the verdict came to be what it is, and what changed it." />
        {body}
    }
}

/// The form that asks about two points in time.
#[component]
fn ChoosePoints(
    engagement: EngagementId,
    changes: Vec<StandingChange>,
    between: Between,
) -> impl IntoView {
    let moment = |change: &StandingChange| {
        let verdict = change.verdict.as_ref().map(|verdict| inside(verdict.answer.label()));
        let at = change.at.format("%-d %B %Y, %H:%M UTC");
        Choice::new(change.id.to_string(), format!("{at}: {}", verdict.unwrap_or_default()))
    };
    let to: Vec<Choice> = changes.iter().map(moment).collect();
    let mut from = to.clone();
    from.push(Choice::new("0", "Before the first change"));
    view! {
        <Filters action=at(engagement, "verdict/history") clear=None>
            <Select label="From" name="from" choices=from selected=between.from />
            <Select label="To" name="to" choices=to selected=between.to />
        </Filters>
    }
}

/// What changed between two points in time, and what was done.
#[component]
fn WhatChanged(compared: Compared) -> impl IntoView {
    let Compared { told, done } = compared;
    let told = if told.is_empty() {
        Either::Left(view! { <p>"The verdicts are the same at both points in time."</p> })
    } else {
        let told = told.into_iter().map(|says| view! { <li>{says}</li> }).collect_view();
        Either::Right(view! { <ul>{told}</ul> })
    };
    let done = (!done.is_empty()).then(|| {
        let done = done.into_iter().map(|done| view! { <DoneItem done /> }).collect_view();
        view! { <h3>"What was done in between"</h3><ul class="evidence">{done}</ul> }
    });
    view! { <Section title="What changed" id="changed">{told}{done}</Section> }
}

#[component]
fn DoneItem(done: Done) -> impl IntoView {
    let who = done.person.unwrap_or_else(|| "The console".into());
    let says = format!("{who} {}, ", did(&done.action, &done.kind, &done.name));
    view! { <li>{says}<Time at=done.at /></li> }
}

/// Every change with what brought it.
#[component]
fn EveryChange(engagement: EngagementId, changes: Vec<StandingChange>) -> impl IntoView {
    let before = changes.iter().skip(1).map(verdicts).chain([Verdicts::default()]);
    let items = changes.iter().zip(before).map(|(change, before)| {
        let change = change.clone();
        view! { <ChangeItem change before /> }
    });
    let items = items.collect_view();
    view! {
        <Section title="Every change" id="changes" lede="The newest first, with what was done in it.">
            <ul class="history">{items}</ul>
            <p><a href=at(engagement, "activity")>"Everything that was done"</a></p>
        </Section>
    }
}

/// The verdicts after a change.
fn verdicts(change: &StandingChange) -> Verdicts {
    change.verdict.as_ref().map(|verdict| verdict.0.clone()).unwrap_or_default()
}

#[component]
fn ChangeItem(change: StandingChange, before: Verdicts) -> impl IntoView {
    let after = verdicts(&change);
    let told = before.changed_to(&after).into_iter().map(|says| view! { <li>{says}</li> });
    let who = change.person.unwrap_or_else(|| "The console".into());
    let because = change.by.iter().map(|done| spoken(done)).collect::<Vec<_>>().join("; ");
    let because = if because.is_empty() { who } else { format!("{who} {because}") };
    view! {
        <li>
            <p><Time at=change.at /></p>
            <div>
                <p><AnswerBadge answer=after.answer path=after.path /></p>
                <ul class="evidence">{told.collect_view()}</ul>
                <p class="hint">{because}</p>
            </div>
        </li>
    }
}

/// “changed `control_sheet` Orders” as “changed controls Orders”.
fn spoken(done: &str) -> String {
    let mut words = done.splitn(3, ' ');
    let mut next = || words.next().unwrap_or_default();
    did(next(), next(), next())
}

fn did(action: &str, kind: &str, name: &str) -> String {
    let action = AuditAction::from_key(action).map_or("did something to", Catalogue::label);
    let kind =
        PartKind::from_key(kind).map_or_else(|_| kind.to_owned(), |kind| inside(kind.label()));
    format!("{action} {kind} {name}").trim_end().to_owned()
}
