//! The minutes of a workshop, as a page and as a tagged PDF that says the same.

use app::Language;
use app::locale::{invitation as views, minutes as texts, running, words};
use app::pages::desk::{Minutes, MinutesSheet, answers_of, questions_of};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::Result;
use documents::pdf::{self, Block, Table};
use domain::ids::WorkshopId;
use domain::resource::Kind;
use leptos::prelude::*;

use crate::App;
use crate::answers::turned_away;
use crate::downloads::{content, file};
use crate::extract::Place;
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::MINUTES, get(page)).route(routes::MINUTES_PDF, get(pdf))
}

async fn sheet(app: &App, visitor: &Visitor, id: WorkshopId) -> Result<MinutesSheet> {
    let caller = visitor.facilitator(app, id).await?;
    let workshop = app.backend.snapshot(&caller).await?.workshop;
    Ok(MinutesSheet { workshop, satisfaction: app.backend.satisfaction(&caller).await? })
}

async fn page(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match sheet(&app, &visitor, id).await {
        Ok(sheet) => {
            let view = move || view! { <Minutes id sheet=sheet.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::title(visitor.language), view).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn pdf(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let made = async {
        let sheet = sheet(&app, &visitor, id).await?;
        let day =
            sheet.workshop.description.as_ref().map(|description| description.date.to_string()).unwrap_or_default();
        let language = visitor.language;
        let bytes = content(tokio::task::spawn_blocking(move || written(language, &sheet)).await)?;
        Ok(file("application/pdf", &format!("{}-{day}.pdf", texts::file_name(language)), bytes))
    };
    match made.await {
        Ok(file) => file,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

fn written(language: Language, sheet: &MinutesSheet) -> documents::Result<Vec<u8>> {
    let workshop = &sheet.workshop;
    let title = format!("{} – {}", texts::title(language), workshop.title());
    let mut blocks = vec![Block::Heading(1, title.clone())];
    blocks.extend(sheet.when(language).map(Block::Paragraph));
    blocks.push(Block::Paragraph(sheet.figures(language).join(" · ")));
    blocks.extend(sheet.assessed(language).map(Block::Paragraph));

    blocks.push(Block::Heading(2, texts::synergies(language).to_owned()));
    let rows = sheet.synergies(language);
    if rows.is_empty() {
        blocks.push(Block::Paragraph(texts::no_synergy(language).to_owned()));
    } else {
        let head = [
            texts::synergy(language),
            texts::giver(language),
            texts::receiver(language),
            texts::stage(language),
            texts::next_step(language),
        ];
        let head = head.map(str::to_owned).to_vec();
        blocks.push(Block::Table(Table {
            caption: texts::synergies(language).to_owned(),
            head,
            rows: rows.into_iter().map(Vec::from).collect(),
            last_is_sum: false,
        }));
    }
    let mut list = |title: &'static str, items: Vec<String>| {
        if !items.is_empty() {
            blocks.extend([Block::Heading(2, title.to_owned()), Block::List(items)]);
        }
    };
    list(texts::waiting(language), sheet.waiting());
    list(
        texts::course(language),
        (0..)
            .zip(&workshop.steps)
            .map(|(at, step)| {
                format!(
                    "{} – {}\u{a0}{}",
                    running::step_name(language, &workshop.steps, at),
                    step.minutes,
                    running::minutes_short(language)
                )
            })
            .collect(),
    );
    blocks.push(Block::Heading(2, texts::cards(language).to_owned()));
    for kind in Kind::ALL {
        let cards = sheet.cards(language, *kind);
        if !cards.is_empty() {
            blocks.extend([Block::Heading(3, words::kinds(language, *kind).to_owned()), Block::List(cards)]);
        }
    }
    if sheet.satisfaction.answers > 0 {
        blocks.push(Block::Heading(2, views::results(language).to_owned()));
        blocks.push(Block::Paragraph(answers_of(language, &sheet.satisfaction, workshop.present().count())));
        let said = |(question, answers): (&str, Vec<(&str, usize)>)| {
            let answers: Vec<String> =
                answers.into_iter().map(|(words, count)| format!("{words}\u{a0}: {count}")).collect();
            format!("{question} – {}", answers.join(", "))
        };
        blocks.push(Block::List(questions_of(language, &sheet.satisfaction).into_iter().map(said).collect()));
        if !sheet.satisfaction.comments.is_empty() {
            blocks.push(Block::Heading(3, views::comments(language).to_owned()));
            blocks.push(Block::List(sheet.satisfaction.comments.clone()));
        }
    }
    blocks.push(Block::Heading(2, texts::who(language).to_owned()));
    blocks.push(Block::List(sheet.people()));
    let page_word = match language {
        Language::French | Language::English => "page",
    };
    let language = language.code().to_owned();
    pdf::write(&pdf::Report { title, language, page_word: page_word.to_owned(), blocks: kept(blocks) })
}

/// The blocks without the lists that are empty.
fn kept(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !matches!(block, Block::List(items) if items.is_empty())).collect()
}
