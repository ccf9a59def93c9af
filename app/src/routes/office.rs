//! The addresses of the programme manager's office, of the companies that it asks, and of the host.

use domain::NaiveDate;
use domain::ids::{AccountId, CompanyId, ProgrammeId, SynergyId, WorkshopId};

addresses! {
    /// The programme manager's workshops.
    PROGRAMME "/programme";
    /// Tells pages of the office when it is worth reading them again: `?after=…` (WebSocket).
    PROGRAMME_FEED "/programme/feed";
    /// One workshop as the programme manager sees it.
    PROGRAMME_WORKSHOP "/programme/workshops/{id}" => programme_workshop(id: WorkshopId);
    /// The synergies of the reader's programmes: by stage, and as a table.
    SYNERGIES "/programme/synergies";
    /// Moves several synergies to one stage (POST).
    BULK "/programme/synergies/bulk";
    /// One synergy.
    SYNERGY "/programme/workshops/{id}/synergies/{synergy}" => synergy(id: WorkshopId, synergy: SynergyId);
    /// Moves a synergy to another stage (POST).
    SYNERGY_STAGE "/programme/workshops/{id}/synergies/{synergy}/stage"
        => synergy_stage(id: WorkshopId, synergy: SynergyId);
    /// Changes what flows in a synergy, and between whom (POST).
    SYNERGY_FLOW "/programme/workshops/{id}/synergies/{synergy}/flow"
        => synergy_flow(id: WorkshopId, synergy: SynergyId);
    /// Records a figure of a synergy (POST).
    SYNERGY_FIGURES "/programme/workshops/{id}/synergies/{synergy}/figures"
        => synergy_figures(id: WorkshopId, synergy: SynergyId);
    /// Records avoided emissions of a synergy, computed from a mass and a factor (POST).
    SYNERGY_CO2 "/programme/workshops/{id}/synergies/{synergy}/co2"
        => synergy_co2(id: WorkshopId, synergy: SynergyId);
    /// Withdraws a figure of a synergy (POST).
    WITHDRAW_FIGURE "/programme/workshops/{id}/synergies/{synergy}/withdraw"
        => withdraw_figure(id: WorkshopId, synergy: SynergyId);
    /// Changes lifetime, retention and attribution of a synergy (POST).
    ASSUMPTIONS "/programme/workshops/{id}/synergies/{synergy}/assumptions"
        => assumptions(id: WorkshopId, synergy: SynergyId);
    /// Says that a synergy is the same as another one, or no longer (POST).
    JOIN_SYNERGY "/programme/workshops/{id}/synergies/{synergy}/join"
        => join_synergy(id: WorkshopId, synergy: SynergyId);
    /// Splits a synergy in two (POST).
    SPLIT_SYNERGY "/programme/workshops/{id}/synergies/{synergy}/split"
        => split_synergy(id: WorkshopId, synergy: SynergyId);
    /// Adds a file that supports a synergy (POST).
    EVIDENCE "/programme/workshops/{id}/synergies/{synergy}/evidence"
        => evidence(id: WorkshopId, synergy: SynergyId);
    /// A file that supports a synergy.
    EVIDENCE_FILE "/programme/workshops/{id}/synergies/{synergy}/evidence/{number}"
        => evidence_file(id: WorkshopId, synergy: SynergyId, number: i64);
    /// Adds a link that supports a synergy (POST `link`).
    EVIDENCE_LINKS "/programme/workshops/{id}/synergies/{synergy}/links"
        => evidence_links(id: WorkshopId, synergy: SynergyId);
    /// The results of a programme: `?programme=…&as_of=…`.
    REPORT "/programme/report";
    /// The results of a programme as a tagged PDF.
    REPORT_PDF "/programme/report.pdf";
    /// The results of a programme as a workbook.
    REPORT_XLSX "/programme/report.xlsx";
    /// Tables of what the reader works in; see [`export`].
    EXPORT "/programme/export/{file}" => export_file(file: &str);
    /// Starts a programme (POST `name`).
    PROGRAMMES "/programme/programmes";
    /// What a programme says of itself. POST changes it.
    PROGRAMME_PROFILE "/programme/programmes/{id}" => programme_profile(id: ProgrammeId);
    /// Invites a member (POST).
    MEMBERS "/programme/programmes/{id}/members" => members(id: ProgrammeId);
    /// Gives a member of the programme another role (POST `role`).
    MEMBER_ROLE "/programme/programmes/{id}/members/{account}/role"
        => member_role(id: ProgrammeId, account: AccountId);
    /// Removes a member from the programme (POST).
    REMOVE_MEMBER "/programme/programmes/{id}/members/{account}/remove"
        => remove_member(id: ProgrammeId, account: AccountId);
    /// Leaves the programme oneself (POST).
    LEAVE_PROGRAMME "/programme/programmes/{id}/leave" => leave_programme(id: ProgrammeId);
    /// Takes an invitation back (POST).
    END_INVITATION "/programme/programmes/{id}/invitations/{number}/end"
        => end_invitation(id: ProgrammeId, number: i64);
    /// The companies of a programme. POST notes one.
    COMPANIES "/programme/programmes/{id}/companies" => companies(id: ProgrammeId);
    /// Recognises the companies of workshops and synergies (POST).
    RECOGNISE_COMPANIES "/programme/programmes/{id}/companies/recognise" => recognise_companies(id: ProgrammeId);
    /// One company; see [`company_form`]. POST corrects what it is known by.
    COMPANY "/programme/programmes/{id}/companies/{company}" => company(id: ProgrammeId, company: CompanyId);
    /// Notes a site of a company (POST).
    COMPANY_SITES "/programme/programmes/{id}/companies/{company}/sites"
        => company_sites(id: ProgrammeId, company: CompanyId);
    /// Corrects the site that was added by the entry of this number (POST).
    COMPANY_SITE "/programme/programmes/{id}/companies/{company}/sites/{number}"
        => company_site(id: ProgrammeId, company: CompanyId, number: u64);
    /// Notes a standing flow of a company (POST).
    COMPANY_FLOWS "/programme/programmes/{id}/companies/{company}/flows"
        => company_flows(id: ProgrammeId, company: CompanyId);
    /// Corrects the flow that was added by the entry of this number (POST).
    COMPANY_FLOW "/programme/programmes/{id}/companies/{company}/flows/{number}"
        => company_flow(id: ProgrammeId, company: CompanyId, number: u64);
    /// Confirms that the flow of this entry still is as it was noted (POST).
    CONFIRM_FLOW "/programme/programmes/{id}/companies/{company}/flows/{number}/confirm"
        => confirm_flow(id: ProgrammeId, company: CompanyId, number: u64);
    /// Notes somebody who works for a company (POST).
    COMPANY_PEOPLE "/programme/programmes/{id}/companies/{company}/people"
        => company_people(id: ProgrammeId, company: CompanyId);
    /// Corrects what is known of the person that was added by the entry of this number (POST).
    COMPANY_PERSON "/programme/programmes/{id}/companies/{company}/people/{number}"
        => company_person(id: ProgrammeId, company: CompanyId, number: u64);
    /// Erases this person from all that is noted of the company (POST).
    ERASE_COMPANY_PERSON "/programme/programmes/{id}/companies/{company}/people/{number}/erase"
        => erase_company_person(id: ProgrammeId, company: CompanyId, number: u64);
    /// Notes a visit to a company, a call, a letter or a meeting (POST).
    CONVERSATIONS "/programme/programmes/{id}/companies/{company}/conversations"
        => conversations(id: ProgrammeId, company: CompanyId);
    /// Corrects the conversation that was added by the entry of this number (POST).
    CONVERSATION "/programme/programmes/{id}/companies/{company}/conversations/{number}"
        => conversation(id: ProgrammeId, company: CompanyId, number: u64);
    /// Says that the next step of this conversation is done, or is to be done after all (POST).
    STEP_DONE "/programme/programmes/{id}/companies/{company}/conversations/{number}/done"
        => step_done(id: ProgrammeId, company: CompanyId, number: u64);
    /// POST: the company, a site or a flow is over or a person has gone, or it goes on after all; `{part}` is
    /// `company`,
    /// `site-17`, `flow-18`, `person-19`.
    END_PART "/programme/programmes/{id}/companies/{company}/end/{part}"
        => end_part(id: ProgrammeId, company: CompanyId, part: &str);
    /// Says that another company is the same as this one (POST).
    MERGE_COMPANY "/programme/programmes/{id}/companies/{company}/merge"
        => merge_company(id: ProgrammeId, company: CompanyId);
    /// Says that a company that was merged is one of its own after all (POST).
    UNMERGE_COMPANY "/programme/programmes/{id}/companies/{company}/unmerge"
        => unmerge_company(id: ProgrammeId, company: CompanyId);
    /// Says that another company only looks like this one (POST).
    KEEP_APART "/programme/programmes/{id}/companies/{company}/apart"
        => keep_apart(id: ProgrammeId, company: CompanyId);
    /// Says to which company a spelling belongs (POST).
    ATTRIBUTE_SPELLING "/programme/programmes/{id}/companies/{company}/spellings"
        => attribute_spelling(id: ProgrammeId, company: CompanyId);
    /// Takes a person's name out of all that is noted of a company (POST).
    FORGET_NAME "/programme/programmes/{id}/companies/{company}/forget"
        => forget_name(id: ProgrammeId, company: CompanyId);
    /// The evaluation of a programme; see [`evaluation`]. POST answers.
    EVALUATION "/programme/programmes/{id}/evaluation" => evaluation_page(id: ProgrammeId);
    /// Brings in a referential for the evaluation (POST).
    REFERENTIAL "/programme/programmes/{id}/referential" => referential(id: ProgrammeId);
    /// Calls for projects of a programme. POST adds one.
    FUNDING "/programme/programmes/{id}/funding" => funding(id: ProgrammeId);
    /// Attaches a synergy to a call (POST `synergy`).
    ATTACH_TO_FUNDING "/programme/programmes/{id}/funding/{funding}/attach"
        => attach_to_funding(id: ProgrammeId, funding: u32);
    /// What the funder wants reported, as a workbook.
    FUNDING_EXPORT "/programme/programmes/{id}/funding/{funding}/export.xlsx"
        => funding_export(id: ProgrammeId, funding: u32);
    /// What a programme aims at. POST sets a target.
    TARGETS "/programme/programmes/{id}/targets" => targets(id: ProgrammeId);
    /// Takes a target back (POST `aim`, `year`).
    TAKE_BACK_TARGET "/programme/programmes/{id}/targets/take-back" => take_back_target(id: ProgrammeId);
    /// Past synergies out of a table. GET: the form; POST: what would happen, or does it.
    IMPORT "/programme/programmes/{id}/import" => import(id: ProgrammeId);
    /// Brings in a whole programme from another server (POST).
    IMPORT_WHOLE "/programme/programmes/import";
    /// A whole programme as JSON.
    EXPORT_WHOLE "/programme/programmes/{id}/export.json" => export_whole(id: ProgrammeId);
    /// A programme's part of the audit log.
    AUDIT "/programme/programmes/{id}/audit" => audit(id: ProgrammeId);
    /// A programme's part of the audit log, as CSV.
    AUDIT_CSV "/programme/programmes/{id}/audit.csv" => audit_csv(id: ProgrammeId);
    /// Who was asked and who answered; see [`follow_up`].
    FOLLOW_UP "/programme/follow-up";
    /// A reminder for each company that is to be asked, reminded or phoned today, as a calendar (`.ics`).
    FOLLOW_UP_CALENDAR "/programme/follow-up.ics";
    /// Ends all links of companies of a programme (POST).
    END_LINKS "/programme/follow-up/end";
    /// The manager answers for a company, by the name of its link (GET, POST).
    ANSWER_FOR "/programme/answers/{handle}" => answer_for(handle: &str);
    /// Notes that the question was sent by hand (POST).
    ANSWER_SENT "/programme/answers/{handle}/sent" => answer_sent(handle: &str);
    /// Mails the question now (POST).
    MAIL_QUESTION "/programme/answers/{handle}/mail" => mail_question(handle: &str);
    /// Changes the address to which questions are sent (POST).
    QUESTION_ADDRESS "/programme/answers/{handle}/address" => question_address(handle: &str);
    /// Replaces the link of a company by a new one (POST).
    RENEW_LINK "/programme/answers/{handle}/renew" => renew_link(handle: &str);
    /// Ends the link of a company (POST).
    END_LINK "/programme/answers/{handle}/end" => end_link(handle: &str);
    /// The page that a company opens by its personal link. POST answers.
    ANSWER_BY_LINK "/s/{token}" => answer_by_link(token: &str);
    /// Says that the company wants no more questions (POST).
    REFUSE_QUESTIONS "/s/{token}/refuse" => refuse_questions(token: &str);
    /// Accounts and programmes of the host.
    ADMINISTRATION "/admin";
    /// Does something to an account: `close`, `open`, `administrator`, `end-administrator`, `end-second-factor` (POST).
    ADMINISTER_ACCOUNT "/admin/accounts/{account}/{deed}" => administer_account(account: AccountId, deed: &str);
    /// Hands a programme over to somebody (POST).
    HAND_OVER "/admin/programmes/{id}/hand-over" => hand_over(id: ProgrammeId);
    /// The audit log of the host.
    HOST_AUDIT "/admin/audit";
    /// The audit log of the host, as CSV.
    HOST_AUDIT_CSV "/admin/audit.csv";
    /// What the host sets for the whole server (GET, POST).
    HOST "/admin/host";
    /// A copy of what is known of a person (POST `email`).
    HOST_COPY "/admin/host/copy";
    /// A link by which a person reads, takes and erases what all workshops hold of them (POST `email`).
    HOST_LINK "/admin/host/link";
    /// Erases a person from every workshop (POST `email`).
    HOST_ERASE "/admin/host/erase";
}

/// What can be exported as CSV: `/programme/export/{name}.csv`.
pub const EXPORTS: &[&str] =
    &["workshops", "participants", "cards", "matches", "synergies", "history", "figures", "people", "conversations"];

/// The dashboard of one programme.
#[must_use]
pub fn programme(id: ProgrammeId) -> String {
    format!("{PROGRAMME}?programme={id}")
}

/// The synergies of one programme.
#[must_use]
pub fn synergies_of(id: ProgrammeId) -> String {
    format!("{SYNERGIES}?programme={id}")
}

/// The synergy behind an address of this site, as somebody typed or pasted it.
#[must_use]
pub fn synergy_at(address: &str) -> Option<(WorkshopId, SynergyId)> {
    let (_, rest) = address.split_once("/programme/workshops/")?;
    let (workshop, rest) = rest.split_once("/synergies/")?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((workshop.parse().ok()?, number.parse().ok()?))
}

/// The results of a programme, as known on a day.
#[must_use]
pub fn report(id: ProgrammeId, as_of: Option<NaiveDate>) -> String {
    let day = as_of.map(|day| format!("&as_of={day}")).unwrap_or_default();
    format!("{REPORT}?programme={id}{day}")
}

/// The same as a file: [`REPORT_PDF`] or [`REPORT_XLSX`].
#[must_use]
pub fn report_file(kind: &str, id: ProgrammeId, as_of: NaiveDate) -> String {
    format!("{kind}?programme={id}&as_of={as_of}")
}

/// A CSV export; one of [`EXPORTS`]; of one programme where one is named, else of all that the reader works in.
#[must_use]
pub fn export(what: &str, programme: Option<ProgrammeId>) -> String {
    let of = programme.map(|id| format!("?programme={id}")).unwrap_or_default();
    export_file(&format!("{what}.csv")) + &of
}

/// The page of a company with one of its forms open, by the form's name.
#[must_use]
pub fn company_form(id: ProgrammeId, of: CompanyId, form: &str) -> String {
    format!("{}?form={form}#form", company(id, of))
}

/// The evaluation of a programme, one year open.
#[must_use]
pub fn evaluation(id: ProgrammeId, year: Option<i32>) -> String {
    evaluation_page(id) + &year.map(|year| format!("?year={year}")).unwrap_or_default()
}

/// Who was asked and who answered, of one programme.
#[must_use]
pub fn follow_up(id: ProgrammeId) -> String {
    format!("{FOLLOW_UP}?programme={id}")
}

/// The same as reminders for a calendar.
#[must_use]
pub fn follow_up_calendar(id: ProgrammeId) -> String {
    format!("{FOLLOW_UP_CALENDAR}?programme={id}")
}

/// POST: ends all links of companies of a programme.
#[must_use]
pub fn end_links(id: ProgrammeId) -> String {
    format!("{END_LINKS}?programme={id}")
}
