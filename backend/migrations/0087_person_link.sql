-- A link by which a person reads, takes and erases what all workshops hold of an address. Made by the host, for a week; the row goes with the erasure.
create table person_link (
    token_hash blob primary key,
    email      text not null,
    expires_at integer not null
) strict;
