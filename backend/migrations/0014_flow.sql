-- What flows between the two companies of a synergy: what, how much (`domain::resource::Quantity`), and how far it goes, in kilometres by road.
alter table synergy add column flow text;
alter table synergy add column quantity text;
alter table synergy add column distance_km real;

create index synergy_distance on synergy (distance_km);

-- Changes of what has no history of its own: flow, quantity, distance, owners, next step. What stood before and what stands since.
create table synergy_change (
    number      integer primary key,
    workshop_id text not null,
    synergy_id  integer not null,
    at          integer not null,
    author      text not null,
    detail      text not null,
    before      text,
    after       text,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

create index synergy_change_synergy on synergy_change (workshop_id, synergy_id);
create index synergy_assumptions_synergy on synergy_assumptions (workshop_id, synergy_id);
create index synergy_join_synergy on synergy_join (workshop_id, synergy_id);
