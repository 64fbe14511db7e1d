//! Changing many samples at once: each as it was seen, all in one audit row that says how every one was before.
//! A sample that someone changed meanwhile is left as it is, and told.

use super::SampleError;
use super::write::{lock, redactor, settle};
use crate::document::engagement::Problem;
use crate::document::samples::{Cause, PatternKey, REASON, ReviewState, groups};
use crate::platform::ids::{PatternId, SampleId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use sqlx::{PgConnection, query, query_scalar};

mod store;
mod values;

pub(super) use store::{current, store};
pub(super) use values::Row;
pub use values::{Changed, Changes, IntoPattern, Values};

/// The most samples that are changed at once.
pub const MOST_CHANGED: usize = 1_000;
/// Longest name of a pattern, in characters.
const NAME: usize = 200;

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
    lock(&mut *conn, grant).await?;
    let redactor = redactor(&mut *conn, grant).await?;
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
    new.evidence_kind = changes.evidence_kind.unwrap_or(old.evidence_kind);
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
