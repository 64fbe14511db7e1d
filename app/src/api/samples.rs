//! Failure samples over the API: sending one or many, listing them, reading one.
//! They go in by the same functions as from the form; only a person confirms them.

use super::bearer::Bearer;
use super::problem::{Kind, Location, Problem, Wrong};
use super::read;
use crate::http::turns::READING;
use crate::state::App;
use crate::urls;
use axum::body::Bytes;
#[expect(
    clippy::disallowed_types,
    reason = "the API answers a bad address with a problem document"
)]
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use faultline::document::samples::{Cursor, Filter, Sample};
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::{EditWork, Grant, ViewWork};
use faultline::stores::engagement::{WriteError, is_archived};
use faultline::stores::samples as store;
use faultline::stores::samples::{ManyError, Saved};
use faultline::stores::tokens::{Begun, Key, Scope, begin, keep};
use serde_json::{Value, json};

/// Tells an answer that is given again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest idempotency key, in characters.
pub const KEY: usize = 255;
/// Samples on a page unless the address says otherwise, and at most.
pub const PAGE: i64 = 50;
/// The most samples on a page.
pub const PAGE_MOST: i64 = 200;

/// Stores what was sent, all of it or none, once for each idempotency key.
pub async fn add(
    State(app): State<App>,
    bearer: Bearer,
    request: Request,
) -> Result<Response, Problem> {
    let grant = bearer.may::<EditWork>(Scope::Write)?;
    let key = idempotency_key(request.headers())?;
    if !is_json(request.headers()) {
        return Err(Problem::new(Kind::MediaType));
    }
    let body = Bytes::from_request(request, &app)
        .await
        .map_err(|error| Problem::new(Kind::of_status(error.into_response().status())))?;
    let sent = body.clone();
    let batch = READING.run(bearer.engagement().0, move || parsed(&sent)).await??;
    let key = Key { token: bearer.0.id, key: &key, body: &body };
    let mut tx = app.db.act(&bearer.0.actor).await?;
    match begin(&mut tx, grant, key).await.map_err(unfinished)? {
        Begun::OtherBody => return Err(Problem::new(Kind::OtherBody)),
        Begun::Answered(answer) => return Ok(stored(bearer.engagement(), answer, Replay::Again)),
        Begun::New => {}
    }
    if is_archived(&mut tx, bearer.engagement(), bearer.0.actor.person).await? {
        return Err(Problem::new(Kind::Archived));
    }
    let samples = batch.samples.clone();
    let saved =
        store::add_many(&mut tx, grant, bearer.0.id, samples).await.map_err(
            |error| match error {
                ManyError::Write(error) => error.into(),
                ManyError::Invalid(problems) => {
                    let wrong = problems.into_iter().map(|(at, problem)| {
                        Wrong::body_at(batch.pointer(at, problem.field), problem.message)
                    });
                    Problem::wrong(Kind::Conflict, wrong.collect())
                }
            },
        )?;
    let answer = json!({ "samples": saved.iter().map(told).collect::<Vec<_>>() }).to_string();
    keep(&mut tx, grant, key, &answer).await?;
    tx.commit().await?;
    Ok(stored(bearer.engagement(), answer, Replay::First))
}

/// What a body says. One with more values than any sound one has is not looked into.
fn parsed(body: &[u8]) -> Result<read::Batch, Problem> {
    if read::values(body) > read::VALUES {
        let said =
            format!("It holds more than {} values. Send fewer samples at once.", read::VALUES);
        return Err(Problem::new(Kind::TooLarge).because(said));
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        Problem::new(Kind::Syntax).because(format!("This is no JSON: {error}."))
    })?;
    read::read(&value).map_err(|wrong| Problem::wrong(Kind::Invalid, wrong))
}

/// Whoever sends the same key at the same time waits, and at last is told to come back.
fn unfinished(error: WriteError) -> Problem {
    let code = match &error {
        WriteError::Database(error) => error.as_database_error().and_then(|error| error.code()),
        _ => None,
    };
    if code.as_deref() == Some("55P03") {
        return Problem::new(Kind::Unfinished).wait(5);
    }
    error.into()
}

fn told(saved: &Saved) -> Value {
    let replaced = saved.redacted.iter();
    let replaced: Vec<_> =
        replaced.map(|found| json!({ "kind": found.kind.label(), "count": found.count })).collect();
    let secret = saved.redacted.iter().any(|found| found.kind.is_secret());
    json!({ "id": saved.id, "state": "new", "replaced": replaced, "rotate_a_secret": secret })
}

/// Whether an answer is given for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replay {
    First,
    Again,
}

fn stored(engagement: EngagementId, answer: String, replay: Replay) -> Response {
    let first = serde_json::from_str::<Value>(&answer).ok();
    let first = first.as_ref().and_then(|answer| answer["samples"][0]["id"].as_str());
    let first = first.and_then(|id| id.parse().ok());
    let place = first.map(|id| urls::api_sample(engagement, id));
    let mut response = answered(StatusCode::CREATED, answer);
    if let Some(place) = place.and_then(|place| HeaderValue::from_str(&place).ok()) {
        response.headers_mut().insert(LOCATION, place);
    }
    if replay == Replay::Again {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

fn answered(status: StatusCode, body: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body).into_response()
}

fn idempotency_key(headers: &HeaderMap) -> Result<String, Problem> {
    let mut values = headers.get_all("idempotency-key").iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::new(Kind::Key));
    };
    let key = value.to_str().unwrap_or_default();
    let sound = (1..=KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if sound { Ok(key.to_owned()) } else { Err(Problem::new(Kind::Key)) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, rest) = kind.split_once(';').unwrap_or((kind, ""));
    let rest = rest.trim().to_ascii_lowercase();
    let utf8 = rest.is_empty() || !rest.starts_with("charset=") || rest.contains("utf-8");
    kind.trim().eq_ignore_ascii_case("application/json") && utf8
}

/// A page of the samples, newest first.
#[expect(
    clippy::disallowed_types,
    reason = "the API answers a bad address with a problem document"
)]
pub async fn list(
    State(app): State<App>,
    bearer: Bearer,
    asked: Result<Query<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let grant: Grant<ViewWork> = bearer.may(Scope::Read)?;
    let Query(asked) = asked.map_err(|_| Problem::new(Kind::Syntax))?;
    let (filter, after, limit) =
        narrow(&asked).map_err(|wrong| Problem::wrong(Kind::Invalid, wrong))?;
    let mut tx = app.db.look(&bearer.0.actor).await?;
    let mut samples = store::whole(&mut tx, grant, &filter, after, limit + 1).await?;
    let more = samples.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    samples.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let place = |last: &Sample| Cursor { at: last.occurred_at, id: last.id }.to_string();
    let next = samples.last().filter(|_| more).map(place);
    let samples: Vec<Value> = samples.iter().map(written).collect();
    Ok(answered(StatusCode::OK, json!({ "samples": samples, "next": next }).to_string()))
}

/// The filter, cursor and limit that the address asks for.
fn narrow(asked: &[(String, String)]) -> Result<(Filter, Option<Cursor>, i64), Vec<Wrong>> {
    let (mut filter, mut after, mut limit) = (Filter::default(), None, PAGE);
    let mut wrong = Vec::new();
    for (at, (name, value)) in asked.iter().enumerate() {
        let sound = match name.as_str() {
            _ if asked[..at].iter().any(|(before, _)| before == name) => false,
            "state" => value.parse().map(|state| filter.state = Some(state)).is_ok(),
            "symptom" => value.parse().map(|symptom| filter.symptom = Some(symptom)).is_ok(),
            "after" => value.parse().map(|place| after = Some(place)).is_ok(),
            "limit" => {
                limit = value.parse().unwrap_or(0);
                (1..=PAGE_MOST).contains(&limit)
            }
            _ => false,
        };
        if !sound {
            let detail = match name.as_str() {
                "limit" => format!("Give a whole number from 1 to {PAGE_MOST}, once."),
                "after" => "Give what “next” said, once.".to_owned(),
                "state" | "symptom" => "Give one of its keys, once.".to_owned(),
                _ => "There is no such parameter. Leave it out.".to_owned(),
            };
            wrong.push(Wrong { at: Location::Query(name.clone()), detail });
        }
    }
    if wrong.is_empty() { Ok((filter, after, limit)) } else { Err(wrong) }
}

/// One sample.
#[expect(
    clippy::disallowed_types,
    reason = "the API answers a bad address with a problem document"
)]
pub async fn one(
    State(app): State<App>,
    bearer: Bearer,
    path: Result<Path<(EngagementId, SampleId)>, axum::extract::rejection::PathRejection>,
) -> Result<Response, Problem> {
    let grant: Grant<ViewWork> = bearer.may(Scope::Read)?;
    let Path((_, id)) = path.map_err(|_| Problem::new(Kind::NotFound))?;
    let mut tx = app.db.look(&bearer.0.actor).await?;
    let found = store::get(&mut tx, grant, id).await?.ok_or(Problem::new(Kind::NotFound))?;
    Ok(answered(StatusCode::OK, written(&found.sample).to_string()))
}

/// A sample as programs read it: of what only the date is known, the date.
pub(super) fn written(sample: &Sample) -> Value {
    let mut value = json!(sample);
    let times = [
        ("occurred_at", Some(sample.occurred())),
        ("detected_at", sample.detected()),
        ("recovered_at", sample.recovered()),
    ];
    for (name, when) in times {
        if let Some(date) = when.filter(|when| when.is_date()) {
            value[name] = date.to_string().into();
        }
    }
    if let Value::Object(fields) = &mut value {
        fields.remove("dates_only");
        // A document leaves out what nobody said; a program finds every field.
        for name in ["evidence_kind", "evidence_on"] {
            fields.entry(name).or_insert(Value::Null);
        }
        fields.entry("evidence_from").or_insert_with(|| "".into());
    }
    value
}
