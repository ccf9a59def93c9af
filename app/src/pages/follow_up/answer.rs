//! The page that a company opens by its link: four states, two figures, one button.

use domain::follow_up::{Answer, AnswerDraft, Asked};
use domain::synergy::{LostReason, SynergyKind};
use leptos::prelude::*;

use crate::locale::{common, follow_up as texts, language, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, choices};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::routes;
use crate::shell::once;

/// The question. `manager` is who answers for the company, and where their form goes.
#[component]
pub fn AnswerPage(
    asked: Asked,
    form: Form<AnswerDraft>,
    /// Whether an answer was just sent: the page then thanks for it.
    thanks: bool,
    /// The manager answers for the company: where the form goes instead.
    #[prop(default = None)]
    manager: Option<String>,
) -> impl IntoView {
    let language = language();
    let token = asked.link.token.clone().unwrap_or_default();
    let (here, refuse) = (routes::answer_by_link(&token), routes::refuse_questions(&token));
    let (company, partner) = asked.companies();
    let (company, partner) = (company.to_owned(), partner.to_owned());
    let title = asked.record.title.clone();
    let for_them = manager.is_some();
    // Who refused is told so; their link opens nothing else.
    let is_open = for_them || asked.link.refused_at.is_none();
    let action = manager.unwrap_or_else(|| here.clone());
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let has_flow = asked.record.kind == SynergyKind::Substitution;
    let said = asked.link.last_answer.map(|(_, answer)| answer);
    let chosen = if draft.state.is_empty() {
        said.map(|answer| answer.code().to_owned()).unwrap_or_default()
    } else {
        draft.state.clone()
    };
    let wrong = problem("state");
    let choice = |answer: &Answer| {
        let code = answer.code();
        let id = format!("state-{code}");
        view! {
            <label class="big-choice" for=id>
                <input
                    type="radio"
                    name="state"
                    id=format!("state-{code}")
                    value=code
                    checked=chosen == code
                    aria-invalid=wrong.map(|_| "true")
                />
                <span>{texts::answer(language, *answer)}</span>
            </label>
        }
    };
    view! {
        <header class="phone-header">
            <p class="product">{common::product(language)}</p>
            <LanguageSwitch back=if for_them { routes::PROGRAMME.to_owned() } else { here.clone() } />
        </header>
        <main class="phone-main answer-page" id="content">
            <p class="eyebrow">{asked.record.programme.clone()}</p>
            <h1>{title}</h1>
            <p class="lead">{company} " – " {texts::with(language)} " " <strong>{partner}</strong></p>
            {thanks.then(|| view! {
                <Notice tone=Tone::Good>
                    <strong>{texts::thanks(language)}</strong>
                    " " {texts::thanks_more(language)}
                </Notice>
            })}
            {asked.link.refused_at.map(|_| view! { <Notice>{texts::refused(language)}</Notice> })}
            {for_them.then(|| view! {
                <Notice tone=Tone::Warning standing=true>{texts::answered_by_phone(language)}</Notice>
            })}
            {is_open.then(|| view! {
            <form method="post" action=once(action) novalidate class="stack answer-form">
                <Problems problems=form.problems.clone() label=texts::label />
                <fieldset class="big-choices">
                    <legend>{texts::question(language)}</legend>
                    {Answer::ALL.iter().map(choice).collect_view()}
                </fieldset>
                <div class="only-stopped">
                    <SelectField
                        name="reason"
                        label=texts::why(language)
                        choices=choices(LostReason::ALL, LostReason::code, |reason| {
                            words::lost_reason(language, reason)
                        })
                        blank=texts::choose_reason(language)
                        value=draft.reason
                        problem=problem("reason")
                    />
                </div>
                <fieldset class="only-running">
                    <legend>{texts::this_year(language)}</legend>
                    {has_flow
                        .then(|| {
                            view! {
                                <TextField
                                    name="tonnes"
                                    inputmode="decimal"
                                    label=texts::tonnes(language)
                                    value=draft.tonnes.clone()
                                    problem=problem("tonnes")
                                    maxlength=20
                                />
                            }
                        })}
                    <TextField
                        name="savings"
                        inputmode="decimal"
                        label=texts::savings(language)
                        hint=texts::figures_hint(language)
                        value=draft.savings
                        problem=problem("savings")
                        maxlength=20
                    />
                </fieldset>
                <TextArea
                    name="note"
                    label=format!("{} ({})", texts::note(language), common::optional(language))
                    value=draft.note
                    problem=problem("note")
                />
                <button type="submit" class="primary big">{texts::send(language)}</button>
            </form>
            })}
            {(!for_them && is_open)
                .then(|| {
                    view! {
                        <p class="soft">{texts::why_this_page(language)}</p>
                        {asked
                            .link
                            .refused_at
                            .is_none()
                            .then(|| {
                                view! {
                                    <form method="post" action=refuse.clone()>
                                        <button type="submit" class="quiet">{texts::refuse(language)}</button>
                                    </form>
                                }
                            })}
                    }
                })}
        </main>
    }
    .into_any()
}
