//! One pattern: how much, since when, which way it goes, what it looks like, and splitting or renaming it.
//! Six queries, however many samples there are.

use super::{read, title};
use crate::form::{Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::samples::Refusal;
use crate::ui::FormErrors;
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use faultline::document::samples::{CHART_WEEKS, Group, PatternKey, groups, mondays};
use faultline::platform::ids::{EngagementId, PatternId};
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::samples as store;
use faultline::stores::samples::{MadePattern, Renamed, Representative};
use page::PatternPage;
use serde::Deserialize;

mod page;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    /// Which pattern, as the list writes it.
    of: String,
}

/// Why the form of the name comes back.
#[derive(Debug, Default)]
struct Back {
    sent: Option<Form>,
    errors: FormErrors,
    /// What someone else called it meanwhile, and the version it has.
    theirs: Option<(String, i32)>,
}

impl Back {
    fn status(&self) -> StatusCode {
        match (&self.theirs, self.errors.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        }
    }
}

/// Answers with the page. What is no pattern leads to the list of them.
pub async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(of): Query<Of>,
) -> Result<Response, HttpError> {
    show(&context, engagement, read(&of.of), Back::default()).await
}

/// Gives a pattern that was made by hand another name.
pub async fn rename(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let id: PatternId = sent.raw("pattern").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    let renamed = store::rename(&mut tx, grant, id, sent.version(), &sent.text("name")).await;
    let back = match renamed {
        Ok(Renamed::Done) => {
            tx.commit().await?;
            return Ok(go(&at(engagement, &format!("samples/patterns/one?of={id}"))));
        }
        Ok(Renamed::Conflict(theirs, version)) => {
            Back { theirs: Some((theirs, version)), sent: Some(sent), ..Back::default() }
        }
        Err(error) => {
            let Refusal::Invalid(problems) = Refusal::of(error)? else {
                return Err(HttpError::Conflict);
            };
            Back { errors: errors(&problems), sent: Some(sent), ..Back::default() }
        }
    };
    drop(tx);
    show(&context, engagement, Some(PatternKey::Made(id)), back).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    key: Option<PatternKey>,
    back: Back,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let (patterns, _) = store::patterns(&mut tx, grant).await?;
    let groups = groups(&patterns);
    let total: i64 = groups.iter().map(|group| group.whole.count).sum();
    let last = groups.iter().map(|group| group.whole.last_seen).max();
    let group = groups.into_iter().find(|group| Some(group.whole.key()) == key);
    let (Some(key), Some(group), Some(last)) = (key, group, last) else {
        return Ok(go(&at(engagement, "samples/patterns")));
    };
    let mondays = mondays(last, CHART_WEEKS);
    let weeks = store::weeks(&mut tx, grant, &mondays).await?.remove(&key).unwrap_or_default();
    let made = match key {
        PatternKey::Made(id) => store::made(&mut tx, grant, id).await?,
        PatternKey::Rule(_) => None,
    };
    let typical = store::representatives(&mut tx, grant, key).await?;
    let names = head.integrations.into_iter().collect();
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let may_edit = frame::may_edit(context, engagement);
    let title = title(&group.whole, &names);
    let status = back.status();
    let shown =
        Shown { engagement, key, group, total, mondays, weeks, typical, made, names, may_edit };
    Ok(context.render(status, &title.clone(), false, || {
        frame::engagement(context, nav, view! { <PatternPage shown title back /> })
    }))
}

struct Shown {
    engagement: EngagementId,
    key: PatternKey,
    group: Group,
    total: i64,
    mondays: Vec<NaiveDate>,
    weeks: Vec<i64>,
    typical: Vec<Representative>,
    made: Option<MadePattern>,
    names: super::Names,
    may_edit: bool,
}
