//! Whether two spellings are one company.

use super::Identifier;
use crate::text::{folded, organisation_key};

/// How sure it is that two are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They are two.
    Other,
    /// Somebody has to say.
    Perhaps,
    /// They are one.
    Same,
}

/// By what a company is recognised: its names and its identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    names: Vec<(String, String)>,
    identifiers: Vec<Identifier>,
}

/// Legal forms, French first, and words that are put before a name as one likes. They tell companies apart only where
/// nothing else does.
const FORMS: [&str; 36] = [
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "selarl",
    "sci",
    "scop",
    "scic",
    "scea",
    "earl",
    "gaec",
    "snc",
    "scs",
    "sca",
    "gie",
    "ei",
    "eirl",
    "societe",
    "ste",
    "soc",
    "ets",
    "etablissements",
    "etablissement",
    "entreprise",
    "spa",
    "srl",
    "sprl",
    "bv",
    "nv",
    "gmbh",
    "ag",
    "kg",
    "ltd",
    "plc",
    "inc",
];

impl Known {
    /// By these names and identifiers.
    #[must_use]
    pub fn by<'a>(names: impl IntoIterator<Item = &'a str>, identifiers: impl IntoIterator<Item = Identifier>) -> Self {
        let mut names: Vec<(String, String)> = names.into_iter().map(|name| (key(name), core(name))).collect();
        names.sort();
        names.dedup();
        Self { names, identifiers: identifiers.into_iter().collect() }
    }

    /// How sure it is that these are one company.
    ///
    /// The same identifier makes them one. Numbers of two different French companies make them two, whatever they are
    /// called; two establishments of one company are perhaps noted as two on purpose. Without numbers to compare, the
    /// same name (case, accents and punctuation aside) makes them one, and the same name but for the legal form
    /// perhaps.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let mut strangers = false;
        let mut sisters = false;
        for mine in &self.identifiers {
            for theirs in &other.identifiers {
                if mine == theirs {
                    return Likeness::Same;
                }
                match (mine.siren(), theirs.siren()) {
                    (Some(mine), Some(theirs)) if mine == theirs => sisters = true,
                    (Some(_), Some(_)) => strangers = true,
                    _ => {}
                }
            }
        }
        if sisters {
            return Likeness::Perhaps;
        }
        if strangers {
            return Likeness::Other;
        }
        let shared = |same: fn(&(String, String), &(String, String)) -> bool| {
            self.names.iter().any(|mine| other.names.iter().any(|theirs| same(mine, theirs)))
        };
        if shared(|mine, theirs| !mine.0.is_empty() && mine.0 == theirs.0) {
            Likeness::Same
        } else if shared(|mine, theirs| !mine.1.is_empty() && mine.1 == theirs.1) {
            Likeness::Perhaps
        } else {
            Likeness::Other
        }
    }

    /// Marks that two which are alike at all have one of in common: who looks for likenesses among many sorts by them.
    pub fn marks(&self) -> impl Iterator<Item = &str> {
        let names = self.names.iter().flat_map(|(key, core)| [key.as_str(), core.as_str()]);
        let numbers = self.identifiers.iter().map(|number| match number {
            Identifier::Other(line) => line,
            french => french.siren().unwrap_or_default(),
        });
        names.chain(numbers).filter(|mark| !mark.is_empty())
    }
}

/// A name without case, accents and punctuation.
#[must_use]
pub fn key(name: &str) -> String {
    organisation_key(&folded(name))
}

/// A name without its legal form as well. Where nothing else is left, nothing is.
fn core(name: &str) -> String {
    // S.A.R.L. is a word.
    let plain = folded(name).replace('.', "");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !FORMS.contains(word)).map(organisation_key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, identifier: Option<&str>) -> Known {
        Known::by([name], identifier.and_then(|typed| Identifier::parse(typed).ok()))
    }

    #[test]
    fn one_company_is_known_again_by_number_and_by_name() {
        for (one, other, likeness) in [
            (("Scierie du Val", None), ("SCIERIE  du Val.", None), Likeness::Same),
            (("Écopal", None), ("ecopal", None), Likeness::Same),
            (("SARL Martin", None), ("Martin", None), Likeness::Perhaps),
            (("Martin S.A.R.L.", None), ("Éts Martin", None), Likeness::Perhaps),
            (("Martin", None), ("Martinez", None), Likeness::Other),
            (("SA", None), ("SAS", None), Likeness::Other),
            (("Val", Some("732829320")), ("Mer", Some("73282932000074")), Likeness::Perhaps),
            (("Val", Some("732829320")), ("Mer", Some("732 829 320")), Likeness::Same),
            (("Val", Some("732829320")), ("Val", Some("12002701600357")), Likeness::Other),
            (("Val", Some("732829320")), ("Val", None), Likeness::Same),
            (("Val", Some("CHE-1")), ("Val", Some("732829320")), Likeness::Same),
        ] {
            let (a, b) = (known(one.0, one.1), known(other.0, other.1));
            assert_eq!((a.likeness(&b), b.likeness(&a)), (likeness, likeness), "{one:?} {other:?}");
            let in_common = a.marks().any(|mark| b.marks().any(|other| other == mark));
            assert!(in_common || likeness == Likeness::Other, "found by a mark: {one:?} {other:?}");
        }
    }
}
