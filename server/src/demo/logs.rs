//! What somebody saved of a log beside a failure of the demo: cleaned on its way in, as any file that is added, and handed
//! out with the version that tells of the failure.

use super::told;
use crate::failure::Failure;
use faultline::document::samples::Sample;
use faultline::platform::ids::{AttachmentId, EngagementId, SampleId};
use faultline::stores::access::{EditWork, Grant, Publish};
use faultline::stores::attachments::{Files, Given, clean_all, store};
use faultline::stores::room::HandedOut;
use faultline::stores::room::store::{HandOutError, choose};
use sqlx::PgConnection;

/// A log as it is checked in.
pub struct Log {
    name: &'static str,
    /// What its failure is correlated by.
    beside: &'static str,
    pub(super) text: &'static str,
}

/// What the shop's connector wrote when it sent an order twice. Its header was copied with it.
pub const CONNECTOR: Log = Log {
    name: "order-connector W-104239.log",
    beside: "W-104239",
    text: include_str!("order_connector.log"),
};

/// What the clinic's two systems wrote of a booking that was entered too short.
pub const BOOKING: Log =
    Log { name: "booking B-20891.log", beside: "B-20891", text: include_str!("booking.log") };

impl Log {
    /// The failure that it lies beside.
    pub fn failure(&self, samples: &[Sample]) -> Result<SampleId, Failure> {
        let found = samples.iter().find(|sample| sample.correlation_id == self.beside);
        Ok(found.map(|sample| sample.id).ok_or("A log has no failure to lie beside.")?)
    }
}

/// Where the demo's files lie; a load that fails takes them away again.
pub struct Shelf<'a> {
    files: &'a Files,
    laid: Vec<(EngagementId, AttachmentId)>,
}

impl<'a> Shelf<'a> {
    /// A shelf with nothing on it yet.
    pub fn new(files: &'a Files) -> Self {
        Self { files, laid: Vec::new() }
    }

    /// Adds a log to its failure.
    pub async fn lay(
        &mut self,
        conn: &mut PgConnection,
        grant: Grant<EditWork>,
        failure: SampleId,
        log: &Log,
    ) -> Result<AttachmentId, Failure> {
        let mut given = Given::new(log.name.to_owned())?;
        given.write(log.text.as_bytes())?;
        let redactor = store::redactor(&mut *conn, grant).await.map_err(told)?;
        let cleaned = clean_all(vec![given], redactor).await.map_err(|why| why.join(" "))?;
        let id: AttachmentId = uuid::Builder::from_random_bytes(rand::random()).into_uuid().into();
        let mut rows = Vec::new();
        for clean in cleaned {
            self.laid.push((grant.engagement(), id));
            self.files.put(grant.engagement(), id, clean.bytes().to_vec()).await?;
            rows.push((id, clean));
        }
        store::add(conn, grant, failure, &rows).await.map_err(told)?;
        Ok(id)
    }

    /// A file as a version hands it out.
    pub async fn handed_out(
        &self,
        conn: &mut PgConnection,
        grant: Grant<Publish>,
        file: AttachmentId,
    ) -> Result<Vec<HandedOut>, Failure> {
        let chosen = choose(conn, grant, self.files, &[file].into()).await;
        chosen.map_err(|error| match error {
            HandOutError::Write(error) => told(error),
            HandOutError::Files(error) => error.into(),
        })
    }

    /// Takes away what was laid on it.
    pub async fn clear(self) {
        for (engagement, id) in self.laid {
            self.files.forget(engagement, &[id]).await;
        }
    }
}
