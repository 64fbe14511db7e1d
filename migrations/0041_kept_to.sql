-- What only those may read or move who are meant to: a text that was marked, until the job that searches for it has ended;
-- what becomes of a request for access; and the answer to a quote.

-- A search counts what it changed while it goes, so that one that is taken over counts all of it; and says which file it is
-- about to write anew, so that one it was killed in is counted once.
alter table redaction drop constraint redaction_searched;
alter table redaction
    add constraint redaction_searched check (marked is null or files_searched is null),
    add column rewriting uuid;

-- The marked text is written by whoever marks it, and read by nobody but the job's worker: through the function below.
revoke select, update on redaction from faultline_app;
grant select (id, engagement_id, sample_id, placeholder, rows_changed, files_searched, files_changed, rewriting, looked,
        created_by, created_at),
    update (marked, files_searched, files_changed, rewriting, looked) on redaction to faultline_app;

-- What a search looks for, for the worker that has it, as whoever may work there: a worker knows a number that nobody can
-- read.
create function redaction_sought(of_job uuid, by_worker uuid)
returns table (marked bytea, placeholder text, rewriting uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.marked, r.placeholder, r.rewriting
    from job j join redaction r on r.engagement_id = j.engagement_id and r.id = j.subject_id
    where j.id = of_job and j.worker = by_worker and j.kind = 'redaction' and j.state = 'running'
        and r.marked is not null and (acts_as('admin') or j.engagement_id = any (acting_work()))
$$;

-- However a search ends, what it looked for goes with it: done, failed, cancelled, given up or taken away.
create function redaction_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    update redaction set marked = null
    where engagement_id = old.engagement_id and id = old.subject_id and marked is not null;
    perform set_config('faultline.role', was, true);
    return null;
end $$;
create trigger redaction_ended after update on job for each row
    when (new.kind = 'redaction' and new.state in ('done', 'failed', 'cancelled'))
    execute function redaction_ended();
create trigger redaction_gone after delete on job for each row
    when (old.kind = 'redaction') execute function redaction_ended();

-- The same for texts that no search is left for, such as after a restore; a server asks for it when it starts.
create function redaction_forget() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); forgotten bigint;
begin
    perform set_config('faultline.role', 'admin', true);
    update redaction r set marked = null
    where r.marked is not null
        and not exists (select from job j where j.engagement_id = r.engagement_id and j.subject_id = r.id
                            and j.kind = 'redaction' and j.state in ('queued', 'running'));
    get diagnostics forgotten = row_count;
    perform set_config('faultline.role', was, true);
    return forgotten;
end $$;
select redaction_forget();

-- A job that is given up says what holds of its kind: a search stores what it has done as it goes.
create or replace function job_claim(by_worker uuid, for_time interval)
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
        error = case j.kind
            when 'redaction' then 'The server stopped three times before every file was searched. Begin the search again.'
            else 'The server stopped three times while it worked on this. Nothing was stored. Start it again.' end
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

-- What becomes of a request for access: the client alone grants or refuses, once; staff take back what was not answered
-- yet, and either side what was granted. Nobody does it in another's name.
create or replace function access_request_kept() returns trigger language plpgsql as $$
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
    answers boolean := old.state = 'asked' and new.state in ('granted', 'refused');
    ends boolean := old.state in ('asked', 'granted') and new.state = 'revoked';
begin
    if owns_tables() then return new; end if;
    if asked_anew and (of_client or old.state <> 'asked' or new.state <> 'asked') then
        raise exception using errcode = 'check_violation', constraint = 'access_request_asked_kept',
            message = 'what was asked for changes only while nobody has answered, and by staff';
    end if;
    if new.state <> old.state and not (answers or ends) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_state_kept',
            message = 'this was answered or taken back already';
    end if;
    if (answers or answered_anew)
            and not (answers and of_client and new.answered_by is not distinct from acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_answer_client',
            message = 'the client grants or refuses, once';
    end if;
    if (ends or ended_anew) and not (ends and new.ended_by is not distinct from acting_person()
                                     and (old.state = 'granted' or not of_client)) then
        raise exception using errcode = 'check_violation', constraint = 'access_request_end_kept',
            message = 'staff take back what was asked, either side what was granted, once';
    end if;
    return new;
end $$;

-- A request begins as asked, and an area as its writer's: what comes later is not written with it.
revoke insert on access_request, access_area from faultline_app;
grant insert (id, engagement_id, system_id, system_name, purpose, environment, scope, needed_until, asked_of, hand_over,
        asked_by, asked_by_name) on access_request to faultline_app;
grant insert (id, engagement_id, system_id, system_name, care, says, because, recorded_by, recorded_by_name)
    on access_area to faultline_app;

-- The same for quotes: one begins as issued, and the answer to it is given once, by whoever gives it.
create or replace function quote_kept() returns trigger language plpgsql as $$
declare
    answered_anew boolean := (new.answered_by, new.answered_by_name, new.answered_at, new.reason)
        is distinct from (old.answered_by, old.answered_by_name, old.answered_at, old.reason);
begin
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
    if answered_anew and not owns_tables()
            and not (old.state = 'issued' and new.state in ('accepted', 'declined')
                     and new.answered_by is not distinct from acting_person()) then
        raise exception using errcode = 'check_violation', constraint = 'quote_answer_kept',
            message = 'a quote is answered once';
    end if;
    if new.actual_minutes is distinct from old.actual_minutes
            and (new.state not in ('accepted', 'superseded') or acting_role() = 'client') then
        raise exception using errcode = 'check_violation', constraint = 'quote_actual_staff',
            message = 'what an accepted quote took is recorded by staff';
    end if;
    return new;
end $$;
revoke insert on quote from faultline_app;
grant insert (id, engagement_id, number, document, hash, valid_until, estimated_p80, quoted_p80, issued_by) on quote
    to faultline_app;

revoke all on function redaction_sought(uuid, uuid), redaction_ended(), redaction_forget() from public;
grant execute on function redaction_sought(uuid, uuid), redaction_forget() to faultline_app;
