//! The join storm: a whole room scans the code at once, from one address. Each phone loads the door's page, sends the
//! form, loads its own page with the files it names, and opens its feed. Its time runs from the scan to the first word
//! of the feed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::http::{Answer, Connection};
use crate::process::Workshop;
use crate::protocol::upgrade;

/// What one storm of joins measured.
#[derive(Clone, Debug)]
pub struct Storm {
    /// How many phones heard the first word of their feed.
    pub live: usize,
    /// Seconds from the scan to the first word, for 95 of 100 of those.
    pub p95: f64,
    /// What went wrong with the first that failed.
    pub failure: Option<String>,
}

/// The addresses that a phone asks for on its way in.
#[derive(Clone, Debug)]
pub struct Path {
    pub door: String,
    pub feed: String,
    /// Files that the phone's page needs.
    pub files: Vec<String>,
}

impl Path {
    /// Through Maillage: the files are those that the phone's page names.
    pub async fn maillage(address: SocketAddr, workshop: &Workshop) -> Result<Self> {
        let door = format!("/j/{}", workshop.join_token);
        let page = Connection::open(address).await?.exchange(plain(&get(address, &door, "")).as_bytes()).await?;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let css = named(&page, "/assets/pkg/phone.", ".css").context("the door names no style sheet")?;
        let path = Self { door, feed: format!("/api/workshops/{}/feed?after=0", workshop.id), files: vec![css] };
        // Somebody goes first, to learn what the phone's page names.
        let mut connection = Connection::open(address).await?;
        let (cookie, place, _) = path.enter(&mut connection, address, usize::MAX).await?;
        let page = connection.exchange(plain(&get(address, &place, &cookie)).as_bytes()).await?;
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let files = [".js", ".wasm"]
            .iter()
            .map(|ending| named(&page, "/assets/pkg/phone.", ending).context("the phone names no script"));
        let files = path.files.iter().cloned().map(Ok).chain(files).collect::<Result<Vec<_>>>()?;
        Ok(Self { files, ..path })
    }

    /// Through the peer, which serves this many files.
    pub fn of_peer(files: usize) -> Self {
        Self {
            door: "/j/bench".to_owned(),
            feed: "/".to_owned(),
            files: (0..files).map(|file| format!("/assets/{file}")).collect(),
        }
    }

    /// The bytes of the door's page, of the phone's page, and of each file, as they travel.
    pub async fn sizes(&self, address: SocketAddr) -> Result<Vec<usize>> {
        let mut connection = Connection::open(address).await?;
        let door = connection.exchange(get(address, &self.door, "").as_bytes()).await?;
        let (_, _, phone) = self.enter(&mut connection, address, usize::MAX - 1).await?;
        let mut sizes = vec![door.body.len(), phone.body.len()];
        for file in &self.files {
            sizes.push(connection.exchange(get(address, file, "").as_bytes()).await?.body.len());
        }
        Ok(sizes)
    }

    /// Door, form, own page; gives the cookie, the page's address, and the page.
    async fn enter(
        &self,
        connection: &mut Connection,
        address: SocketAddr,
        number: usize,
    ) -> Result<(String, String, Answer)> {
        let door = connection.exchange(get(address, &self.door, "").as_bytes()).await?;
        ensure!(door.status == 200, "the door answered {}", door.status);
        let form = format!("name=Personne+{number}&organisation=Entreprise+{}&table=&sector=&email=", number % 997);
        let request = format!(
            "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-type: \
                application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.door,
            form.len()
        );
        let sent = connection.exchange(request.as_bytes()).await?;
        ensure!(
            sent.status == 303,
            "the form was answered {}: {}",
            sent.status,
            String::from_utf8_lossy(&sent.body[..sent.body.len().min(200)])
        );
        // Cookies keep their case: read from the answer as it came.
        let cookie =
            sent.raw_header("set-cookie").context("no cookie")?.split(';').next().unwrap_or_default().to_owned();
        let place = sent.raw_header("location").context("no location")?.to_owned();
        let page = connection.exchange(get(address, &place, &cookie).as_bytes()).await?;
        ensure!(page.status == 200, "the phone's page answered {}", page.status);
        Ok((cookie, place, page))
    }

    async fn phone(&self, address: SocketAddr, number: usize) -> Result<TcpStream> {
        let mut connection = Connection::open(address).await?;
        let (cookie, ..) = self.enter(&mut connection, address, number).await?;
        for file in &self.files {
            let file = connection.exchange(get(address, file, "").as_bytes()).await?;
            ensure!(file.status == 200, "a file answered {}", file.status);
        }
        drop(connection);
        let mut feed = TcpStream::connect(address).await?;
        let request = String::from_utf8(upgrade(address, &self.feed))?
            .replace("\r\n\r\n", &format!("\r\ncookie: {cookie}\r\n\r\n"));
        feed.write_all(request.as_bytes()).await?;
        let mut heard = Vec::new();
        while memchr::memmem::find(&heard, b"beat").is_none() {
            ensure!(feed.read_buf(&mut heard).await? > 0, "the feed ended: {}", String::from_utf8_lossy(&heard));
        }
        Ok(feed)
    }
}

/// How many people the board shows.
pub async fn on_the_board(address: SocketAddr, workshop: &Workshop) -> Result<usize> {
    let state = crate::http::get_json(
        address,
        &format!("/api/workshops/{}/state?board={}", workshop.id, workshop.board_key),
        "",
    )
    .await?;
    Ok(state["workshop"]["participants"].as_object().context("no participants")?.len())
}

/// Lets this many phones in, spread evenly over this time.
pub async fn storm(address: SocketAddr, path: &Path, phones: usize, over: Duration) -> Result<Storm> {
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..phones {
        let path = path.clone();
        let scan = begin + over.mul_f64(number as f64 / phones as f64);
        tasks.spawn(async move {
            tokio::time::sleep_until(scan.into()).await;
            let entered = tokio::time::timeout(Duration::from_secs(60), path.phone(address, number)).await;
            (scan.elapsed(), entered.unwrap_or_else(|_| Err(anyhow::anyhow!("too late"))))
        });
    }
    let (mut times, mut feeds, mut failure) = (Vec::new(), Vec::new(), None);
    while let Some(ended) = tasks.join_next().await {
        match ended? {
            (took, Ok(feed)) => {
                times.push(took.as_secs_f64());
                feeds.push(feed);
            }
            (_, Err(error)) => drop(failure.get_or_insert(format!("{error:#}"))),
        }
    }
    times.sort_by(f64::total_cmp);
    let p95 = times.get((times.len() * 95 / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(f64::INFINITY);
    Ok(Storm { live: times.len(), p95, failure })
}

fn get(address: SocketAddr, path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: br\r\ncookie: {cookie}\r\n\r\n")
}

/// The request without asking for compression, so that its answer can be read.
fn plain(request: &str) -> String {
    request.replace("accept-encoding: br\r\n", "")
}

/// The first address in a page that begins and ends like this.
fn named(page: &str, beginning: &str, ending: &str) -> Option<String> {
    page.match_indices(beginning).find_map(|(at, _)| {
        let address: String =
            page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-')).collect();
        address.ends_with(ending).then_some(address)
    })
}
