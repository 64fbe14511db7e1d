//! What follows from a decision that is on record: its receipt by mail, and the stamp of an authority outside.
//! None of it can undo the decision: what fails is logged.

use crate::http_error::HttpError;
use crate::mail::{AboutReceipt, Letter};
use crate::request::RequestContext;
use crate::urls;
use faultline::engines::timestamp::Imprint;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::{Decide, Grant, ViewRoom};
use faultline::stores::certificate::store::{self, Recorded};
use faultline::stores::room::Answer;
use tracing::Instrument;

/// Sees to what follows. It is a task of its own, which goes on when whoever decided does not wait for the answer.
pub async fn follow(context: &RequestContext, grant: Grant<Decide>, recorded: Recorded) {
    let context = context.clone();
    let task = async move {
        // Mailed first: an authority outside may take its time.
        let mailed = mail(&context, grant, &recorded).await;
        let stamped = match recorded.certified {
            Some(imprint) => stamp(&context, grant, imprint).await,
            None => Ok(()),
        };
        for error in [mailed, stamped].into_iter().filter_map(Result::err) {
            tracing::warn!(?error, "what follows from a decision is not complete");
        }
    };
    if let Err(error) = tokio::spawn(task.in_current_span()).await {
        tracing::error!(%error, "what follows from a decision was broken off");
    }
}

async fn mail(
    context: &RequestContext,
    grant: Grant<Decide>,
    recorded: &Recorded,
) -> Result<(), HttpError> {
    if !context.app.mailer.is_configured() {
        return Ok(());
    }
    let engagement = grant.engagement();
    let view = context.may::<ViewRoom>(engagement)?;
    let mut tx = context.look().await?;
    let address = store::own_address(&mut tx, grant).await?;
    let receipt = store::receipt(&mut tx, view, recorded.number).await?;
    drop(tx);
    if let Some(receipt) = receipt {
        let page =
            format!("{}{}", context.app.public_url, urls::receipt(engagement, receipt.number));
        let about = AboutReceipt {
            number: receipt.number,
            answer: Answer::from_key(&receipt.answer).map_or("Answered", Catalogue::label),
            at: receipt.at,
            version: (receipt.version, hex::encode(&receipt.version_hash)),
            quote: receipt.quote.zip(receipt.quote_hash.map(hex::encode)),
            certificate: recorded.certified.map(hex::encode),
            page,
        };
        context.app.mailer.tell(&address, Letter::Receipt(about));
    }
    Ok(())
}

async fn stamp(
    context: &RequestContext,
    grant: Grant<Decide>,
    imprint: Imprint,
) -> Result<(), HttpError> {
    let Some(outside) = context.app.stamps.ask(imprint).await else { return Ok(()) };
    let mut tx = context.act().await?;
    store::keep_outside(&mut tx, grant, &imprint, &outside).await?;
    Ok(tx.commit().await?)
}
