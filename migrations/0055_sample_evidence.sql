-- How a failure is known: the kind of its evidence, the day it was seen, and where it is from. What was recorded before
-- says none of it.
alter table sample
    add column evidence_kind text
        check (evidence_kind in ('reproduced', 'reconciled', 'logged', 'screenshot', 'told')),
    add column evidence_on date,
    add column evidence_from text not null default '';

-- The kind is a word of ours; where it is from is somebody's own.
create or replace function outside_texts() returns table (in_table text, in_column text, of_type text)
language sql stable as $$
    select c.relname::text, a.attname::text, format_type(a.atttypid, null)
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and format_type(a.atttypid, null) in ('text', 'text[]', 'json', 'jsonb')
        and exists (select from pg_catalog.pg_attribute e where e.attrelid = c.oid and e.attname = 'engagement_id')
        and c.relname || '.' || a.attname <> all (array[
            'api_token.scopes', 'attachment.format', 'attachment.replaced', 'audit.action', 'audit.subject_kind',
            'comment.about', 'comment.person_name', 'decision.answer', 'decision.person_name', 'job.kind', 'job.state',
            'map_draft.side', 'membership.capacity', 'part.kind', 'reconciliation_difference.kind', 'sample.cause',
            'sample.detected_by', 'sample.error_class', 'sample.evidence_kind', 'sample.missing_control', 'sample.origin', 'sample.outcome',
            'sample.state', 'sample.symptom', 'sample_clock.measure', 'sample_pattern_rule.cause',
            'sample_pattern_rule.origin', 'sample_pattern_rule.symptom', 'sample_secret.kind', 'sample_tally.cause',
            'sample_tally.detected_by', 'sample_tally.evidence_kind', 'sample_tally.missing_control', 'sample_tally.origin', 'sample_tally.state',
            'sample_tally.symptom', 'snapshot.published_by_name', 'standing_change.closed', 'standing_change.raised',
            'standing_change.verdict', 'upload.encoding', 'upload.format', 'upload.redacted',
            'import_mapping.mapping', 'part.body', 'reconciliation.outcome', 'reconciliation.settings',
            'reconciliation_difference.content', 'snapshot.document', 'upload.mapping',
            'quote.answered_by_name', 'quote.document', 'quote_change.document'])
$$;

-- The day that evidence is counted by; infinity stands for the day it happened, where nobody said another.
create function evidence_day(kind text, seen_on date) returns date language sql immutable parallel safe as $$
    select case when kind is null then 'infinity' else coalesce(seen_on, 'infinity') end
$$;
revoke all on function evidence_day(text, date) from public;
grant execute on function evidence_day(text, date) to faultline_app;

alter table sample_tally add column evidence_kind text not null default '';
alter table sample_tally add column evidence_on date not null default 'infinity';
alter table sample_tally drop constraint sample_tally_pkey;
alter table sample_tally add primary key
    (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
     status_said_success, state, pattern_id, evidence_kind, evidence_on);

create or replace function sample_tally_insert() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, evidence_kind, evidence_on, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(evidence_kind, ''), evidence_day(evidence_kind, evidence_on), count(*), sum(manual_minutes), sum(record_count(records)),
        count(*) filter (where outcome = 'success' and manual_minutes = 0)
    from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id, evidence_kind, evidence_on)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, count(*)
    from added,
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
    where state <> 'rejected' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;
create or replace function sample_tally_update() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, evidence_kind, evidence_on, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(evidence_kind, ''), evidence_day(evidence_kind, evidence_on), sum(sign), sum(sign * manual_minutes), sum(sign * record_count(records)),
        coalesce(sum(sign) filter (where outcome = 'success' and manual_minutes = 0), 0)
    from (select 1 as sign, * from added union all select -1, * from removed) changed
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
    having sum(sign) <> 0 or sum(sign * manual_minutes) <> 0 or sum(sign * record_count(records)) <> 0
        or coalesce(sum(sign) filter (where outcome = 'success' and manual_minutes = 0), 0) <> 0
    order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id, evidence_kind, evidence_on)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, sum(sign)
    from (select 1 as sign, * from added union all select -1, * from removed) changed,
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
    where state <> 'rejected' group by 1, 2, 3, 4, 5 having sum(sign) <> 0 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;
create or replace function sample_tally_delete() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, evidence_kind, evidence_on, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(evidence_kind, ''), evidence_day(evidence_kind, evidence_on), -count(*), -sum(manual_minutes), -sum(record_count(records)),
        -count(*) filter (where outcome = 'success' and manual_minutes = 0)
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id, evidence_kind, evidence_on)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, -count(*)
    from removed,
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
    where state <> 'rejected' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;

-- A contributor says it of their own report too.
drop function submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text,
                            int, text, text, smallint);
create function submit_sample(
    new_id uuid, room uuid, at_integration uuid, looked_like text, occurred timestamptz, detected timestamptz,
    recovered timestamptz, noticed_by text, ended text, said_success boolean, correlation text, affected text,
    minutes int, happened text, proof text, only_dates smallint default 0,
    known_by text default null, known_on date default null, known_from text default '') returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_at,
        recovered_at, detected_by, outcome, status_said_success, correlation_id, records, manual_minutes, summary,
        evidence, state, submitted_by, dates_only, evidence_kind, evidence_on, evidence_from)
    select new_id, room,
        (select p.id from part p where p.engagement_id = room and p.id = at_integration and p.kind = 'integration'
            and not p.retired),
        looked_like, 'unknown', 'unknown', occurred, detected, recovered, noticed_by, ended, said_success, correlation,
        affected, minutes, happened, proof, 'new', acting_person(), only_dates,
        known_by, known_on, known_from;
    update engagement set sample_digest = '{}', changed_at = now() where id = room;
    perform set_config('faultline.role', 'client', true);
end $$;
revoke all on function
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text, smallint, text, date, text) from public;
grant execute on function
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text, smallint, text, date, text) to faultline_app;
