//! Opening an engagement from the JSON of a version that was downloaded, from this server or another.
//! What is read is bounded, redacted and checked like everything that is typed.

use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http::turns::READING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::route_table::{Access, Routes};
use crate::upload::{Content, Upload};
use crate::urls::at;
use axum::response::Response;
use faultline::delivery::exchange;
use faultline::document::engagement::{Engagement, Problem};
use faultline::platform::ids::ClientId;
use faultline::stores::access::{FirmAction, OpenEngagement};
use faultline::stores::engagement::{WriteError, clients};
use faultline::stores::exchange::take_over;
use page::ImportPage;

mod page;

/// The largest file that is read, in bytes.
const FORM: usize = 16 << 20;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let open = Access::InFirm(FirmAction::OpenEngagement);
    Routes::new().get(open, "/engagements/import", start).upload(
        open,
        "/engagements/import",
        FORM,
        take,
    )
}

async fn start(context: RequestContext) -> Result<Response, HttpError> {
    again(&context, Form::default(), &[]).await
}

async fn again(
    context: &RequestContext,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    context.may_in_firm::<OpenEngagement>()?;
    let clients = clients(&mut *context.look().await?).await?;
    let form = Filled::new(sent, errors(problems));
    Ok(context.render(status(problems), "Open from a JSON", false, || {
        frame::staff(context, view! { <ImportPage clients form /> })
    }))
}

async fn take(context: RequestContext, mut upload: Upload) -> Result<Response, HttpError> {
    context.may_in_firm::<OpenEngagement>()?;
    let content = upload.take_content();
    let sent = upload.sent;
    let Ok(client) = sent.text("client").parse::<ClientId>() else {
        return again(&context, sent, &[Problem::new("client", "Choose the client this is for.")])
            .await;
    };
    let turn = context.me()?.person.0;
    let document = match READING.run(turn, move || read(content)).await? {
        Ok(document) => document,
        Err(says) => return again(&context, sent, &[Problem::new("file", says)]).await,
    };
    let typed = sent.text("title");
    let title = if typed.trim().is_empty() { document.title.clone() } else { typed };
    let mut tx = context.act().await?;
    match take_over(&mut tx, context.me()?, &document, client, &title).await {
        Ok(engagement) => {
            tx.commit().await?;
            Ok(go(&at(engagement, "")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            again(&context, sent, &placed(problems)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The document in a file, or what is wrong with it.
fn read(content: Content) -> Result<Engagement, String> {
    let bytes = content.read().map_err(|_| "The file could not be read. Choose it again.")?;
    if bytes.is_empty() {
        return Err("Choose the JSON that was downloaded from a room.".into());
    }
    let text = String::from_utf8(bytes).map_err(
        |_| "This is no JSON: it holds bytes that are no text. Choose the file that ends in .json.",
    )?;
    let read =
        exchange::read(&text).map_err(|error| format!("This file cannot be taken: {error}."))?;
    Ok(read.document())
}

/// What is wrong with the file is told there; what was typed keeps its place.
fn placed(problems: Vec<Problem>) -> Vec<Problem> {
    let own = ["client", "title"];
    let at_file = |problem: Problem| {
        let field = if own.contains(&problem.field) { problem.field } else { "file" };
        Problem::new(field, problem.message)
    };
    problems.into_iter().map(at_file).collect()
}
