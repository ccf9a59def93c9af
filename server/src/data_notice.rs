//! What people are told of their data: the line at the door.

use app::locale::privacy as texts;
use backend::host::periods;
use domain::ids::WorkshopId;

use crate::App;
use crate::identity::Visitor;

/// The short notice on personal data, which stands at the door of a workshop.
pub(crate) async fn notice(app: &App, visitor: &Visitor, workshop: WorkshopId) -> String {
    let settings = app.backend.host_settings().await.unwrap_or_default();
    let set = settings.get(&format!("notice.{}", visitor.language.code())).filter(|text| !text.is_empty());
    let words =
        set.cloned().unwrap_or_else(|| texts::default_notice(visitor.language, periods(&settings).people_months));
    // Whoever cannot be told who reads the cards must not be told that nobody does.
    let model = app.backend.model_notice(workshop).await.unwrap_or_default();
    model.map_or_else(
        || words.clone(),
        |model| [&*words, " ", &*texts::model_reads(visitor.language, &model.name, &model.host)].concat(),
    )
}
