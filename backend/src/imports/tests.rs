use super::*;

fn rows(text: &[&[&str]]) -> Vec<Vec<String>> {
    text.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

#[test]
fn every_line_says_what_would_become_of_it() {
    let names = [("ventes".to_owned(), Indicator::Sales)];
    let table = rows(&[
        &["Titre", "Donneur", "Receveur", "Étape", "Année", "tonnes_reused", "Ventes (€)", "Couleur"],
        &["Sciure", "Scierie", "Élevage", "Réalisée", "2024", "120,5", "1 000", "bleu"],
        &["sciure ", "SCIERIE", "Elevage", "réalisée", "2025", "130", "", ""],
        &["", "Scierie", "Élevage", "abandonnée", "2025", "beaucoup", "", ""],
        &["Bois", "A", "B", "idée", "", "5", "", ""],
    ]);
    let preview = preview(&table, &names);
    assert_eq!((preview.unknown.as_slice(), preview.missing.len()), (&["Couleur".to_owned()][..], 0));
    let Outcome::New(first) = &preview.lines[0].outcome else { panic!("{:?}", preview.lines[0]) };
    assert_eq!((first.stage, first.figures.len(), first.figures[0].amount), (Stage::Realised, 2, 120.5));
    assert!(
        matches!(&preview.lines[1].outcome, Outcome::More(more) if more.figures.len() == 1),
        "the same synergy, another year"
    );
    let wrong = |at: usize| match &preview.lines[at].outcome {
        Outcome::Wrong(problems) => problems.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(2), ["Titre", "lost_reason", "tonnes_reused"]);
    assert_eq!(wrong(3), ["Année"], "a figure needs a year");
    assert!(!preview.is_good());
}

#[test]
fn without_its_columns_nothing_is_read() {
    assert_eq!(preview(&rows(&[&["a", "b"]]), &[]).missing, ["title", "giver", "receiver"]);
    assert_eq!(preview(&[], &[]).missing.len(), 3);
}
