//! Scratch: evaluates on files under cross-validation by group.
use matching::eval::{self, Pair, Recall};
use matching::knowledge::Knowledge;
use matching::model::{Model, Table};
use matching::reading::Reading;
use matching::score::{self, Comparison, Signals};

struct Set { name: String, pairs: Vec<Pair>, haves: Vec<Reading>, wants: Vec<Reading>, cmp: Vec<Vec<Comparison>> }

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = std::env::var("V").ok();
    let k = Knowledge::get();
    let enc = std::env::var("ENC").ok().filter(|x| !x.is_empty()).map(|p| matching::encoder::Encoder::load(std::path::Path::new(&p)).unwrap());
    let fe: Vec<[Vec<f32>; 2]> = enc.as_ref().map(|e| k.functions.iter().map(|f| [e.encode(&format!("{}: {}", f.name.french, f.purpose.french)), e.encode(&format!("{}: {}", f.name.english, f.purpose.english))]).collect()).unwrap_or_default();
    let ce: Vec<Vec<Vec<f32>>> = if std::env::var("NOCE").is_ok() { vec![] } else { enc.as_ref().map(|e| k.concepts.iter().map(|c| vec![e.encode(c.name.french), e.encode(c.name.english)]).collect()).unwrap_or_default() };
    let mut pe: Vec<(u16, Vec<f32>)> = vec![];
    if std::env::var("PE").is_ok() { let e = enc.as_ref().unwrap();
      for f in ["minerals_building","metals_chemicals","land_food","fuel_energy_water","fibres_plastics_reuse","sharing"] {
        for l in std::fs::read_to_string(format!("matching/knowledge/functions/{f}.csv")).unwrap().lines().skip(1) { let c: Vec<&str> = l.split(';').collect(); let n = k.function(c[0]).unwrap(); for p in c[6].split('|').chain(c[7].split('|')).chain([c[2], c[3], c[4], c[5]]) { pe.push((n, e.encode(p))); } } } }
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let off: Vec<usize> = std::env::var("OFF").unwrap_or_default().split(',').filter_map(|n| Signals::NAMES.iter().position(|x| *x == n)).collect();
    let mut sets = vec![];
    for path in &args {
        let pairs: Vec<Pair> = csv::Reader::from_path(path).unwrap().deserialize::<std::collections::HashMap<String, String>>().map(|r| { let r = r.unwrap(); let g = |k: &str| r.get(k).cloned().unwrap_or_default(); Pair { id: g("id"), have: g("have"), want: g("want"), language: g("lang"), level: g("level"), group: g("group"), relaxed_group: g("relaxed_group") } }).collect();
        let read = |t: &str| { let mut r = Reading::of(t, k); r.embedding = enc.as_ref().map(|e| e.encode(t)); r };
        let haves: Vec<Reading> = pairs.iter().map(|p| read(&p.have)).collect();
        let wants: Vec<Reading> = pairs.iter().map(|p| read(&p.want)).collect();
        let mut haves = haves;
        if !ce.is_empty() {
            for (h, p) in haves.iter_mut().zip(&pairs) {
                let most = h.concepts.iter().map(|c| c.1).fold(0.0, f32::max);
                let e = h.embedding.clone().unwrap();
                let mut best: Vec<(f32, u16)> = ce.iter().enumerate().map(|(i, v)| (v.iter().map(|v| dot(v, &e)).fold(0.0, f32::max), i as u16)).collect();
                best.sort_by(|a, b| b.0.total_cmp(&a.0));
                if most < matching::tune("MOSTC", 0.4) {
                    if std::env::var("SHOW").is_ok() { println!("NEAR {} -> {} {:.2} {} {:.2}", p.have, k.concepts[best[0].1 as usize].id, best[0].0, k.concepts[best[1].1 as usize].id, best[1].0); }
                    for (c, i) in best.iter().take(2) { if *c > matching::tune("MINC", 0.4) { h.add_concept(*i, (*c - matching::tune("OFFC", 0.1)).min(0.6), k); } }
                }
            }
        }
        let wf: Vec<Vec<f32>> = wants.iter().map(|w| { let e = w.embedding.as_ref(); let mut v: Vec<f32> = fe.iter().map(|[a, b]| { let e = e.unwrap(); dot(a, e).max(dot(b, e)) }).collect(); if !pe.is_empty() { let mut m = vec![vec![]; v.len()]; for (n, x) in &pe { m[*n as usize].push(dot(x, e.unwrap())); } for (v, mut m) in v.iter_mut().zip(m) { m.sort_by(|a, b| b.total_cmp(a)); let t = m.iter().take(3).sum::<f32>() / 3.0; *v = if std::env::var("PE").unwrap() == "both" { *v + t } else { t }; } } let n = v.len().max(1) as f32; let m = v.iter().sum::<f32>() / n; let sd = (v.iter().map(|x| (x - m) * (x - m)).sum::<f32>() / n).sqrt().max(1e-6); v.iter().map(|x| ((x - m) / sd / 5.0).clamp(0.0, 1.0)).collect() }).collect();
        let mut cmp: Vec<Vec<_>> = haves.iter().map(|h| wants.iter().map(|w| score::compare(h, w, k)).collect::<Vec<_>>()).collect();
        for i in 0..pairs.len() { for j in 0..pairs.len() {
            if !fe.is_empty() { cmp[i][j].signals.0[12] = haves[i].serves.iter().map(|x| x.strength * wf[j][x.function as usize]).fold(0.0, f32::max); }
            for o in &off { cmp[i][j].signals.0[*o] = 0.0; }
        } }
        sets.push(Set { name: path.rsplit('/').next().unwrap().into(), pairs, haves, wants, cmp });
    }
    let folds = 8u32;
    let fold = |p: &Pair| { let g = if p.relaxed_group.is_empty() { &p.id } else { &p.relaxed_group }; g.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b))) % folds };
    let models: Vec<Model> = (0..=folds).map(|f| {
        let tables: Vec<Table> = sets.iter().map(|s| { let keep: Vec<usize> = (0..s.pairs.len()).filter(|i| fold(&s.pairs[*i]) != f).collect(); Table { signals: keep.iter().map(|i| keep.iter().map(|j| s.cmp[*i][*j].signals).collect()).collect(), right: keep.iter().map(|i| keep.iter().map(|j| s.pairs[*i].fits(&s.pairs[*j])).collect()).collect() } }).collect();
        Model::fit(&tables, std::env::var("RIDGE").ok().and_then(|x| x.parse().ok()).unwrap_or(1.0))
    }).collect();
    for (n, w) in Signals::NAMES.iter().zip(models[folds as usize].weights) { print!("{n} {w:.2}  "); }
    println!("const {:.2}", models[folds as usize].constant);
    for Set { name, pairs, haves, wants, cmp } in &sets {
        println!("{name}");
        let scores: eval::Scores = (0..pairs.len()).map(|i| (0..pairs.len()).map(|j| score::score(&cmp[i][j], &models[fold(&pairs[i]) as usize])).collect()).collect();
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
        let mut own: Vec<(f32, usize)> = (0..pairs.len()).map(|i| (cmp[i][i].signals.0[6], (0..pairs.len()).filter(|j| cmp[i][*j].signals.0[6] >= 0.8).count())).collect();
        own.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!("use_best own: zero {} <.5 {} <.8 {} ; wants with >= .8 on average {:.1}", own.iter().filter(|x| x.0 == 0.0).count(), own.iter().filter(|x| x.0 < 0.5).count(), own.iter().filter(|x| x.0 < 0.8).count(), own.iter().map(|x| x.1).sum::<usize>() as f64 / own.len() as f64);
        for b in eval::calibration(pairs, s) { println!("cal from {:.2}: {} said {:.2} right {:.2}", b.from, b.pairs, b.said, b.right); }
        if let Some(v) = &verbose {
            for (i, p) in pairs.iter().enumerate() {
                if if v == "use" { cmp[i][i].signals.0[6] < 0.6 } else { pl[i].is_none_or(|x| x > 3) } {
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
