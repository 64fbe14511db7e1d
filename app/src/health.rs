//! How the process is, for whoever watches over it: it lives, and it can serve.
//! It says nothing of what is in the database.

use crate::http_error::HttpError;
use crate::route_table::{Access, Routes};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

/// How long the database may take to say that it is there.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);

/// The routes of those who watch.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::Anyone, "/healthz", lives).get(Access::Anyone, "/readyz", serves)
}

/// The process lives: whoever gets no answer starts it again.
async fn lives() -> Response {
    told("up")
}

/// It can serve: whoever gets 503 sends nobody here for the moment.
async fn serves(State(app): State<App>) -> Response {
    match app.db.answers(ANSWER_TIMEOUT).await {
        true => told("ready"),
        false => HttpError::Busy.into_response(),
    }
}

fn told(status: &str) -> Response {
    let said = json!({ "status": status, "version": env!("CARGO_PKG_VERSION") });
    ([(CACHE_CONTROL, "no-store")], Json(said)).into_response()
}
