//! The form of an integration.
//! An owner left empty stays visibly unassigned; an availability nobody has checked stays unknown.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{
    Checkbox, CheckboxGroup, Choice, EditForm, Field, FormErrors, Link, PageHeader, PostButton,
    Select, Text, TextArea, Width, choices,
};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::integrations::{
    Agreement, Availability, Criticality, Direction, Extent, Integration, Middleware, Ownership,
    Timing, Transport,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{IntegrationId, SystemId};

/// The fields that a conflict is shown in.
const LABELS: &[(&str, &str)] = &[
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

/// What a new integration's form begins with.
pub fn blank() -> Form {
    let unknown = || Availability::Unknown.key().to_owned();
    Form::of(vec![
        ("criticality", Criticality::Important.key().to_owned()),
        ("in_scope", "true".to_owned()),
        ("code", unknown()),
        ("credentials", unknown()),
        ("developer", unknown()),
        ("maintainable", unknown()),
        ("needed", unknown()),
    ])
}

/// What a stored integration looks like as a form.
pub fn fill(it: &Integration, version: i32) -> Form {
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("name", it.name.clone()),
        ("source", it.source.to_string()),
        ("destination", it.destination.to_string()),
        ("middleware", it.middleware.key().to_owned()),
        ("transport", it.transport.key().to_owned()),
        ("direction", it.direction.key().to_owned()),
        ("timing", it.timing.key().to_owned()),
        ("extent", it.extent.key().to_owned()),
        ("criticality", it.criticality.key().to_owned()),
        ("monthly_volume", it.monthly_volume.map(|volume| volume.to_string()).unwrap_or_default()),
        ("code", it.code.key().to_owned()),
        ("credentials", it.credentials.key().to_owned()),
        ("developer", it.developer.key().to_owned()),
        ("maintainable", it.maintainable.key().to_owned()),
        ("needed", it.needed.key().to_owned()),
        ("needed_by", it.needed_by.clone()),
        ("history_days", it.history_days.map(|days| days.to_string()).unwrap_or_default()),
        ("contract", it.contract.document.clone()),
        ("contract_by", it.contract.approved_by.clone()),
        ("contract_on", it.contract.approved_on.map(|day| day.to_string()).unwrap_or_default()),
        ("when_it_breaks", it.when_it_breaks.clone()),
        ("other_end", it.other_end.clone()),
        ("what_flows", it.what_flows.clone()),
    ]);
    if it.in_scope {
        sent.push("in_scope", "true");
    }
    it.carries.iter().for_each(|carried| sent.push("carries", carried.to_string()));
    it.owners.iter().for_each(|(of, name)| sent.push(&format!("owner_{}", of.key()), name.clone()));
    sent
}

/// The integration a form describes, and what is wrong with it.
pub fn read(sent: &Form, id: IntegrationId) -> (Integration, Vec<Problem>) {
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
        direction: reading.choice::<Direction>("direction", "Choose which side moves the data."),
        timing: reading.choice::<Timing>("timing", "Choose how often data moves."),
        extent: reading.choice::<Extent>("extent", "Choose how much moves each time."),
        criticality: reading
            .choice::<Criticality>("criticality", "Choose what the business loses when it breaks."),
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
    };
    (integration, reading.problems())
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    id: Option<IntegrationId>,
    title: &str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "systems");
    let action = at(
        document.id,
        &id.map_or_else(|| "integrations/new".to_owned(), |id| format!("integrations/{id}")),
    );
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored =
        |part: &Part| if let Part::Integration(it) = part { Some(fill(it, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(LABELS, sent, stored));
    let controls = id.map(|id| {
        view! { <a class="button" href=at(document.id, &format!("controls/{id}"))>"Controls"</a> }
    });
    let remove = id.map(|_| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{action}/remove") label="Remove integration" look="quiet" with /> }
    });
    let fields = (
        ends(document, sent, &errors),
        travel(sent, &errors),
        carried(document, sent, &errors),
        at_hand(sent, &errors),
        questions(sent),
        owners(document, sent),
    );
    view! {
        <PageHeader title=title.to_owned() trail=vec![Link::new(list.clone(), "Systems and integrations")]>
            {controls}
            {remove}
        </PageHeader>
        {conflict}
        <EditForm action save="Save integration" cancel=list errors version=Some(i64::from(version))>
            {fields}
        </EditForm>
    }
}

/// A choice out of a catalogue.
fn pick<C: Catalogue>(
    label: &'static str,
    name: &'static str,
    sent: &Form,
    errors: &FormErrors,
) -> impl IntoView + use<C> {
    let (selected, error) = (sent.text(name), errors.of(name));
    view! { <Select label name choices={choices::<C>()} selected error /> }
}

fn ends(document: &Engagement, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let systems: Vec<_> =
        document.systems.iter().map(|s| Choice::new(s.id.to_string(), s.name.clone())).collect();
    let (from, to) = (sent.text("source"), sent.text("destination"));
    view! {
        <Field label="Name" name="name" value=sent.text("name") error=errors.of("name") required=true maxlength=200 />
        <div class="field-row">
            <Select
                label="From"
                name="source"
                choices=systems.clone()
                selected=from
                blank="Choose a system"
                error=errors.of("source")
            />
            <Select
                label="To"
                name="destination"
                choices=systems
                selected=to
                blank="Choose a system"
                error=errors.of("destination")
            />
        </div>
        {pick::<Criticality>("Criticality", "criticality", sent, errors)}
        <Checkbox label="In the scope of the verdict" name="in_scope" checked=sent.ticked("in_scope") />
    }
}

fn travel(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let rows = (
        pick::<Middleware>("Middleware", "middleware", sent, errors),
        pick::<Transport>("Transport", "transport", sent, errors),
        pick::<Direction>("Push or pull", "direction", sent, errors),
        pick::<Timing>("Timing", "timing", sent, errors),
        pick::<Extent>("Full or incremental", "extent", sent, errors),
    );
    view! {
        <fieldset class="group">
            <legend>"How it works"</legend>
            {rows}
            <Field
                label="Records a month"
                name="monthly_volume"
                value=sent.text("monthly_volume")
                inputmode="numeric"
                hint="Leave it empty while nobody knows."
                error=errors.of("monthly_volume")
                width=Width::Short
            />
        </fieldset>
    }
}

fn carried(document: &Engagement, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let types: Vec<_> =
        document.data_types.iter().map(|t| Choice::new(t.id.to_string(), t.name.clone())).collect();
    let selected: Vec<Text> = sent.all("carries").map(|id| id.to_owned().into()).collect();
    let error = errors.of("carries");
    (!types.is_empty()).then(|| view! { <CheckboxGroup legend="Data types carried" name="carries" choices=types selected error /> })
}

fn at_hand(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let rows = (
        pick::<Availability>("Can be changed: code or configuration", "code", sent, errors),
        pick::<Availability>("Credentials available", "credentials", sent, errors),
        pick::<Availability>("Original developer reachable", "developer", sent, errors),
        pick::<Availability>("Maintainable", "maintainable", sent, errors),
        pick::<Availability>("Still needed by anybody", "needed", sent, errors),
    );
    let (days, error) = (sent.text("history_days"), errors.of("history_days"));
    let (on, no_day) = (sent.text("contract_on"), errors.of("contract_on"));
    view! {
        <fieldset class="group">
            <legend>"What is at hand"</legend>
            <p class="hint">"Say whether credentials exist, never what they are."</p>
            {rows}
            <Field label="Needed by" name="needed_by" value=sent.text("needed_by") maxlength=200 />
            <Field
                label="Days of history its platform keeps"
                name="history_days"
                value=days
                hint="What is not exported before it expires is lost as evidence."
                error
            />
            <Field
                label="Contract with the other side"
                name="contract"
                value=sent.text("contract")
                hint="What the document is called, and where it is."
                maxlength=500
            />
            <Field label="Contract approved by" name="contract_by" value=sent.text("contract_by") maxlength=200 />
            <Field label="Contract approved on" name="contract_on" kind="date" value=on error=no_day />
        </fieldset>
    }
}

fn questions(sent: &Form) -> impl IntoView + use<> {
    view! {
        <fieldset class="group">
            <legend>"Three questions"</legend>
            <TextArea label="What happens when it breaks?" name="when_it_breaks" value=sent.text("when_it_breaks") rows=2 maxlength=5000 />
            <TextArea label="Who owns the other end?" name="other_end" value=sent.text("other_end") rows=2 maxlength=5000 />
            <TextArea
                label="What data flows, in which direction, how often?"
                name="what_flows"
                value=sent.text("what_flows")
                rows=2
                maxlength=5000
            />
        </fieldset>
    }
}

fn owners(document: &Engagement, sent: &Form) -> impl IntoView + use<> {
    let mut known: Vec<String> = document
        .systems
        .iter()
        .flat_map(|s| [&s.business_owner, &s.technical_owner])
        .cloned()
        .collect();
    known.extend(document.integrations.iter().flat_map(|it| it.owners.values().cloned()));
    known.retain(|name| !name.trim().is_empty());
    known.sort();
    known.dedup();
    let field = |of: &Ownership| {
        let name = format!("owner_{}", of.key());
        view! { <Field label=of.label() value=sent.text(&name) name suggestions=known.clone() maxlength=200 /> }
    };
    let fields = Ownership::ALL.iter().map(field).collect_view();
    view! {
        <fieldset class="group">
            <legend>"Four owners"</legend>
            <p class="hint">"A person or a team each. Left empty, it stays visibly unassigned."</p>
            {fields}
        </fieldset>
    }
}
