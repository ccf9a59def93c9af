-- Companies of a programme with their sites and standing flows (`domain::programme::companies`). They are entries of
-- the programme's log, and the tables below are made from it (`backend::db::companies`), in the same transaction and
-- anew by `maillage rebuild`.

-- The company to which an entry happened. Such an entry is about no synergy: its workshop is blank and its synergy 0.
alter table programme_event add column company bigint;

create index programme_event_company on programme_event (programme_id, company);

-- A company; `shown_as` is the company that it is after all mergers, itself where it was not merged. `identity` is JSON
-- (`domain::programme::companies::Identity`); of one that stands by itself, with what those say that were merged into
-- it. `search` is what it is looked for by: lower case, without accents, its name first.
create table company (
    programme_id text not null references programme (id) on delete cascade,
    number       bigint not null,
    shown_as     bigint not null,
    merged_into  bigint,
    name         text not null,
    identifier   text,
    division     text,
    size         text,
    identity     text not null,
    way          text not null,
    noted_at     bigint not null,
    changed_at   bigint not null,
    ended_on     text,
    ended_reason text,
    search       text not null,
    primary key (programme_id, number)
);

create index company_shown_as on company (programme_id, shown_as);

-- Whose a spelling is, in a workshop and its synergies.
create table company_source (
    programme_id text not null references programme (id) on delete cascade,
    workshop_id  text not null,
    spelling     text not null,
    company      bigint not null,
    primary key (programme_id, workshop_id, spelling)
);

create index company_source_company on company_source (programme_id, company);

-- Two companies that may be one: a person says.
create table company_proposal (
    programme_id text not null references programme (id) on delete cascade,
    one          bigint not null,
    other        bigint not null,
    primary key (programme_id, one, other)
);

-- A site, by the entry that noted it; `content` is JSON (`domain::programme::companies::Site`).
create table site (
    programme_id text not null references programme (id) on delete cascade,
    entry        bigint not null,
    company      bigint not null,
    commune      text,
    content      text not null,
    ended_on     text,
    ended_reason text,
    primary key (programme_id, entry)
);

create index site_company on site (programme_id, company);

-- A standing flow, by the entry that noted it; `content` is JSON (`domain::programme::companies::StandingFlow`).
create table standing_flow (
    programme_id text not null references programme (id) on delete cascade,
    entry        bigint not null,
    company      bigint not null,
    kind         text not null,
    content      text not null,
    confirmed_on text,
    confirmed_by text,
    ended_on     text,
    ended_reason text,
    primary key (programme_id, entry)
);

create index standing_flow_company on standing_flow (programme_id, company);

-- Synergies of a company are found by its spellings.
create index synergy_giver on synergy (workshop_id, giver_organisation);
create index synergy_receiver on synergy (workshop_id, receiver_organisation);
