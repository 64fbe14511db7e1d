//! Reading a document whole.
//! Its cost never depends on what is in it.

use super::WriteError;
use crate::document::access_ledger::{AccessArea, AccessLedger, AccessRequest};
use crate::document::engagement::{Brief, Engagement, Part, PartKind, Stage};
use crate::document::samples::SecretsSeen;
use crate::judgement::digest::Digest;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{Grant, ViewWork};
use crate::stores::samples::{self, Comparison};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_file};
use std::collections::HashMap;

/// A document as it was read, with the version of each part.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The document.
    pub document: Engagement,
    /// The version of each part.
    pub versions: HashMap<PartId, i32>,
    /// The version of the engagement's own row: title and stage.
    pub version: i32,
    /// Where it stood when it was last changed: what rails and lists show.
    pub digest: Digest,
    /// Parts that cannot be read as what they should be: the document is without them, and says so.
    pub unreadable: Vec<Unreadable>,
}

/// A stored part that is not what its kind says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its id.
    pub id: PartId,
    /// What it should be.
    pub kind: PartKind,
}

impl Loaded {
    /// The version of a part, 0 when it has never been saved.
    #[must_use]
    pub fn version_of(&self, id: PartId) -> i32 {
        self.versions.get(&id).copied().unwrap_or(0)
    }
}

/// Reads a document whole: four queries, whatever is in it.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn load(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
) -> Result<Loaded, WriteError> {
    let grant = grant.into();
    let head = query_file!("src/stores/engagement/head.sql", grant.engagement().0)
        .fetch_optional(&mut *conn)
        .await?
        .ok_or(WriteError::NotFound)?;
    let samples = samples::summary(&mut *conn, grant, head.secrets.0, head.comparisons.0).await?;
    let mut document = Engagement {
        id: grant.engagement(),
        title: head.title,
        client: head.client,
        stage: Stage::from_key(&head.stage).unwrap_or(Stage::Active),
        as_of: head.as_of,
        brief: Brief::default(),
        systems: Vec::new(),
        integrations: Vec::new(),
        workflows: Vec::new(),
        maps: Vec::new(),
        matchings: Vec::new(),
        data_types: Vec::new(),
        fields: Vec::new(),
        control_sheets: Vec::new(),
        calls: Vec::new(),
        flag_decisions: Vec::new(),
        launch_sheets: Vec::new(),
        tasks: Vec::new(),
        quotes: Vec::new(),
        access: AccessLedger { requests: head.requests.0, areas: head.areas.0 },
        plans: Vec::new(),
        plan_lines: Vec::new(),
        measures: Vec::new(),
        samples,
    };
    let (mut versions, mut unreadable) = (HashMap::new(), Vec::new());
    let rows = query!(
        "select id, kind, body, version from part where engagement_id = $1 and not retired order by id",
        grant.engagement().0
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let Ok(kind) = PartKind::from_key(&row.kind) else { continue };
        let Ok(part) = Part::read(kind, row.body) else {
            tracing::error!(engagement = %grant.engagement(), part = %row.id, %kind, "a part cannot be read");
            unreadable.push(Unreadable { id: PartId(row.id), kind });
            continue;
        };
        versions.insert(part.id(), row.version);
        document.put(part);
    }
    name_systems(&mut document);
    let (version, digest) = (head.version, head.digest.0);
    Ok(Loaded { document, versions, version, digest, unreadable })
}

/// Calls the systems of the access ledger what they are called now; one that was removed keeps its name.
fn name_systems(document: &mut Engagement) {
    let names: HashMap<_, _> =
        document.systems.iter().map(|system| (system.id, system.name.clone())).collect();
    let ledger = &mut document.access;
    let requests = ledger.requests.iter_mut().map(|it| (it.system_id, &mut it.system_name));
    let areas = ledger.areas.iter_mut().map(|it| (it.system_id, &mut it.system_name));
    for (id, name) in requests.chain(areas) {
        if let Some(now) = names.get(&id) {
            name.clone_from(now);
        }
    }
}
