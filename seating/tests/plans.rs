//! What a facilitator expects of a seating plan.

use seating::{Person, Question, bounds, greedy, random, score, solve};

/// People of which each three are of one company, and likely pairs between neighbours.
fn room(people: usize, tables: usize, rounds: usize) -> Question {
    let person = |at: usize| Person { groups: vec![u32::try_from(at / 3).unwrap_or(0)], stays_at: None };
    let likely = (0..people)
        .flat_map(|one| [(one, (one + 7) % people, 0.9), (one, (one + 13) % people, 0.4)])
        .filter(|(one, other, _)| one < other);
    Question { people: (0..people).map(person).collect(), tables, rounds, held: Vec::new(), likely: likely.collect() }
}

#[test]
fn everybody_sits_and_tables_are_even() {
    let question = room(23, 5, 3);
    for plan in [random(&question, 1), greedy(&question, 1), solve(&question, 1)] {
        for round in &plan {
            let sizes: Vec<usize> = (0..5).map(|table| round.iter().filter(|at| **at == table).count()).collect();
            assert_eq!(sizes.iter().sum::<usize>(), 23);
            assert!(sizes.iter().all(|size| (4..=5).contains(size)), "{sizes:?}");
        }
    }
}

#[test]
fn nobody_meets_twice_where_that_is_possible_and_companies_sit_apart() {
    let question = room(30, 6, 3);
    let found = score(&question, &solve(&question, 7));
    assert_eq!((found.together, found.repeats), (0, 0));
    let chance = score(&question, &random(&question, 7));
    assert!(chance.repeats > 10 && found.likely > chance.likely, "{chance:?} {found:?}");
    assert!(found.likely <= bounds(&question).likely + 1e-9);
}

#[test]
fn hosts_stay_and_held_rounds_count() {
    let mut question = room(24, 4, 1);
    for (table, host) in [0, 5, 10, 15].into_iter().enumerate() {
        question.people[host].stays_at = Some(table);
    }
    let first = solve(&question, 3);
    question.held = first.iter().map(|round| round.iter().copied().map(Some).collect()).collect();
    let second = solve(&question, 3);
    assert!([0, 5, 10, 15].into_iter().enumerate().all(|(table, host)| second[0][host] == table));
    // Six people of one table over four tables: hosts aside, some meet again, but few.
    assert!(score(&question, &second).repeats <= 12, "{:?}", score(&question, &second));
}

#[test]
fn no_plan_beats_its_bounds() {
    for (people, tables, rounds) in [(12, 3, 4), (20, 4, 3), (9, 2, 3), (60, 10, 4)] {
        let question = room(people, tables, rounds);
        let (limit, reached) = (bounds(&question), score(&question, &solve(&question, 5)));
        assert!(
            reached.repeats >= limit.repeats
                && reached.together >= limit.together
                && reached.likely <= limit.likely + 1e-9,
            "{limit:?} {reached:?}"
        );
    }
}

#[test]
fn odd_questions_have_an_answer() {
    assert_eq!(solve(&Question { rounds: 2, ..Question::default() }, 1), vec![Vec::<usize>::new(); 2]);
    assert_eq!(
        solve(&Question { people: vec![Person::default()], tables: 1, rounds: 1, ..Question::default() }, 1),
        [[0]]
    );
    assert_eq!(solve(&room(3, 8, 1), 1)[0].len(), 3);
}
