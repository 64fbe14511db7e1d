//! The differences between two versions, for staff: the same page as in the room, within the engagement.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::room::changes::page::{ChangesPage, NothingToCompare};
use crate::room::changes::{Pair, compared};
use crate::urls::at;
use axum::response::Response;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::ViewWork;
use faultline::stores::engagement::{Loaded, load};

/// Answers with the page.
pub(super) async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(pair): Query<Pair>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = load(&mut *context.look().await?, grant).await?;
    let compared = compared(&context, engagement, &pair).await?;
    let nav = frame::nav(&document, &digest);
    let page = at(engagement, "publish/changes");
    Ok(context.page("What changed", || {
        let body: Markup = match compared {
            Some(compared) => view! { <ChangesPage engagement page compared /> }.into(),
            None => view! { <NothingToCompare /> }.into(),
        };
        frame::engagement(&context, nav, body)
    }))
}
