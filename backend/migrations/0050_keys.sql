-- What opens the doors of a workshop, one row for each kind of key: `desk` (a facilitator), `board`, `join` (the QR code) and `code` (typed).
-- Kept is only by what a key is recognised: the SHA-256 of a long one, a digest by the server's key of the typed code. What a screen has to show
-- again is sealed by the server's key besides. The columns of `workshop` that held keys cannot be dropped (they are unique): they hold its id.
create table workshop_key (
    workshop_id text not null references workshop (id) on delete cascade,
    kind        text not null,
    token_hash  blob not null unique,
    sealed      blob,
    made_at     integer not null,
    used_at     integer,
    ended_at    integer,
    primary key (workshop_id, kind)
) strict;

-- A browser that came with a facilitator's key. It ends with that key, when it is signed out, or when it was not used for hours.
create table desk_session (
    token_hash  blob primary key,
    workshop_id text not null references workshop (id) on delete cascade,
    created_at  integer not null,
    used_at     integer not null
) strict;

-- When keys were last used: to the minute, and written once a minute. `way` is how a phone came by its key: `joined`, `link`, `badge`.
alter table participant_key add column used_at integer;
alter table participant_key add column way text not null default 'joined';
alter table table_key add column used_at integer;

-- Which key sealed what is sealed here: says that another one lies beside the database.
create table server_key (
    number      integer primary key,
    fingerprint blob not null
) strict;

-- A company's link. `handle` names it (in addresses of the office, in other tables) and opens nothing; it was the link itself once. `made_at` is when the
-- link that opens now was made, `created_at` since when this side can be asked.
alter table follow_up rename column token to handle;
alter table follow_up_message rename column token to handle;
alter table follow_up_answer rename column token to handle;
alter table follow_up add column link_hash blob;
alter table follow_up add column link_sealed blob;
alter table follow_up add column made_at integer;
alter table follow_up add column used_at integer;
alter table follow_up add column ended_at integer;
alter table follow_up add column ended_by text;
create unique index follow_up_link on follow_up (link_hash);
