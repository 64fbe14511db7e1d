select w.engagement_id as "engagement!: EngagementId", e.title as "title!", w.kind as "kind!", w.subject as "subject!",
    w.person as "person!", w.detail as "detail!", w.of as "of!", left(w.says, $2) as "says!", w.at as "at!"
from (
    select d.engagement_id, 'decision' as kind, d.id as subject, d.person_name as person, d.answer as detail, '' as of,
        d.reason as says, d.created_at as at
    from decision d
    where not exists (select from room_reply r where r.decision_id = d.id and r.of_firm)
    union all
    -- The last word under a comment, when it is the client's and the thread was not resolved since: the comment itself, or the
    -- newest reply to it, as it says now. Nothing but the last word of a thread is ever changed.
    select c.engagement_id, 'comment', c.id, coalesce(r.person_name, c.person_name), c.about, '',
        coalesce(l.body, r.body, c.body), coalesce(l.created_at, r.created_at, c.created_at)
    from comment c
    left join lateral (
        select o.id, o.person_id, o.person_name, o.body, o.created_at from room_reply o where o.comment_id = c.id
        order by o.created_at desc, o.id desc limit 1
    ) r on true
    left join lateral (
        select i.body, i.created_at from comment_edit i where i.comment_id = c.id and r.id is null or i.reply_id = r.id
        order by i.created_at desc, i.id desc limit 1
    ) l on true
    left join lateral (
        select o.resolved, o.created_at from comment_resolution o where o.comment_id = c.id
        order by o.created_at desc, o.id desc limit 1
    ) z on true
    join person p on p.id = coalesce(r.person_id, c.person_id) and p.role = 'client'
    where (z.resolved and z.created_at >= coalesce(l.created_at, r.created_at, c.created_at)) is not true
    union all
    -- Whoever acts is mentioned by somebody else of the firm, and has said nothing there since.
    select m.engagement_id, 'mention', m.id, p.name, coalesce(c.about, 'decision'), coalesce(c.id::text, ''),
        coalesce(l.body, case when m.comment_id is null then r.body else c.body end, ''), m.created_at
    from mention m
    join person p on p.id = m.made_by and p.role <> 'client'
    left join room_reply r on r.id = m.reply_id
    left join comment c on c.id = coalesce(m.comment_id, r.comment_id)
    left join lateral (
        select i.body from comment_edit i where i.comment_id = m.comment_id or i.reply_id = m.reply_id
        order by i.created_at desc, i.id desc limit 1
    ) l on true
    left join lateral (
        select o.resolved, o.created_at from comment_resolution o where o.comment_id = c.id
        order by o.created_at desc, o.id desc limit 1
    ) z on true
    where m.person_id = acting_person()
        and (z.resolved and z.created_at >= m.created_at) is not true
        and not exists (select from room_reply o where o.person_id = m.person_id and o.created_at > m.created_at
                            and (o.comment_id = c.id or o.decision_id = r.decision_id))
    union all
    select s.engagement_id, 'sample', s.id, coalesce(p.name, ''), s.symptom, '', s.summary, s.created_at
    from sample s left join person p on p.id = s.submitted_by
    where s.submitted_by is not null and s.state = 'new'
    union all
    select a.engagement_id, 'access', a.id, a.answered_by_name, a.state::text, a.system_name, a.answer, a.answered_at
    from access_request a
    where a.answered_at is not null and a.state in ('granted', 'refused')
    union all
    select q.engagement_id, 'quote', q.id, q.answered_by_name, q.state::text, q.number::text, q.reason, q.answered_at
    from quote q
    where q.answered_at is not null and q.state in ('accepted', 'declined')
    union all
    select q.engagement_id, 'question', q.id, q.answered_by_name, '', q.about, q.answer, q.answered_at
    from question q
    where q.state = 'answered'
    union all
    select t.engagement_id, 'truth', t.id, t.answered_by_name, case when t.agrees then 'approved' else 'disputed' end, t.about,
        t.position, t.answered_at
    from truth_answer t
    where t.state = 'open' and t.differs
    union all
    select g.engagement_id, 'colleague', g.id, g.asked_by_name, g.capacity, g.name, g.email, g.asked_at
    from colleague g
    where g.state = 'open'
) w
join engagement e on e.id = w.engagement_id
where ($1::uuid is null or w.engagement_id = $1) and e.stage <> 'archived'
    and ($4::text is null or w.kind = $4) and ($5::uuid is null or w.subject = $5)
    and not exists (select from room_done x where x.engagement_id = w.engagement_id and x.kind::text = w.kind
                        and x.subject_id = w.subject and x.done_at >= w.at)
order by w.at, w.subject
limit $3
