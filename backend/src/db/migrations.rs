//! The steps by which the tables became what they are, compiled in. Beside this list stands sqlx's macro; with it the
//! whole of SQLite would be compiled a second time, for the compiler.

use futures::future::BoxFuture;
use sqlx::SqlSafeStr as _;
use sqlx::error::BoxDynError;
use sqlx::migrate::{Migration, MigrationSource, MigrationType};

macro_rules! migrations {
    ($($name:literal)+) => {
        /// Each with its name and its statements, in order.
        const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")))),+];
    };
}

migrations! {
    "0001_workshops"
    "0002_summaries"
    "0003_refusals"
    "0004_archive"
    "0010_programmes"
    "0011_follow_up"
    "0012_evidence"
    "0013_evaluation"
    "0014_flow"
    "0020_before_and_after"
    "0030_photo"
    "0040_sign_in"
    "0041_second_factor"
    "0042_identities"
    "0043_audit"
    "0044_roles"
    "0050_keys"
    "0060_privacy"
    "0080_imports"
    "0087_person_link"
    "0090_model"
    "0100_programme_log"
    "0110_companies"
    "0130_calls_evaluation_targets"
    "0140_company_people"
    "0150_programme_snapshot"
    "0160_programme_books"
}

/// All migrations, oldest first.
#[derive(Debug)]
pub(super) struct Migrations;

impl MigrationSource<'static> for Migrations {
    fn resolve(self) -> BoxFuture<'static, Result<Vec<Migration>, BoxDynError>> {
        let migration = |(name, statements): &(&'static str, &'static str)| {
            let (number, words) = name.split_once('_').unwrap_or((name, ""));
            let words = words.replace('_', " ").into();
            Ok(Migration::new(number.parse()?, words, MigrationType::Simple, statements.into_sql_str(), false))
        };
        Box::pin(std::future::ready(ALL.iter().map(migration).collect()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn every_file_of_the_folder_is_compiled_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let known: Vec<String> = super::ALL.iter().map(|(name, _)| format!("{name}.sql")).collect();
        assert_eq!(known, files);
    }
}
