-- Whether the workshops of a programme may ask the language model that the host has set up.
alter table programme add column model_forbidden integer not null default 0;

-- What each workshop has asked of it: questions put, answered or not, and pieces of words read and written.
create table model_use (
    workshop_id text primary key references workshop (id) on delete cascade,
    questions   integer not null,
    tokens      integer not null
) strict;
