//! The words of a card that mean something: without accents, case and endings, without the language of asking and offering.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::knowledge;

/// A word (or a phrase that the list knows) of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// As typed, for people.
    pub typed: String,
    /// Lower case, without accents.
    pub folded: String,
    /// Without its ending, as French and as English: nobody says in which language a card is.
    pub stems: [String; 2],
    /// What the list calls it.
    pub concept: Option<u16>,
    /// Says in which shape or state a thing is, not what it is.
    pub is_faint: bool,
}

impl Term {
    /// Whether a phrase of the list, not a single word.
    pub(crate) fn is_phrase(&self) -> bool {
        self.stems[0].contains(' ')
    }

    /// Whether it speaks of pallets or of places for them.
    pub(crate) fn is_pallet(&self) -> bool {
        ["palet", "pallet"].iter().any(|pallet| self.folded.split(' ').any(|word| word.starts_with(pallet)))
    }

    /// Whether the two have a word in common that says what a thing is.
    pub(crate) fn shares_a_word(&self, other: &Self) -> bool {
        self.stems[0].split(' ').any(|stem| !is_faint(stem) && other.stems[0].split(' ').any(|theirs| theirs == stem))
    }
}

/// Words of shape, state and work that fit a hundred things: they support a match and never make one. Folded.
const FAINT: &str = "agricole atelier cat groupe pers porte portes alimentaire besoin calibre calibree capacite centre chute coproduit couleur coupe dechet decoupe douce doux dur emplacement equipe \
    fournir frais fraiche humide industriel industrielle inerte inerter interne lavage lave ligne local lourd machine matiere melange morceau neutre niveau plaque \
    plein pleine poste poudre produit projet pur pure qualifie rebut remplacement remplacer renfort residu sac sachet service solution source \
    station surface traitement triee trie tri vide volontaire vrac fin fine additive bag bale baled bulk byproduct capacity colour color degree empty fresh grade \
    hand hard heavy industrial ingredient light line load loose lump machine material mixed mixture part piece plate powder process product pure raw replace \
    replacement residue rich scrap second sheet single soft solid solution source spec substitute team treatment waste wet";

/// Words that say nothing about the thing: articles, asking and offering, time, amounts, praise. Folded.
const EMPTY: &str = "a au aux avec ce ces cette chez d dans de des du elle en est et eux il ils je l la le les leur leurs lui ma me mes mon n ne nos \
    notre nous on ou par pas pour pr qu que qui sa sans se ses si son sont sur ta te tes toi ton tout toute toutes tous tres tu un une vos votre vous y the an \
    and any are as at be by can for from has have if in into is it its no not of off on one only or our over per so some than that their them they this to up \
    us we what when which who will with you your \
    cherche cherchons recherche recherchons besoin besoins voudrait voudrions souhaite demande interesse trouver looking look need needs needed want wanted \
    wanting searching seek seeking someone somebody anyone quelqu quelqun qqun propose proposons dispo disponible disponibles disponibilite libre libres \
    donne vends vendre offre a-vendre offer offering available free sell selling give spare surplus excedent actuellement currently aujourd hui possible \
    possibles maybe peut pouvons contact etc env environ approx about around ex eg mini maxi min max jusqu until \
    jour jours semaine semaines sem mois an ans annee annuel annuels trimestre matin matins soir nuit nuits we week weeks weekly weekend month months monthly \
    year years yearly annual day days daily night nights heure heures hour hours h j fois janv janvier fevrier fev mars avril mai juin juillet aout sept \
    septembre oct octobre nov novembre dec decembre jan feb march april may june july aug august september october november december lundi mardi \
    mercredi jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis samedis dimanches monday tuesday wednesday \
    thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekends aprem mar ven lun jeu mer sam dim \
    kg t tonne tonnes l litre litres m m2 m3 kwh mwh gwh km cm mm ml hl ha piece pieces pcs unite unites quantite volume lot lots moyenne dizaine centaine \
    quarantaine vingtaine euro euros eur \
    bon bonne bons bonnes etat neuf neuve neufs propre propres clean good condition sec seche dry grand grande grands petit petite petits small large big long \
    divers diverse different type types qualite quality new used usage usages usagee usagees use etre fait faire avoir plus moins tres peu trop trop \
    chaque autre autres other others each all more less same meme utiliser etre notre site usine zone sur-place place places work working make made \
    partage partagee partages partagees partager shared share sharing commun commune communs communes ensemble together mutualise mutualisee mutualiser \
    regulier regulierement regular regularly partir pers pl fin stock session blanc blanche blanches blancs casse cassee cassees casses recycle recyclee \
    recycles recyclees recycled";

/// Lower case, without accents.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '₂' => folded.push('2'),
            other => folded.push(other),
        }
    }
    folded
}

fn is_faint(word: &str) -> bool {
    static FAINT_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| FAINT.split_whitespace().flat_map(stem).collect());
    FAINT_STEMS.contains(word)
}

fn is_empty(folded: &str) -> bool {
    static EMPTY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
    EMPTY_WORDS.contains(folded)
}

/// Whether a word speaks of an amount: `12`, `80x120`, `m2`, `60°`. Names such as `CO2` or `PA6` do not.
fn is_amount(folded: &str) -> bool {
    folded.starts_with(|c: char| c.is_ascii_digit())
}

/// The words of a text that mean something, phrases of the list as one term each.
pub(crate) fn terms(text: &str) -> Vec<Term> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain: Vec<Term> = words
        .map(|word| (word, fold(word)))
        .filter(|(_, folded)| folded.chars().count() > 1 && folded.len() <= 64 && !is_empty(folded) && !is_amount(folded))
        .map(|(word, folded)| Term { typed: word.to_owned(), stems: stem(&folded), folded, concept: None, is_faint: false })
        .collect();
    let mut terms = Vec::with_capacity(plain.len());
    let mut at = 0;
    while at < plain.len() {
        let longest = knowledge::LONGEST.min(plain.len() - at);
        let known = (1..=longest).rev().find_map(|length| phrase(&plain[at..at + length]).map(|concept| (length, concept)));
        let (length, concept) = known.map_or((1, None), |(length, concept)| (length, Some(concept)));
        let join = |read: fn(&Term) -> &str| plain[at..at + length].iter().map(read).collect::<Vec<_>>().join(" ");
        let stems = [join(|term| &term.stems[0]), join(|term| &term.stems[1])];
        let is_faint = length == 1 && stems.iter().any(|stem| is_faint(stem));
        terms.push(Term { typed: join(|term| &term.typed), folded: join(|term| &term.folded), stems, concept, is_faint });
        at += length;
    }
    terms
}

fn phrase(words: &[Term]) -> Option<u16> {
    let of = |language: usize| knowledge::concept(&words.iter().map(|word| word.stems[language].as_str()).collect::<Vec<_>>());
    of(0).or_else(|| of(1))
}

/// The stems of a phrase of the list, joined by blanks, as French and as English.
pub(crate) fn stems(phrase: &str) -> [String; 2] {
    let words: Vec<[String; 2]> = phrase
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .filter(|folded| !folded.is_empty() && !matches!(folded.as_str(), "de" | "d" | "du" | "des" | "of" | "a" | "en" | "la" | "le" | "l"))
        .map(|folded| stem(&folded))
        .collect();
    [0, 1].map(|language| words.iter().map(|word| word[language].as_str()).collect::<Vec<_>>().join(" "))
}

fn stem(folded: &str) -> [String; 2] {
    // Stemming without accents loses little in French, and people on phones leave them out. The plural of words on -al and
    // -eau is beyond the algorithm.
    let singular = folded.strip_suffix("eaux").map(|stem| format!("{stem}eau"));
    let word = singular.as_deref().unwrap_or(folded);
    [Algorithm::French, Algorithm::English].map(|algorithm| Stemmer::create(algorithm).stem(word).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_mean_something_are_left() {
        let words = |text: &str| terms(text).into_iter().map(|term| term.typed).collect::<Vec<_>>();
        assert_eq!(words("Cherche Palettes EUR bon état, 300 par mois"), ["Palettes"]);
        assert_eq!(words("Chaleur fatale fours induction, eau 60-65°"), ["Chaleur fatale", "fours", "induction", "eau"]);
        assert_eq!(words("🙂 \u{202e} ,;: 12 t/sem"), Vec::<String>::new());
    }

    #[test]
    fn endings_and_accents_do_not_matter() {
        let same = |one: &str, other: &str| assert_eq!(stem(&fold(one))[0], stem(&fold(other))[0], "{one} {other}");
        same("Écorces", "ecorce");
        same("panneaux", "panneau");
        same("drêches", "DRECHE");
    }
}
