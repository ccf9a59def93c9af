-- An import that has not come to its end, and what it has written so far: taken back when it fails, or at the next start when the server
-- was killed meanwhile. Both are empty while nobody imports.
create table import_under_way (
    id         text primary key,
    started_at integer not null
) strict;

create table import_line (
    import      text not null,
    workshop_id text not null,
    synergy_id  integer not null,
    primary key (import, workshop_id, synergy_id)
) strict, without rowid;
