//! That somebody of the client opened a version, for those who published it.
//! What staff open is not noted, and nobody is kept from reading because it could not be.

use crate::request::RequestContext;
use faultline::stores::access::{Grant, ViewRoom};
use faultline::stores::room::store;

/// Notes that a version was opened, if somebody of the client did. Whoever asks holds no transaction meanwhile.
pub(super) async fn note_reading(context: &RequestContext, grant: Grant<ViewRoom>, number: i32) {
    let Some(actor) = context.actor.as_ref().filter(|actor| !actor.is_staff()) else { return };
    let noted = async {
        let mut tx = context.app.db.act(actor).await?;
        store::note_reading(&mut tx, grant, number).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "that a version was opened was not noted");
    }
}
