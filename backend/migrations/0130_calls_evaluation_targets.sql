-- Calls for projects, referentials and answers of the evaluation are entries of the programme's log
-- (`domain::programme::Event`), and so are targets, which are new. Their tables are made from it, in the same
-- transaction (`backend::db::projections`) and anew by `maillage rebuild`. What was kept before has no entry yet: it is
-- entered when the server is opened (`backend::db::earlier`).

-- A call goes by its place among those of its programme, from 1.
alter table funding add column number integer;
alter table funding add column entry integer;
update funding set number =
    (select count(*) from funding g where g.programme_id = funding.programme_id and g.id <= funding.id);
create unique index funding_number on funding (programme_id, number);

alter table referential add column entry integer;
alter table evaluation add column entry integer;

-- Every setting of a target, in the order of the log; the last one by a day holds on that day. `aim` is a code of
-- `domain::targets::Aim`; without a year it is the whole programme's; without an amount it was taken back.
create table target (
    programme_id text not null references programme (id) on delete cascade,
    entry        bigint not null,
    at           bigint not null,
    author       text not null,
    aim          text not null,
    year         integer,
    amount       double precision,
    note         text,
    primary key (programme_id, entry)
);
