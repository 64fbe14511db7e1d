//! The receipt of a decision: its number, who, when, what it was about, and the certificate of an acceptance.

use crate::prelude::*;
use crate::room::talk::{Told, past, tone};
use crate::ui::{Fact, Facts, Notice, PageHeader, Section, Time};
use crate::urls;
use chrono::{DateTime, Utc};
use faultline::platform::ids::EngagementId;
use faultline::stores::certificate::Certificate;
use faultline::stores::certificate::store::Receipt;
use sha2::{Digest, Sha256};

/// The page. It is made to be printed.
#[component]
pub fn ReceiptPage(
    /// The engagement.
    engagement: EngagementId,
    /// The decision.
    receipt: Receipt,
    /// What the engagement is called.
    title: String,
    /// Whose it is.
    client: String,
) -> impl IntoView {
    let number = receipt.number;
    let sum = format!("{} {}", receipt.person, past(&receipt.answer));
    let quote = receipt.quote.zip(receipt.quote_hash.as_ref()).map(|(number, hash)| {
        view! {
            <Fact term="Quote">{format!("Quote {number}")}</Fact>
            <Fact term="SHA-256 of the quote"><code>{hex::encode(hash)}</code></Fact>
        }
    });
    let version_hash = hex::encode(&receipt.version_hash);
    let (person, version) = (receipt.person.clone(), format!("Version {}", receipt.version));
    let (answer, at) = (tone(&receipt.answer), receipt.at);
    let reason = (!receipt.reason.is_empty()).then(|| {
        let text = receipt.reason.clone();
        view! { <Section title="In their words" id="words"><Told text /></Section> }
    });
    view! {
        <PageHeader title=format!("Receipt of decision {number}") lede=format!("{title} · {client}") />
        <Notice tone=answer title=sum><p><Time at /></p></Notice>
        <Facts>
            <Fact term="Number">{number}</Fact>
            <Fact term="Who">{person}</Fact>
            <Fact term="When"><Time at /></Fact>
            <Fact term="Version">{version}</Fact>
            <Fact term="SHA-256 of the version"><code>{version_hash}</code></Fact>
            {quote}
        </Facts>
        {reason}
        <CertificatePart engagement receipt />
        <p class="receipt-back"><a href=urls::room(engagement, "decision", None)>"All decisions"</a></p>
    }
}

/// The certificate, with what can be done with it; an acceptance of before there were any has none.
#[component]
fn CertificatePart(engagement: EngagementId, receipt: Receipt) -> impl IntoView {
    let record = receipt.record.unwrap_or_default();
    let certified = !record.is_empty();
    let shortened = Certificate::read(&record).is_ok_and(|read| read.may_leave_out());
    let shortened = shortened.then(|| {
        view! { <p class="note">"Of what happened before, it tells the newest: earlier openings, questions and answers may be left out."</p> }
    });
    let hash = hex::encode(Sha256::digest(&record));
    let file = urls::certificate(engagement, receipt.number);
    let check = urls::verify(&hash);
    let outside = (receipt.outside_stamp.is_some(), receipt.outside_failed_at);
    certified.then(|| view! {
        <Section title="Certificate of acceptance" id="certificate" lede="Who accepted what, when, and what happened before, with a time stamp after RFC 3161. Anyone can check, without us, that it is as it was stamped.">
            <p><a class="button primary" href=file>"Download the certificate"</a></p>
            <Facts>
                <Fact term="SHA-256 of the certificate"><code>{hash}</code></Fact>
                <Fact term="Stamped by">"The key of this server"</Fact>
                <OutsideFact outside />
            </Facts>
            {shortened}
            <details>
                <summary>"How to check it"</summary>
                <p>"With this program: "<code>"faultline verify FILE"</code>". It names the first part that was changed since it was stamped."</p>
                <p>
                    "With OpenSSL, once it is unpacked: "
                    <code>"openssl ts -verify -data certificate.json -in certificate.tsr -CAfile authority.pem"</code>
                </p>
                <p><a href=check>"Ask this server whether it knows it"</a>". Whoever asks sees nothing of what it says."</p>
            </details>
        </Section>
    })
}

/// What an authority outside did; nothing where none is asked.
#[component]
fn OutsideFact(outside: (bool, Option<DateTime<Utc>>)) -> impl IntoView {
    let (stamped, failed_at) = outside;
    let stamped = stamped.then(|| {
        view! { <Fact term="Stamped outside">"By an authority outside, too"</Fact> }
    });
    let failed = failed_at.map(|at| {
        view! {
            <Fact term="Stamped outside">
                <span>"An authority outside gave no stamp, "<Time at />". The stamp of this server holds."</span>
            </Fact>
        }
    });
    view! { {stamped}{failed} }
}
