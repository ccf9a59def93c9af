//! One company: what it is known by, its sites and standing flows, where it was met, and what was done.

mod fields;
mod forms;
mod inside;
mod parts;
mod people;
mod people_fields;

pub(super) use fields::IdentityFields;
pub(super) use people::due_by;

use domain::NaiveDate;
use domain::access::{Right, Role};
use domain::ids::{CompanyId, ProgrammeId};
use domain::programme::Programme;
use domain::programme::companies::{
    CompanyDraft, ConfirmationDraft, ConversationDraft, Dossier, EndingDraft, FlowDraft, Part, PersonDraft, Shown,
    ShownFlow, ShownSite, SiteDraft,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::forms::OpenForm;
use self::inside::InsideSections;
use self::parts::{FlowItem, SiteItem};
use self::people::PeopleSections;
use crate::locale::{common, companies as texts, language};
use crate::pages::Form;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::shell::once;
use crate::{format, nace, routes};

/// Which form of the page is open. The page shows one at a time: with hundreds of flows it would be long otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Open {
    /// No form is open.
    #[default]
    Nothing,
    /// Names, numbers and sector of the company.
    Identity,
    /// A new site.
    NewSite,
    /// The site that was added by the entry of this number.
    Site(u64),
    /// A new flow.
    NewFlow,
    /// The flow that was added by the entry of this number.
    Flow(u64),
    /// The confirmation of the flow of this entry.
    Confirm(u64),
    /// A new person.
    NewPerson,
    /// The person who was added by the entry of this number.
    Person(u64),
    /// What is erased with the person of this entry.
    Erase(u64),
    /// A new visit, call, letter or meeting.
    NewConversation,
    /// The conversation that was added by the entry of this number.
    Conversation(u64),
    /// The form that says since when this part is over, and why.
    End(Part),
    /// Another company to be merged into this one.
    Merge,
    /// Whose the spelling is that stands at this place among those of the page, from 0.
    Spelling(usize),
    /// The name of a person, to be taken out of all that is noted of the company.
    Forget,
}

impl Open {
    /// The form of this name; none for what is no name.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let number = |of: &str| code.strip_prefix(of).and_then(|number| number.parse::<u64>().ok());
        match code {
            "identity" => Self::Identity,
            "site" => Self::NewSite,
            "flow" => Self::NewFlow,
            "merge" => Self::Merge,
            "forget" => Self::Forget,
            "person" => Self::NewPerson,
            "conversation" => Self::NewConversation,
            _ => code
                .strip_prefix("end-")
                .and_then(part_of)
                .map(Self::End)
                .or_else(|| number("site-").map(Self::Site))
                .or_else(|| number("flow-").map(Self::Flow))
                .or_else(|| number("confirm-").map(Self::Confirm))
                .or_else(|| number("person-").map(Self::Person))
                .or_else(|| number("erase-").map(Self::Erase))
                .or_else(|| number("conversation-").map(Self::Conversation))
                .or_else(|| number("spelling-").and_then(|at| usize::try_from(at).ok()).map(Self::Spelling))
                .unwrap_or_default(),
        }
    }
}

/// The part of a company that goes by this word in addresses: `company`, `site-17`, `flow-18`, `person-19`.
#[must_use]
pub fn part_of(code: &str) -> Option<Part> {
    let number = |of: &str| code.strip_prefix(of).and_then(|number| number.parse::<u64>().ok());
    match code {
        "company" => Some(Part::Company),
        _ => number("site-")
            .map(Part::Site)
            .or_else(|| number("flow-").map(Part::Flow))
            .or_else(|| number("person-").map(Part::Person)),
    }
}

/// The word that a part goes by in addresses.
fn part_code(part: Part) -> String {
    match part {
        Part::Company => "company".to_owned(),
        Part::Site(entry) => format!("site-{entry}"),
        Part::Flow(entry) => format!("flow-{entry}"),
        Part::Person(entry) => format!("person-{entry}"),
    }
}

/// Two companies that are one, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeDraft {
    /// Name or number of the company that is merged into this one.
    pub other: String,
    /// Why the two are one, in the author's words.
    pub reason: String,
}

/// To which company a spelling belongs, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributionDraft {
    /// The workshop in which the spelling was met.
    pub workshop: String,
    /// The name of the organisation as it was spelled there.
    pub spelling: String,
    /// Name or number of the company, or blank.
    pub company: String,
    /// The place of the spelling among those of the page, from 0: where the form comes back.
    pub place: String,
}

/// The name of a person to be erased, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgetDraft {
    pub forgotten: String,
}

/// What the forms of the page bring back, and which is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompanyForms {
    /// The form that is open; the others hold nothing.
    pub open: Open,
    pub identity: Form<CompanyDraft>,
    pub site: Form<SiteDraft>,
    pub flow: Form<FlowDraft>,
    /// That somebody of the company says that a flow still holds.
    pub confirm: Form<ConfirmationDraft>,
    pub person: Form<PersonDraft>,
    /// A visit, a call, a letter or a meeting.
    pub conversation: Form<ConversationDraft>,
    /// That the company, a site or a flow is over, or that somebody has gone.
    pub end: Form<EndingDraft>,
    /// That another company is this one.
    pub merge: Form<MergeDraft>,
    /// To which company a spelling belongs.
    pub spelling: Form<AttributionDraft>,
    /// The name of a person to be erased.
    pub forget: Form<ForgetDraft>,
}

/// Which company of which programme, and whether the reader keeps it.
#[derive(Clone, Copy)]
struct Of {
    programme: ProgrammeId,
    company: CompanyId,
    keeps: bool,
}

impl Of {
    /// Leads to the page with a form open; nothing for who keeps no companies.
    fn opens(self, form: &str, words: &'static str) -> Option<AnyView> {
        let href = routes::company_form(self.programme, self.company, form);
        self.keeps.then(|| view! { <a class="button quiet" href=href>{words}</a> }.into_any())
    }

    /// A button that sends nothing but its fields.
    fn button(self, action: String, fields: Vec<(&'static str, String)>, words: &'static str) -> Option<AnyView> {
        let fields = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        let fields = fields.collect_view();
        self.keeps.then(|| {
            view! {
                <form method="post" action=once(action)>
                    {fields}
                    <button type="submit" class="quiet">{words}</button>
                </form>
            }
            .into_any()
        })
    }
}

/// The page of one company: what it is known by, sites, standing flows, and what it brought to workshops.
#[component]
pub fn CompanyPage(
    programme: Programme,
    /// The reader's role in the programme: it decides what is shown and offered.
    role: Role,
    /// The reader's name, with which what they noted begins.
    me: String,
    dossier: Dossier,
    forms: CompanyForms,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let Dossier { shown, synergy_count, inside } = dossier;
    let of = Of { programme: programme.id, company: shown.id, keeps: role.may(Right::KeepCompanies) };
    let name = shown.identity.name.to_string();
    let (sites, past_sites): (Vec<ShownSite>, Vec<ShownSite>) =
        shown.sites.clone().into_iter().partition(|site| site.ended.is_none());
    let (flows, past_flows): (Vec<ShownFlow>, Vec<ShownFlow>) =
        shown.flows.clone().into_iter().partition(|flow| flow.ended.is_none());
    let (no_site, no_flow) = (sites.is_empty(), flows.is_empty());
    let no_past = past_sites.is_empty() && past_flows.is_empty();
    let all_sites = shown.sites.clone();
    let flow_items = |flows: Vec<ShownFlow>| {
        flows.into_iter().map(|flow| view! { <FlowItem of flow sites=all_sites.clone() /> }).collect_view()
    };
    let site_items =
        |sites: Vec<ShownSite>| sites.into_iter().map(|site| view! { <SiteItem of site /> }).collect_view();
    let (flows, past_flows) = (flow_items(flows), flow_items(past_flows));
    let (sites, past_sites) = (site_items(sites), site_items(past_sites));
    let is_reader = inside.is_none();
    view! {
        <Masthead section=Section::Programme back=routes::company(of.programme, of.company) />
        <main id="content" class="page company-page">
            <nav class="trail" aria-label=common::back(language)>
                <a href=routes::programme(programme.id)>{programme.name.clone()}</a>
                <a href=routes::companies(programme.id)>{texts::title(language)}</a>
            </nav>
            <div class="page-head">
                <div>
                    <p class="eyebrow">{texts::company(language)}</p>
                    <h1>{name}</h1>
                    {is_reader.then(|| view! { <p class="soft">{texts::without_contacts(language)}</p> })}
                </div>
            </div>
            <AllProblems forms=forms.clone() />
            <OpenForm of me shown=shown.clone() forms inside=inside.clone() today />
            <Identified of shown=shown.clone() />
            <section class="stack">
                <div class="section-head">
                    <h2>{texts::flows(language)}</h2>
                    {of.opens("flow", texts::add_flow(language))}
                </div>
                {if no_flow {
                    view! { <p class="empty">{texts::no_flow(language)}</p> }.into_any()
                } else {
                    view! { <ul class="company-parts">{flows}</ul> }.into_any()
                }}
            </section>
            <section class="stack">
                <div class="section-head">
                    <h2>{texts::sites(language)}</h2>
                    {of.opens("site", texts::add_site(language))}
                </div>
                {if no_site {
                    view! { <p class="empty">{texts::no_site(language)}</p> }.into_any()
                } else {
                    view! { <ul class="company-parts">{sites}</ul> }.into_any()
                }}
            </section>
            {(!no_past).then(|| view! {
                <details class="fold">
                    <summary>{texts::past_parts(language)}</summary>
                    <ul class="company-parts">{past_flows} {past_sites}</ul>
                </details>
            })}
            {(!is_reader).then(|| view! { <PeopleSections of shown=shown.clone() today /> })}
            {is_reader.then(|| view! {
                <p>{texts::synergies(language)} "\u{a0}: " {synergy_count}</p>
            })}
            {inside.map(|inside| view! { <InsideSections of inside shown=shown.clone() today /> })}
        </main>
    }
    .into_any()
}

/// What is wrong with the form that came back.
#[component]
fn AllProblems(forms: CompanyForms) -> impl IntoView {
    let lists = [
        forms.identity.problems,
        forms.site.problems,
        forms.flow.problems,
        forms.confirm.problems,
        forms.person.problems,
        forms.conversation.problems,
        forms.end.problems,
        forms.merge.problems,
        forms.spelling.problems,
        forms.forget.problems,
    ];
    let problems: Vec<_> = lists.into_iter().flatten().collect();
    view! { <Problems problems label=texts::label form="company" /> }
}

/// The part of the page that says what the company is known by, or its form.
#[component]
fn Identified(of: Of, shown: Shown) -> impl IntoView {
    let language = language();
    let identity = shown.identity;
    let fact = |term: &'static str, value: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| {
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd>{value}</dd>
                </div>
            }
            .into_any()
        })
    };
    let activity = identity.activity.as_ref().map(|activity| {
        let names = nace::divisions(language);
        let name = names.iter().find(|(code, _)| code == activity.division()).map(|(_, name)| name.clone());
        let name = name.unwrap_or_default();
        if activity.to_string() == activity.division() { name } else { format!("{activity} ({name})") }
    });
    let known = format!("{}, {}", format::day(language, shown.noted_at), texts::way(language, shown.way));
    let ended = shown.ended.as_ref().map(|ended| {
        let reason = ended.reason.as_ref().map(|reason| format!(" – {reason}")).unwrap_or_default();
        format!("{}{reason}", format::date(language, ended.day))
    });
    let is_over = shown.ended.is_some();
    let merged = shown.merged.into_iter().map(|(merged, name)| {
        let undo = of.button(
            routes::unmerge_company(of.programme, of.company),
            vec![("merged", merged.to_string())],
            texts::unmerge(language),
        );
        view! { <li class="with-button"><span>{name}</span> {undo}</li> }
    });
    let merged = merged.collect_view();
    let any_merged = !merged.is_empty();
    view! {
        <section class="stack">
            <div class="section-head">
                <h2>{texts::identity(language)}</h2>
                {of.opens("identity", texts::correct(language))}
                {if is_over {
                    of.button(
                        routes::end_part(of.programme, of.company, "company"),
                        vec![("goes_on", "yes".to_owned())],
                        texts::goes_on(language),
                    )
                } else {
                    of.opens("end-company", texts::end_company(language))
                }}
            </div>
            <dl class="flow-facts">
                {fact(texts::over(language), ended)}
                {fact(texts::identifier(language), identity.identifier.as_ref().map(ToString::to_string))}
                {fact(texts::sector(language), activity)}
                {fact(texts::size(language), identity.size.map(|size| texts::size_name(language, size).to_owned()))}
                {fact(
                    texts::former(language),
                    Some(identity.former.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
                )}
                {fact(texts::known(language), Some(known))}
                {fact(texts::number(language), Some(of.company.to_string()))}
            </dl>
            {identity.notes.map(|notes| view! { <p class="words">{notes.to_string()}</p> })}
            {any_merged.then(|| view! {
                <h3>{texts::merged(language)}</h3>
                <ul class="company-parts">{merged}</ul>
            })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_in_the_address_and_nonsense_opens_none() {
        for (code, open) in [
            ("identity", Open::Identity),
            ("site-17", Open::Site(17)),
            ("end-flow-18", Open::End(Part::Flow(18))),
            ("end-company", Open::End(Part::Company)),
            ("confirm-3", Open::Confirm(3)),
            ("person-4", Open::Person(4)),
            ("end-person-4", Open::End(Part::Person(4))),
            ("conversation", Open::NewConversation),
            ("conversation-5", Open::Conversation(5)),
            ("spelling-0", Open::Spelling(0)),
            ("site--1", Open::Nothing),
            ("", Open::Nothing),
        ] {
            assert_eq!(Open::from_code(code), open, "{code}");
        }
        for part in [Part::Company, Part::Site(1), Part::Flow(2), Part::Person(3)] {
            assert_eq!(part_of(&part_code(part)), Some(part));
        }
    }
}
