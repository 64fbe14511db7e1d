-- Questions to the client: what nobody knows of a system, an integration or a workflow, asked of a named person or of the
-- client at large, answered in the room, and taken over into the document or put aside with a word back. No internal note
-- has a place here: the client's people read whole rows.

create type question_state as enum ('open', 'answered', 'taken_over', 'put_aside', 'withdrawn');
create type question_reply as enum ('value', 'not_known', 'somebody_else');

create table question (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    -- The place in the document that the answer goes to, and the answer that was chosen: keys of ours. Redaction rewrites
    -- columns of the type text, and would leave a question about nothing.
    sought varchar(120) not null,
    choice varchar(40) not null default '',
    -- What it is about, as it was called when it was asked: the client reads it, and never the working document.
    about text not null constraint question_about_length check (length(about) between 1 and 5000),
    words text not null constraint question_words_length check (length(words) between 1 and 50000),
    asked_of uuid references person,
    asked_of_name text not null default '' constraint question_asked_of_length check (length(asked_of_name) <= 5000),
    due_on date not null,
    state question_state not null default 'open',
    asked_by uuid not null references person,
    asked_by_name text not null,
    asked_at timestamptz not null default now(),
    reply question_reply,
    answer text not null default '' constraint question_answer_length check (length(answer) <= 50000),
    somebody text not null default '' constraint question_somebody_length check (length(somebody) <= 5000),
    note text not null default '' constraint question_note_length check (length(note) <= 50000),
    answered_by uuid references person,
    answered_by_name text not null default '',
    answered_at timestamptz,
    closed_by uuid references person,
    closed_by_name text not null default '',
    closed_at timestamptz,
    word_back text not null default '' constraint question_word_back_length check (length(word_back) <= 50000),
    version int not null default 1,
    unique (engagement_id, id),
    constraint question_answered check ((reply is null) = (answered_by is null)
        and (reply is null) = (answered_at is null)
        and (state in ('open', 'withdrawn')) = (reply is null)),
    constraint question_taken_over check (state <> 'taken_over' or reply = 'value'),
    constraint question_closed check ((state in ('taken_over', 'put_aside', 'withdrawn')) = (closed_by is not null)
        and (closed_by is null) = (closed_at is null))
);
create index question_engagement on question (engagement_id, asked_at);
-- Nothing is asked twice while somebody waits for the answer.
create unique index question_once on question (engagement_id, sought) where state in ('open', 'answered');

-- The client alone answers, once; staff alone close what was answered or is not needed any more. What was asked and
-- answered stays as it was: only redaction, which runs as the owner of the tables, takes a text out of it.
create function question_kept() returns trigger language plpgsql as $$
declare
    of_client boolean := acting_role() = 'client';
    answered_anew boolean := (new.reply, new.choice, new.answer, new.somebody, new.note, new.answered_by,
                              new.answered_by_name, new.answered_at)
        is distinct from (old.reply, old.choice, old.answer, old.somebody, old.note, old.answered_by,
                          old.answered_by_name, old.answered_at);
    closed_anew boolean := (new.closed_by, new.closed_by_name, new.closed_at, new.word_back)
        is distinct from (old.closed_by, old.closed_by_name, old.closed_at, old.word_back);
begin
    if owns_tables() then return new; end if;
    if new.state <> old.state and (old.state, new.state) not in
            (('open', 'answered'), ('open', 'withdrawn'), ('answered', 'taken_over'), ('answered', 'put_aside')) then
        raise exception using errcode = 'check_violation', constraint = 'question_state_kept',
            message = 'this was answered or closed already';
    end if;
    if answered_anew and not (of_client and old.state = 'open' and new.state = 'answered'
                              and new.answered_by is not distinct from acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'question_answer_client',
            message = 'the client answers, once';
    end if;
    if closed_anew and not (not of_client and old.state <> new.state
                            and new.state in ('taken_over', 'put_aside', 'withdrawn')
                            and new.closed_by is not distinct from acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'question_close_staff',
            message = 'staff close a question, once';
    end if;
    return new;
end $$;
create trigger question_kept before update on question for each row execute function question_kept();

alter table question enable row level security;
alter table question force row level security;
create policy question_read on question for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy question_ask on question for insert with check
    (asked_by = acting_person() and state = 'open'
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy question_close on question for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy question_answer on question for update
    using (engagement_id = any ((select acting_voice())::uuid[]))
    with check (engagement_id = any ((select acting_voice())::uuid[]) and answered_by = acting_person());

-- Reminders that were sent: each once for a person, a day on which something ends, and a number of days before it.
create table reminder (
    engagement_id uuid not null references engagement on delete cascade,
    subject_id uuid not null,
    person_id uuid not null references person on delete cascade,
    ends_on date not null,
    days_before int not null,
    claimed_at timestamptz not null default now(),
    primary key (engagement_id, subject_id, person_id, ends_on, days_before)
);
alter table reminder enable row level security;
alter table reminder force row level security;
create policy reminder_read on reminder for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
-- The two functions below alone write it, as the owner.
create policy reminder_claim on reminder for insert with check ((select acting_role()) = 'admin');
create policy reminder_return on reminder for delete using ((select acting_role()) = 'admin');

-- Whom to remind of what on a day: seven days and one day before a question is due or an access ends, and not of what was
-- asked or granted later than that. Whatever it names counts as reminded of.
create function claim_reminders(today date, most int) returns table (engagement uuid, subject uuid, person uuid, email text,
    of_room boolean, of_question boolean, about text, ends_on date, days_before int)
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    return query
        with ends as (
            select q.engagement_id, q.id as subject_id, m.person_id, true as room, true as question, q.about as named,
                q.due_on as last_day, (q.asked_at at time zone 'UTC')::date as since
            from question q
            join membership m on m.engagement_id = q.engagement_id and m.capacity = 'contributor'
                and (q.asked_of is null or q.asked_of = m.person_id)
            where q.state = 'open'
            union all
            select a.engagement_id, a.id, m.person_id, m.capacity in ('contributor', 'viewer'), false, a.system_name,
                a.granted_until, (a.answered_at at time zone 'UTC')::date
            from access_request a
            join membership m on m.engagement_id = a.engagement_id and m.person_id in (a.answered_by, a.asked_by)
            where a.state = 'granted'
        ), due as (
            select e.*, d.days, p.email as address
            from ends e
            join engagement g on g.id = e.engagement_id and g.stage <> 'archived'
            join person p on p.id = e.person_id and p.disabled_at is null and p.password_hash is not null
            join (values (7, 2), (1, 0)) d (days, until)
                on e.last_day - today between d.until and d.days and e.since < e.last_day - d.days
        ), new as (
            insert into reminder as r (engagement_id, subject_id, person_id, ends_on, days_before)
            select d.engagement_id, d.subject_id, d.person_id, d.last_day, d.days from due d
            where not exists (select from reminder o where o.engagement_id = d.engagement_id
                                  and o.subject_id = d.subject_id and o.person_id = d.person_id
                                  and o.ends_on = d.last_day and o.days_before = d.days)
            order by d.last_day, d.subject_id, d.person_id limit most
            on conflict do nothing
            returning r.engagement_id, r.subject_id, r.person_id, r.ends_on, r.days_before
        )
        select d.engagement_id, d.subject_id, d.person_id, d.address, d.room, d.question, d.named, d.last_day, d.days
        from new n join due d on d.subject_id = n.subject_id and d.person_id = n.person_id and d.days = n.days_before;
    perform set_config('faultline.role', was, true);
end $$;

-- Gives back a reminder that could not be sent, so that it is sent the next time.
create function return_reminder(room uuid, which uuid, whom uuid, last_day date, days int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    delete from reminder r where r.engagement_id = room and r.subject_id = which and r.person_id = whom
        and r.ends_on = last_day and r.days_before = days;
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function question_kept(), claim_reminders(date, int), return_reminder(uuid, uuid, uuid, date, int) from public;
grant execute on function question_kept(), claim_reminders(date, int), return_reminder(uuid, uuid, uuid, date, int)
    to faultline_app;
-- A question begins as asked: what comes later is not written with it, and what was asked stays as it was.
grant select,
    insert (id, engagement_id, sought, about, words, asked_of, asked_of_name, due_on, asked_by, asked_by_name),
    update (state, reply, choice, answer, somebody, note, answered_by, answered_by_name, answered_at, closed_by,
        closed_by_name, closed_at, word_back, version)
    on question to faultline_app;
grant select on reminder to faultline_app;
