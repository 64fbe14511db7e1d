select w.engagement_id as "engagement!: EngagementId", e.title as "title!", w.kind as "kind!", w.subject as "subject!",
    w.person as "person!", w.detail as "detail!", left(w.says, $2) as "says!", w.at as "at!"
from (
    select d.engagement_id, 'decision' as kind, d.id as subject, d.person_name as person, d.answer as detail,
        d.reason as says, d.created_at as at
    from decision d
    where not exists (select from room_reply r where r.decision_id = d.id and r.of_firm)
    union all
    select c.engagement_id, 'comment', c.id, c.person_name, c.about, c.body, c.created_at
    from comment c join person p on p.id = c.person_id and p.role = 'client'
    where not exists (select from room_reply r where r.comment_id = c.id and r.of_firm
                          and r.created_at >= all (select o.created_at from room_reply o where o.comment_id = c.id))
    union all
    select s.engagement_id, 'sample', s.id, coalesce(p.name, ''), s.symptom, s.summary, s.created_at
    from sample s left join person p on p.id = s.submitted_by
    where s.submitted_by is not null and s.state = 'new'
    union all
    select a.engagement_id, 'access', a.id, a.answered_by_name, a.state::text || ': ' || a.system_name, a.answer, a.answered_at
    from access_request a
    where a.answered_at is not null and a.state in ('granted', 'refused')
    union all
    select q.engagement_id, 'quote', q.id, q.answered_by_name, q.state::text || ': ' || q.number, q.reason, q.answered_at
    from quote q
    where q.answered_at is not null and q.state in ('accepted', 'declined')
    union all
    select q.engagement_id, 'question', q.id, q.answered_by_name, q.about, q.answer, q.answered_at
    from question q
    where q.state = 'answered'
) w
join engagement e on e.id = w.engagement_id
where ($1::uuid is null or w.engagement_id = $1) and e.stage <> 'archived'
    and not exists (select from room_done x where x.engagement_id = w.engagement_id and x.kind::text = w.kind
                        and x.subject_id = w.subject)
order by w.at, w.subject
limit $3
