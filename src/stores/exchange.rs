//! Opening an engagement with the parts of a document that was downloaded: from another server, or from an earlier time.
//! Every part passes the same redaction, checks and audit as one that a person types, under an id of its own.

use crate::document::engagement::{Engagement, Part, PartKind};
use crate::document::template::fresh;
use crate::platform::ids::{ClientId, EngagementId};
use crate::stores::access::{Actor, OpenEngagement};
use crate::stores::engagement::{WriteError, led_by, open, put_many};
use sqlx::PgConnection;

/// Opens an engagement for a client with what can be taken over of a document; whoever opens it leads it.
///
/// # Errors
/// [`WriteError::Invalid`] when a part of it may not be stored, or the client is none; [`WriteError::NotFound`] when the
/// person may not open engagements.
pub async fn take_over(
    conn: &mut PgConnection,
    actor: &Actor,
    document: &Engagement,
    client: ClientId,
    title: &str,
) -> Result<EngagementId, WriteError> {
    let grant = actor.may_in_firm::<OpenEngagement>().map_err(|_| WriteError::NotFound)?;
    let parts = fresh(&parts(document))?;
    let engagement = open(&mut *conn, grant, client, title).await?;
    put_many(conn, led_by(actor, engagement)?, |_| (parts, Vec::new())).await?;
    Ok(engagement)
}

/// The parts that are taken over, each after those that it refers to.
///
/// What was decided or asked about this one document stays behind: decisions about risks, tasks, the plan and quotes name
/// what was judged then. Failures stay behind as well; the document only counts them.
fn parts(document: &Engagement) -> Vec<Part> {
    let order = |part: &Part| match part.kind() {
        PartKind::Brief => Some(0),
        PartKind::System | PartKind::DataType | PartKind::Workflow => Some(1),
        PartKind::Integration => Some(2),
        PartKind::Map | PartKind::Field | PartKind::ControlSheet => Some(3),
        PartKind::Matching | PartKind::Call | PartKind::LaunchSheet | PartKind::Measures => Some(4),
        PartKind::FlagDecision
        | PartKind::Task
        | PartKind::Quote
        | PartKind::Plan
        | PartKind::PlanLine => None,
    };
    let mut parts: Vec<(u8, Part)> =
        document.parts().into_iter().filter_map(|part| Some((order(&part)?, part))).collect();
    parts.sort_by_key(|(order, _)| *order);
    parts.into_iter().map(|(_, part)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::room::tests::example;
    use std::collections::BTreeSet;

    #[test]
    fn a_part_comes_after_those_that_it_refers_to() {
        let document = example();
        let mut before = BTreeSet::new();
        let all: BTreeSet<_> = document.parts().iter().map(|part| part.id().0).collect();
        for part in parts(&document) {
            let body = part.body().unwrap().to_string();
            let ids = body.split('"').filter_map(|text| text.parse::<uuid::Uuid>().ok());
            let unknown: Vec<_> = ids
                .filter(|id| *id != part.id().0 && all.contains(id) && !before.contains(id))
                .collect();
            assert!(unknown.is_empty(), "{:?} comes before {unknown:?}", part.kind());
            before.insert(part.id().0);
        }
        assert!(before.len() > 5, "{before:?}");
    }
}
