//! What the fields of a card offer to choose from, in words.

use domain::resource::{
    Category, ContactRelease, Field, Frequency, Kind, Price, Route, Status, Transport, Unit, Visibility,
};

use super::field::{Choice, choices};
use crate::Language;
use crate::locale::words;

/// What a field offers to choose from; nothing when it is typed.
#[must_use]
pub fn choices_of(language: Language, field: Field) -> Vec<Choice> {
    match field {
        Field::Kind => choices(Kind::ALL, Kind::code, |choice| words::kind(language, choice)),
        Field::Category => choices(Category::ALL, Category::code, |choice| words::category(language, choice)),
        Field::Unit => choices(Unit::ALL, Unit::code, |choice| words::unit(language, choice)),
        Field::Frequency => choices(Frequency::ALL, Frequency::code, |choice| words::frequency(language, choice)),
        Field::Transport => choices(Transport::ALL, Transport::code, |choice| words::transport(language, choice)),
        Field::Price => choices(Price::ALL, Price::code, |choice| words::price(language, choice)),
        Field::CurrentRoute => choices(Route::ALL, Route::code, |choice| words::route(language, choice)),
        Field::Status => choices(Status::ALL, Status::code, |choice| words::status(language, choice)),
        Field::Visibility => choices(Visibility::ALL, Visibility::code, |choice| words::visibility(language, choice)),
        Field::ContactRelease => {
            choices(ContactRelease::ALL, ContactRelease::code, |choice| words::contact_release(language, choice))
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use domain::resource::Entry;

    use super::*;

    #[test]
    fn every_field_that_is_chosen_offers_something() {
        for field in Field::ALL {
            let offered = choices_of(Language::French, *field);
            assert_eq!(field.entry() == Entry::Choice, !offered.is_empty(), "{field:?}");
        }
    }
}
