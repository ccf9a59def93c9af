//! Every address of the product, in one place: pages link with these, the server routes by the same table.
//!
//! | address | page | for |
//! |---|---|---|
//! | `/` | type a code, sign in | everyone |
//! | `/j/{code}` | join form; `code` is the QR token or the typed code | participant |
//! | `/w/{id}` `/w/{id}/room` `/w/{id}/matches` | own cards, the room's cards, own matches; `?all=true`: long lists at once | participant |
//! | `/w/{id}/cards/{n}` | edit one's own card | participant |
//! | `/w/{id}/cards/{n}/photo` `/w/{id}/cards/{n}/photo.jpg` | put a photo to one's own card; a card's photo | participant; everyone who sees the card |
//! | `/w/{id}/me` `/w/{id}/me.ics` | one's place, whom to meet, a link for another phone, signing out, leaving; the dates as a calendar | participant |
//! | `/w/{id}/as/{token}` | the personal link: comes back as the same participant | participant |
//! | `/w/{id}/who` | colleagues who let one another in, the same person on another phone; POST `…/ask` `…/answer` `…/end` | participant |
//! | `/w/{id}/satisfaction` | what one thinks of the workshop | participant |
//! | `/i/{code}` `/i/{code}/calendar.ics` | the invitation; `code` as for `/j/{code}` | everyone |
//! | `/b/{key}` | the board | the room |
//! | `/t/{key}` | fast entry at one table, by the key of that table | scribe |
//! | `/desk` `/desk/new` `/desk/{id}` `/desk/{id}/edit` `/desk/{id}/print` | workshops, console, print sheets | facilitator |
//! | `/desk/{id}/order` `/desk/{id}/seating` `/desk/{id}/seating/print` `/desk/{id}/tables/{n}` `/desk/{id}/minutes` `/desk/{id}/registrations` | running order, seating plan, place cards and lists, fast entry at a table, minutes, registration list and badges | facilitator |
//! | `/desk/{id}/minutes.pdf` `/desk/{id}/invitation` `/desk/{id}/paper` `/desk/{id}/satisfaction` `/desk/{id}/tables/{n}/key` | minutes as PDF, what the invitation says, paper cards, what participants said, POST: a key for a table | facilitator |
//! | `/desk/{id}/people` `/desk/{id}/people/merge` | who is who: questions, colleagues, two records of one person; POST `…/answer` `…/admit` `…/end` `…/hide` | facilitator |
//! | `/desk/{id}/leads` | shared needs, gaps, past workshops, rules to check, codes; the leave for the archive | facilitator, programme manager |
//! | `/desk/{id}/keys` | everything that opens a door of the workshop: made anew, ended | facilitator |
//! | `/f/{key}` | exchanges a facilitator key for a session, goes to the desk | facilitator |
//! | `/programme` `/programme/workshops/{id}` `/programme/synergies` `/programme/workshops/{id}/synergies/{n}` | follow-up | programme manager |
//! | `/programme/report` `/programme/report.pdf` `/programme/report.xlsx`: `?programme=…&as_of=…` | results, as known on a day | programme manager |
//! | `/programme/programmes/{id}/evaluation` `/programme/programmes/{id}/funding` | evaluation by a referential, funding | programme manager |
//! | `/programme/programmes/{id}/import` `/programme/programmes/{id}/export.json` `/programme/programmes/import` | tables and whole programmes, in and out | programme manager |
//! | `/programme/programmes/{id}` | what a programme says of itself, its members and invitations | programme manager |
//! | `/programme/programmes/{id}/audit` `/programme/programmes/{id}/audit.csv` | the programme's part of the audit log | programme manager, auditor |
//! | `/invited/{token}` | an invitation to a programme: accept, decline, make an account | whoever holds the link |
//! | `/admin` `/admin/audit` `/admin/audit.csv` | accounts, programmes, audit log of the host | administrator |
//! | `/programme/synergies/bulk` | POST: several synergies to one stage | programme manager |
//! | `/programme/export/{what}.csv` | exports | programme manager |
//! | `/s/{token}` `/s/{token}/refuse` | a company says how a synergy stands | company, by its link |
//! | `/programme/follow-up` `/programme/follow-up.ics` `/programme/answers/{handle}` | who was asked, who answered; their links made anew and ended | programme manager |
//! | `/open/{programme}.csv` `.json` | published sums | everyone |
//! | `/w/{id}/me/copy` `/w/{id}/me/copy.json` | a copy of one's data, to read and as a file | participant |
//! | `/privacy` `/legal` `/accessibility` | what the host says of data, of itself, of access | everyone |
//! | `/admin/host` `/admin/host/copy` `/admin/host/link` `/admin/host/erase` | the host's texts and periods, what will be erased; POST: copy of a person's data, a link for them, erasure | host |
//! | `/mine/{token}` `/mine/{token}/copy.json` | what all workshops hold of a person; POST `…/erase` | person, by their link |
//! | `/account` | one's own name, password, sessions; POST `…/name` `…/password` `…/sessions/end` `…/sign-out` | who is signed in |
//! | `/account/second-factor` | a second factor that waits for its first code (POST); POST `…/start` `…/end` | who is signed in |
//! | `/oidc/start` `/oidc/back` `/oidc/out` | to the identity provider, and back from it; POST `/oidc/link` `/oidc/unlink`: joins an identity to one's account, separates it | accounts; everyone |
//! | `/login` `/login/code` `/logout` `/forgotten` `/setup/{token}` `/password/{token}` `/language` | doors; the code of a second factor; a link to a new password, by mail | everyone |

mod phone;

pub use phone::*;

use domain::NaiveDate;
use domain::ids::{AccountId, ProgrammeId, SynergyId, WorkshopId};

/// Home: type a code.
pub const HOME: &str = "/";
/// Where the home page's code form goes.
pub const TYPED_CODE: &str = "/j";
/// What is done with personal data.
pub const PRIVACY: &str = "/privacy";
/// Whose site it is.
pub const LEGAL: &str = "/legal";
/// How accessible it is.
pub const ACCESSIBILITY: &str = "/accessibility";
/// What the host sets for the whole server (GET, POST).
pub const HOST: &str = "/admin/host";
/// A copy of what is known of a person (POST `email`).
pub const HOST_COPY: &str = "/admin/host/copy";
/// A link by which a person reads, takes and erases what all workshops hold of them (POST `email`).
pub const HOST_LINK: &str = "/admin/host/link";
/// Erases a person from every workshop (POST `email`).
pub const HOST_ERASE: &str = "/admin/host/erase";
/// Sign in.
pub const LOGIN: &str = "/login";
/// After the password: the code of a second factor (GET, POST `code`).
pub const LOGIN_CODE: &str = "/login/code";
/// A link to a new password by mail (GET, POST `email`).
pub const FORGOTTEN: &str = "/forgotten";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// POST `name`: one's name.
pub const ACCOUNT_NAME: &str = "/account/name";
/// POST `current`, `password`: another password.
pub const ACCOUNT_PASSWORD: &str = "/account/password";
/// POST `session`: ends one.
pub const END_SESSION: &str = "/account/sessions/end";
/// POST: ends all of them.
pub const SIGN_OUT_EVERYWHERE: &str = "/account/sign-out";
/// A second factor that waits for its first code (GET, POST `code`).
pub const SECOND_FACTOR: &str = "/account/second-factor";
/// POST `current`: proposes a second factor.
pub const START_SECOND_FACTOR: &str = "/account/second-factor/start";
/// POST `current`: takes it off.
pub const END_SECOND_FACTOR: &str = "/account/second-factor/end";
/// To the identity provider, to sign in. `?invited=…`: to accept an invitation.
pub const PROVIDER: &str = "/oidc/start";
/// Back from it. Registered there, letter by letter.
pub const PROVIDER_BACK: &str = "/oidc/back";
/// Back from having signed out there. Registered as well.
pub const PROVIDER_OUT: &str = "/oidc/out";
/// Joins an identity to one's account (POST).
pub const JOIN_IDENTITY: &str = "/oidc/link";
/// Separates one from it (POST `number`).
pub const REMOVE_IDENTITY: &str = "/oidc/unlink";
/// A link to a new password, after this.
pub const PASSWORD: &str = "/password";
/// Sign out (POST).
pub const LOGOUT: &str = "/logout";
/// Choose the language (POST `language`, `back`).
pub const LANGUAGE: &str = "/language";
/// The facilitator's workshops.
pub const DESK: &str = "/desk";
/// Create a workshop.
pub const NEW_WORKSHOP: &str = "/desk/new";
/// The programme manager's workshops.
pub const PROGRAMME: &str = "/programme";
/// Accounts and programmes of the host.
pub const ADMINISTRATION: &str = "/admin";
/// The audit log of the host.
pub const HOST_AUDIT: &str = "/admin/audit";
/// The same as CSV.
pub const HOST_AUDIT_CSV: &str = "/admin/audit.csv";
/// All synergies.
pub const SYNERGIES: &str = "/programme/synergies";
/// What can be exported as CSV: `/programme/export/{name}.csv`.
pub const EXPORTS: &[&str] = &["workshops", "participants", "cards", "matches", "synergies", "history", "figures"];

/// Invites a member (POST).
#[must_use]
pub fn members(id: ProgrammeId) -> String {
    format!("/programme/programmes/{id}/members")
}

/// Takes an invitation back (POST).
#[must_use]
pub fn end_invitation(id: ProgrammeId, number: i64) -> String {
    format!("/programme/programmes/{id}/invitations/{number}/end")
}

/// A programme's part of the audit log, as a page or as CSV.
#[must_use]
pub fn audit(id: ProgrammeId, csv: bool) -> String {
    format!("/programme/programmes/{id}/audit{}", if csv { ".csv" } else { "" })
}

/// An invitation to a programme.
#[must_use]
pub fn invited(token: &str) -> String {
    format!("/invited/{token}")
}

/// To the identity provider, to accept an invitation.
#[must_use]
pub fn invited_by_provider(token: &str) -> String {
    format!("{PROVIDER}?invited={token}")
}

/// Answers an invitation: `accept`, `decline`, or `account` to make one and accept (POST).
#[must_use]
pub fn answer_invitation(token: &str, how: &str) -> String {
    format!("/invited/{token}/{how}")
}

/// Does something to an account: `close`, `open`, `administrator`, `end-administrator`, `end-second-factor` (POST).
#[must_use]
pub fn administer_account(id: AccountId, what: &str) -> String {
    format!("/admin/accounts/{id}/{what}")
}

/// Hands a programme over to somebody (POST).
#[must_use]
pub fn hand_over(id: ProgrammeId) -> String {
    format!("/admin/programmes/{id}/hand-over")
}

/// The join form behind a QR token or a typed code.
#[must_use]
pub fn join(code: &str) -> String {
    format!("/j/{code}")
}

/// Who is who, at the desk. POST to it with `/answer`, `/admit` or `/end` behind.
#[must_use]
pub fn people(id: WorkshopId) -> String {
    desk(id) + "/people"
}

/// GET `kept`, `duplicate`: what passes when two records become one; POST: makes them one.
#[must_use]
pub fn merge_people(id: WorkshopId) -> String {
    people(id) + "/merge"
}

/// What the matcher knows of a workshop beyond its matches. POST `leave`: what later workshops may see.
#[must_use]
pub fn leads(id: WorkshopId) -> String {
    format!("/desk/{id}/leads")
}

/// The board.
#[must_use]
pub fn board(key: &str) -> String {
    format!("/b/{key}")
}

/// The facilitator's console of one workshop.
#[must_use]
pub fn desk(id: WorkshopId) -> String {
    format!("/desk/{id}")
}

/// Change a workshop's description.
#[must_use]
pub fn edit_workshop(id: WorkshopId) -> String {
    format!("/desk/{id}/edit")
}

/// QR sheet and table cards, to print.
#[must_use]
pub fn print_sheets(id: WorkshopId) -> String {
    format!("/desk/{id}/print")
}

/// The results of a programme.
pub const REPORT: &str = "/programme/report";
/// POST: several synergies to one stage.
pub const BULK: &str = "/programme/synergies/bulk";
/// POST `name`: a new programme.
pub const PROGRAMMES: &str = "/programme/programmes";

/// The dashboard of one programme.
#[must_use]
pub fn programme(id: ProgrammeId) -> String {
    format!("{PROGRAMME}?programme={id}")
}

/// What a programme says of itself. POST changes it.
#[must_use]
pub fn programme_profile(id: ProgrammeId) -> String {
    format!("{PROGRAMMES}/{id}")
}

/// The synergies of one programme.
#[must_use]
pub fn synergies_of(id: ProgrammeId) -> String {
    format!("{SYNERGIES}?programme={id}")
}

/// The results of a programme, as known on a day.
#[must_use]
pub fn report(id: ProgrammeId, as_of: Option<NaiveDate>) -> String {
    let day = as_of.map(|day| format!("&as_of={day}")).unwrap_or_default();
    format!("{REPORT}?programme={id}{day}")
}

/// The same as a file: `pdf` or `xlsx`.
#[must_use]
pub fn report_file(id: ProgrammeId, kind: &str, as_of: NaiveDate) -> String {
    format!("{REPORT}.{kind}?programme={id}&as_of={as_of}")
}

/// The published sums of a programme, for everybody: `csv` or `json`.
#[must_use]
pub fn open_data(id: ProgrammeId, kind: &str) -> String {
    format!("/open/{id}.{kind}")
}

/// Who was asked and who answered, of one programme.
#[must_use]
pub fn follow_up(id: ProgrammeId) -> String {
    format!("/programme/follow-up?programme={id}")
}

/// The same as reminders for a calendar.
#[must_use]
pub fn follow_up_calendar(id: ProgrammeId) -> String {
    format!("/programme/follow-up.ics?programme={id}")
}

/// The page that a company opens by its personal link. POST answers, `/refuse` ends the questions.
#[must_use]
pub fn answer_by_link(token: &str) -> String {
    format!("/s/{token}")
}

/// The manager answers for a company, by the name of its link. POST to `/sent`, `/mail`, `/address`, `/renew` and
/// `/end` besides.
#[must_use]
pub fn answer_for(handle: &str) -> String {
    format!("/programme/answers/{handle}")
}

/// POST: ends all links of companies of a programme.
#[must_use]
pub fn end_links(id: ProgrammeId) -> String {
    format!("/programme/follow-up/end?programme={id}")
}

/// Everything that opens a door of a workshop. POST `/{kind}/renew` and `/{kind}/end`; the kinds: `desk`, `board`,
/// `door`, `table-{n}`, `person-{n}`.
#[must_use]
pub fn keys(id: WorkshopId) -> String {
    format!("/desk/{id}/keys")
}

/// Goes to the desk by a facilitator's key.
#[must_use]
pub fn desk_by_key(key: &str) -> String {
    format!("/f/{key}")
}

/// The evaluation of a programme, one year open. POST answers.
#[must_use]
pub fn evaluation(id: ProgrammeId, year: Option<i32>) -> String {
    let year = year.map(|year| format!("?year={year}")).unwrap_or_default();
    format!("{PROGRAMMES}/{id}/evaluation{year}")
}

/// POST: a referential.
#[must_use]
pub fn referential(id: ProgrammeId) -> String {
    format!("{PROGRAMMES}/{id}/referential")
}

/// Calls for projects of a programme. POST adds one; `/{call}/attach`, `/{call}/export.xlsx`.
#[must_use]
pub fn funding(id: ProgrammeId) -> String {
    format!("{PROGRAMMES}/{id}/funding")
}

/// Past synergies out of a table. GET: the form; POST: what would happen, or does it.
#[must_use]
pub fn import(id: ProgrammeId) -> String {
    format!("{PROGRAMMES}/{id}/import")
}

/// POST: a whole programme from another server.
pub const IMPORT_WHOLE: &str = "/programme/programmes/import";

/// A whole programme as JSON.
#[must_use]
pub fn export_whole(id: ProgrammeId) -> String {
    format!("{PROGRAMMES}/{id}/export.json")
}

/// The running order of the day, as a form.
#[must_use]
pub fn running_order(id: WorkshopId) -> String {
    format!("/desk/{id}/order")
}

/// Who sits where in each table round.
#[must_use]
pub fn seating(id: WorkshopId) -> String {
    format!("/desk/{id}/seating")
}

/// The registration list.
#[must_use]
pub fn registrations(id: WorkshopId) -> String {
    format!("/desk/{id}/registrations")
}

/// POST: badges with personal codes, to print.
#[must_use]
pub fn badges(id: WorkshopId) -> String {
    format!("/desk/{id}/badges")
}

/// The minutes of a workshop, to read and print.
#[must_use]
pub fn minutes(id: WorkshopId) -> String {
    format!("/desk/{id}/minutes")
}

/// The minutes as a tagged PDF.
#[must_use]
pub fn minutes_pdf(id: WorkshopId) -> String {
    format!("/desk/{id}/minutes.pdf")
}

/// The invitation to a workshop, for everybody who has the code of its door.
#[must_use]
pub fn invitation(code: &str) -> String {
    format!("/i/{code}")
}

/// The same as an entry of a calendar.
#[must_use]
pub fn invitation_calendar(code: &str) -> String {
    format!("/i/{code}/calendar.ics")
}

/// What the invitation says, as a form.
#[must_use]
pub fn invitation_form(id: WorkshopId) -> String {
    format!("/desk/{id}/invitation")
}

/// Cards to fill in by hand, to print.
#[must_use]
pub fn paper_cards(id: WorkshopId) -> String {
    format!("/desk/{id}/paper")
}

/// What participants said of the workshop.
#[must_use]
pub fn satisfaction(id: WorkshopId) -> String {
    format!("/desk/{id}/satisfaction")
}

/// Fast entry by the key of a table.
#[must_use]
pub fn table_by_key(key: &str) -> String {
    format!("/t/{key}")
}

/// POST: a new key for a table.
#[must_use]
pub fn table_key(id: WorkshopId, table: u8) -> String {
    format!("/desk/{id}/tables/{table}/key")
}

/// Fast entry at a table.
#[must_use]
pub fn fast_entry(id: WorkshopId, table: u8) -> String {
    format!("/desk/{id}/tables/{table}")
}

/// Place cards and lists, to print.
#[must_use]
pub fn seating_print(id: WorkshopId) -> String {
    format!("/desk/{id}/seating/print")
}

/// One workshop as the programme manager sees it.
#[must_use]
pub fn programme_workshop(id: WorkshopId) -> String {
    format!("/programme/workshops/{id}")
}

/// One synergy. POST to its `/stage`, `/flow`, `/figures`, `/co2`, `/withdraw`, `/assumptions`, `/join` and `/split`.
#[must_use]
pub fn synergy(id: WorkshopId, synergy: SynergyId) -> String {
    format!("/programme/workshops/{id}/synergies/{synergy}")
}

/// The synergy behind an address of this site, as somebody typed or pasted it.
#[must_use]
pub fn synergy_at(address: &str) -> Option<(WorkshopId, SynergyId)> {
    let (_, rest) = address.split_once("/programme/workshops/")?;
    let (workshop, rest) = rest.split_once("/synergies/")?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((workshop.parse().ok()?, number.parse().ok()?))
}

/// A CSV export; one of [`EXPORTS`]; of one programme where one is named, else of all that the reader works in.
#[must_use]
pub fn export(what: &str, programme: Option<ProgrammeId>) -> String {
    let of = programme.map(|id| format!("?programme={id}")).unwrap_or_default();
    format!("/programme/export/{what}.csv{of}")
}

/// The JSON surface of one workshop: `commands`, `state`, `events`, `feed`. Documented in `docs/http-api.md`.
#[must_use]
pub fn api(id: WorkshopId, what: &str) -> String {
    format!("/api/workshops/{id}/{what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synergy_is_found_by_its_address_with_or_without_the_site() {
        let id = WorkshopId(uuid::Uuid::nil());
        for address in [
            format!("https://x.example/programme/workshops/{id}/synergies/12?x"),
            format!("/programme/workshops/{id}/synergies/12"),
        ] {
            assert_eq!(synergy_at(&address), Some((id, SynergyId(12))), "{address}");
        }
        assert_eq!(synergy_at("12"), None);
    }
}
