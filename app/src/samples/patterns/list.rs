//! All patterns, the largest first, each with its trend; and merging those that are ticked.
//! Four queries, however many samples there are.

use super::{NameField, PatternTable, Patterns};
use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::samples::Refusal;
use crate::ui::{EmptyState, ErrorSummary, Link, PageHeader};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{PatternKey, TREND_WEEKS, groups, mondays};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use std::collections::HashMap;
use std::sync::Arc;

/// The most patterns that the page lists.
const MOST: usize = 500;

/// The page.
#[component]
pub(in crate::samples) fn PatternsPage(
    /// The patterns.
    table: PatternTable,
    /// How many there are, when not all are shown.
    cut: Option<usize>,
    /// The form that merges those that are ticked.
    form: Filled,
) -> impl IntoView {
    let engagement = table.engagement;
    let lede = "Samples that agree on integration, symptom, origin and cause are one pattern, unless someone says otherwise. Rejected ones are left out. A trend compares the last six weeks with the six before.";
    let samples = Link::new(at(engagement, "samples"), "Failure samples");
    let body = if table.groups.is_empty() {
        let action = Some(samples.clone());
        EitherOf3::A(view! {
            <EmptyState title="No patterns yet" action>
                <p>"Samples that agree on integration, symptom, origin and cause show here as one pattern."</p>
            </EmptyState>
        })
    } else if table.ticks.is_none() {
        EitherOf3::B(view! { <Patterns table /> })
    } else {
        EitherOf3::C(view! { <MergeForm table form /> })
    };
    view! {
        <PageHeader title="Patterns" trail=vec![samples] lede>
            <a class="button quiet" href=at(engagement, "samples/charts")>"Charts"</a>
        </PageHeader>
        {body}
        {cut.map(|all| view! { <p>{format!("The largest {MOST} of {all} are shown.")}</p> })}
    }
}

#[component]
fn MergeForm(table: PatternTable, form: Filled) -> impl IntoView {
    let action = at(table.engagement, "samples/patterns/merge");
    view! {
        <form class="ticking" method="post" action=action>
            <ErrorSummary errors=form.errors() />
            <div id="pattern"><Patterns table /></div>
            <fieldset class="ticked merge">
                <legend>"Merge the ticked patterns: they count as one everywhere, with what is still to come. This can be undone."</legend>
                <NameField
                    form
                    label="Name of the one they become"
                    hint="What they have in common: “Price list not mapped”."
                />
                <button class="button" type="submit">"Merge"</button>
            </fieldset>
        </form>
    }
}

/// Answers with the page.
pub async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    show(&context, engagement, &Form::default(), &[]).await
}

/// Makes one pattern of those that are ticked.
pub async fn merge(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let keys: Vec<PatternKey> = sent.all("pattern").filter_map(super::read).take(MOST).collect();
    let mut tx = context.act().await?;
    match store::merge(&mut tx, grant, &keys, &sent.text("name")).await {
        Ok(merged) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/changed?entry={}", merged.entry))))
        }
        Err(error) => {
            drop(tx);
            let Refusal::Invalid(problems) = Refusal::of(error)? else {
                return Err(HttpError::Conflict);
            };
            show(&context, engagement, &sent, &problems).await
        }
    }
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let (patterns, _) = store::patterns(&mut tx, grant).await?;
    let mut groups = groups(&patterns);
    let total = groups.iter().map(|group| group.whole.count).sum();
    let last = groups.iter().map(|group| group.whole.last_seen).max();
    let mondays = last.map_or_else(Vec::new, |last| mondays(last, TREND_WEEKS));
    let weeks = store::weeks(&mut tx, grant, &mondays).await?;
    let all = groups.len();
    groups.truncate(MOST);
    let names: HashMap<_, _> = head.integrations.into_iter().collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let may_edit = frame::may_edit(context, engagement);
    let ticked: Vec<String> = sent.all("pattern").map(str::to_owned).collect();
    let ticks = (may_edit && all > 1).then_some(ticked);
    let (names, weeks) = (Arc::new(names), Some(weeks));
    let table = PatternTable { engagement, groups, names, total, weeks, ticks };
    let cut = (all > MOST).then_some(all);
    let form = Filled::new(sent.clone(), errors(problems));
    Ok(context.render(status(problems), "Patterns", false, || {
        frame::engagement(context, nav, view! { <PatternsPage table cut form /> })
    }))
}
