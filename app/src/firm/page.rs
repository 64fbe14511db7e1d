//! The page of the firm's settings.
//! It asks only for what something shows or begins with, and says where.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    EditForm, Field, FileField, PageHeader, PostButton, Section, Text, TextArea, Toast, Width,
};
use crate::urls;
use faultline::document::quote::currencies;
use faultline::stores::firm::Firm;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The firm as it is stored.
    pub firm: Firm,
    /// The form, as it is stored or as it was sent.
    pub form: Filled,
    /// What just happened.
    pub told: Option<&'static str>,
}

/// The page.
#[component]
pub fn FirmPage(
    /// What it shows.
    shown: Shown,
    /// Whether the reader may say how long things are kept.
    may_erase: bool,
) -> impl IntoView {
    let Shown { firm, form, told } = shown;
    let (has_logo, error) = (firm.logo.is_some(), form.error("logo"));
    let (errors, version) = (form.errors(), form.version());
    view! {
        {told.map(|message| view! { <Toast message /> })}
        <PageHeader title="Settings of the firm" lede="Who you are to your clients, and what a new quote begins with." />
        <EditForm action=urls::FIRM save="Save settings" errors version>
            <WhoFields form=form.clone() />
            <QuoteFields form />
        </EditForm>
        <Logo has_logo error />
        {may_erase.then(|| view! { <Kept /> })}
    }
}

#[component]
fn WhoFields(form: Filled) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [name, contact, brand, confidential] =
        ["name", "contact", "brand", "confidential"].map(field);
    view! {
        <Section title="Who you are" id="who" lede="Shown where reports, sheets and quotes that clients download begin, and in the line for your signature. Tables and data files show none of it, and without a name nothing does.">
            <Field label="Name" name="name" value=name.0 error=name.1 maxlength=200 />
            <TextArea
                label="Contact"
                name="contact"
                value=contact.0
                error=contact.1
                hint="How clients reach you: an address, a telephone number, a mail address. One on a line."
                maxlength=500
                rows=3
            />
            <Field
                label="Colour of headings"
                name="brand"
                value=brand.0
                error=brand.1
                hint="A number sign and six digits, such as #0b4a60. Text in it has to be readable on white: a contrast of 4.5 to 1."
                maxlength=7
                width=Width::Short
            />
            <TextArea
                label="Sentence on confidentiality"
                name="confidential"
                value=confidential.0
                error=confidential.1
                hint="Such as “For the addressee only; please do not pass it on.”"
                maxlength=500
                rows=2
            />
        </Section>
    }
}

#[component]
fn QuoteFields(form: Filled) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [rate, currency, tax, days] = ["rate", "currency", "tax", "validity_days"].map(field);
    let suggestions: Vec<String> = currencies().map(str::to_owned).collect();
    view! {
        <Section title="New quotes" id="new-quotes" lede="A new draft begins with these terms and can change each of them. Drafts that are there already stay as they are.">
            <div class="field-grid">
                <Field label="Price of an hour, before tax" name="rate" value=rate.0 error=rate.1 inputmode="decimal" width=Width::Short />
                <Field
                    label="Currency"
                    name="currency"
                    value=currency.0
                    error=currency.1
                    maxlength=3
                    width=Width::Short
                    suggestions
                    hint="Three letters of ISO 4217; without it, that of the engagement"
                />
                <Field label="Tax, in per cent" name="tax" value=tax.0 error=tax.1 inputmode="decimal" width=Width::Short />
                <Field label="Days in which it can be accepted" name="validity_days" value=days.0 error=days.1 inputmode="numeric" width=Width::Short />
            </div>
        </Section>
    }
}

#[component]
fn Logo(has_logo: bool, error: Option<Text>) -> impl IntoView {
    let now = if has_logo {
        Either::Left(view! {
            <p><img class="firm-logo" src=urls::FIRM_LOGO alt="Your logo, as clients see it" /></p>
            <PostButton action="/firm/logo/remove" label="Remove logo" look="quiet" />
        })
    } else {
        Either::Right(view! { <p>"No logo yet: covers show your name alone."</p> })
    };
    view! {
        <Section title="Logo" id="logo-section" lede="Shown on the cover of documents, beside your name.">
            {now}
            <EditForm action=urls::FIRM_LOGO save="Put this logo" files=true label="Logo">
                <FileField
                    label="Picture"
                    name="logo"
                    hint="One picture, PNG or JPEG, at most 2,000 pixels wide and high and 500 kB. It is drawn anew: nothing but what one sees is kept."
                    error
                />
            </EditForm>
        </Section>
    }
}

/// Where else the firm decides for all of its engagements.
#[component]
fn Kept() -> impl IntoView {
    view! {
        <Section title="How long things are kept" id="retention">
            <p>"Requests, archived engagements and backups: "<a href=urls::RETENTION>"How long things are kept"</a>"."</p>
        </Section>
    }
}
