//! A first guess at what each column holds, from its name alone.
//! It is a suggestion on a page: a person sees it, and may change it, before anything is stored.

use super::mapping::Target;
use super::words::plain;
use crate::platform::catalogue::Catalogue;

/// Names that columns go by, in the form [`plain`] gives. The first of a target are the surest.
fn names(target: Target) -> &'static [&'static str] {
    match target {
        Target::OccurredAt => &[
            "occurred at utc",
            "occurred at",
            "occurred",
            "timestamp",
            "time",
            "date",
            "datetime",
            "event time",
            "created at",
            "created",
            "logged at",
            "when",
            "happened at",
            "incident date",
            "order date",
        ],
        Target::Summary => &[
            "summary",
            "what happened",
            "description",
            "message",
            "title",
            "subject",
            "error message",
            "error",
            "problem",
            "issue",
            "comment",
            "note",
            "notes",
        ],
        Target::Integration => {
            &["integration", "interface", "connection", "flow", "sync", "connector"]
        }
        Target::Symptom => &["symptom", "failure type", "type", "kind", "category", "failure"],
        Target::Origin => &["origin", "failed at", "failed in", "where"],
        Target::Cause => &["cause", "root cause", "reason"],
        Target::ErrorClass => &["error class", "class", "error type"],
        Target::DetectedAt => {
            &["detected at utc", "detected at", "detected", "noticed at", "noticed", "reported at"]
        }
        Target::DetectedBy => {
            &["detected by", "noticed by", "who noticed", "reported by", "reporter"]
        }
        Target::RecoveredAt => &[
            "recovered at utc",
            "recovered at",
            "recovered",
            "resolved at",
            "resolved",
            "fixed at",
            "closed at",
        ],
        Target::Retries => &["retries", "retry count", "attempts", "tries"],
        Target::Outcome => &["outcome", "result", "resolution", "final status"],
        Target::StatusSaidSuccess => &["status said success", "reported success", "success"],
        Target::CorrelationId => &[
            "correlation id",
            "correlation",
            "request id",
            "trace id",
            "message id",
            "event id",
            "transaction id",
            "job id",
        ],
        Target::Records => &[
            "affected records",
            "records",
            "record",
            "record id",
            "order id",
            "order number",
            "order no",
            "order",
            "invoice id",
            "invoice number",
            "invoice",
            "customer id",
            "customer number",
            "sku",
            "id",
        ],
        Target::ManualMinutes => &[
            "minutes of manual work",
            "manual minutes",
            "minutes",
            "effort",
            "time spent",
            "manual work",
            "clean up minutes",
        ],
        Target::MissingControl => &["missing control", "missing check", "control"],
        Target::Evidence => &[
            "evidence",
            "payload",
            "log",
            "log line",
            "request",
            "response",
            "body",
            "stack trace",
            "details",
            "data",
            "status",
            "amount",
            "quantity",
        ],
        Target::EvidenceKind => &["kind of evidence", "evidence kind", "how it is known"],
        Target::EvidenceOn => &["evidence seen on", "evidence date", "seen on"],
        Target::EvidenceFrom => &["evidence from", "evidence source", "source of evidence"],
    }
}

/// What each column of a header probably holds.
#[must_use]
pub fn suggest(header: &[String]) -> Vec<Option<Target>> {
    // What stands in brackets behind a name is its unit or zone.
    let bare = |name: &String| plain(name.split_once(" (").map_or(name.as_str(), |(bare, _)| bare));
    let plain: Vec<[String; 2]> = header.iter().map(|name| [plain(name), bare(name)]).collect();
    let mut columns = vec![None; header.len()];
    for target in Target::ALL.iter().copied() {
        for name in names(target) {
            for at in (0..plain.len()).filter(|at| plain[*at].iter().any(|it| it == name)) {
                let free = columns[at].is_none();
                let wanted = target.takes_several() || !columns.contains(&Some(target));
                if free && wanted {
                    columns[at] = Some(target);
                }
            }
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn suggested(header: &str) -> Vec<Option<Target>> {
        suggest(&header.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn columns_are_known_by_their_names_however_they_are_written() {
        use Target as T;
        let expected = vec![
            Some(T::OccurredAt),
            Some(T::Summary),
            Some(T::Records),
            Some(T::CorrelationId),
            None,
        ];
        assert_eq!(suggested("OccurredAt,Error Message,order_id,Request-ID,colour"), expected);
    }

    #[test]
    fn a_target_is_suggested_once_and_the_surest_name_wins() {
        use Target as T;
        assert_eq!(
            suggested("date,occurred_at,message"),
            [None, Some(T::OccurredAt), Some(T::Summary)]
        );
        assert_eq!(suggested("payload,log"), [Some(T::Evidence), Some(T::Evidence)]);
    }

    #[test]
    fn no_name_leads_to_two_targets() {
        let mut seen = HashSet::new();
        for target in Target::ALL {
            for name in names(*target) {
                assert_eq!(plain(name), *name, "a name is written as it is compared");
                assert!(seen.insert(*name), "“{name}” leads to two targets");
            }
        }
    }

    #[test]
    fn our_own_download_is_mapped_whole() {
        let mut writer =
            crate::engines::spreadsheet::Writer::of_samples("Europe/Berlin".parse().unwrap())
                .unwrap();
        writer.row(["x"; 25]).unwrap();
        let text = String::from_utf8(writer.finish()).unwrap();
        let table =
            crate::engines::tables::Table::read(text.trim_start_matches('\u{feff}'), None, true)
                .unwrap();
        let found: HashSet<_> = suggest(table.header()).into_iter().flatten().collect();
        assert_eq!(found.len(), Target::ALL.len());
    }
}
