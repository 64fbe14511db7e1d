-- What each person has looked at of a room, what is replied to what was said in it, and what staff have dealt with.

-- When somebody last looked, and the newest version that was there: each person reads and writes their own row only.
create table room_seen (
    engagement_id uuid not null references engagement on delete cascade,
    person_id uuid not null references person on delete cascade,
    number int not null constraint room_seen_number check (number > 0),
    seen_at timestamptz not null default now(),
    primary key (engagement_id, person_id)
);

-- A reply to a decision or a comment. It stays as it was written: only redaction takes a text out of it.
create table room_reply (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    decision_id uuid references decision on delete cascade,
    comment_id uuid references comment on delete cascade,
    body text not null constraint room_reply_length check (length(body) between 1 and 50000),
    person_id uuid not null references person,
    person_name text not null,
    -- Whether the firm replies; what the client adds answers nothing that the client asked.
    of_firm boolean not null default false,
    created_at timestamptz not null default now(),
    constraint room_reply_one check (num_nonnulls(decision_id, comment_id) = 1)
);
create index room_reply_engagement on room_reply (engagement_id, created_at);
create index room_reply_decision on room_reply (decision_id) where decision_id is not null;
create index room_reply_comment on room_reply (comment_id) where comment_id is not null;

create function room_reply_of_firm() returns trigger language plpgsql as $$ begin
    new.of_firm := acting_role() in ('admin', 'consultant');
    return new;
end $$;
create trigger room_reply_of_firm before insert on room_reply for each row execute function room_reply_of_firm();

-- The step, field, sample or verdict that a comment is pinned to: a key of ours, which redaction leaves as it is.
alter table comment add column pin varchar(80) not null default ''
    constraint comment_pin check (pin ~ '^[a-z0-9-]*$');

-- What the client said, sent or answered, and staff have dealt with without a reply.
create type room_word as enum ('decision', 'comment', 'sample', 'access', 'quote', 'question');
create table room_done (
    engagement_id uuid not null references engagement on delete cascade,
    kind room_word not null,
    subject_id uuid not null,
    done_by uuid not null references person,
    done_at timestamptz not null default now(),
    primary key (engagement_id, kind, subject_id)
);

alter table room_seen enable row level security;
alter table room_seen force row level security;
-- A backup, which the owner of the tables makes, holds everybody's.
create policy room_seen_own on room_seen for all
    using ((person_id = (select acting_person()) or (select owns_tables()))
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
             or engagement_id = any ((select acting_rooms())::uuid[])))
    with check ((person_id = (select acting_person()) or (select owns_tables()))
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
             or engagement_id = any ((select acting_rooms())::uuid[])));

alter table room_reply enable row level security;
alter table room_reply force row level security;
create policy room_reply_read on room_reply for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
-- What is replied to stands in the same room.
create policy room_reply_write on room_reply for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[]))
     and (decision_id is null or exists (select from decision d
              where d.id = room_reply.decision_id and d.engagement_id = room_reply.engagement_id))
     and (comment_id is null or exists (select from comment c
              where c.id = room_reply.comment_id and c.engagement_id = room_reply.engagement_id)));
create policy room_reply_redact on room_reply for update using ((select acting_role()) = 'admin');

alter table room_done enable row level security;
alter table room_done force row level security;
create policy room_done_read on room_done for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy room_done_add on room_done for insert with check
    (done_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));

revoke all on function room_reply_of_firm() from public;
grant execute on function room_reply_of_firm() to faultline_app;
grant select, insert (engagement_id, person_id, number, seen_at), update (number, seen_at) on room_seen to faultline_app;
grant select, insert (id, engagement_id, decision_id, comment_id, body, person_id, person_name) on room_reply
    to faultline_app;
grant select, insert (engagement_id, kind, subject_id, done_by) on room_done to faultline_app;
