//! The JSON surface of a workshop, which `docs/http-api.md` documents, and what is asked without a person.

use domain::ids::WorkshopId;

addresses! {
    /// POST: joins a workshop.
    API_JOIN "/api/join";
    /// POST: a command.
    API_COMMANDS "/api/workshops/{id}/commands" => api_commands(id: WorkshopId);
    /// The workshop as its reader may see it.
    API_STATE "/api/workshops/{id}/state" => api_state(id: WorkshopId);
    /// The events after a number.
    API_EVENTS "/api/workshops/{id}/events" => api_events(id: WorkshopId);
    /// The events as they come (WebSocket).
    API_FEED "/api/workshops/{id}/feed" => api_feed(id: WorkshopId);
    /// Whether the server is well.
    HEALTH "/healthz";
    /// The script that keeps a phone's pages for when there is no connection; it governs all addresses beside it.
    SERVICE_WORKER "/sw.js";
    /// The built files.
    ASSETS "/assets/{*path}";
    /// The host's logo.
    LOGO "/host/logo";
}
