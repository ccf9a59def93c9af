//! The document around a screen: head, style sheet, and, for live screens, what the wasm needs to wake up.

use leptos::prelude::*;

use crate::Language;
use crate::host::Host;
use crate::locale::common;
use crate::pages::COMPOSING;
use crate::pages::privacy::Foot;
use crate::parts::embedded::{Json, Script, Style};
use crate::routes;

/// Whose screen it is: chooses the style sheet, the layout class of `<body>` and the wasm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Phone,
    Board,
    Desk,
    /// Everything else: forms, tables, reports. No wasm.
    Office,
}

impl Screen {
    /// The name of the style sheet, the wasm and the class of `<body>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Board => "board",
            Self::Desk => "desk",
            Self::Office => "office",
        }
    }

    /// Whether a browser that was here once opens it without a network.
    const fn opens_offline(self) -> bool {
        matches!(self, Self::Phone | Self::Board)
    }
}

/// Has the service worker (`public/sw.js`) keep the page and the files it consists of. Without TLS, and in windows that
/// keep nothing, there is no service worker: then a page opens only with a network.
///
/// When something is taken off the screens ([`crate::live::TAKEN_BACK`]), the kept pages go at once: they still show
/// it. They are kept anew when the page is put aside, which a room's phones do one after the other.
const KEEP: &str = "{const w=navigator.serviceWorker;let gone;const keep=()=>w.ready.then(r=>\
    r.active.postMessage([location.href,...performance.getEntriesByType('resource').map(e=>e.name)])).catch(()=>{});\
    w?.register('/sw.js').then(keep).catch(()=>{});\
    if(w){addEventListener('maillage:taken-back',()=>{gone=1;self.caches?.delete('maillage-pages-1')});\
    addEventListener('visibilitychange',()=>{if(document.hidden&&gone){gone=0;keep()}})}}";

/// Addresses of a screen's built files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Address of the style sheet.
    pub css: String,
    /// The style sheet itself, where it stands inside the page: at the door, which has to be there at once.
    pub css_inside: String,
    /// What the next page will need: fetched once this one is there.
    pub soon: Vec<String>,
    /// JavaScript bindings; empty for a page without wasm.
    pub js: String,
    /// Address of the wasm; empty for a page without.
    pub wasm: String,
    /// Address of the icon.
    pub icon: String,
    /// Address of the web app manifest.
    pub manifest: String,
}

/// What the document needs besides the page itself.
#[derive(Clone, Debug)]
pub struct Head {
    pub language: Language,
    /// Title of the page; the product's name is added.
    pub title: String,
    pub screen: Screen,
    pub files: Files,
    pub host: Host,
    /// A page of the office that follows what colleagues and companies do.
    pub renewal: Option<Renewal>,
    /// The number of this page's forms, see [`once`].
    pub form: String,
}

/// The name under which the address of a form carries the form's number.
pub const ONCE: &str = "once";

#[derive(Clone, Debug)]
struct FormNumber(String);

/// The address to which a form is sent that is to be carried out once, however often it comes: by a second tap on a
/// slow line, by a browser that sends again after a break. The number is that of the page as it was opened: what is
/// asked for on another page, in other words, or by another person is something else.
#[must_use]
pub fn once(address: String) -> String {
    let Some(FormNumber(number)) = use_context() else { return address };
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{ONCE}={number}")
}

/// What a page of the office needs to stay true while it is open (`public/office.js`). Without script it is as true as
/// when it was opened.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// How far the programmes' logs had moved before the page was made.
    pub moves: u64,
    /// Address of the script.
    pub script: String,
}

/// The host's colours; on boards and desks, which browsers draw anew, also its logo.
fn host_style(host: &Host) -> String {
    let logo = host
        .logo
        .as_ref()
        .map(|logo| format!(".board .top::before,.desk-header::before{{content:'';background-image:url('{logo}')}}"));
    format!("{}{}", host.colours, logo.unwrap_or_default())
}

/// On a phone the key that says "next" goes to the next field, instead of sending a form that is not filled in: some
/// keyboards do so by themselves.
const NEXT: &str = "addEventListener('keydown',e=>{const t=e.target;\
    if(e.key=='Enter'&&!e.isComposing&&t.form&&t.enterKeyHint=='next'){const \
    f=[...t.form.elements],n=f.slice(f.indexOf(t)+1).find(c=>c.type!='hidden'&&c.offsetParent&&c.tagName!='FIELDSET');\
    if(n){e.preventDefault();n.focus()}}});";

/// Fetches what the next page needs, while people type. Read to the end, so that the browser keeps it.
fn fetch_soon(addresses: &[String]) -> String {
    let list = addresses.iter().map(|address| format!("'{address}'")).collect::<Vec<_>>().join(",");
    format!("addEventListener('load',()=>[{list}].forEach(a=>fetch(a,{{priority:'low'}}).then(r=>r.arrayBuffer())))")
}

/// Fetches script and wasm side by side and starts them. Until then it notes when a keyboard composes a word, which the
/// page must not interrupt by taking over.
fn start(files: &Files) -> String {
    let Files { js, wasm, .. } = files;
    format!(
        "for(const e of['start','end'])addEventListener('composition'+e,()=>\
         document.documentElement.toggleAttribute('{COMPOSING}',e=='start'));\
         {{const w=fetch('{wasm}');import('{js}').then(m=>m.default({{module_or_path:w}}))}}"
    )
}

/// The whole document around `page`. A live page also gets its `boot` data (JSON), from which the browser renders the
/// same again.
pub fn document(head: &Head, boot: Option<String>, page: Box<dyn FnOnce() -> AnyView>) -> impl IntoView + use<> {
    provide_context(head.language);
    provide_context(head.host.clone());
    provide_context(FormNumber(head.form.clone()));
    let host_style = host_style(&head.host);
    let nonce = || leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let style = if head.files.css_inside.is_empty() {
        view! { <link rel="stylesheet" href=head.files.css.clone() /> }.into_any()
    } else {
        view! { <Style text=head.files.css_inside.clone() /> }.into_any()
    };
    let soon =
        (!head.files.soon.is_empty()).then(|| view! { <Script nonce=nonce() text=fetch_soon(&head.files.soon) /> });
    let live = boot.map(|boot| (boot, head.files.clone()));
    let screen = head.screen;
    let next = (screen == Screen::Phone).then(|| view! { <Script nonce=nonce() text=NEXT.to_owned() /> });
    let body_class = screen.name();
    let (follows, moves) = head.renewal.as_ref().map(|renewal| (routes::PROGRAMME_FEED, renewal.moves)).unzip();
    let renewal = head.renewal.as_ref().map(|renewal| {
        view! {
            <p
                class="renewed"
                id="renewed"
                role="status"
                data-renewed=common::renewed(head.language)
                data-left=common::renewed_in_part(head.language)
            ></p>
            <script nonce=nonce() src=renewal.script.clone() defer></script>
        }
    });
    let page = page();
    view! {
        <!DOCTYPE html>
        <html lang=head.language.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="referrer" content="same-origin" />
                <title>{format!("{} – Maillage", head.title)}</title>
                {style}
                {(!host_style.is_empty()).then(|| view! { <Style text=host_style /> })}
                <link rel="icon" href=head.files.icon.clone() type="image/svg+xml" />
                <link rel="manifest" href=head.files.manifest.clone() />
                {live.as_ref().map(|(_, files)| view! { <link rel="modulepreload" href=files.js.clone() /> })}
            </head>
            <body class=body_class data-follows=follows data-moves=moves>
                <div id="screen">{page}</div>
                {(screen != Screen::Board).then(|| view! { <Foot /> })}
                {renewal}
                {next}
                {soon}
                {live
                    .map(|(boot, files)| {
                        let keep = if screen.opens_offline() { KEEP } else { "" };
                        let (nonce, start) = (nonce(), start(&files) + ";" + keep);
                        view! {
                            <Json id="boot" text=boot />
                            <Script nonce text=start />
                        }
                    })}
            </body>
        </html>
    }
}
