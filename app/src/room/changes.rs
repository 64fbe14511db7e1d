//! The differences between two versions, in the client's room and for staff: as a page, as Markdown and as CSV.
//! What is compared is what was published; the working document has no part in it.

use super::{Room, Version, front, pages, published, unreadable};
use crate::form::go;
use crate::http::download::{file, plain};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::listing::{self, Sortable};
use crate::prelude::*;
use crate::quote::unreadable as no_quote;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::delivery::changes::{Changes, Edition, Told, between, markdown};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewRoom};
use faultline::stores::quote::store as quotes;
use faultline::stores::quote::{Issued, went_with};
use faultline::stores::room::Snapshot;
use faultline::stores::room::store::{self, Listed};
use page::{ChangesPage, NothingToCompare};
use serde::Deserialize;

pub(crate) mod page;

/// The routes of the differences in the room.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    Routes::new()
        .get(view, "/room/{engagement}/changes", open)
        .get(view, "/room/{engagement}/changes.csv", csv)
        .get(view, "/room/{engagement}/changes.md", md)
}

/// Which two versions, as the address says; the newest and the one before it when it does not. What is no number is none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pair {
    from: String,
    to: String,
}

impl Pair {
    /// The numbers of the earlier version and of the later one.
    ///
    /// # Errors
    /// [`HttpError::NotFound`] when one of them was never published.
    pub fn of(&self, versions: &[Listed]) -> Result<(i32, i32), HttpError> {
        let newest = versions.first().map_or(0, |newest| newest.number);
        let number = |text: &str, otherwise: i32| match text {
            "" => Ok(otherwise),
            text => text.parse::<i32>().map_err(|_| HttpError::NotFound),
        };
        let to = number(&self.to, newest)?;
        let from = number(&self.from, to.saturating_sub(1).max(1))?;
        let there = |number| versions.iter().any(|listed| listed.number == number);
        if there(from) && there(to) { Ok((from, to)) } else { Err(HttpError::NotFound) }
    }
}

/// Two versions and how they differ.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The earlier version.
    pub from: i32,
    /// The later version.
    pub to: i32,
    /// Every version, the newest first.
    pub versions: Vec<Listed>,
    /// How the two differ.
    pub changes: Changes,
    title: String,
    client: String,
}

impl Compared {
    /// Compares two versions, each with the quote that went with it.
    fn of(
        versions: Vec<Listed>,
        [before, after]: [&Snapshot; 2],
        issued: &[Issued],
    ) -> Result<Self, HttpError> {
        let edition = |snapshot: &Snapshot| {
            let contents = snapshot.contents();
            let quote = went_with(issued, contents.number).map(|one| &one.contents);
            Edition::of(contents, quote).map_err(|error| HttpError::internal(&error))
        };
        let changes = between(&edition(before)?, &edition(after)?);
        let (from, to) = (before.contents().number, after.contents().number);
        let (title, client) = (after.document().title.clone(), after.document().client.clone());
        Ok(Self { from, to, versions, changes, title, client })
    }

    /// The versions that came after the earlier one, up to the later one, the oldest first.
    #[must_use]
    pub fn notes(&self) -> Vec<&Listed> {
        let (from, to) = (self.from.min(self.to), self.from.max(self.to));
        let between = |listed: &&Listed| listed.number > from && listed.number <= to;
        self.versions.iter().rev().filter(between).collect()
    }

    fn file_name(&self, extension: &str) -> String {
        let (client, title) = (plain(&self.client), plain(&self.title));
        format!("{client}_{title}_v{}-v{}.{extension}", self.from, self.to)
    }
}

/// Compares the two versions that the address names; `None` when there are not two.
///
/// # Errors
/// [`HttpError::NotFound`] for who may not see the room, and for versions that were never published.
pub async fn compared(
    context: &RequestContext,
    engagement: EngagementId,
    pair: &Pair,
) -> Result<Option<Compared>, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let mut tx = context.look().await?;
    let versions = store::list(&mut tx, grant).await?;
    let (from, to) = match versions.as_slice() {
        [] | [_] => return Ok(None),
        several => pair.of(several)?,
    };
    let before = store::read(&mut tx, grant, Some(from)).await.map_err(unreadable)?;
    let after = store::read(&mut tx, grant, Some(to)).await.map_err(unreadable)?;
    let issued = quotes::list(&mut tx, grant).await.map_err(no_quote)?;
    drop(tx);
    let (before, after) = before.zip(after).ok_or(HttpError::NotFound)?;
    let work = move || Compared::of(versions, [&before, &after], &issued);
    DRAWING.run(engagement.0, work).await?.map(Some)
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(pair): Query<Pair>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let compared = compared(&context, engagement, &pair).await?;
    let Some(room) = Room::load(&context, grant, Version::default()).await? else {
        return Ok(front::nothing_yet(&context, engagement));
    };
    let page = urls::room(engagement, "changes", None);
    let body: Markup = match compared {
        Some(compared) => view! { <ChangesPage engagement page compared /> }.into(),
        None => view! { <NothingToCompare /> }.into(),
    };
    let named = ("changes", "What changed");
    Ok(pages::framed(&context, engagement, &room, named, StatusCode::OK, body))
}

/// The columns of the file.
const COLUMNS: [Sortable<Told>; 7] = [
    Sortable { key: "part", label: "Part", of: |one| one.part.into() },
    Sortable { key: "change", label: "Change", of: |one| one.change.into() },
    Sortable { key: "kind", label: "Kind", of: |one| one.kind.as_str().into() },
    Sortable { key: "name", label: "Name", of: |one| one.name.as_str().into() },
    Sortable { key: "field", label: "Field", of: |one| one.field.as_str().into() },
    Sortable { key: "from", label: "Before", of: |one| one.from.as_str().into() },
    Sortable { key: "to", label: "After", of: |one| one.to.as_str().into() },
];

async fn csv(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(pair): Query<Pair>,
) -> Result<Response, HttpError> {
    match compared(&context, engagement, &pair).await? {
        Some(compared) => {
            listing::csv(&compared.file_name("csv"), &compared.changes.lines(), &COLUMNS)
        }
        None => alone(&context, engagement).await,
    }
}

/// Leads to the page, which says that there is one version only; where there is none, there is nothing.
async fn alone(context: &RequestContext, engagement: EngagementId) -> Result<Response, HttpError> {
    published(context, engagement, Version::default()).await?.ok_or(HttpError::NotFound)?;
    Ok(go(&urls::room(engagement, "changes", None)))
}

async fn md(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(pair): Query<Pair>,
) -> Result<Response, HttpError> {
    let Some(compared) = compared(&context, engagement, &pair).await? else {
        return alone(&context, engagement).await;
    };
    let title = format!(
        "{}: what changed between version {} and version {}",
        compared.title, compared.from, compared.to
    );
    let notes: Vec<_> =
        compared.notes().into_iter().map(|one| (one.number, one.note.clone())).collect();
    let text = markdown(&title, &notes, &compared.changes);
    Ok(file(&compared.file_name("md"), "text/markdown; charset=utf-8", text.into()))
}
