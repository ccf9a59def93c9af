//! Scratch: evaluates on files under cross-validation by group.
use matching::Matcher;
use matching::eval::{self, Pair, Recall};
use matching::knowledge::Knowledge;
use matching::model::{Model, Table};
use matching::reading::Reading;
use matching::score::{Comparison, Signals};

struct Set { name: String, pairs: Vec<Pair>, haves: Vec<Reading>, wants: Vec<Reading>, cmp: Vec<Vec<Comparison>> }

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = std::env::var("V").ok();
    let k = Knowledge::get();
    let m = match std::env::var("ENC").ok().filter(|x| !x.is_empty()) { Some(p) => Matcher::with_encoder(matching::encoder::Encoder::load(std::path::Path::new(&p)).unwrap()), None => Matcher::new() };
    let off: Vec<usize> = std::env::var("OFF").unwrap_or_default().split(',').filter_map(|n| Signals::NAMES.iter().position(|x| *x == n)).collect();
    let mut sets = vec![];
    for path in &args {
        let pairs: Vec<Pair> = csv::Reader::from_path(path).unwrap().deserialize::<std::collections::HashMap<String, String>>().map(|r| { let r = r.unwrap(); let g = |k: &str| r.get(k).cloned().unwrap_or_default(); Pair { id: g("id"), have: g("have"), want: g("want"), language: g("lang"), level: g("level"), group: g("group"), relaxed_group: g("relaxed_group") } }).collect();
        let ht: Vec<_> = pairs.iter().map(|p| m.trace(&p.have)).collect();
        let wt: Vec<_> = pairs.iter().map(|p| m.trace(&p.want)).collect();
        let mut c = m.comparer();
        let mut cmp: Vec<Vec<_>> = ht.iter().map(|h| { c.take(h); wt.iter().map(|w| c.with(h, w)).collect() }).collect();
        for row in &mut cmp { for c in row { for o in &off { c.signals.0[*o] = 0.0; } } }
        let haves = pairs.iter().map(|p| Reading::of(&p.have, k)).collect();
        let wants = pairs.iter().map(|p| Reading::of(&p.want, k)).collect();
        sets.push(Set { name: path.rsplit('/').next().unwrap().into(), pairs, haves, wants, cmp });
    }
    let folds = 8u32;
    let fold = |p: &Pair| { let g = if p.relaxed_group.is_empty() { &p.id } else { &p.relaxed_group }; g.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b))) % folds };
    let models: Vec<Model> = (0..=folds).map(|f| {
        let tables: Vec<Table> = sets.iter().map(|s| { let keep: Vec<usize> = (0..s.pairs.len()).filter(|i| fold(&s.pairs[*i]) != f).collect(); Table { signals: keep.iter().map(|i| keep.iter().map(|j| s.cmp[*i][*j].signals).collect()).collect(), right: keep.iter().map(|i| keep.iter().map(|j| s.pairs[*i].fits(&s.pairs[*j])).collect()).collect() } }).collect();
        Model::fit(&tables, std::env::var("RIDGE").ok().and_then(|x| x.parse().ok()).unwrap_or(3.0))
    }).collect();
    for (n, w) in Signals::NAMES.iter().zip(models[folds as usize].weights) { print!("{n} {w:.2}  "); }
    println!("const {:.2}", models[folds as usize].constant);
    for Set { name, pairs, haves, wants, cmp } in &sets {
        println!("{name}");
        let scores: eval::Scores = (0..pairs.len()).map(|i| (0..pairs.len()).map(|j| models[fold(&pairs[i]) as usize].probability(&cmp[i][j].signals)).collect()).collect();
        let s = &scores;
        let pl = eval::places(pairs, s);
        let show = |l: &str, sel: &dyn Fn(&Pair) -> bool| { let v: Vec<_> = pairs.iter().zip(&pl).filter(|(p, _)| sel(p)).map(|(_, x)| *x).collect(); let r = Recall::of(&v); println!("ours  {l:8} {:4} {:.3} {:.3} {:.3} {:.3}", r.asked, r.at_1, r.at_3, r.at_10, r.reciprocal); };
        show("all", &|_| true);
        for l in ["en", "fr", "mixed"] { show(l, &|p| p.language == l); }
        for l in ["hard", "natural"] { show(l, &|p| p.level == l); }
        let r = Recall::of(&eval::room_places(pairs, s, 40, 20));
        println!("ours  room40   {:4} {:.3} {:.3} {:.3} {:.3}", r.asked, r.at_1, r.at_3, r.at_10, r.reciprocal);
        let ll: f64 = (0..pairs.len()).map(|i| { let l = |p: f64| (p.max(1e-9) / (1.0 - p).max(1e-9)).ln(); let all: f64 = s[i].iter().map(|p| l(*p).exp()).sum(); let r: f64 = (0..pairs.len()).filter(|j| pairs[i].fits(&pairs[*j])).map(|j| l(s[i][j]).exp()).sum(); (r / all).ln() }).sum::<f64>() / pairs.len() as f64;
        println!("ll {name} {ll:.4}");
        for b in eval::calibration(pairs, s) { println!("cal from {:.2}: {} said {:.2} right {:.2}", b.from, b.pairs, b.said, b.right); }
        if let Some(v) = &verbose {
            for (i, p) in pairs.iter().enumerate() {
                if if v == "use" { cmp[i][i].signals.0[3] < 0.6 } else { pl[i].is_none_or(|x| x > 3) } {
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
}
