//! The verdict pack as OSCAL assessment results: claims and reasons as findings, evidence and what speaks against it as
//! observations, the nine points as what is attested. Ids follow from the version, so that the bytes are the same twice.

use super::{Basis, Claim, Counter, Reason, claims, points};
use crate::judgement::verdict::Answer;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::inside;
use crate::stores::room::Snapshot;
use chrono::{DateTime, SecondsFormat, Utc};
use handed_out::handed_out;
use observed::Observed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

mod handed_out;
mod observed;

/// The release of OSCAL that it is written in.
const OSCAL: &str = "1.2.1";
/// Whose names the properties are that OSCAL does not have.
const NAMES: &str = "urn:faultline:oscal";

/// The assessment results of a version; the same version gives the same bytes.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn write(snapshot: &Snapshot) -> Result<Vec<u8>, serde_json::Error> {
    let made = Made { snapshot };
    let mut bytes = serde_json::to_vec_pretty(&json!({ "assessment-results": made.results() }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What is being written.
#[derive(Clone, Copy)]
struct Made<'a> {
    snapshot: &'a Snapshot,
}

/// A text on one line, as OSCAL wants it wherever it has no paragraphs; never empty.
fn line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "Not recorded".to_owned() } else { words.join(" ") }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NAMES, "value": line(value) })
}

impl Made<'_> {
    /// The id of a part: it follows from the version's hash and the part's name.
    fn id(self, name: &str) -> String {
        let hash = Sha256::digest(format!("{}/{name}", self.snapshot.hash()));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        uuid::Builder::from_sha1_bytes(bytes).into_uuid().to_string()
    }

    fn results(self) -> Value {
        let doc = self.snapshot.document();
        json!({
            "uuid": self.id("results"),
            "metadata": self.metadata(),
            "import-ap": {
                "href": format!("#{}", self.id("version")),
                "remarks": "There is no assessment plan in OSCAL: what was looked at, and how, stands in the version itself.",
            },
            "results": [self.result(&claims(doc, self.snapshot.assessment()))],
            "back-matter": { "resources": self.resources() },
        })
    }

    fn metadata(self) -> Value {
        let (doc, contents) = (self.snapshot.document(), self.snapshot.contents());
        let at = time(contents.published_at);
        let mut parties = vec![json!({
            "uuid": self.id("client"), "type": "organization", "name": line(&doc.client),
        })];
        let mut metadata = json!({
            "title": line(&format!("Verdict pack: {}", doc.title)),
            "last-modified": at,
            "version": contents.number.to_string(),
            "oscal-version": OSCAL,
            "roles": [{ "id": "publisher", "title": "Publisher" }],
        });
        if contents.number > 0 {
            metadata["published"] = json!(at);
            metadata["responsible-parties"] =
                json!([{ "role-id": "publisher", "party-uuids": [self.id("publisher")] }]);
            parties.push(json!({
                "uuid": self.id("publisher"), "type": "person", "name": line(&contents.published_by),
            }));
        }
        metadata["parties"] = json!(parties);
        metadata
    }

    /// The version that all of it follows from, as a file with its hash.
    fn version(self) -> Value {
        json!({
            "uuid": self.id("version"),
            "title": "The version, as JSON",
            "rlinks": [{
                "href": "recommendation.json",
                "media-type": "application/json",
                "hashes": [{ "algorithm": "SHA-256", "value": self.snapshot.hash().to_string() }],
            }],
        })
    }

    /// The version, and the files beside failures that it hands out.
    fn resources(self) -> Vec<Value> {
        let files = (1..).zip(&self.snapshot.contents().files);
        let files = files.map(|(number, file)| handed_out(self, number, file));
        std::iter::once(self.version()).chain(files).collect()
    }

    fn result(self, claims: &[Claim]) -> Value {
        let (doc, mut seen) = (self.snapshot.document(), Observed::default());
        let mut findings = Vec::new();
        for claim in claims {
            let reasons = claim.reasons.iter().enumerate();
            let reasons: Vec<_> =
                reasons.map(|(at, reason)| self.reason(claim, (at, reason), &mut seen)).collect();
            findings.push(self.claim(claim, &reasons, &mut seen));
            findings.extend(reasons);
        }
        let mut result = json!({
            "uuid": self.id("result"),
            "title": line(&doc.title),
            "description": "Each claim with its reasons, their evidence, and what speaks against it.",
            "start": time(observed::start(doc)),
            "end": time(doc.as_of),
            "reviewed-controls": { "control-selections": [observed::controls(doc)] },
            "attestations": [self.attestation()],
        });
        for (name, entries) in [("observations", seen.entries), ("findings", findings)] {
            if !entries.is_empty() {
                result[name] = json!(entries);
            }
        }
        result
    }

    fn claim(self, claim: &Claim, reasons: &[Value], seen: &mut Observed) -> Value {
        let name = claim.integration.map_or_else(|| "engagement".to_owned(), |id| id.to_string());
        let against: Vec<_> = claim
            .against
            .iter()
            .enumerate()
            .map(|(at, counter)| self.related(counter, &format!("{name}/against/{at}"), seen))
            .collect();
        let links: Vec<_> = reasons
            .iter()
            .filter_map(|reason| reason["uuid"].as_str())
            .map(|id| json!({ "href": format!("#{id}"), "rel": "reason" }))
            .collect();
        let mut finding = json!({
            "uuid": self.id(&format!("claim/{name}")),
            "title": line(&format!("{}: {}", claim.about, claim.answer)),
            "description": claim.says,
            "target": {
                "type": "objective-id",
                "target-id": format!("claim-{name}"),
                "status": status(claim.answer),
            },
        });
        if !against.is_empty() {
            finding["related-observations"] = json!(against);
        }
        if !links.is_empty() {
            finding["links"] = json!(links);
        }
        if let Some(remarks) = remarks(claim) {
            finding["remarks"] = json!(remarks);
        }
        finding
    }

    /// A reason as a finding. Two of one claim may say the same: its place is part of its id.
    fn reason(self, claim: &Claim, (at, reason): (usize, &Reason), seen: &mut Observed) -> Value {
        let about = claim.integration.map_or_else(|| "engagement".to_owned(), |id| id.to_string());
        let kind = reason.finding.map_or("recorded", |(_, kind)| kind.key());
        let called = match reason.finding {
            Some((number, kind)) => format!("{}: {number}, {}", claim.about, inside(kind.label())),
            None => format!("{}: what is recorded", claim.about),
        };
        let rests: Vec<_> = reason
            .because
            .iter()
            .map(|evidence| {
                let id = self.id(&format!("evidence/{}/{}", evidence.about.key(), evidence.says));
                seen.evidence(self.snapshot, &id, evidence);
                json!({ "observation-uuid": id })
            })
            .collect();
        let mut finding = json!({
            "uuid": self.id(&format!("reason/{about}/{at}/{kind}/{}", reason.says)),
            "title": line(&called),
            "description": reason.says,
            "target": {
                "type": "objective-id",
                "target-id": format!("reason-{kind}"),
                "status": status(claim.answer),
            },
        });
        if !rests.is_empty() {
            finding["related-observations"] = json!(rests);
        }
        finding
    }

    fn related(self, counter: &Counter, name: &str, seen: &mut Observed) -> Value {
        let id = self.id(name);
        seen.counter(self.snapshot, &id, counter);
        json!({ "observation-uuid": id, "remarks": format!("Speaks against it. {}", counter.answer) })
    }

    /// The nine points; a party stands behind them only where somebody signed.
    fn attestation(self) -> Value {
        let met = points(&Basis::of(self.snapshot));
        let part = |one: &super::Met| {
            let missing = one.missing.iter().map(|lacks| format!("Missing: {lacks}"));
            let told: Vec<_> = one.told.iter().cloned().chain(missing).collect();
            json!({
                "uuid": self.id(&format!("point/{}", one.point.key())),
                "name": one.point.key(),
                "ns": NAMES,
                "title": one.point.label(),
                "props": [property("state", if one.is_met() { "met" } else { "missing" })],
                "prose": told.join("\n\n"),
            })
        };
        let mut attestation = json!({ "parts": met.iter().map(part).collect::<Vec<_>>() });
        let contents = self.snapshot.contents();
        if contents.presentation.signed && contents.number > 0 {
            attestation["responsible-parties"] =
                json!([{ "role-id": "publisher", "party-uuids": [self.id("publisher")] }]);
        }
        attestation
    }
}

/// How a claim's objective, a sound integration, stands.
fn status(answer: Answer) -> Value {
    match answer {
        Answer::Sound | Answer::Repaired | Answer::NotNeeded => {
            json!({ "state": "satisfied", "reason": "pass" })
        }
        Answer::NotEnoughEvidence | Answer::CauseNotKnown | Answer::Watched => json!({
            "state": "not-satisfied", "reason": "other",
            "remarks": format!("{answer}: it is neither shown to be sound nor shown not to be."),
        }),
        Answer::Patch | Answer::Stabilise | Answer::Rebuild => {
            json!({ "state": "not-satisfied", "reason": "fail" })
        }
    }
}

/// How sure a claim is, what was looked for in vain, and what would change it.
fn remarks(claim: &Claim) -> Option<String> {
    let sure =
        (!claim.certainty.is_empty()).then(|| format!("How sure it is: {}", claim.certainty));
    let absent = claim.absent.iter().map(|one| format!("Looked for and not established: {one}"));
    let changes = claim.would_change.iter().map(|one| format!("What would change it: {one}"));
    let all: Vec<_> = sure.into_iter().chain(absent).chain(changes).collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}

#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;
