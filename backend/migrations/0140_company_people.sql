-- People of companies, and conversations with companies (`domain::programme::companies`): made from the programme's log
-- as sites and standing flows are.

-- A person, by the entry that noted them; `content` is JSON (`domain::programme::companies::Person`). `email` is in it,
-- too, and stands here to be looked for. `last_at` is when something was last noted of them, or a conversation in which
-- they took part.
create table company_person (
    programme_id text not null references programme (id) on delete cascade,
    entry        bigint not null,
    company      bigint not null,
    email        text,
    content      text not null,
    last_at      bigint not null,
    ended_on     text,
    ended_reason text,
    primary key (programme_id, entry)
);

create index company_person_company on company_person (programme_id, company);
create index company_person_email on company_person (email);

-- A conversation, by the entry that noted it; `content` is JSON (`domain::programme::companies::Conversation`). `step`,
-- `due` and `done_on` are its next step, the day by which it is to be done, and the day on which it was.
create table company_conversation (
    programme_id text not null references programme (id) on delete cascade,
    entry        bigint not null,
    company      bigint not null,
    day          text not null,
    content      text not null,
    step         text,
    due          text,
    done_on      text,
    primary key (programme_id, entry)
);

create index company_conversation_company on company_conversation (programme_id, company);
