//! Next best evidence: what to find out next, ranked by hours saved for each hour it costs (domain §10).
//! It is computed exactly from stated assumptions; it never guesses what an answer will be.

use crate::document::call::VerdictPath;
use crate::document::engagement::{Engagement, UnknownKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use serde::{Deserialize, Serialize};

mod chance;
mod circuit;
mod model;
mod table;
mod usual;
mod value;

pub use usual::usual;
pub(crate) use usual::work;

#[cfg(test)]
mod bench;
#[cfg(test)]
mod tests;

/// An answer that an unknown can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Possible {
    /// The answer, as the end of “If …”.
    pub says: String,
    /// How likely it is assumed to be, from 0 to 1.
    pub chance: f64,
    /// The likeliest verdict after it; `None` is that no finding is established.
    pub then: Option<VerdictPath>,
}

/// Something that nobody knows yet and that a verdict may turn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Unknown {
    /// What kind of thing it is.
    pub kind: UnknownKind,
    /// The integration whose verdict turns on it.
    pub integration: IntegrationId,
    /// Where the answer would be recorded.
    pub about: Subject,
    /// The question to ask.
    pub question: String,
    /// Of whom.
    pub ask: String,
    /// Hours that it takes to find out.
    pub costs: f64,
    /// Hours of work that would be wrong without the answer, on average.
    pub saves: f64,
    /// How much the answer tells of the verdict, in nats: it ranks what saves nothing on its own.
    pub informs: f64,
    /// What each answer would do.
    pub answers: Vec<Possible>,
}

impl Unknown {
    /// A text that names this unknown and no other, the same in every run; tasks are attached to it.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind.key(), self.about.key())
    }

    /// Whether its answer saves work that is worth telling: what would be told as 0.0 hours saves none.
    #[must_use]
    pub fn saves_work(&self) -> bool {
        self.saves >= 0.05
    }

    /// Hours saved for each hour it costs.
    #[must_use]
    pub fn worth(&self) -> f64 {
        self.saves / self.costs
    }
}

/// Everything that the verdicts of a document may turn on, what is most worth asking first.
#[must_use]
pub fn of(doc: &Engagement) -> Vec<Unknown> {
    unknowns(&Reading::of(doc))
}

/// Everything that a verdict may turn on, what is most worth asking first.
#[must_use]
pub fn unknowns(reading: &Reading<'_>) -> Vec<Unknown> {
    let mut all: Vec<_> = reading
        .in_scope
        .iter()
        .flat_map(|one| {
            let model = model::of(reading.doc, one);
            value::unknowns(one.integration.id, &model)
        })
        .collect();
    all.sort_by(|a, b| {
        let told = |one: &Unknown| one.informs / one.costs;
        let by_worth = b.worth().total_cmp(&a.worth());
        by_worth.then(told(b).total_cmp(&told(a))).then(a.costs.total_cmp(&b.costs))
    });
    all
}
