-- Patterns made by hand, and what charts need of samples, kept with every change of one.

-- A pattern that a person made: samples that were split off from their rule's pattern, or patterns that were merged.
-- What was merged into another one points to it, never further.
create table sample_pattern (
    engagement_id uuid not null references engagement on delete cascade,
    id uuid not null,
    name text not null constraint sample_pattern_name_length check (length(name) between 1 and 200),
    merged_into uuid constraint sample_pattern_merged_elsewhere check (merged_into <> id),
    version int not null default 1,
    created_by uuid references person,
    created_at timestamptz not null default now(),
    primary key (engagement_id, id),
    foreign key (engagement_id, merged_into) references sample_pattern (engagement_id, id)
);

-- Samples that agree on these four belong to a pattern that a person made, those that are still to come too.
create table sample_pattern_rule (
    engagement_id uuid not null references engagement on delete cascade,
    -- The nil id stands for “not known yet”, as in the tally.
    integration_id uuid not null,
    symptom text not null,
    origin text not null,
    cause text not null,
    pattern_id uuid not null,
    primary key (engagement_id, integration_id, symptom, origin, cause),
    foreign key (engagement_id, pattern_id) references sample_pattern (engagement_id, id)
);
create index sample_pattern_rule_of on sample_pattern_rule (engagement_id, pattern_id);

-- The pattern that a person put a sample into, whatever its rule says. No foreign key, which every imported row would
-- pay for: it is written by one function, which looks first.
alter table sample add column pattern_id uuid;
create index sample_by_hand on sample (engagement_id, pattern_id, occurred_at desc, id desc) where pattern_id is not null;

-- Lines of a list of records.
create function record_count(records text) returns bigint language sql immutable parallel safe as $$
    select case when records = '' then 0 else length(records) - length(replace(records, e'\n', '')) + 1 end::bigint
$$;
-- 0 for Monday from midnight to one, 167 for Sunday's last hour, in UTC.
create function hour_of_week(at timestamptz) returns int language sql immutable parallel safe as $$
    select (extract(isodow from at at time zone 'UTC')::int - 1) * 24 + extract(hour from at at time zone 'UTC')::int
$$;
-- How long something took: within a minute, 5, 15, an hour, 4, a day, 3, a week, 4, longer; -1 when it has no end.
create function delay_slot(since timestamptz, until timestamptz) returns int language sql immutable parallel safe as $$
    select case when until is null then -1 else
        width_bucket(extract(epoch from until - since)::float8,
            array[60, 300, 900, 3600, 14400, 86400, 259200, 604800, 2419200]::float8[]) end
$$;

-- When samples happen and how long it takes to notice and to recover; rejected ones are left out. A row a slot, so that
-- a chart of a million samples reads a few hundred rows. Files are counted in rows of their own, as in the tally.
create table sample_clock (
    engagement_id uuid not null references engagement on delete cascade,
    import_id uuid not null,
    integration_id uuid not null,
    measure text not null check (measure in ('hour', 'detect', 'recover')),
    slot int not null check (slot between -1 and 167),
    n bigint not null,
    primary key (engagement_id, import_id, integration_id, measure, slot)
);

alter table sample_tally add column pattern_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table sample_tally add column records bigint not null default 0;
alter table sample_tally drop constraint sample_tally_pkey;
alter table sample_tally add primary key
    (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
     status_said_success, state, pattern_id);
create or replace function sample_tally_insert() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, pattern_id, n, minutes, records)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), count(*), sum(manual_minutes), sum(record_count(records))
    from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records;
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
         status_said_success, state, pattern_id, n, minutes, records)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), sum(sign), sum(sign * manual_minutes), sum(sign * record_count(records))
    from (select 1 as sign, * from added union all select -1, * from removed) changed
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    having sum(sign) <> 0 or sum(sign * manual_minutes) <> 0 or sum(sign * record_count(records)) <> 0
    order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records;
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
         status_said_success, state, pattern_id, n, minutes, records)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), -count(*), -sum(manual_minutes), -sum(record_count(records))
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state, pattern_id)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes, records = t.records + excluded.records;
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
         status_said_success, state, pattern_id, n, minutes, records)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state,
        coalesce(pattern_id, '00000000-0000-0000-0000-000000000000'), count(*), sum(manual_minutes), sum(record_count(records))
    from sample group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
insert into sample_clock (engagement_id, import_id, integration_id, measure, slot, n)
select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
    coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), m.measure, m.slot, count(*)
from sample,
    lateral (values ('hour', hour_of_week(occurred_at)), ('detect', delay_slot(occurred_at, detected_at)),
                    ('recover', delay_slot(occurred_at, recovered_at))) m (measure, slot)
where state <> 'rejected' group by 1, 2, 3, 4, 5;

do $$ declare working text;
begin
    foreach working in array array['sample_pattern', 'sample_pattern_rule', 'sample_clock'] loop
        execute format('alter table %I enable row level security', working);
        execute format('alter table %I force row level security', working);
        execute format($policy$create policy %I on %I for all
            using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
            with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))$policy$,
            working || '_work', working);
    end loop;
end $$;
revoke all on function record_count(text), hour_of_week(timestamptz), delay_slot(timestamptz, timestamptz) from public;
grant execute on function record_count(text), hour_of_week(timestamptz), delay_slot(timestamptz, timestamptz)
    to faultline_app;
grant select, insert, update on sample_pattern to faultline_app;
grant select, insert, update, delete on sample_pattern_rule to faultline_app;
grant select, insert, update on sample_clock to faultline_app;
