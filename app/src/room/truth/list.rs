//! The fields of a version with what was answered to each, and the buttons that answer.

use crate::prelude::*;
use crate::ui::{Badge, PostButton, Section, Time, Tone};
use crate::urls;
use faultline::document::engagement::Engagement;
use faultline::document::truth::{AnswerState, Field, TruthAnswer};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::platform::wording::{counted, listed};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The section; nothing where the version has no field.
#[component]
pub fn TruthAnswers(
    /// The engagement.
    engagement: EngagementId,
    /// The newest version.
    snapshot: Arc<Snapshot>,
    /// The answers that stand.
    answers: Vec<TruthAnswer>,
    /// Who may answer; `None` only reads.
    me: Option<PersonId>,
) -> impl IntoView {
    let document = snapshot.document();
    let version = snapshot.contents().number;
    let mine = |field: &Field| {
        let of = |one: &&TruthAnswer| Some(one.answered_by) == me && one.field_id == field.id;
        answers.iter().filter(of).any(|one| one.snapshot_number == version)
    };
    let left = document.fields.iter().filter(|field| !mine(field)).count();
    let count = counted(i64::try_from(left).unwrap_or(i64::MAX), "field", "fields");
    let told = match me {
        None => "What was answered to each field".to_owned(),
        Some(_) if left == 0 => "You answered to every field".to_owned(),
        Some(_) => format!("{count} to approve or dispute"),
    };
    let rows = document.data_types.iter().flat_map(|data_type| {
        let fields = document.fields.iter().filter(|field| field.data_type == data_type.id);
        fields.map(|field| (format!("{}: {}", data_type.name, field.name), field))
    });
    let rows = rows.map(|(about, field)| {
        let standing = field.standing.label().to_lowercase();
        let stands = format!("{}; {standing}", owned(document, field));
        let given = answers.iter().filter(|one| one.field_id == field.id).cloned().collect();
        let id = field.id.to_string();
        view! { <Row engagement id about stands version given me /> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Section title="Do you agree?" id="answers" lede="Approve a field as it stands, or say what your side holds. Your consultants see it at once.">
                <details class="long">
                    <summary>{told}</summary>
                    <ul class="thread">{rows}</ul>
                </details>
            </Section>
        }
    })
}

/// Who owns a field, in words.
pub(super) fn owned(document: &Engagement, field: &Field) -> String {
    let name = |id| document.systems.iter().find(|system| system.id == id);
    let names: Vec<_> = field.owners().filter_map(name).map(|system| system.name.clone()).collect();
    match names.len() {
        0 => "no system owns it".to_owned(),
        1 => format!("{} owns it", names[0]),
        _ => format!("{} own it", listed(&names)),
    }
}

#[component]
fn Row(
    engagement: EngagementId,
    id: String,
    about: String,
    stands: String,
    version: i32,
    given: Vec<TruthAnswer>,
    me: Option<PersonId>,
) -> impl IntoView {
    let page = urls::room(engagement, &format!("truth/{id}"), None);
    let mut mine = given.iter().filter(|one| Some(one.answered_by) == me);
    let approves = |one: &TruthAnswer| one.agrees && one.state != AnswerState::PutAside;
    let approved = mine.any(|one| one.snapshot_number == version && approves(one));
    let group = about.clone();
    let forms = me.map(|_| {
        let with = vec![("answer", "approve".to_owned()), ("version", version.to_string())];
        let action = page.clone();
        let approve =
            (!approved).then(|| view! { <PostButton action label="Approve" look="quiet" with /> });
        view! {
            <div class="actions" role="group" aria-label=group>
                {approve}
                <a class="button quiet" href=page>"Dispute"</a>
            </div>
        }
    });
    let said = given.into_iter().map(|answer| view! { <Given answer version /> }).collect_view();
    view! {
        <li id=format!("answer-{id}")>
            <p><strong>{about}</strong>" "<span class="hint">{stands}</span></p>
            {said}
            {forms}
        </li>
    }
}

/// What somebody answered, and what became of it; which version they read, when it is not the one that is shown.
#[component]
fn Given(answer: TruthAnswer, version: i32) -> impl IntoView {
    let older = answer.snapshot_number != version;
    let older = older.then(|| format!("of version {} ", answer.snapshot_number));
    let (tone, word) =
        if answer.agrees { (Tone::Sound, "Approved") } else { (Tone::Doubt, "Disputed") };
    let became = match answer.state {
        AnswerState::Open if answer.differs => {
            Some("Your consultants have not dealt with it yet.".to_owned())
        }
        AnswerState::Open | AnswerState::Replaced => None,
        AnswerState::TakenOver => Some(format!("Taken over by {}.", answer.closed_by_name)),
        AnswerState::PutAside => {
            Some(format!("Put aside by {}: {}", answer.closed_by_name, answer.word_back))
        }
    };
    view! {
        <p class="said-by"><Badge tone word />" "{older}{answer.answered_by_name}" "<Time at=answer.answered_at /></p>
        {(!answer.position.is_empty()).then(|| view! { <p class="told">{answer.position}</p> })}
        {became.map(|says| view! { <p class="hint">{says}</p> })}
    }
}
