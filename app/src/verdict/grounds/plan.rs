//! What to do about an integration, in order, and what would change its verdict.

use super::Told;
use crate::prelude::*;
use crate::ui::PathBadge;
use faultline::judgement::verdict::{Action, Change};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;

/// What would change a verdict that is shown at once.
const FIRST: usize = 6;

/// What to do, and what an override sets aside of it.
#[component]
pub fn Plan(engagement: EngagementId, plan: Vec<Action>, set_aside: Vec<Action>) -> impl IntoView {
    let steps = |actions: Vec<Action>| {
        actions.into_iter().map(|action| view! { <PlanStep engagement action /> }).collect_view()
    };
    let planned = (!plan.is_empty()).then(|| {
        view! { <h3>"What to do, in order"</h3><ol class="sequence">{steps(plan)}</ol> }
    });
    let aside = (!set_aside.is_empty()).then(|| {
        view! { <h3>"Set aside by the override"</h3><ul class="sequence">{steps(set_aside)}</ul> }
    });
    (planned, aside)
}

#[component]
fn PlanStep(engagement: EngagementId, action: Action) -> impl IntoView {
    view! {
        <li>
            <strong>{action.stage.label()}</strong>
            ": "
            <Told engagement says=action.says about=action.about />
        </li>
    }
}

/// What would change the verdict.
#[component]
pub fn WouldChange(engagement: EngagementId, changes: Vec<Change>) -> impl IntoView {
    (!changes.is_empty()).then(|| {
        let count = changes.len().saturating_sub(FIRST);
        let mut items =
            changes.into_iter().map(|change| view! { <ChangeItem engagement change /> });
        let first: Vec<_> = items.by_ref().take(FIRST).collect();
        let rest: Vec<_> = items.collect();
        let rest = (count > 0).then(|| {
            let says = counted(count as i64, "thing more", "things more");
            view! { <details><summary>{says}</summary><ul class="changes">{rest}</ul></details> }
        });
        view! { <h3>"What would change it"</h3><ul class="changes">{first}</ul>{rest} }
    })
}

#[component]
fn ChangeItem(engagement: EngagementId, change: Change) -> impl IntoView {
    let path = change.to.filter(|_| change.flips());
    let tag = path.map(|path| view! { <PathBadge path=Some(path) />" " });
    let Change { says, about, .. } = change;
    let says = match about.into_iter().next() {
        Some(about) => Either::Left(view! { <Told engagement says about /> }),
        None => Either::Right(says),
    };
    view! { <li>{tag}{says}</li> }
}
