//! The doors, one's own account, and what the host says.

addresses! {
    /// The home page: a field for the code of a workshop.
    HOME "/";
    /// Where the home page's code form goes.
    TYPED_CODE "/j";
    /// What this server does with personal data.
    PRIVACY "/privacy";
    /// Who is responsible for the site, as French law asks (*mentions légales*).
    LEGAL "/legal";
    /// The declaration of accessibility.
    ACCESSIBILITY "/accessibility";
    /// Sign in.
    LOGIN "/login";
    /// After the password: the code of a second factor (GET, POST `code`).
    LOGIN_CODE "/login/code";
    /// Sign out (POST).
    LOGOUT "/logout";
    /// Choose the language (POST `language`, `back`).
    LANGUAGE "/language";
    /// A link to a new password by mail (GET, POST `email`).
    FORGOTTEN "/forgotten";
    /// Choosing a new password, by a link that came by mail or was printed (GET, POST).
    PASSWORD "/password/{token}" => password(token: &str);
    /// The first account of a server, by the link printed at its start.
    SET_UP "/setup/{token}" => set_up(token: &str);
    /// One's own account.
    ACCOUNT "/account";
    /// Changes the name of one's account (POST `name`).
    ACCOUNT_NAME "/account/name";
    /// Changes the password of one's account (POST `current`, `password`).
    ACCOUNT_PASSWORD "/account/password";
    /// Ends one session of one's account (POST `session`).
    END_SESSION "/account/sessions/end";
    /// Ends all sessions of one's account (POST).
    SIGN_OUT_EVERYWHERE "/account/sign-out";
    /// A second factor that waits for its first code (GET, POST `code`).
    SECOND_FACTOR "/account/second-factor";
    /// Begins a second factor: makes its secret, which then waits for its first code (POST `current`).
    START_SECOND_FACTOR "/account/second-factor/start";
    /// Takes the second factor off the account (POST `current`).
    END_SECOND_FACTOR "/account/second-factor/end";
    /// To the identity provider, to sign in. `?invited=…`: to accept an invitation.
    PROVIDER "/oidc/start";
    /// Where the identity provider sends people back to. Registered there, letter by letter.
    PROVIDER_BACK "/oidc/back";
    /// Where the identity provider sends people back to after signing them out. Registered there as well.
    PROVIDER_OUT "/oidc/out";
    /// Joins an identity at the provider to one's account (POST).
    JOIN_IDENTITY "/oidc/link";
    /// Separates such an identity from one's account (POST `number`).
    REMOVE_IDENTITY "/oidc/unlink";
    /// The invitation to a workshop, for everybody who has the code of its door.
    INVITATION "/i/{code}" => invitation(code: &str);
    /// The workshop of the invitation as an entry for a calendar.
    INVITATION_CALENDAR "/i/{code}/calendar.ics" => invitation_calendar(code: &str);
    /// An invitation to a programme.
    INVITED "/invited/{token}" => invited(token: &str);
    /// Accepts an invitation to a programme (POST).
    ACCEPT_INVITATION "/invited/{token}/accept" => accept_invitation(token: &str);
    /// Declines an invitation to a programme (POST).
    DECLINE_INVITATION "/invited/{token}/decline" => decline_invitation(token: &str);
    /// Makes an account and accepts the invitation with it (POST `name`, `password`).
    ACCEPT_WITH_ACCOUNT "/invited/{token}/account" => accept_with_account(token: &str);
    /// What all workshops hold of a person, by their link.
    MINE_EVERYWHERE "/mine/{token}" => mine_everywhere(token: &str);
    /// What all workshops hold of a person, as JSON.
    MINE_EVERYWHERE_FILE "/mine/{token}/copy.json" => mine_everywhere_file(token: &str);
    /// Erases what all workshops hold of a person (POST).
    ERASE_MINE "/mine/{token}/erase" => erase_mine(token: &str);
    /// The published sums of a programme, for everybody; see [`open_data`].
    OPEN_DATA "/open/{file}" => open_data_file(file: &str);
}

use domain::ids::ProgrammeId;

/// To the identity provider, to accept an invitation.
#[must_use]
pub fn invited_by_provider(token: &str) -> String {
    format!("{PROVIDER}?invited={token}")
}

/// The published sums of a programme: `csv` or `json`.
#[must_use]
pub fn open_data(id: ProgrammeId, kind: &str) -> String {
    open_data_file(&format!("{id}.{kind}"))
}
