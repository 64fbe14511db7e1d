-- Times of a sample of which only the date is known: a bit each for occurred (1), detected (2) and recovered (4). Such a
-- time is stored as the universal midnight that begins the day. It says nothing of an hour, nor of how long something took.
alter table sample add column dates_only smallint not null default 0 check (dates_only between 0 and 7);

-- What a sample says of the clock: the hour it occurred in, and how long it took to notice and to recover.
create function sample_measures(
    occurred timestamptz, detected timestamptz, recovered timestamptz, dates_only smallint)
returns table (measure text, slot int) language sql immutable parallel safe as $$
    select m.measure, m.slot from (values
        ('hour', case when dates_only & 1 = 0 then public.hour_of_week(occurred) end),
        ('detect', case when detected is null or dates_only & 3 = 0 then public.delay_slot(occurred, detected) end),
        ('recover', case when recovered is null or dates_only & 5 = 0 then public.delay_slot(occurred, recovered) end)
    ) m (measure, slot) where m.slot is not null
$$;
revoke all on function sample_measures(timestamptz, timestamptz, timestamptz, smallint) from public;
grant execute on function sample_measures(timestamptz, timestamptz, timestamptz, smallint) to faultline_app;

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
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
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
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
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
        sample_measures(occurred_at, detected_at, recovered_at, dates_only) m
    where state <> 'rejected' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (engagement_id, import_id, integration_id, measure, slot) do update set n = c.n + excluded.n;
    return null;
end $$;

-- A contributor's own words about a failure may say no more than the day either.
drop function submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text,
                            int, text, text);
create function submit_sample(
    new_id uuid, room uuid, at_integration uuid, looked_like text, occurred timestamptz, detected timestamptz,
    recovered timestamptz, noticed_by text, ended text, said_success boolean, correlation text, affected text,
    minutes int, happened text, proof text, only_dates smallint default 0) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_at,
        recovered_at, detected_by, outcome, status_said_success, correlation_id, records, manual_minutes, summary,
        evidence, state, submitted_by, dates_only)
    select new_id, room,
        (select p.id from part p where p.engagement_id = room and p.id = at_integration and p.kind = 'integration'
            and not p.retired),
        looked_like, 'unknown', 'unknown', occurred, detected, recovered, noticed_by, ended, said_success, correlation,
        affected, minutes, happened, proof, 'new', acting_person(), only_dates;
    update engagement set sample_digest = '{}', changed_at = now() where id = room;
    perform set_config('faultline.role', 'client', true);
end $$;
drop function own_submissions(uuid);
create function own_submissions(room uuid)
returns table (id uuid, summary text, occurred_at timestamptz, dates_only smallint, created_at timestamptz, files bigint)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    return query
        select s.id, s.summary, s.occurred_at, s.dates_only, s.created_at,
            (select count(*) from attachment a
             where a.engagement_id = room and a.sample_id = s.id and a.removed_at is null)
        from sample s where s.engagement_id = room and s.submitted_by = acting_person()
        order by s.created_at desc, s.id desc limit 100;
    perform set_config('faultline.role', 'client', true);
end $$;
revoke all on function
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text, smallint),
    own_submissions(uuid) from public;
grant execute on function
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text, smallint),
    own_submissions(uuid) to faultline_app;
