//! The public request page, and the page that says that the request has come.
//! One page, five minutes: it says what it asks for and why, and needs no script.

use super::ask::{NO_PEOPLE, TRAP};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Checkbox, CheckboxGroup, Choice, EditForm, Field, Notice, PageHeader, PublicShell, Select,
    TextArea, Width, choices,
};
use crate::urls;
use faultline::document::engagement::{Complaint, ComplaintGroup};
use faultline::document::intake::{Frequency, LINES, MORE, NAME, TEXT};
use faultline::platform::catalogue::Catalogue;

/// The page.
#[component]
pub fn AskPage(
    /// The form.
    form: Filled,
    /// Whether it asks if names in the answers are of people.
    asks_about_names: bool,
) -> impl IntoView {
    view! {
        <PublicShell wide=true>
            <PageHeader
                title="Request a triage"
                lede="Orders that arrive twice, stock that is wrong, a sync that nobody trusts: tell us what breaks. It takes about five minutes and needs no account."
            />
            <Notice title="Describe it without secrets and without people.">
                <p>"Write no passwords, keys or account numbers, and no names, addresses or orders of customers: “a password”, “a customer” and “our bookkeeper” are enough. Your own name and address are for answering you."</p>
            </Notice>
            <EditForm action=urls::REQUEST save="Send request" errors=form.errors()>
                <Trap />
                <WhoAsks form=form.clone() />
                <WhatBreaks form=form.clone() />
                <Symptoms form=form.clone() />
                <TextArea
                    label="Anything else we should know"
                    name="more"
                    value=form.text("more")
                    error=form.error("more")
                    hint="When it began, what was tried, what it costs you."
                    maxlength=MORE as u32
                    rows=5
                />
                {asks_about_names.then(|| view! { <Names form /> })}
            </EditForm>
        </PublicShell>
    }
}

/// Out of sight and out of the order of keys: only programs fill it in.
#[component]
fn Trap() -> impl IntoView {
    view! {
        <div class="visually-hidden" aria-hidden="true">
            <label for=TRAP>"Leave this empty"</label>
            <input type="text" id=TRAP name=TRAP tabindex="-1" autocomplete="off" />
        </div>
    }
}

#[component]
fn WhoAsks(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Who asks"</legend>
            <Field
                label="Your name"
                name="name"
                value=form.text("name")
                error=form.error("name")
                autocomplete="name"
                required=true
                maxlength=NAME as u32
            />
            <Field
                label="Your firm"
                name="company"
                value=form.text("company")
                error=form.error("company")
                autocomplete="organization"
                required=true
                maxlength=NAME as u32
            />
            <Field
                label="Email"
                name="email"
                kind="email"
                value=form.text("email")
                error=form.error("email")
                hint="The answer goes there."
                autocomplete="email"
                required=true
                maxlength=254
            />
        </fieldset>
    }
}

#[component]
fn WhatBreaks(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"What breaks"</legend>
            <Field
                label="The workflow that breaks"
                name="workflow"
                value=form.text("workflow")
                error=form.error("workflow")
                hint="In a few words: “Web orders to our accounting”."
                required=true
                maxlength=NAME as u32
                width=Width::Full
            />
            <TextArea
                label="What starts it"
                name="starts"
                value=form.text("starts")
                error=form.error("starts")
                hint="“A customer pays in the shop”, “every night at two”."
                required=true
                maxlength=TEXT as u32
                rows=2
            />
            <TextArea
                label="Who notices when it fails"
                name="notices"
                value=form.text("notices")
                error=form.error("notices")
                hint="What they do, not what they are called: “the warehouse”, “our customers”. Leave it empty when nobody does."
                maxlength=TEXT as u32
                rows=2
            />
            <Select
                label="How often it fails"
                name="how_often"
                choices={choices::<Frequency>()}
                selected=form.text("how_often")
                blank="Choose"
                error=form.error("how_often")
                required=true
            />
            <TextArea
                label="Systems it runs through"
                name="systems"
                value=form.text("systems")
                error=form.error("systems")
                hint=format!("One to a line, by the name you use: shop, accounting, a spreadsheet, a team. At most {LINES}.")
                required=true
                maxlength=4000
                rows=4
            />
        </fieldset>
    }
}

#[component]
fn Symptoms(form: Filled) -> impl IntoView {
    let group = |group: &ComplaintGroup| {
        let of = Complaint::ALL.iter().filter(|one| one.group() == *group);
        let choices = of.map(|one| Choice::new(one.key(), one.plain())).collect();
        let (id, selected) = (format!("symptoms-{}", group.key()), form.all("symptoms"));
        view! { <CheckboxGroup legend=group.question() name="symptoms" id choices selected /> }
    };
    view! {
        <fieldset class="group">
            <legend>"What you see"</legend>
            <p class="hint">"Tick what you know. None is an answer too."</p>
            {ComplaintGroup::ALL.iter().map(group).collect_view()}
        </fieldset>
    }
}

#[component]
fn Names(form: Filled) -> impl IntoView {
    view! {
        <Checkbox
            label="The names in my answers are of firms or systems, not of people"
            name=NO_PEOPLE
            checked=form.ticked(NO_PEOPLE)
        />
    }
}

/// The page that says that the request has come.
#[component]
pub fn ReceivedPage() -> impl IntoView {
    view! {
        <PublicShell>
            <PageHeader title="We have your request" lede="Thank you. It waits to be read. The answer goes to the address you gave." />
            <p>"Until then there is nothing to do. What may help later: keep a few examples of what went wrong, with the day and the number of the order, where you keep such things already."</p>
            <p>
                <a class="button" href=urls::REQUEST>"Send another request"</a>
            </p>
        </PublicShell>
    }
}
