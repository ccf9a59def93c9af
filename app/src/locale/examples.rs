//! Examples of titles, in the words of the reader's branch.

use domain::branch::Branch;
use domain::resource::Kind;

use super::texts;
use crate::Language;

texts! {
    other_have: "Ex. palettes EUR usagées, chaleur à 80 °C, place en entrepôt",
        "E.g. used EUR pallets, heat at 80 °C, warehouse space";
    other_want: "Ex. carton à broyer, eau de process, un chariot un jour par semaine",
        "E.g. cardboard to shred, process water, a forklift one day a week";
    other_shared: "Ex. collecte commune des films plastiques, formation sécurité",
        "E.g. joint collection of plastic film, safety training";
    food_have: "Ex. drêches de brasserie, vapeur le matin, cagettes en bois",
        "E.g. brewer’s grains, steam in the morning, wooden crates";
    food_want: "Ex. chaleur à 60 °C pour laver, bacs plastiques, sciure pour litière",
        "E.g. heat at 60 °C for washing, plastic boxes, sawdust for bedding";
    food_shared: "Ex. lavage de bacs, collecte des biodéchets, transport frigorifique",
        "E.g. washing of boxes, collection of food waste, refrigerated transport";
    wood_have: "Ex. sciure sèche, chutes de panneaux, écorces", "E.g. dry sawdust, panel offcuts, bark";
    wood_want: "Ex. palettes cassées à réparer, chaleur pour un séchoir",
        "E.g. broken pallets to repair, heat for a dryer";
    wood_shared: "Ex. broyage du bois, collecte des chutes, gardiennage",
        "E.g. shredding of wood, collection of offcuts, security guards";
    chemistry_have: "Ex. purges de polypropylène, fûts vides, solvant à régénérer",
        "E.g. polypropylene purgings, empty drums, solvent to recover";
    chemistry_want: "Ex. granulés recyclés, vapeur, eau déminéralisée",
        "E.g. recycled pellets, steam, demineralised water";
    chemistry_shared: "Ex. traitement des effluents, analyses, formation sécurité",
        "E.g. treatment of effluents, analyses, safety training";
    building_have: "Ex. béton concassé, terres excavées, chutes de plâtre",
        "E.g. crushed concrete, excavated soil, plasterboard offcuts";
    building_want: "Ex. granulats recyclés, terre végétale, stockage couvert",
        "E.g. recycled aggregates, topsoil, covered storage";
    building_shared: "Ex. plateforme de tri, location d’engins, bennes", "E.g. sorting yard, hire of machines, skips";
    metal_have: "Ex. copeaux d’acier, heures libres sur une machine, huile de coupe",
        "E.g. steel swarf, free hours on a machine, cutting oil";
    metal_want: "Ex. acier de réemploi, traitement de surface, caisses",
        "E.g. reusable steel, surface treatment, crates";
    metal_shared: "Ex. collecte des copeaux, métrologie, maintenance",
        "E.g. collection of swarf, metrology, maintenance";
    utilities_have: "Ex. chaleur de cogénération, cendres de biomasse, compost",
        "E.g. heat from cogeneration, biomass ash, compost";
    utilities_want: "Ex. bois déchiqueté, biodéchets, débouché pour l’eau traitée",
        "E.g. wood chips, food waste, an outlet for treated water";
    utilities_shared: "Ex. réseau de chaleur, analyses d’eau, astreinte",
        "E.g. heat network, water analyses, on-call duty";
    trade_have: "Ex. cartons triés, films plastiques, retours de camion à vide",
        "E.g. sorted cardboard, plastic film, lorries that return empty";
    trade_want: "Ex. palettes EUR, place en entrepôt, chargement de retour",
        "E.g. EUR pallets, warehouse space, a return load";
    trade_shared: "Ex. tournées groupées, bornes de recharge, compacteur",
        "E.g. joint delivery rounds, charging points, baler";
    services_have: "Ex. mobilier de bureau, salle de réunion, matériel informatique",
        "E.g. office furniture, a meeting room, computer equipment";
    services_want: "Ex. papier recyclé, traiteur local, heures d’expertise",
        "E.g. recycled paper, a local caterer, hours of expertise";
    services_shared: "Ex. restaurant interentreprises, covoiturage, crèche",
        "E.g. shared canteen, car sharing, nursery";
}

/// An example of a title, for anybody.
#[must_use]
pub const fn general(language: Language, kind: Kind) -> &'static str {
    match kind {
        Kind::Have => other_have(language),
        Kind::Want => other_want(language),
        Kind::SharedNeed => other_shared(language),
    }
}

/// An example of a title for each kind, in the order of [`Kind::ALL`], from the reader's branch.
#[must_use]
pub fn of_branch(language: Language, branch: Branch) -> [&'static str; 3] {
    let examples = match branch {
        Branch::Food => [food_have, food_want, food_shared],
        Branch::Wood => [wood_have, wood_want, wood_shared],
        Branch::Chemistry => [chemistry_have, chemistry_want, chemistry_shared],
        Branch::Building => [building_have, building_want, building_shared],
        Branch::Metal => [metal_have, metal_want, metal_shared],
        Branch::Utilities => [utilities_have, utilities_want, utilities_shared],
        Branch::Trade => [trade_have, trade_want, trade_shared],
        Branch::Services => [services_have, services_want, services_shared],
        Branch::Other => [other_have, other_want, other_shared],
    };
    examples.map(|example: fn(Language) -> &'static str| example(language))
}
