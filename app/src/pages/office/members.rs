//! The members of a programme, and the invitations that wait.

use domain::access::Role;
use domain::members::{InvitationDraft, Invited, MemberRow};
use domain::programme::Programme;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{language, members as texts};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::{format, routes};

/// An invitation that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeLink {
    /// The e-mail address of who is invited.
    pub email: String,
    /// The link, to be handed over by the manager; none when it was mailed.
    pub link: Option<String>,
    /// Whether a mail was tried and could not be sent.
    pub mail_failed: bool,
}

/// What a manager sees of who works in the programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staff {
    pub members: Vec<MemberRow>,
    /// The invitations that have not been answered yet.
    pub invited: Vec<Invited>,
    /// The form of a new invitation.
    pub form: Form<InvitationDraft>,
    /// The invitation that was just made.
    pub made: Option<MadeLink>,
}

/// That a link was made, and what to do with it.
#[component]
pub fn MadeLinkNotice(made: MadeLink) -> impl IntoView {
    let language = language();
    let failed = made.mail_failed.then(|| view! { <p>{texts::mail_failed(language)}</p> });
    match made.link {
        Some(link) => view! {
            <Notice tone=Tone::Good>
                {failed}
                <p>{texts::link_once(language)}</p>
                <p class="field">
                    <label for="made-link">{texts::link_for(language)} " " {made.email}</label>
                    <input id="made-link" type="text" readonly=true value=link />
                </p>
            </Notice>
        }
        .into_any(),
        None => {
            view! { <Notice tone=Tone::Good>{texts::link_mailed(language)} " " {made.email} "."</Notice> }.into_any()
        }
    }
}

fn role_choices(language: crate::Language) -> Vec<(String, String)> {
    choices(&Role::IN_PROGRAMME, Role::code, |role| texts::role_name(language, role))
}

/// Members, invitations, and the form that invites.
#[component]
pub fn Members(programme: Programme, staff: Staff) -> impl IntoView {
    let language = language();
    let Staff { members, invited, form, made } = staff;
    let address = routes::members(programme.id);
    let row = move |member: MemberRow| {
        let field = format!("role-{}", member.account);
        let options = role_choices(language)
            .into_iter()
            .map(|(code, words)| {
                view! {
                    <option value=code.clone() selected=code == member.role.code()>{words}</option>
                }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{member.name.clone()}<br /><span class="soft">{member.email}</span></th>
                <td>
                    <form
                        method="post"
                        action=routes::member_role(programme.id, member.account)
                        class="address-form"
                        novalidate
                    >
                        <label class="visually-hidden" for=field.clone()>
                            {texts::role(language)} " – " {member.name.clone()}
                        </label>
                        <select id=field name="role">{options}</select>
                        <button type="submit">
                            {texts::change(language)}
                            <span class="visually-hidden">" – " {member.name.clone()}</span>
                        </button>
                    </form>
                </td>
                <td>
                    <form method="post" action=routes::remove_member(programme.id, member.account)>
                        <button type="submit" class="quiet">
                            {texts::remove(language)}
                            <span class="visually-hidden">" – " {member.name}</span>
                        </button>
                    </form>
                </td>
            </tr>
        }
    };
    let rows = members.into_iter().map(row).collect_view();
    let id = programme.id;
    let waiting = move |invited: Invited| {
        view! {
            <li>
                {invited.email.clone()} " – " {texts::role_name(language, invited.role)}
                <span class="soft">" – " {texts::until(language)} " " {format::day(language, invited.expires_at)}</span>
                <form method="post" action=routes::end_invitation(id, invited.number) class="inline-form">
                    <button type="submit" class="quiet">
                        {texts::end(language)}
                        <span class="visually-hidden">" – " {invited.email}</span>
                    </button>
                </form>
            </li>
        }
    };
    let invited = (!invited.is_empty()).then(|| {
        view! {
            <h3>{texts::waiting(language)}</h3>
            <ul class="rules">{invited.into_iter().map(waiting).collect_view()}</ul>
        }
    });
    let helps = Role::IN_PROGRAMME
        .map(|role| view! { <li>{texts::role_name(language, role)} "\u{a0}: " {texts::role_help(language, role)}</li> })
        .collect_view();
    let problem = |field: &str| form.problem(field);
    view! {
        <section class="stack" id="members">
            <h2>{texts::title(language)}</h2>
            <p class="soft">{texts::lead(language)}</p>
            {made.map(|made| view! { <MadeLinkNotice made /> })}
            <Problems problems=form.problems.clone() label=texts::label form="member" />
            <ScrollTable caption=texts::title(language)>
                <thead>
                    <tr>
                        <th scope="col">{texts::name(language)}</th>
                        <th scope="col">{texts::role(language)}</th>
                        <th scope="col">{texts::what(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            {invited}
            <form method="post" action=address novalidate class="panel stack">
                <h3>{texts::invite(language)}</h3>
                <p class="soft">{texts::invite_hint(language)}</p>
                <ul class="rules">{helps}</ul>
                <div class="side-by-side">
                    <TextField
                        form="member"
                        name="email"
                        kind="email"
                        inputmode="email"
                        label=texts::email(language)
                        value=form.draft.email.clone()
                        problem=problem("email")
                        maxlength=LINE_MAX
                    />
                    <SelectField
                        form="member"
                        name="role"
                        label=texts::role(language)
                        choices=role_choices(language)
                        value=form.draft.role.clone()
                        problem=problem("role")
                    />
                </div>
                <div class="actions"><button type="submit" class="primary">{texts::send(language)}</button></div>
            </form>
        </section>
    }
    .into_any()
}
