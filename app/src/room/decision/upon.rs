//! What is decided upon: the version and the quote with their hashes, what is done, the price, and the days.

use crate::prelude::*;
use crate::ui::{Day, Fact, Facts, Time};
use crate::urls;
use faultline::delivery::report;
use faultline::document::engagement::Engagement;
use faultline::judgement::plan;
use faultline::judgement::quote::{amount, whole_hours};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::{counted, day};
use faultline::stores::quote::{Contents, Issued};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// Lines of the quote that are told here; the quote has them all.
const LINES: usize = 12;

/// What is decided upon.
#[component]
pub fn Upon(
    /// The engagement.
    engagement: EngagementId,
    /// The version.
    snapshot: Arc<Snapshot>,
    /// The quote that waits with it.
    quote: Option<Issued>,
) -> impl IntoView {
    let contents = snapshot.contents();
    let hash = snapshot.withdrawn().map_or(snapshot.hash(), |withdrawn| withdrawn.published);
    let version = report::version(contents.number, &contents.assessment);
    let verdict = contents.assessment.verdict.answer.label();
    let days = days(snapshot.document(), &snapshot);
    let scope = quote.as_ref().map(|quote| {
        let contents = quote.contents.clone();
        view! { <Scope engagement contents /> }
    });
    let price = quote.map(|quote| view! { <PriceFacts quote /> });
    let free = price.is_none().then(|| {
        view! { <Fact term="Price">"No quote waits with it: nothing is bought by this decision."</Fact> }
    });
    view! {
        {scope}
        <Facts>
            <Fact term="Recommendation">{format!("{verdict}, as {version} says")}</Fact>
            {price}
            {free}
            <Fact term="Work">{days}</Fact>
            <Fact term="Version"><span>{format!("{version}, published ")}<Time at=contents.published_at /></span></Fact>
            <Fact term="SHA-256 of the version"><code>{hash.to_string()}</code></Fact>
        </Facts>
    }
}

/// The days of the plan, or that there are none yet.
fn days(doc: &Engagement, snapshot: &Snapshot) -> String {
    let plan = plan::of(doc, snapshot.assessment());
    let last = plan.lines.iter().filter_map(|line| plan.date(line.ends)).max();
    match plan.starts_on.zip(last) {
        Some((first, last)) => format!("From {} to {}, as the plan says", day(first), day(last)),
        None => "No first day is agreed yet".into(),
    }
}

/// What is done for the price, and what is not.
#[component]
fn Scope(engagement: EngagementId, contents: Contents) -> impl IntoView {
    let lines = &contents.quote.lines;
    let told = lines.iter().take(LINES).map(|line| view! { <li>{line.says.clone()}</li> });
    let told = told.collect_view();
    let more = lines.len().saturating_sub(LINES);
    let more = (more > 0).then(|| {
        let more = counted(i64::try_from(more).unwrap_or(i64::MAX), "more line", "more lines");
        view! { <li><a href=urls::room(engagement, "quote", None)>{format!("and {more} in the quote")}</a></li> }
    });
    let left_out = &contents.quote.exclusions;
    let left_out = (!left_out.is_empty()).then(|| {
        let told = left_out.iter().map(|one| view! { <li>{one.clone()}</li> }).collect_view();
        view! { <h3>"Not part of it"</h3><ul class="told-list">{told}</ul> }
    });
    view! {
        <h3>"What is done"</h3>
        <ul class="told-list">{told}{more}</ul>
        {left_out}
    }
}

#[component]
fn PriceFacts(quote: Issued) -> impl IntoView {
    let (contents, hash) = (&quote.contents, quote.hash.to_string());
    let (offer, currency) = (contents.offer(), &contents.quote.currency);
    let [likely, enough, _] = contents.prices;
    let hours = contents.appraisal.hours;
    let range = if contents.quote.fixed_price {
        format!(
            "Fixed: the price of {}, enough in four cases of five (P80)",
            whole_hours(hours.p80)
        )
    } else {
        format!(
            "By the hour: {} for {} in one case of two (P50), {} for {} in four of five (P80)",
            amount(likely.net, currency),
            whole_hours(hours.p50),
            amount(enough.net, currency),
            whole_hours(hours.p80)
        )
    };
    let until = quote.valid_until().map(|until| {
        view! { <Fact term="Can be accepted until"><Day date=until /></Fact> }
    });
    let (net, tax) = (amount(offer.net, currency), amount(offer.tax, currency));
    let total = amount(offer.total, currency);
    let title = format!("Quote {}, issued ", contents.number);
    let issued_at = contents.issued_at;
    view! {
        <Fact term="Price before tax">{net}</Fact>
        <Fact term="Tax">{tax}</Fact>
        <Fact term="Price with tax">{total}</Fact>
        <Fact term="How sure the price is">{range}</Fact>
        {until}
        <Fact term="Quote"><span>{title}<Time at=issued_at /></span></Fact>
        <Fact term="SHA-256 of the quote"><code>{hash}</code></Fact>
    }
}
