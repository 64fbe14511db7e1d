//! “Redact more” in quotes: in the draft, in what was issued, and in the change orders written to it.
//! Texts from outside go; words of our own stay, so that what is left is still read as what it is.

use super::marked::Mark;
use crate::document::quote::Quote;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::quote::{ChangeOrder, Contents, OutsideTexts};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{PgConnection, query};

/// Replaces what was marked in the quotes of an engagement that were issued, and counts them.
pub(super) async fn issued(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        r#"select id, document::text as "document!" from quote where engagement_id = $1"#,
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(left) = left::<Contents>(mark, &row.document)? else { continue };
        let put = query!(
            "select redact_quote($1, $2, $3, $4, $5)",
            grant.engagement().0,
            row.id,
            left,
            mark.text,
            mark.placeholder
        );
        put.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

/// The same in its change orders.
pub(super) async fn orders(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        r#"select id, document::text as "document!" from quote_change where engagement_id = $1"#,
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(left) = left::<ChangeOrder>(mark, &row.document)? else { continue };
        let put = query!(
            "select redact_quote_change($1, $2, $3, $4, $5)",
            grant.engagement().0,
            row.id,
            left,
            mark.text,
            mark.placeholder
        );
        put.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

/// The body of a draft without what was marked; `None` when it is in none of its texts.
pub(super) fn without(mark: Mark<'_>, mut draft: Quote) -> Option<Value> {
    taken_out(mark, &mut draft).then(|| serde_json::to_value(&draft).ok())?
}

/// What is left of something that was sealed; `None` when what was marked is in none of its texts.
fn left<T: OutsideTexts + Serialize + DeserializeOwned>(
    mark: Mark<'_>,
    sealed: &str,
) -> Result<Option<String>, serde_json::Error> {
    let Ok(mut read) = serde_json::from_str::<T>(sealed) else {
        // What cannot be read as its type keeps its form.
        let value: Value = serde_json::from_str(sealed)?;
        return Ok(mark.out_of_texts(&value).map(|left| left.to_string()));
    };
    Ok(if taken_out(mark, &mut read) { Some(serde_json::to_string(&read)?) } else { None })
}

/// Replaces what was marked in every text from outside, and says whether it was in one.
fn taken_out(mark: Mark<'_>, of: &mut impl OutsideTexts) -> bool {
    let mut found = false;
    for text in of.outside_texts() {
        if let Some(new) = mark.out_of(text) {
            *text = new;
            found = true;
        }
    }
    found
}
