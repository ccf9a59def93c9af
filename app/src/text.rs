//! Text as a search reads it.

/// Lower case and without the accents of French, so that "dechet" finds "Déchet".
#[must_use]
pub fn folded(text: &str) -> String {
    let plain = |c| match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    };
    text.chars().map(domain::text::lower).map(plain).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn search_does_not_mind_accents_and_capitals() {
        assert_eq!(super::folded("Déchets VERTS à façonner"), "dechets verts a faconner");
    }
}
