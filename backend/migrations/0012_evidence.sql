-- What supports a synergy and its figures: a file, or a link.
create table evidence (
    number      integer primary key,
    workshop_id text not null,
    synergy_id  integer not null,
    at          integer not null,
    author      text not null,
    name        text not null,
    media_type  text not null,
    size        integer not null,
    content     blob,
    link        text,
    foreign key (workshop_id, synergy_id) references synergy (workshop_id, id) on delete cascade
) strict;

create index evidence_synergy on evidence (workshop_id, synergy_id);
