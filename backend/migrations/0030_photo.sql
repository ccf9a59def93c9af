-- Photos of cards, as the log names them by `photo_changed`: the last one of each card, gone with the card.
create table photo (
    workshop_id text not null references workshop (id) on delete cascade,
    card_id     integer not null,
    content     blob not null,
    primary key (workshop_id, card_id)
) strict;
