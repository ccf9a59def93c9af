//! Draws the pages and ties every mark to its place in the tree.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};

use super::Report;
use super::layout::{Drawn, Fonts, HEIGHT, Kind, Mark, Node, Outlined, WIDTH};
use crate::{Error, Result};

/// Draws everything and writes the file.
pub(super) fn write(
    report: &Report,
    fonts: &Fonts,
    pages: &[Vec<Mark>],
    tree: &[Node],
    outline: &[Outlined],
) -> Result<Vec<u8>> {
    let failed = |error: String| Error::Pdf(error);
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| failed(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(
        Metadata::new()
            .title(fonts.shown(&report.title))
            .language(report.language.clone())
            .creator("Maillage".to_owned()),
    );
    let mut identifiers: Vec<Vec<Identifier>> = Vec::new();
    for marks in pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed("page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            let tag = match (mark.leaf, &mark.what) {
                (None, _) => ContentTag::Artifact(Artifact::default()),
                (Some(_), Drawn::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                (Some(_), Drawn::Box { .. }) => ContentTag::Other,
            };
            let identifier = surface.start_tagged(tag);
            draw(&mut surface, fonts, mark);
            surface.end_tagged();
            if let Some(leaf) = mark.leaf {
                if identifiers.len() <= leaf {
                    identifiers.resize_with(leaf + 1, Vec::new);
                }
                if let Some(of_leaf) = identifiers.get_mut(leaf) {
                    of_leaf.push(identifier);
                }
            }
        }
        surface.finish();
        page.finish();
    }
    let mut tags = TagTree::new();
    for node in tree {
        if let Node::Group(kind, children) = node {
            tags.push(group(kind, children, &mut identifiers));
        }
    }
    document.set_tag_tree(tags);
    document.set_outline(outlined(outline));
    document.finish().map_err(|error| failed(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    let (red, green, blue) = mark.colour;
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }));
    match &mark.what {
        Drawn::Text { x, y, bold, size, text } => {
            let mut x = *x;
            for (face, run, width) in fonts.runs(text, *bold, *size) {
                let at = Point::from_xy(x, *y);
                surface.draw_text(at, face.drawn.clone(), *size, &run, false, TextDirection::Auto);
                x += width;
            }
        }
        Drawn::Box { x, y, width, height } => {
            let mut path = PathBuilder::new();
            if let Some(area) = Rect::from_xywh(*x, *y, *width, *height) {
                path.push_rect(area);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn group(kind: &Kind, children: &[Node], identifiers: &mut [Vec<Identifier>]) -> TagGroup {
    let tag: TagKind = match kind {
        Kind::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::None).into(),
        Kind::Item => Tag::LI.into(),
        Kind::ItemBody => Tag::LBody.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Caption => Tag::Caption.into(),
        Kind::Head => Tag::THead.into(),
        Kind::Body => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    };
    let mut group_of = TagGroup::new(tag);
    for child in children {
        match child {
            Node::Group(kind, children) => group_of.push(group(kind, children, identifiers)),
            Node::Leaf(leaf) => {
                for identifier in identifiers.get_mut(*leaf).map(std::mem::take).unwrap_or_default() {
                    group_of.push(identifier);
                }
            }
        }
    }
    group_of
}

/// Headings of the second level below those of the first.
fn outlined(headings: &[Outlined]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (level, words, page, y) in headings {
        let node = OutlineNode::new(words.clone(), XyzDestination::new(*page, Point::from_xy(0.0, *y)));
        match (&mut open, level) {
            (Some(parent), 2..) => parent.push_child(node),
            _ => {
                if let Some(done) = open.take() {
                    outline.push_child(done);
                }
                open = Some(node);
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}
