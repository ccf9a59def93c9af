//! A caller with cookies, a bearer token or a key in the query, over one connection that stays open.

use std::net::SocketAddr;

use anyhow::Result;
use serde_json::Value;
use uuid::Uuid;

use crate::http::{Answer, Connection};

/// What a caller sends along with everything.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    pub cookies: String,
    pub bearer: Option<String>,
    /// `board=KEY`, put behind every address.
    pub query: Option<String>,
}

impl Credentials {
    pub fn session(token: &str) -> Self {
        Self { cookies: format!("maillage_session={token}"), ..Self::default() }
    }

    pub fn participant(workshop: &str, token: &str) -> Self {
        Self { cookies: format!("maillage_p_{}={token}", workshop.replace('-', "")), ..Self::default() }
    }

    pub fn facilitator(workshop: &str, key: &str) -> Self {
        Self { cookies: format!("maillage_f_{}={key}", workshop.replace('-', "")), ..Self::default() }
    }

    pub fn bearer(token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), ..Self::default() }
    }
}

/// The body of a request.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    Nothing,
    Form(&'a str),
    Json(&'a str),
    Multipart(&'a [u8]),
}

/// The boundary of every multipart body here.
pub const BOUNDARY: &str = "b0undary";

/// A form with one file, as a browser sends it.
pub fn upload(name: &str, content: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body =
        format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .into_bytes();
    body.extend_from_slice(content);
    for (field, value) in fields {
        body.extend_from_slice(
            format!("\r\n--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}").as_bytes(),
        );
    }
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Who asks, over a connection of their own.
pub struct Client {
    address: SocketAddr,
    connection: Option<Connection>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, connection: None }
    }

    /// Sends a request; `headers` are whole lines, each with its end.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn send(
        &mut self,
        method: &str,
        target: &str,
        who: &Credentials,
        headers: &str,
        body: Body<'_>,
    ) -> Result<Answer> {
        let request = self.request(method, target, who, headers, body);
        self.exchange(&request).await
    }

    /// The request as it goes over the wire.
    pub fn request(&self, method: &str, target: &str, who: &Credentials, headers: &str, body: Body<'_>) -> Vec<u8> {
        use std::fmt::Write as _;
        let mut target = target.to_owned();
        if let Some(query) = &who.query {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(query);
        }
        let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n{headers}", self.address);
        if !who.cookies.is_empty() {
            let _ = write!(head, "cookie: {}\r\n", who.cookies);
        }
        if let Some(token) = &who.bearer {
            let _ = write!(head, "authorization: Bearer {token}\r\n");
        }
        let (kind, content): (String, &[u8]) = match body {
            Body::Nothing => (String::new(), b""),
            Body::Form(text) => ("application/x-www-form-urlencoded".to_owned(), text.as_bytes()),
            Body::Json(text) => ("application/json".to_owned(), text.as_bytes()),
            Body::Multipart(bytes) => (format!("multipart/form-data; boundary={BOUNDARY}"), bytes),
        };
        if !kind.is_empty() {
            let _ = write!(head, "content-type: {kind}\r\ncontent-length: {}\r\n", content.len());
        }
        head.push_str("\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(content);
        request
    }

    /// Sends these bytes; once more over a new connection where the old one had ended meanwhile.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        if let Some(mut connection) = self.connection.take()
            && let Ok(answer) = connection.exchange(request).await
        {
            self.keep(connection, &answer);
            return Ok(answer);
        }
        let mut connection = Connection::open(self.address).await?;
        let answer = connection.exchange(request).await?;
        self.keep(connection, &answer);
        Ok(answer)
    }

    fn keep(&mut self, connection: Connection, answer: &Answer) {
        let ends = answer.status == 101 || answer.header("connection").is_some_and(|value| value.contains("close"));
        self.connection = (!ends).then_some(connection);
    }

    /// Opens a page.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn get(&mut self, target: &str, who: &Credentials) -> Result<Answer> {
        self.send("GET", target, who, "", Body::Nothing).await
    }

    /// Sends a form.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn post(&mut self, target: &str, who: &Credentials, form: &str) -> Result<Answer> {
        self.send("POST", target, who, "", Body::Form(form)).await
    }

    /// Sends JSON.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn json(&mut self, target: &str, who: &Credentials, body: &Value) -> Result<Answer> {
        self.send("POST", target, who, "", Body::Json(&body.to_string())).await
    }

    /// Sends a command under a fresh id.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn command(&mut self, workshop: &str, who: &Credentials, command: Value) -> Result<Answer> {
        let body = serde_json::json!({"command_id": Uuid::new_v4(), "command": command});
        self.json(&format!("/api/workshops/{workshop}/commands"), who, &body).await
    }

    /// A command that must be carried out; gives its first event.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn done(&mut self, workshop: &str, who: &Credentials, command: Value) -> Result<Value> {
        let answer = self.command(workshop, who, command.clone()).await?.json();
        let answer = answer.map_err(|error| error.context(command.to_string()))?;
        Ok(answer["events"][0]["event"].clone())
    }
}

/// What stands behind this in a page, up to the first character that is no letter, digit, `-` or `_`.
pub fn behind(text: &str, before: &str) -> Option<String> {
    all_behind(text, before).into_iter().next()
}

/// Each of the words that follow `before` in the text, once.
pub fn all_behind(text: &str, before: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in text.split(before).skip(1) {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        if !word.is_empty() && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}
