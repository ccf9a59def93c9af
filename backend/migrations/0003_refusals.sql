-- A refused command stays refused under its id: a copy of it that comes late, when it would be allowed, must not surprise its author.
-- Null for what was carried out.
alter table command add column refusal text;
