//! Changing many samples at once: each as it was seen, all in one audit row that says how every one was before.
//! A sample that someone changed meanwhile is left as it is, and told.

use super::SampleError;
use super::write::{KIND, lock, settle};
use crate::document::controls::Control;
use crate::document::engagement::Problem;
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Filter, Origin, Outcome, PatternKey, REASON, ReviewState,
    Symptom, groups,
};
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PatternId, SampleId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::{PgConnection, query, query_scalar};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The most samples that are changed at once.
pub const MOST_CHANGED: usize = 1_000;
/// Longest name of a pattern, in characters.
pub(super) const NAME: usize = 200;

/// What of a sample can be changed together with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// Where.
    pub integration: Option<IntegrationId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
    /// Whether trying again can help.
    pub error_class: Option<ErrorClass>,
    /// The control that should have blocked it.
    pub missing_control: Option<Control>,
    /// Who noticed.
    pub detected_by: DetectedBy,
    /// How it ended.
    pub outcome: Outcome,
    /// How far a person has looked at it.
    pub state: ReviewState,
    /// Why it was rejected.
    pub rejected_because: String,
    /// The pattern that a person put it into.
    pub pattern: Option<PatternId>,
}

/// The pattern that samples are put into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntoPattern {
    /// One of their own, by this name: a split.
    New(String),
    /// One that is there.
    Made(PatternId),
    /// Wherever their rule puts them.
    ByRule,
}

/// What becomes of the samples; what is unset stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Where, or not known.
    pub integration: Option<Option<IntegrationId>>,
    /// What it looked like.
    pub symptom: Option<Symptom>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// Why it happened.
    pub cause: Option<Cause>,
    /// Whether trying again can help, or not known.
    pub error_class: Option<Option<ErrorClass>>,
    /// The control that should have blocked it, or none named.
    pub missing_control: Option<Option<Control>>,
    /// Who noticed.
    pub detected_by: Option<DetectedBy>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How far a person has looked at it.
    pub state: Option<ReviewState>,
    /// Why it is rejected, when it is.
    pub reason: String,
    /// The pattern.
    pub pattern: Option<IntoPattern>,
}

/// What became of many samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The audit row, by which it is undone; none when nothing changed.
    pub entry: Option<i64>,
    /// How many were changed.
    pub changed: usize,
    /// Those that were left: changed by someone meanwhile, gone, or the review step does not follow.
    pub left: Vec<SampleId>,
}

/// A sample on its way into the table: which, the version it has, what it gets.
pub(super) type Row = (Uuid, i32, Values);

/// Changes many samples; each is given with the version it was seen in.
///
/// # Errors
/// [`SampleError::Invalid`] with what to put right.
pub async fn change_many(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(SampleId, i32)],
    mut changes: Changes,
) -> Result<Changed, SampleError> {
    let key = lock(&mut *conn, grant).await?;
    let redactor = Redactor::new(&key);
    changes.reason = redactor.text(changes.reason.trim()).text;
    if let Some(IntoPattern::New(name)) = &mut changes.pattern {
        *name = redactor.text(name.trim()).text;
    }
    check(&mut *conn, grant, rows, &changes).await?;
    let found = current(&mut *conn, grant, rows).await?;
    let moving = |old: &Values| -> Option<Values> { changed(old, &changes) };
    let mut new: Vec<(Row, Values)> = Vec::new();
    let mut left = Vec::new();
    for (id, version) in rows {
        match found.get(&id.0).filter(|(now, _)| now == version) {
            Some((version, old)) => match moving(old) {
                Some(values) => new.push(((id.0, *version, values), old.clone())),
                None => left.push(*id),
            },
            None => left.push(*id),
        }
    }
    if let (Some(IntoPattern::New(name)), false) = (&changes.pattern, new.is_empty()) {
        let id = make(&mut *conn, grant, name).await?;
        new.iter_mut().for_each(|((.., values), _)| values.pattern = Some(id));
    }
    new.retain(|((.., values), old)| values != old);
    let entry = store(&mut *conn, grant, AuditAction::Changed, &new, &left, None).await?;
    settle(conn, grant).await?;
    Ok(Changed { entry, changed: new.len(), left })
}

/// The values after a change; none when the review step cannot follow.
fn changed(old: &Values, changes: &Changes) -> Option<Values> {
    let mut new = old.clone();
    new.integration = changes.integration.unwrap_or(old.integration);
    new.symptom = changes.symptom.unwrap_or(old.symptom);
    new.origin = changes.origin.unwrap_or(old.origin);
    new.cause = changes.cause.unwrap_or(old.cause);
    new.error_class = changes.error_class.unwrap_or(old.error_class);
    new.missing_control = changes.missing_control.unwrap_or(old.missing_control);
    new.detected_by = changes.detected_by.unwrap_or(old.detected_by);
    new.outcome = changes.outcome.unwrap_or(old.outcome);
    match &changes.pattern {
        Some(IntoPattern::Made(id)) => new.pattern = Some(*id),
        Some(IntoPattern::ByRule) => new.pattern = None,
        Some(IntoPattern::New(_)) | None => {}
    }
    let Some(to) = changes.state.filter(|to| *to != old.state) else { return Some(new) };
    let follows = old.state.next().contains(&to)
        && !(to == ReviewState::Diagnosed && new.cause == Cause::Unknown);
    new.state = to;
    new.rejected_because =
        if to == ReviewState::Rejected { changes.reason.clone() } else { String::new() };
    follows.then_some(new)
}

/// Bounds, and that what is referred to is there.
async fn check(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(SampleId, i32)],
    changes: &Changes,
) -> Result<(), SampleError> {
    let mut problems = Vec::new();
    let mut must = |holds: bool, field: &'static str, message: &str| {
        if !holds {
            problems.push(Problem::new(field, message));
        }
    };
    must(
        (1..=MOST_CHANGED).contains(&rows.len()),
        "rows",
        "Choose from 1 to 1,000 samples: narrow the list first.",
    );
    let nothing = Changes { reason: changes.reason.clone(), ..Changes::default() };
    must(*changes != nothing, "set", "Choose what to set: everything is left as it is.");
    if changes.state == Some(ReviewState::Rejected) {
        let reasoned = (1..=REASON).contains(&changes.reason.chars().count());
        must(reasoned, "reason", "Say why they are rejected, in at most 1,000 characters.");
    }
    if let Some(Some(id)) = changes.integration {
        let there = query_scalar!(
            r#"select exists (select from part where engagement_id = $1 and id = $2 and kind = 'integration'
                   and not retired) as "there!""#,
            grant.engagement().0,
            id.0
        );
        let there = there.fetch_one(&mut *conn).await?;
        must(there, "integration", "Choose an integration of this engagement.");
    }
    match &changes.pattern {
        Some(IntoPattern::New(name)) => {
            if let Some(problem) = unfit(&mut *conn, grant, name, &[]).await? {
                problems.push(problem);
            }
        }
        Some(IntoPattern::Made(id)) => {
            let (patterns, _) = super::patterns(&mut *conn, grant.into()).await?;
            let there = patterns.iter().any(|pattern| pattern.key() == PatternKey::Made(*id));
            must(there, "pattern", "Choose a pattern of the list; this one is not there any more.");
        }
        _ => {}
    }
    if problems.is_empty() { Ok(()) } else { Err(SampleError::Invalid(problems)) }
}

/// Why a pattern cannot have a name. `but` are those that are about to give theirs up.
pub(super) async fn unfit(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    name: &str,
    but: &[PatternKey],
) -> sqlx::Result<Option<Problem>> {
    if !(1..=NAME).contains(&name.chars().count()) || name.contains('\0') {
        let message = "Give the pattern a name of at most 200 characters.";
        return Ok(Some(Problem::new("name", message)));
    }
    let (patterns, _) = super::patterns(conn, grant.into()).await?;
    let taken = groups(&patterns).iter().any(|group| {
        group.name().is_some_and(|known| known.to_lowercase() == name.to_lowercase())
            && !but.contains(&group.whole.key())
    });
    Ok(taken.then(|| Problem::new("name", "There is a pattern of that name: give another.")))
}

/// Makes a pattern. `name` is redacted.
pub(super) async fn make(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    name: &str,
) -> sqlx::Result<PatternId> {
    let id = PatternId::new();
    query!(
        "insert into sample_pattern (engagement_id, id, name, created_by) values ($1, $2, $3, $4)",
        grant.engagement().0,
        id.0,
        name,
        grant.person().0
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// What these samples are now, with the version of their rows.
pub(super) async fn current(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(SampleId, i32)],
) -> sqlx::Result<HashMap<Uuid, (i32, Values)>> {
    let ids: Vec<Uuid> = rows.iter().map(|(id, _)| id.0).collect();
    let found = query!(
        r#"select id, version, integration_id as "integration: IntegrationId", symptom as "symptom: Symptom",
               origin as "origin: Origin", cause as "cause: Cause", error_class as "error_class: ErrorClass",
               missing_control as "missing_control: Control", detected_by as "detected_by: DetectedBy",
               outcome as "outcome: Outcome", state as "state: ReviewState", rejected_because,
               pattern_id as "pattern: PatternId"
           from sample where engagement_id = $1 and id = any ($2)"#,
        grant.engagement().0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let rows = found.into_iter().map(|row| {
        let values = Values {
            integration: row.integration,
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
            error_class: row.error_class,
            missing_control: row.missing_control,
            detected_by: row.detected_by,
            outcome: row.outcome,
            state: row.state,
            rejected_because: row.rejected_because,
            pattern: row.pattern,
        };
        (row.id, (row.version, values))
    });
    Ok(rows.collect())
}

/// Stores rows that were checked under the lock, with an audit row that can put all of them back.
pub(super) async fn store(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    rows: &[(Row, Values)],
    left: &[SampleId],
    undid: Option<i64>,
) -> Result<Option<i64>, SampleError> {
    if rows.is_empty() && undid.is_none() {
        return Ok(None);
    }
    update(&mut *conn, grant, rows).await?;
    // Samples that were alike before stand together, so that a thousand are a page of text and not a book.
    let mut was: BTreeMap<String, (Map<String, Value>, Vec<String>)> = BTreeMap::new();
    let mut set = Map::new();
    for ((id, version, new), old) in rows {
        let (old, new) = (fields(old)?, fields(new)?);
        let before: Map<String, Value> =
            old.into_iter().filter(|(name, value)| new.get(name) != Some(value)).collect();
        set.extend(
            before
                .keys()
                .filter_map(|name| new.get_key_value(name))
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        let alike = was.entry(serde_json::to_string(&before)?).or_insert((before, Vec::new()));
        alike.1.push(format!("{id}.{}", version + 1));
    }
    let was: Vec<Value> = was
        .into_values()
        .map(|(values, samples)| json!({ "values": values, "samples": samples }))
        .collect();
    let before = json!({ "was": was });
    let mut after = json!({ "set": set, "changed": rows.len(), "left": left });
    if let Some(undid) = undid {
        after["undid"] = undid.into();
    }
    let name = if rows.len() == 1 { "1 sample".into() } else { format!("{} samples", rows.len()) };
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let (before, after) = (Some(&before), Some(&after));
    let entry = NewEntry {
        person,
        engagement,
        action,
        kind: KIND,
        subject: None,
        name: &name,
        before,
        after,
    };
    Ok(Some(audit::recorded(conn, entry).await?))
}

fn fields(values: &Values) -> Result<Map<String, Value>, WriteError> {
    match serde_json::to_value(values)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

async fn update(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(Row, Values)],
) -> sqlx::Result<()> {
    let uuid = |of: fn(&Values) -> Option<Uuid>| -> Vec<Uuid> {
        rows.iter().map(|((.., values), _)| of(values).unwrap_or(Uuid::nil())).collect()
    };
    let text = |of: fn(&Values) -> &str| -> Vec<String> {
        rows.iter().map(|((.., values), _)| of(values).to_owned()).collect()
    };
    let ids: Vec<Uuid> = rows.iter().map(|((id, ..), _)| *id).collect();
    let versions: Vec<i32> = rows.iter().map(|((_, version, _), _)| *version).collect();
    query!(
        "update sample s set integration_id = nullif(n.integration_id, '00000000-0000-0000-0000-000000000000'),
             symptom = n.symptom, origin = n.origin, cause = n.cause, error_class = nullif(n.error_class, ''),
             missing_control = nullif(n.missing_control, ''), detected_by = n.detected_by, outcome = n.outcome,
             state = n.state, rejected_because = n.rejected_because,
             pattern_id = nullif(n.pattern_id, '00000000-0000-0000-0000-000000000000'), version = s.version + 1
         from unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                     $10::text[], $11::text[], $12::text[], $13::text[], $14::uuid[])
             as n (id, version, integration_id, symptom, origin, cause, error_class, missing_control, detected_by,
                   outcome, state, rejected_because, pattern_id)
         where s.engagement_id = $1 and s.id = n.id and s.version = n.version",
        grant.engagement().0,
        &ids,
        &versions,
        &uuid(|values| values.integration.map(|id| id.0)),
        &text(|values| values.symptom.key()),
        &text(|values| values.origin.key()),
        &text(|values| values.cause.key()),
        &text(|values| values.error_class.map_or("", Catalogue::key)),
        &text(|values| values.missing_control.map_or("", Catalogue::key)),
        &text(|values| values.detected_by.key()),
        &text(|values| values.outcome.key()),
        &text(|values| values.state.key()),
        &text(|values| &values.rejected_because),
        &uuid(|values| values.pattern.map(|id| id.0))
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The samples that a filter shows now, each with its version, newest first: at most `limit`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn seen_now(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    limit: i64,
) -> sqlx::Result<Vec<(SampleId, i32)>> {
    let rows = query!(
        r#"select id as "id: SampleId", version from sample s where engagement_id = $1
             and ($2::text is null or state = $2) and ($3::text is null or symptom = $3)
             and ($4::uuid is null or coalesce(integration_id, '00000000-0000-0000-0000-000000000000') = $4)
             and ($5::text is null or origin = $5) and ($6::text is null or cause = $6)
             and ($7 = '' or strpos(lower(summary || ' ' || correlation_id || ' ' || records), lower($7)) > 0)
             and ($8::uuid is null or ($8 = '00000000-0000-0000-0000-000000000000' and s.pattern_id is null)
               or s.pattern_id in (select p.id from sample_pattern p
                                   where p.engagement_id = $1 and $8 in (p.id, p.merged_into))
               or (s.pattern_id is null and (coalesce(s.integration_id, '00000000-0000-0000-0000-000000000000'),
                       symptom, origin, cause) in (select r.integration_id, r.symptom, r.origin, r.cause
                       from sample_pattern_rule r where r.engagement_id = $1 and r.pattern_id = $8)))
           order by occurred_at desc, id desc limit $9"#,
        grant.engagement().0,
        filter.state.map(Catalogue::key),
        filter.symptom.map(Catalogue::key),
        filter.integration.map(|id| id.0),
        filter.origin.map(Catalogue::key),
        filter.cause.map(Catalogue::key),
        filter.text.trim(),
        filter.pattern.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}
