-- A programme with a row in every table, and something in every column, for the test beside this file. NAME is its name and a key that no other
-- run of this script has; the last digit of each id is DIGIT.

insert into account (id, email, name, password_hash, created_at, host_role)
values ('0190b3a0-0000-7000-8000-00000000000DIGIT', 'NAME@maillage.example', 'Claire', 'hash of NAME', 1, 'administrator');
insert into account (id, email, name, password_hash, created_at, closed_at)
values ('0190b3a0-0000-7000-8000-0000000009DIGIT0', 'closed of NAME@maillage.example', 'Paul', 'hash of NAME', 1, 2);
insert into session (token_hash, account_id, created_at, expires_at, last_used_at, address, browser)
values (cast('session of NAME' as blob), '0190b3a0-0000-7000-8000-00000000000DIGIT', 1, 2, 1, '192.0.2.7', 'Firefox');
insert into identity (issuer, subject, account_id, shown, joined_at, used_at)
values ('https://identity.example', 'subject of NAME', '0190b3a0-0000-7000-8000-00000000000DIGIT', 'claire@val.example', 1, 2);
insert into session_identity (token_hash, issuer, id_token_sealed)
values (cast('session of NAME' as blob), 'https://identity.example', cast('identity of NAME' as blob));
insert into sign_in_attempt (subject, tries, last_at) values (cast('try of NAME' as blob), 1, 1);
insert into known_browser (token_hash, account_id, last_used_at) values (cast('browser of NAME' as blob), '0190b3a0-0000-7000-8000-00000000000DIGIT', 1);
insert into password_link (token_hash, account_id, created_at, expires_at)
values (cast('password of NAME' as blob), '0190b3a0-0000-7000-8000-00000000000DIGIT', 1, 2);
insert into programme (id, name, territory, territory_level, partners, managers, funders, published, is_example, reminder_days, created_at, model_forbidden)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 'NAME', 'Val', 'regional', 'CCI', 'Claire', 'Région', 1, 1, 90, 3, 1);
insert into programme_member (programme_id, account_id)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', '0190b3a0-0000-7000-8000-00000000000DIGIT');

insert into workshop (id, programme_id, epoch, join_token, join_code, board_key, facilitator_key, phase, description, counts, created_at, summary_seq)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', '0190b3a0-0000-7000-8000-00000000001DIGIT', 'epoch of NAME', '0190b3a0-0000-7000-8000-00000000002DIGIT',
        '0190b3a0-0000-7000-8000-00000000002DIGIT', '0190b3a0-0000-7000-8000-00000000002DIGIT', cast('0190b3a0-0000-7000-8000-00000000002DIGIT' as blob), 'closed', '{"title":"Atelier","date":"2026-11-24","language":"fr","programme":"NAME","tables":4}',
        '{"participants":2,"organisations":2,"haves":1,"wants":0,"shared_needs":0,"matches":1,"mutual":1,"synergies":1}', 4, 1);
insert into event (workshop_id, seq, at, actor, payload)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 5, '"facilitator"', '{"type":"phase_changed","phase":"closed"}');
insert into command (workshop_id, command_id, fingerprint, first_seq, last_seq, refusal)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'command of NAME', x'01', 1, 1, '{}');
insert into participant_key (token_hash, workshop_id, participant_id, created_at, used_at, way)
values (cast('phone of NAME' as blob), '0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 6, 7, 'link');
insert into table_key (workshop_id, table_number, token_hash, created_at, used_at)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 2, cast('table of NAME' as blob), 7, 8);
insert into workshop_key (workshop_id, kind, token_hash, sealed, made_at, used_at, ended_at)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'board', cast('board of NAME' as blob), cast('sealed board of NAME' as blob), 4, 5, 6),
       ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'join', cast('door of NAME' as blob), cast('sealed door of NAME' as blob), 4, 5, null),
       ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'code', cast('code of NAME' as blob), cast('sealed code of NAME' as blob), 4, 5, null),
       ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'desk', cast('desk of NAME' as blob), null, 4, 5, null);
insert into desk_session (token_hash, workshop_id, created_at, used_at)
values (cast('browser of NAME' as blob), '0190b3a0-0000-7000-8000-00000000002DIGIT', 4, 5);
insert into contact (workshop_id, participant_id, email, consented_at)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 'nadia@laiterie.example', 8);
insert into invitation (workshop_id, begins_at, words, contact)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', '13:30', 'Venez avec vos chiffres.', 'Claire, 01 23 45 67 89');
insert into satisfaction (workshop_id, participant_id, useful, organised, lead, comment)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 'fully', 'rather', 'yes', 'À refaire.');
insert into model_use (workshop_id, questions, tokens) values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 3, 4500);
insert into archive_leave (workshop_id, leave, at, author)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 'organisations', 9, 'Claire');

-- One grey point.
insert into photo (workshop_id, card_id, content)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, unhex('FFD8FFE000104A46494600010100000100010000FFDB00430050373C463C32504641465A55505F78C882786E6E78F5AFB991C8FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDB004301555A5A786978EB8282EBFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC00011080001000103012200021101031101FFC40014000100000000000000000000000000000000FFC40014100100000000000000000000000000000000FFC40014010100000000000000000000000000000000FFC40014110100000000000000000000000000000000FFDA000C03010002110311003F00000FFFD9'));

insert into synergy (workshop_id, id, title, kind, stage, lost_reason, giver_name, giver_organisation, receiver_name, receiver_organisation,
                     next_step, next_step_due, cards, changed_at, search, flow, quantity, distance_km)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 'Sciure', 'substitution', 'lost', 'economic', 'A', 'Scierie', 'B', 'Élevage', 'Peser', '2027-01-31',
        '[["have","Sciure sèche"]]', 10, 'sciure scierie elevage', 'Sciure', '{"amount":2.0,"unit":"t","frequency":"month"}', 45.0);
insert into synergy_history (workshop_id, synergy_id, at, author, stage, lost_reason, note)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 10, 'Claire', 'lost', 'economic', 'Trop cher');
insert into synergy_change (workshop_id, synergy_id, at, author, detail, before, after)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 11, 'Claire', 'flow', 'Copeaux', 'Sciure');
insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, note, author, recorded_at, uncertainty, basis, entry)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 2025, 'sales', 12.5, 'evidenced', 'Scierie', 'Facture', 'Claire', 12, 0.1, null, 3),
       ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 2026, 'co2e_avoided', 10.4, 'evidenced', 'Scierie', 'Bon de pesée', 'Claire', 13, 0.2,
        '{"material":"steel","tonnes":10.0,"kg_per_tonne":1040.0,"source":"DESNZ 2025","boundary":"recycling","table":"2025"}', 4);
insert into figure_withdrawal (figure, at, author, reason)
select max(number) - 1, 14, 'Claire', 'Doublon' from figure;
insert into synergy_assumptions (workshop_id, synergy_id, at, author, lifetime_years, retention, attribution, reason)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 15, 'Claire', 3, 0.9, 0.5, 'Contrat');
insert into synergy_join (workshop_id, synergy_id, at, author, into_workshop_id, into_synergy_id, reason)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 16, 'Claire', '0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 'La même');
insert into evidence (workshop_id, synergy_id, at, author, name, media_type, size, content, link, entry)
values ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 17, 'Claire', 'pesee.pdf', 'application/pdf', 10, cast('%PDF-1.7 x' as blob), null, 8),
       ('0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 18, 'Claire', 'Page', 'link', 0, null, 'https://exemple.fr', 9);
insert into follow_up (handle, workshop_id, synergy_id, side, email, language, created_at, refused_at, link_hash, link_sealed, made_at, used_at, ended_at, ended_by)
values ('name of link of NAME', '0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 'giver', 'a@scierie.example', 'fr', 19, 20,
        cast('link of NAME' as blob), cast('sealed link of NAME' as blob), 19, 21, 22, 'Claire');
insert into follow_up_message (handle, at, way, failed) values ('name of link of NAME', 21, 'mail', 'refused by the relay');
insert into follow_up_answer (handle, at, state, reason, note, author, by_manager) values ('name of link of NAME', 22, 'stopped', 'economic', 'Trop cher', 'A', 1);

insert into referential (entry, programme_id, at, author, content)
values (29, '0190b3a0-0000-7000-8000-00000000001DIGIT', 23, 'Claire',
        '{"name":{"fr":"Grille","en":"Frame"},"source":"Exemple","axes":[{"name":{"fr":"Axe","en":"Axis"},"themes":[{"name":{"fr":"Thème","en":"Theme"},"indicators":[{"key":"k","name":{"fr":"Combien ?","en":"How many?"},"compulsory":false,"scale":{"number":{"unit":"t","from":[1.0,2.0,3.0,4.0]}}}]}]}],"maturity":[[0.0,{"fr":"Début","en":"Start"}]]}');
insert into evaluation (entry, programme_id, at, author, year, indicator, value, note)
values (30, '0190b3a0-0000-7000-8000-00000000001DIGIT', 24, 'Claire', 2026, 'k', 3.0, 'Comité');
insert into funding (number, entry, programme_id, at, author, name, funder, kind, opens, closes, amount, conditions)
values (1, 31, '0190b3a0-0000-7000-8000-00000000001DIGIT', 25, 'Claire', 'Appel', 'Région', 'study', '2026-01-01', '2027-01-01', 50000.0, 'À deux au moins');
insert into funding_use (funding_id, workshop_id, synergy_id, at, author)
select max(id), '0190b3a0-0000-7000-8000-00000000002DIGIT', 1, 26, 'Claire' from funding;

-- What the rows above are made from.
insert into programme_event (programme_id, seq, at, author, command_id, workshop_id, synergy_id, payload)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 1, 10, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"began","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"origin":"workshop","beginning":{"title":"Sciure","kind":"substitution","stage":"lost","lost_reason":"economic","giver":{"name":"A","organisation":"Scierie"},"receiver":{"name":"B","organisation":"Élevage"},"cards":[["have","Sciure sèche"]],"flow":{"what":"Copeaux","quantity":{"amount":2.0,"unit":"t","frequency":"month"},"distance_km":45.0},"next_step":{"what":"Peser","due":"2027-01-31"}}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 2, 11, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"changed","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"change":{"detail":"flow","before":"Copeaux","after":"Sciure"}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 3, 12, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"figure_recorded","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"figure":{"year":2025,"indicator":"sales","amount":12.5,"verification":"evidenced","declared_by":"Scierie","uncertainty":0.1},"note":"Facture"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 4, 13, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"figure_recorded","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"figure":{"year":2026,"indicator":"co2e_avoided","amount":10.4,"verification":"evidenced","declared_by":"Scierie","uncertainty":0.2,"basis":{"material":"steel","tonnes":10.0,"kg_per_tonne":1040.0,"source":"DESNZ 2025","boundary":"recycling","table":"2025"}},"note":"Bon de pesée"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 5, 14, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"figure_withdrawn","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"figure":3,"reason":"Doublon"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 6, 15, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"assumed","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"assumptions":{"lifetime_years":3,"retention":0.9,"attribution":0.5},"reason":"Contrat"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 7, 16, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"joined","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"into":[["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"Sciure"],"reason":"La même"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 8, 17, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"evidence_attached","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"name":"pesee.pdf","media_type":"application/pdf","size":10,"link":null}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 9, 18, 'Claire', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"evidence_attached","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"name":"Page","media_type":"link","size":0,"link":"https://exemple.fr"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 10, 20, '', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"refused","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"side":"giver"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 11, 21, '', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"asked","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"side":"giver","way":"mail","failed":"refused by the relay"}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 12, 22, 'A', null, '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"answered","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"side":"giver","state":"stopped","reason":"economic","note":"Trop cher","by_manager":true}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 13, 26, 'Claire', '0190b3a0-0000-7000-8000-0000000009DIGIT9', '0190b3a0-0000-7000-8000-00000000002DIGIT', 1,
        '{"type":"funded","synergy":["0190b3a0-0000-7000-8000-00000000002DIGIT",1],"call":1,"name":"Appel"}');

-- Companies, and the rows that are made of these entries.
insert into programme_event (programme_id, seq, at, author, command_id, workshop_id, synergy_id, payload, company)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 14, 30, 'Claire', null, '', 0,
        '{"type":"company","fact":"noted","company":1,"way":"by_hand","identity":{"name":"Scierie du Val","former":["Ancienne scierie"],"identifier":"73282932000074","activity":"16.10A","size":"small","notes":"Fermée en août"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 15, 31, 'Claire', null, '', 0,
        '{"type":"company","fact":"noted","company":2,"way":"workshop","identity":{"name":"SARL Scierie du Val"}}', 2),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 16, 32, 'Claire', null, '', 0,
        '{"type":"company","fact":"noted","company":3,"way":"synergy","identity":{"name":"Scierie Martin"}}', 3),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 17, 33, 'Claire', null, '', 0,
        '{"type":"company","fact":"site_noted","company":1,"site":{"name":"Atelier nord","address":"1 rue du Bois","commune":"Val","place":{"latitude":45.5,"longitude":4.5},"access":"Quai B"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 18, 34, 'Claire', null, '', 0,
        '{"type":"company","fact":"flow_noted","company":1,"flow":{"site":17,"kind":"have","what":"Sciure","quantity":{"amount":2.0,"unit":"t","frequency":"month"},"today":"Brûlée","since":"2024-01-01","told_by":"Aline"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 19, 35, 'Claire', null, '', 0,
        '{"type":"company","fact":"met","company":1,"workshop":"0190b3a0-0000-7000-8000-00000000002DIGIT","spelling":"Scierie"}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 20, 36, 'Claire', null, '', 0,
        '{"type":"company","fact":"confirmed","company":1,"entry":18,"confirmation":{"day":"2026-10-01","by":"Aline"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 21, 37, 'Claire', null, '', 0,
        '{"type":"company","fact":"ended","company":1,"part":{"flow":18},"ending":{"day":"2026-11-01","reason":"Chaudière"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 22, 38, 'Claire', null, '', 0,
        '{"type":"company","fact":"ended","company":1,"part":{"site":17},"ending":{"day":"2026-11-02","reason":"Vendu"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 23, 39, 'Claire', null, '', 0,
        '{"type":"company","fact":"ended","company":1,"part":"company","ending":{"day":"2026-11-03","reason":"Cessation"}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 24, 40, 'Claire', null, '', 0,
        '{"type":"company","fact":"merged","company":3,"into":1,"reason":"La même"}', 3),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 25, 41, 'Claire', null, '', 0,
        '{"type":"company","fact":"person_noted","company":1,"person":{"name":"Aline Roy","function":"Gérante","email":"aline@scierie.example","telephone":"03 53 01 10 11","consent":{"agreement":"given","way":"visit","day":"2026-11-04"}}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 26, 42, 'Claire', null, '', 0,
        '{"type":"company","fact":"conversation_noted","company":1,"conversation":{"day":"2026-11-04","way":"visit","by":"Claire","met":[25],"words":"Visite du parc","next_step":{"what":"Rappeler","due":"2026-12-01"}}}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 27, 43, 'Claire', null, '', 0,
        '{"type":"company","fact":"step_done","company":1,"entry":26,"day":"2026-11-30"}', 1),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 28, 44, 'Claire', null, '', 0,
        '{"type":"company","fact":"ended","company":1,"part":{"person":25},"ending":{"day":"2026-11-30","reason":"Retraite"}}', 1);
insert into company (programme_id, number, shown_as, merged_into, name, identifier, division, size, identity, way, noted_at, changed_at, ended_on, ended_reason, search)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 1, 1, null, 'Scierie du Val', '73282932000074', '16', 'small', '{"name":"Scierie du Val","former":["Ancienne scierie"],"identifier":"73282932000074","activity":"16.10A","size":"small","notes":"Fermée en août"}', 'by_hand', 30, 44, '2026-11-03', 'Cessation', 'scierie du val ancienne scierie scierie martin scierie 73282932000074 atelier nord val sciure'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 2, 2, null, 'SARL Scierie du Val', null, null, null, '{"name":"SARL Scierie du Val"}', 'workshop', 31, 31, null, null, 'sarl scierie du val'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 3, 1, 1, 'Scierie Martin', null, null, null, '{"name":"Scierie Martin"}', 'synergy', 32, 40, null, null, 'scierie martin');
insert into company_source (programme_id, workshop_id, spelling, company) values ('0190b3a0-0000-7000-8000-00000000001DIGIT', '0190b3a0-0000-7000-8000-00000000002DIGIT', 'Scierie', 1);
insert into company_proposal (programme_id, one, other) values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 1, 2);
insert into site (programme_id, entry, company, commune, content, ended_on, ended_reason)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 17, 1, 'Val', '{"name":"Atelier nord","address":"1 rue du Bois","commune":"Val","place":{"latitude":45.5,"longitude":4.5},"access":"Quai B"}', '2026-11-02', 'Vendu');
insert into standing_flow (programme_id, entry, company, kind, content, confirmed_on, confirmed_by, ended_on, ended_reason)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 18, 1, 'have', '{"site":17,"kind":"have","what":"Sciure","quantity":{"amount":2.0,"unit":"t","frequency":"month"},"today":"Brûlée","since":"2024-01-01","told_by":"Aline"}', '2026-10-01', 'Aline', '2026-11-01', 'Chaudière');
insert into company_person (programme_id, entry, company, email, content, last_at, ended_on, ended_reason)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 25, 1, 'aline@scierie.example', '{"name":"Aline Roy","function":"Gérante","email":"aline@scierie.example","telephone":"03 53 01 10 11","consent":{"agreement":"given","way":"visit","day":"2026-11-04"}}', 44, '2026-11-30', 'Retraite');
insert into company_conversation (programme_id, entry, company, day, content, step, due, done_on)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 26, 1, '2026-11-04', '{"day":"2026-11-04","way":"visit","by":"Claire","met":[25],"words":"Visite du parc","next_step":{"what":"Rappeler","due":"2026-12-01"}}', 'Rappeler', '2026-12-01', '2026-11-30');

-- Calls, the evaluation and targets.
insert into programme_event (programme_id, seq, at, author, command_id, workshop_id, synergy_id, payload)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 29, 23, 'Claire', null, '', 0,
        '{"type":"referential_imported","referential":{"name":{"fr":"Grille","en":"Frame"},"source":"Exemple","axes":[{"name":{"fr":"Axe","en":"Axis"},"themes":[{"name":{"fr":"Thème","en":"Theme"},"indicators":[{"key":"k","name":{"fr":"Combien ?","en":"How many?"},"compulsory":false,"scale":{"number":{"unit":"t","from":[1.0,2.0,3.0,4.0]}}}]}]}],"maturity":[[0.0,{"fr":"Début","en":"Start"}]]}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 30, 24, 'Claire', null, '', 0,
        '{"type":"evaluated","year":2026,"indicator":"k","given":{"value":3.0,"note":"Comité"}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 31, 25, 'Claire', null, '', 0,
        '{"type":"call_added","call":1,"terms":{"name":"Appel","funder":"Région","kind":"study","opens":"2026-01-01","closes":"2027-01-01","amount":50000.0,"conditions":"À deux au moins","whole":false}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 32, 41, 'Claire', null, '', 0,
        '{"type":"target_set","target":{"aim":"tonnes_reused","year":2027,"amount":500.0,"note":"Convention"}}'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 33, 42, 'Claire', null, '', 0,
        '{"type":"target_taken_back","aim":"tonnes_reused","year":2027}');
insert into target (programme_id, entry, at, author, aim, year, amount, note)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 32, 41, 'Claire', 'tonnes_reused', 2027, 500.0, 'Convention'),
       ('0190b3a0-0000-7000-8000-00000000001DIGIT', 33, 42, 'Claire', 'tonnes_reused', 2027, null, null);

insert into factor_table (version, imported_at, origin, rows) values ('NAME', 27, 'Test', '[]');

insert into audit (at, kind, author_id, who, address, deed, programme_id, workshop_id, subject, detail)
values (1, 'account', '0190b3a0-0000-7000-8000-00000000000DIGIT', 'Claire', '192.0.2.1', 'role_changed', 'p', 'w', 'Paul', '{}');

insert into host_settings (key, value) values ('whole of NAME', '1');
insert into publication (programme_id, as_of, content) values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 28, '{"tables":[]}');

insert into person_link (token_hash, email, expires_at) values (cast('person link of NAME' as blob), 'a@scierie.example', 1);

-- What an import that was cut has to take back.
insert into import_under_way (id, started_at) values ('import of NAME', 28);
insert into import_line (import, workshop_id, synergy_id) values ('import of NAME', 'workshop of NAME', 1);
insert into member_invitation (token_hash, programme_id, email, role, invited_by, created_at, expires_at, ended_at, answer, answered_at, account_id)
values (cast('link of NAME' as blob), '0190b3a0-0000-7000-8000-00000000001DIGIT', 'paul@maillage.example', 'reader', 'Claire', 1, 2, 3, 'accepted', 4, '0190b3a0-0000-7000-8000-00000000000DIGIT');
insert into second_factor (account_id, secret_sealed, proposed_at, confirmed_at, last_step)
values ('0190b3a0-0000-7000-8000-00000000000DIGIT', cast('sealed secret of NAME' as blob), 1, 2, 3);
insert into recovery_code (account_id, digest) values ('0190b3a0-0000-7000-8000-00000000000DIGIT', cast('digest of NAME' as blob));
insert into half_session (token_hash, account_id, expires_at) values (cast('half of NAME' as blob), '0190b3a0-0000-7000-8000-00000000000DIGIT', 4);

-- What the log came to, once.
insert into programme_snapshot (programme_id, seq, content)
values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 1, 'snapshot of NAME');
insert into programme_books (programme_id, epoch, content) values ('0190b3a0-0000-7000-8000-00000000001DIGIT', 1, cast('books of NAME' as blob));
