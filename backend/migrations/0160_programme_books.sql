-- The books of a programme as they were when they were last kept (`backend::books`): a start reads on from there instead of
-- reading every figure. They can be lost: they are made anew. Whoever removes rows that are in them draws another epoch.
create table programme_books (
    programme_id text primary key references programme (id) on delete cascade,
    epoch        bigint not null,
    content      blob
);
