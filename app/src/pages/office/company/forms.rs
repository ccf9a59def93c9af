//! The one form of the page that is open.

use domain::NaiveDate;
use domain::programme::companies::{
    CompanyDraft, ConfirmationDraft, ConversationDraft, ConversationWay, EndingDraft, FlowDraft, Inside, Part,
    PersonDraft, Shown, SiteDraft,
};
use domain::resource::{Frequency, Kind, Unit};
use leptos::prelude::*;

use super::fields::{
    ConfirmFields, EndFields, FlowFields, ForgetFields, IdentityFields, MergeFields, SiteFields, SpellingFields,
};
use super::parts::site_name;
use super::people_fields::{ConversationFields, ErasedPerson, PersonFields};
use super::{AttributionDraft, CompanyForms, Of, Open, part_code};
use crate::locale::{common, companies as texts, company_people as people, language};
use crate::pages::Form;
use crate::routes;
use crate::shell::once;

/// A form as it begins, unless it came back with problems.
fn begun<Draft>(form: Form<Draft>, begins: impl FnOnce() -> Option<Draft>) -> Form<Draft> {
    if !form.problems.is_empty() {
        return form;
    }
    match begins() {
        Some(draft) => Form { draft, problems: Vec::new() },
        None => form,
    }
}

#[component]
pub(super) fn OpenForm(
    of: Of,
    me: String,
    shown: Shown,
    forms: CompanyForms,
    inside: Option<Inside>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    if !of.keeps {
        return ().into_any();
    }
    let CompanyForms { open, identity, site, flow, confirm, person, conversation, end, merge, spelling, forget } =
        forms;
    let submit =
        if matches!(open, Open::Erase(_) | Open::Forget) { people::erase(language) } else { common::save(language) };
    let (programme, company) = (of.programme, of.company);
    let day = today.to_string();
    let site_at = |entry: u64| shown.sites.iter().find(|site| site.entry == entry);
    let flow_at = |entry: u64| shown.flows.iter().find(|flow| flow.entry == entry);
    let person_at = |entry: u64| shown.people.iter().find(|person| person.entry == entry);
    let (title, action, fields) = match open {
        Open::Nothing => return ().into_any(),
        Open::Identity => {
            let form = begun(identity, || Some(CompanyDraft::of(&shown.identity)));
            let fields = view! { <IdentityFields form /> }.into_any();
            (texts::correct_identity(language), routes::company(programme, company), fields)
        }
        Open::NewSite => {
            let fields = view! { <SiteFields form=site /> }.into_any();
            (texts::add_site(language), routes::company_sites(programme, company), fields)
        }
        Open::Site(entry) => {
            let form = begun(site, || site_at(entry).map(|site| SiteDraft::of(&site.site)));
            let fields = view! { <SiteFields form /> }.into_any();
            (texts::correct_site(language), routes::company_site(programme, company, entry), fields)
        }
        Open::NewFlow => {
            let begins = || FlowDraft {
                kind: Kind::Have.code().to_owned(),
                unit: Unit::Tonne.code().to_owned(),
                frequency: Frequency::Year.code().to_owned(),
                since: day.clone(),
                ..FlowDraft::default()
            };
            let form = begun(flow, || Some(begins()));
            let fields = view! { <FlowFields form sites=shown.sites.clone() /> }.into_any();
            (texts::add_flow(language), routes::company_flows(programme, company), fields)
        }
        Open::Flow(entry) => {
            let form = begun(flow, || flow_at(entry).map(|flow| FlowDraft::of(&flow.flow)));
            let fields = view! { <FlowFields form sites=shown.sites.clone() /> }.into_any();
            (texts::correct_flow(language), routes::company_flow(programme, company, entry), fields)
        }
        Open::Confirm(entry) => {
            let form = begun(confirm, || Some(ConfirmationDraft { day, by: String::new() }));
            let about = flow_at(entry).map(|flow| flow.flow.what.to_string());
            let fields = view! { <ConfirmFields form about /> }.into_any();
            (texts::confirm_flow(language), routes::confirm_flow(programme, company, entry), fields)
        }
        Open::NewPerson => {
            let fields = view! { <PersonFields form=person /> }.into_any();
            (people::add_person(language), routes::company_people(programme, company), fields)
        }
        Open::Person(entry) => {
            let form = begun(person, || person_at(entry).map(|known| PersonDraft::of(&known.person)));
            let fields = view! { <PersonFields form /> }.into_any();
            (people::correct_person(language), routes::company_person(programme, company, entry), fields)
        }
        Open::Erase(entry) => {
            let name = person_at(entry).map(|known| known.person.name.to_string());
            let fields = view! { <ErasedPerson name /> }.into_any();
            (people::erase_person(language), routes::erase_company_person(programme, company, entry), fields)
        }
        Open::NewConversation => {
            let way = ConversationWay::Visit.code().to_owned();
            let begins = || ConversationDraft { day, way, spoke: me, ..ConversationDraft::default() };
            let form = begun(conversation, || Some(begins()));
            let fields = view! { <ConversationFields form people=shown.people.clone() /> }.into_any();
            (people::add_conversation(language), routes::conversations(programme, company), fields)
        }
        Open::Conversation(entry) => {
            let known = shown.conversations.iter().find(|known| known.entry == entry);
            let form = begun(conversation, || known.map(|known| ConversationDraft::of(&known.conversation)));
            let fields = view! { <ConversationFields form people=shown.people.clone() /> }.into_any();
            (people::correct_conversation(language), routes::conversation(programme, company, entry), fields)
        }
        Open::End(part) => {
            let form = begun(end, || Some(EndingDraft { day, reason: String::new() }));
            let (title, about) = match part {
                Part::Company => (texts::end_company(language), None),
                Part::Site(entry) => (texts::end_site(language), site_at(entry).map(|site| site_name(&site.site))),
                Part::Flow(entry) => (texts::end_flow(language), flow_at(entry).map(|flow| flow.flow.what.to_string())),
                Part::Person(entry) => {
                    (people::gone(language), person_at(entry).map(|known| known.person.name.to_string()))
                }
            };
            let fields = view! { <EndFields form about /> }.into_any();
            (title, routes::end_part(programme, company, &part_code(part)), fields)
        }
        Open::Merge => {
            let others = inside.map(|inside| inside.others).unwrap_or_default();
            let fields = view! { <MergeFields form=merge others /> }.into_any();
            (texts::merge_title(language), routes::merge_company(programme, company), fields)
        }
        Open::Spelling(place) => {
            let Inside { met, others, .. } = inside.unwrap_or_default();
            let form = begun(spelling, || {
                met.get(place).map(|there| AttributionDraft {
                    workshop: there.workshop.to_string(),
                    spelling: there.spelling.clone(),
                    company: String::new(),
                    place: place.to_string(),
                })
            });
            let fields = view! { <SpellingFields form others /> }.into_any();
            (texts::attribute_title(language), routes::attribute_spelling(programme, company), fields)
        }
        Open::Forget => {
            let fields = view! { <ForgetFields form=forget /> }.into_any();
            (texts::forget(language), routes::forget_name(programme, company), fields)
        }
    };
    view! {
        <form method="post" action=once(action) novalidate class="panel stack" id="form">
            <h2>{title}</h2>
            {fields}
            <div class="actions">
                <button type="submit" class="primary">{submit}</button>
                <a class="button quiet" href=routes::company(programme, company)>{common::cancel(language)}</a>
            </div>
        </form>
    }
    .into_any()
}
