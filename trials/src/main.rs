//! Programs that prove what Maillage promises: how fast it is ([`mod@bench`]), what it survives ([`faults`]), and what
//! it keeps to itself ([`attack`]).
//!
//! Every trial starts the real binary ([`process::Process`]) on folders of its own, on this machine only, and talks to
//! it over HTTP ([`http`]) and WebSockets ([`protocol`], [`swarm::Swarm`]). The exception is the simulation
//! ([`faults::simulate`]), which plays the rules and the live engine themselves, without network or clock. No trial is
//! part of the product.
//!
//! - [`phone::Phone`] is a phone without a screen: replica, outbox and link of `live`.
//! - [`peers::Peer`] is a program to compare with; [`table::Line`] is one row of results, round by round, with its
//!   goal.
//! - [`faults::Figures`] and [`attack::Row`] are what a fault or an attack counted; one figure that is not as promised
//!   fails the run.
//!
//! A benchmark from beginning to end: ours and the peer take turns; a swarm of screens connects, a
//! [`publisher::Publisher`] posts, what it took becomes a [`table::Line`], and [`table::markdown`] prints the medians
//! and the ratios.
//!
//! `cargo xtask bench`, `cargo xtask faults` and `cargo xtask attack` build what is needed first. The figures stand in
//! `docs/live.md` and `docs/security.md`.

mod attack;
mod bench;
mod faults;
mod http;
mod peers;
mod phone;
mod process;
mod protocol;
mod publisher;
mod swarm;
mod table;

use std::net::SocketAddr;

use clap::{Parser, Subcommand};

/// Proves what Maillage promises, against the real binary. `cargo xtask bench` and `cargo xtask faults` build what is
/// needed first.
#[derive(Debug, Parser)]
#[command(name = "trials")]
struct Arguments {
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Debug, Subcommand)]
enum Trial {
    /// Measure beside peers, and print one table.
    Bench(bench::Options),
    /// Try what its worst guest would, and see that nothing leaks.
    Attack(attack::Options),
    /// Do what should not happen, and see that nothing is lost.
    Faults(faults::Options),
    /// Play one room of the simulation again.
    Simulate { seed: u64 },
    /// The peer of the largest room: a loop of write().
    #[command(hide = true)]
    ServeFloor,
    /// The peer of a start: axum saying hello.
    #[command(hide = true)]
    ServeHello { address: SocketAddr },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().trial {
        Trial::Bench(options) => bench::run(options).await,
        Trial::Attack(options) => attack::run(options).await,
        Trial::Faults(options) => faults::run(options).await,
        Trial::Simulate { seed } => faults::simulate(seed),
        Trial::ServeFloor => {
            rlimit::increase_nofile_limit(1 << 20)?;
            bench::floor::serve()
        }
        Trial::ServeHello { address } => bench::start::hello(address).await,
    }
}
