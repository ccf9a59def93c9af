//! The companies of a programme: looked for, narrowed down, noted.

use domain::NaiveDate;
use domain::access::{Right, Role};
use domain::ids::ProgrammeId;
use domain::programme::Programme;
use domain::programme::companies::{CompanyDraft, Found, Listed};
use domain::resource::Kind;
use domain::text::LINE_MAX;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::company::{IdentityFields, due_by};
use super::list::{Pages, narrowed};
use crate::locale::{companies as texts, company_people as people, language, office};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, Tick};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::shell::once;
use crate::{format, nace, routes};

/// What the list of companies is narrowed to (query string).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyFilter {
    /// Words to look for, or blank.
    pub search: String,
    /// A NACE division (two digits), or blank.
    pub sector: String,
    /// `have` or `want`: only those with such a standing flow; or blank.
    pub open: String,
    /// `yes`: only those that may be the same as another.
    pub alike: String,
    /// `yes`: only those with a next step, what is due first before the others.
    pub due: String,
    /// Number of the page, from 1; blank for the first.
    pub page: String,
}

impl CompanyFilter {
    fn narrows(&self) -> bool {
        [&self.search, &self.sector, &self.open, &self.alike, &self.due].iter().any(|text| !text.trim().is_empty())
    }

    /// The address of a page of the list that is narrowed down so.
    fn address(&self, programme: ProgrammeId, page: u32) -> String {
        let fields = [
            ("search", self.search.as_str()),
            ("sector", &self.sector),
            ("open", &self.open),
            ("alike", &self.alike),
            ("due", &self.due),
            ("page", &page.to_string()),
        ];
        narrowed(&routes::companies(programme), &fields)
    }
}

/// The list of a programme's companies.
#[component]
pub fn CompaniesPage(
    programme: Programme,
    /// The reader's role in the programme: it decides what is shown and offered.
    role: Role,
    found: Found,
    filter: CompanyFilter,
    form: Form<CompanyDraft>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let id = programme.id;
    let keeps = role.may(Right::KeepCompanies);
    let sees_people = role.may(Right::SeePeople);
    let Found { page: shown, total, per_page, divisions } = found;
    let narrowing = filter.narrows();
    let is_open = !form.problems.is_empty();
    view! {
        <Masthead section=Section::Programme back=routes::companies(id) />
        <main id="content" class="page">
            <Trail href=routes::programme(id) name=programme.name.clone() />
            <div class="page-head">
                <div>
                    <h1>{texts::title(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                    {(!sees_people).then(|| view! { <p class="soft">{texts::without_contacts(language)}</p> })}
                </div>
            </div>
            <Problems problems=form.problems.clone() label=texts::label form="company" />
            {(total > 0 || narrowing).then(|| view! {
                <Narrow programme=id filter=filter.clone() divisions narrowing sees_people />
            })}
            {match (shown.is_empty(), narrowing) {
                (true, true) => view! { <p class="empty">{texts::none_found(language)}</p> }.into_any(),
                (true, false) => view! { <p class="empty">{texts::none(language)}</p> }.into_any(),
                (false, _) => view! {
                    <p class="soft">{texts::count(language, total)}</p>
                    <Table programme=id companies=shown sees_people today />
                    <Pages page=filter.page.clone() total per_page to=move |page| filter.address(id, page) />
                }
                .into_any(),
            }}
            {keeps.then(|| view! {
                <details class="fold panel" open=is_open>
                    <summary>{texts::add(language)}</summary>
                    <form method="post" action=once(routes::companies(id)) novalidate class="stack">
                        <IdentityFields form />
                        <div class="actions">
                            <button type="submit" class="primary">{texts::add_do(language)}</button>
                        </div>
                    </form>
                </details>
                <form method="post" action=routes::recognise_companies(id) class="stack">
                    <p class="soft">{texts::recognise_help(language)}</p>
                    <div class="actions">
                        <button type="submit" class="quiet">{texts::recognise(language)}</button>
                    </div>
                </form>
            })}
        </main>
    }
    .into_any()
}

#[component]
fn Narrow(
    programme: ProgrammeId,
    filter: CompanyFilter,
    divisions: Vec<String>,
    narrowing: bool,
    sees_people: bool,
) -> impl IntoView {
    let language = language();
    let sectors = nace::divisions(language).into_iter().filter(|(code, _)| divisions.contains(code)).collect();
    let open = [(Kind::Have, texts::with_haves(language)), (Kind::Want, texts::with_wants(language))];
    let open = open.map(|(kind, words)| (kind.code().to_owned(), words.to_owned())).to_vec();
    view! {
        <form
            method="get"
            action=routes::companies(programme)
            class="filter wide-filter"
            role="search"
            aria-label=texts::filter(language)
        >
            <TextField
                name="search"
                kind="search"
                enterkeyhint="search"
                label=texts::search(language)
                hint=texts::search_hint(language)
                value=filter.search.clone()
                maxlength=LINE_MAX
            />
            <SelectField
                name="sector"
                label=texts::sector(language)
                choices=sectors
                blank=texts::any_sector(language)
                value=filter.sector.clone()
            />
            <SelectField
                name="open"
                label=texts::open_flows(language)
                choices=open
                blank=texts::any_flow(language)
                value=filter.open.clone()
            />
            {sees_people.then(|| view! {
                <Tick name="alike" label=texts::alike_only(language) ticked=filter.alike == "yes" />
                <Tick name="due" label=texts::due_only(language) ticked=filter.due == "yes" />
            })}
            <div class="actions">
                <button type="submit" class="primary">{office::show(language)}</button>
                {narrowing.then(|| view! {
                    <a class="button quiet" href=routes::companies(programme)>{office::clear(language)}</a>
                })}
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Table(programme: ProgrammeId, companies: Vec<Listed>, sees_people: bool, today: NaiveDate) -> impl IntoView {
    let language = language();
    let names = nace::divisions(language);
    let heads =
        [texts::haves(language), texts::wants(language), texts::workshops(language), texts::synergies(language)];
    let row = |listed: Listed| {
        let division = listed.identity.activity.as_ref().map(|activity| {
            let name = names.iter().find(|(code, _)| code == activity.division());
            name.map_or_else(|| activity.to_string(), |(_, name)| name.clone())
        });
        let number = listed.identity.identifier.as_ref().map(ToString::to_string);
        let next = || {
            listed.next_step.as_ref().map(|next| {
                let due = next.due.map(|due| due_by(language, due, due < today));
                view! { {next.what.to_string()} {due} }
            })
        };
        let counts = [listed.haves, listed.wants, listed.workshops, listed.synergies];
        let communes = listed.communes.join(", ");
        // On a phone everything stands under the name.
        let told = heads.iter().zip(counts).filter(|(_, count)| *count > 0);
        let told = told.map(|(head, count)| format!("{head}\u{a0}: {}", format::number(language, f64::from(count), 0)));
        let below = [division.clone().unwrap_or_default(), communes.clone()].into_iter().chain(told);
        let below = below.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let next_below = next().map(|next| view! { <span class="narrow-only">{next}</span> });
        let next = sees_people.then(|| view! { <td class="wide wide-only">{next()}</td> });
        view! {
            <tr>
                <th scope="row" class="wide">
                    <a href=routes::company(programme, listed.id)>{listed.identity.name.to_string()}</a>
                    {number.map(|number| view! { <span class="soft">" · " {number}</span> })}
                    {listed.ended.then(|| view! { <span class="soft">" · " {texts::over(language)}</span> })}
                    <span class="narrow-only soft">{below}</span>
                    {next_below}
                </th>
                <td class="wide wide-only">{division}</td>
                <td class="wide-only">{communes}</td>
                {counts
                    .map(|count| view! {
                        <td class="number wide-only">{format::number(language, f64::from(count), 0)}</td>
                    })
                    .collect_view()}
                {next}
            </tr>
        }
    };
    let rows = companies.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::caption(language)>
            <thead>
                <tr>
                    <th scope="col">{texts::company(language)}</th>
                    <th scope="col" class="wide-only">{texts::sector(language)}</th>
                    <th scope="col" class="wide-only">{texts::communes(language)}</th>
                    {heads.map(|head| view! { <th scope="col" class="number wide-only">{head}</th> }).collect_view()}
                    {sees_people
                        .then(|| view! { <th scope="col" class="wide-only">{people::next_step(language)}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
