//! Addresses for the walk: each parameter of a route is filled with what the target has there.
//! A parameter it does not know stops the walk, so that no route is passed over.

use crate::harness::TestApp;
use crate::harness::world::Room;
use uuid::Uuid;

/// What an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The first client's engagement, and what is in it.
    North,
    /// The other client's.
    South,
    /// The first client's engagement, with ids out of the other's.
    Mixed,
    /// The first client's engagement, with ids that nothing has.
    Stray,
    /// Ids that nothing has.
    Unknown,
    /// What is no id.
    Malformed,
}

impl Target {
    /// The targets that make a difference to a route.
    pub fn of(path: &str) -> Vec<Self> {
        let parameters: Vec<&str> = path.split('/').filter(|part| part.starts_with('{')).collect();
        let in_room = parameters.first().is_some_and(|first| *first == "{engagement}");
        let ids = parameters.iter().filter(|name| !is_word(name)).count();
        match (in_room, ids) {
            (true, 1) => vec![Self::North, Self::South, Self::Unknown, Self::Malformed],
            (true, _) => {
                vec![
                    Self::North,
                    Self::South,
                    Self::Mixed,
                    Self::Stray,
                    Self::Unknown,
                    Self::Malformed,
                ]
            }
            (false, 0) => vec![Self::North],
            (false, _) => vec![Self::North, Self::Unknown, Self::Malformed],
        }
    }

    /// Whether there is anything at such an address.
    pub fn exists(self) -> bool {
        matches!(self, Self::North | Self::South)
    }
}

/// Whether a parameter is one of a few words rather than an id.
fn is_word(parameter: &str) -> bool {
    matches!(parameter, "{side}" | "{format}" | "{map_file}" | "{token}" | "{page}")
}

/// The route's address for a target.
pub fn fill(app: &TestApp, path: &str, target: Target) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let filled = parts.iter().enumerate().map(|(at, part)| match part.strip_prefix('{') {
        Some(name) => parameter(app, path, parts[at - 1], name.trim_end_matches('}'), target),
        None => (*part).to_owned(),
    });
    filled.collect::<Vec<_>>().join("/")
}

/// What stands at a parameter, by its name and by the word before it.
fn parameter(app: &TestApp, path: &str, before: &str, name: &str, target: Target) -> String {
    let world = &app.world;
    if let Some(word) = word(name) {
        return word.to_owned();
    }
    let room = match target {
        Target::North => &world.north,
        Target::South => &world.south,
        Target::Mixed | Target::Stray if name == "engagement" => &world.north,
        Target::Mixed => &world.south,
        Target::Unknown | Target::Stray => return Uuid::now_v7().to_string(),
        Target::Malformed => return "x'".replace('\'', "%27"),
    };
    let id = match (before, name) {
        ("people", "id") => Some(world.person(crate::harness::Person::Consultant)),
        ("clients", "id") => Some(room.client),
        ("engagements", "id") => Some(room.id),
        _ => part(room, before, name),
    };
    id.unwrap_or_else(|| panic!("teach the walk what {{{name}}} after “{before}” is in {path}"))
        .to_string()
}

fn word(name: &str) -> Option<&'static str> {
    Some(match name {
        "side" => "actual",
        "format" => "json",
        "map_file" => "actual.svg",
        "token" => crate::harness::world::TOKEN,
        _ => return None,
    })
}

fn part(room: &Room, before: &str, name: &str) -> Option<Uuid> {
    let kind = match (before, name) {
        (_, "engagement") => return Some(room.id),
        (_, "integration") | ("integrations", "id") => "integration",
        (_, "system") | ("systems", "id") => "system",
        (_, "workflow") | ("workflows", "id") => "workflow",
        ("types", "id") => "data_type",
        ("fields", "id") | (_, "field") => "field",
        (_, "answer") => "truth_answer",
        (_, "colleague") => "colleague",
        (_, "sample") | ("samples", "id") => "sample",
        (_, "import") | ("imports" | "import", "id") => "import",
        (_, "job") => "job",
        (_, "upload") => "upload",
        (_, "reconciliation") => "reconciliation",
        (_, "line") => "plan_line",
        (_, "redaction") => "redaction",
        (_, "erasure") => "erasure",
        ("tokens", "id") => "api_token",
        ("shares", "id") => "share",
        ("views", "id") => "saved_view",
        ("templates", "id") => "template",
        ("requests", "id") => "waiting_request",
        (_, "access") => "access",
        (_, "area") => "access_area",
        (_, "question") => "question",
        (_, "file") => "attachment",
        (_, "snapshot") | ("snapshots" | "publish", "id") => "snapshot",
        _ => return None,
    };
    room.ids.get(kind).copied()
}
