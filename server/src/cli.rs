//! The command line: what `maillage --help` shows, and what each command does.

/// Writes a line for whoever reads; that nobody does any more (`maillage serve | head -1`) stops nothing.
macro_rules! tell {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        drop(writeln!(std::io::stdout(), $($line)*));
    }};
}

mod account;
mod demo;
mod keeping;
mod match_eval;
mod model;
mod oidc;
mod room_eval;
mod stop;
mod workshop;

use std::error::Error;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backend::clock::Clock;
use backend::{Backend, Durability, private_files};
use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;

use crate::{App, listen, router};

/// Runs synergy workshops: companies post what they have and want from their phones, a board shows the matches, and
/// what comes of them is followed for years.
#[derive(Debug, Parser)]
#[command(name = "maillage", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the application.
    Serve(Serve),
    /// Serve the application with a demonstration workshop that comes alive by itself.
    Demo(demo::Demo),
    /// Work with workshops from the command line.
    #[command(subcommand)]
    Workshop(workshop::Workshop),
    /// Bring in a newer table of emission factors (the columns of `backend/factors/emission_factors.csv`).
    #[command(subcommand)]
    Factors(Factors),
    /// Work with accounts from the command line.
    #[command(subcommand)]
    Account(account::Account),
    /// Print the licences of what others wrote and this program holds.
    Licences,
    /// Measure the matcher on a file of pairs of a have and a want that are known to fit, beside BM25 and character
    /// trigrams.
    MatchEval(match_eval::MatchEval),
    /// Play a whole room of cards whose right pairs are known, and judge what its board would show.
    RoomEval(room_eval::RoomEval),
    /// Copy the whole database into a new file, also while the server runs, and read the copy through.
    Backup {
        #[command(flatten)]
        data: Data,
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a copy in the place of the database. The server must not run. What was there before is set aside, not
    /// removed.
    Restore {
        /// The copy, as `maillage backup` wrote it.
        copy: PathBuf,
        #[command(flatten)]
        data: Data,
    },
    /// Make what is read of synergies (their rows, history, figures…) anew from the logs of the programmes. The server
    /// must not run. Files, links of companies and everything else stay as they are.
    Rebuild {
        #[command(flatten)]
        data: Data,
    },
    /// Check database, logs, key, disk, clock, copies and mail, and say what is wrong. Changes nothing; the server may
    /// run.
    Check(keeping::Check),
}

#[derive(Debug, Subcommand)]
enum Factors {
    /// Bring in a table. Figures keep the factors with which they were computed.
    Import {
        #[command(flatten)]
        data: Data,
        /// The CSV file.
        file: PathBuf,
        /// What this table is called, `2026-07`.
        #[arg(long)]
        version: String,
    },
}

/// Where everything is kept.
#[derive(Clone, Debug, Args)]
struct Data {
    /// Folder that holds the database.
    #[arg(long = "data", env = "MAILLAGE_DATA", default_value = "data", value_name = "DIR")]
    folder: PathBuf,
    /// File of the server's key; `maillage.key` in the data folder when left out. It is made at the first start and
    /// belongs into a backup of its own: the database alone opens no door.
    #[arg(long, env = "MAILLAGE_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
}

impl Data {
    /// Where the server's key is.
    fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.folder.join(backend::server_key::FILE_NAME))
    }

    async fn open(&self) -> Result<Backend, Box<dyn Error>> {
        self.open_with(Durability::Full).await
    }

    async fn open_with(&self, durability: Durability) -> Result<Backend, Box<dyn Error>> {
        private_folder(&self.folder)?;
        Ok(Backend::open_with_key(&self.folder.join("maillage.db"), &self.key_file(), Clock::system(), durability)
            .await?)
    }
}

/// The folder, open to nobody else.
fn private_folder(folder: &Path) -> Result<(), Box<dyn Error>> {
    private_files::folder(folder)
        .map_err(|error| format!("cannot create the folder {}: {error}", folder.display()).into())
}

/// How the server is reached.
#[derive(Clone, Debug, Args)]
struct Listen {
    /// Address and port to listen on. `0.0.0.0:3000` lets the phones of the room in.
    #[arg(long = "listen", env = "MAILLAGE_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS")]
    address: SocketAddr,
    /// Address that people use, `https://ateliers.example.org`. It goes into the QR code; without it, the QR code holds
    /// the address at which the page with it was opened, and the server answers only to addresses and names of its own
    /// network.
    #[arg(long, env = "MAILLAGE_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// A proxy stands in front of this server and notes callers' addresses in X-Forwarded-For. Needs --public-url.
    #[arg(long, env = "MAILLAGE_BEHIND_PROXY")]
    behind_proxy: bool,
    /// How many proxies stand in front, each adding to X-Forwarded-For (2: a CDN and nginx). 1 when left out with
    /// --behind-proxy.
    #[arg(long, env = "MAILLAGE_TRUSTED_PROXIES", value_name = "NUMBER")]
    trusted_proxies: Option<usize>,
    #[command(flatten)]
    model: model::ModelOptions,
    #[command(flatten)]
    smtp: Smtp,
    #[command(flatten)]
    host: Identity,
    #[command(flatten)]
    oidc: oidc::Oidc,
    /// How many connections are open at once at most; newcomers wait beyond that. As many as the system grants when
    /// left out.
    #[arg(long, env = "MAILLAGE_CONNECTIONS", value_name = "NUMBER")]
    connections: Option<usize>,
    /// Address and port at which a monitor reads what the server counts and times (`/metrics`, the form of Prometheus).
    /// Not for the public; nothing listens there when left out.
    #[arg(long, env = "MAILLAGE_METRICS", value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
}

/// Whose server it is: shown on doors, boards, invitations and printed sheets.
#[derive(Clone, Debug, Args)]
struct Identity {
    /// Name of the host, `CCI du Val`.
    #[arg(long = "host-name", env = "MAILLAGE_HOST_NAME", value_name = "NAME")]
    name: Option<String>,
    /// The host's colour, `#0b5260`. Refused when letters in it could not be read.
    #[arg(long, env = "MAILLAGE_ACCENT", value_name = "COLOUR")]
    accent: Option<String>,
    /// The host's logo: PNG, JPEG, WebP or a plain SVG, at most 200 kB.
    #[arg(long, env = "MAILLAGE_LOGO", value_name = "FILE")]
    logo: Option<PathBuf>,
}

impl Identity {
    /// Reads and checks it all, so that a server with a broken identity does not start.
    fn show(&self, app: &mut App) -> Result<(), Box<dyn Error>> {
        let read = |file: &PathBuf| -> Result<crate::host::Logo, Box<dyn Error>> {
            let content =
                std::fs::read(file).map_err(|error| format!("cannot read the logo {}: {error}", file.display()))?;
            Ok(crate::host::Logo::check(content)?)
        };
        app.logo = self.logo.as_ref().map(read).transpose()?;
        let colours = self.accent.as_deref().map(crate::host::colours).transpose()?;
        app.host = crate::host::identity(self.name.as_deref(), colours, app.logo.as_ref());
        Ok(())
    }
}

/// How mails leave: questions to companies, invitations, links to a new password (these need --public-url as well).
/// Without a relay questions and invitations are there to be sent by hand.
#[derive(Clone, Debug, Args)]
struct Smtp {
    /// The mail relay: `smtps://user:password@mail.example.org`, `smtp://localhost:25`. The password can be in the
    /// environment only.
    #[arg(long = "smtp", env = "MAILLAGE_SMTP", value_name = "URL", hide_env_values = true)]
    url: Option<String>,
    /// The sender: `Démarche du Val <eit@example.org>`.
    #[arg(long = "mail-from", env = "MAILLAGE_MAIL_FROM", value_name = "ADDRESS")]
    from: Option<String>,
    /// Seconds between two looks at what is due.
    #[arg(long = "mail-every", env = "MAILLAGE_MAIL_EVERY", value_name = "SECONDS", default_value_t = 600)]
    every: u64,
}

impl Smtp {
    fn mailer(&self) -> Result<Option<crate::mail::Mailer>, Box<dyn Error>> {
        let Some(url) = &self.url else { return Ok(None) };
        let from = self.from.as_ref().ok_or("mail needs a sender: --mail-from")?;
        Ok(Some(crate::mail::Mailer::new(url, from)?))
    }
}

/// A server that has its socket but does not yet answer.
struct Ready {
    app: App,
    listener: TcpListener,
    /// Where what is counted can be read.
    metrics: Option<TcpListener>,
    /// How to reach it, without a slash at the end.
    origin: String,
    most_connections: usize,
    /// Whether one address leaves seats to others.
    share_seats: bool,
    mail_every: std::time::Duration,
    stop: stop::StopAsked,
}

impl Listen {
    async fn prepare(&self, backend: Backend) -> Result<Ready, Box<dyn Error>> {
        let public_url = self.public_url.as_deref().map(crate::public_url::parse).transpose()?;
        let trusted_proxies = self.trusted_proxies.unwrap_or(usize::from(self.behind_proxy));
        if public_url.is_none() && (self.behind_proxy || trusted_proxies > 0) {
            return Err(
                "--behind-proxy and --trusted-proxies need --public-url: behind a proxy this server cannot know by \
                    which address people reach it"
                    .into(),
            );
        }
        let listener =
            listen::bind(self.address).map_err(|error| format!("cannot listen on {}: {error}", self.address))?;
        let metrics = self.metrics.map(|address| {
            listen::bind(address).map_err(|error| format!("cannot listen on {address} for --metrics: {error}"))
        });
        let metrics = metrics.transpose()?;
        let mut app = App::new(backend);
        app.oidc = self.oidc.provider(public_url.as_deref())?.map(std::sync::Arc::new);
        app.public_url = public_url;
        app.trusted_proxies = trusted_proxies;
        self.host.show(&mut app)?;
        app.mail = self.smtp.mailer()?.map(|mailer| std::sync::Arc::new(mailer.counted(app.backend.measures())));
        if let Some(model) = self.model.model()? {
            app.backend.set_model(model);
        }
        let origin = app.public_url.clone().unwrap_or(format!("http://{}", listener.local_addr()?));
        let granted = listen::most_connections();
        let most_connections = self.connections.map_or(granted, |wanted| wanted.clamp(1, granted));
        Ok(Ready {
            share_seats: app.trusted_proxies == 0,
            app,
            listener,
            metrics,
            origin,
            most_connections,
            mail_every: std::time::Duration::from_secs(self.smtp.every.max(1)),
            stop: stop::StopAsked::listen()?,
        })
    }
}

impl Ready {
    /// Serves until the process is asked to stop.
    async fn serve(self) -> Result<(), Box<dyn Error>> {
        let Self { app, listener, metrics, most_connections, share_seats, origin, mail_every, stop } = self;
        let (stopping, backend) = (app.stopping.clone(), app.backend.clone());
        tokio::spawn({
            let stopping = stopping.clone();
            async move {
                stop.came().await;
                tracing::info!("stopping");
                stopping.cancel();
            }
        });
        tokio::spawn(crate::nightly::keep_periods(app.clone()));
        if let Some(metrics) = metrics {
            tell!("metrics at http://{}/metrics", metrics.local_addr()?);
            tokio::spawn(crate::metrics::serve(metrics, app.clone()));
        }
        if let Some(mailer) = app.mail.clone() {
            tokio::spawn(crate::mail::ask_by_itself(app.clone(), mailer, origin, mail_every));
        }
        let bounds = listen::Bounds { share: share_seats, ..listen::Bounds::seats(most_connections) };
        listen::serve(listener, router(app), bounds, stopping).await?;
        backend.stop().await;
        Ok(())
    }
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    copies: keeping::Copies,
    /// How many people one workshop takes at most.
    #[arg(
        long,
        env = "MAILLAGE_PEOPLE",
        value_name = "NUMBER",
        default_value_t = backend::rooms::Bounds::default().people
    )]
    people: usize,
    /// Let one machine do what a hall does: for trials and measurements.
    #[arg(long, hide = true)]
    without_bounds: bool,
    /// Lose acknowledged posts when the power fails: for the trial that proves that it would notice.
    #[arg(long, hide = true)]
    without_flushing: bool,
}

/// Does what was asked for.
///
/// # Errors
/// A sentence to print, with its causes.
pub async fn run(cli: Cli) -> Result<ExitCode, Box<dyn Error>> {
    match &cli.command {
        Command::MatchEval(eval) => return eval.run(),
        Command::RoomEval(eval) => return eval.run(),
        _ => {}
    }
    carry_out(cli).await.map(|()| ExitCode::SUCCESS)
}

async fn carry_out(cli: Cli) -> Result<(), Box<dyn Error>> {
    private_files::keep_what_is_made_private();
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("MAILLAGE_LOG").unwrap_or_else(|_| "info,sqlx=warn".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match std::env::var("MAILLAGE_LOG_FORM").as_deref() {
        Ok("json") => log.json().flatten_event(true).init(),
        _ => log.with_ansi(std::io::stderr().is_terminal()).init(),
    }
    match cli.command {
        Command::Serve(serve) => {
            let durability = if serve.without_flushing { Durability::Weak } else { Durability::Full };
            if durability == Durability::Weak {
                tracing::warn!("commits are not flushed: what is acknowledged can be lost");
            }
            private_folder(&serve.data.folder)?;
            let _in_use = backend::backup::InUse::take(&serve.data.folder)?;
            let mut ready = serve.listen.prepare(serve.data.open_with(durability).await?).await?;
            serve.copies.start(&ready.app, &serve.data);
            let bounds = backend::rooms::Bounds { people: serve.people.max(1), ..backend::rooms::Bounds::default() };
            ready.app.backend.take_back_unfinished_imports().await?;
            ready.app.backend.recognise_earlier_companies().await?;
            if serve.without_bounds {
                ready.app.backend.set_bounds(backend::rooms::Bounds::NONE);
                ready.share_seats = false;
            } else {
                ready.app.backend.set_bounds(bounds);
            }
            tell!("listening on {}", ready.origin);
            if let Some(token) = ready.app.open_set_up().await? {
                tell!("setup {}{}", ready.origin, app::routes::set_up(&token));
                tell!("There is no account yet: open this address once to create the first one.");
            }
            ready.serve().await
        }
        Command::Demo(demo) => demo.run().await,
        Command::Licences => {
            tell!("{}", include_str!("../licences.txt").trim_end());
            Ok(())
        }
        Command::MatchEval(eval) => eval.run().map(drop),
        Command::RoomEval(eval) => eval.run().map(drop),
        Command::Workshop(workshop) => workshop.run().await,
        Command::Factors(Factors::Import { data, file, version }) => {
            let text =
                std::fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let backend = data.open().await?;
            let count = backend.import_factors(&version, &file.display().to_string(), &text).await.map_err(readable)?;
            backend.stop().await;
            tell!("{count} factors in table {version}");
            Ok(())
        }
        Command::Account(account) => account.run().await,
        Command::Backup { data, file } => keeping::back_up(&data, &file).await,
        Command::Restore { copy, data } => keeping::restore(&copy, &data).await,
        Command::Rebuild { data } => keeping::rebuild(&data).await,
        Command::Check(check) => check.run().await,
    }
}

/// What is wrong with what was typed, field by field.
fn readable(error: backend::error::Error) -> Box<dyn Error> {
    match &error {
        backend::error::Error::Refused(refusal) => {
            let language = domain::workshop::Language::English;
            let lines = refusal.problems().iter().map(|problem| {
                let sentence = app::locale::problems::sentence(language, problem.code);
                problem.field.as_ref().map_or(sentence.to_owned(), |field| format!("--{field}: {sentence}"))
            });
            lines.collect::<Vec<_>>().join("\n").into()
        }
        _ => error.into(),
    }
}
