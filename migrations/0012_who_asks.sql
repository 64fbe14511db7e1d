-- What every request asks first, for less: who asks is looked up for many requests at once, what a session carries is
-- read only where something changes it, and what lists and the rail show of an engagement lies in its own row.

-- The people of living sessions and what they are members of. A disabled person has none.
create function session_actors(hashes bytea[])
returns table (id_hash bytea, seen_at timestamptz, person_id uuid, name text, role text, client_id uuid,
               engagements uuid[], capacities text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.id_hash, s.seen_at, p.id, p.name, p.role, p.client_id, m.engagements, m.capacities
    from session s
    join person p on p.id = s.person_id and p.disabled_at is null
    cross join lateral (select array_agg(engagement_id) engagements, array_agg(capacity) capacities
                        from membership where person_id = p.id) m
    where s.id_hash = any (hashes) and s.expires_at > now() and s.created_at > now() - interval '7 days';
end $$;

drop function session_open(bytea);
create function session_open(hash bytea) returns table (data jsonb, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select data, expires_at from session
    where id_hash = hash and expires_at > now() and created_at > now() - interval '7 days'
$$;

revoke all on function session_actors(bytea[]), session_open(bytea) from public;
grant execute on function session_actors(bytea[]), session_open(bytea) to faultline_app;

-- Digests are read whole with every page and never looked into here: as the text they are, nothing has to be put
-- together again.
alter table engagement alter column digest drop default, alter column sample_digest drop default;
alter table engagement alter column digest type json using digest::json,
    alter column sample_digest type json using sample_digest::json;
alter table engagement alter column digest set default '{}', alter column sample_digest set default '{}';

-- The names of its integrations, for lists that name them: kept with every change of the document.
alter table engagement add column integrations json not null default '{}';
update engagement e set integrations = p.names
from (select engagement_id, json_object_agg(id, body ->> 'name') as names from part
      where kind = 'integration' and not retired group by engagement_id) p
where p.engagement_id = e.id;
