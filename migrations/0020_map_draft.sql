-- The text of a map as one person left it while a line of it cannot be understood: kept beside the map as it was last
-- understood. Each person has their own and nobody reads another's; no judgement, export or snapshot counts it.
create table map_draft (
    engagement_id uuid not null references engagement on delete cascade,
    workflow_id uuid not null,
    side text not null check (side in ('intended', 'actual')),
    person_id uuid not null references person,
    -- The version of the map that it was made from, and the text of that version; 0 and nothing for a map never written.
    made_from int not null check (made_from >= 0),
    base text not null constraint map_draft_base_size check (octet_length(base) <= 2000000),
    content text not null constraint map_draft_content_size check (octet_length(content) <= 800000),
    version int not null default 1,
    changed_at timestamptz not null default now(),
    primary key (engagement_id, workflow_id, side, person_id)
);
create index map_draft_person on map_draft (person_id);

alter table map_draft enable row level security;
alter table map_draft force row level security;
-- A backup, which the owner of the tables makes, holds everybody's.
create policy map_draft_own on map_draft for all
    using ((person_id = (select acting_person()) or current_user <> 'faultline_app')
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])))
    with check (person_id = (select acting_person())
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
grant select, insert, update, delete on map_draft to faultline_app;
