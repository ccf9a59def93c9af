//! Rows with names. Beside this macro stands sqlx's derive; with it the whole of SQLite would be compiled a second
//! time, for the compiler.

/// A struct whose fields are the columns of those names.
macro_rules! row {
    ($(#[$about:meta])* $seen:vis struct $Row:ident {
        $($(#[$words:meta])* $field_seen:vis $column:ident: $kind:ty,)+
    }) => {
        $(#[$about])*
        $seen struct $Row {
            $($(#[$words])* $field_seen $column: $kind,)+
        }

        impl sqlx::FromRow<'_, sqlx::sqlite::SqliteRow> for $Row {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($column: row.try_get(stringify!($column))?,)+ })
            }
        }
    };
}

pub(in crate::db) use row;
