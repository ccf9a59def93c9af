//! People of a company: who they are there, how they are reached, and whether they agreed to be.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::parse_date;
use crate::text::{Line, check_email, optional};

/// The fewest digits of a telephone number, with which the shortest national numbers do.
const DIGITS_LEAST: usize = 6;
/// The most digits of a telephone number, by recommendation E.164 of the ITU.
const DIGITS_MOST: usize = 15;

/// An e-mail address, in lower case: one mailbox has one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`], [`Problem::NotAnEmail`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let line = Line::parse(typed)?;
        check_email(&line)?;
        Ok(Self(line.to_lowercase()))
    }
}

/// A telephone number, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

impl Telephone {
    /// Reads digits with what people write between them: `01 23 45 67 89`, `+33 (0)1.23.45.67.89`.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooLong`]; [`Problem::NotATelephone`] for other signs, and for fewer than 6 or
    /// more than 15 digits.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let line = Line::parse(typed)?;
        let known = |(at, c): (usize, char)| {
            c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')') || (at == 0 && c == '+')
        };
        let digits = line.chars().filter(char::is_ascii_digit).count();
        if line.char_indices().all(known) && (DIGITS_LEAST..=DIGITS_MOST).contains(&digits) {
            Ok(Self(line.to_string()))
        } else {
            Err(Problem::NotATelephone)
        }
    }

    /// As a telephone dials it: digits alone, after a `+` where the number says its country. A zero in brackets is
    /// dialled inside the country only.
    #[must_use]
    pub fn dialled(&self) -> String {
        let abroad = self.0.starts_with('+');
        let said = if abroad { self.0.replace("(0)", "") } else { self.0.clone() };
        let digits = said.chars().filter(char::is_ascii_digit);
        abroad.then_some('+').into_iter().chain(digits).collect()
    }
}

macro_rules! written {
    ($($name:ident),+) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(written: String) -> Result<Self, Self::Error> {
                Self::parse(&written).map_err(Problem::code)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.0 }
        }
    )+};
}
written!(Email, Telephone);

coded! {
    /// What somebody said when they were asked whether the programme may keep how they are reached, and contact them.
    Agreement {
        /// They agreed.
        Given = "given",
        /// They did not.
        Refused = "refused",
    }
}

coded! {
    /// By what means somebody agreed, or did not.
    ConsentWay {
        /// They said so when they were visited.
        Visit = "visit",
        /// They said so by telephone.
        Call = "call",
        /// They wrote it.
        Mail = "mail",
        /// They signed a form.
        Form = "form",
        /// They registered for a workshop, or joined one.
        Registration = "registration",
    }
}

/// Whether somebody agreed, and what shows it (article 7 of the GDPR: whoever keeps data can show that they agreed).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What they said.
    pub agreement: Agreement,
    /// By what means they said it.
    pub way: ConsentWay,
    /// The day on which they said it.
    pub day: NaiveDate,
}

/// A person of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name that they go by.
    pub name: Line,
    /// What they do there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<Line>,
    /// Their address there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Their telephone number there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<Telephone>,
    /// Whether they agreed; none: nobody has asked them yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

impl Person {
    /// What is left of somebody whose data was erased: that there was one.
    #[must_use]
    pub fn erased() -> Self {
        Self { name: Line::erased_name(), function: None, email: None, telephone: None, consent: None }
    }
}

/// A person as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonDraft {
    /// The name that they go by.
    pub person_name: String,
    /// What they do there.
    pub function: String,
    /// Their address, or blank.
    pub email: String,
    /// Their telephone number, or blank.
    pub telephone: String,
    /// Code of the agreement; blank: nobody has asked them yet.
    pub consent: String,
    /// Code of the means by which they said so.
    pub consent_way: String,
    /// The day on which they said so: an ISO date (`2026-11-24`).
    pub consent_day: String,
}

impl PersonDraft {
    /// What a form begins with.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        let Person { name, function, email, telephone, consent } = person;
        let said = |of: fn(&Consent) -> String| consent.as_ref().map(of).unwrap_or_default();
        Self {
            person_name: name.to_string(),
            function: function.as_ref().map(ToString::to_string).unwrap_or_default(),
            email: email.as_ref().map(ToString::to_string).unwrap_or_default(),
            telephone: telephone.as_ref().map(ToString::to_string).unwrap_or_default(),
            consent: said(|consent| consent.agreement.code().to_owned()),
            consent_way: said(|consent| consent.way.code().to_owned()),
            consent_day: said(|consent| consent.day.to_string()),
        }
    }

    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field: [`Problem::ConsentRefused`] at an address or a number of somebody
    /// who did not agree that it be kept.
    pub fn parse(&self) -> Result<Person, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("person_name", Line::parse(&self.person_name));
        let function = findings.check("function", Line::parse_optional(&self.function));
        let email = findings.check("email", optional(&self.email, Email::parse));
        let telephone = findings.check("telephone", optional(&self.telephone, Telephone::parse));
        let consent = self.consent(&mut findings);
        if matches!(&consent, Some(Some(Consent { agreement: Agreement::Refused, .. }))) {
            for (field, kept) in
                [("email", matches!(email, Some(Some(_)))), ("telephone", matches!(telephone, Some(Some(_))))]
            {
                if kept {
                    findings.note(field, Problem::ConsentRefused);
                }
            }
        }
        let read = (|| {
            Some(Person { name: name?, function: function?, email: email?, telephone: telephone?, consent: consent? })
        })();
        findings.into_result(read)
    }

    fn consent(&self, findings: &mut Findings) -> Option<Option<Consent>> {
        let coded = |typed: &str| if typed.trim().is_empty() { Problem::Missing } else { Problem::UnknownChoice };
        let agreement = findings.check(
            "consent",
            optional(&self.consent, |code| Agreement::from_code(code).ok_or(Problem::UnknownChoice)),
        )?;
        // Without an answer, how and when it was given says nothing.
        let Some(agreement) = agreement else { return Some(None) };
        let way = ConsentWay::from_code(self.consent_way.trim()).ok_or_else(|| coded(&self.consent_way));
        let way = findings.check("consent_way", way);
        let day = parse_date(&self.consent_day).and_then(|day| day.ok_or(Problem::Missing));
        let day = findings.check("consent_day", day);
        Some(Some(Consent { agreement, way: way?, day: day? }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_kept_as_written_and_dialled_without_what_stands_between() {
        for (typed, dialled) in [
            ("01 23 45 67 89", "0123456789"),
            (" +33 (0)1.23.45.67.89 ", "+33123456789"),
            ("+32-2-555-12-12", "+3225551212"),
            ("(021) 555 12 12", "0215551212"),
            ("06/12/34/56/78", "0612345678"),
        ] {
            let telephone = Telephone::parse(typed).unwrap();
            assert_eq!((telephone.to_string().as_str(), telephone.dialled().as_str()), (typed.trim(), dialled));
        }
        for wrong in ["au standard", "12345", "1234567890123456", "01 23 45 67 89 poste 12", "33+123456"] {
            assert_eq!(Telephone::parse(wrong), Err(Problem::NotATelephone), "{wrong}");
        }
    }

    #[test]
    fn a_form_says_everything_that_is_wrong_and_reads_back_what_it_was_filled_with() {
        let wrong = PersonDraft {
            email: "lea".into(),
            telephone: "demain".into(),
            consent: "given".into(),
            consent_day: "hier".into(),
            ..PersonDraft::default()
        };
        let refusal = wrong.parse().unwrap_err();
        let found: Vec<_> =
            refusal.problems().iter().map(|found| (found.field.as_deref().unwrap(), found.code)).collect();
        assert_eq!(
            found,
            [
                ("person_name", Problem::Missing),
                ("email", Problem::NotAnEmail),
                ("telephone", Problem::NotATelephone),
                ("consent_way", Problem::Missing),
                ("consent_day", Problem::NotADate),
            ]
        );
        let draft = PersonDraft {
            person_name: "Léa Petit".into(),
            function: "Responsable QSE".into(),
            email: "Lea.Petit@Scierie.example".into(),
            telephone: "01 23 45 67 89".into(),
            consent: "given".into(),
            consent_way: "visit".into(),
            consent_day: "2026-11-24".into(),
        };
        let person = draft.parse().unwrap();
        assert_eq!(person.email.as_ref().map(ToString::to_string).as_deref(), Some("lea.petit@scierie.example"));
        assert_eq!(PersonDraft::of(&person).parse(), Ok(person));
        let nobody_asked =
            PersonDraft { person_name: "Léa".into(), consent_day: "hier".into(), ..PersonDraft::default() };
        assert_eq!(nobody_asked.parse().unwrap().consent, None);
    }

    #[test]
    fn nothing_is_kept_by_which_somebody_is_reached_who_did_not_agree() {
        let refused = PersonDraft {
            person_name: "Léa".into(),
            telephone: "01 23 45 67 89".into(),
            consent: "refused".into(),
            consent_way: "call".into(),
            consent_day: "2026-11-24".into(),
            ..PersonDraft::default()
        };
        assert_eq!(refused.parse(), Err(Refusal::at("telephone", Problem::ConsentRefused)));
        assert!(PersonDraft { telephone: String::new(), ..refused }.parse().is_ok());
    }
}
