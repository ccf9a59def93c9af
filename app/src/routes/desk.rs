//! The addresses of the facilitator's desk, and of the board and the tables, which open by a key.

use domain::ids::WorkshopId;

addresses! {
    /// The facilitator's workshops.
    DESKS "/desk";
    /// Creating a workshop (GET, POST).
    NEW_WORKSHOP "/desk/new";
    /// The facilitator's console of one workshop.
    CONSOLE "/desk/{id}" => desk(id: WorkshopId);
    /// Goes to the desk by a facilitator's key, exchanged for a session.
    DESK_BY_KEY "/f/{key}" => desk_by_key(key: &str);
    /// Change a workshop's description.
    EDIT_WORKSHOP "/desk/{id}/edit" => edit_workshop(id: WorkshopId);
    /// QR sheet and table cards, to print.
    PRINT_SHEETS "/desk/{id}/print" => print_sheets(id: WorkshopId);
    /// The running order of the day, as a form.
    RUNNING_ORDER "/desk/{id}/order" => running_order(id: WorkshopId);
    /// Who sits where in each table round.
    SEATING "/desk/{id}/seating" => seating(id: WorkshopId);
    /// Place cards and lists, to print.
    SEATING_PRINT "/desk/{id}/seating/print" => seating_print(id: WorkshopId);
    /// The registration list.
    REGISTRATIONS "/desk/{id}/registrations" => registrations(id: WorkshopId);
    /// Badges with personal codes, to print (POST, because it makes new links).
    BADGES "/desk/{id}/badges" => badges(id: WorkshopId);
    /// The minutes of a workshop, to read and print.
    MINUTES "/desk/{id}/minutes" => minutes(id: WorkshopId);
    /// The minutes as a tagged PDF.
    MINUTES_PDF "/desk/{id}/minutes.pdf" => minutes_pdf(id: WorkshopId);
    /// What the invitation says, as a form.
    INVITATION_FORM "/desk/{id}/invitation" => invitation_form(id: WorkshopId);
    /// Cards to fill in by hand, to print.
    PAPER_CARDS "/desk/{id}/paper" => paper_cards(id: WorkshopId);
    /// What participants said of the workshop.
    SATISFACTION "/desk/{id}/satisfaction" => satisfaction(id: WorkshopId);
    /// Who is who, at the desk: questions, colleagues, two records of one person.
    PEOPLE "/desk/{id}/people" => people(id: WorkshopId);
    /// POST `participant`, `with`, `yes`: answers a question in somebody's name.
    ANSWER_AT_DESK "/desk/{id}/people/answer" => answer_at_desk(id: WorkshopId);
    /// POST `participant`, `with`: colleagues from now on.
    ADMIT_COLLEAGUE "/desk/{id}/people/admit" => admit_colleague(id: WorkshopId);
    /// POST `participant`: acts with nobody any more.
    END_AT_DESK "/desk/{id}/people/end" => end_at_desk(id: WorkshopId);
    /// POST `participant`: hides all their cards.
    HIDE_CARDS "/desk/{id}/people/hide" => hide_cards(id: WorkshopId);
    /// GET `kept`, `duplicate`: what passes when two records become one; POST: makes them one.
    MERGE_PEOPLE "/desk/{id}/people/merge" => merge_people(id: WorkshopId);
    /// What the matcher knows of a workshop beyond its matches. POST `leave`: what later workshops may see.
    LEADS "/desk/{id}/leads" => leads(id: WorkshopId);
    /// Everything that opens a door of a workshop.
    KEYS "/desk/{id}/keys" => keys(id: WorkshopId);
    /// Makes a key anew (POST): `desk`, `board`, `door`, `table-{n}` or `person-{n}`.
    RENEW_KEY "/desk/{id}/keys/{which}/renew" => renew_key(id: WorkshopId, which: &str);
    /// Ends a key, named as for [`renew_key`] (POST).
    END_KEY "/desk/{id}/keys/{which}/end" => end_key(id: WorkshopId, which: &str);
    /// Fast entry at a table, for a facilitator.
    FAST_ENTRY "/desk/{id}/tables/{table}" => fast_entry(id: WorkshopId, table: u8);
    /// Makes a new key for a table (POST).
    TABLE_KEY "/desk/{id}/tables/{table}/key" => table_key(id: WorkshopId, table: u8);
    /// Fast entry at a table, for whoever holds its key.
    TABLE_BY_KEY "/t/{key}" => table_by_key(key: &str);
    /// The board of a workshop, by its key.
    BOARD "/b/{key}" => board(key: &str);
}
