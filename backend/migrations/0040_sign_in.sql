-- Tries to sign in that were wrong, or are still being looked at: see `domain::sign_in`. `subject` is a digest that needs the server's key, so
-- that nobody reads here which addresses were typed, or from where.
create table sign_in_attempt (
    subject blob primary key,
    tries   integer not null,
    last_at integer not null
) strict;

create index sign_in_attempt_last on sign_in_attempt (last_at);

-- Browsers in which an account signed in before.
create table known_browser (
    token_hash   blob not null,
    account_id   text not null references account (id) on delete cascade,
    last_used_at integer not null,
    primary key (token_hash, account_id)
) strict;

-- When a session was last used, from where, and in what browser, roughly: its owner is shown them, to end what is not theirs.
alter table session add column last_used_at integer not null default 0;
alter table session add column address text;
alter table session add column browser text;

-- Links by which an account gets a new password: each works once.
create table password_link (
    token_hash blob primary key,
    account_id text not null references account (id) on delete cascade,
    created_at integer not null,
    expires_at integer not null
) strict;
