//! Published sums on a real database: whoever asks every day learns nothing of a single record, and what was published
//! stands.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use backend::Backend;
use backend::clock::Clock;
use backend::open_data::Row;
use backend::people::Account;
use domain::NaiveDate;
use domain::ids::ProgrammeId;
use domain::programme::ProgrammeDraft;
use domain::time::Timestamp;

struct Office {
    backend: Backend,
    clock: Arc<AtomicI64>,
    account: Account,
    programme: ProgrammeId,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let hand = Arc::clone(&clock);
        let backend = Backend::open(
            &folder.path().join("maillage.db"),
            Clock::from_fn(move || Timestamp(hand.fetch_add(1, Ordering::Relaxed))),
        )
        .await
        .unwrap();
        let (account, _) = backend
            .create_account("Claire", "claire@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        let programme = backend.create_programme(&account, "Démarche").await.unwrap();
        let draft = ProgrammeDraft { name: "Démarche".into(), published: "yes".into(), ..ProgrammeDraft::default() };
        backend.describe_programme(&account, programme, &draft).await.unwrap();
        Self { backend, clock, account, programme, _folder: folder }
    }

    fn wake(&self, year: i32, month: u32, day: u32) {
        let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        self.clock.store(i64::from(day.to_epoch_days()) * 86_400_000, Ordering::Relaxed);
    }

    /// Realised synergies, each with savings declared by this company.
    async fn record(&self, savings: &[(&str, &str)]) {
        let heads = ["title", "giver", "receiver", "stage", "workshop", "year", "savings"].map(str::to_owned).to_vec();
        let line = |(who, amount): &(&str, &str)| {
            [
                &format!("De {who}, {amount}"),
                *who,
                &format!("Voisin de {who} {amount}"),
                "realised",
                "Atelier",
                "2026",
                *amount,
            ]
            .map(str::to_owned)
            .to_vec()
        };
        let rows: Vec<Vec<String>> = std::iter::once(heads).chain(savings.iter().map(line)).collect();
        let preview = self.backend.preview_import(&self.account, self.programme, &rows, &[]).await.unwrap();
        assert_eq!(
            self.backend.import_synergies(&self.account, self.programme, &preview).await.unwrap(),
            savings.len()
        );
    }

    async fn savings(&self) -> Option<f64> {
        let rows = self.rows().await;
        rows.iter()
            .find(|row| row.indicator == "savings" && row.territory.is_empty() && row.year.is_none())
            .and_then(|row| row.amount)
    }

    async fn rows(&self) -> Vec<Row> {
        self.backend.open_data(self.programme).await.unwrap()
    }
}

#[tokio::test]
async fn asking_every_day_shows_no_single_record() {
    let office = Office::open().await;
    office.wake(2026, 2, 3);
    office.record(&[("A", "500"), ("B", "510"), ("C", "490"), ("D", "505")]).await;
    assert_eq!(office.rows().await, [], "the first quarter is not over");
    office.wake(2026, 4, 1);
    assert_eq!(office.savings().await, Some(2000.0));
    office.wake(2026, 4, 2);
    office.record(&[("E", "777.5")]).await;
    let asked_before = office.rows().await;
    office.wake(2026, 6, 30);
    assert_eq!(office.rows().await, asked_before, "the quarter is not over");
    office.wake(2026, 7, 1);
    assert_eq!(office.savings().await, Some(2000.0), "one company more is that company's");
    office.record(&[("F", "600"), ("G", "700")]).await;
    office.wake(2026, 10, 1);
    assert_eq!(office.savings().await, Some(4100.0), "three companies more are three companies'");
    assert!(office.rows().await.iter().all(|row| row.as_of == "2026-09-30"));
}

#[tokio::test]
async fn many_records_of_one_company_are_one_company() {
    let office = Office::open().await;
    office.wake(2026, 2, 3);
    office.record(&[("A", "1"), ("A", "2"), ("A", "300000")]).await;
    office.wake(2026, 4, 1);
    assert_eq!(office.savings().await, None);
    assert!(
        office
            .rows()
            .await
            .iter()
            .all(|row| row.amount.is_none() && row.organisations.is_none() && row.synergies.is_none())
    );
}
