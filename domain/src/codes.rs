//! Enums whose variants have a stable text code, used on the wire, in the database, in forms and in exports alike.

/// Declares an enum with one stable snake_case code for each variant, the list of all variants, and parsing.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant),+
        }
        impl $name {
            /// Every variant, in the order in which people are shown them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable code: on the wire, in the database, in forms and exports.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// The variant with this code, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.code() == code)
            }
        }
        impl wire::Wire for $name {
            fn read(json: &wire::Json<'_>) -> Option<Self> {
                Self::from_code(json.text()?)
            }

            fn write(&self, out: &mut String) {
                wire::write_text(self.code(), out);
            }
        }
    };
}
pub(crate) use coded;
