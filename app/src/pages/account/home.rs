//! Home: the code field for participants, the way to sign in for everyone else, and what this is.

use leptos::prelude::*;

use super::CodeDraft;
use crate::locale::{account as texts, common, language, problems::sentence};
use crate::pages::Form;
use crate::parts::masthead::{Masthead, Section};
use crate::routes;

/// The home page: type a code (POST `routes::TYPED_CODE`), or sign in.
#[component]
pub fn Home(form: Form<CodeDraft>, signed_in: bool) -> impl IntoView {
    let language = language();
    let problem = form.problem("code").or(form.general_problem());
    let (way, words) = if signed_in {
        (routes::DESKS, texts::your_workshops(language))
    } else {
        (routes::LOGIN, common::sign_in(language))
    };
    view! {
        <Masthead section=Section::Doors back=routes::HOME />
        <main id="content" class="home-page">
            <section class="join-panel">
                <h1>{texts::join_title(language)}</h1>
                <form method="post" action=routes::TYPED_CODE novalidate class="stack">
                    <div class="field code-field">
                        <label for="code">{texts::code(language)}</label>
                        <input
                            type="text"
                            id="code"
                            name="code"
                            value=form.draft.code
                            autocomplete="off"
                            autocapitalize="characters"
                            spellcheck="false"
                            enterkeyhint="go"
                            maxlength="40"
                            required
                            autofocus=problem.is_some()
                            aria-invalid=problem.map(|_| "true")
                            aria-describedby=if problem.is_some() { "code-problem code-hint" } else { "code-hint" }
                        />
                        {problem
                            .map(|problem| {
                                view! {
                                    <p class="problem" id="code-problem" role="alert">
                                        {sentence(language, problem)}
                                    </p>
                                }
                            })}
                        <p class="hint" id="code-hint">
                            {texts::code_hint(language)}
                        </p>
                    </div>
                    <button type="submit" class="primary big">
                        {texts::enter(language)}
                    </button>
                </form>
                <p class="fine-print">{texts::or_scan(language)}</p>
            </section>
            <section class="about-panel">
                <Weave />
                <h2>{texts::what_title(language)}</h2>
                <p class="lead">{texts::what_text(language)}</p>
                <div class="about-way">
                    <p>{texts::you_animate(language)}</p>
                    <a class="button" href=way>
                        {words}
                    </a>
                </div>
            </section>
        </main>
    }
    .into_any()
}

/// A have, a want and a shared need, tied together: the mark of the product, told as an example.
#[component]
fn Weave() -> impl IntoView {
    let language = language();
    view! {
        <div class="weave" aria-hidden="true">
            <svg class="weave-threads" viewBox="0 0 100 60" preserveAspectRatio="none" focusable="false">
                <path d="M24 14 78 24 44 48ZM24 14 4 2M78 24 98 8M44 48 4 58M78 24 96 56M24 14 60 2"></path>
            </svg>
            <span class="weave-knot have">{texts::example_have(language)}</span>
            <span class="weave-knot want">{texts::example_want(language)}</span>
            <span class="weave-knot shared-need">{texts::example_shared(language)}</span>
        </div>
    }
    .into_any()
}
