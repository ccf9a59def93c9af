//! Where everything stands: lines broken, tables spread over pages.

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use super::{Block, Report, Table};
use crate::{Error, Result};

/// The house's face first; the second has the letters of Europe that the first lacks: Łódź, Ελλάδα, София, 1ᵉʳ.
const FACES: [[&[u8]; 2]; 2] = [
    [
        include_bytes!("../../fonts/atkinson-hyperlegible-next-regular.ttf"),
        include_bytes!("../../fonts/atkinson-hyperlegible-next-bold.ttf"),
    ],
    [include_bytes!("../../fonts/noto-sans-regular.ttf"), include_bytes!("../../fonts/noto-sans-bold.ttf")],
];

/// A4 on its side, in points.
pub(super) const WIDTH: f32 = 842.0;
pub(super) const HEIGHT: f32 = 595.0;
const MARGIN: f32 = 46.0;
const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// Where the text of a page ends; the foot stands below.
const BOTTOM: f32 = HEIGHT - 48.0;

const INK: (u8, u8, u8) = (16, 48, 58);
const SOFT: (u8, u8, u8) = (70, 92, 99);
const LINE: (u8, u8, u8) = (200, 190, 170);
const ACCENT: (u8, u8, u8) = (11, 82, 96);
const BAND: (u8, u8, u8) = (238, 232, 220);

/// A face, to draw with and to measure with.
pub(super) struct Face {
    pub drawn: Font,
    measured: FontRef<'static>,
    letters: Charmap<'static>,
}

impl Face {
    fn load(data: &'static [u8]) -> Result<Self> {
        let measured = FontRef::new(data).map_err(|error| Error::Pdf(error.to_string()))?;
        let drawn = Font::new(data.into(), 0).ok_or_else(|| Error::Pdf("the font cannot be read".to_owned()))?;
        Ok(Self { drawn, letters: measured.charmap(), measured })
    }

    fn has(&self, letter: char) -> bool {
        self.letters.map(letter).is_some()
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let metrics = self.measured.glyph_metrics(Size::new(size), LocationRef::default());
        text.chars().filter_map(|letter| metrics.advance_width(self.letters.map(letter).unwrap_or_default())).sum()
    }
}

/// The faces that text is set in: the house's and the wider one, each plain and bold.
pub(super) struct Fonts([[Face; 2]; 2]);

impl Fonts {
    pub(super) fn load() -> Result<Self> {
        let [[regular, bold], [wide_regular, wide_bold]] = FACES;
        Ok(Self([[Face::load(regular)?, Face::load(bold)?], [Face::load(wide_regular)?, Face::load(wide_bold)?]]))
    }

    /// The face of a word: the house's, unless it lacks one of the letters.
    fn of(&self, word: &str, bold: bool) -> &Face {
        let [[regular, heavy], [wide_regular, wide_heavy]] = &self.0;
        let (usual, wide) = if bold { (heavy, wide_heavy) } else { (regular, wide_regular) };
        if word.chars().all(|letter| usual.has(letter)) { usual } else { wide }
    }

    /// The text in pieces of one face each, with the width of each in points.
    pub(super) fn runs(&self, text: &str, bold: bool, size: f32) -> Vec<(&Face, String, f32)> {
        let mut runs: Vec<(&Face, String, f32)> = Vec::new();
        for word in text.split_inclusive(char::is_whitespace) {
            let face = self.of(word, bold);
            match runs.last_mut() {
                Some((last, run, _)) if std::ptr::eq(*last, face) => run.push_str(word),
                _ => runs.push((face, word.to_owned(), 0.0)),
            }
        }
        for (face, run, width) in &mut runs {
            *width = face.width(run, size);
        }
        runs
    }

    fn width(&self, text: &str, bold: bool, size: f32) -> f32 {
        self.runs(text, bold, size).iter().map(|(_, _, width)| width).sum()
    }

    /// What the faces can show: a few signs are replaced by what reads the same.
    pub(super) fn shown(&self, text: &str) -> String {
        let [[regular, _], [wide, _]] = &self.0;
        let mut shown = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\u{202f}' | '\t' | '\n' => shown.push('\u{a0}'),
                '→' | '↔' => shown.push('–'),
                '≥' => shown.push_str(">="),
                '≤' => shown.push_str("<="),
                '≈' => shown.push('~'),
                letter if regular.has(letter) || wide.has(letter) => shown.push(letter),
                _ => shown.push('?'),
            }
        }
        shown
    }

    fn lines(&self, text: &str, bold: bool, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in self.shown(text).split(' ').filter(|word| !word.is_empty()) {
            let longer = lines.last().filter(|line| !line.is_empty()).map(|line| format!("{line} {word}"));
            match longer {
                Some(longer) if self.width(&longer, bold, size) <= width => {
                    if let Some(line) = lines.last_mut() {
                        *line = longer;
                    }
                }
                Some(_) => lines.push(word.to_owned()),
                None => {
                    if let Some(line) = lines.last_mut() {
                        line.push_str(word);
                    }
                }
            }
        }
        lines
    }
}

/// Something to draw. `leaf` is its place in the tree; none: it is there for the eye only.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub leaf: Option<usize>,
    pub what: Drawn,
    pub colour: (u8, u8, u8),
}

#[derive(Clone, Debug)]
pub(super) enum Drawn {
    Text { x: f32, y: f32, bold: bool, size: f32, text: String },
    Box { x: f32, y: f32, width: f32, height: f32 },
}

/// What a part of the report is, for whoever does not see it.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Heading(u8, String),
    Paragraph,
    List,
    Item,
    ItemBody,
    Table,
    Caption,
    Head,
    Body,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Figure(String),
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Group(Kind, Vec<Node>),
    Leaf(usize),
}

/// A heading in the outline: level, words, page, height.
pub(super) type Outlined = (u8, String, usize, f32);

pub(super) struct Layout<'a> {
    fonts: &'a Fonts,
    pages: Vec<Vec<Mark>>,
    y: f32,
    leaves: usize,
}

/// Lays the report out.
pub(super) fn lay_out(report: &Report, fonts: &Fonts) -> (Vec<Vec<Mark>>, Vec<Node>, Vec<Outlined>) {
    let mut layout = Layout { fonts, pages: vec![Vec::new()], y: MARGIN, leaves: 0 };
    let mut tree = Vec::new();
    let mut outline = Vec::new();
    for (at, block) in report.blocks.iter().enumerate() {
        // A heading stays with what follows.
        if matches!(block, Block::Heading(level, _) if *level > 1) && at > 0 {
            layout.make_room(130.0);
        }
        if let Block::Heading(level, words) = block {
            outline.push((*level, fonts.shown(words), layout.pages.len() - 1, layout.y));
        }
        tree.push(layout.block(block));
    }
    layout.number_pages(report);
    (layout.pages, tree, outline)
}

impl Layout<'_> {
    fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    fn make_room(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = MARGIN;
        true
    }

    fn mark(&mut self, leaf: Option<usize>, colour: (u8, u8, u8), what: Drawn) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Mark { leaf, what, colour });
        }
    }

    fn text(
        &mut self,
        leaf: Option<usize>,
        (x, y): (f32, f32),
        (bold, size): (bool, f32),
        colour: (u8, u8, u8),
        text: &str,
    ) {
        self.mark(leaf, colour, Drawn::Text { x, y, bold, size, text: text.to_owned() });
    }

    /// Lines of text, each a leaf of its own: a line may stand on the next page.
    fn paragraph(&mut self, text: &str, (bold, size): (bool, f32), colour: (u8, u8, u8), indent: f32) -> Vec<Node> {
        let mut nodes = Vec::new();
        let lines = self.fonts.lines(text, bold, size, INNER - indent);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.iter().enumerate() {
            self.make_room(size * 1.4);
            let leaf = self.leaf();
            // Words of two lines are apart also for whoever hears them.
            let spoken = if at < last { format!("{line} ") } else { line.clone() };
            self.text(Some(leaf), (MARGIN + indent, self.y + size), (bold, size), colour, &spoken);
            self.y += size * 1.4;
            nodes.push(Node::Leaf(leaf));
        }
        nodes
    }

    fn block(&mut self, block: &Block) -> Node {
        match block {
            Block::Heading(level, words) => {
                let size = match level {
                    1 => 24.0,
                    2 => 15.0,
                    _ => 12.0,
                };
                self.y += if *level > 1 { 14.0 } else { 0.0 };
                let nodes = self.paragraph(words, (true, size), INK, 0.0);
                self.y += 5.0;
                Node::Group(Kind::Heading(*level, self.fonts.shown(words)), nodes)
            }
            Block::Paragraph(words) => {
                let nodes = self.paragraph(words, (false, 10.0), INK, 0.0);
                self.y += 5.0;
                Node::Group(Kind::Paragraph, nodes)
            }
            Block::List(items) => {
                let items = items.iter().map(|item| {
                    self.make_room(14.0);
                    self.mark(None, ACCENT, Drawn::Box { x: MARGIN + 2.0, y: self.y + 5.0, width: 3.0, height: 3.0 });
                    let nodes = self.paragraph(item, (false, 10.0), INK, 14.0);
                    self.y += 2.0;
                    Node::Group(Kind::Item, vec![Node::Group(Kind::ItemBody, nodes)])
                });
                let items = items.collect();
                self.y += 5.0;
                Node::Group(Kind::List, items)
            }
            Block::Table(table) => self.table(table),
            Block::Bars { title, alternative, bars } => self.bars(title, alternative, bars),
        }
    }

    fn bars(&mut self, title: &str, alternative: &str, bars: &[(String, f64, String)]) -> Node {
        const LABELS: f32 = 170.0;
        const LONGEST: f32 = 380.0;
        #[allow(clippy::cast_precision_loss)] // a handful of bars
        let height = bars.len() as f32 * 17.0 + 20.0;
        self.make_room(height);
        let leaf = self.leaf();
        let shown = self.fonts.shown(title);
        self.text(Some(leaf), (MARGIN, self.y + 10.0), (true, 10.0), SOFT, &shown);
        self.y += 17.0;
        for (label, share, words) in bars {
            #[allow(clippy::cast_possible_truncation)] // a length on paper
            let length = LONGEST * (share.clamp(0.0, 1.0) as f32);
            let (label, words) = (self.fonts.shown(label), self.fonts.shown(words));
            self.text(Some(leaf), (MARGIN, self.y + 10.0), (false, 9.0), INK, &label);
            self.mark(
                Some(leaf),
                ACCENT,
                Drawn::Box { x: MARGIN + LABELS, y: self.y + 2.0, width: length.max(0.5), height: 10.0 },
            );
            self.text(Some(leaf), (MARGIN + LABELS + length + 6.0, self.y + 10.0), (false, 9.0), INK, &words);
            self.y += 17.0;
        }
        self.y += 5.0;
        Node::Group(Kind::Figure(self.fonts.shown(alternative)), vec![Node::Leaf(leaf)])
    }

    fn table(&mut self, table: &Table) -> Node {
        let columns = table.head.len().max(1);
        #[allow(clippy::cast_precision_loss)] // a handful of columns
        let other = if columns == 1 { 0.0 } else { (INNER * 0.72 / (columns - 1) as f32).min(120.0) };
        #[allow(clippy::cast_precision_loss)]
        let first = INNER - other * (columns - 1) as f32;
        let widths: Vec<f32> = (0..columns).map(|column| if column == 0 { first } else { other }).collect();
        let caption = Node::Group(Kind::Caption, self.paragraph(&table.caption, (false, 9.0), SOFT, 0.0));
        let head = self.row(&table.head, &widths, true, true);
        let rows = table.rows.iter().enumerate().map(|(at, row)| {
            let height = self.row_height(row, &widths, false);
            if self.make_room(height) {
                // The head again, for the eye: who hears the table has it already.
                self.row(&table.head, &widths, true, false);
            }
            self.row(row, &widths, table.last_is_sum && at + 1 == table.rows.len(), true)
        });
        let rows: Vec<Node> = rows.collect();
        self.y += 8.0;
        let head = retag_head(head);
        Node::Group(Kind::Table, vec![caption, Node::Group(Kind::Head, vec![head]), Node::Group(Kind::Body, rows)])
    }

    fn row_height(&self, cells: &[String], widths: &[f32], bold: bool) -> f32 {
        let lines = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| self.fonts.lines(cell, bold, 9.0, width - 8.0).len())
            .max()
            .unwrap_or(1);
        #[allow(clippy::cast_precision_loss)]
        let height = lines as f32 * 11.5 + 6.0;
        height
    }

    fn row(&mut self, cells: &[String], widths: &[f32], strong: bool, told: bool) -> Node {
        let height = self.row_height(cells, widths, strong);
        self.make_room(height);
        let top = self.y;
        if strong {
            self.mark(None, BAND, Drawn::Box { x: MARGIN, y: top, width: INNER, height });
        }
        self.mark(None, LINE, Drawn::Box { x: MARGIN, y: top + height - 0.5, width: INNER, height: 0.5 });
        let mut x = MARGIN;
        let mut nodes = Vec::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let mut leaves = Vec::new();
            let mut y = top + 12.0;
            for line in self.fonts.lines(cell, strong, 9.0, width - 8.0) {
                let leaf = told.then(|| self.leaf());
                // Numbers stand to the right, words to the left.
                let at = if column == 0 { x + 4.0 } else { x + width - 4.0 - self.fonts.width(&line, strong, 9.0) };
                self.text(leaf, (at, y), (strong, 9.0), INK, &line);
                leaves.extend(leaf.map(Node::Leaf));
                y += 11.5;
            }
            nodes.push(Node::Group(if column == 0 { Kind::RowHead } else { Kind::Cell }, leaves));
            x += width;
        }
        self.y += height;
        Node::Group(Kind::Row, nodes)
    }

    fn number_pages(&mut self, report: &Report) {
        let count = self.pages.len();
        let title = self.fonts.shown(&report.title);
        let word = self.fonts.shown(&report.page_word);
        for (at, page) in self.pages.iter_mut().enumerate() {
            let foot = |x, text| Mark {
                leaf: None,
                colour: SOFT,
                what: Drawn::Text { x, y: HEIGHT - 24.0, bold: false, size: 8.0, text },
            };
            page.push(foot(MARGIN, title.clone()));
            page.push(foot(WIDTH - MARGIN - 60.0, format!("{word} {} / {count}", at + 1)));
        }
    }
}

/// The cells of the head are heads of columns.
fn retag_head(row: Node) -> Node {
    match row {
        Node::Group(Kind::Row, cells) => Node::Group(
            Kind::Row,
            cells
                .into_iter()
                .map(|cell| match cell {
                    Node::Group(_, leaves) => Node::Group(Kind::ColumnHead, leaves),
                    leaf @ Node::Leaf(_) => leaf,
                })
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_europe_is_shown_as_it_is_written() {
        let fonts = Fonts::load().expect("the fonts");
        for text in [
            "État au 1ᵉʳ décembre 2026 : 12 tCO₂e, 3 m³, « l’Œuf », 40 €",
            "Łódź, Plzeň, Győr, Brașov, Kaunas, Rīga, Çorlu, Reykjavík, Malmö",
            "Ελλάδα, София, Київ",
        ] {
            assert_eq!(fonts.shown(text), text);
        }
        assert_eq!(fonts.shown("35 °C → ≥ 60 °C"), "35 °C – >= 60 °C");
    }

    #[test]
    fn a_line_in_two_faces_is_as_wide_as_its_pieces() {
        let fonts = Fonts::load().expect("the fonts");
        let pieces: Vec<String> =
            fonts.runs("mardi 1ᵉʳ août", false, 10.0).into_iter().map(|(_, run, _)| run).collect();
        assert_eq!(pieces, ["mardi ", "1ᵉʳ ", "août"], "a word is of one face");
        let sum: f32 = pieces.iter().map(|run| fonts.width(run, false, 10.0)).sum();
        assert!((fonts.width("mardi 1ᵉʳ août", false, 10.0) - sum).abs() < 0.01);
    }
}
