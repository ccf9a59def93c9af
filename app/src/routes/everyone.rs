//! The doors, one's own account, and what the host says.

addresses! {
    /// Home: type a code.
    HOME "/";
    /// Where the home page's code form goes.
    TYPED_CODE "/j";
    /// What is done with personal data.
    PRIVACY "/privacy";
    /// Whose site it is.
    LEGAL "/legal";
    /// How accessible it is.
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
    /// A new password, by a link.
    PASSWORD "/password/{token}" => password(token: &str);
    /// The first account of a server, by the link printed at its start.
    SET_UP "/setup/{token}" => set_up(token: &str);
    /// One's own account.
    ACCOUNT "/account";
    /// POST `name`: one's name.
    ACCOUNT_NAME "/account/name";
    /// POST `current`, `password`: another password.
    ACCOUNT_PASSWORD "/account/password";
    /// POST `session`: ends one.
    END_SESSION "/account/sessions/end";
    /// POST: ends all of them.
    SIGN_OUT_EVERYWHERE "/account/sign-out";
    /// A second factor that waits for its first code (GET, POST `code`).
    SECOND_FACTOR "/account/second-factor";
    /// POST `current`: proposes a second factor.
    START_SECOND_FACTOR "/account/second-factor/start";
    /// POST `current`: takes it off.
    END_SECOND_FACTOR "/account/second-factor/end";
    /// To the identity provider, to sign in. `?invited=…`: to accept an invitation.
    PROVIDER "/oidc/start";
    /// Back from it. Registered there, letter by letter.
    PROVIDER_BACK "/oidc/back";
    /// Back from having signed out there. Registered as well.
    PROVIDER_OUT "/oidc/out";
    /// Joins an identity to one's account (POST).
    JOIN_IDENTITY "/oidc/link";
    /// Separates one from it (POST `number`).
    REMOVE_IDENTITY "/oidc/unlink";
    /// The invitation to a workshop, for everybody who has the code of its door.
    INVITATION "/i/{code}" => invitation(code: &str);
    /// The same as an entry of a calendar.
    INVITATION_CALENDAR "/i/{code}/calendar.ics" => invitation_calendar(code: &str);
    /// An invitation to a programme.
    INVITED "/invited/{token}" => invited(token: &str);
    /// POST: accepts it.
    ACCEPT_INVITATION "/invited/{token}/accept" => accept_invitation(token: &str);
    /// POST: declines it.
    DECLINE_INVITATION "/invited/{token}/decline" => decline_invitation(token: &str);
    /// POST `name`, `password`: makes an account and accepts.
    ACCEPT_WITH_ACCOUNT "/invited/{token}/account" => accept_with_account(token: &str);
    /// What all workshops hold of a person, by their link.
    MINE_EVERYWHERE "/mine/{token}" => mine_everywhere(token: &str);
    /// The same as a file.
    MINE_EVERYWHERE_FILE "/mine/{token}/copy.json" => mine_everywhere_file(token: &str);
    /// POST: erases it.
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
