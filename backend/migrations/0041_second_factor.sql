-- The second factor of an account: the secret of its codes, sealed by the server's key (`backend::second_factor`).
create table second_factor (
    account_id    text primary key references account (id) on delete cascade,
    secret_sealed blob not null,
    proposed_at   integer not null,
    -- Since when it is asked for; none until a first code has shown that the owner's phone has the secret.
    confirmed_at  integer,
    -- The time step (30 s since 1970) of the last code that was taken: no code of it or of an earlier one is taken again.
    last_step     integer not null default 0
) strict;

-- Codes for when the phone is gone. Each works once: it is a digest that needs the server's key, and is deleted when it is used.
create table recovery_code (
    account_id text not null references account (id) on delete cascade,
    digest     blob not null,
    primary key (account_id, digest)
) strict;

-- Browsers in which the right password was typed, and the code was not yet. They open nothing.
create table half_session (
    token_hash blob primary key,
    account_id text not null references account (id) on delete cascade,
    expires_at integer not null
) strict;
