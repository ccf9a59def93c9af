//! Scratch: evaluates on a file under cross-validation by group.
use matching::eval::{self, Pair, Recall};
use matching::knowledge::Knowledge;
use matching::model::Model;
use matching::reading::Reading;
use matching::score::{self, Signals};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let verbose = std::env::args().nth(2);
    let pairs: Vec<Pair> = csv::Reader::from_path(&path).unwrap().deserialize::<std::collections::HashMap<String, String>>().map(|r| { let r = r.unwrap(); let g = |k: &str| r.get(k).cloned().unwrap_or_default(); Pair { id: g("id"), have: g("have"), want: g("want"), language: g("lang"), level: g("level"), group: g("group"), relaxed_group: g("relaxed_group") } }).collect();
    let k = Knowledge::get();
    println!("{} concepts {} functions {} uses", k.concepts.len(), k.functions.len(), k.uses.len());
    let haves: Vec<Reading> = pairs.iter().map(|p| Reading::of(&p.have, k)).collect();
    let wants: Vec<Reading> = pairs.iter().map(|p| Reading::of(&p.want, k)).collect();
    let cmp: Vec<Vec<_>> = haves.iter().map(|h| wants.iter().map(|w| score::compare(h, w, k)).collect()).collect();
    // CV by group (union of relaxed group)
    let fold = |p: &Pair| { let g = if p.relaxed_group.is_empty() { &p.id } else { &p.relaxed_group }; g.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b))) % 5 };
    let off: Vec<usize> = std::env::var("OFF").unwrap_or_default().split(',').filter_map(|n| Signals::NAMES.iter().position(|x| *x == n)).collect();
    let sig = |i: usize, j: usize| { let mut s = cmp[i][j].signals; for o in &off { s.0[*o] = 0.0; } s };
    let mut models = vec![];
    for f in 0..6 {
        let mut ex = vec![];
        for i in 0..pairs.len() { for j in 0..pairs.len() {
            if f < 5 && (fold(&pairs[i]) == f || fold(&pairs[j]) == f) { continue; }
            ex.push((sig(i, j), pairs[i].fits(&pairs[j]), 1.0));
        } }
        models.push(Model::fit(&ex, 1.0));
    }
    for (n, w) in Signals::NAMES.iter().zip(models[5].weights) { print!("{n} {w:.2}  "); }
    println!("const {:.2}", models[5].constant);
    let scores: eval::Scores = (0..pairs.len()).map(|i| (0..pairs.len()).map(|j| { let mut c = cmp[i][j].clone(); c.signals = sig(i, j); score::score(&c, &models[fold(&pairs[i]) as usize]) }).collect()).collect();
    let h: Vec<&str> = pairs.iter().map(|p| p.have.as_str()).collect();
    let w: Vec<&str> = pairs.iter().map(|p| p.want.as_str()).collect();
    for (name, s) in [("ours", &scores), ("bm25", &eval::bm25(&h, &w)), ("tri", &eval::trigrams(&h, &w))] {
        let pl = eval::places(&pairs, s);
        let show = |l: &str, sel: &dyn Fn(&Pair) -> bool| { let v: Vec<_> = pairs.iter().zip(&pl).filter(|(p, _)| sel(p)).map(|(_, x)| *x).collect(); let r = Recall::of(&v); println!("{name:5} {l:8} {:4} {:.3} {:.3} {:.3} {:.3}", r.asked, r.at_1, r.at_3, r.at_10, r.reciprocal); };
        show("all", &|_| true);
        for l in ["en", "fr", "mixed"] { show(l, &|p| p.language == l); }
        for l in ["hard", "natural"] { show(l, &|p| p.level == l); }
        let r = Recall::of(&eval::room_places(&pairs, s, 40, 20));
        println!("{name:5} room40   {:4} {:.3} {:.3} {:.3} {:.3}", r.asked, r.at_1, r.at_3, r.at_10, r.reciprocal);
    }
    for b in eval::calibration(&pairs, &scores) { println!("cal from {:.2}: {} said {:.2} right {:.2}", b.from, b.pairs, b.said, b.right); }
    if let Some(v) = verbose {
        let pl = eval::places(&pairs, &scores);
        for (i, p) in pairs.iter().enumerate() {
            if pl[i].is_none_or(|x| x > 3) {
                println!("\n{} [{:?}] {} -> {}", p.id, pl[i], p.have, p.want);
                let show = |r: &Reading| { r.concepts.iter().map(|(c, s)| format!("{}:{:.2}", k.concepts[*c as usize].id, s)).collect::<Vec<_>>().join(" ") };
                println!("   H {} | W {}", show(&haves[i]), show(&wants[i]));
                println!("   asks {}", wants[i].asks.iter().take(5).map(|a| format!("{}:{:.2}", k.functions[a.function as usize].id, a.strength)).collect::<Vec<_>>().join(" "));
                println!("   words {}", wants[i].words.iter().map(|w| format!("{}({:.1}{})", w.typed, w.weight, if w.form.is_some() {""} else {"?"})).collect::<Vec<_>>().join(" "));
                println!("   own {:.3} {:?}", scores[i][i], cmp[i][i].signals.0.map(|x| (x * 100.0) as i32));
                if v == "full" { let mut o: Vec<usize> = (0..pairs.len()).collect(); o.sort_by(|a, b| scores[i][*b].total_cmp(&scores[i][*a])); for j in o.iter().take(3) { println!("      {:.3} {} {:?}", scores[i][*j], pairs[*j].want, cmp[i][*j].signals.0.map(|x| (x * 100.0) as i32)); } }
            }
        }
    }
}
