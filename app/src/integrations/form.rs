//! An integration as a form.
//! An owner left empty stays visibly unassigned; an availability nobody has checked stays unknown.

use super::page::IntegrationPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::integrations::{
    Agreement, Availability, Criticality, Direction, Extent, Integration, Middleware, Ownership,
    Timing, Transport,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, SystemId};
use std::collections::BTreeMap;

impl PartForm for Integration {
    type Id = IntegrationId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("name", "Name"),
        ("source", "From"),
        ("destination", "To"),
        ("middleware", "Middleware"),
        ("transport", "Transport"),
        ("direction", "Push or pull"),
        ("timing", "Timing"),
        ("extent", "Full or incremental"),
        ("criticality", "Criticality"),
        ("in_scope", "In scope"),
        ("carries", "Data types carried"),
        ("monthly_volume", "Records a month"),
        ("code", "Code available"),
        ("credentials", "Credentials available"),
        ("developer", "Original developer reachable"),
        ("maintainable", "Maintainable"),
        ("needed", "Still needed"),
        ("needed_by", "Needed by"),
        ("history_days", "Days of history kept"),
        ("contract", "Contract with the other side"),
        ("contract_by", "Contract approved by"),
        ("contract_on", "Contract approved on"),
        ("when_it_breaks", "What happens when it breaks"),
        ("other_end", "Who owns the other end"),
        ("what_flows", "What flows"),
        ("owner_logic", "Owner of the integration logic"),
        ("owner_data_quality", "Owner of data quality"),
        ("owner_incidents", "Owner of incident response"),
        ("owner_exceptions", "Owner of the exception queue"),
    ];

    fn find(document: &Engagement, id: IntegrationId) -> Option<Self> {
        document.integration(id).cloned()
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Integration(found) = part { Some(found.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Integration(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::of(vec![
            ("name", self.name.clone()),
            ("source", self.source.to_string()),
            ("destination", self.destination.to_string()),
            ("middleware", self.middleware.key().to_owned()),
            ("transport", self.transport.key().to_owned()),
            ("direction", self.direction.key().to_owned()),
            ("timing", self.timing.key().to_owned()),
            ("extent", self.extent.key().to_owned()),
            ("criticality", self.criticality.key().to_owned()),
            (
                "monthly_volume",
                self.monthly_volume.map(|volume| volume.to_string()).unwrap_or_default(),
            ),
            ("code", self.code.key().to_owned()),
            ("credentials", self.credentials.key().to_owned()),
            ("developer", self.developer.key().to_owned()),
            ("maintainable", self.maintainable.key().to_owned()),
            ("needed", self.needed.key().to_owned()),
            ("needed_by", self.needed_by.clone()),
            ("history_days", self.history_days.map(|days| days.to_string()).unwrap_or_default()),
            ("contract", self.contract.document.clone()),
            ("contract_by", self.contract.approved_by.clone()),
            (
                "contract_on",
                self.contract.approved_on.map(|day| day.to_string()).unwrap_or_default(),
            ),
            ("when_it_breaks", self.when_it_breaks.clone()),
            ("other_end", self.other_end.clone()),
            ("what_flows", self.what_flows.clone()),
        ]);
        if self.in_scope {
            sent.push("in_scope", "true");
        }
        self.carries.iter().for_each(|carried| sent.push("carries", carried.to_string()));
        self.owners
            .iter()
            .for_each(|(of, name)| sent.push(&format!("owner_{}", of.key()), name.clone()));
        sent
    }

    /// It may know the systems that it is to join.
    fn blank(asked: &Form) -> Form {
        let unknown = || Availability::Unknown.key().to_owned();
        Form::of(vec![
            ("criticality", Criticality::Important.key().to_owned()),
            ("in_scope", "true".to_owned()),
            ("code", unknown()),
            ("credentials", unknown()),
            ("developer", unknown()),
            ("maintainable", unknown()),
            ("needed", unknown()),
            ("source", asked.text("source")),
            ("destination", asked.text("destination")),
        ])
    }

    fn read(sent: &Form, id: IntegrationId, document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let nowhere = SystemId(uuid::Uuid::nil());
        let owner = |of: &Ownership| {
            let name = sent.text(&format!("owner_{}", of.key()));
            (!name.is_empty()).then_some((*of, name))
        };
        let integration = Integration {
            id,
            name: sent.text("name"),
            source: reading
                .parse("source", "Choose the system the data comes from.")
                .unwrap_or(nowhere),
            destination: reading
                .parse("destination", "Choose the system the data goes to.")
                .unwrap_or(nowhere),
            middleware: reading
                .choice::<Middleware>("middleware", "Choose what stands between the two systems."),
            transport: reading.choice::<Transport>("transport", "Choose how the data travels."),
            direction: reading
                .choice::<Direction>("direction", "Choose which side moves the data."),
            timing: reading.choice::<Timing>("timing", "Choose how often data moves."),
            extent: reading.choice::<Extent>("extent", "Choose how much moves each time."),
            criticality: reading.choice::<Criticality>(
                "criticality",
                "Choose what the business loses when it breaks.",
            ),
            in_scope: sent.ticked("in_scope"),
            carries: sent.all("carries").filter_map(|id| id.parse().ok()).collect(),
            monthly_volume: reading.optional(
                "monthly_volume",
                "Give the records a month as a whole number, such as 12000.",
            ),
            code: reading.choice::<Availability>("code", "Say whether the code can be had."),
            credentials: reading
                .choice::<Availability>("credentials", "Say whether credentials can be had."),
            developer: reading.choice::<Availability>(
                "developer",
                "Say whether the original developer can be reached.",
            ),
            maintainable: reading
                .choice::<Availability>("maintainable", "Say whether it can be maintained."),
            needed: reading.optional_choice("needed").unwrap_or(Availability::Unknown),
            needed_by: sent.text("needed_by"),
            history_days: reading
                .optional("history_days", "Give the days as a whole number, such as 30."),
            contract: Agreement {
                document: sent.text("contract"),
                approved_by: sent.text("contract_by"),
                approved_on: reading.optional("contract_on", "Give the day as 2026-05-31."),
            },
            when_it_breaks: sent.text("when_it_breaks"),
            other_end: sent.text("other_end"),
            what_flows: sent.text("what_flows"),
            owners: Ownership::ALL.iter().filter_map(owner).collect(),
            told: BTreeMap::new(),
        };
        let before = document.integration(id);
        let told = before.map(|before| integration.still_told(before)).unwrap_or_default();
        (Self { told, ..integration }, reading.problems())
    }

    fn title(document: &Engagement, id: Option<IntegrationId>) -> Option<String> {
        let found = id.and_then(|id| document.integration(id)).map(|found| found.name.clone());
        Some(found.unwrap_or_else(|| "Add an integration".to_owned()))
    }

    fn shown(engagement: EngagementId, id: Option<IntegrationId>) -> String {
        let list = at(engagement, "systems");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <IntegrationPage editor /> }
    }
}
