//! Every address of the product, in one table: the server routes by its patterns, pages link with its functions.
//!
//! A row has a name, a pattern, and, where the pattern has places, the function that fills them in: a place without an
//! argument of its name, or an argument without a place, does not compile.
//!
//! | part | for |
//! |---|---|
//! | `everyone` | doors, accounts, what the host says |
//! | `phone` | participants |
//! | `desk` | facilitators; the board and the tables of their workshops |
//! | `office` | programme managers; companies by their links; the host |
//! | `machine` | the JSON surface, and what is asked without a person |

/// One part of the table. `NAME "pattern";` for an address without places, `NAME "pattern" => function(place: Type);`
/// for one with. What is sent there by POST stands in the words above it.
macro_rules! addresses {
    ($($(#[$words:meta])* $name:ident $pattern:literal $(=> $make:ident $places:tt)?;)+) => {
        /// The patterns of this part, in the order of its rows.
        pub(super) const ALL: &[&str] = &[$($pattern),+];

        $(addresses! { @row [$(#[$words])*] $name $pattern $($make $places)? })+
    };
    (@row [$(#[$words:meta])*] $name:ident $pattern:literal) => {
        $(#[$words])*
        pub const $name: &str = $pattern;
    };
    (@row [$(#[$words:meta])*] $name:ident $pattern:literal $make:ident ($($place:ident: $kind:ty),+)) => {
        #[doc = concat!("`", $pattern, "`: the pattern of [`", stringify!($make), "`].")]
        pub const $name: &str = $pattern;

        $(#[$words])*
        #[must_use]
        pub fn $make($($place: $kind),+) -> String {
            format!($pattern)
        }
    };
}

mod desk;
mod everyone;
mod machine;
mod office;
mod phone;

pub use desk::*;
pub use everyone::*;
pub use machine::*;
pub use office::*;
pub use phone::*;

/// The patterns of all parts: what the trials and the tests go through.
pub fn all() -> impl Iterator<Item = &'static str> {
    [everyone::ALL, phone::ALL, desk::ALL, office::ALL, machine::ALL].into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::ids::{SynergyId, WorkshopId};

    use super::*;

    #[test]
    fn no_address_stands_twice_in_the_table() {
        let without_places: Vec<String> = all()
            .map(|pattern| {
                pattern
                    .split('/')
                    .map(|part| if part.starts_with('{') { "{}" } else { part })
                    .collect::<Vec<_>>()
                    .join("/")
            })
            .collect();
        assert_eq!(without_places.iter().collect::<BTreeSet<_>>().len(), without_places.len());
    }

    #[test]
    fn a_synergy_is_found_by_its_address_with_or_without_the_site() {
        let id = WorkshopId(uuid::Uuid::nil());
        let address = synergy(id, SynergyId(12));
        assert_eq!(address, format!("/programme/workshops/{id}/synergies/12"));
        for address in [format!("https://x.example{address}?x"), address] {
            assert_eq!(synergy_at(&address), Some((id, SynergyId(12))), "{address}");
        }
        assert_eq!(synergy_at("12"), None);
    }
}
