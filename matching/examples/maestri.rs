use matching::knowledge::Knowledge;
use matching::reading::Reading;
use matching::score;
fn main() {
    let k = Knowledge::get();
    let mut seen = std::collections::HashSet::new();
    for r in csv::Reader::from_path(std::env::args().nth(1).unwrap()).unwrap().deserialize::<std::collections::HashMap<String, String>>() {
        let r = r.unwrap();
        let have = format!("{} from {}", r["waste"], r["donor_business"]);
        let want = format!("{} for {}", r["final_use"], r["receiver_business"]);
        if !seen.insert((have.clone(), want.clone())) { continue; }
        let (h, w) = (Reading::of(&have, k), Reading::of(&want, k));
        let c = score::compare(&h, &w, k);
        let s = c.signals.0;
        if s[6] < 0.6 { println!("{} || {} | {} | H {} | asks {}", have, want, s[6], h.concepts.iter().map(|(c, s)| format!("{}:{:.1}", k.concepts[*c as usize].id, s)).collect::<Vec<_>>().join(" "), w.asks.iter().take(3).map(|a| format!("{}:{:.2}", k.functions[a.function as usize].id, a.strength)).collect::<Vec<_>>().join(" ")); }
    }
}
