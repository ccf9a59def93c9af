-- What a programme is besides its name. Lists are one name a line.
alter table programme add column territory text;
alter table programme add column territory_level text;
alter table programme add column partners text not null default '';
alter table programme add column managers text not null default '';
alter table programme add column funders text not null default '';
-- Whether its sums may be read by everybody, without small cells.
alter table programme add column published integer not null default 0;
-- Data made up for demonstrations say so on every page that shows them.
alter table programme add column is_example integer not null default 0;
-- Days between two questions to the companies; 0: none are sent.
alter table programme add column reminder_days integer not null default 0;

-- What synergies are looked for by: lower case, without accents (`domain::text::folded`). Filled when a synergy is written, and for
-- older ones at the start of the server.
alter table synergy add column search text not null default '';

create index synergy_stage on synergy (stage, next_step_due);
create index synergy_changed on synergy (changed_at);

-- How a figure was computed (`domain::synergy::Basis`), and how far the true value may lie from it.
alter table figure add column uncertainty real;
alter table figure add column basis text;

-- A figure is never changed or deleted: it is withdrawn, and stays readable.
create table figure_withdrawal (
    figure integer primary key references figure (number) on delete cascade,
    at     integer not null,
    author text not null,
    reason text not null
) strict;

-- Lifetime, retention and attribution of a synergy, each time with the reason. The last one holds.
create table synergy_assumptions (
    number         integer primary key,
    workshop_id    text not null,
    synergy_id     integer not null,
    at             integer not null,
    author         text not null,
    lifetime_years integer not null,
    retention      real not null,
    attribution    real not null,
    reason         text not null,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

-- That one record of a synergy was found to be another one once more; without another: that it stands by itself after all.
create table synergy_join (
    number           integer primary key,
    workshop_id      text not null,
    synergy_id       integer not null,
    at               integer not null,
    author           text not null,
    into_workshop_id text,
    into_synergy_id  integer,
    reason           text not null,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

-- Tables of emission factors that the host brought in beside the one that the program carries. Never changed.
create table factor_table (
    version     text primary key,
    imported_at integer not null,
    origin      text not null,
    rows        text not null
) strict;
