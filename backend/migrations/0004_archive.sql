-- What a workshop lets later workshops of its programme see of its cards (`domain::archive::Leave`). No row: nothing.
create table archive_leave (
    workshop_id text primary key references workshop (id) on delete cascade,
    leave       text not null,
    at          integer not null,
    author      text not null
) strict;
