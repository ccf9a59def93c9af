//! Feeds that somebody follows, over a socket.

use std::time::Duration;

use futures::StreamExt as _;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_util::sync::CancellationToken;

use super::Server;

pub type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// The same server behind a socket, for feeds.
pub struct Listening {
    address: String,
    _stop: tokio_util::sync::DropGuard,
}

pub fn listen(server: &Server) -> Listening {
    let listener = server::listen::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let stop = CancellationToken::new();
    tokio::spawn(server::listen::serve(
        listener,
        server.router.clone(),
        server::listen::Bounds::seats(64),
        stop.clone(),
    ));
    Listening { address, _stop: stop.drop_guard() }
}

impl Listening {
    pub async fn feed(&self, workshop: &str, query: &str, header: Option<(&'static str, String)>) -> Socket {
        self.open(&format!("/api/workshops/{workshop}/feed?after=0{query}"), header).await.0
    }

    /// Opens a feed, and gives its first word too.
    pub async fn open(&self, path: &str, header: Option<(&'static str, String)>) -> (Socket, String) {
        let mut request = format!("ws://{}{path}", self.address).into_client_request().unwrap();
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        let Some(Ok(Message::Text(first))) = socket.next().await else { panic!("no first word") };
        (socket, first.to_string())
    }
}

/// Reads until the feed is closed, and gives the code.
pub async fn closed(socket: &mut Socket) -> u16 {
    let ending = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                Some(Ok(_)) => {}
                other => panic!("no word of farewell: {other:?}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ending).await.expect("it is cut")
}
