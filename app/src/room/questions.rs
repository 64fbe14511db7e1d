//! Questions in the client's room: what is asked, and the form that answers it.
//! They are there before anything is published; an answer is given once, and staff see it until they take it over.

use super::{Room, Version, front, pages};
use crate::form::{self, Filled, Form, go};
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::questions::refusal;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::PublicShell;
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::engagement::Problem;
use faultline::document::questions::{Question, Reply};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, QuestionId};
use faultline::stores::access::{Action, Decide, Grant, ViewRoom};
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use faultline::stores::questions::{self as store, Given};
use page::{RoomQuestionPage, RoomQuestionsPage};

mod page;

/// The routes of questions in the room.
#[must_use]
pub fn routes() -> Routes {
    let (view, decide) = (Access::To(Action::ViewRoom), Access::To(Action::Decide));
    Routes::new()
        .get(view, "/room/{engagement}/questions", list)
        .get(view, "/room/{engagement}/questions/{question}", open)
        .post(decide, "/room/{engagement}/questions/{question}", answer)
}

/// The room, if anything is published there, and its questions, which are there before.
async fn read(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<(Option<Room>, Vec<Question>), HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    if let Some(room) = Room::load(context, grant, Version::default()).await? {
        let questions = room.questions.clone();
        return Ok((Some(room), questions));
    }
    Ok((None, store::read(&mut *context.look().await?, grant).await?))
}

/// A page about questions, in the frame of the room if there is one.
fn framed(
    context: &RequestContext,
    engagement: EngagementId,
    room: Option<&Room>,
    status: StatusCode,
    label: &str,
    body: Markup,
) -> Response {
    match room {
        Some(room) => pages::framed(context, engagement, room, ("questions", label), status, body),
        None => context.render(status, label, false, || {
            view! { <PublicShell wide=true>{body}</PublicShell> }
        }),
    }
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let (room, questions) = read(&context, engagement).await?;
    if questions.is_empty() && room.is_none() {
        return Ok(front::nothing_yet(&context, engagement));
    }
    let (me, today) = (context.me()?.person, Utc::now().date_naive());
    let body = view! { <RoomQuestionsPage engagement questions me today /> };
    let status = StatusCode::OK;
    Ok(framed(&context, engagement, room.as_ref(), status, "Questions", body.into()))
}

async fn open(
    context: RequestContext,
    Path((engagement, question)): Path<(EngagementId, QuestionId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, question, StatusCode::OK, Filled::default()).await
}

/// The page of a question, with the answer that was refused, if one was.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    id: QuestionId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let (room, questions) = read(context, engagement).await?;
    let found = questions.into_iter().find(|question| question.id == id);
    let question = found.ok_or(HttpError::NotFound)?;
    let changed = status == StatusCode::CONFLICT;
    let form = context.can(Action::Decide, engagement).then_some(form);
    let (label, today) = (question.about.clone(), Utc::now().date_naive());
    let body = view! { <RoomQuestionPage engagement question today form changed /> };
    Ok(framed(context, engagement, room.as_ref(), status, &label, body.into()))
}

/// What the form answers: one of the choices, or what stands for all of them.
fn given(sent: &Form) -> Result<Given, Vec<Problem>> {
    let said = sent.raw("reply");
    if said.is_empty() {
        return Err(vec![Problem::new("reply", "Choose one of the answers.")]);
    }
    let reply = Reply::from_key(said).unwrap_or(Reply::Value);
    let text = |name: &str| sent.raw(name).to_owned();
    Ok(Given {
        reply,
        choice: said.to_owned(),
        answer: text("answer"),
        somebody: text("somebody"),
        note: text("note"),
    })
}

async fn answer(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, QuestionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let outcome = match given(&sent) {
        Ok(given) => {
            let mut tx = context.act().await?;
            let done = store::answer(&mut tx, grant, id, sent.version(), given).await;
            if done.is_ok() {
                let event = NoticeEvent::QuestionAnswered;
                let post = letters::tell_staff(&context, &mut tx, grant, event).await?;
                tx.commit().await?;
                post.send(&context);
            }
            done
        }
        Err(problems) => Err(WriteError::Invalid(problems)),
    };
    let Err(error) = outcome else {
        return Ok(go(&urls::room(engagement, &format!("questions/{id}"), None)));
    };
    let (status, problems) = refusal(error)?;
    let form = Filled::new(sent, form::errors(&problems));
    show(&context, engagement, id, status, form).await
}
