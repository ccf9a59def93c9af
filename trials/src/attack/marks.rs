//! Words that nobody else would write, in everything that is private; and the rule of whoever may ever read which.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use anyhow::Result;

/// To which workshop or programme something belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realm {
    /// The workshop that is attacked, in programme A.
    Target,
    /// Another workshop of programme A.
    Second,
    /// A workshop of programme B.
    Foreign,
}

/// The two programmes of the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Programme {
    A,
    B,
}

impl Realm {
    pub const ALL: [Self; 3] = [Self::Target, Self::Second, Self::Foreign];

    pub fn programme(self) -> Programme {
        if self == Self::Foreign { Programme::B } else { Programme::A }
    }
}

/// What kind of private thing a marked word stands in: it decides who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a person in the room.
    Person,
    /// The name of their organisation.
    Organisation,
    /// A card or a synergy that the room sees, title or details; also of an anonymous card, whose author alone is
    /// hidden.
    Card,
    /// The words of a card that only facilitators see.
    Secret,
    /// The text of a card that was hidden, withdrawn, or edited into an anonymous one.
    TakenBack,
    /// The e-mail address of somebody in the room.
    Contact,
    /// What only the desk reads: notes of answers, satisfaction in words.
    Desk,
    /// What the workshop says of itself at its doors.
    Door,
    /// What a programme notes in the years after: history, figures, funding, targets, evidence.
    Followed,
    /// What a programme says of itself on its page.
    Profile,
    /// The address of somebody who was invited to the programme.
    Invited,
    /// A key of the room's doors: its QR token.
    JoinKey,
    /// The key of the board.
    BoardKey,
    /// The personal link of a company.
    CompanyLink,
    /// A key that is shown once, to who made it, and never again.
    ShownOnce,
}

/// A word that stands in one private place only: wherever else it is met, something leaked.
#[derive(Clone, Debug)]
pub struct Mark {
    pub text: String,
    pub kind: Kind,
    pub realm: Realm,
    /// People of the room who may read it besides: authors, parties.
    pub readers: Vec<&'static str>,
}

/// What somebody is in an account's programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Manager,
    Facilitator,
    Reader,
    Auditor,
}

/// What a caller is to the server: it decides what they may read and write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody, or somebody whose right has ended.
    Nobody,
    Participant(Realm, &'static str),
    Board(Realm),
    /// A facilitator by the key of a workshop.
    Key(Realm),
    /// Somebody who holds the key of a table.
    Scribe(Realm),
    /// A company by its link.
    Company(Realm),
    /// Whoever holds an invitation to a programme.
    Invited(Programme),
    Member(Programme, Role),
    /// The administrator of the host, in no programme.
    Administrator,
}

/// **The rule**: whether this caller may ever read this mark, whatever they ask for. Written out here and nowhere
/// derived from the code that is tried.
pub fn may_read(standing: &Standing, mark: &Mark) -> bool {
    use Kind::{
        BoardKey, Card, CompanyLink, Door, Followed, Invited, JoinKey, Organisation, Person, Profile, ShownOnce,
    };
    match standing {
        Standing::Nobody | Standing::Administrator => false,
        Standing::Participant(realm, name) => {
            let of_room = *realm == mark.realm && matches!(mark.kind, Person | Organisation | Card | Door | JoinKey);
            of_room || (*realm == mark.realm && mark.readers.contains(name))
        }
        Standing::Board(realm) => {
            *realm == mark.realm && matches!(mark.kind, Person | Organisation | Card | Door | JoinKey | BoardKey)
        }
        // Everything of the day; what the programme makes of it later is another's.
        Standing::Key(realm) => {
            *realm == mark.realm && !matches!(mark.kind, Followed | Profile | CompanyLink | Invited | ShownOnce)
        }
        Standing::Scribe(realm) => *realm == mark.realm && matches!(mark.kind, Person | Organisation | Card | Door),
        // Its own synergy: what it is, between which companies, from which workshop.
        Standing::Company(realm) => *realm == mark.realm && matches!(mark.kind, Organisation | Card | Door),
        Standing::Invited(programme) => *programme == mark.realm.programme() && mark.kind == Invited,
        Standing::Member(programme, role) => {
            *programme == mark.realm.programme()
                && match role {
                    Role::Manager | Role::Auditor => mark.kind != ShownOnce,
                    Role::Facilitator => !matches!(mark.kind, ShownOnce | Invited),
                    // Reports: no person, no address, nothing that the room did not see.
                    Role::Reader => matches!(mark.kind, Organisation | Card | Door | Followed | Profile),
                }
        }
    }
}

/// Whether this caller has a right to write at all where something is, by this address.
pub fn may_write(standing: &Standing, realm: Realm, address: &str) -> bool {
    match standing {
        Standing::Nobody | Standing::Board(_) | Standing::Invited(_) => false,
        // Of accounts and of programmes that nobody manages any more; never inside one.
        Standing::Administrator => address.starts_with("/admin"),
        Standing::Participant(own, _) | Standing::Key(own) => *own == realm,
        Standing::Scribe(own) => *own == realm && address.starts_with("/t/"),
        Standing::Company(own) => *own == realm && address.starts_with("/s/"),
        // Whoever is in may leave.
        Standing::Member(programme, _) if address.ends_with("/leave") => *programme == realm.programme(),
        Standing::Member(programme, role) => {
            *programme == realm.programme()
                && match role {
                    Role::Manager => true,
                    // The day is theirs, the years are the manager's.
                    Role::Facilitator => !address.starts_with("/programme"),
                    Role::Auditor => address.ends_with("/figures") || address.contains("/withdraw"),
                    Role::Reader => false,
                }
        }
    }
}

/// All marked words of a world.
#[derive(Debug, Default)]
pub struct Marks(Vec<Mark>);

impl Marks {
    /// A new word. Its readers are people who may see it although their kind may not.
    pub fn word(&mut self, realm: Realm, kind: Kind, readers: &[&'static str]) -> String {
        let text = format!("zq{:03}jx", self.0.len());
        self.0.push(Mark { text: text.clone(), kind, realm, readers: readers.to_vec() });
        text
    }

    /// Takes a key as a mark: keys are already like no other word.
    pub fn key(&mut self, realm: Realm, kind: Kind, key: &str) {
        self.0.push(Mark { text: key.to_owned(), kind, realm, readers: Vec::new() });
    }

    /// This person may read what another has of this kind, and they agreed to it.
    pub fn let_read(&mut self, realm: Realm, kind: Kind, whose: &str, reader: &'static str) {
        for mark in self
            .0
            .iter_mut()
            .filter(|mark| mark.realm == realm && mark.kind == kind && mark.readers.first() == Some(&whose))
        {
            mark.readers.push(reader);
        }
    }

    /// Whether no mark has this text yet.
    pub fn is_new(&self, text: &str) -> bool {
        self.0.iter().all(|mark| mark.text != text)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A searcher that finds these marks in answers.
    ///
    /// # Errors
    /// When there are more of them than can be looked for.
    pub fn searcher(&self) -> Result<Searcher> {
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(self.0.iter().map(|mark| &mark.text))?;
        Ok(Searcher { words, marks: self.0.clone() })
    }
}

/// Looks for all marks at once in the bytes of an answer.
pub struct Searcher {
    words: AhoCorasick,
    marks: Vec<Mark>,
}

impl Searcher {
    /// The marks in these bytes that this caller may not read.
    pub fn leaks(&self, standing: &Standing, bytes: &[u8]) -> Vec<&Mark> {
        let found = self.found(bytes);
        found.into_iter().map(|at| &self.marks[at]).filter(|mark| !may_read(standing, mark)).collect()
    }

    /// No mark stands inside another: the plain search finds each.
    fn found(&self, bytes: &[u8]) -> BTreeSet<usize> {
        self.words.find_iter(bytes).map(|found| found.pattern().as_usize()).collect()
    }

    /// How many different marks stand in these bytes.
    pub fn count(&self, bytes: &[u8]) -> usize {
        self.found(bytes).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_lets_nobody_read_a_secret_card_but_its_author_and_the_desk() {
        let mut marks = Marks::default();
        marks.word(Realm::Target, Kind::Secret, &["nadia"]);
        let searcher = marks.searcher().unwrap_or_else(|error| panic!("{error}"));
        let page = b"<p>ZQ000JX</p>";
        let reads = |standing: Standing| searcher.leaks(&standing, page).is_empty();
        assert!(reads(Standing::Participant(Realm::Target, "nadia")) && reads(Standing::Key(Realm::Target)));
        assert!(reads(Standing::Member(Programme::A, Role::Manager)));
        assert!(
            !reads(Standing::Participant(Realm::Target, "karim"))
                && !reads(Standing::Board(Realm::Target))
                && !reads(Standing::Nobody)
        );
        assert!(
            !reads(Standing::Key(Realm::Second))
                && !reads(Standing::Member(Programme::B, Role::Manager))
                && !reads(Standing::Administrator)
        );
        assert!(!reads(Standing::Member(Programme::A, Role::Reader)));
        assert_eq!(searcher.count(page), 1);
    }
}
