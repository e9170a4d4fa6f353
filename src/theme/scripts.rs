//! The scripts people write in, and the system's fonts that have their signs.
//!
//! The embedded families have Latin letters; everything else is set in what the system has. On the glass the toolkit
//! looks for it by itself, on paper [`SystemFonts::of`] does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, Once, OnceLock, PoisonError};

use fontdb::{Database, FaceInfo, ID, Source, Stretch, Style, Weight};
use iced::advanced::graphics::text::font_system;

/// A script, a sign of it, and the Debian package whose font has its signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// What it is called.
    pub name: &'static str,
    /// A sign that every font of it has.
    pub sample: char,
    /// What brings a font.
    pub package: &'static str,
}

/// What must be readable on the glass and on paper.
pub const SCRIPTS: [Script; 9] = [
    Script { name: "Cyrillic", sample: 'Ж', package: "fonts-dejavu-core" },
    Script { name: "Greek", sample: 'Ω', package: "fonts-dejavu-core" },
    Script { name: "Arabic", sample: 'ع', package: "fonts-dejavu-core" },
    Script { name: "Hebrew", sample: 'ש', package: "fonts-dejavu-core" },
    Script { name: "Devanagari", sample: 'क', package: "fonts-lohit-deva" },
    Script { name: "Chinese", sample: '静', package: "fonts-wqy-microhei" },
    Script { name: "Japanese", sample: 'ね', package: "fonts-wqy-microhei" },
    Script { name: "Korean", sample: '안', package: "fonts-wqy-microhei" },
    Script { name: "emoji", sample: '🙏', package: "fonts-symbola" },
];

/// Families that are asked first, each for what it is best at; then whatever else is there.
const FAMILIES: [&str; 12] = [
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Lohit Devanagari",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "WenQuanYi Micro Hei",
    "Symbola",
    "Noto Sans Symbols2",
];

/// A font of the system, read once and kept as long as the program runs.
pub struct SystemFont {
    /// Its file.
    pub data: &'static [u8],
    /// Its number in that file.
    pub index: u32,
    /// The same, ready to shape.
    pub face: rustybuzz::Face<'static>,
}

/// The fonts of the system that have outlines.
pub struct SystemFonts {
    order: Vec<(PathBuf, u32)>,
    found: Mutex<BTreeMap<char, Option<usize>>>,
}

impl SystemFonts {
    /// All fonts that are installed. Reads every font file's head: not for the thread of the window.
    #[must_use]
    pub fn load() -> Self {
        let mut all = Database::new();
        all.load_system_fonts();
        let usual = |face: &&fontdb::FaceInfo| {
            let colours = face.families.iter().any(|(name, _)| name.contains("Color") || name.contains("Mono"));
            face.style == Style::Normal && face.weight == Weight::NORMAL && !colours
        };
        let rank = |id: ID| {
            let families = all.face(id).map(|face| face.families.as_slice()).unwrap_or_default();
            let place = |family: &&str| families.iter().any(|(name, _)| name == *family);
            FAMILIES.iter().position(place).unwrap_or(FAMILIES.len())
        };
        let mut ids: Vec<ID> = all.faces().filter(usual).map(|face| face.id).collect();
        ids.sort_by_key(|id| rank(*id));
        let file = |id: ID| match all.face_source(id)? {
            (Source::File(path), index) | (Source::SharedFile(path, _), index) => Some((path, index)),
            (Source::Binary(_), _) => None,
        };
        Self { order: ids.into_iter().filter_map(file).collect(), found: Mutex::default() }
    }

    /// A system without any font.
    #[must_use]
    pub fn none() -> Self {
        Self { order: Vec::new(), found: Mutex::default() }
    }

    /// The first font that has this sign.
    #[must_use]
    pub fn of(&self, sign: char) -> Option<&'static SystemFont> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let has = |(path, index): &(PathBuf, u32)| {
            read(path, *index).is_some_and(|font| font.face.glyph_index(sign).is_some())
        };
        let place = *found.entry(sign).or_insert_with(|| self.order.iter().position(has));
        let (path, index) = self.order.get(place?)?;
        read(path, *index)
    }

    /// The scripts that no font here has.
    pub fn missing(&self) -> impl Iterator<Item = Script> {
        SCRIPTS.into_iter().filter(|script| self.of(script.sample).is_none())
    }
}

/// Lets the toolkit use fonts that are there in one width only, such as Symbola, which calls itself semi-condensed: it
/// looks for signs in fonts of the usual width alone, and would draw boxes. To be called before anything is set.
pub fn widen() {
    static WIDENED: Once = Once::new();
    WIDENED.call_once(|| {
        let mut system = font_system().write().unwrap_or_else(PoisonError::into_inner);
        let fonts = system.raw().db_mut();
        let usual = |face: &&FaceInfo| face.style == Style::Normal && face.weight == Weight::NORMAL;
        let normal = |face: &&FaceInfo| face.stretch == Stretch::Normal;
        let family = |one: &FaceInfo, other: &FaceInfo| one.families.iter().any(|name| other.families.contains(name));
        let has_sibling = |face: &FaceInfo| fonts.faces().filter(usual).filter(normal).any(|other| family(face, other));
        let narrow = fonts.faces().filter(usual).filter(|face| !normal(face) && !has_sibling(face));
        let widened: Vec<FaceInfo> = narrow.map(|face| FaceInfo { stretch: Stretch::Normal, ..face.clone() }).collect();
        for face in widened {
            let _ = fonts.push_face_info(face);
        }
    });
}

/// A sentence that names what is missing and what brings it; `None` if nothing is.
#[must_use]
pub fn missing_words(missing: impl Iterator<Item = Script>) -> Option<String> {
    let missing: Vec<Script> = missing.collect();
    let names: Vec<&str> = missing.iter().map(|script| script.name).collect();
    let mut packages: Vec<&str> = missing.iter().map(|script| script.package).collect();
    packages.dedup();
    let which = if packages.len() == 1 { "package" } else { "packages" };
    let listed = match names.split_last()? {
        (only, []) => (*only).to_owned(),
        (last, others) => format!("{} and {last}", others.join(", ")),
    };
    Some(format!("No font has {listed} letters; install the {which} {}.", packages.join(", ")))
}

/// The same for this system. It is looked for once, beside the window; until that is done nothing is said.
pub fn missing_fonts() -> Option<&'static str> {
    static LOOKED: OnceLock<Option<String>> = OnceLock::new();
    static LOOKS: Once = Once::new();
    LOOKS.call_once(|| {
        let look = || drop(LOOKED.set(missing_words(SystemFonts::load().missing())));
        if let Err(error) = std::thread::Builder::new().name("fonts".to_owned()).spawn(look) {
            tracing::warn!("the fonts are not looked at: {error}");
        }
    });
    LOOKED.get()?.as_deref()
}

/// The font in a file, read once.
fn read(path: &PathBuf, index: u32) -> Option<&'static SystemFont> {
    type Kept = BTreeMap<(PathBuf, u32), Option<&'static SystemFont>>;
    static KEPT: OnceLock<Mutex<Kept>> = OnceLock::new();
    let mut kept = KEPT.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    *kept.entry((path.clone(), index)).or_insert_with(|| {
        let data: &'static [u8] = Box::leak(std::fs::read(path).ok()?.into_boxed_slice());
        let face = rustybuzz::Face::from_slice(data, index)?;
        Some(Box::leak(Box::new(SystemFont { data, index, face })))
    })
}
