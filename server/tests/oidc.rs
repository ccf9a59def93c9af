//! Signing in at an identity provider: what ProConnect asks for, and who gets in.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use domain::identity::Profile;
use support::office::{get_as, office, post_as};
use support::provider::person;
use support::signing_in::{House, angela, cookie, location, query, refresh, session};

#[tokio::test]
async fn proconnect_is_asked_for_what_it_documents_and_for_nothing_else() {
    let house = House::open(Profile::ProConnect).await;
    let door = get_as(&house.server, "/login", "").await;
    assert!(door.text.contains("<span>S’identifier avec</span> <strong>ProConnect</strong>"), "{}", door.text);
    assert!(
        door.text.contains("Qu’est-ce que ProConnect\u{202f}?")
            && door.text.contains("https://www.proconnect.gouv.fr/")
    );
    let begun = get_as(&house.server, "/oidc/start", "").await;
    let asked = query(&location(&begun));
    assert_eq!(
        asked.keys().map(String::as_str).collect::<Vec<_>>(),
        ["client_id", "nonce", "redirect_uri", "response_type", "scope", "state"]
    );
    assert_eq!(asked["scope"], "openid given_name usual_name email");
    assert_eq!(asked["redirect_uri"], "https://ateliers.example/oidc/back");
    assert!(asked["state"].len() >= 32 && asked["nonce"].len() >= 32);
    let again = query(&location(&get_as(&house.server, "/oidc/start", "").await));
    assert!(again["state"] != asked["state"] && again["nonce"] != asked["nonce"], "both anew each time");
    // What the browser keeps says nothing of it to whoever reads it.
    let kept = cookie(&begun, "maillage_oidc").unwrap();
    assert!(!kept.contains(&asked["state"]) && !kept.contains(&asked["nonce"]));
    assert_eq!(house.provider.asked("discovery"), 1, "what the provider says of itself is kept for a time");
}

#[tokio::test]
async fn who_is_invited_accepts_with_the_provider_comes_back_by_their_identity_and_leaves_it_when_signing_out() {
    let house = House::open(Profile::ProConnect).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    let token = house.invitation(&mine, "invited@val.example").await;
    let page = get_as(&house.server, &format!("/invited/{token}"), "").await;
    let start = format!("/oidc/start?invited={token}");
    assert!(page.text.contains(&format!("href=\"{start}\"")), "{}", page.text);
    let made = house.round(&start, &angela(), "").await;
    assert_eq!(
        (made.status.as_u16(), location(&made)),
        (303, format!("/programme?programme={}", mine.programme(&house.server).await.id)),
        "{}",
        made.text
    );
    let first = session(&made).unwrap();
    let members = house.server.backend.members(&mine.account, mine.programme(&house.server).await.id).await.unwrap();
    assert!(
        members.iter().any(|member| member.name == "Angela Claire DUBOIS" && member.email == "angela@val.example"),
        "{members:?}"
    );
    assert_eq!(get_as(&house.server, &format!("/desk/{}", mine.workshop), &first).await.status, 200);
    assert_eq!(get_as(&house.server, &start, "").await.status, 404, "an invitation is answered once");

    // Signing out ends it here and there.
    let out = post_as(&house.server, "/logout", &first, "").await;
    let departure = refresh(&out);
    assert_eq!(departure.split('?').next().unwrap(), format!("{}/session/end", house.provider.issuer()));
    let told = query(&departure);
    assert_eq!(
        told.keys().map(String::as_str).collect::<Vec<_>>(),
        ["id_token_hint", "post_logout_redirect_uri", "state"]
    );
    assert_eq!(told["post_logout_redirect_uri"], "https://ateliers.example/oidc/out");
    assert!(told["state"].len() >= 32 && told["id_token_hint"].split('.').count() == 3);
    assert_eq!(location(&get_as(&house.server, "/desk", &first).await), "/login", "the session is over");
    let left = cookie(&out, "maillage_oidc_out").unwrap();
    let home = get_as(&house.server, &format!("/oidc/out?state={}", told["state"]), &left).await;
    assert_eq!((home.status.as_u16(), location(&home)), (303, "/".into()));

    // Back by the same identity, whatever the address is now; not by the same address with another identity.
    let again = house.sign_in(&person(&angela().sub, "other@val.example")).await;
    assert_eq!((again.status.as_u16(), location(&again)), (303, "/desk".into()));
    let stranger = house.sign_in(&person("another sub", "angela@val.example")).await;
    assert_eq!(stranger.status, 403);
    assert!(
        session(&stranger).is_none() && stranger.text.contains("Aucun compte ouvert n’est relié à cette identité"),
        "{}",
        stranger.text
    );
    assert_eq!(
        house.sign_in(&person("claire's", "claire@maillage.example")).await.status,
        403,
        "nor is an account of a password joined by its address"
    );

    // No password opens an account that has none, and its only identity stays.
    for password in ["", "angela", "une phrase assez longue"] {
        assert_eq!(
            post_as(&house.server, "/login", "", &format!("email=angela%40val.example&password={password}"))
                .await
                .status,
            401
        );
    }
    let second = session(&again).unwrap();
    let own = get_as(&house.server, "/account", &second).await;
    assert!(
        own.text.contains("angela@val.example") && own.text.contains("seul moyen") && !own.text.contains("Retirer"),
        "{}",
        own.text
    );
    let stays = post_as(&house.server, "/oidc/unlink", &second, "number=1").await;
    assert!(stays.status == 409 && stays.text.contains("choisissez d’abord un mot de passe"), "{}", stays.status);

    let audit = mine.get(&house.server, "/admin/audit.csv").await.text;
    for deed in ["account_created", "identity_joined", "invitation_accepted", "signed_in", "sign_in_refused"] {
        assert!(audit.contains(deed), "{deed}: {audit}");
    }
    assert!(audit.contains("identity_unknown"), "why somebody was refused: {audit}");
    assert!(!audit.contains(&told["id_token_hint"]));

    // The token that ends it there lies sealed in the database, and goes with the session.
    let third = session(&house.sign_in(&angela()).await).unwrap();
    let hint = query(&refresh(&post_as(&house.server, "/logout", &third, "").await))["id_token_hint"].clone();
    house.server.backend.stop().await;
    for file in std::fs::read_dir(house.server.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for part in hint.split('.').chain([hint.as_str()]) {
            assert!(!bytes.windows(part.len()).any(|window| window == part.as_bytes()));
        }
    }
}

#[tokio::test]
async fn an_account_is_joined_when_its_owner_asks_for_it_signed_in_and_separated_again() {
    let house = House::open(Profile::ProConnect).await;
    let (_, claire) = house
        .server
        .backend
        .create_account("Claire", "claire@val.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let (_, paul) = house
        .server
        .backend
        .create_account("Paul", "paul@val.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let [claire, paul] = [claire, paul].map(|token| format!("maillage_session={token}"));
    let who = person("claire at work", "claire@work.example");
    assert_eq!(location(&post_as(&house.server, "/oidc/link", "", "").await), "/login", "only who is signed in");
    assert_eq!(location(&get_as(&house.server, "/account", "").await), "/login");
    let joined = house.join(&who, &claire).await;
    assert_eq!((joined.status.as_u16(), location(&joined)), (303, "/account?done=joined".into()), "{}", joined.text);
    assert!(session(&joined).is_none(), "no other session begins");
    let own = get_as(&house.server, "/account?done=joined", &claire).await;
    assert!(
        own.text.contains("L’identité est reliée.")
            && own.text.contains("claire@work.example")
            && own.text.contains("ProConnect"),
        "{}",
        own.text
    );
    assert!(!get_as(&house.server, "/account", &paul).await.text.contains("claire@work.example"));
    let signed_in = house.sign_in(&who).await;
    assert_eq!(location(&signed_in), "/desk");
    assert!(
        get_as(&house.server, "/account", &session(&signed_in).unwrap()).await.text.contains("claire@work.example"),
        "as Claire"
    );
    // The same once more changes nothing; to another account it is not joined, and that one does not separate it.
    assert_eq!(house.join(&who, &claire).await.status, 303);
    let taken = house.join(&who, &paul).await;
    assert!(taken.status == 409 && taken.text.contains("déjà reliée à un autre compte"), "{}", taken.status);
    assert_eq!(post_as(&house.server, "/oidc/unlink", &paul, "number=1").await.status, 404);

    // Whoever comes back signed in as somebody else, or not at all, joins nothing.
    let other = person("somebody", "somebody@val.example");
    for returning in [paul.as_str(), "x=y"] {
        let onward = post_as(&house.server, "/oidc/link", &claire, "").await;
        let back = house.provider.signs_in(&refresh(&onward), &other);
        let answer =
            get_as(&house.server, &back, &format!("{returning}; {}", cookie(&onward, "maillage_oidc").unwrap())).await;
        assert_eq!(answer.status, 401, "{}", answer.text);
    }
    assert_eq!(house.sign_in(&other).await.status, 403);

    assert_eq!(location(&post_as(&house.server, "/oidc/unlink", &claire, "number=1").await), "/account?done=separated");
    assert_eq!(house.sign_in(&who).await.status, 403, "it opens the account no more");
    assert_eq!(
        post_as(&house.server, "/login", "", "email=claire%40val.example&password=une+phrase+assez+longue")
            .await
            .status,
        303,
        "the password does"
    );
    let audit = get_as(&house.server, "/admin/audit.csv", &claire).await.text;
    assert!(audit.contains("identity_joined") && audit.contains("identity_removed"), "{audit}");
    // A session that began by password ends here alone.
    let out = post_as(&house.server, "/logout", &claire, "").await;
    assert_eq!((out.status.as_u16(), location(&out)), (303, "/".into()));
}

#[tokio::test]
async fn an_invitation_joins_no_account_of_somebody_else_and_one_who_has_an_account_answers_by_hand() {
    let house = House::open(Profile::ProConnect).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    house
        .server
        .backend
        .create_account("Angela", "angela@val.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let token = house.invitation(&mine, "angela@val.example").await;
    let start = format!("/oidc/start?invited={token}");
    let taken = house.round(&start, &angela(), "").await;
    assert!(
        taken.status == 422 && session(&taken).is_none() && taken.text.contains("déjà un compte avec cette adresse"),
        "{}: {}",
        taken.status,
        taken.text
    );
    // Nothing was made by halves.
    assert_eq!(house.sign_in(&angela()).await.status, 403);
    let signed_in =
        post_as(&house.server, "/login", "", "email=angela%40val.example&password=une+phrase+assez+longue").await;
    assert_eq!(house.join(&angela(), &session(&signed_in).unwrap()).await.status, 303);
    let known = house.round(&start, &angela(), "").await;
    assert_eq!((known.status.as_u16(), location(&known)), (303, format!("/invited/{token}")));
    let page = get_as(&house.server, &format!("/invited/{token}"), &session(&known).unwrap()).await;
    assert!(page.text.contains("Décliner") && page.text.contains("Angela"), "they decide: {}", page.text);
    // An invitation that was taken back meanwhile makes no account.
    let late = house.invitation(&mine, "new@val.example").await;
    let begun = get_as(&house.server, &format!("/oidc/start?invited={late}"), "").await;
    house.invitation(&mine, "new@val.example").await;
    let back = house.provider.signs_in(&location(&begun), &person("new", "new@val.example"));
    let answer = get_as(&house.server, &back, &cookie(&begun, "maillage_oidc").unwrap()).await;
    assert!(answer.status == 404 && session(&answer).is_none());
    assert_eq!(house.sign_in(&person("new", "new@val.example")).await.status, 403);
    // Nor does a closed account open.
    let accounts = mine.get(&house.server, "/admin").await.text;
    let mut ids = accounts.split("/admin/accounts/").filter_map(|rest| rest.split('/').next());
    let id = ids.find(|id| accounts.contains(&format!("{id}/administrator"))).unwrap();
    assert_eq!(house.sign_in(&angela()).await.status, 303);
    assert_eq!(mine.post(&house.server, &format!("/admin/accounts/{id}/close"), "").await.status, 303);
    assert_eq!(house.sign_in(&angela()).await.status, 403);
}

#[tokio::test]
async fn any_other_provider_is_spoken_to_as_the_standard_says() {
    let house = House::open(Profile::Generic).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    let token = house.invitation(&mine, "paul@val.example").await;
    let begun = get_as(&house.server, "/oidc/start", "").await;
    let asked = query(&location(&begun));
    assert!(asked["code_challenge"].len() == 43 && asked["code_challenge_method"] == "S256");
    assert_eq!(asked["scope"], "openid profile email");
    // The code of one browser is worth nothing with what another kept.
    let back = house.provider.signs_in(&location(&begun), &person("p", "paul@val.example"));
    let made = house.round(&format!("/oidc/start?invited={token}"), &person("p", "paul@val.example"), "").await;
    assert_eq!(made.status, 303, "{}", made.text);
    assert_eq!(get_as(&house.server, &back, &cookie(&begun, "maillage_oidc").unwrap()).await.status, 303);
    let members = house.server.backend.members(&mine.account, mine.programme(&house.server).await.id).await.unwrap();
    assert!(members.iter().any(|member| member.name == "Paul Moulin"), "{members:?}");
    assert!(!get_as(&house.server, "/login", "").await.text.contains("ProConnect"));
}
