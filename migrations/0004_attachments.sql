-- Files beside failure samples, and samples that a client's contributors submit from their room.

-- A file's content lies in the file store under its id, which nobody can guess; its name is never a path. It refers to
-- its sample without a foreign key: files stay with the history when a sample goes.
create table attachment (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    sample_id uuid not null,
    name text not null constraint attachment_name_length check (length(name) between 1 and 200),
    format text not null constraint attachment_format check (format in ('png', 'jpeg', 'text')),
    bytes bigint not null check (bytes >= 0),
    width int,
    height int,
    -- What was replaced in a text on the way in.
    replaced jsonb not null default '[]',
    added_by uuid references person,
    created_at timestamptz not null default now(),
    removed_at timestamptz
);
create index attachment_sample on attachment (engagement_id, sample_id, created_at);

alter table sample add column submitted_by uuid references person;

alter table attachment enable row level security;
alter table attachment force row level security;
create policy attachment_work on attachment for all
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

-- Refuses whoever is no contributor of the room. What follows it may act beyond a client's reach.
create function submission_check(room uuid) returns void language plpgsql stable as $$ begin
    if (room = any (acting_voice())) is not true then
        raise exception using errcode = 'insufficient_privilege', message = 'only contributors submit samples';
    end if;
end $$;

-- The four things a contributor does beyond the room, each as narrow as it can be. Working tables are out of a client's
-- reach, so within each the role is an admin's, and a client's again before it ends; an error undoes that too.

-- The key of the engagement's placeholders: the same value gets the same number, whoever brings it. Null for whoever is
-- no contributor, who is then told that there is nothing here.
create function submission_key(room uuid) returns bytea
language plpgsql security definer set search_path = public, pg_temp as $$
declare key bytea;
begin
    if (room = any (acting_voice())) is not true then return null; end if;
    perform set_config('faultline.role', 'admin', true);
    select e.redaction_key into key from engagement e where e.id = room;
    perform set_config('faultline.role', 'client', true);
    return key;
end $$;

-- Stores a sample, new and redacted by the caller; at an integration only if it is the engagement's. The kept counts
-- are emptied: the list counts anew until the next change of staff keeps them again.
create function submit_sample(
    new_id uuid, room uuid, at_integration uuid, looked_like text, occurred timestamptz, detected timestamptz,
    recovered timestamptz, noticed_by text, ended text, said_success boolean, correlation text, affected text,
    minutes int, happened text, proof text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_at,
        recovered_at, detected_by, outcome, status_said_success, correlation_id, records, manual_minutes, summary,
        evidence, state, submitted_by)
    select new_id, room,
        (select p.id from part p where p.engagement_id = room and p.id = at_integration and p.kind = 'integration'
            and not p.retired),
        looked_like, 'unknown', 'unknown', occurred, detected, recovered, noticed_by, ended, said_success, correlation,
        affected, minutes, happened, proof, 'new', acting_person();
    update engagement set sample_digest = '{}', changed_at = now() where id = room;
    perform set_config('faultline.role', 'client', true);
end $$;

-- Adds a file to a sample that the same person submitted.
create function submit_attachment(
    new_id uuid, room uuid, to_sample uuid, called text, of_format text, size bigint, wide int, high int,
    what_was_replaced jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare own boolean;
begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    insert into attachment (id, engagement_id, sample_id, name, format, bytes, width, height, replaced, added_by)
    select new_id, room, s.id, called, of_format, size, wide, high, what_was_replaced, acting_person()
    from sample s where s.engagement_id = room and s.id = to_sample and s.submitted_by = acting_person();
    own := found;
    perform set_config('faultline.role', 'client', true);
    return own;
end $$;

-- What the acting person submitted in a room, newest first. How it is reviewed is the consultants' own.
create function own_submissions(room uuid)
returns table (id uuid, summary text, occurred_at timestamptz, created_at timestamptz, files bigint)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    return query
        select s.id, s.summary, s.occurred_at, s.created_at,
            (select count(*) from attachment a
             where a.engagement_id = room and a.sample_id = s.id and a.removed_at is null)
        from sample s where s.engagement_id = room and s.submitted_by = acting_person()
        order by s.created_at desc, s.id desc limit 100;
    perform set_config('faultline.role', 'client', true);
end $$;
create index sample_submitted on sample (engagement_id, submitted_by, created_at desc) where submitted_by is not null;

revoke all on function submission_check(uuid), submission_key(uuid),
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text),
    submit_attachment(uuid, uuid, uuid, text, text, bigint, int, int, jsonb), own_submissions(uuid) from public;
grant execute on function submission_check(uuid), submission_key(uuid),
    submit_sample(uuid, uuid, uuid, text, timestamptz, timestamptz, timestamptz, text, text, boolean, text, text, int,
                  text, text),
    submit_attachment(uuid, uuid, uuid, text, text, bigint, int, int, jsonb), own_submissions(uuid) to faultline_app;
grant select, insert on attachment to faultline_app;
grant update (removed_at) on attachment to faultline_app;
