select c.id as "id: CommentId", s.number, c.about, c.person_name as person, c.created_at as at, c.pin,
    said_versions(c.id, null, c.body, c.created_at) as "versions!: Json<Vec<Wording>>",
    (c.person_id = $3 and l.reply is null and c.created_at > now() - interval '24 hours') as "may_edit!",
    coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'person', r.person_name, 'of_firm', r.of_firm,
                  'at', r.created_at, 'versions', said_versions(null, r.id, r.body, r.created_at),
                  'may_edit', r.person_id = $3 and r.id = l.reply and r.created_at > now() - interval '24 hours')
                  order by r.created_at, r.id)
              from room_reply r where r.comment_id = c.id), '[]') as "replies!: Json<Vec<Reply>>",
    x.person_name as "resolved_by?", x.created_at as "resolved_at?"
from (select * from comment where engagement_id = $1 order by created_at desc, id desc limit $2) c
join snapshot s on s.id = c.snapshot_id
-- The last word of the thread, and when it was said or changed.
left join lateral (
    select (select r.id from room_reply r where r.comment_id = c.id order by r.created_at desc, r.id desc limit 1) as reply
) l on true
left join lateral (
    select greatest(c.created_at,
        (select max(r.created_at) from room_reply r where r.comment_id = c.id),
        (select max(e.created_at) from comment_edit e where e.comment_id = c.id),
        (select max(e.created_at) from comment_edit e join room_reply r on r.id = e.reply_id
         where r.comment_id = c.id)) as at
) w on true
left join lateral (
    select o.resolved, o.person_name, o.created_at from comment_resolution o where o.comment_id = c.id
    order by o.created_at desc, o.id desc limit 1
) x on x.resolved and x.created_at >= w.at
order by c.created_at, c.id
