-- What the client's people say of a field of the source of truth: that it is right as the version they read has it, or what
-- their side holds instead. Staff take an answer over into the registry, or put it aside with a word back. The client's
-- people read whole rows: no internal note has a place here.

alter type room_word add value 'truth';
create type truth_answer_state as enum ('open', 'replaced', 'taken_over', 'put_aside');

create table truth_answer (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    field_id uuid not null,
    -- The data type and the field, as they were called in the version that was read.
    about text not null constraint truth_answer_about_length check (length(about) between 1 and 5000),
    snapshot_number int not null constraint truth_answer_version check (snapshot_number > 0),
    agrees boolean not null,
    -- Whether the version said something else, so that staff have to deal with it.
    differs boolean not null,
    -- Whose position it is, and the position, where it is none of agreement.
    team text not null default '' constraint truth_answer_team_length check (length(team) <= 5000),
    position text not null default '' constraint truth_answer_position_length check (length(position) <= 50000),
    state truth_answer_state not null default 'open',
    answered_by uuid not null references person,
    answered_by_name text not null,
    answered_at timestamptz not null default now(),
    closed_by uuid references person,
    closed_by_name text not null default '',
    closed_at timestamptz,
    word_back text not null default '' constraint truth_answer_word_back_length check (length(word_back) <= 50000),
    version int not null default 1,
    unique (engagement_id, id),
    constraint truth_answer_dispute check (agrees or position <> ''),
    constraint truth_answer_closed check ((state in ('taken_over', 'put_aside')) = (closed_by is not null)
        and (closed_by is null) = (closed_at is null))
);
create index truth_answer_engagement on truth_answer (engagement_id, answered_at);
-- One answer of a person to a field stands at a time.
create unique index truth_answer_once on truth_answer (engagement_id, field_id, answered_by) where state = 'open';

-- What was answered stays as it was: whoever answered replaces it by another answer, and staff close it, once and under their
-- own name.
create function truth_answer_kept() returns trigger language plpgsql as $$
declare
    of_client boolean := acting_role() = 'client';
begin
    if owns_tables() then return new; end if;
    if (new.state, new.closed_by, new.closed_by_name, new.closed_at, new.word_back, new.version) is not distinct from
            (old.state, old.closed_by, old.closed_by_name, old.closed_at, old.word_back, old.version) then
        return new;
    end if;
    if not (old.state = 'open' and new.state <> 'open'
            and of_client = (new.state = 'replaced')
            and (not of_client or (new.word_back, new.closed_by_name) = ('', ''))
            and (of_client or new.closed_by is not distinct from acting_person())
            and (of_client or new.closed_by_name = (select p.name from person p where p.id = acting_person()))) then
        raise exception using errcode = 'check_violation', constraint = 'truth_answer_state_kept',
            message = 'this was replaced or closed already';
    end if;
    return new;
end $$;
create trigger truth_answer_kept before update on truth_answer for each row execute function truth_answer_kept();

alter table truth_answer enable row level security;
alter table truth_answer force row level security;
create policy truth_answer_read on truth_answer for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy truth_answer_give on truth_answer for insert with check
    (answered_by = acting_person() and state = 'open' and engagement_id = any ((select acting_voice())::uuid[]));
create policy truth_answer_replace on truth_answer for update
    using (answered_by = acting_person() and engagement_id = any ((select acting_voice())::uuid[]))
    with check (answered_by = acting_person() and engagement_id = any ((select acting_voice())::uuid[]));
create policy truth_answer_close on truth_answer for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

revoke all on function truth_answer_kept() from public;
grant execute on function truth_answer_kept() to faultline_app;
-- An answer begins open: what comes later is not written with it, and what was answered is not changed.
grant select,
    insert (id, engagement_id, field_id, about, snapshot_number, agrees, differs, team, position, answered_by,
        answered_by_name),
    update (state, closed_by, closed_by_name, closed_at, word_back, version)
    on truth_answer to faultline_app;
