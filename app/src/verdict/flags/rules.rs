//! Every rule that can raise a flag, to read.
//! It shows what the rules hold; the same is printed as Markdown.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Link, PageHeader, Section};
use crate::urls::at;
use axum::response::Response;
use faultline::delivery::rules::weight;
use faultline::judgement::flags::FlagRule;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::ViewWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;

/// Answers with every rule.
pub async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    Ok(context.page("Rules of risk flags", || {
        frame::engagement(&context, nav, view! { <RulesPage engagement /> })
    }))
}

/// The page.
#[component]
fn RulesPage(engagement: EngagementId) -> impl IntoView {
    let rules = FlagRule::ALL.iter().map(|rule| view! { <RuleSection rule=*rule /> });
    view! {
        <PageHeader
            title="Rules of risk flags"
            trail=vec![Link::new(at(engagement, "flags"), "Risk flags")]
            lede="What is looked for in every engagement, and why."
        >
            <a class="button" href=at(engagement, "flags/rules.md")>"Download as Markdown"</a>
        </PageHeader>
        {rules.collect_view()}
    }
}

#[component]
fn RuleSection(rule: FlagRule) -> impl IntoView {
    let text = rule.text();
    let references: Vec<_> = text.references.iter().map(|one| one.to_string()).collect();
    view! {
        <Section title=rule.label() id=rule.key()>
            <p class="hint">{format!("{}. Severity: {}.", rule.key(), weight(rule))}</p>
            <p><strong>"Why it matters. "</strong>{text.why}</p>
            <p><strong>"What good looks like. "</strong>{text.good}</p>
            <p class="hint">{references.join(" · ")}</p>
        </Section>
    }
}
