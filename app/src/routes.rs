//! Every page of the app: the routes of each feature, in one list.
//! A feature that is not in it is not served.

use crate::route_table::Routes;

/// Every page of the app.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .and(crate::health::routes())
        .and(crate::account::routes())
        .and(crate::engagements::routes())
        .and(crate::templates::routes())
        .and(crate::exchange::routes())
        .and(crate::firm::routes())
        .and(crate::intake::routes())
        .and(crate::inbox::routes())
        .and(crate::find::routes())
        .and(crate::systems::routes())
        .and(crate::integrations::routes())
        .and(crate::access_ledger::routes())
        .and(crate::questions::routes())
        .and(crate::workflows::routes())
        .and(crate::truth::routes())
        .and(crate::controls::routes())
        .and(crate::samples::routes())
        .and(crate::reconcile::routes())
        .and(crate::jobs::routes())
        .and(crate::files::routes())
        .and(crate::verdict::routes())
        .and(crate::launch::routes())
        .and(crate::plan::routes())
        .and(crate::figures::routes())
        .and(crate::quote::routes())
        .and(crate::publish::routes())
        .and(crate::room::routes())
        .and(crate::people::routes())
        .and(crate::clients::routes())
        .and(crate::erasure::routes())
        .and(crate::audit::routes())
        .and(crate::verify::routes())
        .and(crate::tokens::routes())
}
