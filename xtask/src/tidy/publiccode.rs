//! `publiccode.yml` as the standard (0.4) asks it: catalogues of public software read it, and drop what they cannot
//! read.

use saphyr::{LoadableYamlNode as _, Yaml};

use super::{Breach, Source};

/// Of the standard's vocabulary, what fits here.
const CATEGORIES: &[&str] =
    &["collaboration", "data-collection", "event-management", "project-collaboration", "project-management"];
const STATUSES: &[&str] = &["concept", "development", "beta", "stable", "obsolete"];
const TYPES: &[&str] = &["standalone/web", "standalone/backend", "standalone/other"];
const MAINTENANCE: &[&str] = &["internal", "contract", "community", "none"];

pub fn check(source: &Source) -> Vec<Breach> {
    if source.path != "publiccode.yml" {
        return Vec::new();
    }
    match Yaml::load_from_str(&source.text) {
        Ok(documents) if documents.len() == 1 => {
            problems(&documents[0]).into_iter().map(|problem| source.breach(1, problem)).collect()
        }
        Ok(_) => vec![source.breach(1, "one document and no more")],
        Err(error) => vec![source.breach(1, format!("no YAML: {error}"))],
    }
}

fn at<'a, 'b>(yaml: &'a Yaml<'b>, path: &str) -> Option<&'a Yaml<'b>> {
    path.split('/').try_fold(yaml, |yaml, key| yaml.as_mapping_get(key))
}

fn problems(yaml: &Yaml<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let text = |path: &str| at(yaml, path).and_then(Yaml::as_str);
    let mut need = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_owned());
        }
    };
    need(text("publiccodeYmlVersion") == Some("0.4"), "`publiccodeYmlVersion` is \"0.4\", as text");
    need(text("name").is_some_and(|name| !name.is_empty()), "`name` is missing");
    need(text("url").is_some_and(|url| url.starts_with("https://")), "`url` is the repository's address");
    let is_day = |day: &str| {
        day.len() == 10
            && day.split('-').map(str::len).eq([4, 2, 2])
            && day.chars().all(|c| c.is_ascii_digit() || c == '-')
    };
    need(text("releaseDate").is_some_and(is_day), "`releaseDate` is a day, as text");
    need(
        text("softwareVersion").is_none_or(|version| version == env!("CARGO_PKG_VERSION")),
        "`softwareVersion` is that of Cargo.toml",
    );
    let words = |path: &str| {
        at(yaml, path).and_then(Yaml::as_vec).map(|list| list.iter().filter_map(Yaml::as_str).collect::<Vec<_>>())
    };
    need(words("platforms").is_some_and(|list| list.contains(&"web")), "`platforms` holds web");
    need(
        words("categories").is_some_and(|list| !list.is_empty() && list.iter().all(|one| CATEGORIES.contains(one))),
        "`categories` are of the standard's list",
    );
    need(
        text("developmentStatus").is_some_and(|status| STATUSES.contains(&status)),
        "`developmentStatus` is one of the standard's",
    );
    need(text("softwareType").is_some_and(|kind| TYPES.contains(&kind)), "`softwareType` is one of the standard's");
    for language in ["fr", "en"] {
        let said = |key: &str| text(&format!("description/{language}/{key}")).map_or(0, |text| text.chars().count());
        need(
            (1..=150).contains(&said("shortDescription")),
            &format!("`description/{language}/shortDescription` has 1 to 150 characters"),
        );
        need(
            (150..=10_000).contains(&said("longDescription")),
            &format!("`description/{language}/longDescription` has 150 to 10,000 characters"),
        );
        need(
            words(&format!("description/{language}/features")).is_some_and(|list| !list.is_empty()),
            &format!("`description/{language}/features` are missing"),
        );
    }
    need(text("legal/license") == Some("EUPL-1.2"), "`legal/license` is EUPL-1.2");
    need(
        text("maintenance/type").is_some_and(|kind| MAINTENANCE.contains(&kind)),
        "`maintenance/type` is one of the standard's",
    );
    let has_contact = at(yaml, "maintenance/contacts")
        .and_then(Yaml::as_vec)
        .is_some_and(|list| list.iter().all(|one| at(one, "name").is_some()) && !list.is_empty());
    need(has_contact, "`maintenance/contacts` have names");
    need(
        at(yaml, "localisation/localisationReady").and_then(Yaml::as_bool).is_some(),
        "`localisation/localisationReady` is true or false",
    );
    need(
        words("localisation/availableLanguages").is_some_and(|list| list == ["fr", "en"]),
        "`localisation/availableLanguages` are fr and en",
    );
    found
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn what_the_standard_requires_is_missed() {
        let found = check(&example("publiccode.yml", "name: Maillage\nlegal:\n  license: EUPL-1.2\n"));
        assert!(found.len() > 10 && !found.iter().any(|breach| breach.cure.contains("`name`")), "{found:?}");
        assert_eq!(check(&example("publiccode.yml", "a: [")).len(), 1);
        assert!(check(&example("other.yml", "")).is_empty());
    }

    #[test]
    fn ours_is_as_the_standard_asks() -> anyhow::Result<()> {
        let text = std::fs::read_to_string(crate::repository::root().join("publiccode.yml"))?;
        assert_eq!(check(&example("publiccode.yml", &text)), []);
        Ok(())
    }
}
