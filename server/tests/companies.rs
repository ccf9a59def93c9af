//! Companies of a programme: recognised where workshops and synergies name them, noted and corrected by hand, merged
//! and parted again; read without contacts by whoever sees none.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::ids::CompanyId;
use serde_json::json;
use support::office::{Office, get_as, member, office, post_as};
use support::{Answer, Server};

async fn companies(server: &Server, office: &Office) -> String {
    format!("/programme/programmes/{}/companies", office.programme(server).await.id)
}

fn location(answer: &Answer) -> String {
    answer.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The page of what was just done, which answers with its address.
async fn followed(server: &Server, office: &Office, answer: Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    office.get(server, &location(&answer)).await.text
}

/// Closes the workshop, so that its companies are recognised.
async fn close(server: &Server, office: &Office) {
    let caller = server.backend.caller_by_account(office.workshop, &office.account).await.unwrap();
    let command = serde_json::from_value(json!({"type": "change_phase", "phase": "closed"})).unwrap();
    let id = domain::ids::CommandId(uuid::Uuid::new_v4());
    server.backend.command(&caller, id, command).await.unwrap();
}

/// The names of the companies on a page of the list, in order.
fn listed(page: &str) -> Vec<String> {
    let rows = page.split("<th scope=\"row\"").skip(1);
    rows.map(|row| row.split("\">").nth(2).unwrap().split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn companies_of_synergies_and_workshops_are_there_without_anybody_typing_them() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let list = companies(&server, &mine).await;
    let page = mine.get(&server, &list).await;
    assert_eq!(listed(&page.text), ["Élevage des Prés", "Scierie du Val"], "those of the synergy: {}", page.text);
    let door = server.backend.caller_by_account(mine.workshop, &mine.account).await.unwrap();
    let token = server.backend.doors(&door).await.unwrap().join_token;
    for (name, organisation) in [("Nadia", "SARL Scierie du Val"), ("Omar", "Laiterie"), ("Paule", "laiterie")] {
        let person = json!({"token": token, "name": name, "organisation": organisation, "sector": "10"});
        assert_eq!(server.post("/api/join", "", &person).await.status, 200);
    }
    let before = mine.get(&server, &list).await.text;
    assert_eq!(listed(&before).len(), 2, "looking notes nothing");
    close(&server, &mine).await;
    let page = mine.get(&server, &list).await.text;
    assert_eq!(listed(&page), ["Élevage des Prés", "Laiterie", "SARL Scierie du Val", "Scierie du Val"]);
    assert_eq!(listed(&mine.get(&server, &format!("{list}?sector=10")).await.text).len(), 2);
    assert_eq!(listed(&mine.get(&server, &format!("{list}?search=LAITÉRIE")).await.text), ["Laiterie"]);
    assert_eq!(listed(&mine.get(&server, &format!("{list}?search=50%25_")).await.text), [""; 0]);
    assert_eq!(listed(&mine.get(&server, &format!("{list}?open=have")).await.text), [""; 0]);

    // The unsure one waits on the page of both; whoever says that they are one has cards and synergies of both.
    let alike = mine.get(&server, &format!("{list}?alike=yes")).await.text;
    assert_eq!(listed(&alike), ["SARL Scierie du Val", "Scierie du Val"]);
    let scierie = backend::companies::CompanySearch { words: "scierie".into(), ..Default::default() };
    let programme = mine.programme(&server).await.id;
    let sawmills = server.backend.find_companies(&mine.account, programme, &scierie).await.unwrap().page;
    let (other, sure) = (sawmills[0].id, sawmills[1].id);
    let page = mine.get(&server, &format!("{list}/{sure}")).await.text;
    for shown in ["Peut-être la même entreprise", "SARL Scierie du Val", "Sciure sèche", "Sciure de claire"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let merged = mine.post(&server, &format!("{list}/{sure}/merge"), &format!("other={other}")).await;
    let page = followed(&server, &mine, merged).await;
    assert!(page.contains("Réunie avec") && !page.contains("Peut-être la même entreprise"));
    assert_eq!(location(&mine.get(&server, &format!("{list}/{other}")).await), format!("{list}/{sure}"));
    let parted = mine.post(&server, &format!("{list}/{sure}/unmerge"), &format!("merged={other}")).await;
    let page = followed(&server, &mine, parted).await;
    assert!(!page.contains("Peut-être la même entreprise"), "who parts two is not asked again");
    assert_eq!(listed(&mine.get(&server, &list).await.text).len(), 4);
}

#[tokio::test]
async fn a_company_is_noted_with_its_site_and_flow_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let list = companies(&server, &mine).await;
    let wrong = mine.post(&server, &list, "name=Fonderie+M%C3%A9tal&identifier=123&activity=bois").await;
    assert_eq!(wrong.status, 422);
    for kept in ["Fonderie Métal", "value=\"123\"", "value=\"bois\"", "valide : vérifiez-le"] {
        assert!(wrong.text.contains(kept), "{kept}: {}", wrong.text);
    }
    let twice = mine.post(&server, &list, "name=SCIERIE+DU+VAL").await;
    assert!(twice.status == 422 && twice.text.contains("a déjà une entreprise"), "{}", twice.text);
    let noted =
        mine.post(&server, &list, "name=Fonderie&identifier=732+829+320+00074&activity=2451z&size=medium").await;
    let company = location(&noted);
    let page = followed(&server, &mine, noted).await;
    for shown in ["Fonderie", "73282932000074", "24.51Z", "50 à 249 personnes"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }

    let open = mine.get(&server, &format!("{company}?form=site")).await.text;
    assert!(open.contains(&format!("action=\"{company}/sites?once=")), "the form is open");
    let refused = mine.post(&server, &format!("{company}/sites"), "commune=Thiers&place=au+nord").await;
    assert!(refused.status == 422 && refused.text.contains("value=\"Thiers\""), "{}", refused.text);
    mine.post(&server, &format!("{company}/sites"), "commune=Thiers&place=45.85%2C+3.54&access=Quai+B").await;
    let flow = "kind=have&what=Sable+de+moulage&amount=12%2C5&unit=t&frequency=month&told_by=Aline&today=Enfoui";
    let page = {
        let noted = mine.post(&server, &format!("{company}/flows"), flow).await;
        followed(&server, &mine, noted).await
    };
    for shown in ["Thiers", "45.85, 3.54", "Quai B", "Sable de moulage", "12,5", "Dit par Aline", "Enfoui"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let entry = page.split("id=\"flow-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let confirm = format!("{company}/flows/{entry}/confirm");
    assert_eq!(mine.post(&server, &confirm, "day=hier").await.status, 422);
    let confirmed = mine.post(&server, &confirm, "day=2026-11-25&by=Bachir").await;
    assert!(followed(&server, &mine, confirmed).await.contains("(Bachir)"));
    assert_eq!(listed(&mine.get(&server, &format!("{list}?open=have&search=sable")).await.text), ["Fonderie"]);
    mine.post(&server, &format!("{company}/end/flow-{entry}"), "day=2026-11-26&reason=R%C3%A9gul").await;
    assert_eq!(listed(&mine.get(&server, &format!("{list}?open=have")).await.text), [""; 0]);
    mine.post(&server, &format!("{company}/end/flow-{entry}"), "goes_on=yes").await;
    assert_eq!(listed(&mine.get(&server, &format!("{list}?open=have")).await.text), ["Fonderie"]);
    assert_eq!(mine.post(&server, &format!("{company}/end/flow-9999"), "day=2026-11-26").await.status, 404);

    // A reader sees the company as it stands, and nobody's name.
    let (_, session) = member(&server, &mine, "reader", "reader").await;
    let reader = format!("maillage_session={session}");
    let page = get_as(&server, &company, &reader).await;
    assert!(page.status == 200 && page.text.contains("Sable de moulage") && page.text.contains("Thiers"));
    for hidden in
        ["Aline", "Bachir", "Quai B", "Enfoui", "Ce qui s’est passé", "<form method=\"post\" action=\"/programme/pro"]
    {
        assert!(!page.text.contains(hidden), "{hidden}: {}", page.text);
    }
    assert_eq!(post_as(&server, &format!("{company}/flows"), &reader, flow).await.status, 403);

    // Whoever asks to be forgotten stands nowhere any more, not even in the document.
    let absent = mine.post(&server, &format!("{company}/forget"), "forgotten=Personne").await;
    assert!(absent.status == 422 && absent.text.contains("value=\"Personne\""));
    let page = {
        let forgotten = mine.post(&server, &format!("{company}/forget"), "forgotten=Aline").await;
        followed(&server, &mine, forgotten).await
    };
    assert!(!page.contains("Aline") && page.contains("Bachir"), "{page}");
    let programme = mine.programme(&server).await.id;
    let document = server.backend.export_programme(&mine.account, programme).await.unwrap();
    assert!(!String::from_utf8(document).unwrap().contains("Aline"));
}

#[tokio::test]
async fn who_leaves_a_workshop_leaves_what_was_noted_of_their_company_as_well() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let list = companies(&server, &mine).await;
    let page = mine.get(&server, &format!("{list}/{}", of(&server, &mine, "scierie").await)).await.text;
    assert!(page.contains("Scierie du Val"));
    let flows = format!("{list}/{}/flows", of(&server, &mine, "scierie").await);
    assert_eq!(mine.post(&server, &flows, "kind=have&what=Copeaux&told_by=A").await.status, 303);
    let told = async || {
        let programme = mine.programme(&server).await.id;
        let company = of(&server, &mine, "scierie").await;
        server.backend.company(&mine.account, programme, company).await.unwrap().shown.flows[0].flow.told_by.clone()
    };
    assert_eq!(told().await.as_deref(), Some("A"));
    server.done(&mine.participant, json!({"type": "leave"})).await;
    assert_eq!(told().await, None);
}

async fn of(server: &Server, office: &Office, words: &str) -> CompanyId {
    let search = backend::companies::CompanySearch { words: words.into(), ..Default::default() };
    let programme = office.programme(server).await.id;
    server.backend.find_companies(&office.account, programme, &search).await.unwrap().page[0].id
}

#[tokio::test]
async fn a_spelling_that_was_taken_for_the_wrong_company_is_given_to_another() {
    let server = Server::start().await;
    let mine = office(&server, "claire", "Démarche du Val").await;
    let list = companies(&server, &mine).await;
    let company = format!("{list}/{}", of(&server, &mine, "scierie").await);
    let open = mine.get(&server, &format!("{company}?form=spelling-0")).await.text;
    assert!(open.contains("value=\"Scierie du Val\"") && open.contains(&format!("action=\"{company}/spellings?once=")));
    let form = |to: &str| format!("workshop={}&spelling=Scierie+du+Val&place=0&company={to}", mine.workshop);
    let unknown = mine.post(&server, &format!("{company}/spellings"), &form("Nulle+part")).await;
    assert!(unknown.status == 422 && unknown.text.contains("value=\"Nulle part\""), "{}", unknown.text);
    assert_eq!(mine.post(&server, &format!("{company}/spellings"), &form("")).await.status, 303);
    let both = mine.get(&server, &format!("{list}?search=scierie")).await.text;
    assert_eq!(listed(&both), ["Scierie du Val", "Scierie du Val"], "a namesake of its own");
    assert!(!mine.get(&server, &company).await.text.contains("Sciure de claire"));
    let one = mine.post(&server, &format!("{company}/merge"), "other=Scierie+du+Val").await;
    assert!(one.status == 422 && one.text.contains("Plusieurs entreprises"), "{}", one.text);
}
