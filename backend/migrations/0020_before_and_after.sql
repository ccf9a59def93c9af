-- What an invitation says beside the workshop's description. Not in the log: no screen of the day needs it.
create table invitation (
    workshop_id text primary key references workshop (id) on delete cascade,
    begins_at   text not null,
    words       text not null,
    contact     text not null
) strict;

-- What participants said of the workshop at its end. One row for each, so that an answer can be changed and goes when its
-- author leaves; only what all rows add up to is shown.
create table satisfaction (
    workshop_id    text not null references workshop (id) on delete cascade,
    participant_id integer not null,
    useful         text not null,
    organised      text not null,
    lead           text not null,
    comment        text not null,
    primary key (workshop_id, participant_id)
) strict;

-- What opens the fast entry of one table, and nothing else. A new key of a table ends the old one.
create table table_key (
    workshop_id  text not null references workshop (id) on delete cascade,
    table_number integer not null,
    token_hash   blob not null unique,
    created_at   integer not null,
    primary key (workshop_id, table_number)
) strict;
