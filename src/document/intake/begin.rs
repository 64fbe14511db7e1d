//! The beginning of an engagement: the answers of its request as the parts that they are about.
//! Every text says that it is from the request; what was not asked stays unknown.

use super::{Frequency, Intake};
use crate::document::engagement::{Brief, Part};
use crate::document::systems::{DiscoveryFact, Fact, System, SystemKind};
use crate::document::workflow::Workflow;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{SystemId, WorkflowId};
use crate::platform::wording::{day, ended, inside};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Words in the name of a system that tell its kind.
const KINDS: [(SystemKind, &[&str]); 11] = [
    (SystemKind::Spreadsheet, &["spreadsheet", "excel", "sheet", "sheets", "csv"]),
    (SystemKind::NoCodeTool, &["zapier", "make", "n8n", "ifttt", "airtable"]),
    (SystemKind::Shop, &["shop", "store", "shopify", "woocommerce", "magento", "shopware"]),
    (SystemKind::Booking, &["booking", "bookings", "calendar", "calendly"]),
    (SystemKind::Payments, &["payment", "payments", "stripe", "paypal", "adyen", "mollie"]),
    (SystemKind::Accounting, &["accounting", "ledger", "xero", "quickbooks", "datev", "bexio"]),
    (SystemKind::Warehouse, &["warehouse", "wms", "fulfilment", "fulfillment"]),
    (SystemKind::Erp, &["erp", "sap", "odoo", "navision", "netsuite"]),
    (SystemKind::Crm, &["crm", "salesforce", "hubspot", "pipedrive"]),
    (SystemKind::Mail, &["mail", "email", "e-mail", "outlook", "gmail", "mailchimp"]),
    (SystemKind::PersonOrTeam, &["team", "department"]),
];

impl Intake {
    /// What is recorded of it in the engagement that it becomes.
    #[must_use]
    pub fn parts(&self, received: NaiveDate) -> Vec<Part> {
        let source = format!("From the request of {}", day(received));
        let systems = self.systems.iter().map(|name| system(name, &source));
        let mut parts = vec![Part::Brief(self.brief(&source))];
        parts.extend(systems.map(Part::System));
        parts.push(Part::Workflow(self.begun(&source)));
        parts
    }

    fn brief(&self, source: &str) -> Brief {
        let mut told = vec![format!("{source}: {}", ended(&self.workflow))];
        let mut tell = |what: &str, text: &str| {
            if !text.is_empty() {
                told.push(format!("{what}: {}", ended(text)));
            }
        };
        tell("What starts it", &self.starts);
        tell("Who notices when it fails", &self.notices);
        tell("How often", self.how_often.label());
        tell("Also said", &self.more);
        Brief { situation: told.join("\n"), complaints: self.symptoms.clone(), ..Brief::default() }
    }

    fn begun(&self, source: &str) -> Workflow {
        let often = match self.how_often {
            Frequency::Unknown => "how often is not known".to_owned(),
            known => format!("it fails {}", inside(known.label())),
        };
        let noticed = match self.notices.as_str() {
            "" => "who notices was not said".to_owned(),
            who => format!("noticed by: {who}"),
        };
        let start_event = match self.starts.as_str() {
            "" => String::new(),
            starts => format!("{starts} ({})", inside(source)),
        };
        Workflow {
            id: WorkflowId::new(),
            name: self.workflow.clone(),
            start_event,
            must_stay_consistent: String::new(),
            exceptions: format!("{source}: {often}; {}", ended(&noticed)),
            visibility_team: String::new(),
            hidden_rules: Vec::new(),
        }
    }
}

/// A system that was named, and nothing else known of it: its kind is what its name says, until somebody asks.
fn system(name: &str, source: &str) -> System {
    let note = format!("{source}: named as taking part. Nobody has asked about access yet.");
    System {
        id: SystemId::new(),
        name: name.to_owned(),
        kind: kind_of(name),
        vendor: String::new(),
        business_owner: String::new(),
        technical_owner: String::new(),
        contact: String::new(),
        api_access: None,
        delivery: None,
        version_pinned: None,
        third_party: false,
        facts: BTreeMap::from([(DiscoveryFact::ApiAccess, Fact { known: false, note })]),
    }
}

/// The kind that a name tells; custom when it tells none.
fn kind_of(name: &str) -> SystemKind {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let told = KINDS.iter().find(|(_, known)| words.iter().any(|word| known.contains(word)));
    told.map_or(SystemKind::Custom, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::engagement::Complaint;

    fn parts(more: &str) -> Vec<Part> {
        let asked = Intake {
            name: "Ada Muster".into(),
            company: "Muster Homeware".into(),
            email: "ada@muster.example".into(),
            workflow: "Web orders to the ERP".into(),
            starts: "A customer pays".into(),
            notices: "The warehouse".into(),
            how_often: Frequency::Weekly,
            systems: vec!["Web shop".into(), "Northwind".into()],
            symptoms: vec![Complaint::RunsTwice],
            more: more.into(),
        };
        asked.parts(NaiveDate::from_ymd_opt(2026, 11, 30).unwrap())
    }

    #[test]
    fn answers_become_the_brief_the_systems_and_the_workflow_and_say_where_they_are_from() {
        let parts = parts("It began in May");
        let [Part::Brief(brief), Part::System(shop), Part::System(other), Part::Workflow(flow)] =
            parts.as_slice()
        else {
            panic!("{parts:?}")
        };
        assert_eq!(brief.complaints, [Complaint::RunsTwice]);
        assert_eq!(
            brief.situation,
            "From the request of 30 November 2026: Web orders to the ERP.\nWhat starts it: A customer pays.\n\
             Who notices when it fails: The warehouse.\nHow often: About every week.\nAlso said: It began in May."
        );
        assert_eq!((shop.kind, other.kind), (SystemKind::Shop, SystemKind::Custom));
        assert_eq!(flow.start_event, "A customer pays (from the request of 30 November 2026)");
        assert_eq!(
            flow.exceptions,
            "From the request of 30 November 2026: it fails about every week; noticed by: The warehouse."
        );
    }

    #[test]
    fn a_system_that_was_only_named_is_known_by_nothing_but_its_name() {
        for part in parts("") {
            let Part::System(system) = part else { continue };
            assert_eq!(system.unknown_facts().len(), DiscoveryFact::ALL.len());
            let note = &system.facts[&DiscoveryFact::ApiAccess].note;
            assert!(note.starts_with("From the request of 30 November 2026: named"), "{note}");
        }
    }

    #[test]
    fn nobody_who_asks_is_named_in_what_the_client_will_read() {
        let all = format!("{:?}", parts("Anything"));
        assert!(!all.contains("Ada") && !all.contains("muster.example"), "{all}");
    }
}
