select
    -- The files beside confirmed failures, those of the newest failure first.
    coalesce((select jsonb_agg(to_jsonb(o))
              from (select a.id, a.name, a.format, a.bytes, a.replaced, a.sample_id as failure, s.summary, s.records,
                        (select max(v.number) from published_file f join snapshot v on v.id = f.snapshot_id
                         where f.engagement_id = a.engagement_id and f.attachment_id = a.id and f.withdrawn_at is null)
                            as handed_out
                    from attachment a join sample s on s.engagement_id = a.engagement_id and s.id = a.sample_id
                        and s.state in ('confirmed', 'diagnosed')
                    where a.engagement_id = $1 and a.removed_at is null and a.erased_at is null
                    order by s.occurred_at desc, s.id, a.created_at, a.name, a.id limit $2) o), '[]')
        as "offered!: Json<Vec<Candidate>>",
    -- The files that can be had in the client's room, those of the newest version first.
    coalesce((select jsonb_agg(to_jsonb(h))
              from (select a.id, a.name, a.format, a.bytes, a.sample_id as failure, a.removed_at is not null as removed,
                        array_agg(v.number order by v.number) as versions
                    from published_file f
                    join snapshot v on v.engagement_id = f.engagement_id and v.id = f.snapshot_id
                    join attachment a on a.engagement_id = f.engagement_id and a.id = f.attachment_id
                    where f.engagement_id = $1 and f.withdrawn_at is null
                    group by a.id order by max(v.number) desc, a.created_at, a.id limit $3) h), '[]')
        as "handed_out!: Json<Vec<Out>>"
