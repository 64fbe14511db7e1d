//! Every address of the product: what leads somewhere asks here where that is.
//! It knows what a page is called, never who may see it.

#[cfg(feature = "ssr")]
use faultline::delivery::documents::Document;
#[cfg(feature = "ssr")]
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{
    ClientId, EngagementId, ErasureId, IntakeId, PersonId, SampleId, SavedViewId, ShareId,
    TemplateId,
};
#[cfg(feature = "ssr")]
use faultline::stores::room::About;

mod subjects;

pub use subjects::{counted, step_page, subject};

/// The portfolio.
pub const ENGAGEMENTS: &str = "/";
/// The portfolio as a file.
pub const ENGAGEMENTS_CSV: &str = "/engagements.csv";
/// The reader's saved views of the portfolio.
pub const SAVED_VIEWS: &str = "/views";
/// The firm's templates.
pub const TEMPLATES: &str = "/templates";
/// The firm's settings.
pub const FIRM: &str = "/firm";
/// The firm's logo.
pub const FIRM_LOGO: &str = "/firm/logo";
/// Where anything is found by its name.
pub const FIND: &str = "/find";
/// The firm's clients.
pub const CLIENTS: &str = "/clients";
/// The firm's people.
pub const PEOPLE: &str = "/people";
/// The audit of the whole firm.
pub const AUDIT: &str = "/audit";
/// What was erased, and what is due for it.
pub const ERASURES: &str = "/erasures";
/// How long things are kept.
pub const RETENTION: &str = "/retention";
/// The reader's own account.
pub const ACCOUNT: &str = "/account";
/// What the reader wants to be mailed, on their account.
pub const ACCOUNT_NOTICES: &str = "/account#notices";
/// The page to sign in on.
pub const SIGN_IN: &str = "/sign-in";
/// The page on which anyone asks for a triage.
pub const REQUEST: &str = "/request";
/// The page that says that a request has come.
pub const REQUEST_RECEIVED: &str = "/request/received";
/// The page on which anyone asks whether a certificate is known.
pub const VERIFY: &str = "/verify";
/// The inbox of requests.
pub const REQUESTS: &str = "/requests";

/// A page of an engagement; its overview when none is named.
#[must_use]
pub fn at(engagement: EngagementId, page: &str) -> String {
    if page.is_empty() { format!("/e/{engagement}") } else { format!("/e/{engagement}/{page}") }
}

/// A page of a client room, in one version of it or the newest; the summary when none is named.
#[must_use]
pub fn room(engagement: EngagementId, page: &str, version: Option<i32>) -> String {
    let slash = if page.is_empty() { "" } else { "/" };
    let version = version.map_or_else(String::new, |version| format!("?version={version}"));
    format!("/room/{engagement}{slash}{page}{version}")
}

/// What the page is called that shows a part of a room.
#[cfg(feature = "ssr")]
#[must_use]
pub fn page_of(about: About) -> &'static str {
    if about == About::Summary { "" } else { about.key() }
}

/// Where comments on a part of a room stand, in its newest version.
#[cfg(feature = "ssr")]
#[must_use]
pub fn comments(engagement: EngagementId, about: About) -> String {
    format!("{}#comments", room(engagement, page_of(about), None))
}

/// A document of a version as a file.
#[cfg(feature = "ssr")]
#[must_use]
pub fn document(engagement: EngagementId, document: Document, version: i32) -> String {
    room(engagement, document.key(), Some(version))
}

/// The receipt of a decision.
#[must_use]
pub fn receipt(engagement: EngagementId, number: i32) -> String {
    format!("{}?number={number}", room(engagement, "receipt", None))
}

/// The certificate of an acceptance as a file.
#[must_use]
pub fn certificate(engagement: EngagementId, number: i32) -> String {
    format!("{}?number={number}", room(engagement, "certificate.zip", None))
}

/// The page on which anyone asks whether a certificate with this hash is known.
#[must_use]
pub fn verify(hash: &str) -> String {
    format!("{VERIFY}?hash={hash}")
}

/// The page that finds by name what an engagement has, before anything else.
#[must_use]
pub fn find_in(engagement: EngagementId) -> String {
    format!("{FIND}?at={engagement}")
}

/// A page of the portfolio that `query` narrows, encoded as it is.
#[must_use]
pub fn engagements(query: &str) -> String {
    format!("/?{query}")
}

/// What can be done with a saved view.
#[must_use]
pub fn saved_view(id: SavedViewId, verb: &str) -> String {
    format!("{SAVED_VIEWS}/{id}/{verb}")
}

/// What can be done with a template.
#[must_use]
pub fn template(id: TemplateId, verb: &str) -> String {
    format!("{TEMPLATES}/{id}/{verb}")
}

/// The form of a new engagement that begins with a template.
#[must_use]
pub fn begin_with(id: TemplateId) -> String {
    format!("/engagements/new?template={id}")
}

/// A sample, for programs.
#[must_use]
pub fn api_sample(engagement: EngagementId, sample: SampleId) -> String {
    format!("/api/v1/engagements/{engagement}/samples/{sample}")
}

/// A kind of problem, explained on the page about the API.
#[must_use]
pub fn api_problem(kind: &str) -> String {
    format!("/api/v1#{kind}")
}

/// A file of the browser's half.
#[must_use]
pub fn site(file: &str) -> String {
    format!("/site/{file}")
}

/// A client.
#[must_use]
pub fn client(id: ClientId) -> String {
    format!("/clients/{id}")
}

/// The page on which a client is erased.
#[must_use]
pub fn erase_client(id: ClientId) -> String {
    format!("/clients/{id}/erase")
}

/// The page on which an engagement is erased.
#[must_use]
pub fn erase_engagement(id: EngagementId) -> String {
    format!("/engagements/{id}/erase")
}

/// An erasure: how far it is, then its certificate.
#[must_use]
pub fn erasure(id: ErasureId) -> String {
    format!("{ERASURES}/{id}")
}

/// A request for a triage.
#[must_use]
pub fn request(id: IntakeId) -> String {
    format!("/requests/{id}")
}

/// A client's row in the list.
#[must_use]
pub fn client_row(id: ClientId) -> String {
    format!("/clients#{id}")
}

/// A person.
#[must_use]
pub fn person(id: PersonId) -> String {
    format!("/people/{id}")
}

/// A person's row in the list.
#[must_use]
pub fn person_row(id: PersonId) -> String {
    format!("/people#{id}")
}

/// A page of people that `query` narrows, encoded as it is.
#[must_use]
pub fn people(query: &str) -> String {
    format!("/people?{query}")
}

/// Where a one-time link's token is taken.
#[must_use]
pub fn join(token: &str) -> String {
    format!("/join/{token}")
}

/// Where a shared item is opened.
#[must_use]
pub fn shared(token: &str) -> String {
    format!("/s/{token}")
}

/// What can be done with a link that somebody shared.
#[must_use]
pub fn share(engagement: EngagementId, id: ShareId, verb: &str) -> String {
    room(engagement, &format!("shares/{id}/{verb}"), None)
}

/// The page to sign in on, that leads back to an address, encoded as it is.
#[must_use]
pub fn sign_in(next: &str) -> String {
    format!("/sign-in?next={next}")
}
