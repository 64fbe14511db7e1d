-- That a secret was in evidence is remembered, whatever becomes of the sample: it has to be rotated at its system.
create table sample_secret (
    engagement_id uuid not null references engagement on delete cascade,
    -- What its placeholder calls it.
    kind text not null,
    samples bigint not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    last_sample uuid not null,
    primary key (engagement_id, kind)
);

-- The kinds of secrets that have a placeholder in a text. Most texts have none at all, which is seen at once.
create function secrets_in(redacted text) returns setof text language sql immutable parallel safe as $$
    select distinct replace(found[1], '+', ' ')
    from regexp_matches(
        redacted,
        '‹(private[ +]key|cloud[ +]key|jwt|webhook|api[ +]key|token|session|password|credentials|secret|card[ +]code)[ +][0-9]{6}›',
        'g'
    ) found
    where strpos(redacted, '‹') > 0
$$;

create function sample_secret_insert() returns trigger language plpgsql as $$ begin
    insert into sample_secret as s
    select a.engagement_id, kind, count(*), now(), now(), (array_agg(a.id order by a.id desc))[1]
    from added a, secrets_in(a.summary || a.correlation_id || a.records || a.evidence || a.rejected_because) kind
    where strpos(a.summary || a.correlation_id || a.records || a.evidence || a.rejected_because, '‹') > 0
    group by 1, 2 order by 1, 2
    on conflict (engagement_id, kind) do update
        set samples = s.samples + excluded.samples, last_seen = excluded.last_seen, last_sample = excluded.last_sample;
    return null;
end $$;
create function sample_secret_update() returns trigger language plpgsql as $$ begin
    insert into sample_secret as s
    select a.engagement_id, kind, count(*), now(), now(), (array_agg(a.id order by a.id desc))[1]
    from added a join removed r using (id),
        secrets_in(a.summary || a.correlation_id || a.records || a.evidence || a.rejected_because) kind
    where strpos(a.summary || a.correlation_id || a.records || a.evidence || a.rejected_because, '‹') > 0
        and kind not in (
            select secrets_in(r.summary || r.correlation_id || r.records || r.evidence || r.rejected_because))
    group by 1, 2 order by 1, 2
    on conflict (engagement_id, kind) do update
        set samples = s.samples + excluded.samples, last_seen = excluded.last_seen, last_sample = excluded.last_sample;
    return null;
end $$;
create trigger sample_secret_insert after insert on sample
    referencing new table as added for each statement execute function sample_secret_insert();
create trigger sample_secret_update after update on sample
    referencing old table as removed new table as added for each statement execute function sample_secret_update();

-- Samples that were there before.
insert into sample_secret
select s.engagement_id, kind, count(*), min(s.created_at), max(s.created_at), (array_agg(s.id order by s.id desc))[1]
from sample s, secrets_in(s.summary || s.correlation_id || s.records || s.evidence || s.rejected_because) kind
group by 1, 2;

alter table sample_secret enable row level security;
alter table sample_secret force row level security;
create policy sample_secret_work on sample_secret for all
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
revoke all on function secrets_in(text), sample_secret_insert(), sample_secret_update() from public;
grant execute on function secrets_in(text), sample_secret_insert(), sample_secret_update() to faultline_app;
grant select, insert, update on sample_secret to faultline_app;
