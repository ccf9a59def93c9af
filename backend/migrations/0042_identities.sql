-- Identities at a provider (OpenID Connect) that are joined to an account. `issuer` and `subject` together say who it is (OpenID Connect Core 5.7);
-- an e-mail address never does. `shown` is by what its owner knows it again.
create table identity (
    number     integer primary key,
    issuer     text not null,
    subject    text not null,
    account_id text not null references account (id) on delete cascade,
    shown      text not null,
    joined_at  integer not null,
    used_at    integer,
    unique (issuer, subject)
) strict;

create index identity_account on identity (account_id);

-- What the provider is told when somebody signs out: its ID token, sealed by the server's key. It goes with the session.
create table session_identity (
    token_hash      blob primary key references session (token_hash) on delete cascade,
    issuer          text not null,
    id_token_sealed blob not null
) strict;
