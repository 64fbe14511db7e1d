//! The firm's settings: who it is, what its documents show of it, and what a new quote begins with. For admins.
//! A logo is served as a picture that we drew, and never as the file that was sent.

use crate::files::Parcel;
use crate::form::{Filled, Form, Reading, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use faultline::document::engagement::Problem;
use faultline::document::quote::{MOST_RATE, MOST_TAX};
use faultline::engines::redact::Redactor;
use faultline::engines::tables::single::shown;
use faultline::stores::access::{FirmAction, ManageFirm};
use faultline::stores::attachments::clean_all;
use faultline::stores::engagement::WriteError;
use faultline::stores::firm::{Brand, Firm, FirmSettings, LogoFormat, store};
use page::{FirmPage, Shown};
use rust_decimal::Decimal;
use serde::Deserialize;

mod page;

/// The most that the form of a logo may carry, in bytes.
const FORM: usize = 9 * 1024 * 1024;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let manage = Access::InFirm(FirmAction::ManageFirm);
    Routes::new()
        .get(manage, "/firm", edit)
        .post(manage, "/firm", change)
        .get(manage, "/firm/logo", logo)
        .upload(manage, "/firm/logo", FORM, put_logo)
        .post(manage, "/firm/logo/remove", remove_logo)
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Outcome {
    saved: String,
}

async fn edit(
    context: RequestContext,
    Query(Outcome { saved }): Query<Outcome>,
) -> Result<Response, HttpError> {
    let told = (!saved.is_empty()).then_some("The settings are saved.");
    page(&context, None, &[], told, StatusCode::OK).await
}

/// The page as it is stored, or with the form that was refused.
async fn page(
    context: &RequestContext,
    sent: Option<Form>,
    problems: &[Problem],
    told: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, HttpError> {
    context.may_in_firm::<ManageFirm>()?;
    let firm = store::firm(&mut *context.look().await?).await?;
    let sent = sent.unwrap_or_else(|| filled(&firm));
    let shown = Shown { firm, form: Filled::new(sent, errors(problems)), told };
    let may_erase = context.can_in_firm(FirmAction::Erase);
    Ok(context.again(status, "Settings of the firm", || {
        frame::staff(context, view! { <FirmPage shown may_erase /> })
    }))
}

/// The settings as a form.
fn filled(Firm { settings, version, .. }: &Firm) -> Form {
    let number = |value: Decimal, most: i64| shown(value.normalize(), Some(most.into()));
    let tax = if settings.tax.is_zero() { String::new() } else { number(settings.tax, MOST_TAX) };
    Form::of(vec![
        ("version", version.to_string()),
        ("name", settings.name.clone()),
        ("contact", settings.contact.clone()),
        ("brand", settings.brand.map(|brand| brand.to_string()).unwrap_or_default()),
        ("confidential", settings.confidential.clone()),
        ("rate", settings.rate.map(|rate| number(rate, MOST_RATE)).unwrap_or_default()),
        ("currency", settings.currency.clone().unwrap_or_default()),
        ("tax", tax),
        ("validity_days", settings.validity_days.map(|days| days.to_string()).unwrap_or_default()),
    ])
}

/// What a form says, with what is wrong with it.
fn read(sent: &Form) -> (FirmSettings, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let brand = match sent.text("brand") {
        none if none.is_empty() => None,
        typed => match typed.parse::<Brand>() {
            Ok(brand) => Some(brand),
            Err(error) => {
                reading.problem("brand", &error.to_string());
                None
            }
        },
    };
    let currency = sent.text("currency").to_uppercase();
    let rate = reading.amount("rate", MOST_RATE, "Give the price of an hour as a number.");
    let tax = reading.amount("tax", MOST_TAX, "Give the tax as a number of per cent.");
    let days = "Give a whole number of days, or nothing.";
    let settings = FirmSettings {
        name: sent.text("name"),
        contact: sent.text("contact"),
        brand,
        confidential: sent.text("confidential"),
        rate,
        currency: (!currency.is_empty()).then_some(currency),
        tax: tax.unwrap_or_default(),
        validity_days: reading.optional("validity_days", days),
    };
    let mut problems = reading.problems();
    problems.extend(settings.problems());
    (settings, problems)
}

async fn change(context: RequestContext, mut sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManageFirm>()?;
    let (settings, problems) = read(&sent);
    if !problems.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&context, Some(sent), &problems, None, status).await;
    }
    let mut tx = context.act().await?;
    let (status, problems) = match store::change(&mut tx, grant, &settings, sent.version()).await {
        Ok(()) => {
            tx.commit().await?;
            return Ok(go(&format!("{}?saved=1", urls::FIRM)));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(WriteError::Conflict(_)) => {
            let now = store::firm(&mut tx).await?.version;
            sent.set("version", now.to_string());
            let says = "Someone else changed the settings while you were editing. What you typed stands below; save again to have it your way.";
            (StatusCode::CONFLICT, vec![Problem::new("", says)])
        }
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    page(&context, Some(sent), &problems, None, status).await
}

/// The logo. A browser takes it as what we say it is.
async fn logo(context: RequestContext) -> Result<Response, HttpError> {
    context.may_in_firm::<ManageFirm>()?;
    let logo = store::logo(&mut *context.look().await?).await?.ok_or(HttpError::NotFound)?;
    let kind = match logo.format {
        LogoFormat::Png => "image/png",
        LogoFormat::Jpeg => "image/jpeg",
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, logo.bytes).into_response())
}

async fn put_logo(context: RequestContext, mut parcel: Parcel) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManageFirm>()?;
    let refused = |says: String| vec![Problem::new("logo", says)];
    let given = std::mem::take(&mut parcel.files);
    let problems = if given.len() == 1 {
        match clean_all(given, Redactor::new(b"firm")).await {
            Ok(clean) => {
                let mut tx = context.act().await?;
                match store::put_logo(&mut tx, grant, clean.first()).await {
                    Ok(()) => {
                        tx.commit().await?;
                        return Ok(go(&format!("{}#logo-section", urls::FIRM)));
                    }
                    Err(WriteError::Invalid(problems)) => problems,
                    Err(error) => return Err(error.into()),
                }
            }
            Err(sentences) => refused(sentences.join(" ")),
        }
    } else {
        refused("Choose one picture.".to_owned())
    };
    page(&context, None, &problems, None, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn remove_logo(context: RequestContext, _: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManageFirm>()?;
    let mut tx = context.act().await?;
    store::put_logo(&mut tx, grant, None).await?;
    tx.commit().await?;
    Ok(go(&format!("{}#logo-section", urls::FIRM)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_what_is_wrong_is_named() {
        let sent = Form::of(vec![
            ("name", "Rescue Works".into()),
            ("brand", "#0B4A60".into()),
            ("rate", "110,50".into()),
            ("currency", "gbp".into()),
            ("validity_days", "30".into()),
        ]);
        let (settings, problems) = read(&sent);
        assert_eq!(problems, []);
        assert_eq!(
            (settings.rate, settings.validity_days),
            (Some(Decimal::new(11_050, 2)), Some(30))
        );
        assert_eq!(settings.currency.as_deref(), Some("GBP"));
        let firm = Firm { settings, version: 3, ..Firm::default() };
        let mut wrong = filled(&firm);
        wrong.set("brand", "#eeeeee");
        wrong.set("rate", "dear");
        wrong.set("validity_days", "soon");
        let fields: Vec<_> = read(&wrong).1.into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["brand", "rate", "validity_days"]);
        assert_eq!((filled(&firm).text("brand"), filled(&firm).version()), ("#0b4a60".into(), 3));
    }
}
