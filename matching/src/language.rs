//! French and English beside each other.

/// The same in French and in English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Both<T> {
    pub french: T,
    pub english: T,
}

impl Both<&str> {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.french.is_empty() && self.english.is_empty()
    }
}
