//! The plan beside chance and beside the greedy one, with its bounds and its time:
//! `cargo run --release --package seating --example compare`.

use std::time::Instant;

use seating::{Person, Plan, Question, bounds, greedy, random, score, solve};

/// A believable room: companies of one to three people, some of one group, likely matches as a workshop of this size
/// has them.
fn room(people: usize, tables: usize, rounds: usize) -> Question {
    let mut chance = fastrand::Rng::with_seed(20_261_125);
    let mut company = 0;
    let mut everybody = Vec::new();
    while everybody.len() < people {
        company += 1;
        // One company in six belongs to one of three groups.
        let group = (chance.u8(..6) == 0).then(|| 1_000 + chance.u32(..3));
        for _ in 0..chance.usize(1..=2).min(people - everybody.len()) {
            everybody.push(Person { groups: std::iter::once(company).chain(group).collect(), stays_at: None });
        }
    }
    for table in 0..tables {
        everybody[table * people / tables].stays_at = Some(table);
    }
    let mut likely = Vec::new();
    for one in 0..people {
        for other in one + 1..people {
            if chance.f64() < 0.08 {
                likely.push((one, other, chance.f64()));
            }
        }
    }
    Question { people: everybody, tables, rounds, held: Vec::new(), likely }
}

fn main() {
    println!("people tables rounds | plan     together repeats likely pairs  seconds");
    for (people, tables, rounds) in [(24, 4, 3), (40, 8, 3), (60, 10, 4), (60, 12, 5)] {
        let question = room(people, tables, rounds);
        let limit = bounds(&question);
        let tell = |name: &str, plan: &dyn Fn() -> Plan| {
            let begun = Instant::now();
            let plan = plan();
            let (seconds, score) = (begun.elapsed().as_secs_f64(), score(&question, &plan));
            println!(
                "{people:6} {tables:6} {rounds:6} | {name:8} {:8} {:7} {:6.1} {:5} {seconds:8.3}",
                score.together, score.repeats, score.likely, score.likely_pairs
            );
        };
        tell("chance", &|| random(&question, 1));
        tell("greedy", &|| greedy(&question, 1));
        tell("solved", &|| solve(&question, 1));
        println!(
            "{people:6} {tables:6} {rounds:6} | bound    {:8} {:7} {:6.1}   of {:.1}",
            limit.together,
            limit.repeats,
            limit.likely,
            question.likely.iter().map(|pair| pair.2).sum::<f64>()
        );
    }
}
