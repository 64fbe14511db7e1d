-- What goes by all of some words, the closest few of each kind. Names are put into small letters once each, and each kind
-- keeps its few instead of being sorted as a whole. No index helps: a word may stand anywhere in a name, and row-level
-- security lets nothing but comparisons that give nothing away be looked up before it.
with part_names as materialized (
    select p.kind, p.engagement_id, p.id, p.body ->> 'name' as name, lower(p.body ->> 'name') as low
    from part p
    where not p.retired and p.kind in ('system', 'integration', 'workflow', 'data_type', 'field')
        and lower(p.body ->> 'name') like all ($1::text[])
), found as (
    (select 'engagement' as kind, e.id as engagement_id, e.id::text as id, null::text as workflow, null::text as side,
        e.title as name, e.low
     from (select id, title, lower(title) as low from engagement offset 0) e
     where e.low like all ($1)
     order by e.id is not distinct from $2::uuid desc, strpos(e.low, $3), length(e.title), e.title collate "C", e.id
     limit $4)
    union all
    select kinds.kind, p.engagement_id, p.id::text, null, null, p.name, p.low
    from unnest(array['system', 'integration', 'workflow', 'data_type', 'field']) kinds (kind)
    cross join lateral (
        select n.engagement_id, n.id, n.name, n.low from part_names n where n.kind = kinds.kind
        order by n.engagement_id is not distinct from $2 desc, strpos(n.low, $3), length(n.name), n.name collate "C", n.id
        limit $4) p
    union all
    -- A map is unpacked once, not once for each of its steps.
    (select 'step', s.engagement_id, s.id, s.workflow, s.side, s.name, s.low
     from (select m.engagement_id, m.workflow, m.side, step ->> 'id' as id, step ->> 'name' as name,
               lower(step ->> 'name') as low
           from (select p.engagement_id, p.body ->> 'workflow' as workflow, p.body ->> 'side' as side,
                     p.body -> 'steps' as steps
                 from part p where not p.retired and p.kind = 'map' offset 0) m
           cross join lateral jsonb_path_query(m.steps, '$[*]') step offset 0) s
     where s.low like all ($1)
     order by s.engagement_id is not distinct from $2 desc, strpos(s.low, $3), length(s.name), s.name collate "C", s.id
     limit $4)
    union all
    (select 'sample', s.engagement_id, s.id::text, null, null, s.summary, s.low
     from (select e.id as engagement_id, n.id, n.summary, lower(n.summary) as low
           from (select id from engagement where $2 is null or id = $2 order by changed_at desc limit 10) e
           cross join lateral (
               select id, summary from sample where engagement_id = e.id
               order by occurred_at desc, id desc
               limit case when $2 is null then $6::bigint else $5::bigint end) n
           offset 0) s
     where s.low like all ($1)
     order by strpos(s.low, $3), length(s.summary), s.summary collate "C", s.id
     limit $4)
)
select found.kind as "kind!: FoundKind", found.engagement_id as "engagement!: EngagementId", e.title as "title!",
    found.id as "id!", found.workflow as "workflow?", found.side as "side?", found.name as "name!"
from found join engagement e on e.id = found.engagement_id
order by found.engagement_id is not distinct from $2 desc, strpos(found.low, $3), length(found.name),
    found.name collate "C", found.id
