//! The JSON surface of a workshop, which `docs/http-api.md` documents, and what is asked without a person.

use domain::ids::WorkshopId;

addresses! {
    /// Joins a workshop (POST).
    API_JOIN "/api/join";
    /// Carries out a command (POST).
    API_COMMANDS "/api/workshops/{id}/commands" => api_commands(id: WorkshopId);
    /// The workshop as its reader may see it.
    API_STATE "/api/workshops/{id}/state" => api_state(id: WorkshopId);
    /// The events that come after a number, as the reader may see them.
    API_EVENTS "/api/workshops/{id}/events" => api_events(id: WorkshopId);
    /// The events as they come (WebSocket).
    API_FEED "/api/workshops/{id}/feed" => api_feed(id: WorkshopId);
    /// Whether the program answers: where it does not, starting it anew helps.
    HEALTH "/healthz";
    /// Whether people may be sent here: the database answers, and the server is not about to stop.
    READY "/readyz";
    /// The script that keeps a phone's pages for when there is no connection; it governs all addresses beside it.
    SERVICE_WORKER "/sw.js";
    /// The files that `cargo xtask site` built.
    ASSETS "/assets/{*path}";
    /// The host's logo, where one was set.
    LOGO "/host/logo";
}
