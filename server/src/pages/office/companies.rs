//! Companies of a programme: the list, and the page of one with its forms.

mod people;

use app::pages::Form;
use app::pages::office::{
    AttributionDraft, CompaniesPage, CompanyFilter, CompanyForms, CompanyPage, ForgetDraft, MergeDraft, Open, part_of,
};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::companies::CompanySearch;
use backend::error::{Error, Result};
use backend::people::Account;
use domain::access::Right;
use domain::ids::{CompanyId, ProgrammeId};
use domain::problem::Problem;
use domain::programme::companies::{
    Activity, CompanyDraft, ConfirmationDraft, EndingDraft, FlowDraft, Part, SiteDraft,
};
use domain::resource::Kind;
use leptos::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::extract::{Asked, Place};
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

type Where = (ProgrammeId, CompanyId);
type WhereIn = (ProgrammeId, CompanyId, u64);

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::COMPANIES, get(companies).post(note))
        .route(routes::RECOGNISE_COMPANIES, post(recognise))
        .route(routes::COMPANY, get(company).post(correct))
        .route(routes::COMPANY_SITES, post(note_site))
        .route(routes::COMPANY_SITE, post(correct_site))
        .route(routes::COMPANY_FLOWS, post(note_flow))
        .route(routes::COMPANY_FLOW, post(correct_flow))
        .route(routes::CONFIRM_FLOW, post(confirm))
        .route(routes::END_PART, post(end))
        .route(routes::MERGE_COMPANY, post(merge))
        .route(routes::UNMERGE_COMPANY, post(unmerge))
        .route(routes::KEEP_APART, post(keep_apart))
        .route(routes::ATTRIBUTE_SPELLING, post(attribute))
        .route(routes::FORGET_NAME, post(forget))
        .merge(people::routes())
}

/// What the filter means. What cannot be read narrows nothing down.
fn search(filter: &CompanyFilter) -> CompanySearch {
    CompanySearch {
        words: filter.search.clone(),
        division: Activity::parse(&filter.sector).ok().map(|activity| activity.division().to_owned()),
        open: Kind::from_code(filter.open.trim()),
        alike: filter.alike == "yes",
        due: filter.due == "yes",
        page: filter.page.trim().parse().unwrap_or(1),
    }
}

async fn companies(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<ProgrammeId>,
    Asked(filter): Asked<CompanyFilter>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        list(&app, &visitor, &account, id, filter, StatusCode::OK, Form::default()).await
    };
    answer(&app, &visitor, page.await).await
}

async fn list(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    filter: CompanyFilter,
    status: StatusCode,
    form: Form<CompanyDraft>,
) -> Result<Response> {
    let member = app.backend.member(account, id, Right::SeeResults).await?;
    let (programme, role) = (member.programme().clone(), member.role());
    let found = app.backend.find_companies(account, id, &search(&filter)).await?;
    let title = app::locale::companies::title(visitor.language);
    let view = move || {
        view! {
            <CompaniesPage
                programme=programme.clone()
                role
                found=found.clone()
                filter=filter.clone()
                form=form.clone()
                today=today()
            />
        }
        .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, title, view).await)
}

async fn note(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: CompanyDraft = read_form(&body);
        match of_form(app.backend.note_company(&account, id, &draft).await)? {
            Ok(company) => Ok(see_other(&routes::company(id, company))),
            Err(refusal) => {
                let form = refused_form(draft, &refusal);
                list(&app, &visitor, &account, id, CompanyFilter::default(), status(refusal.first()), form).await
            }
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn recognise(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.recognise_companies(&account, id).await?;
        Ok(see_other(&routes::companies(id)))
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Opened {
    form: String,
}

async fn company(
    State(app): State<App>,
    visitor: Visitor,
    Place(place): Place<Where>,
    Asked(opened): Asked<Opened>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        // Whoever follows the address of one that was merged finds it where it is now.
        let shown = app.backend.company_shown(&account, place.0, place.1).await?;
        if shown != place.1 {
            return Ok(see_other(&routes::company(place.0, shown)));
        }
        let forms = CompanyForms { open: Open::from_code(&opened.form), ..CompanyForms::default() };
        company_page(&app, &visitor, &account, place, StatusCode::OK, forms).await
    };
    answer(&app, &visitor, page.await).await
}

async fn company_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    (id, company): Where,
    status: StatusCode,
    forms: CompanyForms,
) -> Result<Response> {
    let member = app.backend.member(account, id, Right::SeeResults).await?;
    let (programme, role) = (member.programme().clone(), member.role());
    // Who sends a form of a company that somebody merged meanwhile has it back on the page of both.
    let company = app.backend.company_shown(account, id, company).await?;
    let dossier = app.backend.company(account, id, company).await?;
    let title = dossier.shown.identity.name.to_string();
    let me = account.name().to_owned();
    let view = move || {
        view! {
            <CompanyPage
                programme=programme.clone()
                role
                me=me.clone()
                dossier=dossier.clone()
                forms=forms.clone()
                today=today()
            />
        }
        .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, &title, view).await)
}

/// Does what a form asks for, and goes back to the company; what is refused comes back in its form.
async fn form<D: Default + DeserializeOwned>(
    app: &App,
    visitor: &Visitor,
    place: Where,
    body: &Bytes,
    deed: impl AsyncFnOnce(&Account, &D) -> Result<()>,
    open: Open,
    of: fn(&mut CompanyForms) -> &mut Form<D>,
) -> Response {
    let draft: D = read_form(body);
    let page = async {
        let account = visitor.account(app).await?;
        match of_form(deed(&account, &draft).await)? {
            Ok(()) => Ok(see_other(&routes::company(place.0, place.1))),
            // Who saves what is so already has nothing to correct.
            Err(refusal) if refusal.first() == Problem::NothingToDo => {
                Ok(see_other(&routes::company(place.0, place.1)))
            }
            Err(refusal) => {
                let mut forms = CompanyForms { open, ..CompanyForms::default() };
                *of(&mut forms) = refused_form(draft, &refusal);
                company_page(app, visitor, &account, place, status(refusal.first()), forms).await
            }
        }
    };
    answer(app, visitor, page.await).await
}

async fn correct(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &CompanyDraft| {
        app.backend.correct_company(account, place.0, place.1, draft).await
    };
    form(&app, &visitor, place, &body, deed, Open::Identity, |forms| &mut forms.identity).await
}

async fn note_site(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &SiteDraft| {
        app.backend.keep_site(account, place.0, place.1, None, draft).await
    };
    form(&app, &visitor, place, &body, deed, Open::NewSite, |forms| &mut forms.site).await
}

async fn correct_site(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &SiteDraft| {
        app.backend.keep_site(account, id, company, Some(entry), draft).await
    };
    form(&app, &visitor, (id, company), &body, deed, Open::Site(entry), |forms| &mut forms.site).await
}

async fn note_flow(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &FlowDraft| {
        app.backend.keep_flow(account, place.0, place.1, None, draft).await
    };
    form(&app, &visitor, place, &body, deed, Open::NewFlow, |forms| &mut forms.flow).await
}

async fn correct_flow(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &FlowDraft| {
        app.backend.keep_flow(account, id, company, Some(entry), draft).await
    };
    form(&app, &visitor, (id, company), &body, deed, Open::Flow(entry), |forms| &mut forms.flow).await
}

async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, entry)): Place<WhereIn>,
    body: Bytes,
) -> Response {
    let deed = async |account: &Account, draft: &ConfirmationDraft| {
        app.backend.confirm_flow(account, id, company, entry, draft).await
    };
    form(&app, &visitor, (id, company), &body, deed, Open::Confirm(entry), |forms| &mut forms.confirm).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GoesOn {
    goes_on: String,
}

async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, company, part)): Place<(ProgrammeId, CompanyId, String)>,
    body: Bytes,
) -> Response {
    let known = part_of(&part);
    let goes_on = read_form::<GoesOn>(&body).goes_on == "yes";
    let deed = async |account: &Account, draft: &EndingDraft| {
        // Who may not is told so before the part is looked for.
        app.backend.member(account, id, Right::KeepCompanies).await?;
        let part = known.ok_or(Problem::NotFound)?;
        app.backend.end_part(account, id, company, part, (!goes_on).then_some(draft)).await
    };
    let open = Open::End(known.unwrap_or(Part::Company));
    form(&app, &visitor, (id, company), &body, deed, open, |forms| &mut forms.end).await
}

async fn merge(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &MergeDraft| {
        app.backend.merge_companies(account, place.0, place.1, &draft.other, &draft.reason).await
    };
    form(&app, &visitor, place, &body, deed, Open::Merge, |forms| &mut forms.merge).await
}

/// Another company, by its number. What cannot be read did not come from a form of ours.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Other {
    merged: String,
    other: String,
}

fn company_number(typed: &str) -> Result<CompanyId> {
    Ok(typed.trim().parse().map_err(|_| Problem::NotFound)?)
}

/// Does what a button asks for, and goes back to the company.
async fn press(app: &App, visitor: &Visitor, place: Where, deed: impl AsyncFnOnce(&Account) -> Result<()>) -> Response {
    let page = async {
        let account = visitor.account(app).await?;
        app.backend.member(&account, place.0, Right::KeepCompanies).await?;
        match deed(&account).await {
            // Somebody else did it meanwhile.
            Err(Error::Refused(refusal)) if refusal.first() == Problem::NothingToDo => {}
            done => done?,
        }
        Ok(see_other(&routes::company(place.0, place.1)))
    };
    answer(app, visitor, page.await).await
}

async fn unmerge(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let other: Other = read_form(&body);
    let deed =
        async |account: &Account| app.backend.unmerge_company(account, place.0, company_number(&other.merged)?).await;
    press(&app, &visitor, place, deed).await
}

async fn keep_apart(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let other: Other = read_form(&body);
    let deed = async |account: &Account| {
        app.backend.keep_apart(account, place.0, place.1, company_number(&other.other)?).await
    };
    press(&app, &visitor, place, deed).await
}

async fn attribute(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let at = read_form::<AttributionDraft>(&body).place.parse().unwrap_or_default();
    let deed = async |account: &Account, draft: &AttributionDraft| {
        app.backend.member(account, place.0, Right::KeepCompanies).await?;
        let workshop = draft.workshop.parse().map_err(|_| Problem::NotFound)?;
        app.backend.attribute(account, place.0, workshop, &draft.spelling, &draft.company).await
    };
    form(&app, &visitor, place, &body, deed, Open::Spelling(at), |forms| &mut forms.spelling).await
}

async fn forget(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let deed = async |account: &Account, draft: &ForgetDraft| {
        app.backend.forget_name(account, place.0, place.1, &draft.forgotten).await
    };
    form(&app, &visitor, place, &body, deed, Open::Forget, |forms| &mut forms.forget).await
}
