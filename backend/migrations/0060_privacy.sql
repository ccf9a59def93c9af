-- What the host has set for the whole server: periods, notices, legal pages. A missing key stands at its default.
create table host_settings (
    key   text primary key,
    value text not null
) strict;

-- The published sums of a programme, as they were published for each quarter: never changed, so that what is shown next can be judged beside
-- everything that was shown before. `as_of` is the last millisecond of the quarter.
create table publication (
    programme_id text not null references programme (id) on delete cascade,
    as_of        integer not null,
    content      text not null,
    primary key (programme_id, as_of)
) strict;
