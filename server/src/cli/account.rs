//! `maillage account`: accounts for whoever keeps the server.

use std::error::Error;

use clap::Subcommand;
use domain::problem::Problem;

use super::Data;

/// What can be done with accounts from the command line.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// List the accounts: address, name, whether they administer the server, are closed, or have a second factor.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Print a link to a new password for an account. It works once, for an hour, also while the server runs. A second
    /// factor is asked for all the same.
    Reset {
        /// The address of the account.
        email: String,
        /// Take the second factor off as well, at once: for somebody who has lost phone and recovery codes. It is
        /// entered in the audit log.
        #[arg(long)]
        without_second_factor: bool,
        /// Address that people use, `https://ateliers.example.org`.
        #[arg(long, env = "MAILLAGE_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
        public_url: String,
        #[command(flatten)]
        data: Data,
    },
}

impl Account {
    pub(super) async fn run(&self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::List { data } => {
                let backend = data.open().await?;
                for account in backend.list_accounts().await? {
                    let notes = [
                        (account.administers, "administrator"),
                        (!account.open, "closed"),
                        (account.second_factor, "second factor"),
                    ];
                    let notes: String =
                        notes.iter().filter(|(is, _)| *is).map(|(_, note)| format!("\t{note}")).collect();
                    tell!("{}\t{}{notes}", account.email, account.name);
                }
                backend.stop().await;
                Ok(())
            }
            Self::Reset { email, without_second_factor, public_url, data } => {
                let backend = data.open().await?;
                let made = async {
                    let token = backend.make_password_link(email).await?;
                    let taken_off = *without_second_factor && backend.take_second_factor_off(email).await?;
                    Ok((token, taken_off))
                };
                let made = made.await;
                backend.stop().await;
                let unknown = |error: &backend::error::Error| matches!(error, backend::error::Error::Refused(refusal) if refusal.first() == Problem::NotFound);
                match made {
                    Ok((token, taken_off)) => {
                        tell!("{}{}", public_url.trim_end_matches('/'), app::routes::password(&token));
                        tell!("It works once, for an hour. All sessions of the account end with it.");
                        if *without_second_factor {
                            tell!(
                                "{}",
                                if taken_off {
                                    "The second factor has been taken off."
                                } else {
                                    "The account had no second factor."
                                }
                            );
                        }
                        Ok(())
                    }
                    Err(error) if unknown(&error) => {
                        Err(format!("no open account has the address {email}; `maillage account list` shows them")
                            .into())
                    }
                    Err(error) => Err(error.into()),
                }
            }
        }
    }
}
