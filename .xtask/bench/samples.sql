-- A million failure samples of one engagement, spread over a year, as an import would leave them.
insert into sample (
    id, engagement_id, symptom, origin, cause, occurred_at, detected_by, retries, outcome, status_said_success,
    correlation_id, records, manual_minutes, summary, state
)
select
    gen_random_uuid(), :'engagement',
    (array['wrong', 'duplicate', 'missing', 'late', 'partial', 'silent'])[1 + i % 6],
    (array['source', 'middleware', 'destination', 'unknown'])[1 + i % 4],
    (array['timeout', 'replayed', 'wrong_mapping', 'duplicate_record', 'unknown'])[1 + i % 5],
    timestamptz '2026-01-01' + (i * 31) % 31000000 * interval '1 second',
    (array['monitor', 'staff', 'customer', 'nobody'])[1 + i % 4], i % 4,
    (array['success', 'failed', 'manual_override', 'unresolved'])[1 + i % 4], i % 7 = 0,
    'req-' || md5(i::text), 'ORD-' || lpad(i::text, 9, '0'), i % 30,
    'POST /orders answered 422: the customer is unknown (order ' || i || ')',
    (array['new', 'confirmed', 'diagnosed', 'rejected'])[1 + i % 4]
from generate_series(1, :rows) i;
analyze;
