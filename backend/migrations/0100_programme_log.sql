-- The log of each programme: what happened to its synergies over the years, in order, without gaps
-- (`domain::programme::Event`). The tables of synergies, their history, changes, figures, withdrawals, assumptions,
-- joins, questions, answers, evidence and use of funding are made from it, in the same transaction
-- (`backend::db::projections`). Rewritten only where somebody has their data erased. `workshop_id` and `synergy_id` say
-- to which synergy it happened; `command_id` which command it comes from, where that had an id.
create table programme_event (
    programme_id text not null references programme (id) on delete cascade,
    seq          bigint not null,
    at           bigint not null,
    author       text not null,
    command_id   text,
    workshop_id  text not null,
    synergy_id   bigint not null,
    payload      text not null,
    unique (programme_id, seq)
);

create index programme_event_synergy on programme_event (workshop_id, synergy_id);

-- The entry of the log that a figure and a piece of evidence go by.
alter table figure add column entry integer;
alter table evidence add column entry integer;
