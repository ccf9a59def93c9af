//! The results of a programme as files: an accessible PDF, and a workbook with a sheet for each object.

use std::collections::HashMap;

use app::format;
use app::locale::{flow, office as texts, pipeline, report as words_of, targets as aims, words};
use app::pages::office::{HEADLINE, trail_words};
use backend::audit::Deed;
use backend::error::Result;
use backend::people::Account;
use backend::pipeline::Search;
use chrono::Datelike as _;
use documents::pdf::{self, Block, Table};
use documents::workbook::{self, Cell, Sheet};
use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::ledger::Part;
use domain::programme::{Fact, FigureRecord, ProgrammeReport, SynergyRecord, TrailEntry};
use domain::synergy::{Indicator, Stage, Verification};
use domain::targets::Progress;
use domain::time::Timestamp;
use domain::workshop::Language;

use crate::App;

/// What a workbook lists beside the sums.
#[derive(Default)]
pub(crate) struct Lists {
    pub synergies: Vec<SynergyRecord>,
    pub figures: Vec<(WorkshopId, SynergyId, FigureRecord)>,
    pub trail: Vec<TrailEntry>,
}

/// The lists of a programme's workbook. Whoever reads sums alone finds no synergies in it, nor what was said of them.
pub(crate) async fn lists(app: &App, account: &Account, report: &ProgrammeReport) -> Result<Lists> {
    let id = report.programme.id;
    if !app.backend.member(account, id, Right::SeeResults).await?.may(Right::SeePeople) {
        return Ok(Lists::default());
    }
    Ok(Lists {
        synergies: app.backend.all_synergies(account, &Search { programme: Some(id), ..Search::default() }).await?,
        figures: app.backend.figures(account).await?,
        trail: app.backend.trail(account, id, end_of(report.as_of)).await?,
    })
}

/// Notes in the audit log that a file of the report was taken.
pub(crate) async fn taken(app: &App, account: &Account, id: ProgrammeId, kind: &str) -> Result<()> {
    app.backend.record(&app.backend.entry(Deed::ReportTaken, account.author()).of(id).to(kind)).await
}

fn number(language: Language, value: f64) -> String {
    format::number(language, value, 0)
}

fn named(language: Language, territory: &str) -> String {
    if territory.is_empty() { words_of::no_territory(language).to_owned() } else { territory.to_owned() }
}

/// The report as a tagged PDF (PDF/UA-1).
pub(crate) fn pdf(language: Language, report: &ProgrammeReport) -> documents::Result<Vec<u8>> {
    let title = format!("{} – {}", words_of::report(language), report.programme.name);
    let mut blocks =
        vec![Block::Heading(1, title.clone()), Block::Paragraph(words_of::holds_on(language, report.as_of))];
    if report.programme.is_example {
        blocks.push(Block::Paragraph(words_of::example_data(language).to_owned()));
    }
    blocks.push(Block::Heading(2, words_of::headline(language).to_owned()));
    blocks.push(Block::Table(headline(language, report)));
    blocks.push(Block::Heading(2, words_of::by_level(language).to_owned()));
    blocks.push(Block::Table(by_level(language, &report.report.all)));
    blocks.push(Block::Heading(2, words_of::by_year(language).to_owned()));
    blocks.extend(bars_by_year(language, &report.report.all));
    blocks.push(Block::Heading(2, words_of::lifetime(language).to_owned()));
    blocks.push(Block::Table(lifetime(language, &report.report.all)));
    if !report.targets.is_empty() {
        blocks.push(Block::Heading(2, aims::targets(language).to_owned()));
        blocks.push(Block::Table(targets_table(language, &report.targets)));
        blocks.push(Block::Paragraph(aims::counting(language).to_owned()));
    }
    blocks.push(Block::Heading(2, words_of::funnel(language).to_owned()));
    blocks.push(funnel(language, report));
    blocks.push(Block::Heading(2, words_of::method(language).to_owned()));
    blocks.push(Block::List(
        [texts::rule_realised(language), texts::rule_sum(language), texts::rule_once(language)]
            .map(str::to_owned)
            .to_vec(),
    ));
    let page_word = match language {
        Language::French | Language::English => "page",
    };
    pdf::write(&pdf::Report { title, language: language.code().to_owned(), page_word: page_word.to_owned(), blocks })
}

fn headline(language: Language, report: &ProgrammeReport) -> Table {
    let mut head = vec![words_of::territory(language).to_owned(), words_of::realised(language).to_owned()];
    head.extend(HEADLINE.map(|indicator| {
        format!("{} ({})", words::indicator(language, indicator), texts::total_unit(language, indicator))
    }));
    let row = |name: String, part: &Part| {
        let amounts = HEADLINE.map(|indicator| {
            part.sums.get(&indicator).map_or_else(|| "–".to_owned(), |sum| number(language, sum.amount))
        });
        [name, number(language, f64::from(part.realised))].into_iter().chain(amounts).collect()
    };
    let mut rows: Vec<Vec<String>> =
        report.report.territories.iter().map(|(name, part)| row(named(language, name), part)).collect();
    rows.push(row(words_of::whole(language).to_owned(), &report.report.all));
    Table { caption: words_of::headline_caption(language).to_owned(), head, rows, last_is_sum: true }
}

fn targets_table(language: Language, targets: &[Progress]) -> Table {
    Table {
        caption: aims::caption(language).to_owned(),
        head: aims::heads(language).map(str::to_owned).to_vec(),
        rows: targets.iter().map(|progress| aims::row(language, progress).to_vec()).collect(),
        last_is_sum: false,
    }
}

fn by_level(language: Language, all: &Part) -> Table {
    let mut head = vec![texts::indicator(language).to_owned()];
    head.extend(Verification::ALL.iter().map(|level| texts::verification_level(language, *level)));
    let rows = all.sums.iter().map(|(indicator, sum)| {
        let name = format!("{} ({})", words::indicator(language, *indicator), texts::total_unit(language, *indicator));
        std::iter::once(name).chain(sum.levels.iter().map(|amount| number(language, *amount))).collect()
    });
    Table { caption: words_of::by_level_caption(language).to_owned(), head, rows: rows.collect(), last_is_sum: false }
}

fn bars_by_year(language: Language, all: &Part) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (indicator, sum) in &all.sums {
        let longest = sum.years.values().copied().fold(0.0_f64, f64::max);
        if longest <= 0.0 {
            continue;
        }
        let unit = texts::total_unit(language, *indicator);
        let words = |amount: f64| format!("{}\u{a0}{unit}", number(language, amount));
        let bars =
            sum.years.iter().map(|(year, amount)| (year.to_string(), amount / longest, words(*amount))).collect();
        let alternative = said(language, sum.years.iter().map(|(year, amount)| (year.to_string(), words(*amount))));
        blocks.push(Block::Bars { title: words::indicator(language, *indicator).to_owned(), alternative, bars });
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(words_of::nothing_yet(language).to_owned()));
    }
    blocks
}

/// The bars of a chart in words, for whoever does not see it.
fn said(language: Language, bars: impl Iterator<Item = (String, String)>) -> String {
    let (colon, semicolon) = match language {
        Language::French => ("\u{a0}: ", "\u{202f}; "),
        Language::English => (": ", "; "),
    };
    bars.map(|(name, amount)| format!("{name}{colon}{amount}")).collect::<Vec<_>>().join(semicolon)
}

fn lifetime(language: Language, all: &Part) -> Table {
    let head = [
        texts::indicator(language),
        words_of::declared_years(language),
        words_of::margin(language),
        words_of::whole_lifetime(language),
        words_of::synergies_with(language),
    ];
    let rows = all.sums.iter().map(|(indicator, sum)| {
        let name = format!("{} ({})", words::indicator(language, *indicator), texts::total_unit(language, *indicator));
        let lifetime = if indicator.comes_every_year() { number(language, sum.lifetime) } else { "–".to_owned() };
        let margin =
            if sum.margin > 0.0 { format!("±\u{a0}{}", number(language, sum.margin)) } else { "–".to_owned() };
        vec![name, number(language, sum.amount), margin, lifetime, number(language, f64::from(sum.synergies))]
    });
    Table {
        caption: words_of::lifetime_caption(language).to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        last_is_sum: false,
    }
}

fn funnel(language: Language, report: &ProgrammeReport) -> Block {
    let reached = &report.report.funnel.reached;
    let chain = Stage::ALL.iter().filter(|stage| **stage <= Stage::Realised);
    let count = |stage: &Stage| f64::from(reached.get(stage).copied().unwrap_or(0));
    let longest = chain.clone().map(count).fold(1.0_f64, f64::max);
    let bars: Vec<_> = chain
        .map(|stage| {
            (words::stage(language, *stage).to_owned(), count(stage) / longest, number(language, count(stage)))
        })
        .collect();
    let alternative = said(language, bars.iter().map(|(name, _, words)| (name.clone(), words.clone())));
    Block::Bars { title: words_of::funnel_caption(language).to_owned(), alternative, bars }
}

/// Everything that a workbook of a programme holds.
pub(crate) struct Content<'a> {
    pub report: &'a ProgrammeReport,
    pub synergies: &'a [SynergyRecord],
    pub figures: &'a [(domain::ids::WorkshopId, domain::ids::SynergyId, FigureRecord)],
    /// What happened by the day of the report.
    pub trail: &'a [TrailEntry],
}

impl Content<'_> {
    /// The last moment that the report takes into account.
    fn until(&self) -> Timestamp {
        end_of(self.report.as_of)
    }

    /// Where each synergy stood on the day of the report. Those that began later are missing.
    fn stages(&self) -> HashMap<(WorkshopId, SynergyId), Stage> {
        let stage = |entry: &TrailEntry| match entry.fact {
            Fact::Stage { stage, .. } => Some(((entry.workshop, entry.synergy), stage)),
            _ => None,
        };
        self.trail.iter().filter_map(stage).collect()
    }
}

/// The last millisecond of a day in UTC.
pub(crate) fn end_of(day: domain::NaiveDate) -> Timestamp {
    Timestamp((i64::from(day.to_epoch_days()) + 1) * 86_400_000 - 1)
}

/// The workbook of a programme: results, years, synergies, figures, history, workshops, targets.
pub(crate) fn workbook(language: Language, content: &Content<'_>) -> documents::Result<Vec<u8>> {
    let report = &content.report.report;
    let head = |first: &str| {
        let indicators = Indicator::ALL.iter().map(|indicator| {
            format!("{} ({})", words::indicator(language, *indicator), texts::total_unit(language, *indicator))
        });
        [first.to_owned(), words_of::realised(language).to_owned()].into_iter().chain(indicators).collect::<Vec<_>>()
    };
    let row = |name: Cell, part: &Part| {
        let amounts = Indicator::ALL.iter().map(|indicator| {
            part.sums.get(indicator).map_or(Cell::Empty, |sum| Cell::Number(sum.amount, decimals(sum.amount)))
        });
        [name, Cell::Number(f64::from(part.realised), 0)].into_iter().chain(amounts).collect::<Vec<_>>()
    };
    let mut results: Vec<Vec<Cell>> =
        report.territories.iter().map(|(name, part)| row(Cell::text(named(language, name)), part)).collect();
    results.push(row(Cell::text(words_of::whole(language)), &report.all));
    let by_year = report.all.sums.iter().flat_map(|(indicator, sum)| {
        sum.years.iter().map(move |(year, amount)| {
            vec![
                Cell::text(words::indicator(language, *indicator)),
                Cell::text(texts::total_unit(language, *indicator)),
                Cell::Name((*year).into()),
                Cell::Number(*amount, decimals(*amount)),
            ]
        })
    });
    let workshops = content.report.workshops.iter().map(|(id, (title, day))| {
        let mut cells = vec![Cell::text(title), date(*day)];
        cells.extend(row(Cell::Empty, report.workshops.get(id).unwrap_or(&Part::default())).into_iter().skip(1));
        cells
    });
    let mut of_workshops = head(texts::workshop(language));
    of_workshops.insert(1, texts::date(language).to_owned());
    let sheets = [
        Sheet {
            name: words_of::headline(language).to_owned(),
            columns: head(words_of::territory(language)),
            rows: results,
        },
        Sheet {
            name: words_of::by_year(language).to_owned(),
            columns: [texts::indicator(language), flow::unit(language), texts::year(language), texts::amount(language)]
                .map(str::to_owned)
                .to_vec(),
            rows: by_year.collect(),
        },
        synergies(language, content),
        figures(language, content),
        history(language, content),
        Sheet { name: texts::export_workshops(language).to_owned(), columns: of_workshops, rows: workshops.collect() },
        targets_sheet(language, content),
    ];
    workbook::write(&content.report.programme.name, &sheets)
}

/// What is aimed at, beside what is reached.
fn targets_sheet(language: Language, content: &Content<'_>) -> Sheet {
    let [aim, year, amount, reached, share] = aims::heads(language);
    let row = |progress: &Progress| {
        let target = &progress.target;
        vec![
            Cell::text(aims::about(language, target.aim)),
            target.year.map_or_else(|| Cell::text(aims::whole(language)), |year| Cell::Name(year.into())),
            Cell::Number(target.amount, decimals(target.amount)),
            Cell::Number(progress.reached, decimals(progress.reached)),
            Cell::Number(progress.share(), 2),
            Cell::text(target.note.as_deref().unwrap_or_default()),
        ]
    };
    Sheet {
        name: aims::targets(language).to_owned(),
        columns: [aim, year, amount, reached, share, aims::source(language)].map(str::to_owned).to_vec(),
        rows: content.report.targets.iter().map(row).collect(),
    }
}

fn decimals(amount: f64) -> u8 {
    if amount.fract() == 0.0 { 0 } else { 2 }
}

fn date(day: domain::NaiveDate) -> Cell {
    match (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day())) {
        (Ok(year), Ok(month), Ok(date)) if year >= 1900 => Cell::Date(year, month, date),
        _ => Cell::text(day.to_string()),
    }
}

fn moment(at: Timestamp) -> Cell {
    let days = i32::try_from(at.0.div_euclid(86_400_000)).unwrap_or(0);
    domain::NaiveDate::from_epoch_days(days).map_or(Cell::Empty, date)
}

fn synergies(language: Language, content: &Content<'_>) -> Sheet {
    let stages = content.stages();
    let columns = [
        texts::synergy(language),
        texts::workshop(language),
        words_of::territory(language),
        texts::number(language),
        pipeline::kind(language),
        texts::stage(language),
        texts::gives(language),
        texts::receives(language),
        flow::flow(language),
        flow::quantity(language),
        flow::unit(language),
        "km",
        texts::next_step(language),
        texts::due(language),
        texts::changed(language),
    ];
    let row = |record: &SynergyRecord| {
        let stage = stages.get(&(record.workshop_id, record.id))?;
        let annual = record.flow.quantity.map(|quantity| quantity.annual());
        Some(vec![
            Cell::text(&record.title),
            Cell::text(&record.workshop_title),
            Cell::text(record.territory.as_deref().unwrap_or_default()),
            Cell::Name(record.id.0.into()),
            Cell::text(words::synergy_kind(language, record.kind)),
            Cell::text(words::stage(language, *stage)),
            Cell::text(&record.giver.organisation),
            Cell::text(&record.receiver.organisation),
            Cell::text(record.flow.what.as_ref().map(ToString::to_string).unwrap_or_default()),
            annual.map_or(Cell::Empty, |annual| Cell::Number(annual.amount, decimals(annual.amount))),
            Cell::text(
                annual
                    .map(|annual| {
                        words::base(language, annual.unit).to_owned()
                            + if annual.once { "" } else { flow::a_year(language) }
                    })
                    .unwrap_or_default(),
            ),
            record.flow.distance_km.map_or(Cell::Empty, |km| Cell::Number(km, decimals(km))),
            Cell::text(record.next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default()),
            record.next_step.as_ref().and_then(|next| next.due).map_or(Cell::Empty, date),
            moment(record.changed_at),
        ])
    };
    Sheet {
        name: texts::synergies(language).to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: content.synergies.iter().filter_map(row).collect(),
    }
}

fn figures(language: Language, content: &Content<'_>) -> Sheet {
    let until = content.until();
    let titles: HashMap<_, _> =
        content.synergies.iter().map(|record| ((record.workshop_id, record.id), record)).collect();
    let columns = [
        texts::synergy(language),
        texts::number(language),
        texts::year(language),
        texts::indicator(language),
        texts::amount(language),
        flow::unit(language),
        texts::verification(language),
        texts::declared_by(language),
        texts::field_figure_note(language),
        texts::recorded(language),
        app::locale::dossier::withdrawn(language),
        app::locale::dossier::source(language),
    ];
    let row = |(workshop, id, record): &(domain::ids::WorkshopId, domain::ids::SynergyId, FigureRecord)| {
        let synergy = titles.get(&(*workshop, *id))?;
        let figure = &record.figure;
        if record.recorded_at > until {
            return None;
        }
        let withdrawn = record.withdrawn.as_ref().filter(|(at, ..)| *at <= until);
        Some(vec![
            Cell::text(&synergy.title),
            Cell::Name(id.0.into()),
            Cell::Name(figure.year.into()),
            Cell::text(words::indicator(language, figure.indicator)),
            Cell::Number(figure.amount, decimals(figure.amount)),
            Cell::text(texts::unit_of_year(language, figure.indicator)),
            Cell::Number(f64::from(figure.verification.level()), 0),
            Cell::text(&figure.declared_by),
            Cell::text(record.note.as_deref().unwrap_or_default()),
            moment(record.recorded_at),
            Cell::text(withdrawn.map(|(_, _, reason)| reason.clone()).unwrap_or_default()),
            Cell::text(
                figure
                    .basis
                    .as_ref()
                    .map(|basis| format!("{}, {}, {} kgCO2e/t", basis.source, basis.boundary, basis.kg_per_tonne))
                    .unwrap_or_default(),
            ),
        ])
    };
    Sheet {
        name: texts::figures(language).to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: content.figures.iter().filter_map(row).collect(),
    }
}

/// Who changed what, when: stages, flow, owners, figures, answers.
fn history(language: Language, content: &Content<'_>) -> Sheet {
    let records: HashMap<_, _> =
        content.synergies.iter().map(|record| ((record.workshop_id, record.id), record)).collect();
    let columns = [
        texts::synergy(language),
        texts::number(language),
        flow::moment(language),
        flow::author(language),
        flow::what_happened(language),
        flow::detail(language),
    ];
    let row = |entry: &TrailEntry| {
        let record = records.get(&(entry.workshop, entry.synergy))?;
        let (what, detail) = trail_words(language, record, &entry.fact);
        Some(vec![
            Cell::text(&record.title),
            Cell::Name(record.id.0.into()),
            moment(entry.at),
            Cell::text(&entry.author),
            Cell::text(what),
            Cell::text(detail),
        ])
    };
    Sheet {
        name: texts::history(language).to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: content.trail.iter().filter_map(row).collect(),
    }
}
