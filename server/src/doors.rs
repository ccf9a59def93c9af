//! The addresses by which people get into a workshop, and their QR code.

use app::routes;
use backend::doors::Doors;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Everything that a screen shows of the doors.
pub(crate) struct Signs {
    pub join_code: String,
    pub join_address: String,
    pub join_host: String,
    pub join_qr: String,
    /// Address of the board; none while it has no key.
    pub board_address: Option<String>,
}

impl Signs {
    pub(crate) fn new(origin: &str, doors: &Doors) -> Self {
        let join_address = format!("{origin}{}", routes::join(&doors.join_token));
        Self {
            join_code: doors.join_code.clone(),
            join_qr: qr_svg(&join_address),
            join_address,
            join_host: origin.split_once("://").map_or(origin, |(_, host)| host).to_owned(),
            board_address: doors.board_key.as_deref().map(|key| format!("{origin}{}", routes::board(key))),
        }
    }
}

/// The QR code of an address, as an SVG that scales. Level Q: a quarter of it may be out of sight.
pub(crate) fn qr_svg(address: &str) -> String {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q).or_else(|_| QrCode::new(address));
    let Ok(code) = code else { return String::new() };
    // Black on white in every theme: scanners want it so.
    let image = code
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // Inline in a page, an SVG has no XML declaration, and takes the size that the style sheet gives it.
    image.trim_start_matches(r#"<?xml version="1.0" standalone="yes"?>"#).to_owned()
}
