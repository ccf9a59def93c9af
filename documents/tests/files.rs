//! What was written is read again by other programs' libraries.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use calamine::{Data, Reader, Xlsx};
use documents::pdf::{self, Block, Report, Table};
use documents::table;
use documents::workbook::{self, Cell, Sheet};

#[test]
fn a_workbook_holds_numbers_days_and_texts_and_no_formula() {
    let hostile = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "{=1}", "=HYPERLINK(\"http://x\")"];
    let mut rows: Vec<Vec<Cell>> =
        hostile.iter().map(|text| vec![Cell::text(*text), Cell::Number(1234.5, 1), Cell::Date(2026, 11, 25)]).collect();
    rows.push(vec![Cell::text(""), Cell::Number(-1.0, 0), Cell::Empty]);
    let sheet = Sheet {
        name: "Chiffres [2026]: a/b et un nom vraiment trop long".to_owned(),
        columns: vec!["Texte".into(), "Nombre".into(), "Jour".into()],
        rows,
    };
    let bytes = workbook::write("Essai", &[sheet]).unwrap();
    let mut read: Xlsx<_> = Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
    let name = read.sheet_names()[0].clone();
    assert!(name.chars().count() <= 31 && !name.contains(['[', ':', '/']), "{name}");
    assert_eq!(read.worksheet_formula(&name).unwrap().cells().filter(|(_, _, formula)| !formula.is_empty()).count(), 0);
    let range = read.worksheet_range(&name).unwrap();
    for (row, text) in (1..).zip(hostile) {
        assert_eq!(range.get((row, 0)), Some(&Data::String(text.to_owned())));
        assert_eq!(range.get((row, 1)), Some(&Data::Float(1234.5)));
        assert!(matches!(range.get((row, 2)), Some(Data::DateTime(day)) if day.to_ymd_hms_milli().0 == 2026));
    }
    assert_eq!(table::read(&bytes).unwrap()[1], vec!["=1+1", "1234.5", "2026-11-25"]);
}

fn report(rows: usize) -> Report {
    let row = |at: usize| {
        vec![
            format!(
                "Région {at} – Nouvelle-Aquitaine et un nom long qui doit aller à la ligne quelque part dans la colonne"
            ),
            "1\u{202f}234".to_owned(),
            "2\u{202f}163 tCO₂e".to_owned(),
        ]
    };
    Report {
        title: "Rapport de résultats".to_owned(),
        language: "fr".to_owned(),
        page_word: "page".to_owned(),
        blocks: vec![
            Block::Heading(1, "Rapport de résultats".to_owned()),
            Block::Paragraph(
                "Ce que les synergies réalisées ont apporté ; « compté une fois », même si les deux \
                côtés le déclarent."
                    .repeat(5),
            ),
            Block::Heading(2, "Ensemble".to_owned()),
            Block::Table(Table {
                caption: "Par territoire".to_owned(),
                head: vec!["Territoire".into(), "Synergies".into(), "Émissions".into()],
                rows: (0..rows).map(row).collect(),
                last_is_sum: true,
            }),
            Block::Heading(2, "Par année".to_owned()),
            Block::Bars {
                title: "Tonnes".to_owned(),
                alternative: "2015 : 10 t ; 2016 : 20 t".to_owned(),
                bars: vec![("2015".into(), 0.5, "10 t".into()), ("2016".into(), 1.0, "20 t".into())],
            },
            Block::List(vec![
                "Seules les synergies réalisées comptent.".to_owned(),
                "Rien ne compte deux \
                fois."
                    .to_owned(),
            ]),
        ],
    }
}

#[test]
fn a_report_is_a_tagged_pdf_in_its_language() {
    // The library refuses to write what breaks PDF/UA-1; what it wrote says so in its metadata.
    let bytes = pdf::write(&report(60)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let text = String::from_utf8_lossy(&bytes);
    for sign in ["/MarkInfo", "/StructTreeRoot", "/Lang", "pdfuaid:part", "/TH", "/Caption"] {
        assert!(text.contains(sign), "{sign} is missing");
    }
    assert!(
        text.matches("/Type/Page\n").count().max(text.matches("/Type /Page\n").count()) != 1,
        "sixty rows do not stand on one page"
    );
}

#[test]
fn an_empty_report_and_strange_letters_are_written_as_well() {
    let mut report = report(0);
    report.blocks.push(Block::Paragraph("日本語 🎉 → \u{202e}abc".to_owned()));
    assert!(pdf::write(&report).is_ok());
}
