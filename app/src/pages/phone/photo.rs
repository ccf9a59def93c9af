//! The page on which a photo is put to a card. It works without script; with it, the photo is made small before it is
//! sent.

use domain::ids::WorkshopId;
use domain::problem::Problem;
use domain::workshop::Card;
use leptos::prelude::*;

use super::still_header::StillHeader;
use crate::locale::{language, phone::photo_of, photo as texts};
use crate::parts::embedded::Script;
use crate::parts::notice::{Notice, Tone};
use crate::routes;

/// Makes the chosen photo small, upright and free of the camera's notes, by drawing it anew: 1,280 pixels at most, then
/// less until it has 300 kB at most. What the browser cannot draw is sent as it is, and the server says what is wrong
/// with it.
const MAKE_SMALL: &str = "document.getElementById('file').addEventListener('change',async({target:i})=>{const f=i.files[0],o=document.getElementById('preview'),\
    b=i.form.querySelector('button');o.hidden=true;if(!f)return;b.disabled=true;try{const p=await createImageBitmap(f,{imageOrientation:'from-image'});let s=1280,d;\
    do{const k=Math.min(1,s/Math.max(p.width,p.height)),c=document.createElement('canvas');c.width=Math.max(1,p.width*k);c.height=Math.max(1,p.height*k);\
    const x=c.getContext('2d');x.fillStyle='#fff';x.fillRect(0,0,c.width,c.height);x.drawImage(p,0,0,c.width,c.height);\
    d=await new Promise(r=>c.toBlob(r,'image/jpeg',.8));s*=.75}while(d.size>3e5&&s>200);const t=new DataTransfer();\
    t.items.add(new File([d],'photo.jpg',{type:d.type}));i.files=t.files;o.querySelector('img').src=URL.createObjectURL(d);o.hidden=false}catch{}b.disabled=false})";

/// The page. POSTs to its own address.
#[component]
pub fn Photo(id: WorkshopId, card: Card, #[prop(optional_no_strip)] problem: Option<Problem>) -> impl IntoView {
    let language = language();
    let title = card.resource.title.to_string();
    let here = routes::photo(id, card.id);
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let now = card.photo.map(|at| {
        view! {
            <section class="stack" aria-labelledby="now">
                <h2 id="now">{texts::now(language)}</h2>
                <img class="card-photo" src=format!("{}?at={}", routes::card_photo(id, card.id), at.0) alt=photo_of(language, &title) />
                <form method="post" action=routes::remove_photo(id, card.id)>
                    <button type="submit" class="quiet">{texts::remove(language)}</button>
                </form>
            </section>
        }
    });
    view! {
        <StillHeader title=texts::title(language) about=title.clone() here=here.clone() />
        <main id="content" class="phone-main">
            {problem.map(|problem| view! { <Notice tone=Tone::Warning><span id="file-problem">{texts::problem(language, problem)}</span></Notice> })}
            <p>{texts::lead(language)}</p>
            <form method="post" action=here enctype="multipart/form-data" class="stack">
                <div class="field">
                    <label for="file">{texts::choose(language)}</label>
                    <input
                        type="file"
                        id="file"
                        name="file"
                        accept="image/*"
                        aria-describedby=problem.map_or("file-hint", |_| "file-hint file-problem")
                        aria-invalid=problem.map(|_| "true")
                    />
                    <p class="hint" id="file-hint">{texts::help(language)}</p>
                </div>
                <div id="preview" role="status" hidden>
                    <img class="card-photo" alt=texts::preview(language) />
                </div>
                <button type="submit" class="primary big">{texts::send(language)}</button>
            </form>
            {now}
            <p><a href=routes::phone(id)>{texts::back(language)}</a></p>
            <Script nonce text=MAKE_SMALL.to_owned() />
        </main>
    }
    .into_any()
}
