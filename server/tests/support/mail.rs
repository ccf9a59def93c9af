//! A mail relay for tests.

use std::sync::{Arc, Mutex};

use server::mail::Mailer;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

/// A relay that takes everything, or nothing.
pub struct Sink {
    pub port: u16,
    pub mails: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    pub async fn start(refuses: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&mails);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                tokio::spawn(async move {
                    let (read, mut write) = socket.into_split();
                    let mut lines = BufReader::new(read).lines();
                    let _ = write.write_all(b"220 sink\r\n").await;
                    let (mut mail, mut inside) = (String::new(), false);
                    while let Ok(Some(line)) = lines.next_line().await {
                        let answer: &[u8] = match line.as_str() {
                            "." if inside => {
                                inside = false;
                                kept.lock().unwrap().push(std::mem::take(&mut mail));
                                b"250 kept\r\n"
                            }
                            _ if inside => {
                                mail.push_str(&line);
                                mail.push('\n');
                                continue;
                            }
                            "DATA" => {
                                inside = true;
                                b"354 go on\r\n"
                            }
                            "QUIT" => b"221 bye\r\n",
                            _ if refuses && line.starts_with("RCPT") => b"550 nobody of that name\r\n",
                            _ => b"250 ok\r\n",
                        };
                        if write.write_all(answer).await.is_err() {
                            break;
                        }
                    }
                });
            }
        });
        Self { port, mails }
    }

    pub fn mailer(&self) -> Mailer {
        Mailer::new(&format!("smtp://127.0.0.1:{}", self.port), "Démarche <eit@maillage.example>").unwrap()
    }

    pub fn count(&self) -> usize {
        self.mails.lock().unwrap().len()
    }

    /// The first mail, once it has come, its lines whole again.
    pub async fn first(&self) -> String {
        let late = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let first = self.mails.lock().unwrap().first().cloned();
            if let Some(mail) = first {
                return mail.replace("=\n", "");
            }
            assert!(tokio::time::Instant::now() < late, "no mail came");
            tokio::task::yield_now().await;
        }
    }
}
