//! Compares a have with a want and shows every signal: `cargo run --release --package matching --example compare --
//! HAVE WANT`.

use matching::Matcher;
use matching::knowledge::Knowledge;
use matching::reading::Reading;
use matching::score::Signals;

fn main() {
    let texts: Vec<String> = std::env::args().skip(1).collect();
    let [have, want] = &texts[..] else {
        eprintln!("usage: compare HAVE WANT");
        std::process::exit(2);
    };
    let knowledge = Knowledge::get();
    let matcher = Matcher::new();
    for text in [have, want] {
        let reading = Reading::of(text, knowledge);
        println!("{text}");
        for word in &reading.words {
            println!("  word {:<16} weight {:.1} {:?} part {}", word.typed, word.weight, word.role, word.part);
        }
        for (concept, share) in &reading.concepts {
            println!("  thing {:<24} {share:.2}", knowledge.concepts[usize::from(*concept)].id);
        }
        for asking in reading.asks.iter().take(5) {
            println!("  asks for {:<21} {:.2}", knowledge.functions[usize::from(asking.function)].id, asking.strength);
        }
        for amount in &reading.amounts {
            println!("  amount {:?}", amount.annual());
        }
    }
    let (a, b) = (matcher.trace(have), matcher.trace(want));
    let mut comparer = matcher.comparer();
    comparer.take(&a);
    let comparison = comparer.with(&a, &b);
    for (name, value) in Signals::NAMES.iter().zip(comparison.signals.0) {
        println!("{name:<14} {value:.2}");
    }
    if let Some(served) = comparison.served {
        println!(
            "use            {} by {}",
            knowledge.functions[usize::from(served.function)].id,
            knowledge.concepts[usize::from(served.concept)].id
        );
    }
    println!("score          {:.3}", matcher.score(&comparison));
}
