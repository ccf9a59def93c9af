-- `phase`, `description` and `counts` of a workshop are what its log adds up to at entry `summary_seq`: a busy room brings them up to
-- date only now and then. Where it lies behind the log (after a crash), the log is read before they are shown. The log's length
-- is that of the log itself.
alter table workshop add column summary_seq integer not null default 0;

update workshop set summary_seq = seq;

alter table workshop drop column seq;
