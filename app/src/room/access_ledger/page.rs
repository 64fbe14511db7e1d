//! The pages of access in the room: the list, and one request with the answer to it.
//! Who may only read sees no form.

use crate::access_ledger::{AreaFields, AreaTable, CHANGED, RequestFacts, StateBadge};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Choice, Column, DataTable, Day, EditForm, Field, Link, Notice, PageHeader, RadioGroup, Section,
    Select, TextArea, Tone, Width, choices,
};
use crate::urls;
use chrono::NaiveDate;
use faultline::document::access_ledger::{
    AccessArea, AccessLedger, AccessRequest, AccessScope, AccessState,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::access_ledger::TEXT;
use std::collections::BTreeMap;

/// The page of everything that is asked for.
#[component]
pub fn RoomAccessPage(
    /// The engagement.
    engagement: EngagementId,
    /// The ledger as it is now.
    ledger: AccessLedger,
    /// The day on which it is looked at.
    today: NaiveDate,
    /// The form that tells of an area, for whoever may answer.
    form: Option<Filled>,
) -> impl IntoView {
    let waiting = ledger.requests.iter().filter(|it| it.state == AccessState::Asked).count();
    let waiting = i64::try_from(waiting).unwrap_or(i64::MAX);
    let systems: BTreeMap<_, _> = ledger
        .requests
        .iter()
        .map(|it| (it.system_id, it.system_name.clone()))
        .chain(ledger.areas.iter().map(|it| (it.system_id, it.system_name.clone())))
        .collect();
    let systems: Vec<_> =
        systems.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let form = form.filter(|_| !systems.is_empty());
    let waits = (waiting > 0).then(|| {
        let title =
            format!("{} for your answer.", counted(waiting, "request waits", "requests wait"));
        view! { <Notice tone=Tone::Doubt title /> }
    });
    view! {
        <PageHeader
            title="Access"
            lede="What your consultants ask to reach, what for, and until when. You grant or refuse it here; credentials are handed over elsewhere, and must not be written into this tool."
        />
        {waits}
        <Section title="Requests" id="requests">
            <Requests engagement requests=ledger.requests today />
        </Section>
        <Section title="Forbidden and caution areas" id="areas" lede="What must not be touched, and where care is needed.">
            <AreaTable areas=ledger.areas edit=None />
            {form.map(|form| view! { <TellArea engagement systems form /> })}
        </Section>
    }
}

#[component]
fn Requests(
    engagement: EngagementId,
    requests: Vec<AccessRequest>,
    today: NaiveDate,
) -> impl IntoView {
    if requests.is_empty() {
        return Either::Left(view! { <p>"Nothing was asked for yet."</p> });
    }
    // What waits for an answer first, then the newest.
    let (waiting, rest): (Vec<_>, Vec<_>) =
        requests.into_iter().rev().partition(|it| it.state == AccessState::Asked);
    let rows = waiting.into_iter().chain(rest);
    let rows = rows.map(|request| view! { <RequestRow engagement request today /> });
    let columns = ["System", "What for", "How far", "State", "Until"].map(Column::new).to_vec();
    Either::Right(view! {
        <DataTable caption="Requests" id="requests-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    })
}

#[component]
fn RequestRow(engagement: EngagementId, request: AccessRequest, today: NaiveDate) -> impl IntoView {
    let href = urls::room(engagement, &format!("access/{}", request.id), None);
    let (state, soon) = (request.standing(today), request.ends_soon(today));
    let until = request.until();
    view! {
        <tr>
            <th scope="row" data-label="System"><a href=href>{request.system_name.clone()}</a></th>
            <td class="wrap" data-label="What for">{request.purpose.clone()}</td>
            <td data-label="How far">{request.reach().label()}</td>
            <td data-label="State"><StateBadge state soon /></td>
            <td data-label="Until"><Day date=until /></td>
        </tr>
    }
}

/// The form by which the client tells of an area.
#[component]
fn TellArea(engagement: EngagementId, systems: Vec<Choice>, form: Filled) -> impl IntoView {
    let (action, errors) = (urls::room(engagement, "access", None), form.errors());
    let open = !form.text("says").is_empty() || form.ticked("system");
    view! {
        <details open=open>
            <summary>"Tell of an area"</summary>
            <EditForm action save="Add area" errors label="Tell of an area">
                <AreaFields systems form />
            </EditForm>
        </details>
    }
}

/// The page of one request.
#[component]
pub fn RoomRequestPage(
    /// The engagement.
    engagement: EngagementId,
    /// The request.
    request: AccessRequest,
    /// Areas of its system.
    areas: Vec<AccessArea>,
    /// The day on which it is looked at.
    today: NaiveDate,
    /// The form of the page, for whoever may answer.
    form: Option<Filled>,
    /// Whether the request changed while the form was filled in.
    changed: bool,
) -> impl IntoView {
    let list = urls::room(engagement, "access", None);
    let title = format!("Access to {}", request.system_name);
    let action = urls::room(engagement, &format!("access/{}", request.id), None);
    let state = request.state;
    let asked = request.clone();
    let forms = form.map(|form| match state {
        AccessState::Asked => view! { <AnswerForm action request=asked form /> }.markup(),
        AccessState::Granted => view! { <RevokeForm action version=asked.version form /> }.markup(),
        _ => Markup::default(),
    });
    view! {
        <PageHeader title trail=vec![Link::new(list, "Access")] />
        {changed.then(|| view! { <Notice tone=Tone::Doubt title=CHANGED /> })}
        <RequestFacts request today />
        <Section title="Areas of this system" id="areas"><AreaTable areas edit=None /></Section>
        {forms}
    }
}

/// The form that grants or refuses.
#[component]
fn AnswerForm(action: String, request: AccessRequest, form: Filled) -> impl IntoView {
    let typed = form.ticked("scope");
    let or = |name: &str, stored: String| if typed { form.text(name) } else { stored };
    let scope = or("scope", request.scope.key().to_owned());
    let until = or("until", request.needed_until.to_string());
    let replies = vec![
        Choice::new("grant", "We grant it, as it is said below"),
        Choice::new("refuse", "We refuse it"),
    ];
    view! {
        <Section title="Your answer" id="your-answer">
            <EditForm
                action
                save="Send answer"
                errors=form.errors()
                version=Some(i64::from(request.version))
                label="Your answer"
            >
                <RadioGroup legend="Your answer" name="reply" choices=replies selected=form.text("reply") error=form.error("reply") />
                <Select
                    label="How far the access reaches"
                    name="scope"
                    choices={choices::<AccessScope>()}
                    selected=scope
                    error=form.error("scope")
                    hint="Less than what is asked for is fine; more is not needed."
                />
                <Field
                    label="Last day"
                    name="until"
                    kind="date"
                    value=until
                    error=form.error("until")
                    width=Width::Short
                />
                <TextArea
                    label="Conditions, or why not"
                    name="answer"
                    value=form.text("answer")
                    error=form.error("answer")
                    maxlength=TEXT as u32
                    rows=3
                    hint="Never a password or a key: what looks like one is refused. Names of people that are recognised are replaced before it is stored."
                />
            </EditForm>
        </Section>
    }
}

/// The form that takes back what was granted.
#[component]
fn RevokeForm(action: String, version: i32, form: Filled) -> impl IntoView {
    view! {
        <Section title="Revoke the access" id="revoke" lede="Close the account or replace the key first, where that is yours to do; then say so here.">
            <EditForm
                action=format!("{action}/revoke")
                save="Record that it is revoked"
                errors=form.errors()
                version=Some(i64::from(version))
                label="Revoke the access"
            >
                <TextArea
                    label="Why, and how"
                    name="because"
                    value=form.text("because")
                    error=form.error("because")
                    maxlength=TEXT as u32
                    rows=2
                />
            </EditForm>
        </Section>
    }
}
