//! What can be wrong with a command. A [`Problem`]'s code is stable: clients and translations key on it.

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;

coded! {
    /// One thing that is wrong, with a sentence for it in each language.
    Problem {
        /// Something required was left out, or is too short.
        Missing = "missing",
        /// Longer than allowed.
        TooLong = "too_long",
        /// Cannot be read as a number.
        NotANumber = "not_a_number",
        /// Zero or below, where only more makes sense.
        NotPositive = "not_positive",
        /// So large that it must be a slip (or a joke).
        Absurd = "absurd",
        /// Not one of the known units.
        UnknownUnit = "unknown_unit",
        /// Not one of the offered choices.
        UnknownChoice = "unknown_choice",
        /// A quantity without its unit, or without its frequency.
        Incomplete = "incomplete",
        /// Cannot be read as a date.
        NotADate = "not_a_date",
        /// Cannot be read as a time of day.
        NotATime = "not_a_time",
        /// The end lies before the beginning.
        EndsBeforeStart = "ends_before_start",
        /// Does not look like an e-mail address.
        NotAnEmail = "not_an_email",
        /// An e-mail address was given without agreeing to its use.
        ConsentMissing = "consent_missing",
        /// Not one of the workshop's tables.
        UnknownTable = "unknown_table",
        /// The current phase does not allow it.
        WrongPhase = "wrong_phase",
        /// This person may not do this.
        NotAllowed = "not_allowed",
        /// The workshop has no such participant.
        UnknownParticipant = "unknown_participant",
        /// The workshop has no such card (any more).
        UnknownCard = "unknown_card",
        /// The workshop has no such match.
        UnknownMatch = "unknown_match",
        /// The workshop has no such synergy.
        UnknownSynergy = "unknown_synergy",
        /// One cannot be interested in one's own card.
        OwnCard = "own_card",
        /// The key of a table notes no interest in anonymous cards.
        AnonymousCard = "anonymous_card",
        /// A card cannot be merged with itself, nor a have with a want, nor a secret card with one that the room sees.
        NotMergeable = "not_mergeable",
        /// Who sees a card that only facilitators see cannot be changed by editing.
        VisibilityFixed = "visibility_fixed",
        /// The match is a synergy already.
        AlreadySynergy = "already_synergy",
        /// The running order has no such step, or no step is under way.
        UnknownStep = "unknown_step",
        /// A synergy that is given up needs a reason.
        ReasonMissing = "reason_missing",
        /// The facilitator has closed the door, or the workshop is over.
        JoiningClosed = "joining_closed",
        /// No workshop has this code.
        UnknownCode = "unknown_code",
        /// Too many wrong codes from there; wait a little.
        TooManyAttempts = "too_many_attempts",
        /// More commands in a minute than any person sends; the same command, sent a little later, is taken.
        TooFast = "too_fast",
        /// The server works for others just now; again in a few seconds.
        Busy = "busy",
        /// A workshop takes no more people.
        RoomFull = "room_full",
        /// This person has as many cards as one person may have.
        TooManyCards = "too_many_cards",
        /// A table with more lines or columns than are taken, or that unpacks to too much.
        TableTooLarge = "table_too_large",
        /// A table that would make more workshops than are taken at once.
        TooManyWorkshops = "too_many_workshops",
        /// A link or a key that opens nothing (any more).
        LinkEnded = "link_ended",
        /// More answers by one link than a company gives in a day ([`crate::follow_up::ANSWERS_A_DAY`]).
        TooManyAnswers = "too_many_answers",
        /// Nobody is signed in, or the token is not valid any more.
        NotSignedIn = "not_signed_in",
        /// E-mail or password is wrong.
        WrongPassword = "wrong_password",
        /// The password that somebody who is signed in was asked for once more is not theirs.
        NotYourPassword = "not_your_password",
        /// The code of the second factor is wrong, too old, or was used before.
        WrongFactorCode = "wrong_factor_code",
        /// A password of fewer than 10 characters.
        PasswordTooShort = "password_too_short",
        /// A password of more than 200 characters.
        PasswordTooLong = "password_too_long",
        /// A password among the first that a guesser tries.
        PasswordTooCommon = "password_too_common",
        /// Wrong passwords before: this account, or this network, waits a little.
        TooManySignIns = "too_many_sign_ins",
        /// So many sign in at this moment that this one would have to wait too long.
        SignInsBusy = "sign_ins_busy",
        /// There is an account with this e-mail address.
        EmailTaken = "email_taken",
        /// Another programme of this server has this name.
        NameTaken = "name_taken",
        /// This level of verification is not theirs to set: only auditors set level 4, and they set no other.
        LevelNotYours = "level_not_yours",
        /// A programme keeps at least one manager.
        LastManager = "last_manager",
        /// A host keeps at least one administrator.
        LastAdministrator = "last_administrator",
        /// The identity provider does not answer, or not in time.
        ProviderDown = "provider_down",
        /// What the identity provider answered does not hold: signature, issuer, audience, nonce, or time.
        ProviderUntrusted = "provider_untrusted",
        /// Signing in at the identity provider took too long, or did not begin in this browser.
        ProviderLate = "provider_late",
        /// The identity provider did not let them through, or they gave up there.
        ProviderRefused = "provider_refused",
        /// No open account is joined to this identity, and no invitation came with it.
        IdentityUnknown = "identity_unknown",
        /// This identity is joined to another account.
        IdentityTaken = "identity_taken",
        /// Without it nobody could sign in to the account: it has no password.
        LastWayIn = "last_way_in",
        /// A synergy cannot be a second record of itself, also not by way of others.
        JoinsItself = "joins_itself",
        /// An identifier of a company that cannot be one: its length or its check digit is wrong.
        IdentifierWrong = "identifier_wrong",
        /// No code of NAF or NACE.
        NotAnActivity = "not_an_activity",
        /// The programme has a company of this name, or of this identifier.
        CompanyKnown = "company_known",
        /// A company cannot be merged with itself, nor one that is merged already.
        MergesItself = "merges_itself",
        /// The programme has no such company.
        UnknownCompany = "unknown_company",
        /// Several companies have this name.
        SeveralCompanies = "several_companies",
        /// Not two numbers of degrees.
        NotAPlace = "not_a_place",
        /// Not a telephone number.
        NotATelephone = "not_a_telephone",
        /// An address or a number by which somebody is reached who did not agree that it be kept.
        ConsentRefused = "consent_refused",
        /// Nobody of this name stands there.
        NameNotThere = "name_not_there",
        /// More of these than the server takes.
        TooMany = "too_many",
        /// The command id was used before, for another command.
        CommandIdReused = "command_id_reused",
        /// The request cannot be read.
        Malformed = "malformed",
        /// The request is larger than allowed.
        TooLarge = "too_large",
        /// No such page, workshop, or thing.
        NotFound = "not_found",
        /// A form sent from another site.
        CrossSite = "cross_site",
        /// It already stands as it was asked for: there is nothing to do.
        NothingToDo = "nothing_to_do",
        /// Somebody else changed the phase meanwhile.
        PhaseChangedMeanwhile = "phase_changed_meanwhile",
        /// The server cannot write at the moment.
        Unavailable = "unavailable",
        /// The server's disk is full.
        StorageFull = "storage_full",
    }
}

/// A problem, and the field of the form at which it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct FieldProblem {
    /// What is wrong.
    pub code: Problem,
    /// The field's name on the wire and in forms; none when it is not about one field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A command that was not done, with at least one problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(transparent)]
#[error("refused: {}", self.first().code())]
pub struct Refusal(Vec<FieldProblem>);

impl Refusal {
    /// A refusal for all these problems; none when there are none.
    #[must_use]
    pub fn of(problems: Vec<FieldProblem>) -> Option<Self> {
        if problems.is_empty() { None } else { Some(Self(problems)) }
    }

    /// A refusal at one field.
    #[must_use]
    pub fn at(field: &str, code: Problem) -> Self {
        Self(vec![FieldProblem { code, field: Some(field.to_owned()) }])
    }

    /// The main problem.
    #[must_use]
    pub fn first(&self) -> Problem {
        self.0.first().map_or(Problem::Malformed, |problem| problem.code)
    }

    /// Every problem, the main one first.
    #[must_use]
    pub fn problems(&self) -> &[FieldProblem] {
        &self.0
    }
}

impl From<Problem> for Refusal {
    fn from(code: Problem) -> Self {
        Self(vec![FieldProblem { code, field: None }])
    }
}

/// Collects the problems of several fields, so that a form shows all of them at once.
#[derive(Debug, Default)]
pub struct Findings(Vec<FieldProblem>);

impl Findings {
    /// Keeps the value, or notes the problem at this field.
    pub fn check<T>(&mut self, field: &str, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|code| self.note(field, code)).ok()
    }

    /// Notes a problem at this field.
    pub fn note(&mut self, field: &str, code: Problem) {
        self.0.push(FieldProblem { code, field: Some(field.to_owned()) });
    }

    /// The value when nothing was found.
    ///
    /// # Errors
    /// The refusal with everything found. A missing value without a finding is refused as malformed.
    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Refusal> {
        match (Refusal::of(self.0), value) {
            (Some(refusal), _) => Err(refusal),
            (None, Some(value)) => Ok(value),
            (None, None) => Err(Problem::Malformed.into()),
        }
    }
}
