//! Reading requests, for whoever may open engagements; row-level security leaves out those of others' engagements.

use super::IntakeRequest;
use crate::document::engagement::Complaint;
use crate::document::intake::{Frequency, Intake, IntakeState};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{EngagementId, IntakeId};
use crate::stores::access::{FirmGrant, OpenEngagement};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query_as};

/// Words that are looked for; further ones are left out.
const WORDS: usize = 8;

/// Which requests a list has.
#[derive(Debug, Clone, Copy)]
pub struct Narrowed<'a> {
    /// What became of them; any of them without it.
    pub state: Option<IntakeState>,
    /// Words that each must have, in whatever a list tells of it.
    pub words: &'a str,
    /// The most of them: the newest.
    pub most: i64,
}

/// The requests of a list.
#[derive(Debug, Clone)]
pub struct Requests {
    /// The requests, the newest first.
    pub rows: Vec<IntakeRequest>,
    /// Whether there are more of them, which are older.
    pub more: bool,
}

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

/// The requests of a list that the person may see.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    _grant: FirmGrant<OpenEngagement>,
    narrowed: Narrowed<'_>,
) -> sqlx::Result<Requests> {
    let words = narrowed.words.split_whitespace().take(WORDS);
    let words: Vec<_> = words.map(str::to_lowercase).collect();
    let (keys, labels) = labels();
    let stored = query_as!(
        Stored,
        r#"select i.id as "id: IntakeId", i.engagement_id as "engagement: EngagementId", i.name, i.company, i.email,
               i.workflow, i.starts, i.notices, i.how_often::text as "how_often!: Frequency", i.systems, i.symptoms, i.more,
               i.received_at, i.state::text as "state!: IntakeState", i.reason, p.name as "answered_by?", i.answered_at,
               i.version
           from intake i left join person p on p.id = i.answered_by
               -- Put together once for all words: without the offset it would be for each of them.
               cross join lateral (
                   select lower(concat_ws(' ', i.company, i.name, i.email, i.workflow, cardinality(i.symptoms),
                       to_char(i.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       (select string_agg(l.label, ' ') from unnest($3::text[], $4::text[]) l (key, label)
                        where l.key in (i.how_often::text, i.state::text)))) as says
                   offset 0) told
           where ($1::text is null or i.state::text = $1)
               and not exists (select from unnest($2::text[]) word where strpos(told.says, word) = 0)
           order by i.received_at desc, i.id desc limit $5"#,
        narrowed.state.map(|state| state.key()),
        &words,
        &keys,
        &labels,
        narrowed.most.saturating_add(1)
    );
    let mut rows: Vec<_> = stored.fetch_all(conn).await?.into_iter().map(Stored::open).collect();
    let most = usize::try_from(narrowed.most).unwrap_or_default();
    let more = rows.len() > most;
    rows.truncate(most);
    Ok(Requests { rows, more })
}

/// The keys of what a list tells by its label, with those labels.
fn labels() -> (Vec<String>, Vec<String>) {
    let often = Frequency::ALL.iter().map(|one| (one.key(), one.label()));
    let states = IntakeState::ALL.iter().map(|one| (one.key(), one.label()));
    often.chain(states).map(|(key, label)| (key.to_owned(), label.to_owned())).unzip()
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
