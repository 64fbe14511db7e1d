-- Work that outlives a request: jobs, which any server may pick up; and importing files of any size through them.

-- A job acts as the person who started it. Which server works on it is known to that server only: `worker` is a number
-- it drew, and without it nobody can say that the job moved on or ended.
create table job (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    kind text not null,
    -- What it works on; everything else is read from there.
    subject_id uuid not null,
    state text not null default 'queued'
        constraint job_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    done bigint not null default 0,
    total bigint not null default 0,
    note text not null default '',
    error text not null default '',
    result jsonb,
    cancel_asked boolean not null default false,
    attempts int not null default 0,
    worker uuid,
    -- Until then it is the worker's; a server that was killed says nothing any more, and another takes over.
    lease_until timestamptz,
    created_by uuid not null references person,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz
);
create index job_engagement on job (engagement_id, created_at desc);
create index job_open on job (created_at) where state in ('queued', 'running');

-- Row-level security is on for the app, but not forced on the owner: the functions below serve every engagement.
alter table job enable row level security;
create policy job_read on job for select
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy job_start on job for insert with check
    (created_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy job_change on job for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

-- The oldest job that waits, or whose server fell silent, with whoever started it; null person when they were shut out.
-- Of one engagement and kind one runs at a time. What fell silent three times is given up.
create function job_claim(by_worker uuid, for_time interval)
returns table (id uuid, engagement_id uuid, kind text, subject_id uuid, attempts int, person_id uuid, name text,
               role text, client_id uuid, memberships jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
declare found_id uuid;
begin
    if not exists (select from job j where j.state = 'queued' or j.state = 'running' and j.lease_until < now()) then
        return;
    end if;
    -- Two servers that look at once take different jobs, and never two of one engagement.
    perform pg_advisory_xact_lock(hashtextextended('job_claim', 0));
    update job j set state = 'failed', worker = null, ended_at = clock_timestamp(),
        error = 'The server stopped three times while it worked on this. Nothing was stored. Start it again.'
    where j.state = 'running' and j.lease_until < clock_timestamp() and j.attempts >= 3;
    select j.id into found_id from job j
    where (j.state = 'queued' or j.state = 'running' and j.lease_until < clock_timestamp())
      and not exists (select from job other where other.engagement_id = j.engagement_id and other.kind = j.kind
                      and other.id <> j.id and other.state = 'running' and other.lease_until >= clock_timestamp())
    order by j.created_at limit 1 for update skip locked;
    return query
        update job j set state = 'running', worker = by_worker, attempts = j.attempts + 1, done = 0, note = '',
            lease_until = clock_timestamp() + for_time, started_at = clock_timestamp()
        from (select c.created_by as starter, p.* from job c
              left join person p on p.id = c.created_by and p.disabled_at is null where c.id = found_id) who
        where j.id = found_id
        returning j.id, j.engagement_id, j.kind, j.subject_id, j.attempts, who.id, who.name, who.role, who.client_id,
            (select jsonb_agg(jsonb_build_object('engagement', m.engagement_id, 'capacity', m.capacity))
             from membership m where m.person_id = who.id);
end $$;

-- A worker's word that it is still at it. Null: the job is not its own any more; true: someone asked to cancel it.
create function job_beat(job_id uuid, by_worker uuid, for_time interval, so_far bigint, of_all bigint, said text)
returns boolean language sql security definer set search_path = public, pg_temp as $$
    update job set done = so_far, total = of_all, note = said, lease_until = clock_timestamp() + for_time
    where id = job_id and worker = by_worker and state = 'running' returning cancel_asked
$$;

-- Ends a job, or gives it back, if it is still the worker's; what was cancelled is not done.
create function job_end(job_id uuid, by_worker uuid, new_state text, why text, what jsonb)
returns boolean language sql security definer set search_path = public, pg_temp as $$
    with ended as (
        update job set state = new_state, error = why, result = what, worker = null, lease_until = null,
            done = case new_state when 'done' then total else done end,
            ended_at = case new_state when 'queued' then null else clock_timestamp() end
        where id = job_id and worker = by_worker and state = 'running' and not (new_state = 'done' and cancel_asked)
        returning 1)
    select exists (select from ended)
$$;

-- A server that stops gives back what it worked on: another begins at once, and it counts as no attempt.
create function job_release(by_worker uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update job set state = 'queued', worker = null, lease_until = null, attempts = attempts - 1
    where worker = by_worker and state = 'running'
$$;

-- A file that was sent to be imported, as text and already redacted; it goes when it is imported, or after a week.
create table upload (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    file_name text not null,
    -- How it was read: what it was, its encoding, what was not certain, and what was replaced.
    format text not null default '',
    encoding text not null default '',
    note text not null default '',
    redacted jsonb not null default '[]',
    bytes bigint not null default 0,
    complete boolean not null default false,
    -- What was chosen on the page that shows it.
    mapping jsonb,
    created_by uuid references person,
    created_at timestamptz not null default now(),
    unique (engagement_id, id)
);
create index upload_engagement on upload (engagement_id, created_at);

create table upload_chunk (
    engagement_id uuid not null,
    upload_id uuid not null,
    number int not null,
    content bytea not null constraint upload_chunk_size check (length(content) between 1 and 4000000),
    primary key (upload_id, number),
    foreign key (engagement_id, upload_id) references upload (engagement_id, id) on delete cascade
);
-- Written once, read once: to compress it costs more than to keep it.
alter table upload_chunk alter content set storage external;

-- What columns of these names meant the last time.
create table import_mapping (
    engagement_id uuid not null references engagement on delete cascade,
    header_hash bytea not null,
    mapping jsonb not null,
    changed_at timestamptz not null default now(),
    primary key (engagement_id, header_hash)
);

-- Rows of a file that could not be stored, redacted like all others.
alter table sample_import add column header text[] not null default '{}';
alter table sample_import add constraint sample_import_of_engagement unique (engagement_id, id);
create table import_refusal (
    engagement_id uuid not null,
    import_id uuid not null,
    number bigint not null,
    reasons text not null,
    cells jsonb not null,
    primary key (import_id, number),
    foreign key (engagement_id, import_id) references sample_import (engagement_id, id) on delete cascade
);

do $$ declare working text;
begin
    foreach working in array array['upload', 'upload_chunk', 'import_mapping', 'import_refusal'] loop
        execute format('alter table %I enable row level security', working);
        execute format('alter table %I force row level security', working);
        execute format($policy$create policy %I on %I for all
            using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
            with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))$policy$,
            working || '_work', working);
    end loop;
end $$;

-- A file is counted in rows of its own: an import, which is one long transaction, then holds no row of the tally that
-- anyone else who adds or reviews samples would have to wait for.
alter table sample_tally add column import_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table sample_tally drop constraint sample_tally_pkey;
alter table sample_tally add primary key
    (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
     status_said_success, state);
create or replace function sample_tally_insert() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, n, minutes)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, count(*), sum(manual_minutes)
    from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
create or replace function sample_tally_update() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, n, minutes)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, sum(sign), sum(sign * manual_minutes)
    from (select 1 as sign, * from added union all select -1, * from removed) changed
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 having sum(sign) <> 0 or sum(sign * manual_minutes) <> 0
    order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
create or replace function sample_tally_delete() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
        (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
         status_said_success, state, n, minutes)
    select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
        (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, -count(*), -sum(manual_minutes)
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    on conflict (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
-- What was counted before is counted anew, as one whom the policies let through: an owner is bound by them too.
select set_config('faultline.role', 'admin', true);
delete from sample_tally;
insert into sample_tally (engagement_id, import_id, day, integration_id, symptom, origin, cause, missing_control,
                          detected_by, status_said_success, state, n, minutes)
select engagement_id, coalesce(import_id, '00000000-0000-0000-0000-000000000000'),
    (occurred_at at time zone 'UTC')::date, coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom,
    origin, cause, coalesce(missing_control, ''), detected_by, status_said_success, state, count(*), sum(manual_minutes)
from sample group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;

revoke all on all functions in schema public from public;
grant execute on all functions in schema public to faultline_app;
grant select (id, engagement_id, kind, subject_id, state, done, total, note, error, result, cancel_asked, attempts,
              created_by, created_at, started_at, ended_at) on job to faultline_app;
grant insert (id, engagement_id, kind, subject_id, created_by) on job to faultline_app;
grant update (state, cancel_asked, ended_at) on job to faultline_app;
grant select, insert, update, delete on upload, upload_chunk, import_mapping, import_refusal to faultline_app;
-- An import stages rows in a table of its own session: plain copy into a table under row-level security is refused.
do $$ begin execute format('grant temporary on database %I to faultline_app', current_database()); end $$;
