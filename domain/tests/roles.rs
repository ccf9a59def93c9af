//! What `docs/roles.md` promises is what `domain::access` does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use domain::access::{Right, Role};

#[test]
fn the_table_of_roles_in_the_documents_is_the_one_of_the_rules() {
    let page = include_str!("../../docs/roles.md");
    let mut lines = page.lines().filter(|line| line.starts_with('|')).map(|line| {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        cells
    });
    let head = lines.next().unwrap();
    let roles: Vec<Role> =
        head[2..].iter().map(|code| Role::from_code(code).unwrap_or_else(|| panic!("{code} is no role"))).collect();
    assert_eq!(roles, Role::ALL, "every role has its column");
    let rows: Vec<Vec<String>> = lines.skip(1).take_while(|row| row.len() == head.len()).collect();
    let rights: Vec<Right> =
        rows.iter().map(|row| Right::from_code(&row[0]).unwrap_or_else(|| panic!("{} is no right", row[0]))).collect();
    assert_eq!(rights, Right::ALL, "every right has its line");
    for (row, right) in rows.iter().zip(rights) {
        for (cell, role) in row[2..].iter().zip(&roles) {
            assert!(matches!(cell.as_str(), "yes" | ""), "{cell}: a cell says yes or nothing");
            assert_eq!(cell == "yes", role.may(right), "{} of {}", right.code(), role.code());
        }
    }
}

#[test]
fn nobody_administers_and_looks_inside_and_level_four_is_the_auditors_alone() {
    let inside = [Right::SeeResults, Right::SeePeople, Right::RunWorkshops, Right::ReadAudit, Right::ManageMembers];
    assert!(inside.iter().all(|right| !Role::Administrator.may(*right)), "the administrator stays outside");
    let auditing: Vec<&Role> = Role::ALL.iter().filter(|role| role.may(Right::AuditFigures)).collect();
    assert_eq!(auditing, [&Role::Auditor]);
    assert!(!Role::Auditor.may(Right::RecordFigures), "who audits records nothing of their own");
    assert!(
        Role::ALL.iter().all(|role| Right::ALL.iter().any(|right| role.may(*right))),
        "each role is good for something"
    );
    assert_eq!(Role::in_programme("administrator"), None);
}
