//! What the kernel can do: a server that does nothing but write, one socket after the other.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

use anyhow::Result;

/// Takes screens in until a publisher comes, then writes every line of the publisher to every screen. Prints its port.
pub fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    let mut screens: Vec<TcpStream> = Vec::new();
    for stream in listener.incoming() {
        let stream = stream?;
        stream.set_nodelay(true)?;
        // Unbuffered: what follows the first word stays for the one who reads on.
        let mut word = [0; 7];
        std::io::Read::read_exact(&mut &stream, &mut word)?;
        if &word == b"screen\n" {
            screens.push(stream);
            continue;
        }
        let mut publisher = BufReader::new(stream);
        let mut line = String::new();
        // The rest of `publisher\n`.
        publisher.read_line(&mut line)?;
        loop {
            line.clear();
            if publisher.read_line(&mut line)? == 0 {
                return Ok(());
            }
            for screen in &mut screens {
                screen.write_all(line.as_bytes())?;
            }
        }
    }
    Ok(())
}
