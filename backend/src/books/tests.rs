//! How books are written.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use domain::ids::SynergyId;
use domain::ledger::SynergyKey;
use domain::synergy::{Assumptions, Indicator, Stage, SynergyKind, Verification};

use super::*;

/// Books in which each field holds something.
fn of_everything() -> Read {
    let key: SynergyKey = (WorkshopId(uuid::Uuid::from_u128(7)), SynergyId(3));
    let mut book = Book::new("Val".to_owned(), SynergyKind::Mutualisation, vec![0, 1]);
    book.stages = vec![(Timestamp(10), Stage::Idea), (Timestamp(20), Stage::Realised)];
    book.assumptions = vec![(Timestamp(30), Assumptions { lifetime_years: 5, retention: 0.5, attribution: 1.0 })];
    book.joined = vec![(Timestamp(40), Some((key.0, SynergyId(1)))), (Timestamp(50), None)];
    let whole = Entry {
        number: 9,
        at: Timestamp(60),
        year: 2026,
        indicator: Indicator::Savings,
        amount: 12.5,
        verification: Verification::OneSide,
        side: Side::Whole,
        uncertainty: 0.2,
        withdrawn: None,
    };
    let company = Entry { number: 11, side: Side::Company(1), withdrawn: Some(Timestamp(70)), ..whole.clone() };
    book.figures = vec![whole, company];
    Read {
        marks: Marks { epoch: -1, history: 2, figure: 11, withdrawals: 1, assumptions: 1, joins: 2 },
        territories: BTreeMap::from([(key.0, "Val".to_owned())]),
        ledger: Arc::new(Ledger { books: BTreeMap::from([(key, book)]) }),
        companies: HashMap::from([("scierie".to_owned(), 0)]),
        kept: 2,
        report: None,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn books_that_are_written_otherwise_get_a_number_of_their_own() {
    let books = of_everything();
    let written = books.write().unwrap();
    let again = Read::kept(&written).unwrap();
    assert_eq!(
        (again.marks, again.territories, again.ledger, again.companies, again.kept),
        (books.marks, books.territories, books.ledger, books.companies, books.kept)
    );
    assert_eq!(
        hex(&written),
        "010104160202040110000000000000000000000000000000070356616c011000000000000000000000000000000007030356\
         616c010214002804021278d41f08000000000000294001019a9999999999c93f001678d41f0800000000000029400100019a\
         9999999999c93f018c01013c05000000000000e03f000000000000f03f025001100000000000000000000000000000000701\
         640002000101077363696572696500",
        "\nhow books are written has changed: raise `FOLD`, now {FOLD}, and put the left side here"
    );
}

#[test]
fn what_another_fold_wrote_or_what_is_cut_is_not_read() {
    let mut written = of_everything().write().unwrap();
    assert!(Read::kept(&written[..written.len() - 1]).is_none());
    assert!(Read::kept(&[]).is_none());
    written[0] += 1;
    assert!(Read::kept(&written).is_none());
}
