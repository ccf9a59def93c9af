//! From typed text to tokens: words in a normal form that accents, plurals, spelling of either language and doubled
//! letters do not change, numbers apart, and the language of asking and offering taken out.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::resource::Resource;

/// How much of a text is read, in bytes: cards are short, and what comes after says nothing new.
pub const READ_BYTES: usize = 1_200;
/// How many tokens of a text are read.
const READ_TOKENS: usize = 80;
/// The longest word that is read: what is longer is no word.
const LONGEST_WORD: usize = 40;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A word: as typed, and folded (lower case, no accents).
    Word(Word),
    /// A number, with its multiplier taken in ("30 k" is 30,000).
    Number(f64),
    /// A sign that means something beside numbers: `/`, `%`, `°`, or that ends a part of a sentence: `,`, `.`.
    Sign(char),
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As typed, for people.
    pub typed: String,
    /// Lower case, without accents.
    pub folded: String,
}

/// Lower case, without accents.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        fold_into(c, &mut folded);
    }
    folded
}

fn fold_into(c: char, folded: &mut String) {
    match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
        'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
        'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
        'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
        'ç' => folded.push('c'),
        'ñ' => folded.push('n'),
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        '²' | '₂' => folded.push('2'),
        '³' | '₃' => folded.push('3'),
        '₄' => folded.push('4'),
        other => folded.push(other),
    }
}

/// The tokens of a text, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let text = first_bytes(text, READ_BYTES);
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if tokens.len() >= READ_TOKENS {
            break;
        }
        if c.is_ascii_digit() {
            let (number, length) = number(rest);
            rest = &rest[length..];
            tokens.push(Token::Number(number));
        } else if c.is_alphanumeric() {
            let length = rest.char_indices().find(|(_, c)| !c.is_alphanumeric()).map_or(rest.len(), |(at, _)| at);
            let typed = &rest[..length];
            rest = &rest[length..];
            if length <= LONGEST_WORD {
                tokens.push(Token::Word(Word { typed: typed.to_owned(), folded: fold(typed) }));
            }
        } else {
            rest = &rest[c.len_utf8()..];
            match c {
                '/' | '%' | '°' => tokens.push(Token::Sign(c)),
                ',' | ';' | '.' | ':' | '(' | ')' | '!' | '?' | '+' => tokens.push(Token::Sign(',')),
                _ => {}
            }
        }
    }
    tokens
}

/// The beginning of a text, cut where a letter ends.
pub(crate) fn first_bytes(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// The number that a text begins with, and its length in bytes: `12`, `12,5`, `1 200`, `1.200.000`, `0-31` (its
/// middle), `80x120`.
fn number(text: &str) -> (f64, usize) {
    let (first, length) = plain_number(text);
    let rest = &text[length..];
    // "5-10" and "80x120": a range means its middle, a dimension means no amount.
    if let Some(separator) = rest.chars().next().filter(|c| matches!(c, '-' | '–' | 'x' | '×')) {
        let after = &rest[separator.len_utf8()..];
        if after.starts_with(|c: char| c.is_ascii_digit()) {
            let (second, more) = plain_number(after);
            let length = length + separator.len_utf8() + more;
            let range = matches!(separator, '-' | '–') && second > first;
            return (if range { f64::midpoint(first, second) } else { f64::NAN }, length);
        }
    }
    (first, length)
}

fn plain_number(text: &str) -> (f64, usize) {
    let bytes = text.as_bytes();
    let mut digits = String::new();
    let mut at = 0;
    let mut decimal = false;
    while at < bytes.len() && digits.len() < 16 {
        let c = bytes[at];
        if c.is_ascii_digit() {
            digits.push(char::from(c));
            at += 1;
            continue;
        }
        let run = |from: usize| bytes[from..].iter().take_while(|c| c.is_ascii_digit()).count();
        // Thousands are parted by a blank, a point or a comma before three digits; else a point or a comma begins
        // decimals.
        let blank = if c == b' ' {
            1
        } else if text[at..].starts_with(['\u{a0}', '\u{202f}']) {
            text[at..].chars().next().map_or(1, char::len_utf8)
        } else {
            0
        };
        if blank > 0
            && !decimal
            && run(at + blank) == 3
            && digits.len() <= 3 + digits.len() / 3 * 3
            && !digits.is_empty()
        {
            at += blank;
        } else if matches!(c, b'.' | b',') && run(at + 1) == 3 && !decimal && digits != "0" {
            at += 1;
        } else if matches!(c, b'.' | b',') && !decimal && run(at + 1) > 0 {
            decimal = true;
            digits.push('.');
            at += 1;
        } else {
            break;
        }
    }
    // What is left of an endless row of digits.
    at += bytes[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    (digits.parse().unwrap_or(f64::NAN), at)
}

/// The normal form of a folded word: no plural, no silent endings, one spelling for both languages (`ph` and `f`,
/// `ique` and `ic`, `y` and `i`), no doubled letters. "palettes", "pallet" and "PALETTE" are one form.
#[must_use]
pub fn form(folded: &str) -> String {
    let mut form = String::with_capacity(folded.len());
    let mut last = '\0';
    for c in folded.chars() {
        // Doubled letters are where people slip, in both languages.
        if c == last && c.is_ascii_alphabetic() {
            continue;
        }
        match c {
            'h' if last == 'p' => {
                form.pop();
                form.push('f');
            }
            c => form.push(c),
        }
        last = c;
    }
    let letters = form.chars().filter(char::is_ascii_alphabetic).count();
    if letters < 4 || letters != form.len() {
        // Short words, names with digits, other scripts: only the plain plural goes.
        if letters == form.len() && form.len() == 4 {
            strip_suffix(&mut form, "s");
        }
        return form;
    }
    singular(&mut form);
    form
}

fn singular(form: &mut String) {
    if form.ends_with("eaux") {
        form.pop();
    } else if form.ends_with("aux") && form.len() > 4 && !form.ends_with("yaux") {
        form.truncate(form.len() - 2);
        form.push('l');
    } else if ["oux", "yaux", "eux"].iter().any(|end| form.ends_with(end))
        || form.ends_with('s') && !form.ends_with("us") && !form.ends_with("is")
    {
        form.pop();
    }
    while form.len() > 4 && form.ends_with('e') {
        form.pop();
    }
    if form.ends_with("iqu") {
        form.truncate(form.len() - 2);
        form.push('c');
    }
    if form.ends_with('y') {
        form.pop();
        form.push('i');
    }
    // American spelling.
    if form.len() > 5
        && let Some(at) = form.find("iz")
        && at >= 4
    {
        form.replace_range(at..at + 2, "is");
    }
}

fn strip_suffix(word: &mut String, suffix: &str) -> bool {
    let has = word.ends_with(suffix);
    if has {
        word.truncate(word.len() - suffix.len());
    }
    has
}

/// Endings that make nouns, verbs and adjectives of one root in French and English, longest first; of normal forms.
const ENDINGS: &[&str] = &[
    "isement", "isation", "ication", "ement", "ation", "ateur", "ition", "ement", "iteur", "erie", "eri", "ment",
    "ible", "able", "ance", "ence", "ange", "euse", "eur", "ier", "ion", "ing", "abl", "ibl", "ant", "ent", "ive",
    "age", "oir", "ag", "er", "ed", "if", "iv", "ir", "or", "al", "ic",
];

/// The root of a normal form: what its relatives share. "broyer", "broyage" and "broyé" are one root. For comparing
/// loosely.
#[must_use]
pub fn root(form: &str) -> String {
    if !form.is_ascii() {
        return form.to_owned();
    }
    // Vegetables are plants, but who looks for vegetables does not look for plant fibres.
    if form == "vegetabl" {
        return form.to_owned();
    }
    let root =
        ENDINGS.iter().find_map(|ending| form.strip_suffix(ending).filter(|root| root.len() >= 4)).unwrap_or(form);
    root.strip_suffix('y').map_or_else(|| root.to_owned(), |root| format!("{root}i"))
}

/// Words that say nothing about the thing: articles, asking and offering, time, amounts, praise. Folded.
const EMPTY: &str = "a au aux avec ce ces cette chez d dans de des du elle en est et eux il ils je l la le les leur \
    leurs lui ma me mes mon n ne nos notre nous on ou par pas pour pr qu que qui sa sans se ses si son sont sur ta te \
    tes toi ton tout toute toutes tous tres tu un une vos votre vous y the an and any are as at be by can could for \
    from has have if in into is it its no not of off on one only or our per so some than that their them they this to \
    up us we what when which who will with without you your me my i he she was were would should may might do does did \
    cherche cherchons recherche recherchons recherchee recherches besoin besoins voudrait voudrions souhaite \
    souhaitons demande interesse interesses trouver looking look need needs needed want wanted wanting searching \
    search seek seeking someone somebody anyone quelqu quelqun qqun quelque quelques qq qqs chose something somewhere \
    stuff things thing propose proposons dispo disponible disponibles disponibilite donne donnons vends vendre vente \
    offre offrons offer offering available sell selling give giving actuellement currently aujourd hui possible \
    possibles maybe peut peuvent pouvons pourrait contact etc env environ approx about around ex eg mini maxi min max \
    jusqu until till jour jours semaine semaines sem mois an ans annee annees annuel annuels annuelle trimestre matin \
    matins soir nuit nuits week weeks weekly weekend month months monthly mth year years yearly annual day days daily \
    night nights heure heures hour hours h j yr fois janv janvier fevrier fev mars avril mai juin juillet aout sept \
    septembre oct octobre nov novembre dec decembre jan feb march april may june july aug august september october \
    november december lundi mardi mercredi jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis \
    samedis dimanches monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays \
    fridays saturdays sundays weekends aprem mar ven lun jeu mer sam dim quantite quantites volume lot lots moyenne \
    dizaine dizaines centaine centaines quarantaine vingtaine tonnage euro euros eur bon bonne bons bonnes etat neuf \
    neuve neufs condition grand grande grands grosse gros petit petite petits small large big long divers diverse \
    various different type types qualite quality like kind sorte genre etre fait faire avoir plus moins peu trop \
    beaucoup much many few lot plenty several really very just also too still already yet here there chaque autre \
    autres other others each all more less same meme autour notamment site usine zone place places pres near close \
    local locale proche regulier reguliere regulierement regular regularly partir pers fin";

/// Words that tell shape, state or praise, not the thing: they count little, and never alone. Folded.
const FAINT: &str = "sac sacs bag bags chute chutes decoupe decoupes dechet dechets residu residus reste restes rebut \
    rebuts waste wastes residue residues scrap scraps offcut offcuts reject rejects matiere matieres materiau \
    materiaux material materials produit produits product products sous-produit coproduit coproduits by-product \
    byproduct byproducts used usage usagee usages usagees usee usees uses vieux vieille vieilles old second hand \
    recycle recyclee recycled propre propres clean sec seche secs dry wet humide humides fresh frais fraiche poudre \
    powder granules granulated granulated fin fine fines bulk vrac liquide liquid solide solid pur pure purete purity \
    blanc blanche white noir noire black mix mixed melange melanges mixte trie tries triee sorted surplus excedent \
    excedents excedentaire excess spare libre libres vide vides empty free donner gratuit gratuite gratuits unused \
    inutilise off spec hors industrial industriel industrielle industriels process procede production fabrication \
    manufacture manufacturing plant plants company companies entreprise entreprises societe equipe team client new \
    nouveau nouvelle nouveaux base raw premiere premieres ingredient ingredients source feed feedstock substitut \
    substitute substitution remplacement remplacer replace replacement replacing alternative alternatif instead lieu \
    additif additive additives ajout utiliser utilisation use uses using usable valoriser valorisation recuperation \
    recovery recover recuperer traitement treatment traiter treat treated traite service services stock stocks session \
    sortie issus issue issues issu provenant coming made rich riche high haute haut low basse bas grade quality level \
    total tonne tonnes tons collecte collect collected collection ramasse livre livree delivered livraison enlever \
    enlevement pickup stockpile year-round continu continuous seasonal saisonnier saison season campagne partage \
    partages partagee partager share shared sharing commun commune communs mutualise mutualisee mutualiser ensemble \
    together";

fn is_in(word: &str, words: &'static str) -> bool {
    static EMPTY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
    static FAINT_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| FAINT.split_whitespace().collect());
    if std::ptr::eq(words, EMPTY) { EMPTY_WORDS.contains(word) } else { FAINT_WORDS.contains(word) }
}

/// Whether a folded word says nothing about the thing.
#[must_use]
pub fn is_empty(folded: &str) -> bool {
    folded.len() < 2 || is_in(folded, EMPTY)
}

/// Whether a folded word tells shape or state only.
#[must_use]
pub fn is_faint(folded: &str) -> bool {
    is_in(folded, FAINT)
}

/// Words that begin what a thing comes from, goes to or lies in: what follows qualifies the thing and is not the thing.
/// Folded.
#[must_use]
pub fn opens_qualifier(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "du"
            | "des"
            | "d"
            | "issu"
            | "issus"
            | "issue"
            | "issues"
            | "from"
            | "of"
            | "after"
            | "apres"
            | "pour"
            | "for"
            | "in"
            | "en"
            | "dans"
            | "par"
            | "by"
            | "with"
            | "avec"
            | "sur"
            | "on"
            | "a"
            | "au"
            | "aux"
            | "to"
            | "provenant"
            | "coming"
            | "chez"
            | "at"
            | "ayant"
            | "having"
            | "instead"
            | "lieu"
    )
}

/// Everything that a card says about the thing, for reading: title first, then what was specified.
#[must_use]
pub fn text_of(resource: &Resource) -> String {
    let details = &resource.details;
    let mut text = resource.title.to_string();
    for more in
        [details.description.as_deref(), details.quality.as_deref(), details.form.as_deref()].into_iter().flatten()
    {
        text.push_str(", ");
        text.push_str(more);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(words: &[&str]) {
        let forms: Vec<String> = words.iter().map(|word| form(&fold(word))).collect();
        assert!(forms.windows(2).all(|two| two[0] == two[1]), "{words:?} {forms:?}");
    }

    #[test]
    fn accents_case_plural_and_spelling_do_not_matter() {
        same(&["Palettes", "palette", "PALLET", "pallets", "palete"]);
        same(&["Écorces", "ecorce"]);
        same(&["panneaux", "panneau"]);
        same(&["métaux", "metal"]);
        same(&["sulphur", "sulfur"]);
        same(&["plastique", "plastic", "plastics"]);
        same(&["batterie", "battery", "batteries"]);
        same(&["fertiliser", "fertilizer"]);
        same(&["boues", "boue"]);
    }

    #[test]
    fn relatives_share_a_root() {
        let roots = |words: &[&str]| words.iter().map(|word| root(&form(&fold(word)))).collect::<HashSet<_>>();
        for family in [
            &["broyer", "broyage", "broyé"][..],
            &["recycler", "recyclage", "recycling", "recycled"],
            &["composter", "compostage", "compost", "composting"],
        ] {
            assert_eq!(roots(family).len(), 1, "{family:?} {:?}", roots(family));
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let first = |text: &str| match tokens(text).first() {
            Some(Token::Number(number)) => *number,
            other => panic!("{text}: {other:?}"),
        };
        for (text, number) in [
            ("12 t", 12.0),
            ("1 200 kg", 1200.0),
            ("1.200 kg", 1200.0),
            ("1,5 t", 1.5),
            ("0.5 t", 0.5),
            ("50 000 t", 50000.0),
            ("5-10 t", 7.5),
            ("12m3", 12.0),
        ] {
            assert!((first(text) - number).abs() < 1e-9, "{text}: {}", first(text));
        }
        assert!(first("80x120").is_nan());
    }
}
