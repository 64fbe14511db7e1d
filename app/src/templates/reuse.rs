//! The form that starts another engagement from one, or keeps it as a template.
//! It says what is taken, what never is, and shows every text that could be, with a box that is empty at first.

use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{
    CheckboxGroup, Choice, EditForm, Field, Link, Notice, PageHeader, RadioGroup, Section, Select,
    Text,
};
use crate::urls::{self, at};
use faultline::document::engagement::Problem;
use faultline::document::template::{Offer, Offered};
use faultline::platform::ids::{ClientId, EngagementId};
use faultline::platform::wording::counted;
use faultline::stores::engagement::Client;

/// What is made of what is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Make {
    /// A new engagement.
    Engagement {
        /// Whom it is for.
        client: ClientId,
        /// What it is called.
        title: String,
    },
    /// A template of the firm.
    Template {
        /// What it is called.
        name: String,
    },
}

impl Make {
    /// What a form asks for.
    ///
    /// # Errors
    /// What to put right.
    pub fn of(sent: &Form) -> Result<Self, Vec<Problem>> {
        match sent.raw("make") {
            "template" => Ok(Self::Template { name: sent.text("name") }),
            "engagement" => match sent.text("client").parse() {
                Ok(client) => Ok(Self::Engagement { client, title: sent.text("title") }),
                Err(_) => Err(vec![Problem::new("client", "Choose the client this is for.")]),
            },
            _ => Err(vec![Problem::new("make", "Say what to make of it.")]),
        }
    }
}

/// The page.
#[component]
pub fn ReusePage(
    /// The engagement.
    engagement: EngagementId,
    /// What it offers.
    offer: Offer,
    /// The clients that a new one may be for.
    clients: Vec<Client>,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let shape = Shape::of(&offer);
    view! {
        <PageHeader
            title="Start from this engagement"
            trail=vec![Link::new(at(engagement, ""), "Overview")]
            lede="Take the method along and leave the client behind: as a new engagement, or as a template that everybody here can begin with."
        />
        <Promise shape />
        <EditForm
            action=at(engagement, "reuse")
            save="Start"
            cancel=at(engagement, "")
            errors=form.errors()
        >
            <Texts offer form=form.clone() />
            <Becomes clients form />
        </EditForm>
    }
}

/// How much is taken without a tick.
#[derive(Clone)]
struct Shape {
    systems: String,
    integrations: String,
    controls: String,
}

impl Shape {
    fn of(offer: &Offer) -> Self {
        let told =
            |n: usize, one: &str, many: &str| counted(i64::try_from(n).unwrap_or(0), one, many);
        Self {
            systems: told(offer.kinds, "system", "systems"),
            integrations: told(offer.integrations, "integration", "integrations"),
            controls: told(offer.controls, "control", "controls"),
        }
    }
}

/// What is always taken, and what never is.
#[component]
fn Promise(shape: Shape) -> impl IntoView {
    let Shape { systems, integrations, controls } = shape;
    view! {
        <Section title="What is taken, and what never is" id="promise">
            <h3>"Always taken"</h3>
            <ul>
                <li>{systems}": the kind of each, such as “Shop”, under that name"</li>
                <li>{integrations}": what each joins, how and how often data moves, how critical it is, whether it is in scope"</li>
                <li>{controls}" that were asked, with nothing found yet"</li>
                <li>"How many samples a quote needs, and what is assumed of each kind of unknown"</li>
            </ul>
            <h3>"Taken where you tick it"</h3>
            <p>"Names of systems, data types with the names of their fields, lines that you added to the plan, exclusions and assumptions of the quote. A text in which somebody is recognised is not offered; read the others before you tick them."</p>
            <h3>"Never taken"</h3>
            <ul>
                <li>"The client, the title, the situation, the symptoms and what an hour costs them"</li>
                <li>"Vendors, owners, contacts and every other person"</li>
                <li>"Maps, workflows, their rules and their matchings"</li>
                <li>"Failure samples, files, comparisons, evidence and notes"</li>
                <li>"Access, questions and answers, comments, decisions, published versions"</li>
                <li>"Verdicts, decisions on risks, approvals, targets, prices, hours and issued quotes"</li>
            </ul>
        </Section>
    }
}

/// Every text that can be taken, each with its box.
#[component]
fn Texts(offer: Offer, form: Filled) -> impl IntoView {
    let (take, exclusion) = (form.all("take"), form.all("exclusion"));
    let Offer { systems, data_types, lines, exclusions, assumptions, held, .. } = offer;
    let group = |legend: &'static str, name: &'static str, id: &'static str, of: Vec<Offered>| {
        let selected = if name == "take" { take.clone() } else { exclusion.clone() };
        (!of.is_empty()).then(|| {
            view! { <CheckboxGroup legend name id choices=choices(of) selected /> }
        })
    };
    let groups = [
        group("Systems that keep their name", "take", "take-systems", systems),
        group("Data types, with their fields", "take", "take-types", data_types),
        group("Lines that were added to the plan", "take", "take-lines", lines),
        group("Exclusions of the quote", "exclusion", "take-exclusions", exclusions),
        group(
            "Assumptions of the quote, with their tests",
            "take",
            "take-assumptions",
            assumptions,
        ),
    ];
    let none = groups.iter().all(Option::is_none).then(|| {
        view! { <p>"This engagement has no text that could be taken."</p> }
    });
    let groups: Vec<_> = groups.into_iter().flatten().collect();
    let held = (held > 0).then(|| {
        let told = counted(i64::try_from(held).unwrap_or(0), "text is", "texts are");
        let title = format!("{told} not offered.");
        view! {
            <Notice title><p>"The client, a person, an address or something like a secret was recognised in it. Read what you tick all the same: what only people recognise, nothing here does."</p></Notice>
        }
    });
    view! {
        <Section title="Texts to take along" id="texts" lede="Tick what would say the same of any client. Nothing is ticked for you.">
            {none}
            {groups.collect_view()}
            {held}
        </Section>
    }
}

fn choices(offered: Vec<Offered>) -> Vec<Choice> {
    let choice = |one: Offered| Choice::new(one.value, one.says).hint(one.more);
    offered.into_iter().map(choice).collect()
}

/// What is made of it.
#[component]
fn Becomes(clients: Vec<Client>, form: Filled) -> impl IntoView {
    let ways = vec![
        Choice::new("engagement", "A new engagement")
            .hint("You lead it. Say whom it is for and what is breaking."),
        Choice::new("template", "A template of the firm")
            .hint("It is offered to everybody who opens an engagement here."),
    ];
    let clients = clients.into_iter().map(|client| Choice::new(client.id.to_string(), client.name));
    let made = match form.text("make") {
        none if none.is_empty() => Text::from("engagement"),
        made => made.into(),
    };
    view! {
        <Section title="What it becomes" id="becomes">
            <RadioGroup legend="Make of it" name="make" choices=ways selected=made error=form.error("make") />
            <div class="field-grid">
                <Select
                    label="Client"
                    name="client"
                    choices=clients.collect()
                    selected=form.text("client")
                    blank="Choose a client"
                    hint="For a new engagement"
                    error=form.error("client")
                />
                <Field
                    label="Title"
                    name="title"
                    value=form.text("title")
                    hint="For a new engagement: what is breaking, in a few words"
                    error=form.error("title")
                    maxlength=200
                />
                <Field
                    label="Name of the template"
                    name="name"
                    value=form.text("name")
                    hint="For a template: what kind of case it is, such as “Shop and ERP”"
                    error=form.error("name")
                    maxlength=200
                />
            </div>
            <p>"The firm’s templates stand under "<a href=urls::TEMPLATES>"Templates"</a>"."</p>
        </Section>
    }
}
