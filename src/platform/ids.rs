//! Ids are types: a step's id never passes for a system's.
//! Ids are UUID version 7, so that they sort by the time they were made; nothing may be read from them.

/// Makes an id type over [`uuid::Uuid`].
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new id, later than every id made before it.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "two defaults would differ")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A person who signs in.
    PersonId;
    /// A client: the business whose integration is being rescued.
    ClientId;
    /// One rescue triage for one client.
    EngagementId;
    /// A system that takes part.
    SystemId;
    /// A boundary between two systems: what is judged.
    IntegrationId;
    /// A workflow under triage.
    WorkflowId;
    /// The intended or the actual map of a workflow.
    MapId;
    /// A lane of a map.
    LaneId;
    /// A step of a map.
    StepId;
    /// A flow between two steps.
    FlowId;
    /// A kind of record kept in several systems.
    DataTypeId;
    /// A field of a data type.
    FieldId;
    /// A failure sample.
    SampleId;
    /// A pattern of failure samples that a person made.
    PatternId;
    /// A file beside a failure sample.
    AttachmentId;
    /// An API token.
    TokenId;
    /// One import of failure samples.
    ImportId;
    /// Work that outlives a request.
    JobId;
    /// A file that was sent to be imported.
    UploadId;
    /// A comparison of two exports.
    ReconciliationId;
    /// A text that a person marked and had replaced wherever it stood.
    RedactionId;
    /// An access that was asked for.
    AccessRequestId;
    /// An area of a system that is forbidden or needs care.
    AccessAreaId;
    /// A question to the client.
    QuestionId;
    /// What the client says of a field of the source of truth.
    TruthAnswerId;
    /// A colleague whom the client asks in.
    ColleagueId;
    /// A request for a triage.
    IntakeId;
    /// An erasure of a client or an engagement.
    ErasureId;
    /// An issued quote.
    QuoteId;
    /// A published snapshot.
    SnapshotId;
    /// A comment in the client room.
    CommentId;
    /// A link by which one item of a version is shared.
    ShareId;
    /// Any row of an engagement document, whatever its kind.
    PartId;
    /// A view of the portfolio that a person saved.
    SavedViewId;
    /// A template of the firm.
    TemplateId;
}
