//! Who is who, at the desk: questions that wait, colleagues, and two records of one person. Not live: it needs no
//! script.

use domain::ids::{ParticipantId, WorkshopId};
use domain::workshop::{Participant, Workshop};
use leptos::prelude::*;

use crate::locale::{colleagues as texts, language, words};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::scroll_table::ScrollTable;
use crate::routes;

/// Name, organisation, and the number that tells two of one name apart.
fn named(person: &Participant) -> String {
    format!("{} – {} (n°\u{a0}{})", person.name, person.organisation, person.id)
}

fn hidden(name: &'static str, value: ParticipantId) -> impl IntoView {
    view! { <input type="hidden" name=name value=value.to_string() /> }
}

/// A choice among everybody who is there.
fn person_field(
    workshop: &Workshop,
    name: &'static str,
    id: &'static str,
    label: &'static str,
) -> impl IntoView + use<> {
    let mut people: Vec<&Participant> = workshop.present().collect();
    people.sort_by_key(|person| {
        (domain::text::organisation_key(&person.organisation), domain::text::organisation_key(&person.name), person.id)
    });
    let option = |person: &Participant| view! { <option value=person.id.to_string()>{named(person)}</option> };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id name=name required>
                <option value="">{texts::choose(language())}</option>
                {people.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// The page. `said` is what was just done, or why it could not be done, and whether it was done.
#[component]
pub fn WhoIsWho(
    id: WorkshopId,
    workshop: Workshop,
    #[prop(optional_no_strip)] said: Option<(bool, String)>,
) -> impl IntoView {
    let language = language();
    let merge = |kept: ParticipantId, duplicate: ParticipantId| {
        format!("{}?kept={kept}&duplicate={duplicate}", routes::merge_people(id))
    };
    let question = |(person, ask, whom): (&Participant, domain::workshop::Ask, &Participant)| {
        let words = if ask.same_person { texts::asks_same(language) } else { texts::asks_colleague(language) };
        let yes = if ask.same_person {
            view! { <a class="button primary" href=merge(whom.id, person.id)>{texts::make_one(language)}</a> }
                .into_any()
        } else {
            view! { <button type="submit" class="primary" name="yes" value="true">{texts::let_in(language)}</button> }
                .into_any()
        };
        view! {
            <li class="panel stack">
                <p><strong>{named(person)}</strong> " " {words} " " <strong>{named(whom)}</strong></p>
                <form method="post" action=routes::answer_at_desk(id) class="actions">
                    {hidden("participant", person.id)} {yes}
                    <button type="submit" name="yes" value="false">{texts::refuse(language)}</button>
                </form>
            </li>
        }
    };
    let asking = workshop.present().filter_map(|person| {
        let ask = person.asks?;
        Some((person, ask, workshop.participants.get(&ask.with)?))
    });
    let questions: Vec<_> = asking.map(question).collect();
    let mut numbers: Vec<u32> = workshop.present().filter_map(|person| person.team).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let member = |person: &Participant| {
        let label = format!("{} – {}", texts::alone_again(language), named(person));
        view! {
            <li class="with-action">
                <span>{named(person)}</span>
                <form method="post" action=routes::end_at_desk(id)>
                    {hidden("participant", person.id)}
                    <button type="submit" class="small" aria-label=label>{texts::alone_again(language)}</button>
                </form>
            </li>
        }
    };
    let team = |number: u32| {
        let members = workshop.present().filter(|person| person.team == Some(number)).map(member).collect_view();
        view! { <li class="panel"><ul class="stack">{members}</ul></li> }
    };
    let teams: Vec<_> = numbers.into_iter().map(team).collect();
    let people: Vec<&Participant> = workshop.present().collect();
    let pairs =
        people.iter().enumerate().flat_map(|(at, one)| people[at + 1..].iter().map(move |other| (*one, *other)));
    let pair = |(one, other): (&Participant, &Participant)| {
        view! {
            <li>
                {texts::alike(language)}
                " "
                <a href=merge(one.id, other.id)>{format!("{} (n°\u{a0}{}, n°\u{a0}{})", one.name, one.id, other.id)}</a>
            </li>
        }
    };
    let alike: Vec<_> = pairs.filter(|(one, other)| one.same_name(other)).map(pair).collect();
    let said =
        said.map(|(good, words)| view! { <Notice tone=if good { Tone::Good } else { Tone::Warning }>{words}</Notice> });
    view! {
        <Masthead section=Section::Workshops back=routes::people(id) />
        <main id="content" class="page">
            <h1>{texts::desk_title(language)}</h1>
            <p class="lead">{texts::desk_lead(language)}</p>
            {said}
            <section class="stack">
                <h2>{texts::questions(language)}</h2>
                {if questions.is_empty() {
                    view! { <p class="empty">{texts::no_questions(language)}</p> }.into_any()
                } else {
                    view! { <ul class="stack">{questions}</ul> }.into_any()
                }}
            </section>
            <section class="stack">
                <h2>{texts::teams(language)}</h2>
                {if teams.is_empty() {
                    view! { <p class="empty">{texts::no_teams(language)}</p> }.into_any()
                } else {
                    view! { <ul class="stack">{teams}</ul> }.into_any()
                }}
            </section>
            <form method="post" action=routes::admit_colleague(id) class="panel stack">
                <h2>{texts::admit(language)}</h2>
                <p class="hint">{texts::admit_help(language)}</p>
                {person_field(&workshop, "participant", "participant", texts::who_comes(language))}
                {person_field(&workshop, "with", "with", texts::with_whom(language))}
                <div class="actions">
                    <button type="submit">{texts::admit_sure(language)}</button>
                </div>
            </form>
            <form method="get" action=routes::merge_people(id) class="panel stack">
                <h2>{texts::merge(language)}</h2>
                <p class="hint">{texts::merge_help(language)}</p>
                {(!alike.is_empty()).then(|| view! { <ul class="stack">{alike}</ul> })}
                {person_field(&workshop, "kept", "kept", texts::kept(language))}
                {person_field(&workshop, "duplicate", "duplicate", texts::duplicate(language))}
                <div class="actions">
                    <button type="submit">{texts::look(language)}</button>
                </div>
            </form>
            <form method="post" action=routes::hide_cards(id) class="panel stack">
                <h2>{texts::hide_all(language)}</h2>
                <p class="hint">{texts::hide_all_help(language)}</p>
                {person_field(&workshop, "participant", "hide-participant", texts::whose_cards(language))}
                <div class="actions">
                    <button type="submit" class="danger">{texts::hide_all_sure(language)}</button>
                </div>
            </form>
            <p><a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a></p>
        </main>
    }
    .into_any()
}

/// What passes from one record to the other when the two become one. `reachable`: who left an e-mail address. POSTs to
/// its own address.
#[component]
pub fn MergePreview(
    id: WorkshopId,
    workshop: Workshop,
    kept: Participant,
    duplicate: Participant,
    reachable: Vec<ParticipantId>,
) -> impl IntoView {
    let language = language();
    let (own, theirs) = (workshop.passing(kept.id), workshop.passing(duplicate.id));
    let none = || texts::none(language).to_owned();
    let address = |is: bool| if is { texts::address_yes(language) } else { texts::address_no(language) }.to_owned();
    let (reached, also) = (reachable.contains(&kept.id), reachable.contains(&duplicate.id));
    let table = |table: Option<u8>| table.map_or_else(none, |table| table.to_string());
    let role =
        |person: &Participant| person.role.map_or_else(none, |role| words::table_role(language, role).to_owned());
    let after_role = if kept.role.is_some() { role(&kept) } else { role(&duplicate) };
    let sum = |label: &'static str, own: usize, theirs: usize| {
        (label, own.to_string(), theirs.to_string(), (own + theirs).to_string())
    };
    let organisation = |person: &Participant| person.organisation.to_string();
    let rows = [
        (texts::organisation(language), organisation(&kept), organisation(&duplicate), organisation(&kept)),
        sum(texts::cards(language), own.cards, theirs.cards),
        sum(texts::taps(language), own.taps, theirs.taps),
        sum(texts::matches(language), own.matches, theirs.matches),
        sum(texts::synergies(language), own.synergies, theirs.synergies),
        (texts::address(language), address(reached), address(also), address(reached || also)),
        (texts::table(language), table(kept.table), table(duplicate.table), table(kept.table.or(duplicate.table))),
        (crate::locale::running::column_role(language), role(&kept), role(&duplicate), after_role),
    ];
    let row = |(label, own, theirs, then): (&'static str, String, String, String)| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td>{own}</td>
                <td>{theirs}</td>
                <td><strong>{then}</strong></td>
            </tr>
        }
    };
    let swapped = format!("{}?kept={}&duplicate={}", routes::merge_people(id), duplicate.id, kept.id);
    let back = format!("{}?kept={}&duplicate={}", routes::merge_people(id), kept.id, duplicate.id);
    view! {
        <Masthead section=Section::Workshops back=back />
        <main id="content" class="page">
            <h1>{texts::preview(language)}</h1>
            <p class="lead">{named(&duplicate)} " → " {named(&kept)}</p>
            <ScrollTable caption=texts::preview(language)>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{texts::of_kept(language)}</th>
                        <th scope="col">{texts::of_duplicate(language)}</th>
                        <th scope="col">{texts::together(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </ScrollTable>
            <p class="hint">{texts::merge_help(language)} " " {texts::merge_final(language)}</p>
            <form method="post" action=routes::merge_people(id) class="actions">
                {hidden("kept", kept.id)} {hidden("duplicate", duplicate.id)}
                <button type="submit" class="primary">{texts::merge_sure(language)}</button>
                <a class="button" href=swapped>{texts::swap(language)}</a>
                <a class="button quiet" href=routes::people(id)>{texts::cancel(language)}</a>
            </form>
        </main>
    }
    .into_any()
}
