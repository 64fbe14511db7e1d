//! Files beside failures that a version hands out: where each lies in the archive, with the hash that the version names.
//! One that was withdrawn since leads nowhere any more; its hash stays, which the version was sealed with.

use super::{Made, line, property};
use crate::delivery::report::FileTold;
use crate::stores::room::HandedOut;
use serde_json::{Value, json};

/// A file as a resource, the one with this number of its version.
pub(super) fn handed_out(made: Made<'_>, number: usize, file: &HandedOut) -> Value {
    let told = FileTold::of(made.snapshot, file, false);
    let mut resource = json!({
        "uuid": made.id(&format!("file/{}", file.id)),
        "title": line(&file.name),
        "description": line(&told.about),
        "props": [
            property("bytes", &file.bytes.to_string()),
            property("failure", &file.failure.to_string()),
            property("sha-256", &told.sha256),
        ],
    });
    if told.withdrawn.is_empty() {
        resource["rlinks"] = json!([{
            "href": file.path(number),
            "media-type": file.format.media_type(),
            "hashes": [{ "algorithm": "SHA-256", "value": told.sha256 }],
        }]);
    } else {
        resource["remarks"] = json!(told.withdrawn);
    }
    resource
}

#[cfg(test)]
mod tests {
    use crate::delivery::verdict_pack::oscal::tests::assert_valid;
    use crate::stores::room::Hash;
    use crate::stores::room::tests::handing_out;
    use serde_json::{Value, json};

    fn resources(of: &Value) -> &[Value] {
        of["assessment-results"]["back-matter"]["resources"].as_array().unwrap()
    }

    #[test]
    fn each_file_is_a_resource_with_its_place_in_the_archive_and_its_hash() {
        let (snapshot, bytes) = handing_out();
        let pack = assert_valid(&snapshot);
        let [_, first, second] = resources(&pack) else { panic!("{pack:#}") };
        let hash = Hash::of_bytes(&bytes[0]).to_string();
        let link = json!({
            "href": snapshot.contents().files[0].path(1),
            "media-type": "text/plain; charset=utf-8",
            "hashes": [{ "algorithm": "SHA-256", "value": hash }],
        });
        assert_eq!(first["rlinks"], json!([link]));
        assert_eq!(first["title"], "Größe 0.txt");
        assert_ne!(first["uuid"], second["uuid"]);
    }

    #[test]
    fn a_file_that_was_withdrawn_leads_nowhere_and_keeps_its_hash() {
        let (snapshot, bytes) = handing_out();
        let (at, id) = (snapshot.contents().published_at, snapshot.contents().files[1].id);
        let mut states = snapshot.files().clone();
        states.insert(id, Some(at));
        let pack = assert_valid(&snapshot.with_files(states));
        let [_, first, second] = resources(&pack) else { panic!("{pack:#}") };
        assert!(first.get("rlinks").is_some() && second.get("rlinks").is_none());
        assert!(second["remarks"].as_str().unwrap().starts_with("Withdrawn on "), "{second:#}");
        assert_eq!(second["props"][2]["value"], Hash::of_bytes(&bytes[1]).to_string());
    }
}
