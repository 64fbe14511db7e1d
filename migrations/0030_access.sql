-- The access ledger: access that is asked of the client, what the client answers, and the areas of a system that are
-- forbidden or need care. No credential has a place here: how one is handed over is told in words.

create type access_scope as enum ('sandbox', 'limited_records', 'read_only', 'read_write');
create type access_state as enum ('asked', 'granted', 'refused', 'revoked');
create type access_care as enum ('forbidden', 'caution');

create table access_request (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    system_id uuid not null,
    -- What it was called when it was asked for: the client reads it, and never the working document.
    system_name text not null constraint access_request_system_length check (length(system_name) between 1 and 5000),
    purpose text not null constraint access_request_purpose_length check (length(purpose) between 1 and 50000),
    environment text not null constraint access_request_environment_length check (length(environment) <= 50000),
    scope access_scope not null,
    needed_until date not null,
    asked_of text not null constraint access_request_asked_of_length check (length(asked_of) <= 5000),
    hand_over text not null constraint access_request_hand_over_length check (length(hand_over) <= 50000),
    state access_state not null default 'asked',
    asked_by uuid not null references person,
    asked_by_name text not null,
    asked_at timestamptz not null default now(),
    answered_by uuid references person,
    answered_by_name text not null default '',
    answered_at timestamptz,
    granted_scope access_scope,
    granted_until date,
    answer text not null default '' constraint access_request_answer_length check (length(answer) <= 50000),
    ended_by uuid references person,
    ended_by_name text not null default '',
    ended_at timestamptz,
    ended_because text not null default ''
        constraint access_request_ended_length check (length(ended_because) <= 50000),
    version int not null default 1,
    unique (engagement_id, id),
    constraint access_request_granted check ((granted_scope is null) = (granted_until is null)
        and (state <> 'granted' or granted_scope is not null)),
    constraint access_request_answered check ((state in ('granted', 'refused')) <= (answered_by is not null)),
    constraint access_request_ended check ((state = 'revoked') = (ended_by is not null))
);
create index access_request_engagement on access_request (engagement_id, asked_at);

create table access_area (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    system_id uuid not null,
    system_name text not null constraint access_area_system_length check (length(system_name) between 1 and 5000),
    care access_care not null,
    says text not null constraint access_area_says_length check (length(says) between 1 and 50000),
    because text not null default '' constraint access_area_because_length check (length(because) <= 50000),
    recorded_by uuid not null references person,
    recorded_by_name text not null,
    recorded_at timestamptz not null default now(),
    version int not null default 1,
    unique (engagement_id, id)
);
create index access_area_engagement on access_area (engagement_id, recorded_at);

-- The client alone grants or refuses; either side takes back what was granted, and staff what was not answered yet. What
-- was answered stays as it was: only redaction, which runs as the owner of the tables, takes a text out of it.
create function access_request_kept() returns trigger language plpgsql as $$
declare
    of_client boolean := acting_role() = 'client';
    asked_anew boolean := (new.system_id, new.system_name, new.purpose, new.environment, new.scope, new.needed_until,
                           new.asked_of, new.hand_over)
        is distinct from (old.system_id, old.system_name, old.purpose, old.environment, old.scope, old.needed_until,
                          old.asked_of, old.hand_over);
    answered_anew boolean := (new.answered_by, new.answered_by_name, new.answered_at, new.granted_scope,
                              new.granted_until, new.answer)
        is distinct from (old.answered_by, old.answered_by_name, old.answered_at, old.granted_scope, old.granted_until,
                          old.answer);
    ended_anew boolean := (new.ended_by, new.ended_by_name, new.ended_at, new.ended_because)
        is distinct from (old.ended_by, old.ended_by_name, old.ended_at, old.ended_because);
begin
    if owns_tables() then return new; end if;
    if asked_anew and (of_client or old.state <> 'asked' or new.state <> 'asked') then
        raise exception using errcode = 'check_violation', constraint = 'access_request_asked_kept',
            message = 'what was asked for changes only while nobody has answered, and by staff';
    end if;
    if new.state <> old.state and (old.state, new.state) not in
            (('asked', 'granted'), ('asked', 'refused'), ('asked', 'revoked'), ('granted', 'revoked')) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_state_kept',
            message = 'this was answered or taken back already';
    end if;
    if answered_anew and not (of_client and old.state = 'asked' and new.state in ('granted', 'refused')
                              and new.answered_by = acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_answer_client',
            message = 'the client grants or refuses, once';
    end if;
    if ended_anew and not (old.state <> 'revoked' and new.state = 'revoked' and new.ended_by = acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_end_kept',
            message = 'that it was taken back is recorded once';
    end if;
    return new;
end $$;
create trigger access_request_kept before update on access_request
    for each row execute function access_request_kept();

alter table access_request enable row level security;
alter table access_request force row level security;
create policy access_request_read on access_request for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy access_request_ask on access_request for insert with check
    (asked_by = acting_person() and state = 'asked'
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy access_request_work on access_request for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy access_request_answer on access_request for update
    using (engagement_id = any ((select acting_voice())::uuid[]))
    with check (engagement_id = any ((select acting_voice())::uuid[])
                and acting_person() in (answered_by, ended_by));

alter table access_area enable row level security;
alter table access_area force row level security;
create policy access_area_read on access_area for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy access_area_add on access_area for insert with check
    (recorded_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy access_area_tell on access_area for insert with check
    (recorded_by = acting_person() and engagement_id = any ((select acting_voice())::uuid[]));
create policy access_area_change on access_area for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy access_area_remove on access_area for delete using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

revoke all on function access_request_kept() from public;
grant execute on function access_request_kept() to faultline_app;
grant select, insert on access_request to faultline_app;
grant update (system_id, system_name, purpose, environment, scope, needed_until, asked_of, hand_over, state, answered_by,
        answered_by_name, answered_at, granted_scope, granted_until, answer, ended_by, ended_by_name, ended_at,
        ended_because, version) on access_request to faultline_app;
grant select, insert, delete on access_area to faultline_app;
grant update (system_id, system_name, care, says, because, version) on access_area to faultline_app;
