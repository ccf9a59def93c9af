//! The host's identity: its colour, checked to stay readable, and its logo, checked to be a picture and nothing else.

use app::host::Host;
use app::routes;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::App;

/// The most bytes of a logo: it stands on every page.
const LOGO_MAX: usize = 200 * 1024;
/// Text needs this contrast (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;
/// The darkest ground of the light scheme and the lightest of the dark one (`--paper`, `--surface-2` in
/// `style/tokens.css`), and its ink on the accent.
const LIGHT_GROUND: Colour = Colour([0xf6, 0xf1, 0xe7]);
const DARK_GROUND: Colour = Colour([0x1d, 0x35, 0x3e]);
const DARK_INK: Colour = Colour([0x06, 0x26, 0x2d]);
const WHITE: Colour = Colour([0xff; 3]);

/// Why a colour or a logo of the host is not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is not written as `#0b5260`.
    #[error("the colour {0:?} is not written as #0b5260")]
    NotAColour(String),
    /// Text in this colour would have less contrast than WCAG 2.2 AA asks for: 4.5 to 1.
    #[error(
        "the colour {colour} is too light: {contrast} to 1 on the light ground, text needs 4.5 to 1. Take a darker \
            shade of it"
    )]
    TooLight {
        /// The colour as it was given.
        colour: String,
        /// Its contrast to 1 on the light ground, with one decimal.
        contrast: String,
    },
    /// It is larger than 200 kB.
    #[error("the logo is larger than 200 kB")]
    LogoTooLarge,
    /// Not one of the formats that are taken.
    #[error("the logo is no PNG, JPEG, WebP or SVG picture")]
    NotAPicture,
    /// An SVG that holds more than a picture, such as a script or a link; what it holds.
    #[error("the logo holds {0:?}: an SVG must be a plain picture, without scripts, links and foreign content")]
    NotPlain(&'static str),
}

/// A logo that was checked to be a picture and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    content: Bytes,
    media_type: &'static str,
}

/// What an SVG must not hold, in lower case. It is only ever shown as an image, which runs nothing; whoever opens its
/// address gets it in a sandbox.
const NOT_PLAIN: [&str; 9] = [
    "<script",
    "<foreignobject",
    "<iframe",
    "<!entity",
    "javascript:",
    "href=\"http",
    "href='http",
    "@import",
    "url(http",
];

impl Logo {
    /// Takes a picture: PNG, JPEG, WebP, or an SVG without scripts, links and foreign content.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(content: Vec<u8>) -> Result<Self, Unfit> {
        if content.len() > LOGO_MAX {
            return Err(Unfit::LogoTooLarge);
        }
        let media_type = match content.as_slice() {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
            [0xff, 0xd8, 0xff, ..] => "image/jpeg",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            text => {
                let text = std::str::from_utf8(text).map_err(|_| Unfit::NotAPicture)?.to_ascii_lowercase();
                let start = text.trim_start_matches('\u{feff}').trim_start();
                if !(start.starts_with("<svg") || start.starts_with("<?xml") || start.starts_with("<!--"))
                    || !text.contains("<svg")
                {
                    return Err(Unfit::NotAPicture);
                }
                if let Some(found) = NOT_PLAIN.into_iter().find(|found| text.contains(found)) {
                    return Err(Unfit::NotPlain(found));
                }
                if has_handler(&text) {
                    return Err(Unfit::NotPlain("on…="));
                }
                "image/svg+xml"
            }
        };
        Ok(Self { content: content.into(), media_type })
    }
}

/// An attribute such as `onload=`, however it is spaced.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let rest = text[at + 2..].trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        before.is_some_and(|letter| letter.is_whitespace() || matches!(letter, '"' | '\'' | '/'))
            && rest.trim_start().starts_with('=')
    })
}

/// A colour as red, green and blue, from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour([u8; 3]);

impl Colour {
    fn parse(typed: &str) -> Option<Self> {
        let digits = typed.trim().strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// Relative luminance (WCAG 2.2, definitions).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let share = f64::from(part) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio (WCAG 2.2, definitions), from 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// This colour with a share of another.
    fn mixed(self, other: Self, share: f64) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between two bytes
        let part = |at: usize| (f64::from(self.0[at]) * (1.0 - share) + f64::from(other.0[at]) * share).round() as u8;
        Self([part(0), part(1), part(2)])
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The tokens of both schemes from one colour. In the dark it is lightened until it can be read.
///
/// # Errors
/// [`Unfit::NotAColour`], [`Unfit::TooLight`].
pub fn colours(accent: &str) -> Result<String, Unfit> {
    let light = Colour::parse(accent).ok_or_else(|| Unfit::NotAColour(accent.to_owned()))?;
    // Letters in the accent also stand on a tint of it.
    let soft = LIGHT_GROUND.mixed(light, 0.12);
    let contrast = light.contrast(soft).min(light.contrast(WHITE));
    if contrast < READABLE {
        return Err(Unfit::TooLight { colour: accent.to_owned(), contrast: format!("{contrast:.1}") });
    }
    let tint = |colour: Colour| DARK_GROUND.mixed(colour, 0.12);
    let readable =
        |colour: &Colour| colour.contrast(tint(*colour)) >= READABLE && colour.contrast(DARK_INK) >= READABLE;
    let dark = (0..=20).map(|step| light.mixed(WHITE, f64::from(step) / 20.0)).find(readable).unwrap_or(WHITE);
    let on_paper = format!("--accent:{light};--accent-soft:{soft}");
    let in_the_dark = format!("--accent:{dark};--accent-ink:{DARK_INK};--accent-soft:{}", tint(dark));
    // Sheets are paper in both schemes. Who asks for high contrast gets it instead of the host's colour.
    Ok(format!(
        "@media not (prefers-contrast:more){{:root{{{on_paper}}}@media \
         (prefers-color-scheme:dark){{:root{{{in_the_dark}}}}}}}.sheet{{{on_paper};--accent-ink:#fff}}"
    ))
}

/// Name, colour and logo of the host, as pages show them.
#[must_use]
pub fn identity(name: Option<&str>, colours: Option<String>, logo: Option<&Logo>) -> Host {
    // The logo's address changes with it, so that browsers may keep it.
    let logo = logo.map(|logo| {
        let mark = logo
            .content
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{}?{mark:x}", routes::LOGO)
    });
    Host { name: name.unwrap_or_default().trim().to_owned(), colours: colours.unwrap_or_default(), logo }
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route(routes::LOGO, get(logo))
}

async fn logo(State(app): State<App>) -> Response {
    let Some(logo) = &app.logo else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(logo.media_type)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, logo.content.clone()).into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_its_contrast() {
        assert!((Colour([0, 0, 0]).contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!(matches!(colours("#ffcc00"), Err(Unfit::TooLight { contrast, .. }) if contrast == "1.3"));
        for wrong in ["0b5260", "#0b526", "#0b52zz", "red", "", "#é0b52"] {
            assert!(matches!(colours(wrong), Err(Unfit::NotAColour(_))), "{wrong}");
        }
    }

    #[test]
    fn what_is_taken_can_be_read_in_both_schemes() {
        for accent in ["#0b5260", "#003189", "#8a1538", "#000000", "#1d5c2e"] {
            let css = colours(accent).expect(accent);
            let dark = css.split("dark){:root{--accent:").nth(1).unwrap();
            let dark = Colour::parse(&dark[..7]).unwrap();
            assert!(dark.contrast(DARK_GROUND) >= READABLE && dark.contrast(DARK_INK) >= READABLE, "{accent}: {dark}");
        }
    }

    #[test]
    fn a_logo_is_a_picture_and_nothing_else() {
        let check = |content: &[u8]| Logo::check(content.to_vec()).map(|logo| logo.media_type);
        assert_eq!(check(b"\x89PNG\r\n\x1a\n...."), Ok("image/png"));
        assert_eq!(
            check(
                b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><title>Union</title><path d=\"M0 \
                0\"/></svg>"
            ),
            Ok("image/svg+xml")
        );
        assert_eq!(check(b"<html><script>alert(1)</script></html>"), Err(Unfit::NotAPicture));
        assert_eq!(check(b"<svg><SCRIPT>alert(1)</SCRIPT></svg>"), Err(Unfit::NotPlain("<script")));
        assert_eq!(check(b"<svg><image href=\"https://elsewhere/x.png\"/></svg>"), Err(Unfit::NotPlain("href=\"http")));
        for handler in ["<svg onload=alert(1)>", "<svg/onload =alert(1)>", "<svg a=\"b\"onclick='x'>"] {
            assert_eq!(check(handler.as_bytes()), Err(Unfit::NotPlain("on…=")), "{handler}");
        }
        assert_eq!(check(&vec![b' '; LOGO_MAX + 1]), Err(Unfit::LogoTooLarge));
    }
}
