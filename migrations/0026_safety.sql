-- What one person can do to others, and what outlives a lost password: kinds of parts, a lead for every engagement,
-- attempts to sign in, tokens and links, decisions after a reset, forms sent twice, files, and the rows of the audit.

-- Back-fills of earlier steps, again as one whom the policies let through: an owner is bound by them too.
select set_config('faultline.role', 'admin', true);
insert into sample_secret
select s.engagement_id, kind, count(*), min(s.created_at), max(s.created_at), (array_agg(s.id order by s.id desc))[1]
from sample s, secrets_in(s.summary || s.correlation_id || s.records || s.evidence || s.rejected_because) kind
group by 1, 2
on conflict do nothing;
update engagement e set integrations = p.names
from (select engagement_id, json_object_agg(id, body ->> 'name') as names from part
      where kind = 'integration' and not retired group by engagement_id) p
where p.engagement_id = e.id and e.integrations::text = '{}';
select set_config('faultline.role', '', true);

-- A part keeps its kind: an id that names a system never comes to name a workflow.
create function part_kind_kept() returns trigger language plpgsql as $$ begin
    if new.kind <> old.kind then
        raise exception using errcode = 'check_violation', constraint = 'part_kind_kept',
            message = 'a part keeps its kind';
    end if;
    return new;
end $$;
create trigger part_kind_kept before update of kind on part for each row execute function part_kind_kept();

-- Consultants leave no engagement without a lead; an admin can always make somebody one.
create function membership_led() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if acting_role() <> 'consultant' or old.capacity <> 'lead' then return null; end if;
    perform pg_advisory_xact_lock(hashtextextended('lead ' || old.engagement_id::text, 0));
    if not exists (select from membership m join person p on p.id = m.person_id
                   where m.engagement_id = old.engagement_id and m.capacity = 'lead' and p.disabled_at is null) then
        raise exception using errcode = 'check_violation', constraint = 'membership_led',
            message = 'somebody must lead the engagement';
    end if;
    return null;
end $$;
create trigger membership_led after delete or update of capacity on membership
    for each row execute function membership_led();

-- Attempts to sign in are counted for an account and the network they come from, so that nobody closes another's
-- account; all together are bounded too, for networks that nobody has signed in to it from. The account is folded here,
-- as it is where it is looked up: what is one account is counted as one, however it is typed.
drop function sign_in_attempt(bytea, int, interval);
alter table sign_in_failure add column network_hash bytea not null default '\x';
create index sign_in_failure_network on sign_in_failure (account_hash, network_hash, at);

create function account_key(account text) returns bytea language sql stable as
    $$ select sha256(convert_to(lower(account), 'UTF8')) $$;
create function network_key(account text, network text) returns bytea language sql stable as
    $$ select sha256(account_key(account) || convert_to(network, 'UTF8')) $$;

-- Networks that an account was signed in to from.
create table known_network (
    account_hash bytea not null,
    network_hash bytea not null,
    seen_at timestamptz not null default now(),
    primary key (account_hash, network_hash)
);
alter table known_network enable row level security;
alter table sign_in_failure enable row level security;

create function sign_in_attempt(account text, network text, most int, most_of_all int, within interval)
returns timestamptz language plpgsql security definer set search_path = public, pg_temp as $$
declare
    key bytea := account_key(account);
    place bytea := network_key(account, network);
    n int; oldest timestamptz;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 0));
    select count(*), min(latest.at) into n, oldest
    from (select f.at from sign_in_failure f
          where f.account_hash = key and f.network_hash = place and f.at > clock_timestamp() - within
          order by f.at desc limit most) latest;
    if n >= most then return oldest + within; end if;
    if not exists (select from known_network k where k.account_hash = key and k.network_hash = place) then
        select count(*), min(latest.at) into n, oldest
        from (select f.at from sign_in_failure f where f.account_hash = key and f.at > clock_timestamp() - within
              order by f.at desc limit most_of_all) latest;
        if n >= most_of_all then return oldest + within; end if;
    end if;
    insert into sign_in_failure (account_hash, network_hash, at) values (key, place, clock_timestamp());
    return null;
end $$;

-- Forgives the acting person's own failures from a network, and knows it from now on.
create function sign_in_success(network text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare account text := (select email from person where id = acting_person());
begin
    if account is null then return; end if;
    delete from sign_in_failure
    where account_hash = account_key(account) and network_hash = network_key(account, network);
    insert into known_network (account_hash, network_hash) values (account_key(account), network_key(account, network))
    on conflict (account_hash, network_hash) do update set seen_at = now();
end $$;

-- The server says who acts and what they are in the firm; what it says they are is compared with what they are. Within
-- the functions above, which run as the owner, what was said stands.
create function acts_as(claimed text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
    return exists (select from person where id = acting_person() and role = claimed and disabled_at is null);
end $$;
create or replace function acting_role() returns text language plpgsql stable as $$
declare claimed text := coalesce(nullif(current_setting('faultline.role', true), ''), 'nobody');
begin
    if current_user = 'faultline_app' and claimed <> 'nobody' and not public.acts_as(claimed) then return 'nobody'; end if;
    return claimed;
end $$;
-- Asked once for a statement, not for every row.
alter policy client_read on client using ((select acting_role()) in ('admin', 'consultant'));
alter policy person_read on person
    using ((select acting_role()) in ('admin', 'consultant') or id = (select acting_person()));
alter policy membership_read on membership using
    (person_id = (select acting_person()) or (select acting_role()) = 'admin'
     or engagement_id = any ((select acting_work())::uuid[]));

-- Forms that were sent, by a hash of who, where and all that was in them: sent again, the same answer is given again.
create table form_sent (
    key bytea primary key,
    person_id uuid not null references person on delete cascade,
    -- Where the answer led; null while it is worked on.
    location text,
    created_at timestamptz not null default now()
);
alter table form_sent enable row level security;

-- Whether a form is sent for the first time; where its answer led, when it was sent before and is answered. One that a
-- server left unanswered is as good as new after a while. No row when it is being answered right now.
create function form_claim(sent bytea, whose uuid) returns table (first boolean, led_to text)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    insert into form_sent as f (key, person_id) values (sent, whose)
    on conflict (key) do update set created_at = now()
        where f.location is null and f.created_at < now() - interval '2 minutes';
    if found then
        return query select true, null::text;
    else
        return query select false, f.location from form_sent f where f.key = sent and f.location is not null;
    end if;
end $$;
create function form_answered(sent bytea, led_to text) returns void
language sql security definer set search_path = public, pg_temp as
    $$ update form_sent set location = led_to where key = sent $$;
create function form_forget(sent bytea) returns void
language sql security definer set search_path = public, pg_temp as
    $$ delete from form_sent where key = sent and location is null $$;

create or replace function session_sweep() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from session where expires_at < now() or created_at < now() - interval '7 days' returning 1),
        old as (delete from sign_in_failure where at < now() - interval '1 day'),
        left_long_ago as (delete from known_network where seen_at < now() - interval '180 days'),
        answered as (delete from form_sent where created_at < now() - interval '1 day')
    select count(*) from gone
$$;

-- Tokens end with whoever made them: shut out, no member any more, or with a new password by a link.
create function tokens_end(whose uuid, place uuid) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); n int;
begin
    perform set_config('faultline.role', 'admin', true);
    update api_token set revoked_at = now()
    where person_id = whose and revoked_at is null and (place is null or engagement_id = place);
    get diagnostics n = row_count;
    perform set_config('faultline.role', was, true);
    return n;
end $$;
create function own_tokens_end() returns int language sql security definer set search_path = public, pg_temp as
    $$ select tokens_end(acting_person(), null) $$;
create function person_out() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform tokens_end(new.id, null);
    update invitation set used_at = now() where person_id = new.id and used_at is null;
    return null;
end $$;
create trigger person_out after update of disabled_at on person
    for each row when (new.disabled_at is not null and old.disabled_at is null) execute function person_out();
create function member_out() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform tokens_end(old.person_id, old.engagement_id);
    return null;
end $$;
create trigger member_out after delete on membership for each row execute function member_out();

-- A changed password makes links void that were on their way.
create or replace function set_password(hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update person set password_hash = hash, version = version + 1 where id = acting_person();
    update invitation set used_at = now() where person_id = acting_person() and used_at is null;
$$;

-- When a password was last set anew through a link that staff made.
alter table person add column reset_at timestamptz;
create or replace function invitation_take(hash bytea, new_password_hash text, first_id uuid, first_email text, first_name text)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare link invitation;
begin
    update invitation set used_at = now()
    where token_hash = hash and used_at is null and expires_at > now() returning * into link;
    if not found then return null; end if;
    if link.person_id is null then
        lock table person in share row exclusive mode;
        if exists (select from person where role = 'admin' and password_hash is not null) then return null; end if;
        insert into person (id, email, name, role, password_hash)
        values (first_id, first_email, first_name, 'admin', new_password_hash);
        link.person_id := first_id;
    else
        update person set password_hash = new_password_hash, version = version + 1,
            reset_at = case when password_hash is null then reset_at else now() end
        where id = link.person_id and disabled_at is null;
        if not found then return null; end if;
        delete from session where person_id = link.person_id;
        perform tokens_end(link.person_id, null);
    end if;
    update invitation set used_at = now() where person_id = link.person_id and used_at is null;
    perform set_config('faultline.person', link.person_id::text, true);
    insert into audit (person_id, action, subject_kind, subject_id, subject_name)
    values (link.person_id, 'joined', 'person', link.person_id,
            (select p.name from person p where p.id = link.person_id));
    return link.person_id;
end $$;

-- A decision says when the password of whoever decides was set by a link of staff within the week before.
alter table decision add column after_reset boolean not null default false;
create function decision_after_reset() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    new.after_reset := exists (select from person where id = new.person_id and reset_at > now() - interval '7 days');
    return new;
end $$;
create trigger decision_after_reset before insert on decision
    for each row execute function decision_after_reset();

-- The server that writes the audit sets neither its time nor an engagement that the acting person has no part in.
revoke insert on audit from faultline_app;
grant insert (person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after) on audit
    to faultline_app;
drop policy audit_write on audit;
create policy audit_write on audit for insert with check
    (person_id = acting_person()
     and (engagement_id is null or (select acting_role()) = 'admin'
          or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_rooms())::uuid[])));

-- What an engagement and a person in it may keep in files, whether they are still shown or not.
create function attachment_quota() returns trigger language plpgsql as $$
declare kept bigint; own bigint;
begin
    select coalesce(sum(a.bytes), 0), coalesce(sum(a.bytes) filter (where a.added_by = new.added_by), 0) into kept, own
    from attachment a where a.engagement_id = new.engagement_id and a.erased_at is null;
    if kept + new.bytes > 4000000000 then
        raise exception using errcode = 'check_violation', constraint = 'attachment_quota_engagement',
            message = 'the files of this engagement take too much room';
    end if;
    if own + new.bytes > 1000000000 then
        raise exception using errcode = 'check_violation', constraint = 'attachment_quota_person',
            message = 'the files of this person take too much room';
    end if;
    return new;
end $$;
-- When the content of a file was erased from the file store.
alter table attachment add column erased_at timestamptz;
create trigger attachment_quota before insert on attachment for each row execute function attachment_quota();

-- What a person marks in a sample goes from the history of its engagement too: from what was recorded of changes, and
-- from rows of files that were refused. Nothing else of an entry changes, and only a placeholder takes its place. The
-- server has no right to change an entry; this function alone does.
create function redacted_json(value jsonb, marked text, placeholder text) returns jsonb
language plpgsql immutable as $$ begin
    case jsonb_typeof(value)
        when 'string' then return to_jsonb(replace(value #>> '{}', marked, placeholder));
        when 'array' then
            return coalesce((select jsonb_agg(redacted_json(e.v, marked, placeholder) order by e.n)
                             from jsonb_array_elements(value) with ordinality e (v, n)), '[]');
        when 'object' then
            return coalesce((select jsonb_object_agg(replace(e.k, marked, placeholder),
                                                     redacted_json(e.v, marked, placeholder))
                             from jsonb_each(value) e (k, v)), '{}');
        else return value;
    end case;
end $$;
create policy audit_redact on audit for update using ((select acting_role()) = 'admin');
create function redact_history(room uuid, marked text, placeholder text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    written text := to_jsonb(marked)::text;
    n int;
begin
    if not (acting_role() = 'admin' or room = any (acting_work())) or placeholder !~ '^‹[^‹›]{1,80}›$' then
        raise exception using errcode = 'insufficient_privilege', message = 'this is not theirs to redact';
    end if;
    written := substr(written, 2, length(written) - 2);
    perform set_config('faultline.role', 'admin', true);
    update audit a set before = redacted_json(a.before, marked, placeholder),
        after = redacted_json(a.after, marked, placeholder),
        subject_name = replace(a.subject_name, marked, placeholder)
    where a.engagement_id = room
        and (strpos(a.before::text, written) > 0 or strpos(a.after::text, written) > 0
             or strpos(a.subject_name, marked) > 0);
    get diagnostics n = row_count;
    update import_refusal r set cells = redacted_json(r.cells, marked, placeholder)
    where r.engagement_id = room and strpos(r.cells::text, written) > 0;
    perform set_config('faultline.role', was, true);
    return n;
end $$;

revoke all on function part_kind_kept(), membership_led(), acts_as(text), account_key(text), network_key(text, text),
    sign_in_attempt(text, text, int, int, interval), sign_in_success(text), tokens_end(uuid, uuid), own_tokens_end(),
    person_out(), member_out(), decision_after_reset(), attachment_quota(), form_claim(bytea, uuid),
    form_answered(bytea, text), form_forget(bytea), redacted_json(jsonb, text, text),
    redact_history(uuid, text, text) from public;
grant execute on function part_kind_kept(), acts_as(text), sign_in_attempt(text, text, int, int, interval), sign_in_success(text),
    own_tokens_end(), attachment_quota(), form_claim(bytea, uuid), form_answered(bytea, text), form_forget(bytea),
    redact_history(uuid, text, text) to faultline_app;
revoke insert, select, delete on sign_in_failure from faultline_app;
grant update (name, erased_at) on attachment to faultline_app;
