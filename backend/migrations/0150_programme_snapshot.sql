-- What the log of a programme came to at an entry (`domain::programme::Log`): who opens it begins there instead of at its
-- beginning. It can be lost: it is made anew from the log. Whoever takes words out of the log removes it.
create table programme_snapshot (
    programme_id text primary key references programme (id) on delete cascade,
    seq          bigint not null,
    content      text not null
);
