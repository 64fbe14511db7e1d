//! What documents show of the firm, from its settings.

use crate::http_error::HttpError;
use faultline::delivery::report::{Cover, Logo};
use faultline::stores::firm::LogoFormat;
use faultline::stores::firm::store::{firm, logo};
use sqlx::PgConnection;

/// The cover of the firm; nothing until somebody said what the firm is called.
pub(in crate::room) async fn of(conn: &mut PgConnection) -> Result<Option<Cover>, HttpError> {
    let settings = firm(&mut *conn).await?.settings;
    if settings.name.trim().is_empty() {
        return Ok(None);
    }
    let logo = logo(conn).await?.map(|logo| Logo {
        format: if logo.format == LogoFormat::Png { "png" } else { "jpg" },
        bytes: logo.bytes,
    });
    let lines = settings.contact.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(Some(Cover {
        contact: lines.map(str::to_owned).collect(),
        colour: settings.brand.map(|brand| brand.to_string()),
        confidential: settings.confidential.trim().to_owned(),
        firm: settings.name,
        logo,
    }))
}
