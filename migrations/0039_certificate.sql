-- Decisions are numbered and name the quote that they are about; an acceptance has a certificate, which never changes.

alter table decision add column number int, add column quote_id uuid;
select set_config('faultline.role', 'admin', true);
update decision d set number = n.number
from (select id, row_number() over (partition by engagement_id order by created_at, id)::int as number from decision) n
where n.id = d.id;
select set_config('faultline.role', '', true);
alter table decision
    alter column number set not null,
    add constraint decision_number unique (engagement_id, number),
    add constraint decision_whole unique (engagement_id, id),
    add constraint decision_quote foreign key (engagement_id, quote_id) references quote (engagement_id, id);

-- The next number; two who decide at once wait for one another.
create function decision_number() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform pg_advisory_xact_lock(hashtextextended('decision ' || new.engagement_id::text, 0));
    perform set_config('faultline.role', 'admin', true);
    select coalesce(max(d.number), 0) + 1 into new.number from decision d where d.engagement_id = new.engagement_id;
    perform set_config('faultline.role', was, true);
    return new;
end $$;
create trigger decision_number before insert on decision for each row execute function decision_number();

create table certificate (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    decision_id uuid not null,
    person_id uuid not null references person,
    -- The very bytes that were stamped, and their SHA-256. Names of people who acted, numbers, times and hashes stand in
    -- them, and no text from outside, so that nothing in them has ever to be redacted.
    record bytea not null constraint certificate_record_size check (octet_length(record) < 1000000),
    hash bytea not null constraint certificate_hash unique,
    -- The time stamp, and the certificate of whoever stamped it as PEM.
    stamp bytea not null constraint certificate_stamp_size check (octet_length(stamp) < 200000),
    authority bytea not null constraint certificate_authority_size check (octet_length(authority) < 200000),
    -- The same from an authority outside, or when it gave none.
    outside_stamp bytea constraint certificate_outside_stamp_size check (octet_length(outside_stamp) < 200000),
    outside_authority bytea
        constraint certificate_outside_authority_size check (octet_length(outside_authority) < 200000),
    outside_failed_at timestamptz,
    issued_at timestamptz not null default now(),
    foreign key (engagement_id, decision_id) references decision (engagement_id, id) on delete cascade,
    -- Looked at when the transaction ends.
    constraint certificate_decision unique (decision_id) deferrable initially deferred,
    constraint certificate_outside check ((outside_stamp is null) = (outside_authority is null))
);
create index certificate_engagement on certificate (engagement_id);

-- What came from outside is kept as it came.
create function certificate_kept() returns trigger language plpgsql as $$ begin
    if old.outside_stamp is not null and new.outside_stamp is distinct from old.outside_stamp
            or old.outside_authority is not null and new.outside_authority is distinct from old.outside_authority then
        raise exception using errcode = 'check_violation', constraint = 'certificate_outside_kept',
            message = 'this certificate has the stamp of an authority outside already';
    end if;
    return new;
end $$;
create trigger certificate_kept before update on certificate for each row execute function certificate_kept();

alter table certificate enable row level security;
alter table certificate force row level security;
create policy certificate_read on certificate for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy certificate_write on certificate for insert with check
    (person_id = acting_person() and engagement_id = any ((select acting_voice())::uuid[]));
create policy certificate_outside on certificate for update
    using (person_id = acting_person() and engagement_id = any ((select acting_voice())::uuid[]))
    with check (person_id = acting_person() and engagement_id = any ((select acting_voice())::uuid[]));

-- What happened in a room before it was decided: the step before an acceptance was opened, questions, and what staff said
-- to them on the page of the decision.
create function decision_trail(room uuid) returns table (event text, happened timestamptz, who text, version int)
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    if not (acts_as('admin') or room = any (acting_work()) or room = any (acting_rooms())) then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query
        select e.event, e.happened, e.who, e.version from (
            select 'opened' as event, min(a.at) as happened, p.name as who, (a.after ->> 'version')::int as version
            from audit a join person p on p.id = a.person_id
            where a.engagement_id = room and a.action = 'opened' and a.subject_kind = 'snapshot'
            group by p.name, a.after ->> 'version'
            union all
            select 'asked', d.created_at, d.person_name, s.number
            from decision d join snapshot s on s.id = d.snapshot_id
            where d.engagement_id = room and d.answer = 'ask'
            union all
            select 'answered', c.created_at, c.person_name, s.number
            from comment c join snapshot s on s.id = c.snapshot_id join person p on p.id = c.person_id
            where c.engagement_id = room and c.about = 'decision' and p.role <> 'client'
            union all
            -- The table is made by the next step; a function looks for it when it is called.
            select 'answered', r.created_at, r.person_name, s.number
            from room_reply r join decision d on d.id = r.decision_id join snapshot s on s.id = d.snapshot_id
            where r.engagement_id = room and r.of_firm
        ) e order by e.happened desc limit 200;
    perform set_config('faultline.role', was, true);
end $$;

-- When a certificate with this hash was issued, for anyone who has the hash: that, and nothing else of it.
create function certificate_issued(given bytea) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    found_at timestamptz;
begin
    perform set_config('faultline.role', 'admin', true);
    select c.issued_at into found_at from certificate c where c.hash = given;
    perform set_config('faultline.role', was, true);
    return found_at;
end $$;

revoke all on function decision_number(), certificate_kept(), decision_trail(uuid), certificate_issued(bytea) from public;
grant execute on function decision_trail(uuid), certificate_issued(bytea) to faultline_app;
grant select, insert on certificate to faultline_app;
grant update (outside_stamp, outside_authority, outside_failed_at) on certificate to faultline_app;
