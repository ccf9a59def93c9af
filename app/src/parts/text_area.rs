//! Several lines of text. Server rendering does not escape what stands inside `<textarea>`, so this is the one place
//! that puts text there, escaped by itself; in the browser the text is a property and needs no escaping.

use domain::problem::Problem;
use leptos::prelude::*;

use super::field::{control_id, described_by, labelled};
use super::listener::listener;

/// What a browser reads back as exactly this text. The first line break after the tag is dropped by browsers, so one is given to be dropped.
#[cfg(any(feature = "ssr", test))]
fn escaped(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// A labelled field of several lines.
#[component]
pub fn TextArea(
    /// The field's name on the wire.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// What was typed.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(default = None)]
    problem: Option<Problem>,
    /// An example, or why it is asked.
    #[prop(into, optional)]
    hint: String,
    /// Says what was typed, on live pages.
    #[prop(into, optional)]
    on_input: Option<Callback<String>>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
    /// The most characters.
    #[prop(default = domain::text::PARAGRAPH_MAX)]
    maxlength: usize,
) -> impl IntoView {
    let id = control_id(form, name);
    let describes = described_by(&id, !hint.is_empty(), problem.is_some());
    let invalid = problem.map(|_| "true");
    let typed = listener(move |event| {
        if let Some(on_input) = on_input {
            on_input.run(event_target_value(&event));
        }
    });
    #[cfg(feature = "ssr")]
    let area = view! {
        <textarea
            id=id.clone()
            name=name
            rows="3"
            maxlength=maxlength.to_string()
            aria-invalid=invalid
            aria-describedby=describes
            on:input=typed
            inner_html=escaped(&value)
        ></textarea>
    };
    #[cfg(not(feature = "ssr"))]
    let area = view! {
        <textarea
            id=id.clone()
            name=name
            rows="3"
            maxlength=maxlength.to_string()
            aria-invalid=invalid
            aria-describedby=describes
            on:input=typed
            prop:value=value
        ></textarea>
    };
    labelled(&id, label, hint, problem, area.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("</textarea><script>"), "\n&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escaped("a & b"), "\na &amp; b");
        let html = Owner::new().with(|| {
            let value = "</textarea><script>alert(1)</script>".to_owned();
            view! { <TextArea name="description" label="x" value=value /> }.to_html()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"), "{html}");
    }
}
