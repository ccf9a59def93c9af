-- Everything Maillage keeps. Times are milliseconds since 1970 in UTC, ids are text, secrets are stored as SHA-256.

-- People who sign in: facilitators and programme managers. Participants have no account.
create table account (
    id            text primary key,
    email         text not null unique,
    name          text not null,
    password_hash text not null,
    created_at    integer not null
) strict;

create table session (
    token_hash blob primary key,
    account_id text not null references account (id) on delete cascade,
    created_at integer not null,
    expires_at integer not null
) strict;

-- A programme (démarche) and who works in it. Only its members see its workshops.
create table programme (
    id         text primary key,
    name       text not null unique,
    created_at integer not null
) strict;

create table programme_member (
    programme_id text not null references programme (id) on delete cascade,
    account_id   text not null references account (id) on delete cascade,
    primary key (programme_id, account_id)
) strict;

-- A workshop. `seq` is the length of its log and is raised in the transaction that appends; `phase`, `description` and
-- `counts` are what the log adds up to at that point, written by that same transaction for the lists of workshops.
create table workshop (
    id              text primary key,
    programme_id    text not null references programme (id),
    epoch           text not null,
    seq             integer not null default 0,
    join_token      text not null unique,
    join_code       text not null unique,
    board_key       text not null unique,
    facilitator_key blob not null unique,
    phase           text not null default 'preparation',
    description     text not null,
    counts          text not null default '{}',
    created_at      integer not null
) strict;

create index workshop_programme on workshop (programme_id);

-- The log: what happened, in order, without gaps. Never updated.
create table event (
    workshop_id text not null references workshop (id) on delete cascade,
    seq         integer not null,
    at          integer not null,
    actor       text not null,
    payload     text not null,
    primary key (workshop_id, seq)
) strict, without rowid;

-- Which commands were carried out, so that one sent twice is done once. `last_seq` < `first_seq`: there was nothing to do.
create table command (
    workshop_id text not null references workshop (id) on delete cascade,
    command_id  text not null,
    fingerprint blob not null,
    first_seq   integer not null,
    last_seq    integer not null,
    primary key (workshop_id, command_id)
) strict, without rowid;

-- What lets a phone come back as the same participant.
create table participant_key (
    token_hash     blob primary key,
    workshop_id    text not null references workshop (id) on delete cascade,
    participant_id integer not null,
    created_at     integer not null
) strict;

-- How a participant may be reached. Beside the log, so that no screen receives it and erasing it is one delete.
create table contact (
    workshop_id    text not null references workshop (id) on delete cascade,
    participant_id integer not null,
    email          text not null,
    consented_at   integer not null,
    primary key (workshop_id, participant_id)
) strict;

-- Synergies outlive their workshop: rows of their own, with their history and figures.
create table synergy (
    workshop_id           text not null references workshop (id) on delete cascade,
    id                    integer not null,
    title                 text not null,
    kind                  text not null,
    stage                 text not null,
    lost_reason           text,
    giver_name            text not null,
    giver_organisation    text not null,
    receiver_name         text not null,
    receiver_organisation text not null,
    next_step             text,
    next_step_due         text,
    cards                 text not null default '[]',
    changed_at            integer not null,
    primary key (workshop_id, id)
) strict;

create table synergy_history (
    number      integer primary key,
    workshop_id text not null,
    synergy_id  integer not null,
    at          integer not null,
    author      text not null,
    stage       text not null,
    lost_reason text,
    note        text,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

create index synergy_history_synergy on synergy_history (workshop_id, synergy_id);

create table figure (
    number       integer primary key,
    workshop_id  text not null,
    synergy_id   integer not null,
    year         integer not null,
    indicator    text not null,
    amount       real not null,
    verification text not null,
    declared_by  text not null,
    note         text,
    author       text not null,
    recorded_at  integer not null,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

create index figure_synergy on figure (workshop_id, synergy_id);
