//! What is decided upon: the version and the quote with their hashes, what is done, the price, and the days.

use crate::prelude::*;
use crate::ui::{Day, Fact, Facts, Time};
use crate::urls;
use faultline::delivery::report;
use faultline::document::engagement::Engagement;
use faultline::judgement::plan;
use faultline::judgement::quote::whole_hours;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::numbers::money;
use faultline::platform::wording::{counted, day, inside};
use faultline::stores::quote::{Contents, Issued};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// Lines of the quote that are told here; the quote has them all.
const LINES: usize = 12;
/// Words before a colon that are more than a heading.
const HEADING: usize = 4;

/// What is decided upon.
#[component]
pub fn Upon(
    /// The engagement.
    engagement: EngagementId,
    /// The version.
    snapshot: Arc<Snapshot>,
    /// The quote that waits with it.
    quote: Option<Issued>,
    /// Whether the reader saw it on the page before: what is done is then opened by whoever wants it.
    #[prop(optional)]
    again: bool,
) -> impl IntoView {
    let contents = snapshot.contents();
    let hash = snapshot.withdrawn().map_or(snapshot.hash(), |withdrawn| withdrawn.published);
    let version = report::version(contents.number, &contents.assessment);
    let verdict = contents.assessment.verdict.answer.label();
    let days = days(snapshot.document(), &snapshot);
    let scope = quote.as_ref().map(|quote| {
        let contents = quote.contents.clone();
        let many = i64::try_from(contents.quote.lines.len()).unwrap_or(i64::MAX);
        let told = format!("What is done: {}", counted(many, "line", "lines"));
        let scope = view! { <Scope engagement contents /> };
        if again {
            Either::Left(view! { <details class="long"><summary>{told}</summary>{scope}</details> })
        } else {
            Either::Right(scope)
        }
    });
    let price = quote.map(|quote| view! { <PriceFacts quote /> });
    let free = price.is_none().then(|| {
        view! { <Fact term="Price">"No quote waits with it: nothing is bought by this decision."</Fact> }
    });
    let (before, after) = if again { (None, scope) } else { (scope, None) };
    view! {
        {before}
        <Facts>
            <Fact term="Recommendation">{format!("{verdict}, as {} says", inside(&version))}</Fact>
            {price}
            {free}
            <Fact term="Work">{days}</Fact>
            <Fact term="Version"><span>{format!("{version}, published ")}<Time at=contents.published_at /></span></Fact>
            <Fact term="SHA-256 of the version"><code>{hash.to_string()}</code></Fact>
        </Facts>
        {after}
    }
}

/// The days of the plan, or that there are none yet.
fn days(doc: &Engagement, snapshot: &Snapshot) -> String {
    match plan::of(doc, snapshot.assessment()).span() {
        Some((first, last)) => format!("From {} to {}, as the plan says", day(first), day(last)),
        None => "No first day is agreed yet".into(),
    }
}

/// The first sentence of a line of the quote, which says what is done; the quote tells what it consists of. What stands
/// before a colon is enough when it is more than a heading.
fn first_sentence(says: &str) -> &str {
    let sentence = says.find(". ").map_or(says, |end| &says[..end]);
    let before = sentence.find(": ").map_or(sentence, |end| &sentence[..end]);
    let told = if before.split_whitespace().count() < HEADING { sentence } else { before };
    told.trim_end_matches('.')
}

/// What is done for the price, and what is not.
#[component]
fn Scope(engagement: EngagementId, contents: Contents) -> impl IntoView {
    let lines = &contents.quote.lines;
    let told = lines.iter().take(LINES).map(|line| first_sentence(&line.says).to_owned());
    let told = told.map(|says| view! { <li>{says}</li> }).collect_view();
    let more = lines.len().saturating_sub(LINES);
    let more = match more {
        0 => "What each line contains".to_owned(),
        _ => counted(i64::try_from(more).unwrap_or(i64::MAX), "more line", "more lines"),
    };
    let more =
        view! { <li><a href=urls::room(engagement, "quote", None)>{more}", in the quote"</a></li> };
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
            money(likely.net, currency),
            whole_hours(hours.p50),
            money(enough.net, currency),
            whole_hours(hours.p80)
        )
    };
    let until = quote.valid_until().map(|until| {
        view! { <Fact term="Can be accepted until"><Day date=until /></Fact> }
    });
    let (net, tax) = (money(offer.net, currency), money(offer.tax, currency));
    let total = money(offer.total, currency);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_by_its_first_sentence() {
        let owner =
            "Owner missing, in 2 places. A person or team is named, knows it, and can be reached.";
        assert_eq!(first_sentence(owner), "Owner missing, in 2 places");
        let alerting = "Alerting: put in place health check.";
        assert_eq!(first_sentence(alerting), "Alerting: put in place health check");
        let checks = "Check records at the boundary: records validated. More follows.";
        assert_eq!(first_sentence(checks), "Check records at the boundary");
        assert_eq!(first_sentence("Version 2.5 is pinned."), "Version 2.5 is pinned");
        assert_eq!(first_sentence(""), "");
    }
}
