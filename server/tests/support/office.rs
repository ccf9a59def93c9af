//! Programme managers with a programme, a workshop and a synergy.

use axum::body::Body;
use axum::http::{Request, header};
use backend::people::Account;
use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::{FigureDraft, StageDraft};
use domain::workshop::WorkshopDraft;
use serde_json::json;

use super::{Answer, Person, Server};

/// A programme manager with a session, a workshop, and a synergy in it.
pub struct Office {
    pub account: Account,
    pub session: String,
    pub workshop: WorkshopId,
    pub participant: Person,
}

pub async fn office(server: &Server, name: &str, programme: &str) -> Office {
    let (account, session) = server
        .backend
        .create_account(name, &format!("{name}@maillage.example"), "une phrase assez longue".into())
        .await
        .unwrap();
    let draft = WorkshopDraft {
        title: format!("Atelier de {name}"),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: programme.into(),
        territory: "Val".into(),
        ..Default::default()
    };
    let created = server.backend.create_workshop(draft, Some(&account)).await.unwrap();
    let desk = Person { workshop: created.id.to_string(), token: created.facilitator_key.clone(), number: 0 };
    server.done(&desk, json!({"type": "change_phase", "phase": "matching"})).await;
    let giver = server.join(&created, "A", "Scierie du Val").await;
    let receiver = server.join(&created, "B", "Élevage des Prés").await;
    let card = server.card(&giver, "have", "Sciure sèche").await;
    server.done(&receiver, json!({"type": "show_interest", "card_id": card, "interested": true})).await;
    server
        .done(
            &desk,
            json!({"type": "confirm_synergy", "match_id": 1, "synergy": {"title": format!("Sciure de {name}")}}),
        )
        .await;
    Office { account, session, workshop: created.id, participant: giver }
}

impl Office {
    pub async fn realise(&self, server: &Server, figures: &[(&str, &str, &str)]) {
        let caller = server.backend.caller_by_account(self.workshop, &self.account).await.unwrap();
        let change = StageDraft { stage: "realised".into(), ..Default::default() };
        server.backend.move_synergy(&self.account, &caller, SynergyId(1), &change).await.unwrap();
        for (indicator, amount, declared_by) in figures {
            let figure = FigureDraft {
                year: "2026".into(),
                indicator: (*indicator).into(),
                amount: (*amount).into(),
                verification: "one_side".into(),
                declared_by: (*declared_by).into(),
                ..Default::default()
            };
            server.backend.record_figure(&self.account, &caller, SynergyId(1), &figure).await.unwrap();
        }
    }

    pub fn synergy(&self) -> String {
        format!("/programme/workshops/{}/synergies/1", self.workshop)
    }

    pub async fn programme(&self, server: &Server) -> domain::programme::Programme {
        server.backend.programmes(&self.account).await.unwrap().remove(0)
    }

    pub async fn get(&self, server: &Server, path: &str) -> Answer {
        get_as(server, path, &format!("maillage_session={}", self.session)).await
    }

    /// A page or a file that is there, in French.
    pub async fn file(&self, server: &Server, path: &str) -> Vec<u8> {
        self.file_in(server, path, "fr").await
    }

    /// The same in this language.
    pub async fn file_in(&self, server: &Server, path: &str, language: &str) -> Vec<u8> {
        use tower::ServiceExt as _;
        let request = Request::get(path)
            .header(header::COOKIE, format!("maillage_session={}", self.session))
            .header(header::ACCEPT_LANGUAGE, language);
        let response = server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        axum::body::to_bytes(response.into_body(), 16 << 20).await.unwrap().to_vec()
    }

    pub async fn post(&self, server: &Server, path: &str, form: &str) -> Answer {
        post_as(server, path, &format!("maillage_session={}", self.session), form).await
    }
}

pub async fn get_as(server: &Server, path: &str, cookie: &str) -> Answer {
    server.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

pub async fn post_as(server: &Server, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    server.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

/// Somebody whom the manager of this office invited, and who accepted: their account and session.
pub async fn member(server: &Server, office: &Office, name: &str, role: &str) -> (Account, String) {
    let programme = office.programme(server).await.id;
    let draft = domain::members::InvitationDraft { email: format!("{name}@maillage.example"), role: role.into() };
    let invitation = server.backend.invite(&office.account, programme, &draft).await.unwrap();
    let (account, session) = server
        .backend
        .create_account(name, &format!("{name}@maillage.example"), "une phrase assez longue".into())
        .await
        .unwrap();
    server.backend.answer_invitation(&account, &invitation.token, true).await.unwrap();
    (account, session)
}
