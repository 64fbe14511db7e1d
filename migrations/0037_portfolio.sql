-- The firm's settings, the views of the portfolio that people saved, and the firm's templates.

-- One row. What it holds is read and checked by the program; whoever is signed in may read it, since the documents that
-- clients download show it.
create table firm (
    once boolean primary key default true constraint firm_once check (once),
    settings jsonb not null default '{}' constraint firm_settings_size check (pg_column_size(settings) < 40000),
    -- A picture that the program has drawn anew.
    logo bytea constraint firm_logo_size check (length(logo) between 1 and 1000000),
    logo_format text constraint firm_logo_format check (logo_format in ('png', 'jpeg')),
    version int not null default 1,
    changed_at timestamptz not null default now(),
    constraint firm_logo check ((logo is null) = (logo_format is null))
);
insert into firm default values;
alter table firm enable row level security;
alter table firm force row level security;
create policy firm_read on firm for select using ((select acting_role()) <> 'nobody');
create policy firm_change on firm for update
    using ((select acting_role()) = 'admin') with check ((select acting_role()) = 'admin');
grant select, update (settings, logo, logo_format, version, changed_at) on firm to faultline_app;

-- A filter and an order of the portfolio that a person named: theirs alone. One that was removed stays until the next is.
create table saved_view (
    id uuid primary key,
    person_id uuid not null references person on delete cascade,
    name text not null constraint saved_view_name_length check (length(name) between 1 and 80),
    query text not null constraint saved_view_query_length check (length(query) <= 1000),
    removed_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now()
);
create unique index saved_view_name_unique on saved_view (person_id, lower(name)) where removed_at is null;
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy saved_view_own on saved_view for all
    using ((person_id = (select acting_person()) or (select owns_tables()))
        and (select acting_role()) in ('admin', 'consultant'))
    with check ((person_id = (select acting_person()) or (select owns_tables()))
        and (select acting_role()) in ('admin', 'consultant'));
grant select, insert, delete, update (name, query, removed_at, version) on saved_view to faultline_app;

-- What an engagement taught and holds no client's data: parts that another engagement can begin with. It belongs to the
-- firm, and says nothing of where it came from.
create table template (
    id uuid primary key,
    name text not null constraint template_name_length check (length(name) between 1 and 200),
    parts jsonb not null constraint template_parts_size check (pg_column_size(parts) < 2000000),
    removed_at timestamptz,
    made_by uuid not null references person,
    version int not null default 1,
    made_at timestamptz not null default now()
);
create unique index template_name_unique on template (lower(name)) where removed_at is null;
alter table template enable row level security;
alter table template force row level security;
create policy template_read on template for select using ((select acting_role()) in ('admin', 'consultant'));
create policy template_make on template for insert
    with check ((made_by = (select acting_person()) or (select owns_tables()))
        and (select acting_role()) in ('admin', 'consultant'));
create policy template_change on template for update
    using ((select acting_role()) = 'admin' or (made_by = acting_person() and (select acting_role()) = 'consultant'))
    with check ((select acting_role()) = 'admin' or (made_by = acting_person() and (select acting_role()) = 'consultant'));
grant select, insert, update (name, removed_at, version) on template to faultline_app;
