-- Quotes: the draft is a part of the document; what was issued stays as it was issued, with what the client answered to
-- it, what its assumptions came to, and what it took in the end.

-- One draft at a time.
create unique index part_quote_unique on part (engagement_id) where not retired and kind = 'quote';

create type quote_state as enum ('issued', 'accepted', 'declined', 'superseded');

create table quote (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    number int not null constraint quote_number check (number > 0),
    -- The exact bytes that were hashed: this type keeps them as they came.
    document json not null constraint quote_document_size check (octet_length(document::text) < 4000000),
    hash bytea not null,
    -- When a text was redacted in it later, and the hash of what is left.
    redacted_at timestamptz,
    left_hash bytea,
    state quote_state not null default 'issued',
    valid_until date not null,
    -- The minutes that are enough four times in five: by the estimates alone, and as they were quoted.
    estimated_p80 int not null constraint quote_estimated check (estimated_p80 > 0),
    quoted_p80 int not null constraint quote_quoted check (quoted_p80 >= 0),
    reason text not null default '' constraint quote_reason_length check (length(reason) <= 50000),
    answered_by uuid references person,
    answered_by_name text not null default '',
    answered_at timestamptz,
    actual_minutes int constraint quote_actual check (actual_minutes between 0 and 6000000),
    version int not null default 1,
    issued_by uuid not null references person,
    issued_at timestamptz not null default now(),
    unique (engagement_id, number),
    unique (engagement_id, id),
    constraint quote_answered check ((state in ('accepted', 'declined')) <= (answered_by is not null)),
    constraint quote_redacted check ((redacted_at is null) = (left_hash is null))
);
-- One waits for an answer at a time.
create unique index quote_waiting_unique on quote (engagement_id) where state = 'issued';

-- What changed because an assumption of a quote was tested: a change order when it was false.
create table quote_change (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    quote_id uuid not null,
    assumption_id uuid not null,
    document json not null constraint quote_change_size check (octet_length(document::text) < 100000),
    written_by uuid not null references person,
    written_at timestamptz not null default now(),
    foreign key (engagement_id, quote_id) references quote (engagement_id, id) on delete cascade,
    constraint quote_change_once unique (quote_id, assumption_id)
);
create index quote_change_quote on quote_change (engagement_id, quote_id, written_at);

-- What was issued is not changed: only redaction takes something out of it, and leaves a mark. The client alone accepts
-- or declines, staff alone say what it took.
create function quote_kept() returns trigger language plpgsql as $$ begin
    if new.document::text is distinct from old.document::text then
        new.redacted_at := clock_timestamp();
        new.left_hash := sha256(convert_to(new.document::text, 'UTF8'));
    end if;
    if new.state <> old.state and (old.state, new.state) not in
            (('issued', 'accepted'), ('issued', 'declined'), ('issued', 'superseded'), ('accepted', 'superseded')) then
        raise exception using errcode = 'check_violation', constraint = 'quote_state_kept',
            message = 'this quote was answered already';
    end if;
    if new.state <> old.state and (new.state in ('accepted', 'declined')) <> (acting_role() = 'client') then
        raise exception using errcode = 'check_violation', constraint = 'quote_answer_client',
            message = 'the client answers a quote';
    end if;
    if new.actual_minutes is distinct from old.actual_minutes
            and (new.state not in ('accepted', 'superseded') or acting_role() = 'client') then
        raise exception using errcode = 'check_violation', constraint = 'quote_actual_staff',
            message = 'what an accepted quote took is recorded by staff';
    end if;
    return new;
end $$;
create trigger quote_kept before update on quote for each row execute function quote_kept();

-- How the firm's quotes turned out: numbers of no quote in particular, for staff. Each is what one took as a share of
-- the minutes that its estimates alone had as enough four times in five.
create function quote_record() returns table (ratios float8[], stayed bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    if not (acts_as('admin') or acts_as('consultant')) then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query
        select coalesce(array_agg(q.actual_minutes::float8 / q.estimated_p80
                                  order by q.actual_minutes::float8 / q.estimated_p80), '{}'),
            count(*) filter (where q.actual_minutes <= q.quoted_p80)
        from quote q where q.actual_minutes is not null;
    perform set_config('faultline.role', was, true);
end $$;

alter table quote enable row level security;
alter table quote force row level security;
create policy quote_read on quote for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy quote_issue on quote for insert with check
    (issued_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[])));
create policy quote_work on quote for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy quote_answer on quote for update
    using (engagement_id = any ((select acting_voice())::uuid[]))
    with check (engagement_id = any ((select acting_voice())::uuid[]) and answered_by = acting_person());

alter table quote_change enable row level security;
alter table quote_change force row level security;
create policy quote_change_read on quote_change for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy quote_change_write on quote_change for insert with check
    (written_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[])));
-- Redaction, which runs as the owner of the tables, reaches it too.
create policy quote_change_redact on quote_change for update using ((select acting_role()) = 'admin');

revoke all on function quote_kept(), quote_record() from public;
grant execute on function quote_kept(), quote_record() to faultline_app;
grant select, insert on quote, quote_change to faultline_app;
grant update (state, reason, answered_by, answered_by_name, answered_at, actual_minutes, version) on quote
    to faultline_app;
