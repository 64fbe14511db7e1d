//! What every page is built from: plain data in, markup out.
//! Nothing here loads, judges or knows a feature; a word that carries meaning comes from the caller.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties, whether it keeps them or not"
)]

use std::borrow::Cow;

pub mod badge;
pub mod chart;
pub mod checklist;
pub mod choice;
pub mod dialogs;
pub mod errors;
pub mod facts;
pub mod field;
pub mod files;
pub mod form;
pub mod map_row;
pub mod markup;
pub mod moment;
pub mod nav;
pub mod notice;
pub mod page;
pub mod rows;
pub mod shell;
pub mod table;
#[cfg(all(test, feature = "ssr"))]
mod tests;
pub mod trace;
pub mod when;
pub mod writer;

pub use badge::{Badge, Mark, PathBadge, Tag, Tone};
pub use chart::{Chart, Marks, Strip, spark};
pub use checklist::{Check, Checklist, EvidenceLinks, Step, Steps};
pub use choice::{Checkbox, CheckboxGroup, Choice, RadioGroup, Select, choices};
pub use dialogs::PageKeys;
pub use errors::{ErrorSummary, FormErrors};
pub use facts::{Count, Fact, Facts, Figures, Known, Progress, Stat};
pub use field::{Field, TextArea, Width};
pub use files::{FileField, FileLimits};
pub use form::{Confirm, Conflict, Difference, EditForm, Filters, PostButton};
pub use markup::{IntoMarkup, Markup};
pub use moment::{Day, Days, Time};
pub use nav::{Breadcrumbs, Contents, Link, SentenceLink, Tab, Tabs};
pub use notice::{EmptyState, Notice, Toast};
pub use page::{PageHeader, Section};
pub use rows::{Cell, Row, Rows};
pub use shell::{EngagementNav, PublicShell, RailPage, RoomShell, SharedShell, StaffShell};
pub use table::{Column, DataTable, Direction, Pager};
pub use trace::FaultLine;
pub use when::{TimeOrDay, WhenFields};
pub use writer::Writer;

/// A text to show: a literal costs nothing, an owned text is moved in. It is escaped where it is written.
pub type Text = Cow<'static, str>;
