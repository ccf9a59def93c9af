//! Programs that prove what Maillage promises.

mod bench;
mod http;
mod peers;
mod process;
mod publisher;
mod swarm;

fn main() -> anyhow::Result<()> {
    bench::main()
}
