//! What does not open by an identity provider: answers that do not hold, come late or from elsewhere, and a provider
//! that is down.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::time::Duration;

use backend::clock::Clock;
use domain::identity::Profile;
use domain::time::Timestamp;
use support::office::{get_as, office, post_as};
use support::provider::{Wrong, person};
use support::signing_in::{House, angela, cookie, location, session};

#[tokio::test]
async fn an_answer_that_does_not_hold_opens_nothing_and_is_said() {
    let house = House::open(Profile::ProConnect).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    assert_eq!(house.join(&angela(), &format!("maillage_session={}", mine.session)).await.status, 303);
    let wrong = [
        Wrong::IdTokenSignature,
        Wrong::IdTokenUnsigned,
        Wrong::Nonce,
        Wrong::Issuer,
        Wrong::Audience,
        Wrong::Expired,
        Wrong::IssuedLater,
        Wrong::OtherAccessToken,
        Wrong::UserSignature,
        Wrong::UserUnsigned,
        Wrong::UserIssuer,
        Wrong::UserAudience,
        Wrong::UserExpired,
        Wrong::OtherUser,
        Wrong::NoIdToken,
    ];
    for wrong in wrong {
        house.provider.goes_wrong(Some(wrong));
        let answer = house.sign_in(&angela()).await;
        assert!(answer.status == 403 && session(&answer).is_none(), "{wrong:?}: {}", answer.status);
        assert!(
            answer.text.contains("n’a pas pu être vérifiée\u{a0}: rien n’a été ouvert"),
            "{wrong:?}: {}",
            answer.text
        );
        assert!(answer.text.contains("href=\"/login\""), "and how to go on");
        // Joined is nothing either.
        let other =
            house.join(&person("other", "other@val.example"), &format!("maillage_session={}", mine.session)).await;
        assert_eq!(other.status, 403, "{wrong:?}");
    }
    house.provider.goes_wrong(None);
    assert_eq!(house.sign_in(&person("other", "other@val.example")).await.status, 403);
    assert_eq!(house.sign_in(&angela()).await.status, 303, "an honest answer opens");
    let audit = mine.get(&house.server, "/admin/audit.csv").await.text;
    assert_eq!(audit.matches("provider_untrusted").count(), 2 * wrong.len(), "each is in the audit log: {audit}");
    assert_eq!(house.provider.asked("jwks"), 1, "and the keys are not asked for anew for any of it");
    // In English for who reads English.
    house.provider.goes_wrong(Some(Wrong::Nonce));
    let begun = get_as(&house.server, "/oidc/start", "maillage_language=en").await;
    let back = house.provider.signs_in(&location(&begun), &angela());
    let answer =
        get_as(&house.server, &back, &format!("maillage_language=en; {}", cookie(&begun, "maillage_oidc").unwrap()))
            .await;
    assert!(answer.text.contains("could not be verified: nothing was opened"), "{}", answer.text);
}

#[tokio::test]
async fn what_comes_late_from_elsewhere_or_refused_opens_nothing_and_is_said() {
    let house = House::open(Profile::ProConnect).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    assert_eq!(house.join(&angela(), &format!("maillage_session={}", mine.session)).await.status, 303);
    let begin = async || {
        let begun = get_as(&house.server, "/oidc/start", "").await;
        (house.provider.signs_in(&location(&begun), &angela()), cookie(&begun, "maillage_oidc").unwrap())
    };
    let late = "a pris trop de temps, ou n’a pas commencé dans ce navigateur";
    let refused = async |back: &str, kept: &str, sentence: &str| {
        let answer = get_as(&house.server, back, kept).await;
        assert!(
            answer.status == 403 && session(&answer).is_none() && answer.text.contains(sentence),
            "{back}: {} {}",
            answer.status,
            answer.text
        );
    };
    // A code lives for thirty seconds.
    let (back, kept) = begin().await;
    house.provider.later(31);
    refused(&back, &kept, late).await;
    house.hand.set(Timestamp(Clock::system().now().0 + 31_000));
    // In another browser; with another state; with what another attempt kept; with what was made up.
    let (back, kept) = begin().await;
    let asked = house.provider.asked("token");
    refused(&back, "x=y", late).await;
    refused(&format!("{back}x"), &kept, late).await;
    refused(back.split("&state=").next().unwrap(), &kept, late).await;
    let (_, other) = begin().await;
    refused(&back, &other, late).await;
    refused(&back, "maillage_oidc=AAAA", late).await;
    assert_eq!(house.provider.asked("token"), asked, "the provider is not even asked");
    // From another provider than the one that was asked (RFC 9207).
    refused(&format!("{back}&iss=https%3A%2F%2Felsewhere.example"), &kept, "n’a pas pu être vérifiée").await;
    // Who gives up there.
    let state = back.split("&state=").nth(1).unwrap();
    refused(&format!("/oidc/back?error=access_denied&state={state}"), &kept, "n’a pas confirmé votre identité").await;
    // Nothing of it is used up: the honest answer opens, and once.
    assert_eq!(get_as(&house.server, &back, &kept).await.status, 303);
    refused(&back, &kept, late).await;
    // Whoever takes more than ten minutes begins anew.
    let (back, kept) = begin().await;
    house.hand.set(Timestamp(Clock::system().now().0 + 31_000 + 10 * 60 * 1_000));
    refused(&back, &kept, late).await;
    let (_, kept) = begin().await;
    let done = get_as(&house.server, "/oidc/back?error=x", &kept).await;
    assert!(
        cookie(&done, "maillage_oidc").is_none()
            && done
                .headers
                .get_all("set-cookie")
                .iter()
                .any(|set| set.to_str().unwrap().starts_with("maillage_oidc=;"))
    );
}

#[tokio::test]
async fn rooms_run_and_passwords_open_while_the_provider_is_down_slow_huge_or_another() {
    for wrong in [Wrong::Huge, Wrong::Broken, Wrong::OtherDiscovery] {
        let house = House::open(Profile::ProConnect).await;
        house.provider.goes_wrong(Some(wrong));
        let answer = get_as(&house.server, "/oidc/start", "").await;
        let (status, sentence) = if wrong == Wrong::OtherDiscovery {
            (403, "n’a pas pu être vérifiée")
        } else {
            (503, "Les ateliers, eux, continuent.")
        };
        assert!(
            answer.status == status && answer.text.contains(sentence),
            "{wrong:?}: {} {}",
            answer.status,
            answer.text
        );
        assert!(cookie(&answer, "maillage_oidc").is_none());
    }
    let house = House::open_waiting(Profile::ProConnect, Duration::from_millis(300)).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    house.provider.goes_wrong(Some(Wrong::Slow));
    assert_eq!(get_as(&house.server, "/oidc/start", "").await.status, 503);
    let (created, _) = house.server.workshop("haves_wants").await;
    let nadia = house.server.join(&created, "Nadia", "Laiterie").await;
    house.server.card(&nadia, "have", "Lactosérum").await;
    assert_eq!(
        post_as(&house.server, "/login", "", "email=claire%40maillage.example&password=une+phrase+assez+longue")
            .await
            .status,
        303
    );
    assert_eq!(mine.get(&house.server, "/desk").await.status, 200);
    assert_eq!(get_as(&house.server, "/login", "").await.status, 200);
}

#[tokio::test]
async fn a_provider_that_goes_down_on_the_way_opens_nothing_and_holds_nobody_in() {
    let house = House::open(Profile::ProConnect).await;
    let mine = office(&house.server, "claire", "Démarche du Val").await;
    assert_eq!(house.join(&angela(), &format!("maillage_session={}", mine.session)).await.status, 303);
    let signed_in = session(&house.sign_in(&angela()).await).unwrap();
    for wrong in [Wrong::Huge, Wrong::Broken] {
        house.provider.goes_wrong(Some(wrong));
        let answer = house.sign_in(&angela()).await;
        assert!(
            answer.status == 503 && session(&answer).is_none() && answer.text.contains("ne répond pas"),
            "{wrong:?}: {}",
            answer.status
        );
    }
    // An hour later nothing is known of the provider any more: who signs out is out all the same.
    house.hand.set(Timestamp(Clock::system().now().0 + 61 * 60 * 1_000));
    assert_eq!(get_as(&house.server, "/desk", &signed_in).await.status, 200);
    let out = post_as(&house.server, "/logout", &signed_in, "").await;
    assert_eq!((out.status.as_u16(), location(&out)), (303, "/".into()));
    assert_eq!(location(&get_as(&house.server, "/desk", &signed_in).await), "/login");
    house.hand.reset();
    house.provider.goes_wrong(None);
    assert_eq!(house.sign_in(&angela()).await.status, 303, "and all is as before");
    // Signed with a new key: asked for once.
    let before = house.provider.asked("jwks");
    house.provider.changes_key();
    assert_eq!(house.sign_in(&angela()).await.status, 303);
    assert_eq!(house.provider.asked("jwks"), before + 1);
}

#[tokio::test]
async fn many_returns_that_lead_to_nothing_wait() {
    let house = House::open(Profile::ProConnect).await;
    house
        .server
        .backend
        .create_account("Claire", "claire@val.example", "une phrase assez longue".into())
        .await
        .unwrap();
    let address: std::net::SocketAddr = "203.0.113.5:40000".parse().unwrap();
    let mut waited = 0;
    for _ in 0..35 {
        let begun = get_as(&house.server, "/oidc/start", "").await;
        let back = house.provider.signs_in(&location(&begun), &angela());
        let request = axum::http::Request::get(&back)
            .header("cookie", cookie(&begun, "maillage_oidc").unwrap())
            .extension(axum::extract::ConnectInfo(address));
        let answer = house.server.send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert!(matches!(answer.status.as_u16(), 403 | 429));
        waited += usize::from(answer.status == 429);
    }
    assert!(waited > 0, "thirty are slips");
}
