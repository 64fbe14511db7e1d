//! The form of a system.
//! Each discovery fact is asked for; leaving one unticked says that nobody has checked it.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{
    Checkbox, EditForm, Field, FormErrors, Link, PageHeader, PostButton, Select, choices,
};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::systems::{ApiAccess, Delivery, DiscoveryFact, Fact, System, SystemKind};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SystemId;

/// The fields that a conflict is shown in.
const LABELS: &[(&str, &str)] = &[
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

/// What a stored system looks like as a form.
pub fn fill(system: &System, version: i32) -> Form {
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("name", system.name.clone()),
        ("kind", system.kind.key().to_owned()),
        ("vendor", system.vendor.clone()),
        ("business_owner", system.business_owner.clone()),
        ("technical_owner", system.technical_owner.clone()),
        ("contact", system.contact.clone()),
        ("api_access", system.api_access.map_or("", Catalogue::key).to_owned()),
        ("delivery", system.delivery.map_or("", Catalogue::key).to_owned()),
        (
            "version_pinned",
            system.version_pinned.map_or("", |pinned| if pinned { "yes" } else { "no" }).to_owned(),
        ),
    ]);
    if system.third_party {
        sent.push("third_party", "true");
    }
    for (fact, found) in &system.facts {
        if found.known {
            sent.push(&format!("known_{}", fact.key()), "true");
        }
        sent.push(&format!("note_{}", fact.key()), found.note.clone());
    }
    sent
}

/// The system a form describes, and what is wrong with it.
pub fn read(sent: &Form, id: SystemId) -> (System, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let kind = reading.choice::<SystemKind>("kind", "Choose what kind of system it is.");
    let api_access = reading.optional_choice::<ApiAccess>("api_access");
    let delivery = reading.optional_choice::<Delivery>("delivery");
    let fact = |fact: &DiscoveryFact| {
        let known = sent.ticked(&format!("known_{}", fact.key()));
        let note = sent.text(&format!("note_{}", fact.key()));
        (known || !note.is_empty()).then_some((*fact, Fact { known, note }))
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

/// The page with the form.
pub fn view(
    document: &Engagement,
    id: Option<SystemId>,
    title: &str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "systems");
    let action = id.map_or_else(|| format!("{list}/new"), |id| format!("{list}/{id}"));
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored = |part: &Part| match part {
        Part::System(system) => Some(fill(system, 0)),
        _ => None,
    };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(LABELS, sent, stored));
    let remove = id.map(|_| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{action}/remove") label="Remove system" look="quiet" with /> }
    });
    let fields = (basics(sent, &errors), discovery(sent, &errors));
    view! {
        <PageHeader title=title.to_owned() trail=vec![Link::new(list.clone(), "Systems and integrations")]>
            {remove}
        </PageHeader>
        {conflict}
        <EditForm action save="Save system" cancel=list errors version=Some(i64::from(version))>
            {fields}
        </EditForm>
    }
}

fn basics(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    view! {
        <Field label="Name" name="name" value=sent.text("name") error=errors.of("name") required=true maxlength=200 />
        <Select label="Kind" name="kind" choices={choices::<SystemKind>()} selected=sent.text("kind") error=errors.of("kind") />
        <Field label="Vendor" name="vendor" value=sent.text("vendor") maxlength=200 />
        <Field
            label="Business owner"
            name="business_owner"
            value=sent.text("business_owner")
            hint="A person or team. Left empty, it stays visibly unassigned."
            maxlength=200
        />
        <Field label="Technical owner" name="technical_owner" value=sent.text("technical_owner") maxlength=200 />
        <Field
            label="Who to call at the other end"
            name="contact"
            value=sent.text("contact")
            hint="A name and how to reach them. Never a password."
            maxlength=500
        />
        <Checkbox
            label="A third party holds the only copy of something customers depend on"
            name="third_party"
            checked=sent.ticked("third_party")
        />
    }
}

fn discovery(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let pinned = vec![crate::ui::Choice::new("yes", "Yes"), crate::ui::Choice::new("no", "No")];
    let facts = DiscoveryFact::ALL.iter().map(|fact| fact_fields(*fact, sent)).collect_view();
    view! {
        <fieldset class="group">
            <legend>"Discovery facts"</legend>
            <p class="hint">"Tick what someone has checked. What stays unticked counts as unknown and widens every estimate."</p>
            <Select
                label="API access"
                name="api_access"
                choices={choices::<ApiAccess>()}
                selected=sent.text("api_access")
                blank="We don't know yet"
                error=errors.of("api_access")
            />
            <Select
                label="Delivery"
                name="delivery"
                choices={choices::<Delivery>()}
                selected=sent.text("delivery")
                blank="We don't know yet"
                error=errors.of("delivery")
            />
            <Select
                label="API version is pinned"
                name="version_pinned"
                choices=pinned
                selected=sent.text("version_pinned")
                blank="We don't know yet"
            />
            {facts}
        </fieldset>
    }
}

fn fact_fields(fact: DiscoveryFact, sent: &Form) -> impl IntoView + use<> {
    let (known, note) = (format!("known_{}", fact.key()), format!("note_{}", fact.key()));
    view! {
        <div class="fact-fields">
            <Checkbox label=format!("{} is known", fact.label()) name=known.clone() checked=sent.ticked(&known) />
            <Field label=format!("{}: what was found, or who was asked", fact.label()) name=note.clone() value=sent.text(&note) maxlength=2000 />
        </div>
    }
}
