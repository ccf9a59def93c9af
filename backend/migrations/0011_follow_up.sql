-- A personal link for each side of a synergy: with it a company says how things stand, without an account. It allows nothing else.
create table follow_up (
    token       text primary key,
    workshop_id text not null,
    synergy_id  integer not null,
    side        text not null,
    email       text,
    language    text not null default 'fr',
    created_at  integer not null,
    refused_at  integer,
    unique (workshop_id, synergy_id, side),
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

-- What was asked, when, and how: `mail`, or `by_hand`. `failed` says why a mail did not leave.
create table follow_up_message (
    number integer primary key,
    token  text not null references follow_up (token) on delete cascade,
    at     integer not null,
    way    text not null,
    failed text
) strict;

create index follow_up_message_token on follow_up_message (token);

-- What was answered, by the company itself or by the manager for it.
create table follow_up_answer (
    number     integer primary key,
    token      text not null references follow_up (token) on delete cascade,
    at         integer not null,
    state      text not null,
    reason     text,
    note       text,
    author     text not null,
    by_manager integer not null
) strict;

create index follow_up_answer_token on follow_up_answer (token);
