//! The filter of the sample list in SQL, once for every statement that it narrows.
//! Unfiltered pages have statements of their own, which the planner finds the index for.

use crate::document::samples::Cursor;
use crate::platform::ids::SampleId;
use chrono::DateTime;
use uuid::Uuid;

/// Later than any sample.
pub(super) const END: Cursor = Cursor {
    at: DateTime::from_timestamp(253_370_764_800, 0).expect("the year 9999"),
    id: SampleId(Uuid::max()),
};

/// A statement over the samples that a filter shows, on one side of a cursor: `$to` says what of them is read. The one
/// place where a filter becomes SQL.
macro_rules! filtered {
    ($to:ident, $side:tt, $order:tt, $grant:expr, $than:expr, $limit:expr, $filter:expr) => {
        $to!(
            [$side
                + " and ($5::text is null or state = any(string_to_array($5, ','))) and ($6::text is null or symptom = $6)
         and ($7::uuid is null or coalesce(integration_id, '00000000-0000-0000-0000-000000000000') = $7)
         and ($8::text is null or origin = $8) and ($9::text is null or cause = $9)
         and ($10 = '' or strpos(lower(summary || ' ' || correlation_id || ' ' || records), lower($10)) > 0)
         and ($11::uuid is null or ($11 = '00000000-0000-0000-0000-000000000000' and s.pattern_id is null)
           or s.pattern_id in (select p.id from sample_pattern p
                               where p.engagement_id = $1 and $11 in (p.id, p.merged_into))
           or (s.pattern_id is null and (coalesce(s.integration_id, '00000000-0000-0000-0000-000000000000'), symptom,
                   origin, cause) in (select r.integration_id, r.symptom, r.origin, r.cause from sample_pattern_rule r
                                      where r.engagement_id = $1 and r.pattern_id = $11)))
         "
                + $order],
            $grant.engagement().0,
            $than.at,
            $than.id.0,
            $limit,
            $filter.states(),
            $filter.symptom.map(Catalogue::key),
            $filter.integration.map(|id| id.0),
            $filter.origin.map(Catalogue::key),
            $filter.cause.map(Catalogue::key),
            $filter.text.trim(),
            $filter.pattern.map(|id| id.0)
        )
    };
}

pub(super) use filtered;
