-- What every request asks first, planned once for each connection: a function in SQL is planned anew with every call,
-- one in PL/pgSQL keeps its plans. What they answer is unchanged.

create or replace function session_open(hash bytea)
returns table (data jsonb, expires_at timestamptz, seen_at timestamptz, person_id uuid, name text, role text,
               client_id uuid, memberships jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select s.data, s.expires_at, s.seen_at, p.id, p.name, p.role, p.client_id,
        (select jsonb_agg(jsonb_build_object('engagement', m.engagement_id, 'capacity', m.capacity))
         from membership m where m.person_id = p.id)
    from session s left join person p on p.id = s.person_id and p.disabled_at is null
    where s.id_hash = hash and s.expires_at > now() and s.created_at > now() - interval '7 days';
end $$;

create or replace function acting_in(capacities text[]) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
    return array(select m.engagement_id from membership m join person p on p.id = m.person_id
                 where m.person_id = acting_person() and m.capacity = any (capacities) and p.disabled_at is null);
end $$;
