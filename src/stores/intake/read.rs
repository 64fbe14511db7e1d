//! Reading requests, for whoever may open engagements; row-level security leaves out those of others' engagements.

use super::IntakeRequest;
use crate::document::engagement::Complaint;
use crate::document::intake::{Frequency, Intake, IntakeState};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{EngagementId, IntakeId};
use crate::stores::access::{FirmGrant, OpenEngagement};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query_as};

/// Most requests that a list shows: the newest.
const MOST: i64 = 1_000;

/// A request as it is stored.
struct Stored {
    id: IntakeId,
    engagement: Option<EngagementId>,
    name: String,
    company: String,
    email: String,
    workflow: String,
    starts: String,
    notices: String,
    how_often: Frequency,
    systems: Vec<String>,
    symptoms: Vec<String>,
    more: String,
    received_at: DateTime<Utc>,
    state: IntakeState,
    reason: String,
    answered_by: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    version: i32,
}

impl Stored {
    fn open(self) -> IntakeRequest {
        // What redaction took out of a key names no symptom any more.
        let symptoms = self.symptoms.iter().filter_map(|key| Complaint::from_key(key).ok());
        let answers = Intake {
            symptoms: symptoms.collect(),
            name: self.name,
            company: self.company,
            email: self.email,
            workflow: self.workflow,
            starts: self.starts,
            notices: self.notices,
            how_often: self.how_often,
            systems: self.systems,
            more: self.more,
        };
        IntakeRequest {
            id: self.id,
            answers,
            received_at: self.received_at,
            state: self.state,
            reason: self.reason,
            engagement: self.engagement,
            answered_by: self.answered_by,
            answered_at: self.answered_at,
            version: self.version,
        }
    }
}

/// The requests that the person may see, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    _grant: FirmGrant<OpenEngagement>,
) -> sqlx::Result<Vec<IntakeRequest>> {
    let stored = query_as!(
        Stored,
        r#"select i.id as "id: IntakeId", i.engagement_id as "engagement: EngagementId", i.name, i.company, i.email,
               i.workflow, i.starts, i.notices, i.how_often::text as "how_often!: Frequency", i.systems, i.symptoms, i.more,
               i.received_at, i.state::text as "state!: IntakeState", i.reason, p.name as "answered_by?", i.answered_at,
               i.version
           from intake i left join person p on p.id = i.answered_by
           order by i.received_at desc, i.id desc limit $1"#,
        MOST
    );
    Ok(stored.fetch_all(conn).await?.into_iter().map(Stored::open).collect())
}

/// One request; none when the person may not see it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(
    conn: &mut PgConnection,
    _grant: FirmGrant<OpenEngagement>,
    id: IntakeId,
) -> sqlx::Result<Option<IntakeRequest>> {
    let stored = query_as!(
        Stored,
        r#"select i.id as "id: IntakeId", i.engagement_id as "engagement: EngagementId", i.name, i.company, i.email,
               i.workflow, i.starts, i.notices, i.how_often::text as "how_often!: Frequency", i.systems, i.symptoms, i.more,
               i.received_at, i.state::text as "state!: IntakeState", i.reason, p.name as "answered_by?", i.answered_at,
               i.version
           from intake i left join person p on p.id = i.answered_by where i.id = $1"#,
        id.0
    );
    Ok(stored.fetch_optional(conn).await?.map(Stored::open))
}
