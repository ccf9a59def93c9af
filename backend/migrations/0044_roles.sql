-- Roles (`domain::access::Role`). Whoever worked in a programme so far managed it; the first account of a server administers it.
alter table programme_member add column role text not null default 'manager';
alter table programme_member add column since integer not null default 0;

alter table account add column host_role text;
-- Closed accounts sign in no more; what they did stays theirs.
alter table account add column closed_at integer;

update account set host_role = 'administrator' where id = (select id from account order by created_at, id limit 1);

-- Invitations to a programme. The link is shown or mailed once and kept as a hash; each is answered once.
create table member_invitation (
    number       integer primary key,
    token_hash   blob not null unique,
    programme_id text not null references programme (id) on delete cascade,
    email        text not null,
    role         text not null,
    invited_by   text not null,
    created_at   integer not null,
    expires_at   integer not null,
    ended_at     integer,
    -- `accepted` or `declined`, when, and by which account.
    answer       text,
    answered_at  integer,
    account_id   text references account (id) on delete set null
) strict;

create index member_invitation_programme on member_invitation (programme_id);
