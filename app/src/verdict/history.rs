//! The history of the verdict: each change with what brought it, and what changed between any two points in time.
//! It tells what was recorded when it changed; nothing is judged anew.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{Choice, EmptyState, Filters, Link, PageHeader, PathBadge, Section, Select, Time};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::PartKind;
use faultline::judgement::standing::Verdicts;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::inside;
use faultline::stores::access::{ViewHistory, ViewWork};
use faultline::stores::audit::AuditAction;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::engagement::history::{self, Done, StandingChange};
use serde::Deserialize;

/// The two points in time, each by the number of a change.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Between {
    from: String,
    to: String,
}

/// What was found of the two points in time.
struct Compared {
    told: Vec<String>,
    done: Vec<Done>,
}

/// The page.
pub async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(between): Query<Between>,
) -> Result<Response, HttpError> {
    let (work, history) =
        (context.may::<ViewWork>(engagement)?, context.may::<ViewHistory>(engagement)?);
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = store::load(&mut tx, work).await?;
    let changes = history::verdicts(&mut tx, history).await?;
    let points = between.from.parse().ok().zip(between.to.parse().ok());
    let compared = match points.map(|(a, b): (i64, i64)| (a.min(b), a.max(b))) {
        Some((from, to)) => {
            let before = history::verdicts_at(&mut tx, history, from).await?.unwrap_or_default();
            let after = history::verdicts_at(&mut tx, history, to).await?.unwrap_or_default();
            let done = history::done_between(&mut tx, history, from, to).await?;
            Some(Compared { told: before.changed_to(&after), done })
        }
        None => None,
    };
    drop(tx);
    let nav = frame::nav(&document, &digest);
    let body = view(engagement, &changes, &between, compared.as_ref());
    Ok(context.page("History of the verdict", || frame::engagement(&context, nav, body)))
}

fn view(
    engagement: EngagementId,
    changes: &[StandingChange],
    between: &Between,
    compared: Option<&Compared>,
) -> impl IntoView + use<> {
    let trail = vec![Link::new(at(engagement, "verdict"), "Verdict")];
    let body = if changes.is_empty() {
        view! {
            <EmptyState title="The verdict has not changed yet">
                <p>"Each change of the verdict is kept from now on, with what brought it."</p>
            </EmptyState>
        }
        .markup()
    } else {
        (choose(engagement, changes, between), compared.map(told), list(engagement, changes))
            .markup()
    };
    view! {
        <PageHeader title="History of the verdict" trail lede="How the verdict came to be what it is, and what changed it." />
        {body}
    }
}

fn choose(
    engagement: EngagementId,
    changes: &[StandingChange],
    between: &Between,
) -> impl IntoView + use<> {
    let moment = |change: &StandingChange| {
        let verdict = change.verdict.as_ref().map(|verdict| inside(verdict.answer.label()));
        let at = change.at.format("%-d %B %Y, %H:%M UTC");
        Choice::new(change.id.to_string(), format!("{at}: {}", verdict.unwrap_or_default()))
    };
    let mut from: Vec<Choice> = changes.iter().map(moment).collect();
    let to = from.clone();
    from.push(Choice::new("0", "Before the first change"));
    let (first, last) = (between.from.clone(), between.to.clone());
    let action = at(engagement, "verdict/history");
    view! {
        <Filters action clear=None>
            <Select label="From" name="from" choices=from selected=first />
            <Select label="To" name="to" choices=to selected=last />
        </Filters>
    }
}

fn told(compared: &Compared) -> impl IntoView + use<> {
    let told = compared.told.iter().map(|says| view! { <li>{says.clone()}</li> }).collect_view();
    let told = if compared.told.is_empty() {
        view! { <p>"The verdicts are the same at both points in time."</p> }.markup()
    } else {
        view! { <ul>{told}</ul> }.markup()
    };
    let done = compared.done.iter().map(|one| {
        let who = one.person.clone().unwrap_or_else(|| "The console".into());
        let says = format!("{who} {}, ", did(&one.action, &one.kind, &one.name));
        view! { <li>{says}<Time at=one.at /></li> }
    });
    let done = done.collect_view();
    let done = (!compared.done.is_empty()).then(|| {
        view! { <h3>"What was done in between"</h3><ul class="evidence">{done}</ul> }
    });
    view! { <Section title="What changed" id="changed">{told}{done}</Section> }
}

fn list(engagement: EngagementId, changes: &[StandingChange]) -> impl IntoView + use<> {
    let items = changes.iter().enumerate().map(|(place, change)| {
        let none = Verdicts::default();
        let before = changes.get(place + 1).and_then(|before| before.verdict.as_ref());
        let before = before.map_or(&none, |before| &before.0);
        let verdict = change.verdict.as_ref().map_or(&none, |verdict| &verdict.0);
        let told = before.changed_to(verdict);
        let told = told.into_iter().map(|says| view! { <li>{says}</li> }).collect_view();
        let (path, word) = (verdict.path, verdict.answer.label());
        let who = change.person.clone().unwrap_or_else(|| "The console".into());
        let because = change.by.iter().map(|done| spoken(done)).collect::<Vec<_>>().join("; ");
        let because = if because.is_empty() { who } else { format!("{who} {because}") };
        view! {
            <li>
                <p><PathBadge path />" "{word}", "<Time at=change.at /></p>
                <p class="hint">{because}</p>
                <ul class="evidence">{told}</ul>
            </li>
        }
    });
    let items = items.collect_view();
    let activity = at(engagement, "activity");
    view! {
        <Section title="Every change" id="changes" lede="The newest first, with what was done in it.">
            <ol class="sequence">{items}</ol>
            <p><a href=activity>"Everything that was done"</a></p>
        </Section>
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
