//! All patterns, the largest first, each with its trend; and merging those that are ticked.
//! Four queries, however many samples there are.

use super::{Table, name};
use crate::form::{Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::samples::Refusal;
use crate::ui::{EmptyState, ErrorSummary, FormErrors, Link, PageHeader};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{Group, PatternKey, TREND_WEEKS, groups, mondays};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use std::collections::HashMap;

/// The most patterns that the page lists.
const MOST: usize = 500;

/// The page.
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
    let table = Table {
        engagement,
        groups: &groups,
        names: &names,
        total,
        weeks: Some(&weeks),
        ticks: (may_edit && all > 1).then_some(ticked.as_slice()),
    };
    let body = body(engagement, &table, &groups, sent, &errors(problems));
    let cut =
        (all > MOST).then(|| view! { <p>{format!("The largest {MOST} of {all} are shown.")}</p> });
    let lede = "Samples that agree on integration, symptom, origin and cause are one pattern, unless someone says otherwise. Rejected ones are left out. A trend compares the last six weeks with the six before.";
    let trail = vec![Link::new(at(engagement, "samples"), "Failure samples")];
    let charts = at(engagement, "samples/charts");
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = view! {
        <PageHeader title="Patterns" trail lede>
            <a class="button quiet" href=charts>"Charts"</a>
        </PageHeader>
        {body}
        {cut}
    };
    Ok(context.render(status, "Patterns", false, || frame::engagement(context, nav, body)))
}

fn body(
    engagement: EngagementId,
    table: &Table<'_>,
    groups: &[Group],
    sent: &Form,
    errors: &FormErrors,
) -> Markup {
    if groups.is_empty() {
        let samples = Link::new(at(engagement, "samples"), "Failure samples");
        return view! {
            <EmptyState title="No patterns yet" action=Some(samples)>
                <p>"Samples that agree on integration, symptom, origin and cause show here as one pattern."</p>
            </EmptyState>
        }
        .markup();
    }
    if table.ticks.is_none() {
        return table.view();
    }
    let action = at(engagement, "samples/patterns/merge");
    let field = name(
        sent,
        errors,
        "Name of the one they become",
        "What they have in common: “Price list not mapped”.",
    );
    view! {
        <form class="ticking" method="post" action=action>
            <ErrorSummary errors=errors.clone() />
            <div id="pattern">{table.view()}</div>
            <fieldset class="ticked merge">
                <legend>"Merge the ticked patterns: they count as one everywhere, with what is still to come. This can be undone."</legend>
                {field}
                <button class="button" type="submit">"Merge"</button>
            </fieldset>
        </form>
    }
    .markup()
}
