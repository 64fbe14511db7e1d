//! The publish page: what would change for the client, the gates they will see closed, the versions, what was said.
//! It hides nothing: a closed gate does not keep a version back, and is shown to whoever publishes it.

use super::Standing;
use super::people::NamedPeople;
use super::versions::Versions;
use crate::form::Filled;
use crate::listing::Listing;
use crate::prelude::*;
use crate::room;
use crate::room::talk::{PastDecision, Told};
use crate::ui::{
    Badge, Check, CheckboxGroup, Checklist, Choice, EditForm, Notice, PageHeader, PathBadge,
    Section, SentenceLink, Tag, TextArea, Time, Tone,
};
use crate::urls;
use crate::verdict::grounds::AnswerBadge;
use faultline::document::engagement::PartKind;
use faultline::judgement::assess::Assessment;
use faultline::judgement::evidence::{Missing, Subject};
use faultline::judgement::gates::{Blocked, Gate};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::access::Capacity;
use faultline::stores::members::Member;
use faultline::stores::room::{
    About, Change, Changes, Comment, Decision, Hash, PathChange, Presentation, SectionId,
};
use std::collections::BTreeMap;

/// Parts of one kind that are named before the rest is counted.
const NAMED: usize = 8;

/// The page.
#[component]
pub(super) fn PublishPage(
    /// The engagement.
    engagement: EngagementId,
    /// What is drafted, published and said.
    standing: Standing,
    /// What narrows and sorts the versions.
    listing: Listing,
    /// Whether the reader may publish.
    may_publish: bool,
    /// The form that publishes.
    form: Filled,
) -> impl IntoView {
    let Standing {
        draft,
        mark,
        changes,
        damaged,
        presentation,
        versions,
        comments,
        decisions,
        readers,
        named,
    } = standing;
    let assessment = draft.assessment;
    let provisional = assessment.is_provisional().then(|| lacking(&assessment));
    let verdict = assessment.verdict;
    let newest = versions.first().map_or(0, |newest| newest.number);
    let unchanged = changes.as_ref().is_some_and(Changes::is_empty);
    let publishing = may_publish && (!unchanged || !form.errors().is_empty());
    let preview = (!versions.is_empty()).then(|| urls::room(engagement, "", None));
    view! {
        <PageHeader title="Publish" lede="What the client sees, and what they would see next.">
            {preview.map(|href| view! { <a class="button" href=href>"Open the client room"</a> })}
        </PageHeader>
        {damaged.then(|| view! { <Damaged /> })}
        <Section title="What would be published" id="next">
            <p class="verdict-path"><AnswerBadge answer=verdict.answer path=verdict.standing /></p>
            <p>{verdict.says}</p>
            {provisional.map(|missing| view! { <Provisional engagement missing /> })}
            <Difference changes newest />
            <p><a class="button" href=urls::at(engagement, "publish/preview")>"Read it as the client will"</a></p>
        </Section>
        <Section title="Who will see it" id="readers">
            <Readers engagement readers />
        </Section>
        <NamedPeople engagement named />
        <Gates engagement gates=assessment.gates />
        {publishing.then(|| view! { <PublishForm engagement newest mark presentation form /> })}
        <Section title="Versions" id="versions">
            <Versions engagement versions listing />
        </Section>
        <Section title="Decisions" id="decisions">
            <p><a href=urls::at(engagement, "inbox")>"Answer what waits for us"</a></p>
            <Decisions decisions />
        </Section>
        <Section title="Comments" id="comments">
            <Comments engagement comments />
        </Section>
    }
}

/// Who of the client can open the room, and what they may do there.
#[component]
fn Readers(engagement: EngagementId, readers: Vec<Member>) -> impl IntoView {
    let members = urls::at(engagement, "members");
    if readers.is_empty() {
        return Either::Left(view! {
            <Notice tone=Tone::Doubt title="Nobody of the client can open the room yet.">
                <p><a href=members>"Add whoever should read it"</a></p>
            </Notice>
        });
    }
    let rows = readers.into_iter().map(|reader| view! { <ReaderItem reader /> });
    Either::Right(view! {
        <ul class="readers">{rows.collect_view()}</ul>
        <p><a href=members>"Change who can open the room"</a></p>
    })
}

#[component]
fn ReaderItem(reader: Member) -> impl IntoView {
    let capacity = Capacity::from_key(&reader.capacity);
    let may = match capacity {
        Ok(Capacity::Contributor) => "reads, comments, reports failures and decides",
        _ => "reads",
    };
    view! { <li><strong>{reader.name}</strong>" "<span class="hint">{reader.email}</span>" "<Tag word=may /></li> }
}

/// What is missing for a final verdict, and so for a version that does not call itself provisional.
fn lacking(assessment: &Assessment) -> Vec<Missing> {
    let held = assessment.gates.iter().filter(|gate| gate.blocks == Blocked::FinalVerdict);
    let held = held.flat_map(|gate| &gate.missing);
    let held = held.map(|lacks| Missing::new(lacks.says.clone(), lacks.about.clone()));
    assessment.provisional.iter().cloned().chain(held).collect()
}

/// That the next version will call itself provisional, and why.
#[component]
fn Provisional(engagement: EngagementId, missing: Vec<Missing>) -> impl IntoView {
    let missing = missing.into_iter().map(|Missing { says, about }| {
        view! { <li><SentenceLink href=urls::subject(engagement, &about) says /></li> }
    });
    let missing = missing.collect_view();
    view! {
        <Notice tone=Tone::Doubt title="It would be published as provisional, which every page and document of it says.">
            <details>
                <summary>"What is missing for a final verdict"</summary>
                <ul class="evidence">{missing}</ul>
            </details>
        </Notice>
    }
}

#[component]
fn Damaged() -> impl IntoView {
    view! {
        <Notice tone=Tone::Fault title="The newest version is not what was published.">
            <p>"Its bytes no longer have the hash they were published with, so the room does not show it. Tell your admin; publishing a new version puts the room right."</p>
        </Notice>
    }
}

#[component]
fn PublishForm(
    engagement: EngagementId,
    newest: i32,
    mark: Hash,
    presentation: Presentation,
    form: Filled,
) -> impl IntoView {
    let title = format!("Publish version {}", newest + 1);
    view! {
        <Section title=title.clone() id="publish" lede="It is fixed from then on: a later version never changes it.">
            <EditForm action=urls::at(engagement, "publish") save=title errors=form.errors()>
                <input type="hidden" name="seen" value=mark.to_string() />
                <input type="hidden" name="newest" value=newest />
                <TextArea
                    label="Note to the client"
                    name="note"
                    value=form.text("note")
                    error=form.error("note")
                    maxlength=5000
                    rows=3
                    hint="What is new in this version, in a sentence or two."
                />
                <DocumentChoices presentation form />
            </EditForm>
        </Section>
    }
}

/// How the documents of the version are told. Nothing that is computed can be changed by it.
#[component]
fn DocumentChoices(presentation: Presentation, form: Filled) -> impl IntoView {
    let sent = !form.raw("seen").is_empty();
    let before = presentation.left_out.iter().map(|section| section.key().into()).collect();
    let selected = if sent { form.all("leave_out") } else { before };
    let open = sent && (form.error("covering").is_some() || !selected.is_empty());
    let choices = SectionId::choosable();
    let choices = choices.map(|section| Choice::new(section.key(), section.label())).collect();
    view! {
        <details open=open>
            <summary>"What the documents say first, and which sections they carry"</summary>
            <TextArea
                label="Covering words"
                name="covering"
                value=form.text("covering")
                error=form.error("covering")
                maxlength=5000
                rows=4
                hint="They stand before the verdict in the PDF, the Word file and the text. Secrets and personal data in them are replaced."
            />
            <CheckboxGroup
                legend="Leave out of the documents"
                name="leave_out"
                choices
                selected
                hint="The client’s room, the workbook and the JSON have every section all the same."
            />
        </details>
    }
}

/// What differs from the newest version.
#[component]
fn Difference(changes: Option<Changes>, newest: i32) -> impl IntoView {
    match changes {
        None => EitherOf3::A(view! {
            <p>"Nothing is published yet. The client’s room is empty until you publish the first version."</p>
        }),
        Some(changes) if changes.is_empty() => EitherOf3::B(view! {
            <p>
                <Badge tone=Tone::Sound word="nothing new" />
                {format!(" The client sees all of it in version {newest}.")}
            </p>
        }),
        Some(changes) => EitherOf3::C(view! { <ChangeList changes newest /> }),
    }
}

#[component]
fn ChangeList(changes: Changes, newest: i32) -> impl IntoView {
    let parts = lines(&changes).into_iter();
    let parts = parts.map(|(word, says)| view! { <li><Tag word />" "{says}</li> }).collect_view();
    let verdicts = changes.verdicts.into_iter().map(|PathChange { integration, from, to }| {
        let what = integration.unwrap_or_else(|| "The verdict".to_owned());
        view! { <li>{what}": "<PathBadge path=from />" becomes "<PathBadge path=to /></li> }
    });
    let gates = changes.gates.into_iter().map(|(gate, opens)| {
        let (tone, word) = if opens { (Tone::Sound, "opens") } else { (Tone::Fault, "closes") };
        view! { <li><Badge tone word />" "{gate.label()}</li> }
    });
    let samples = changes.samples.into_iter().map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <p>{format!("Compared with version {newest}:")}</p>
        <ul class="changes">
            {verdicts.collect_view()}
            {gates.collect_view()}
            {samples.collect_view()}
            {changes.head.then(|| view! { <li>"Title, client or stage"</li> })}
            {parts}
        </ul>
    }
}

/// Parts by what happened to them and by kind, the first few of each by name.
fn lines(changes: &Changes) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for change in Change::ALL {
        for kind in PartKind::ALL {
            let of = changes.parts.iter().filter(|(how, what, _)| how == change && what == kind);
            let named: Vec<_> = of.map(|(_, _, name)| format!("“{name}”")).collect();
            if named.is_empty() {
                continue;
            }
            let more = named.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = named[..named.len().min(NAMED)].join(", ");
            lines.push((change.label().to_lowercase(), format!("{}: {names}{more}", kind.label())));
        }
    }
    lines
}

#[component]
fn Gates(engagement: EngagementId, gates: Vec<Gate>) -> impl IntoView {
    let closed: Vec<_> = gates.into_iter().filter(|gate| !gate.is_open()).collect();
    if closed.is_empty() {
        return Either::Left(
            view! { <Notice tone=Tone::Sound title="Every gate that arises is passed." /> },
        );
    }
    let count = counted(closed.len() as i64, "gate is closed", "gates are closed");
    let title = format!("{count}. The client will see that, with what is missing.");
    let entries = closed.into_iter().map(|gate| view! { <ClosedGate engagement gate /> });
    Either::Right(view! {
        <Section title="Gates the client will see closed" id="gates">
            <Notice tone=Tone::Doubt title />
            <Checklist>{entries.collect_view()}</Checklist>
        </Section>
    })
}

#[component]
fn ClosedGate(engagement: EngagementId, gate: Gate) -> impl IntoView {
    // The same fact may be missing for several integrations; it is told once.
    let told: BTreeMap<&str, &Subject> =
        gate.missing.iter().map(|lacks| (lacks.says.as_str(), &lacks.about)).collect();
    let count = counted(told.len() as i64, "thing is missing", "things are missing");
    let missing = told.into_iter().map(|(says, about)| {
        let (href, says) = (urls::subject(engagement, about), says.to_owned());
        view! { <li><SentenceLink href says /></li> }
    });
    view! {
        <Check tone=Tone::Doubt word="closed" title=gate.kind.label()>
            <details>
                <summary>{count}</summary>
                <ul class="notes">{missing.collect_view()}</ul>
            </details>
        </Check>
    }
}

/// What the client decided, the newest first.
#[component]
fn Decisions(decisions: Vec<Decision>) -> impl IntoView {
    if decisions.is_empty() {
        return Either::Left(view! { <p class="note">"The client has not answered yet."</p> });
    }
    let entries = decisions.into_iter().map(|decision| view! { <PastDecision decision /> });
    let entries = entries.collect_view();
    Either::Right(view! { <ol class="thread">{entries}</ol> })
}

/// What both sides said, the newest first.
#[component]
fn Comments(engagement: EngagementId, comments: Vec<Comment>) -> impl IntoView {
    if comments.is_empty() {
        return Either::Left(view! { <p class="note">"Nobody has commented yet."</p> });
    }
    let entries = comments.into_iter().rev();
    let entries = entries.map(|comment| view! { <OneComment engagement comment /> });
    Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
}

#[component]
fn OneComment(engagement: EngagementId, comment: Comment) -> impl IntoView {
    let about = About::from_key(&comment.about).unwrap_or(About::Summary);
    let page = urls::room(engagement, room::page_of(about), None);
    let label = format!("{}, version {}", about.label(), comment.number);
    view! {
        <li>
            <p class="said-by">
                <strong>{comment.person}</strong>
                " "
                <Time at=comment.at />
                " "
                <a href=format!("{page}#comment-{}", comment.id)>{label}</a>
            </p>
            <Told text=comment.body />
        </li>
    }
}
