//! The sentence encoder, where its package is: `MAILLAGE_ENCODER` names it, or it lies in the data folder as `./run`
//! leaves it.
#![allow(clippy::expect_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use matching::Matcher;
use matching::encoder::{Encoder, Unloadable, WHEEL};

fn encoder() -> Option<Encoder> {
    let given = std::env::var_os("MAILLAGE_ENCODER").map(PathBuf::from);
    let wheel = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(WHEEL));
    if !wheel.exists() {
        eprintln!("SKIPPED: the sentence encoder is not tested, {} is missing (xtask/encoder data)", wheel.display());
        return None;
    }
    Some(Encoder::load(&wheel).expect("the encoder's package loads"))
}

fn cosine(encoder: &Encoder, one: &str, other: &str) -> f32 {
    encoder.encode(one).iter().zip(encoder.encode(other)).map(|(one, other)| one * other).sum()
}

#[test]
fn texts_of_one_meaning_are_nearer_than_others_across_languages() {
    let Some(encoder) = encoder() else { return };
    for (text, near, far) in [
        ("chutes de bois", "wood offcuts", "spare welding robot"),
        ("salle de réunion libre", "meeting room available", "used engine oil"),
        ("déchets de cuisine", "kitchen scraps", "parking spaces"),
    ] {
        let (near_by, far_off) = (cosine(&encoder, text, near), cosine(&encoder, text, far));
        assert!(near_by > far_off + 0.1, "{text}: {near} {near_by}, {far} {far_off}");
    }
    let length: f32 = encoder.encode("palettes").iter().map(|value| value * value).sum();
    assert!((length - 1.0).abs() < 1e-3);
}

#[test]
fn strange_texts_are_encoded_without_harm() {
    let Some(encoder) = encoder() else { return };
    let matcher = Matcher::with_encoder(encoder);
    let mut comparer = matcher.comparer();
    for text in [String::new(), "😀".repeat(3_000), "\u{202e}شركة ".repeat(900), "9".repeat(10_000), "a".repeat(10_000)]
    {
        let trace = matcher.trace(&text);
        comparer.take(&trace);
        assert!((0.0..=1.0).contains(&matcher.score(&comparer.with(&trace, &trace))));
    }
}

#[test]
fn what_is_no_such_package_is_refused_with_a_reason() {
    let file = std::env::temp_dir().join(format!("no-encoder-{}.whl", std::process::id()));
    std::fs::write(&file, b"not a wheel").expect("written");
    assert!(matches!(Encoder::load(&file), Err(Unloadable::Content(_))));
    std::fs::remove_file(&file).expect("removed");
    assert!(matches!(Encoder::load(&file), Err(Unloadable::File(_))));
}
