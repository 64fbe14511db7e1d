select e.title, e.stage, e.version, c.name as client, now() as "as_of!", e.digest as "digest: Json<Digest>",
    coalesce((select jsonb_agg(to_jsonb(r) order by r.asked_at, r.id)
              from access_request r where r.engagement_id = e.id), '[]') as "requests!: Json<Vec<AccessRequest>>",
    coalesce((select jsonb_agg(to_jsonb(a) order by a.recorded_at, a.id)
              from access_area a where a.engagement_id = e.id), '[]') as "areas!: Json<Vec<AccessArea>>",
    -- The secrets that were replaced in samples, by kind.
    coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'samples', samples,
                  'first', (first_seen at time zone 'UTC')::date, 'last', (last_seen at time zone 'UTC')::date,
                  'newest', last_sample) order by kind)
              from sample_secret where engagement_id = e.id), '[]') as "secrets!: Json<Vec<SecretsSeen>>",
    -- The newest comparison of each pair of systems.
    coalesce((select jsonb_agg(run order by pair)
              from (select distinct on (array[least(system_a, system_b), greatest(system_a, system_b)])
                        array[least(system_a, system_b), greatest(system_a, system_b)] as pair,
                        jsonb_build_object('systems', jsonb_build_array(system_a, system_b),
                            'on', (compared_at at time zone 'UTC')::date, 'keys', settings #> '{plan,keys}',
                            'fields', settings -> 'fields', 'cells', outcome -> 'cells') as run
                    from reconciliation where engagement_id = e.id and compared_at is not null and outcome is not null
                    order by 1, compared_at desc, id desc) newest), '[]') as "comparisons!: Json<Vec<Comparison>>"
from engagement e join client c on c.id = e.client_id where e.id = $1
