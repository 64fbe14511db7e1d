//! Differences become failure samples the way rows of a file do: redacted, once, counted and audited.
//! The same difference never makes a second sample, whichever comparison found it.

use super::{Line, Stored};
use crate::document::engagement::Engagement;
use crate::document::samples::Incoming;
use crate::document::truth::Field;
use crate::engines::reconcile::Side;
use crate::engines::redact::Redactor;
use crate::engines::tables::Zone;
use crate::judgement::right_side::{Judged, judge};
use crate::platform::ids::{ImportId, SystemId};
use crate::platform::wording::day;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::people::credentials::time_zone;
use crate::stores::reconciliation::sampled::About;
use crate::stores::samples::{Import, Imported};
use sqlx::PgConnection;

/// Facts about a comparison as a whole, from the document, for somebody whose clocks stand in a zone.
#[must_use]
pub fn about(document: &Engagement, stored: &Stored, zone: Zone) -> About {
    let name = |id: SystemId| {
        document.system(id).map_or("a system no longer listed", |system| &system.name).to_owned()
    };
    let names = stored.systems.map(name);
    let between = document.integrations.iter().filter(|integration| {
        let mut ends = [integration.source, integration.destination];
        let mut systems = stored.systems;
        ends.sort();
        systems.sort();
        ends == systems
    });
    let mut between = between.map(|integration| (integration.id, integration.source));
    let only = between.next().filter(|_| between.next().is_none());
    let side = |source| if source == stored.systems[0] { Side::A } else { Side::B };
    let settings = stored.confirmed().cloned().unwrap_or_default();
    let judged = (0..settings.plan.columns.len()).map(|column| {
        said(document, judge(document, settings.field(column), stored.systems), &names)
    });
    About {
        judged: judged.collect(),
        columns: settings
            .plan
            .columns
            .iter()
            .map(|pair| [pair.a.clone(), pair.b.clone()])
            .collect(),
        names,
        integration: only.map(|(id, _)| id),
        source: only.map(|(_, source)| side(source)),
        at: stored.created_at,
        on: zone.local(stored.created_at).date(),
    }
}

/// The rule of the truth matrix for a field, in a sentence; empty where it says nothing.
fn said(document: &Engagement, judged: Judged, [a, b]: &[String; 2]) -> String {
    let name = |id| {
        let field: Option<&Field> = document.fields.iter().find(|field| field.id == id);
        field.map_or("it", |field| field.name.as_str())
    };
    match judged {
        Judged::A(field) => {
            format!("By the source-of-truth matrix {a} is right about “{}”.", name(field))
        }
        Judged::B(field) => {
            format!("By the source-of-truth matrix {b} is right about “{}”.", name(field))
        }
        Judged::Other(field, _) => {
            format!("By the source-of-truth matrix neither side owns “{}”.", name(field))
        }
        Judged::Nobody(field) => format!("Nobody decided who is right about “{}”.", name(field)),
        Judged::Unnamed => String::new(),
    }
}

/// Differences on their way to become samples.
#[derive(Debug)]
pub struct Sampling {
    import: Import,
    redactor: Redactor,
    about: About,
    foreign: usize,
}

impl Sampling {
    /// Begins.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] when row-level security shows nothing.
    pub async fn begin(
        conn: &mut PgConnection,
        grant: Grant<EditWork>,
        document: &Engagement,
        stored: &Stored,
    ) -> Result<Self, WriteError> {
        let zone = time_zone(&mut *conn, grant.person()).await?;
        let about = about(document, stored, zone);
        let [a, b] = &about.names;
        let name = format!("{a} and {b}, compared on {}", day(about.on));
        let import = Import::begin(conn, grant, &name, &[]).await?;
        let redactor = Redactor::new(import.key());
        Ok(Self { import, redactor, about, foreign: 0 })
    }

    /// Which import they count as.
    #[must_use]
    pub fn id(&self) -> ImportId {
        self.import.id()
    }

    /// Stores those that are no samples yet. What another version stored says nothing here: it is counted as refused.
    ///
    /// # Errors
    /// When the database cannot be reached; then none is stored.
    pub async fn put(&mut self, conn: &mut PgConnection, lines: &[Line]) -> sqlx::Result<()> {
        let own = lines.iter().filter(|line| line.foreign.is_none());
        let rows: Vec<Incoming> =
            own.map(|line| self.about.sample(&line.kept, &self.redactor)).collect();
        self.foreign += lines.len() - rows.len();
        self.import.put(conn, &rows).await
    }

    /// How many of those that were given say nothing here.
    #[must_use]
    pub fn foreign(&self) -> usize {
        self.foreign
    }

    /// Ends: counts and records them. The caller commits.
    ///
    /// # Errors
    /// When the database cannot be reached; then none is stored.
    pub async fn finish(self, conn: &mut PgConnection) -> Result<Imported, WriteError> {
        self.import.finish(conn, self.foreign).await
    }
}
