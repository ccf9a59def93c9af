//! Cases: 1,755 things that companies had, as several of them typed them, with needs that each could serve, worded by
//! the need (`knowledge/cases/`). Two things are learnt from them when the program starts: which words of a need go
//! with which words of a thing (*mobil-homes* with *loger*), and which cases a card is like, so that a have and a need
//! that are like one case find each other.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::knowledge::{Knowledge, list};
use crate::reading::Reading;

const FILES: &[&str] = &[
    include_str!("../knowledge/cases/materials.csv"),
    include_str!("../knowledge/cases/equipment_space_logistics.csv"),
    include_str!("../knowledge/cases/services_people_expertise.csv"),
    include_str!("../knowledge/cases/energy_water_organic_everyday.csv"),
    include_str!("../knowledge/cases/more_equipment_space_logistics_energy_water.csv"),
];

/// Rounds of expectation and maximisation.
const ROUNDS: usize = 5;
/// Added to what a word of the haves explains, so that a word seen once does not explain all.
const DOUBT: f32 = 2.0;
/// How much likelier a word of a need must become by the have before that counts, and how rare a word may be.
const LIFT: f32 = 0.2;
const RAREST: f32 = 2e-4;
/// A card is like so many cases at most.
const MOST_CASES: usize = 20;
/// How fast likeness falls from the nearest case to the next.
const WIDTH: f32 = 0.08;
/// No root is this one: it stands for what is asked whatever one has.
const NOTHING: u32 = u32::MAX;

/// What was learnt of the cases.
#[derive(Debug)]
pub struct Cases {
    /// Likelihood of a root of a need, given a root of a have.
    given: HashMap<(u32, u32), f32>,
    /// How often a root stands in needs at all.
    needs: HashMap<u32, f32>,
    /// How rare a root is in all texts.
    rarity: HashMap<u32, f32>,
    rarest: f32,
    haves: Side,
    wants: Side,
}

/// The texts of one side: where each root stands, weighed so that a text has length one.
#[derive(Debug, Default)]
struct Side {
    postings: HashMap<u32, Vec<(u32, f32)>>,
    case: Vec<u16>,
}

/// What is kept of a card.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    roots: Vec<u32>,
    /// Cases whose haves it is like: number, how surely it is that one (together 1), how near.
    as_have: Vec<(u16, f32, f32)>,
    /// Cases whose needs it is like.
    as_want: Vec<(u16, f32, f32)>,
}

impl Likeness {
    /// How surely two needs are like those of one case, from 0 to 1.
    #[must_use]
    pub fn same_need(one: &Self, other: &Self) -> f32 {
        let shared = one.as_want.iter().filter_map(|(case, sure, _)| {
            other.as_want.iter().find(|(there, _, _)| there == case).map(|(_, there, _)| sure * there)
        });
        shared.sum::<f32>().max(0.0).sqrt()
    }
}

/// How a have and a need go together by the cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Together {
    /// How much likelier the words of the need are beside the words of the have.
    pub association: f32,
    /// How surely both are like one case, from 0 to 1.
    pub same_case: f32,
    /// How near both are to the case that is nearest to both, from 0 to 2.
    pub nearest_case: f32,
}

/// The texts of a case.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Code of the category of the thing.
    pub category: &'static str,
    /// The thing, as several companies typed it.
    pub haves: Vec<&'static str>,
    /// Needs that it serves.
    pub wants: Vec<&'static str>,
    /// Needs that look alike, and that it does not serve.
    pub look_alikes: Vec<&'static str>,
}

/// The texts of all cases.
#[must_use]
pub fn texts() -> Vec<Texts> {
    let texts = |cell| list::cells(cell).collect();
    let lines = FILES.iter().flat_map(|file| list::lines(file, 4));
    lines
        .map(|line| Texts {
            category: line[0],
            haves: texts(line[1]),
            wants: texts(line[2]),
            look_alikes: texts(line[3]),
        })
        .collect()
}

fn roots(reading: &Reading) -> Vec<u32> {
    let mut roots: Vec<u32> = reading.words.iter().map(|word| word.root).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

impl Cases {
    /// The cases, read with all that is known.
    #[must_use]
    pub fn get() -> &'static Self {
        static CASES: LazyLock<Cases> = LazyLock::new(|| Cases::read(Knowledge::get()));
        &CASES
    }

    /// The same as this knowledge reads them: words have its numbers.
    #[must_use]
    pub fn of(knowledge: &'static Knowledge) -> &'static Self {
        // Other knowledge is for fitting and measuring: once a run, never given back.
        if std::ptr::eq(knowledge, Knowledge::get()) { Self::get() } else { Box::leak(Box::new(Self::read(knowledge))) }
    }

    fn read(knowledge: &Knowledge) -> Self {
        let read = |texts: &[&str]| texts.iter().map(|text| roots(&Reading::of(text, knowledge))).collect::<Vec<_>>();
        let cases: Vec<[Vec<Vec<u32>>; 2]> =
            texts().iter().map(|case| [read(&case.haves), read(&case.wants)]).collect();
        let mut frequency: HashMap<u32, f32> = HashMap::new();
        let mut needs: HashMap<u32, f32> = HashMap::new();
        let (mut count, mut asked) = (0.0f32, 0.0f32);
        for [haves, wants] in &cases {
            count += (haves.len() + wants.len()) as f32;
            haves.iter().chain(wants).flatten().for_each(|root| *frequency.entry(*root).or_default() += 1.0);
            for root in wants.iter().flatten() {
                *needs.entry(*root).or_default() += 1.0;
                asked += 1.0;
            }
        }
        needs.values_mut().for_each(|count| *count /= asked.max(1.0));
        let rarest = (count + 1.0).ln();
        let rarity = frequency.into_iter().map(|(root, seen)| (root, ((count + 1.0) / (seen + 1.0)).ln())).collect();
        let mut learnt =
            Self { given: associations(&cases), needs, rarity, rarest, haves: Side::default(), wants: Side::default() };
        for (number, [haves, wants]) in (0u16..).zip(&cases) {
            for (texts, side) in [(haves, 0), (wants, 1)] {
                for text in texts {
                    let weighed = learnt.weighed(text);
                    let side = if side == 0 { &mut learnt.haves } else { &mut learnt.wants };
                    let place = u32::try_from(side.case.len()).unwrap_or(u32::MAX);
                    side.case.push(number);
                    weighed
                        .into_iter()
                        .for_each(|(root, weight)| side.postings.entry(root).or_default().push((place, weight)));
                }
            }
        }
        learnt
    }

    /// Roots with their weights, together of length one.
    fn weighed(&self, roots: &[u32]) -> Vec<(u32, f32)> {
        let mut weighed: Vec<(u32, f32)> =
            roots.iter().map(|root| (*root, self.rarity.get(root).copied().unwrap_or(self.rarest))).collect();
        let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1e-6);
        weighed.iter_mut().for_each(|(_, weight)| *weight /= length);
        weighed
    }

    /// What a text is like.
    #[must_use]
    pub fn likeness(&self, reading: &Reading) -> Likeness {
        let roots = roots(reading);
        let weighed = self.weighed(&roots);
        Likeness { as_have: self.haves.like(&weighed), as_want: self.wants.like(&weighed), roots }
    }

    /// How a have and a need go together.
    #[must_use]
    pub fn together(&self, have: &Likeness, want: &Likeness) -> Together {
        let mut association = 0.0f32;
        for need in &want.roots {
            let likeliest =
                have.roots.iter().filter_map(|root| self.given.get(&(*root, *need))).copied().fold(0.0, f32::max);
            let anyway = self.needs.get(need).copied().unwrap_or_default() + RAREST;
            association += (1.0 + LIFT * likeliest / anyway).ln();
        }
        if !want.roots.is_empty() {
            association /= (want.roots.len() as f32).sqrt();
        }
        let (mut same_case, mut nearest_case) = (0.0f32, 0.0f32);
        for (case, sure, near) in &have.as_have {
            if let Some((_, sure_there, near_there)) = want.as_want.iter().find(|(other, _, _)| other == case) {
                same_case += sure * sure_there;
                nearest_case = nearest_case.max(near + near_there);
            }
        }
        Together { association, same_case: same_case.max(0.0).sqrt(), nearest_case }
    }
}

impl Side {
    /// The cases that a text is most like.
    fn like(&self, weighed: &[(u32, f32)]) -> Vec<(u16, f32, f32)> {
        let mut texts: HashMap<u32, f32> = HashMap::new();
        for (root, weight) in weighed {
            for (text, there) in self.postings.get(root).into_iter().flatten() {
                *texts.entry(*text).or_default() += weight * there;
            }
        }
        let mut cases: HashMap<u16, f32> = HashMap::new();
        for (text, near) in texts {
            let best = cases.entry(self.case[text as usize]).or_default();
            *best = best.max(near);
        }
        let mut cases: Vec<(u16, f32, f32)> = cases.into_iter().map(|(case, near)| (case, 0.0, near)).collect();
        cases.sort_by(|one, other| other.2.total_cmp(&one.2).then(one.0.cmp(&other.0)));
        cases.truncate(MOST_CASES);
        let nearest = cases.first().map_or(0.0, |(_, _, near)| *near);
        let mut sum = 0.0;
        for (_, sure, near) in &mut cases {
            *sure = ((*near - nearest) / WIDTH).exp();
            sum += *sure;
        }
        cases.iter_mut().for_each(|(_, sure, _)| *sure /= sum.max(1e-6));
        cases
    }
}

/// Which root of a need goes with which root of a have: the first model of Brown et al. (1993), made for translation.
/// What one root of a have explains of a need, another does not explain again.
fn associations(cases: &[[Vec<Vec<u32>>; 2]]) -> HashMap<(u32, u32), f32> {
    // Every have of a case with every need of it; pairs of roots get a number, so that the rounds need no map.
    let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut groups: Vec<u32> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for [haves, wants] in cases {
        for have in haves {
            for want in wants.iter().flatten() {
                for root in have.iter().chain([&NOTHING]) {
                    let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
                    let number = *numbers.entry((*root, *want)).or_insert_with(|| {
                        pairs.push((*root, *want));
                        next
                    });
                    groups.push(number);
                }
                ends.push(groups.len());
            }
        }
    }
    let mut given = vec![1.0f32; pairs.len()];
    for _ in 0..ROUNDS {
        let mut counts = vec![0.0f32; pairs.len()];
        let mut start = 0;
        for end in &ends {
            let group = &groups[start..*end];
            let all: f32 = group.iter().map(|pair| given[*pair as usize]).sum();
            group.iter().for_each(|pair| counts[*pair as usize] += given[*pair as usize] / all.max(1e-12));
            start = *end;
        }
        let mut of_have: HashMap<u32, f32> = HashMap::new();
        pairs.iter().zip(&counts).for_each(|((have, _), count)| *of_have.entry(*have).or_default() += count);
        for (at, (have, _)) in pairs.iter().enumerate() {
            given[at] = counts[at] / (of_have.get(have).copied().unwrap_or_default() + DOUBT);
        }
    }
    pairs.into_iter().zip(given).filter(|((have, _), likely)| *have != NOTHING && *likely > 1e-4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_found_by_words_that_cases_put_beside_a_thing() {
        let (cases, knowledge) = (Cases::get(), Knowledge::get());
        let like = |text: &str| cases.likeness(&Reading::of(text, knowledge));
        let rooms = like("mobil-homes vides d'octobre à mars");
        let [beds, lamp] = ["loger 12 saisonniers", "changer les lampes du hall"].map(like);
        let [right, wrong] = [cases.together(&rooms, &beds), cases.together(&rooms, &lamp)];
        assert!(right.association > 2.0 * wrong.association, "{right:?} {wrong:?}");
        assert_eq!(cases.together(&like(""), &like("")), Together::default());
    }

    #[test]
    fn every_line_of_cases_can_be_read() {
        for file in FILES {
            assert_eq!(list::lines(file, 4).count(), file.lines().count() - 1);
        }
    }
}
