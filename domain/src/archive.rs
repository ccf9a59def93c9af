//! What later workshops may see of a workshop's cards.

use crate::codes::coded;

coded! {
    /// The leave that a workshop gives for its cards, once it is over, to the facilitators of later workshops of the
    /// same programme. Cards that were taken back or hidden, and cards for facilitators only, are never shown; persons
    /// are never named.
    Leave {
        /// None: its cards stay with it.
        Nothing = "nothing",
        /// What was had and wanted, without anybody's name.
        Cards = "cards",
        /// The same with the organisation, where the card named one to the room.
        Organisations = "organisations",
    }
}

#[cfg(test)]
mod tests {
    use super::Leave;

    #[test]
    fn no_leave_is_the_first_choice() {
        assert_eq!(Leave::ALL.first(), Some(&Leave::Nothing));
        assert_eq!(Leave::from_code("organisations"), Some(Leave::Organisations));
        assert_eq!(Leave::from_code("everything"), None);
    }
}
