pub mod fanout;
pub mod posts;
use crate::peers::Protocol;
use crate::process;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        for clients in [1, 64] {
            let (p, proto, _w) = process::maillage_with_room(0).await?;
            let c0 = p.processor_seconds()?;
            let r = posts::ours(p.address, &proto, clients, Duration::from_secs(5)).await?;
            println!("{clients} ours {r:?} cpu {}", p.processor_seconds()? - c0);
            let folder = tempfile::tempdir()?;
            println!("bare {:?}", posts::bare_inserts(folder.path(), Duration::from_secs(5)).await?);
        }
    }
    for n in sizes {
        for round in 0..2 {
            let posting = fanout::Posting { posts: 40, gap: Duration::from_millis(if n > 10000 { 300 } else { 60 }), warm_up: 5 };
            let (p, proto, _w) = process::maillage_with_room(0).await?;
            let before = p.memory()?;
            let s = fanout::measure(&p, &proto, n, &posting, 0)?;
            println!("{n} ours {s:?} rss {} -> {}", before, p.memory()?);
            drop(p);
            let p = process::node(0, "ws.mjs", &[])?;
            let before = p.memory()?;
            let s = fanout::measure(&p, &Protocol::WebSocket, n, &posting, 400)?;
            println!("{n} ws {s:?} rss {} -> {}", before, p.memory()?);
            drop(p);
            if round == 0 {
            let p = process::node(0, "socketio.mjs", &[])?;
            let s = fanout::measure(&p, &Protocol::SocketIo, n, &posting, 400)?;
            println!("{n} socketio {s:?}");
            drop(p);
            let port = 7102 + (n % 1000) as u16;
            let mut c = process::pinned(0, "node");
            c.arg(process::root().join("trials/peers/node_modules/y-websocket/bin/server.cjs")).env("HOST", "127.0.0.1").env("PORT", port.to_string());
            let mut child = c.spawn()?;
            std::thread::sleep(Duration::from_secs(1));
            let p = process::Process::at(child, std::net::SocketAddr::from(([127,0,0,1],port)));
            let s = fanout::measure(&p, &Protocol::YWebSocket, n, &posting, 400)?;
            println!("{n} yws {s:?}");
            }
        }
    }
    Ok(())
}
