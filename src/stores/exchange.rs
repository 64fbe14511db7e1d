//! Opening an engagement with what a document that was downloaded tells: from another server, or from an earlier time.
//! Everything passes the same redaction, checks and audit as what a person types, under an id of its own.

use crate::document::engagement::{Engagement, PARTS, Part, Problem};
use crate::document::samples::{Incoming, Sample, redact};
use crate::platform::ids::{ClientId, EngagementId};
use crate::platform::wording::{cut, day};
use crate::stores::access::{Actor, EditWork, Grant, OpenEngagement};
use crate::stores::engagement::{WriteError, led_by, open, put_many};
use crate::stores::samples::{Import, redactor};
use brought::Brought;
use chrono::Utc;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

mod brought;

/// Characters of a failure's summary that name it.
const NAMED: usize = 80;

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
    let Brought { parts, failures } = Brought::of(document)?;
    let engagement = open(&mut *conn, grant, client, title).await?;
    let grant = led_by(actor, engagement)?;
    let checked = |document: &Engagement| {
        let mut problems = problems(document, &parts);
        problems.extend(refused(&failures));
        (parts, problems)
    };
    put_many(&mut *conn, grant, checked).await?;
    store(conn, grant, document, failures).await?;
    Ok(engagement)
}

/// What is wrong with the first part that may not be stored, told with its kind and its name: nobody typed it, and whoever
/// brings the file has to find it there.
fn problems(document: &Engagement, parts: &[Part]) -> Vec<Problem> {
    if parts.len() > PARTS {
        let says = format!(
            "It has {} parts, and an engagement holds at most {PARTS}. Remove some where it is from.",
            parts.len()
        );
        return vec![Problem::new("file", says)];
    }
    let mut document = document.clone();
    for part in parts {
        let found = document.problems_with(part);
        if !found.is_empty() {
            let part = format!("{} “{}”", part.kind(), document.name_of(part));
            let named = |problem: Problem| format!("{part}: {}", problem.message);
            return found.into_iter().map(|it| Problem::new("file", named(it))).collect();
        }
        document.put(part.clone());
    }
    Vec::new()
}

/// Stores failures as a file that was imported brings them.
async fn store(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    document: &Engagement,
    failures: Vec<Sample>,
) -> Result<(), WriteError> {
    if failures.is_empty() {
        return Ok(());
    }
    // Neither title nor client of the other engagement: they may name somebody else.
    let name = format!("A JSON of {}", day(document.as_of.date_naive()));
    let redactor = redactor(&mut *conn, grant).await?;
    let mut import = Import::begin(&mut *conn, grant, &name, &[]).await?;
    let mut rows = Vec::with_capacity(failures.len());
    for failure in failures {
        let mut hash = Sha256::new_with_prefix(import.key());
        hash.update(failure.id.0.as_bytes());
        let (sample, _) = redact(failure, &redactor);
        rows.push(Incoming { sample, fingerprint: hash.finalize().into() });
    }
    import.put(&mut *conn, &rows).await?;
    import.finish(conn, 0).await?;
    Ok(())
}

/// What is wrong with the first failure that may not be stored.
fn refused(failures: &[Sample]) -> Vec<Problem> {
    let wrong = failures.iter().map(|failure| (failure, failure.problems(Utc::now())));
    let wrong = wrong.into_iter().find(|(_, problems)| !problems.is_empty());
    let Some((failure, problems)) = wrong else { return Vec::new() };
    let of = format!("Failure “{}”", cut(&failure.summary, NAMED));
    problems.into_iter().map(|it| Problem::new("file", format!("{of}: {}", it.message))).collect()
}

#[cfg(test)]
mod tests {
    use super::brought::parts;
    use super::*;
    use crate::document::samples::SUMMARY;
    use crate::platform::ids::{FieldId, SystemId};
    use crate::stores::room::tests::example;

    #[test]
    fn a_failure_that_may_not_be_stored_is_told_by_its_name() {
        let mut failures = example().samples.examples;
        assert!(refused(&failures).is_empty());
        failures[0].summary = "x".repeat(SUMMARY + 1);
        let told = refused(&failures);
        assert!(
            told.iter().all(|it| it.field == "file" && it.message.contains("Shorten the summary"))
        );
        assert!(told.len() == 1 && told[0].message.chars().count() < SUMMARY, "{told:?}");
    }

    /// An example with so many fields beside its own parts.
    fn with_fields(count: usize) -> Vec<Part> {
        let example = example();
        let field = |at: usize| {
            let mut field = example.fields[0].clone();
            (field.id, field.name) = (FieldId::new(), format!("field {at}"));
            Part::Field(field)
        };
        parts(&example).into_iter().chain((0..count).map(field)).collect()
    }

    #[test]
    fn thousands_of_parts_are_looked_at_in_a_moment_and_more_than_are_kept_refused_at_once() {
        let begun = std::time::Instant::now();
        let many = with_fields(3_000);
        assert!(problems(&example(), &many).is_empty());
        let told = problems(&example(), &with_fields(PARTS * 20));
        assert!(told.len() == 1 && told[0].message.contains("at most 5000"), "{told:?}");
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }

    #[test]
    fn what_is_wrong_is_told_with_the_kind_and_the_name_of_its_part() {
        let (document, mut parts) = (example(), parts(&example()));
        assert!(problems(&document, &parts).is_empty());
        let wrong = parts.iter_mut().find_map(|part| match part {
            Part::Integration(integration) => Some(integration),
            _ => None,
        });
        let wrong = wrong.unwrap();
        wrong.source = SystemId::new();
        let begins = format!("Integration “{}”: ", wrong.name);
        let told = problems(&document, &parts);
        assert!(told.iter().all(|it| it.field == "file" && it.message.starts_with(&begins)));
        assert!(!told.is_empty());
    }
}
