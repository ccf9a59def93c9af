-- Frames of evaluation that a programme brought in: axes, themes, indicators, maturity levels, all as data. The last one is used.
create table referential (
    number       integer primary key,
    programme_id text not null references programme (id) on delete cascade,
    at           integer not null,
    author       text not null,
    content      text not null
) strict;

-- Answers by year. Never changed: the last one for an indicator and year holds.
create table evaluation (
    number       integer primary key,
    programme_id text not null references programme (id) on delete cascade,
    at           integer not null,
    author       text not null,
    year         integer not null,
    indicator    text not null,
    value        real,
    note         text
) strict;

create index evaluation_programme on evaluation (programme_id, year);

-- Calls for projects and other money: who pays, for what, until when.
create table funding (
    id           integer primary key,
    programme_id text not null references programme (id) on delete cascade,
    at           integer not null,
    author       text not null,
    name         text not null,
    funder       text not null,
    kind         text not null,
    opens        text,
    closes       text,
    amount       real,
    conditions   text
) strict;

-- What a call pays for: the programme as a whole (no synergy), or one synergy.
create table funding_use (
    funding_id  integer not null references funding (id) on delete cascade,
    workshop_id text,
    synergy_id  integer,
    at          integer not null,
    author      text not null
) strict;
