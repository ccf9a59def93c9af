-- Who did what, when, from where: sign-ins, roles, keys, what left and entered. Written in the transaction of the deed; never changed, except
-- that addresses are erased after their period. No password, token or key stands in it. Ids are not references: what they name may be
-- gone, and that it was there is what the log is for.
create table audit (
    number       integer primary key,
    at           integer not null,
    kind         text not null,
    author_id    text,
    who          text not null,
    address      text,
    deed         text not null,
    programme_id text,
    workshop_id  text,
    subject      text not null,
    detail       text not null
) strict;

create index audit_programme on audit (programme_id, number);
create index audit_at on audit (at);
