//! The identity provider, as the host sets it.

use std::error::Error;
use std::path::PathBuf;

use backend::oidc::{BACK, OUT, Provider, Settings};
use clap::Args;
use domain::identity::Profile;

/// By whom people sign in besides by password (OpenID Connect). See `docs/sign-in.md`.
#[derive(Clone, Debug, Args)]
pub(super) struct Oidc {
    /// Identity provider, by the address that it calls itself: `https://identity.example.org`. Needs --public-url.
    #[arg(long, env = "MAILLAGE_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// Who this server is at the provider.
    #[arg(long, env = "MAILLAGE_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// File that holds the secret which the provider gave this server, and nothing else.
    #[arg(long, env = "MAILLAGE_OIDC_SECRET_FILE", value_name = "FILE")]
    oidc_secret_file: Option<PathBuf>,
    /// How the provider wants to be spoken to.
    #[arg(
        long,
        env = "MAILLAGE_OIDC_PROFILE",
        value_name = "PROFILE",
        default_value = "generic",
        value_parser = ["generic", "proconnect"]
    )]
    oidc_profile: String,
    /// What people call the provider, on its button. ProConnect, or the name of its host, when left out.
    #[arg(long, env = "MAILLAGE_OIDC_NAME", value_name = "TEXT")]
    oidc_name: Option<String>,
}

impl Oidc {
    /// The provider, where one is set. It is not asked for anything yet: the server starts without it.
    pub(super) fn provider(&self, public_url: Option<&str>) -> Result<Option<Provider>, Box<dyn Error>> {
        let Some(issuer) = &self.oidc_issuer else {
            if self.oidc_client_id.is_some() || self.oidc_secret_file.is_some() {
                return Err("--oidc-client-id and --oidc-secret-file need --oidc-issuer: at which provider?".into());
            }
            return Ok(None);
        };
        let public_url = public_url.ok_or_else(|| {
            format!(
                "--oidc-issuer needs --public-url: the provider sends people back to exactly that \
                address, and {BACK} or {OUT}"
            )
        })?;
        let client_id = self
            .oidc_client_id
            .clone()
            .ok_or("--oidc-issuer needs --oidc-client-id: who is this server at the provider?")?;
        let file = self.oidc_secret_file.as_ref().ok_or(
            "--oidc-issuer needs --oidc-secret-file: the file of the secret that the provider gave this server",
        )?;
        let secret = std::fs::read_to_string(file)
            .map_err(|error| format!("cannot read the secret {}: {error}", file.display()))?;
        let profile = Profile::from_code(&self.oidc_profile).ok_or("--oidc-profile is generic or proconnect")?;
        let settings = Settings {
            issuer: issuer.clone(),
            client_id,
            secret,
            profile,
            name: self.oidc_name.clone(),
            public_url: public_url.to_owned(),
        };
        Ok(Some(Provider::new(settings)?))
    }
}
