//! The publish page: what would change for the client, the gates they will see closed, the versions, what was said.
//! It hides nothing: a closed gate does not keep a version back, and is shown to whoever publishes it.

use super::{Standing, people};
use crate::form::Form;
use crate::prelude::*;
use crate::room::{self, talk};
use crate::ui::{
    Badge, Check, Checklist, Column, DataTable, EditForm, EmptyState, FormErrors, Link, Notice,
    PageHeader, PathBadge, Section, Tag, TextArea, Time, Tone,
};
use crate::urls;
use faultline::document::engagement::PartKind;
use faultline::judgement::evidence::Subject;
use faultline::judgement::gates::{Blocked, Gate};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::room::store::Listed;
use faultline::stores::room::{About, Change, Changes, Comment, Hash, PathChange};
use std::collections::BTreeMap;

/// Parts of one kind that are named before the rest is counted.
const NAMED: usize = 8;

/// The page.
pub(super) fn view(
    engagement: EngagementId,
    standing: &Standing,
    may_publish: bool,
    sent: &Form,
    errors: FormErrors,
) -> impl IntoView + use<> {
    let assessment = &standing.draft.assessment;
    let (verdict, says) = (&assessment.verdict, assessment.verdict.says.clone());
    let badge = crate::verdict::grounds::badge(verdict.answer, verdict.standing, false);
    let unchanged = standing.changes.as_ref().is_some_and(Changes::is_empty);
    let form = (may_publish && (!unchanged || !errors.is_empty()))
        .then(|| form(engagement, standing, sent, errors));
    let preview = (!standing.versions.is_empty())
        .then(|| view! { <a class="button" href=urls::room(engagement, "", None)>"Open the client room"</a> });
    let difference = difference(standing);
    let provisional = provisional(engagement, standing);
    let damaged = standing.damaged.then(|| {
        view! {
            <Notice tone=Tone::Fault title="The newest version is not what was published.">
                <p>"Its bytes no longer have the hash they were published with, so the room does not show it. Tell your admin; publishing a new version puts the room right."</p>
            </Notice>
        }
    });
    view! {
        <PageHeader title="Publish" lede="What the client sees, and what they would see next.">{preview}</PageHeader>
        {damaged}
        <Section title="What would be published" id="next">
            <p class="verdict-path">{badge}</p>
            <p>{says}</p>
            {provisional}
            {difference}
        </Section>
        {people::view(engagement, &standing.named)}
        {gates(engagement, &assessment.gates)}
        {form}
        {versions(engagement, &standing.versions)}
        {said(engagement, standing)}
    }
}

/// That the next version will call itself provisional, and why.
fn provisional(engagement: EngagementId, standing: &Standing) -> Option<impl IntoView + use<>> {
    let assessment = &standing.draft.assessment;
    assessment.is_provisional().then(|| {
        let link = |says: &str, about: &Subject| {
            let (href, says) = (urls::subject(engagement, about), says.to_owned());
            view! { <li><a href=href>{says}</a></li> }
        };
        let held = assessment.gates.iter().filter(|gate| gate.blocks == Blocked::FinalVerdict);
        let held = held.flat_map(|gate| &gate.missing).map(|one| link(&one.says, &one.about));
        let missing = assessment.provisional.iter().map(|one| link(&one.says, &one.about));
        let missing = missing.chain(held);
        let missing = missing.collect_view();
        view! {
            <Notice tone=Tone::Doubt title="It would be published as provisional, which every page and document of it says.">
                <details><summary>"What is missing for a final verdict"</summary><ul class="evidence">{missing}</ul></details>
            </Notice>
        }
    })
}

fn form(
    engagement: EngagementId,
    standing: &Standing,
    sent: &Form,
    errors: FormErrors,
) -> impl IntoView + use<> {
    let newest = standing.versions.first().map_or(0, |newest| newest.number);
    let number = newest + 1;
    let (seen, note, error) = (standing.mark.to_string(), sent.text("note"), errors.of("note"));
    view! {
        <Section title=format!("Publish version {number}") id="publish" lede="It is fixed from then on: a later version never changes it.">
            <EditForm action=urls::at(engagement, "publish") save=format!("Publish version {number}") errors>
                <input type="hidden" name="seen" value=seen />
                <input type="hidden" name="newest" value=newest />
                <TextArea
                    label="Note to the client"
                    name="note"
                    value=note
                    error=error
                    maxlength=5000
                    rows=3
                    hint="What is new in this version, in a sentence or two."
                />
            </EditForm>
        </Section>
    }
}

/// What differs from the newest version.
fn difference(standing: &Standing) -> Markup {
    let Some(changes) = &standing.changes else {
        let says = "Nothing is published yet. The client’s room is empty until you publish the first version.";
        return view! { <p>{says}</p> }.markup();
    };
    let newest = standing.versions.first().map_or(0, |newest| newest.number);
    if changes.is_empty() {
        return view! { <p><Badge tone=Tone::Sound word="nothing new" />{format!(" The client sees all of it in version {newest}.")}</p> }
            .markup();
    }
    let verdicts = changes.verdicts.iter().map(verdict).collect_view();
    let gates = changes.gates.iter().map(|(gate, opens)| {
        let (tone, word) = if *opens { (Tone::Sound, "opens") } else { (Tone::Fault, "closes") };
        view! { <li><Badge tone word />" "{gate.label()}</li> }
    });
    let gates = gates.collect_view();
    let samples =
        changes.samples.iter().map(|sentence| view! { <li>{sentence.clone()}</li> }).collect_view();
    let parts = parts(changes);
    let head = changes.head.then(|| view! { <li>"Title, client or stage"</li> });
    view! {
        <p>{format!("Compared with version {newest}:")}</p>
        <ul class="changes">{verdicts}{gates}{samples}{head}{parts}</ul>
    }
    .markup()
}

fn verdict(change: &PathChange) -> impl IntoView + use<> {
    let what = change.integration.clone().unwrap_or_else(|| "The verdict".to_owned());
    let (from, to) = (change.from, change.to);
    view! { <li>{what}": "<PathBadge path=from />" becomes "<PathBadge path=to /></li> }
}

/// Parts by what happened to them and by kind, the first few of each by name.
fn parts(changes: &Changes) -> impl IntoView + use<> {
    let mut lines = Vec::new();
    for change in Change::ALL {
        for kind in PartKind::ALL {
            let named: Vec<&str> = changes
                .parts
                .iter()
                .filter(|(how, what, _)| how == change && what == kind)
                .map(|(_, _, name)| name.as_str())
                .collect();
            if named.is_empty() {
                continue;
            }
            let more = named.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = named
                .iter()
                .take(NAMED)
                .map(|name| format!("“{name}”"))
                .collect::<Vec<_>>()
                .join(", ");
            let (word, kind) = (change.label().to_lowercase(), kind.label());
            lines.push(view! { <li><Tag word />" "{format!("{kind}: {names}{more}")}</li> });
        }
    }
    lines.collect_view()
}

fn gates(engagement: EngagementId, gates: &[Gate]) -> Markup {
    let closed: Vec<_> = gates.iter().filter(|gate| !gate.is_open()).collect();
    if closed.is_empty() {
        return view! { <Notice tone=Tone::Sound title="Every gate that arises is passed." /> }
            .markup();
    }
    let count = counted(closed.len() as i64, "gate is closed", "gates are closed");
    let title = format!("{count}. The client will see that, with what is missing.");
    let entry = |gate: &&Gate| {
        // The same fact may be missing for several integrations; it is told once.
        let told: BTreeMap<&str, &Subject> =
            gate.missing.iter().map(|lacks| (lacks.says.as_str(), &lacks.about)).collect();
        let missing = told.iter().map(|(says, about)| {
            view! { <li><a href=urls::subject(engagement, about)>{(*says).to_owned()}</a></li> }
        });
        let missing = missing.collect_view();
        let count = counted(told.len() as i64, "thing is missing", "things are missing");
        view! {
            <Check tone=Tone::Fault word="Closed" title=gate.kind.label()>
                <details>
                    <summary>{count}</summary>
                    <ul class="notes">{missing}</ul>
                </details>
            </Check>
        }
    };
    let entries = closed.iter().map(entry).collect_view();
    view! {
        <Section title="Gates the client will see closed" id="gates">
            <Notice tone=Tone::Doubt title />
            <Checklist>{entries}</Checklist>
        </Section>
    }
    .markup()
}

fn versions(engagement: EngagementId, versions: &[Listed]) -> impl IntoView + use<> {
    let list = if versions.is_empty() {
        view! {
            <EmptyState title="No version yet">
                <p>"Each version is kept as it was published, with its hash, for as long as the engagement is."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let rows = versions.iter().map(|listed| version(engagement, listed)).collect_view();
        let columns =
            ["Version", "Published", "By", "Note", "SHA-256", "Download"].map(Column::new).to_vec();
        view! { <DataTable caption="Versions" id="versions-table" columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    view! { <Section title="Versions" id="versions">{list}</Section> }
}

fn version(engagement: EngagementId, listed: &Listed) -> impl IntoView + use<> {
    let number = listed.number;
    let hash = Hash::from_bytes(&listed.hash);
    let (short, full) = hash.map_or_else(Default::default, |hash| (hash.short(), hash.to_string()));
    let file = |extension: &str, label: &'static str| {
        let label =
            view! { {label}<span class="visually-hidden">{format!(" of version {number}")}</span> };
        view! { <a href=urls::recommendation(engagement, extension, number)>{label}</a>" " }
    };
    let files = (file("pdf", "PDF"), file("md", "Markdown"), file("json", "JSON"));
    view! {
        <tr id=format!("version-{number}")>
            <th scope="row" data-label="Version"><a href=urls::room(engagement, "", Some(number))>{format!("Version {number}")}</a></th>
            <td data-label="Published"><Time at=listed.published_at /></td>
            <td data-label="By">{listed.published_by.clone()}</td>
            <td data-label="Note">{listed.note.clone()}</td>
            <td data-label="SHA-256"><code title=full>{short}"…"</code></td>
            <td data-label="Download">{files}</td>
        </tr>
    }
}

/// What the client decided and what both sides said, the newest first.
fn said(engagement: EngagementId, standing: &Standing) -> impl IntoView + use<> {
    let decisions = if standing.decisions.is_empty() {
        view! { <p class="note">"The client has not answered yet."</p> }.markup()
    } else {
        let entries = standing.decisions.iter().map(talk::past_decision).collect_view();
        view! { <ol class="thread">{entries}</ol> }.markup()
    };
    let comments = if standing.comments.is_empty() {
        view! { <p class="note">"Nobody has commented yet."</p> }.markup()
    } else {
        let entries =
            standing.comments.iter().rev().map(|one| comment(engagement, one)).collect_view();
        view! { <ol class="thread">{entries}</ol> }.markup()
    };
    view! {
        <Section title="Decisions" id="decisions">{decisions}</Section>
        <Section title="Comments" id="comments">{comments}</Section>
    }
}

fn comment(engagement: EngagementId, comment: &Comment) -> impl IntoView + use<> {
    let about = About::from_key(&comment.about).unwrap_or(About::Summary);
    let page = urls::room(engagement, room::page_of(about), None);
    let link = Link::new(
        format!("{page}#comment-{}", comment.id),
        format!("{}, version {}", about.label(), comment.number),
    );
    view! {
        <li>
            <p class="said-by">
                <strong>{comment.person.clone()}</strong>
                " "
                <Time at=comment.at />
                " "
                <a href=link.href>{link.label}</a>
            </p>
            <p class="told">{comment.body.clone()}</p>
            {talk::replaced(&comment.body)}
        </li>
    }
}
