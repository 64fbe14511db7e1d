-- Requests for a triage: whoever has no account sends one, staff take it or decline it. It belongs to no engagement
-- before it is taken; from then on to the one that it became, and is read by those who work on that.

create type intake_state as enum ('waiting', 'accepted', 'declined');
create type intake_frequency as enum ('always', 'daily', 'weekly', 'monthly', 'seldom', 'unknown');

-- Lengths leave room for placeholders, which may be longer than what they stand for; how much is taken from a form is
-- told by the server.
create table intake (
    id uuid primary key,
    engagement_id uuid references engagement on delete cascade,
    name text not null constraint intake_name_length check (length(name) between 1 and 2000),
    company text not null constraint intake_company_length check (length(company) between 1 and 2000),
    email text not null constraint intake_email_length check (length(email) between 1 and 2000),
    workflow text not null constraint intake_workflow_length check (length(workflow) between 1 and 2000),
    starts text not null constraint intake_starts_length check (length(starts) <= 10000),
    notices text not null constraint intake_notices_length check (length(notices) <= 10000),
    how_often intake_frequency not null,
    systems text[] not null constraint intake_systems_size check (pg_column_size(systems) < 100000),
    symptoms text[] not null constraint intake_symptoms_size check (pg_column_size(symptoms) < 100000),
    more text not null constraint intake_more_length check (length(more) <= 50000),
    -- Of all that was answered: the same answers, sent again while they wait, are one request.
    fingerprint bytea not null,
    state intake_state not null default 'waiting',
    reason text not null default '' constraint intake_reason_length check (length(reason) <= 20000),
    answered_by uuid references person,
    answered_at timestamptz,
    -- When staff were told of it, unless they had just been told of another.
    told_at timestamptz,
    version int not null default 1,
    received_at timestamptz not null default now(),
    constraint intake_answered check ((state = 'waiting') = (answered_by is null)
                                      and (state = 'waiting') = (answered_at is null)),
    constraint intake_accepted check ((state = 'accepted') = (engagement_id is not null)),
    constraint intake_declined check ((state = 'declined') <= (reason <> ''))
);
create unique index intake_waiting_once on intake (fingerprint) where state = 'waiting';
create index intake_received on intake (received_at desc);
create index intake_engagement on intake (engagement_id);

-- However many addresses they come from, no more wait than somebody can read.
create function intake_bounded() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); waiting bigint;
begin
    perform set_config('faultline.role', 'admin', true);
    select count(*) into waiting from intake i where i.state = 'waiting';
    perform set_config('faultline.role', was, true);
    if waiting >= 500 then
        raise exception using errcode = 'check_violation', constraint = 'intake_full',
            message = 'too many requests wait for an answer';
    end if;
    return new;
end $$;
create trigger intake_bounded before insert on intake for each row execute function intake_bounded();

alter table intake enable row level security;
alter table intake force row level security;
-- Anyone may ask; nobody answers what they ask themselves.
create policy intake_ask on intake for insert with check (state = 'waiting');
create policy intake_read on intake for select using
    ((select acting_role()) = 'admin'
     or (engagement_id is null and (select acting_role()) = 'consultant')
     or engagement_id = any ((select acting_work())::uuid[]));
-- What was answered stays as it was; redaction, which runs as the owner of the tables, reaches it all the same.
create policy intake_answer on intake for update
    using ((state = 'waiting' and (select acting_role()) in ('admin', 'consultant')) or (select owns_tables()))
    with check ((select owns_tables())
        or ((state = 'waiting' or answered_by = acting_person())
            and (engagement_id is null or (select acting_role()) = 'admin'
                 or engagement_id = any ((select acting_work())::uuid[]))));

-- Who hears of a new request: whoever asks gets one receipt a day, so that nobody is flooded in another's name; staff
-- hear of it every ten minutes at most.
create function intake_letters(which uuid) returns table (receipt boolean, staff text[])
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); tells boolean;
begin
    perform set_config('faultline.role', 'admin', true);
    perform pg_advisory_xact_lock(hashtextextended('intake letters', 0));
    update intake i set told_at = clock_timestamp()
    where i.id = which and i.told_at is null
        and not exists (select from intake o where o.told_at > clock_timestamp() - interval '10 minutes');
    tells := found;
    return query
        select not exists (select from intake o where o.id <> i.id and lower(o.email) = lower(i.email)
                               and o.received_at > now() - interval '1 day'),
            case when tells
                then array(select p.email from person p where p.role in ('admin', 'consultant')
                               and p.disabled_at is null and p.password_hash is not null
                           order by p.created_at limit 50)
                else '{}' end
        from intake i where i.id = which;
    perform set_config('faultline.role', was, true);
end $$;

-- Adds the client of a request that is being taken: consultants open engagements, and add no other clients.
create function intake_client(which uuid, new_id uuid, new_name text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    if not (acts_as('admin') or acts_as('consultant')) then
        raise exception using errcode = 'insufficient_privilege', message = 'only staff take requests';
    end if;
    perform set_config('faultline.role', 'admin', true);
    if not exists (select from intake i where i.id = which and i.state = 'waiting') then
        raise exception using errcode = 'insufficient_privilege', message = 'this request does not wait';
    end if;
    insert into client (id, name) values (new_id, new_name);
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function intake_bounded(), intake_letters(uuid), intake_client(uuid, uuid, text) from public;
grant execute on function intake_bounded(), intake_letters(uuid), intake_client(uuid, uuid, text) to faultline_app;
grant select, insert on intake to faultline_app;
grant update (state, engagement_id, reason, answered_by, answered_at, version) on intake to faultline_app;
