//! Shares in one byte each: a store of a hundred thousand flows keeps millions of them.

/// A share from 0 to 1 in one byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn to_byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The share that such a byte stands for.
pub(crate) fn from_byte(byte: u8) -> f32 {
    f32::from(byte) / 255.0
}
