//! What the client's people say of the fields: the notice above the registry, and the page on which staff take an answer over
//! or put it aside.

use super::load;
use crate::form::{self, Filled, Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::questions::{CHANGED, refusal};
use crate::request::{Path, RequestContext};
use crate::ui::{
    Badge, EditForm, Fact, Facts, Known, Link, Notice, PageHeader, Section, TextArea, Time, Tone,
};
use crate::urls::{self, at};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::truth::{AnswerState, TruthAnswer};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, TruthAnswerId};
use faultline::platform::wording::counted;
use faultline::stores::access::{EditWork, Grant, ViewWork};
use faultline::stores::db::Tx;
use faultline::stores::engagement::WriteError;
use faultline::stores::truth_answers::{self as store, LONGEST};

/// What waits for staff, each with the way to it; nothing where nothing waits.
#[component]
pub fn AnswersWaiting(
    /// The engagement.
    engagement: EngagementId,
    /// The answers that stand.
    answers: Vec<TruthAnswer>,
) -> impl IntoView {
    let waiting: Vec<_> = answers.into_iter().filter(TruthAnswer::waits).collect();
    let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let title = format!("{} of the client to deal with", counted(count, "answer", "answers"));
    let rows = waiting.into_iter().map(|one| {
        let href = at(engagement, &format!("truth/answers/{}", one.id));
        let (tone, word) = if one.agrees { (Tone::Sound, "approved") } else { (Tone::Doubt, "disputed") };
        view! { <li><Badge tone word />" "<a href=href>{one.about}</a>", by "{one.answered_by_name}</li> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty())
        .then(|| view! { <Section title id="answers"><ul class="evidence">{rows}</ul></Section> })
}

#[component]
fn AnswerPage(
    engagement: EngagementId,
    answer: TruthAnswer,
    form: Filled,
    may_edit: bool,
    changed: bool,
) -> impl IntoView {
    let list = at(engagement, "truth");
    let field = format!("{list}/fields/{}", answer.field_id);
    let room = urls::room(engagement, "truth", None) + &format!("#answer-{}", answer.field_id);
    let forms = (may_edit && answer.state == AnswerState::Open).then(|| {
        let (action, version, agrees) =
            (format!("{list}/answers/{}", answer.id), answer.version, answer.agrees);
        view! { <Forms action version agrees form changed /> }
    });
    view! {
        <PageHeader title=answer.about.clone() trail=vec![Link::new(list, "Source of truth")]>
            {may_edit.then(|| view! { <a class="button" href=field>"The field"</a> })}
            <a class="button" href=room>"As the client sees it"</a>
        </PageHeader>
        {changed.then(|| view! { <Notice tone=Tone::Doubt title=CHANGED /> })}
        <AnswerFacts answer />
        {forms}
    }
}

#[component]
fn AnswerFacts(answer: TruthAnswer) -> impl IntoView {
    let (tone, word) =
        if answer.agrees { (Tone::Sound, "Approved") } else { (Tone::Doubt, "Disputed") };
    let closed = answer.closed_at.map(|at| {
        let term = format!("{} by", answer.state.label());
        view! { <Fact term>{answer.closed_by_name.clone()}", "<Time at /></Fact> }
    });
    let dispute = (!answer.agrees).then(|| {
        view! {
            <Fact term="Whose position"><Known text=answer.team.clone() otherwise="Their own" /></Fact>
            <Fact term="Position"><span class="told">{answer.position.clone()}</span></Fact>
        }
    });
    let word_back = (!answer.word_back.is_empty())
        .then(|| view! { <Fact term="Word back"><span class="told">{answer.word_back.clone()}</span></Fact> });
    view! {
        <Facts>
            <Fact term="Answer"><Badge tone word /></Fact>
            <Fact term="By">{answer.answered_by_name}", "<Time at=answer.answered_at /></Fact>
            <Fact term="Version that was read">{answer.snapshot_number}</Fact>
            {dispute}
            {closed}
            {word_back}
        </Facts>
    }
}

/// What can be done with an answer that waits.
#[component]
fn Forms(action: String, version: i32, agrees: bool, form: Filled, changed: bool) -> impl IntoView {
    // What is wrong with one form is not told in the other: whoever writes a word back sends it with the form.
    let written = form.ticked("word_back");
    let (taking, closing) =
        if written { (Filled::default(), form) } else { (form, Filled::default()) };
    let taking = if changed { Filled::default() } else { taking };
    let (take_over, put_aside) = (format!("{action}/take-over"), format!("{action}/put-aside"));
    let lede = if agrees {
        "The field becomes agreed, decided by whoever approved it on that day."
    } else {
        "The field becomes disputed, and the position is added to what others say. Nothing is decided by it."
    };
    view! {
        <Section title="Take it over" id="take-over" lede>
            <EditForm
                action=take_over
                save="Take over"
                errors=taking.errors()
                version=Some(i64::from(version))
                label="Take it over"
            >
                {Markup::default()}
            </EditForm>
        </Section>
        <Section title="Put it aside" id="close">
            <EditForm
                action=put_aside
                save="Put it aside"
                errors=closing.errors()
                version=Some(i64::from(version))
                label="Put it aside"
            >
                <TextArea
                    label="Word back"
                    name="word_back"
                    value=closing.text("word_back")
                    error=closing.error("word_back")
                    hint="What the client is told: who decides, or why it stays as it is."
                    maxlength=LONGEST as u32
                    rows=2
                />
            </EditForm>
        </Section>
    }
}

pub(super) async fn open(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, TruthAnswerId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, id, StatusCode::OK, Filled::default()).await
}

/// The page of an answer, with a form of it that was refused, if one was.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    id: TruthAnswerId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    let (loaded, answers) = load(context, grant).await?;
    let answer = answers.into_iter().find(|one| one.id == id).ok_or(HttpError::NotFound)?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let may_edit = frame::may_edit(context, engagement);
    let changed = status == StatusCode::CONFLICT;
    Ok(context.render(status, &answer.about.clone(), false, || {
        let page = view! { <AnswerPage engagement answer form may_edit changed /> };
        frame::engagement(context, nav, page)
    }))
}

pub(super) async fn take_over(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, TruthAnswerId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let done = store::take_over(&mut tx, grant, id, sent.version()).await;
    closed(&context, (engagement, id), sent, tx, done).await
}

pub(super) async fn put_aside(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, TruthAnswerId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let (version, word) = (sent.version(), sent.raw("word_back"));
    let done = store::put_aside(&mut tx, grant, id, version, word).await;
    closed(&context, (engagement, id), sent, tx, done).await
}

/// Commits what closed an answer and leads back to it; or its page with what is wrong.
async fn closed(
    context: &RequestContext,
    (engagement, id): (EngagementId, TruthAnswerId),
    sent: Form,
    tx: Tx,
    outcome: Result<(), WriteError>,
) -> Result<Response, HttpError> {
    let Err(error) = outcome else {
        tx.commit().await?;
        return Ok(go(&at(engagement, &format!("truth/answers/{id}"))));
    };
    drop(tx);
    let (status, problems) = refusal(error)?;
    let form = Filled::new(sent, form::errors(&problems));
    show(context, engagement, id, status, form).await
}
