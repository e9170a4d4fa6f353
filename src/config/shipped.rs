//! The files that are part of the program.

/// The settings a new device begins with.
pub const SETTINGS: &str = include_str!("../../config/holdspace.toml");

/// Protocols by name; the first is the default.
pub const PROTOCOLS: [(&str, &str); 8] = [
    ("rdt-individual", include_str!("../../config/protocols/rdt-individual.toml")),
    ("lozenge-individual", include_str!("../../config/protocols/lozenge-individual.toml")),
    ("troche", include_str!("../../config/protocols/troche.toml")),
    ("group-rdt", include_str!("../../config/protocols/group-rdt.toml")),
    ("intranasal", include_str!("../../config/protocols/intranasal.toml")),
    ("intramuscular", include_str!("../../config/protocols/intramuscular.toml")),
    ("remote-chaperone", include_str!("../../config/protocols/remote-chaperone.toml")),
    ("talk-low-dose", include_str!("../../config/protocols/talk-low-dose.toml")),
];

/// Playlists by name; the first is the default.
pub const PLAYLISTS: [(&str, &str); 6] = [
    ("tidewater", include_str!("../../playlists/tidewater.toml")),
    ("undertow", include_str!("../../playlists/undertow.toml")),
    ("first-light", include_str!("../../playlists/first-light.toml")),
    ("cedar", include_str!("../../playlists/cedar.toml")),
    ("lantern", include_str!("../../playlists/lantern.toml")),
    ("long-valley", include_str!("../../playlists/long-valley.toml")),
];

/// Questionnaires by name.
pub const QUESTIONNAIRES: [(&str, &str); 2] = [
    ("phq-9", include_str!("../../config/questionnaires/phq-9.toml")),
    ("gad-7", include_str!("../../config/questionnaires/gad-7.toml")),
];
