//! The invitation: a public page to send to companies, the form behind it, and paper cards for those who come without a
//! phone.

use domain::ids::WorkshopId;
use domain::invitation::{Invitation, InvitationDraft};
use domain::resource::{Category, Frequency, Kind};
use domain::workshop::{Description, Step, Workshop};
use leptos::prelude::*;

use crate::locale::{common, invitation as texts, language, words};
use crate::pages::Form;
use crate::parts::field::{TextArea, TextField};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::{Language, format, routes};

/// The public page of a workshop. `steps` are those of the running order, `open` says whether one can come in by this
/// code.
#[component]
pub fn InvitationPage(
    code: String,
    description: Description,
    invitation: Invitation,
    steps: Vec<Step>,
    open: bool,
) -> impl IntoView {
    let language = language();
    let times = invitation.times(&steps);
    let when = format::date(language, description.date);
    let hours = match (&times, invitation.begins_at) {
        (Some((_, end)), Some(begin)) => {
            format!(", {} – {}", format::time_of_day(language, begin), format::time_of_day(language, *end))
        }
        (None, Some(begin)) => format!(", {}", format::time_of_day(language, begin)),
        _ => String::new(),
    };
    let fact = |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let by = match &description.territory {
        Some(territory) => format!("{} · {territory}", description.programme),
        None => description.programme.to_string(),
    };
    let order = (!steps.is_empty()).then(|| {
        let step = |(at, step): (usize, &Step)| {
            let begins = times.as_ref().and_then(|(times, _)| times.get(at)).map(|time| {
                view! {
                    <span class="day-time">{format::time_of_day(language, *time)}</span>
                }
            });
            let number = u32::try_from(at).unwrap_or(0);
            let name = crate::locale::running::step_name(language, &steps, number);
            view! {
                <li>{begins} <span>{name}</span> <span class="hint">{format!("{}\u{a0}min", step.minutes)}</span></li>
            }
        };
        let end = times.as_ref().map(|(_, end)| {
            view! {
                <li>
                    <span class="day-time">{format::time_of_day(language, *end)}</span>
                    <span>{texts::the_day_ends(language)}</span>
                </li>
            }
        });
        view! {
            <section class="panel stack">
                <h2>{texts::the_day(language)}</h2>
                <ol class="day-steps">{steps.iter().enumerate().map(step).collect_view()}{end}</ol>
            </section>
        }
    });
    let idea =
        |title: &'static str, ideas: &'static str| view! { <li class="panel"><h3>{title}</h3><p>{ideas}</p></li> };
    let way_in = if open {
        view! { <a class="button primary big" href=routes::join(&code)>{texts::prepare_cards(language)}</a> }.into_any()
    } else {
        view! { <p class="notice">{texts::doors_closed(language)}</p> }.into_any()
    };
    view! {
        <Masthead section=Section::Doors back=routes::invitation(&code) />
        <main id="content" class="page invitation">
            <header class="stack">
                <p class="eyebrow">{texts::you_are_invited(language)}</p>
                <h1>{description.title.to_string()}</h1>
                {invitation.words.as_ref().map(|words| view! { <p class="lead words">{words.to_string()}</p> })}
                <dl class="facts">
                    {fact(texts::when(language), format!("{when}{hours}"))}
                    {description.place.as_ref().map(|place| fact(texts::at_place(language), place.to_string()))}
                    {fact(texts::by(language), by)}
                    {invitation.contact.as_ref().map(|contact| fact(texts::questions(language), contact.to_string()))}
                </dl>
                <p class="actions">
                    {way_in}
                    <a class="button" href=routes::invitation_calendar(&code)>{texts::add_to_calendar(language)}</a>
                </p>
            </header>
            <section class="stack">
                <h2>{texts::prepare_title(language)}</h2>
                <ul class="ideas">
                    {idea(texts::look_around_have(language), texts::look_around_have_ideas(language))}
                    {idea(texts::look_around_want(language), texts::look_around_want_ideas(language))}
                    {idea(texts::look_around_bring(language), texts::look_around_bring_ideas(language))}
                </ul>
                <p>{texts::prepare_how(language)}</p>
                <p>{texts::prepare_same(language)}</p>
            </section>
            {order}
        </main>
    }
    .into_any()
}

fn label(language: Language, field: &str) -> &'static str {
    match field {
        "begins_at" => texts::begins_at(language),
        "words" => texts::words(language),
        "contact" => texts::contact(language),
        _ => "",
    }
}

/// The facilitator's form. POSTs to its own address; `address` is that of the public page.
#[component]
pub fn InvitationForm(
    id: WorkshopId,
    form: Form<InvitationDraft>,
    address: String,
    has_order: bool,
    saved: bool,
) -> impl IntoView {
    let language = language();
    let draft = form.draft.clone();
    let optional = |label: &str| format!("{label} ({})", common::optional(language));
    view! {
        <Masthead section=Section::Workshops back=routes::invitation_form(id) />
        <main id="content" class="page">
            <h1>{texts::form_title(language)}</h1>
            <p class="lead">{texts::form_lead(language)}</p>
            {saved.then(|| view! { <Notice tone=Tone::Good>{texts::saved(language)}</Notice> })}
            <section class="panel stack">
                <h2>{texts::its_address(language)}</h2>
                <p class="copy-address">{address.clone()}</p>
                <div class="actions">
                    <a class="button" href=address>{texts::see_page(language)}</a>
                    <a class="button quiet" href=routes::registrations(id)>
                        {crate::locale::registration::title(language)}
                    </a>
                    <a class="button quiet" href=routes::paper_cards(id)>{texts::paper_title(language)}</a>
                </div>
            </section>
            <form method="post" action=routes::invitation_form(id) novalidate class="panel stack">
                <Problems problems=form.problems.clone() label />
                <TextField
                    name="begins_at"
                    label=optional(texts::begins_at(language))
                    hint=texts::begins_at_hint(language)
                    value=draft.begins_at
                    problem=form.problem("begins_at")
                    maxlength=8
                />
                {(!has_order)
                    .then(|| {
                        view! {
                            <p class="hint">
                                {texts::no_order_yet(language)} " "
                                <a href=routes::running_order(id)>{crate::locale::running::edit_order(language)}</a>
                            </p>
                        }
                    })}
                <TextArea
                    name="words"
                    label=optional(texts::words(language))
                    hint=texts::words_hint(language)
                    value=draft.words
                    problem=form.problem("words")
                />
                <TextField
                    name="contact"
                    label=optional(texts::contact(language))
                    hint=texts::contact_hint(language)
                    value=draft.contact
                    problem=form.problem("contact")
                    maxlength=domain::text::LINE_MAX
                />
                <div class="actions">
                    <button type="submit" class="primary">{common::save(language)}</button>
                    <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a>
                </div>
            </form>
        </main>
    }
    .into_any()
}

/// Sheets of cards to fill in by hand.
#[component]
pub fn PaperCards(id: WorkshopId, workshop: Workshop) -> impl IntoView {
    let language = language();
    let spoken = workshop.description.as_ref().map_or(language, |description| description.language);
    let title = workshop.title().to_owned();
    let tables = (1..=workshop.tables()).map(|table| {
        view! {
            <a class="button quiet" href=routes::fast_entry(id, table)>
                {format!("{} {table}", texts::paper_table(language))}
            </a>
        }
    });
    let sheet = |kind: Kind| {
        let cards = (0..4).map(|_| paper_card(spoken, kind, &title)).collect_view();
        view! { <section class="sheet paper-sheet" lang=spoken.code()>{cards}</section> }
    };
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::paper_cards(id) />
        </div>
        <main id="content" class="print-page">
            <div class="no-print page print-help">
                <h1>{texts::paper_title(language)}</h1>
                <p class="lead">{texts::paper_lead(language)}</p>
                <p>{texts::paper_entry(language)}</p>
                <p class="actions">
                    {tables.collect_view()}
                    <a class="button" href=routes::desk(id)>{texts::back(language)}</a>
                </p>
            </div>
            <div class="sheets" tabindex="0" role="region" aria-label=texts::preview(language)>
                {Kind::ALL.iter().map(|kind| sheet(*kind)).collect_view()}
            </div>
        </main>
    }
    .into_any()
}

fn paper_card(language: Language, kind: Kind, title: &str) -> AnyView {
    let boxed = |word: &'static str| view! { <li><span class="tick-box" aria-hidden="true"></span>{word}</li> };
    let line = |label: &'static str| view! { <p class="paper-line"><span>{label}</span><span class="rule"></span></p> };
    view! {
        <div class=format!("paper-card {}", kind.code())>
            <p class="paper-kind">{words::kind(language, kind)}</p>
            <p class="paper-line paper-who">
                <span>{texts::paper_who(language)}</span>
                <span class="rule"></span>
            </p>
            <p class="paper-line">
                <span>{texts::paper_table(language)}</span>
                <span class="rule short"></span>
                <span>{texts::paper_seat(language)}</span>
                <span class="rule short"></span>
            </p>
            <p class="paper-line paper-what"><span>{texts::paper_what(language)}</span><span class="rule"></span></p>
            <p class="paper-line"><span class="rule"></span></p>
            <ul class="paper-boxes">
                {Category::ALL.iter().map(|category| boxed(words::category(language, *category))).collect_view()}
            </ul>
            <p class="paper-line">
                <span>{texts::paper_how_much(language)}</span>
                <span class="rule"></span>
                <span>{texts::paper_unit(language)}</span>
                <span class="rule short"></span>
            </p>
            <ul class="paper-boxes">
                <li>{texts::paper_how_often(language)}</li>
                {Frequency::ALL.iter().map(|frequency| boxed(words::frequency(language, *frequency))).collect_view()}
            </ul>
            {line(texts::paper_know(language))}
            <p class="paper-line"><span class="rule"></span></p>
            {line(texts::paper_interest(language))}
            <p class="paper-foot">{title.to_owned()}</p>
        </div>
    }
    .into_any()
}
