//! The SQL of the firm's settings and its logo.
//! The row is there from the beginning; nothing adds or removes one.

use super::{Firm, FirmSettings, Logo, LogoFormat};
use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{FirmGrant, ManageFirm};
use crate::stores::attachments::{Clean, Format};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};

/// Largest logo as it is stored, in bytes.
pub const LOGO_BYTES: usize = 500_000;
/// Longest side of a logo, in pixels.
pub const LOGO_SIDE: u32 = 2_000;

/// The firm; as it is at first where nobody is signed in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn firm(conn: &mut PgConnection) -> sqlx::Result<Firm> {
    let row = query!(
        r#"select settings as "settings: Json<FirmSettings>", logo_format as "logo: LogoFormat", version from firm"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Firm::default, |row| Firm {
        settings: row.settings.0,
        logo: row.logo,
        version: row.version,
    }))
}

/// The firm's logo, if it has one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn logo(conn: &mut PgConnection) -> sqlx::Result<Option<Logo>> {
    let row = query!(
        r#"select logo as "bytes!", logo_format as "format!: LogoFormat" from firm where logo is not null"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Logo { format: row.format, bytes: row.bytes }))
}

/// Changes the settings; secrets in its texts do not get in.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right; [`WriteError::Conflict`] when they changed meanwhile.
pub async fn change(
    conn: &mut PgConnection,
    grant: FirmGrant<ManageFirm>,
    settings: &FirmSettings,
    version: i32,
) -> Result<(), WriteError> {
    let settings = &without_secrets(settings);
    let problems = settings.problems();
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let before = locked(&mut *conn, version).await?;
    let after = serde_json::to_value(settings)?;
    query!(
        "update firm set settings = $1, version = version + 1, changed_at = now()",
        Json(settings) as _
    )
    .execute(&mut *conn)
    .await?;
    note(conn, grant, "settings", &before, &after).await
}

/// Puts a picture in the place of the logo, or takes the logo away.
///
/// # Errors
/// [`WriteError::Invalid`] when it is no picture or too large.
pub async fn put_logo(
    conn: &mut PgConnection,
    grant: FirmGrant<ManageFirm>,
    new: Option<&Clean>,
) -> Result<(), WriteError> {
    let new = new.map(drawn).transpose()?;
    let before = query_scalar!(r#"select logo_format as "logo: LogoFormat" from firm for update"#)
        .fetch_one(&mut *conn)
        .await?;
    let (format, bytes) = new.unzip();
    query!(
        "update firm set logo = $1, logo_format = $2, version = version + 1, changed_at = now()",
        bytes,
        format.map(LogoFormat::key)
    )
    .execute(&mut *conn)
    .await?;
    let told = |format: Option<LogoFormat>| json!({ "logo": format.map(LogoFormat::key) });
    note(conn, grant, "logo", &told(before), &told(format)).await
}

/// A picture as a logo.
fn drawn(clean: &Clean) -> Result<(LogoFormat, &[u8]), WriteError> {
    let refused = |says: &str| WriteError::Invalid(vec![Problem::new("logo", says)]);
    let format = match clean.format() {
        Format::Png => LogoFormat::Png,
        Format::Jpeg => LogoFormat::Jpeg,
        Format::Text | Format::Pdf => return Err(refused("Choose a picture: PNG or JPEG.")),
    };
    let (width, height) = clean.size().unwrap_or_default();
    if width.max(height) > LOGO_SIDE || clean.bytes().len() > LOGO_BYTES {
        let says = "Choose a smaller picture: at most 2,000 pixels wide and high, and 500 kB.";
        return Err(refused(says));
    }
    Ok((format, clean.bytes()))
}

fn without_secrets(settings: &FirmSettings) -> FirmSettings {
    let redactor = Redactor::new(b"firm");
    let text = |typed: &str| redactor.text_as(Policy::Document, typed).text;
    FirmSettings {
        name: text(&settings.name),
        contact: text(&settings.contact),
        confidential: text(&settings.confidential),
        ..settings.clone()
    }
}

/// The settings as they are, locked until the transaction ends.
async fn locked(conn: &mut PgConnection, version: i32) -> Result<Value, WriteError> {
    let row = query!("select settings, version from firm for update")
        .fetch_optional(conn)
        .await?
        .ok_or(WriteError::NotFound)?;
    if row.version == version { Ok(row.settings) } else { Err(WriteError::Conflict(None)) }
}

async fn note(
    conn: &mut PgConnection,
    grant: FirmGrant<ManageFirm>,
    name: &str,
    before: &Value,
    after: &Value,
) -> Result<(), WriteError> {
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action: AuditAction::Changed,
        kind: "firm",
        subject: None,
        name,
        before: Some(before),
        after: Some(after),
    };
    Ok(audit::record(conn, entry).await?)
}
