//! The story of the demo: checked-in documents, the texts of their maps, and failure samples, moved to the present.
//! It reads what is checked in and never makes anything up; what is personal in it is invented.

use crate::failure::Failure;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use faultline::document::engagement::Engagement;
use faultline::document::launch::{Approval, LaunchCheck};
use faultline::document::samples::Sample;
use faultline::engines::map::Side;
use faultline::engines::map::names::{Index, Names};
use faultline::engines::map::text::parse;
use faultline::judgement::gates::launch;
use faultline::platform::ids::IntegrationId;

/// A text of a map: the workflow's name, which of its maps, the text.
type MapText = (&'static str, Side, &'static str);

/// An engagement as it is checked in.
pub struct Source {
    pub(super) document: &'static str,
    maps: &'static [MapText],
    pub(super) samples: &'static str,
}

/// The first client's engagement, complete.
pub const RESCUE: Source = Source {
    document: include_str!("engagement.json"),
    maps: &[
        ("Web order to cash", Side::Intended, include_str!("order_to_cash_intended.txt")),
        ("Web order to cash", Side::Actual, include_str!("order_to_cash_actual.txt")),
        (
            "Prices and stock to the shop",
            Side::Intended,
            include_str!("prices_and_stock_intended.txt"),
        ),
        ("Prices and stock to the shop", Side::Actual, include_str!("prices_and_stock_actual.txt")),
    ],
    samples: include_str!("samples.json"),
};

/// The second client's, after the first call.
pub const BEGINNING: Source = Source {
    document: include_str!("bookings.json"),
    maps: &[("Repair booking to receipt", Side::Intended, include_str!("bookings_intended.txt"))],
    samples: include_str!("bookings_samples.json"),
};

/// The clinic's, whose verdict is final.
pub const CLINIC: Source = Source {
    document: include_str!("clinic.json"),
    maps: &[],
    samples: include_str!("clinic_samples.json"),
};

/// An engagement with its samples, ready to be stored.
pub struct Story {
    /// The document.
    pub document: Engagement,
    /// Its samples, the oldest first.
    pub samples: Vec<Sample>,
}

/// The first client's engagement.
pub fn rescue() -> Result<Story, Failure> {
    RESCUE.read()
}

/// The second client's.
pub fn beginning() -> Result<Story, Failure> {
    BEGINNING.read()
}

/// The clinic's.
pub fn clinic() -> Result<Story, Failure> {
    CLINIC.read()
}

impl Source {
    /// Reads it, with each map as its text has it.
    pub(super) fn read(&self) -> Result<Story, Failure> {
        let mut document: Engagement = serde_json::from_str(self.document)?;
        let names = names(&document);
        for (workflow, side, text) in self.maps {
            let draft = parse(text, &names).map_err(|errors| joined(errors.iter()))?;
            let workflow =
                document.workflows.iter().find(|one| one.name == *workflow).map(|one| one.id);
            let map = document
                .maps
                .iter_mut()
                .find(|map| Some(map.workflow) == workflow && map.side == *side);
            let map = map.ok_or("A text has no map to belong to.")?;
            // The text leads; ids stay as they are checked in: samples and matchings refer to them.
            *map = map.take(&draft);
        }
        Ok(Story { document, samples: serde_json::from_str(self.samples)? })
    }
}

fn joined<E: ToString>(errors: impl Iterator<Item = E>) -> String {
    errors.map(|error| error.to_string()).collect::<Vec<_>>().join(" ")
}

fn names(document: &Engagement) -> Names {
    Names {
        systems: Index::new(document.systems.iter().map(|one| (one.id, one.name.clone()))),
        integrations: Index::new(
            document.integrations.iter().map(|one| (one.id, one.name.clone())),
        ),
        data_types: Index::new(document.data_types.iter().map(|one| (one.id, one.name.clone()))),
    }
}

impl Story {
    /// The same story with its last day today: evidence stays as fresh as it was when it was written down.
    #[must_use]
    pub fn moved_to(self, today: NaiveDate) -> Self {
        let by = today - self.document.as_of.date_naive();
        self.moved(by)
    }

    /// The same story that much later.
    pub(super) fn moved(mut self, by: Duration) -> Self {
        let approved = approved(&self.document);
        let document = &mut self.document;
        document.as_of += by;
        document
            .fields
            .iter_mut()
            .filter_map(|field| field.decided_on.as_mut())
            .for_each(|day| *day += by);
        for pattern in &mut document.samples.patterns {
            pattern.first_seen += by;
            pattern.last_seen += by;
        }
        self.samples
            .iter_mut()
            .chain(&mut document.samples.examples)
            .for_each(|sample| later(sample, by));
        days(document).into_iter().for_each(|day| *day += by);
        approve(document, &approved);
        self
    }
}

/// The days of contracts, controls and approvals.
fn days(document: &mut Engagement) -> Vec<&mut NaiveDate> {
    let contracts =
        document.integrations.iter_mut().filter_map(|one| one.contract.approved_on.as_mut());
    let found = document.control_sheets.iter_mut().flat_map(|sheet| sheet.controls.values_mut());
    let found = found.flat_map(|found| [found.since.as_mut(), found.holds_until.as_mut()]);
    let approvals = document.launch_sheets.iter_mut().flat_map(|one| one.approvals.values_mut());
    let approvals = approvals.flat_map(|one| [Some(&mut one.on), one.until.as_mut()]);
    contracts.chain(found.chain(approvals).flatten()).collect()
}

/// The approvals that hold: what they rest on is as it was.
fn approved(document: &Engagement) -> Vec<(IntegrationId, LaunchCheck)> {
    let sheets = document.launch_sheets.iter();
    let each =
        sheets.flat_map(|sheet| sheet.approvals.iter().map(move |one| (sheet.integration, one)));
    let holds = |(at, (check, approval)): (IntegrationId, (&LaunchCheck, &Approval))| {
        let integration = document.integration(at)?;
        let holds = launch::mark(document, integration, *check) == approval.mark;
        holds.then_some((at, *check))
    };
    each.filter_map(holds).collect()
}

/// Approves again what was approved before its days moved.
fn approve(document: &mut Engagement, approved: &[(IntegrationId, LaunchCheck)]) {
    for (at, check) in approved {
        let Some(integration) = document.integration(*at) else { continue };
        let mark = launch::mark(document, integration, *check);
        let sheets = document.launch_sheets.iter_mut().filter(|sheet| sheet.integration == *at);
        let approvals = sheets.filter_map(|sheet| sheet.approvals.get_mut(check));
        approvals.for_each(|approval| approval.mark = mark);
    }
}

fn later(sample: &mut Sample, by: Duration) {
    let times: [Option<&mut DateTime<Utc>>; 3] =
        [Some(&mut sample.occurred_at), sample.detected_at.as_mut(), sample.recovered_at.as_mut()];
    times.into_iter().flatten().for_each(|time| *time += by);
}
