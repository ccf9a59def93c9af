//! Elements as HTML. Texts and values are escaped here, and only here.

use reactive_graph::traits::Get;
use tachys::html::attribute::any_attribute::AnyAttribute;
use tachys::hydration::Cursor;
use tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use crate::{Child, Control, Element};

/// Elements that have no inside and no end tag (HTML, 13.1.2).
const VOID: [&str; 3] = ["br", "img", "input"];

impl Element {
    fn write(self, html: &mut String) {
        let parts = *self.0;
        html.push('<');
        html.push_str(parts.tag);
        for (name, value) in &parts.attributes {
            if let Some(value) = value {
                write_attribute(name, value, html);
            }
        }
        for (name, mut value) in parts.live_attributes {
            if let Some(value) = value() {
                write_attribute(name, &value, html);
            }
        }
        match &parts.control {
            Some(Control::Value(value)) if parts.tag != "textarea" => write_attribute("value", value, html),
            Some(Control::Checked(true)) => write_attribute("checked", "", html),
            Some(Control::Selected(true)) => write_attribute("selected", "", html),
            _ => {}
        }
        html.push('>');
        if VOID.contains(&parts.tag) {
            return;
        }
        if let ("textarea", Some(Control::Value(value))) = (parts.tag, &parts.control) {
            // Browsers drop the first line break after the tag, so one is given to be dropped.
            html.push('\n');
            write_text(value, html);
        }
        match parts.markup {
            Some(markup) => html.push_str(&markup),
            None => write_all(parts.children, html),
        }
        html.push_str("</");
        html.push_str(parts.tag);
        html.push('>');
    }
}

fn write_all(children: Vec<Child>, html: &mut String) {
    for child in children {
        match child {
            Child::None => {}
            Child::Text(text) => write_text(&text, html),
            Child::Element(element) => element.write(html),
            Child::Live(mut live) => write_all((live.drawn)(), html),
            Child::Rows(rows) => {
                for element in rows.keys.get().into_iter().filter_map(|key| (rows.row)(key, &mut None)) {
                    element.write(html);
                }
            }
        }
    }
}

fn write_attribute(name: &str, value: &str, html: &mut String) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    for character in value.chars() {
        match character {
            '"' => html.push_str("&quot;"),
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html.push('"');
}

fn write_text(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
}

tachys::no_attrs!(Child);

impl RenderHtml for Child {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, html: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        write_all(vec![self], html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Nowhere {
        Nowhere
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// On the server elements are written as HTML; there is no document to draw on.
pub struct Nowhere;

impl Render for Child {
    type State = Nowhere;

    fn build(self) -> Nowhere {
        Nowhere
    }

    fn rebuild(self, _: &mut Nowhere) {}
}

impl Mountable for Nowhere {
    fn unmount(&mut self) {}

    fn mount(&mut self, _: &web_sys::Element, _: Option<&web_sys::Node>) {}

    fn insert_before_this(&self, _: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use reactive_graph::owner::Owner;
    use reactive_graph::signal::RwSignal;
    use reactive_graph::traits::{Set, Update};

    use super::*;
    use crate::{Key, afresh, children, element, keys, live, rows, rows_of, svg};

    #[test]
    fn hostile_text_stays_text_wherever_it_stands() {
        let hostile = "</textarea></p><script>alert(\"1\")</script>&amp;";
        let paragraph = element("p")
            .attr("title", hostile)
            .child(hostile)
            .child(element("textarea").value(hostile.to_owned()))
            .child(element("input").value(hostile.to_owned()));
        let html = Child::from(paragraph).to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert_eq!(html.matches("&lt;/textarea&gt;&lt;/p&gt;&lt;script&gt;").count(), 4, "{html}");
        assert!(
            html.contains(
                "title=\"&lt;/textarea&gt;&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;\""
            ),
            "{html}"
        );
        assert!(html.contains(">\n&lt;/textarea&gt;"), "{html}");
    }

    #[test]
    fn elements_are_written_as_they_stand() {
        let html = Owner::new().with(|| {
            let list = keys(|| vec![3, 1, 2]);
            let of = rows_of(list, |key| (key != 2).then_some(key * 10), |tens| element("i").child(tens.to_string()));
            let all = element("div")
                .class("a")
                .flag("hidden", false)
                .flag("open", true)
                .maybe("lang", None::<String>)
                .child(live(|| children!["now", None::<Element>, element("input").checked(true)]))
                .child(rows(list, |key| (key != 1).then(|| element("b").child(key.to_string()))))
                .child(of);
            Child::from(all).to_html()
        });
        assert_eq!(html, "<div class=\"a\" open=\"\">now<input checked=\"\"><b>3</b><b>2</b><i>30</i><i>10</i></div>");
    }

    #[test]
    fn what_changes_is_written_as_it_is_at_that_moment() {
        Owner::new().with(|| {
            let (title, cards) = (RwSignal::new("Sciure"), RwSignal::new(vec![1, 2]));
            let screen = || {
                let card = |key: Key| (key != 3).then(|| element("li").child(key.to_string()));
                let list = element("ul").child(rows(keys(move || cards.get()), card));
                Child::from(element("section").child(live(move || title.get())).child(list)).to_html()
            };
            assert_eq!(screen(), "<section>Sciure<ul><li>1</li><li>2</li></ul></section>");
            title.set("Copeaux");
            cards.update(|cards| cards.insert(0, 3));
            assert_eq!(screen(), "<section>Copeaux<ul><li>1</li><li>2</li></ul></section>");
        });
    }

    #[test]
    fn an_attribute_a_drawing_and_a_screen_are_what_they_are_at_that_moment() {
        Owner::new().with(|| {
            let (at, black) = (RwSignal::new(1), RwSignal::new(false));
            let screen = || {
                let line = svg("svg").attr("viewBox", "0 0 9 9").child(svg("path").attr("d", "M0 0h9"));
                let shown = afresh(move || if at.get() == 1 { element("p").child("one") } else { element("b") });
                let all = element("main")
                    .live_attr("class", move || black.get().then_some("black"))
                    .child(line)
                    .child(element("i").markup("<svg></svg>".to_owned()))
                    .child(shown);
                Child::from(all).to_html()
            };
            let drawing = "<svg viewBox=\"0 0 9 9\"><path d=\"M0 0h9\"></path></svg><i><svg></svg></i>";
            assert_eq!(screen(), ["<main>", drawing, "<p>one</p></main>"].concat());
            at.set(2);
            black.set(true);
            assert_eq!(screen(), ["<main class=\"black\">", drawing, "<b></b></main>"].concat());
        });
    }

    #[test]
    fn a_form_works_before_anything_listens() {
        let form = element("form")
            .attr("method", "post")
            .on_submit(|_| unreachable!("nothing is heard on the server"))
            .child(element("input").attr("name", "title").value("Sciure".to_owned()).on_input(|_| unreachable!()))
            .child(element("select").children(children![
                element("option").attr("value", "t").selected(true).child("t"),
                element("option").attr("value", "kg").selected(false).child("kg"),
            ]))
            .child(element("br"))
            .child(element("button").on_click(|_| unreachable!()).child("Publier"));
        assert_eq!(
            Child::from(form).to_html(),
            "<form method=\"post\"><input name=\"title\" value=\"Sciure\"><select><option value=\"t\" \
             selected=\"\">t</option><option value=\"kg\">kg</option></select><br><button>Publier</button></form>"
        );
    }
}
