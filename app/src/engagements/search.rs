//! What the portfolio's address says: words, stage, verdict, step, whom it waits for, the client, and the order.
//! What means nothing narrows nothing; a view that is saved keeps what means something.

use super::columns::{ENGAGEMENT_COLUMNS, SHOWN};
use crate::form::{Form, url_encoded};
use crate::listing::Listing;
use crate::ui::{Choice, Column, choices};
use crate::urls;
use chrono::{DateTime, Utc};
use faultline::document::engagement::Stage;
use faultline::document::plan::WaitsFor;
use faultline::judgement::digest::Digest;
use faultline::judgement::steps::AuditStep;
use faultline::judgement::verdict::Answer;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{ClientId, EngagementId};
use faultline::stores::engagement::{Listed, Narrowed, PAGE, WHOLE};
use serde::Deserialize;

/// The verdicts that may still change, whichever they are.
const PROVISIONAL: &str = "provisional";
/// The end of the audit, where a step is asked for.
const DONE: &str = "done";
/// Every stage, where a stage is asked for.
const ALL: &str = "all";

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words of the title or the client.
    pub q: String,
    /// A stage, `all`, or the ones still open.
    pub stage: String,
    /// A verdict, or `provisional`.
    pub verdict: String,
    /// The step that the work is at, or `done`.
    pub step: String,
    /// Whom something waits for.
    pub waits: String,
    /// The client's id.
    pub client: String,
    /// The column it is sorted by; by the last change when none is named.
    pub sort: String,
    /// The last row of the page before.
    pub before: Option<DateTime<Utc>>,
    /// Its id.
    pub id: Option<EngagementId>,
    /// The view that was just removed.
    pub removed: String,
}

impl Search {
    /// What a form says that carries it along.
    #[must_use]
    pub fn sent(form: &Form) -> Self {
        let text = |name: &str| form.text(name);
        Self {
            q: text("q"),
            stage: text("stage"),
            verdict: text("verdict"),
            step: text("step"),
            waits: text("waits"),
            client: text("client"),
            sort: text("sort"),
            ..Self::default()
        }
    }

    /// Words and order, as every list has them.
    #[must_use]
    pub fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }

    /// The stages that are shown.
    #[must_use]
    pub fn stages(&self) -> Vec<Stage> {
        match (self.stage.as_str(), self.stage.parse::<Stage>()) {
            (_, Ok(stage)) => vec![stage],
            (ALL, _) => vec![Stage::Active, Stage::Decided, Stage::Archived],
            _ => vec![Stage::Active, Stage::Decided],
        }
    }

    /// Which engagements are loaded for it: a page, or all of which some are kept or sorted.
    #[must_use]
    pub fn narrowed<'a>(&'a self, stages: &'a [Stage]) -> Narrowed<'a> {
        let whole = self.is_whole();
        Narrowed {
            text: self.q.trim(),
            stages,
            client: self.client.parse::<ClientId>().ok(),
            before: if whole { None } else { self.before.zip(self.id) },
            rows: if whole { WHOLE } else { PAGE + 1 },
        }
    }

    /// Whether it needs all engagements, because what it asks for stands in their digests.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let digest = |(name, _): &(&str, &str)| ["verdict", "step", "waits", "sort"].contains(name);
        self.fields().iter().any(digest)
    }

    /// Whether it shows less than all open engagements.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.fields().iter().any(|(name, _)| *name != "sort")
    }

    /// Those of these engagements that it asks for, in its order.
    #[must_use]
    pub fn of(&self, rows: Vec<Listed>) -> Vec<Listed> {
        let rows = rows.into_iter().filter(|one| self.fits(&one.digest.0)).collect();
        // The words narrowed them where they are loaded.
        let in_order = Listing { q: String::new(), ..self.listing() };
        in_order.of(rows, &ENGAGEMENT_COLUMNS)
    }

    fn fits(&self, digest: &Digest) -> bool {
        let verdict = Answer::from_key(&self.verdict).map_or_else(
            |_| self.verdict != PROVISIONAL || is_provisional(digest),
            |answer| digest.answer == answer,
        );
        let step = AuditStep::from_key(&self.step).map_or_else(
            |_| self.step != DONE || (digest.at().is_none() && !digest.steps.is_empty()),
            |step| digest.at() == Some(step),
        );
        let waits = WaitsFor::from_key(&self.waits).ok();
        verdict && step && waits.is_none_or(|whom| digest.waiting_for(whom) > 0)
    }

    /// What it says that means something: names and values, in the order of the form.
    fn fields(&self) -> Vec<(&'static str, &str)> {
        let key = self.sort.strip_prefix('-').unwrap_or(&self.sort);
        let asked = [
            ("q", self.q.trim(), true),
            ("stage", &self.stage, self.stage == ALL || self.stage.parse::<Stage>().is_ok()),
            (
                "verdict",
                &self.verdict,
                self.verdict == PROVISIONAL || self.verdict.parse::<Answer>().is_ok(),
            ),
            ("step", &self.step, self.step == DONE || self.step.parse::<AuditStep>().is_ok()),
            ("waits", &self.waits, self.waits.parse::<WaitsFor>().is_ok()),
            ("client", &self.client, self.client.parse::<ClientId>().is_ok()),
            ("sort", &self.sort, ENGAGEMENT_COLUMNS.iter().any(|column| column.key == key)),
        ];
        let said = asked.into_iter().filter(|(_, value, means)| *means && !value.is_empty());
        said.map(|(name, value, _)| (name, value)).collect()
    }

    /// It as the end of an address, without the page: the same for the same engagements in the same order.
    #[must_use]
    pub fn query(&self) -> String {
        joined(&self.fields())
    }

    /// It as fields of a form, for one that carries it along.
    #[must_use]
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        self.fields().into_iter().map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// The headers of the list; each keeps everything but the order.
    #[must_use]
    pub fn headers(&self) -> Vec<Column> {
        let mut kept = self.fields();
        kept.retain(|(name, _)| !["q", "sort"].contains(name));
        let list = urls::engagements(&joined(&kept));
        let list = list.trim_end_matches('?');
        self.listing().headers(list, &ENGAGEMENT_COLUMNS[..SHOWN])
    }
}

fn joined(fields: &[(&str, &str)]) -> String {
    let one = |(name, value): &(&str, &str)| format!("{name}={}", url_encoded(value));
    fields.iter().map(one).collect::<Vec<_>>().join("&")
}

/// Whether a digest has a verdict that may still change.
#[must_use]
pub fn is_provisional(digest: &Digest) -> bool {
    digest.answer.is_verdict() && !digest.is_final
}

/// The stages that can be asked for.
#[must_use]
pub fn stages() -> Vec<Choice> {
    with(choices::<Stage>(), ALL, "All")
}

/// The verdicts that can be asked for.
#[must_use]
pub fn verdicts() -> Vec<Choice> {
    with(choices::<Answer>(), PROVISIONAL, "Provisional, whichever")
}

/// The steps that can be asked for.
#[must_use]
pub fn steps() -> Vec<Choice> {
    with(choices::<AuditStep>(), DONE, "All seven done")
}

fn with(mut entries: Vec<Choice>, key: &'static str, label: &'static str) -> Vec<Choice> {
    entries.push(Choice::new(key, label));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(verdict: &str, step: &str, sort: &str) -> Search {
        Search {
            verdict: verdict.into(),
            step: step.into(),
            sort: sort.into(),
            ..Search::default()
        }
    }

    #[test]
    fn what_means_nothing_is_in_no_address_and_narrows_nothing() {
        let odd = Search { client: "x".into(), waits: "nobody".into(), ..asked("no", "9", "size") };
        assert_eq!(odd.query(), "");
        assert!(!odd.is_narrowed() && !odd.is_whole() && odd.fits(&Digest::default()));
        let search = Search { q: " a&b ".into(), ..asked("patch", "done", "-age") };
        assert_eq!(search.query(), "q=a%26b&verdict=patch&step=done&sort=-age");
        assert!(search.is_narrowed() && search.is_whole());
    }

    #[test]
    fn each_filter_looks_at_its_own_part_of_the_digest() {
        let mut digest = Digest { answer: Answer::Patch, ..Digest::default() };
        digest.waiting.insert(WaitsFor::Client, 2);
        let fits = |search: &Search| search.fits(&digest);
        assert!(fits(&asked("patch", "", "")) && !fits(&asked("rebuild", "", "")));
        assert!(fits(&asked("provisional", "", "")));
        assert!(!fits(&asked("", "done", "")), "nothing is done before anybody has looked");
        let waits = |whom: &str| Search { waits: whom.into(), ..Search::default() };
        assert!(fits(&waits("client")) && !fits(&waits("firm")));
    }

    #[test]
    fn headers_keep_what_narrows_the_list_and_change_its_order_alone() {
        let search = Search { q: "late".into(), waits: "client".into(), ..asked("", "", "age") };
        let age = search.headers().into_iter().find(|it| format!("{it:?}").contains("Open for"));
        let told = format!("{age:?}");
        assert!(told.contains("/?waits=client&q=late&sort=-age"), "{told}");
    }
}
