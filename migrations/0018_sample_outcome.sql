-- How many samples of each cell ended well without anybody clearing up: a transport failure that a retry put right
-- is handled, and no finding may rest on it.
alter table sample_tally add column succeeded bigint not null default 0;
create or replace function sample_tally_insert() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), count(*), sum(manual_minutes), sum(record_count(records)),
        count(*) filter (where outcome = 'success' and manual_minutes = 0)
    from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, count(*)
    from added,
        lateral (values ('hour', hour_of_week(occurred_at)), ('detect', delay_slot(occurred_at, detected_at)),
                        ('recover', delay_slot(occurred_at, recovered_at))) m (measure, slot)
    where state <> 'rejected' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;
create or replace function sample_tally_update() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), sum(sign), sum(sign * manual_minutes), sum(sign * record_count(records)),
        coalesce(sum(sign) filter (where outcome = 'success' and manual_minutes = 0), 0)
    from (select 1 as sign, * from added union all select -1, * from removed) changed
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    having sum(sign) <> 0 or sum(sign * manual_minutes) <> 0 or sum(sign * record_count(records)) <> 0
        or coalesce(sum(sign) filter (where outcome = 'success' and manual_minutes = 0), 0) <> 0
    order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, sum(sign)
    from (select 1 as sign, * from added union all select -1, * from removed) changed,
        lateral (values ('hour', hour_of_week(occurred_at)), ('detect', delay_slot(occurred_at, detected_at)),
                        ('recover', delay_slot(occurred_at, recovered_at))) m (measure, slot)
    where state <> 'rejected' group by 1, 2, 3, 4, 5 having sum(sign) <> 0 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;
create or replace function sample_tally_delete() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), -count(*), -sum(manual_minutes), -sum(record_count(records)),
        -count(*) filter (where outcome = 'success' and manual_minutes = 0)
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records,
            succeeded = t.succeeded + excluded.succeeded;
    insert into sample_clock as c (engagement_id, import_id, integration_id, measure, slot, n)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, -count(*)
    from removed,
        lateral (values ('hour', hour_of_week(occurred_at)), ('detect', delay_slot(occurred_at, detected_at)),
                        ('recover', delay_slot(occurred_at, recovered_at))) m (measure, slot)
    where state <> 'rejected' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;

-- What was counted before is counted anew, as one whom the policies let through: an owner is bound by them too.
select set_config('faultline.role', 'admin', true);
delete from sample_tally;
insert into sample_tally
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, n, minutes, records, succeeded)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), count(*), sum(manual_minutes), sum(record_count(records)),
        count(*) filter (where outcome = 'success' and manual_minutes = 0)
    from sample group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
