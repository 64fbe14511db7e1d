//! A system as a form.
//! A discovery fact left unticked says that nobody has checked it.

use super::page::SystemPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::systems::{ApiAccess, Delivery, DiscoveryFact, Fact, System, SystemKind};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, SystemId};

impl PartForm for System {
    type Id = SystemId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("name", "Name"),
        ("kind", "Kind"),
        ("vendor", "Vendor"),
        ("business_owner", "Business owner"),
        ("technical_owner", "Technical owner"),
        ("contact", "Who to call"),
        ("api_access", "API access"),
        ("delivery", "Delivery"),
        ("version_pinned", "API version is pinned"),
        ("third_party", "A third party holds the only copy"),
        ("note_api_access", "API access, note"),
        ("note_licence_tier", "Licence tier needed"),
        ("note_authentication", "Authentication"),
        ("note_rate_limits", "Rate limits"),
        ("note_data_formats", "Data formats"),
        ("note_delivery", "Delivery, note"),
        ("note_api_version", "API version"),
        ("note_sandbox", "Sandbox"),
        ("note_documentation", "Documentation link"),
    ];

    fn find(document: &Engagement, id: SystemId) -> Option<Self> {
        document.system(id).cloned()
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::System(system) = part { Some(system.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::System(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::of(vec![
            ("name", self.name.clone()),
            ("kind", self.kind.key().to_owned()),
            ("vendor", self.vendor.clone()),
            ("business_owner", self.business_owner.clone()),
            ("technical_owner", self.technical_owner.clone()),
            ("contact", self.contact.clone()),
            ("api_access", self.api_access.map_or("", Catalogue::key).to_owned()),
            ("delivery", self.delivery.map_or("", Catalogue::key).to_owned()),
            (
                "version_pinned",
                self.version_pinned
                    .map_or("", |pinned| if pinned { "yes" } else { "no" })
                    .to_owned(),
            ),
        ]);
        if self.third_party {
            sent.push("third_party", "true");
        }
        for (fact, found) in &self.facts {
            if found.known {
                sent.push(&format!("known_{}", fact.key()), "true");
            }
            sent.push(&format!("note_{}", fact.key()), found.note.clone());
        }
        sent
    }

    fn read(sent: &Form, id: SystemId, _: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let kind = reading.choice::<SystemKind>("kind", "Choose what kind of system it is.");
        let api_access = reading.optional_choice::<ApiAccess>("api_access");
        let delivery = reading.optional_choice::<Delivery>("delivery");
        let fact = |fact: &DiscoveryFact| {
            let note = sent.text(&format!("note_{}", fact.key()));
            // Who writes down what was found knows it: a box beside it is for what needs no words.
            let known = sent.ticked(&format!("known_{}", fact.key())) || !note.is_empty();
            known.then_some((*fact, Fact { known, note }))
        };
        let system = System {
            id,
            name: sent.text("name"),
            kind,
            vendor: sent.text("vendor"),
            business_owner: sent.text("business_owner"),
            technical_owner: sent.text("technical_owner"),
            contact: sent.text("contact"),
            api_access,
            delivery,
            version_pinned: match sent.raw("version_pinned") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            third_party: sent.ticked("third_party"),
            facts: DiscoveryFact::ALL.iter().filter_map(fact).collect(),
        };
        (system, reading.problems())
    }

    fn title(document: &Engagement, id: Option<SystemId>) -> Option<String> {
        let name = id.and_then(|id| document.system(id)).map(|system| system.name.clone());
        Some(name.unwrap_or_else(|| "Add a system".to_owned()))
    }

    fn shown(engagement: EngagementId, id: Option<SystemId>) -> String {
        let list = at(engagement, "systems");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <SystemPage editor /> }
    }
}
