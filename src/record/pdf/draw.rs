//! Pages as PDF.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Datelike as _, Timelike as _};
use krilla::color::rgb;
use krilla::configure::{Archival, Configuration, ConfigurationBuilder};
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, LineJoin, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::About;
use crate::record::export::ExportError;
use crate::record::picture::faces::{self, Faces};
use crate::record::picture::{Anchor, Face, Ink, Mark, Picture, Place, Stroke, Style};
use crate::theme::print;

/// Of a quarter of a circle drawn as a cubic curve: how far its control points lie out.
const ROUND: f32 = 0.552_285;

/// The document of these pages. It is made to be kept (PDF/A-2b) unless a page does not allow it.
pub(super) fn document(pages: &[Picture], faces: &Faces, about: &About) -> Result<Vec<u8>, ExportError> {
    let kept = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish().unwrap_or_default();
    written(pages, faces, about, kept)
        .or_else(|_| written(pages, faces, about, Configuration::default()))
        .map_err(|reason| ExportError(format!("The PDF could not be made ({reason}); export it as markdown instead.")))
}

fn written(pages: &[Picture], faces: &Faces, about: &About, configuration: Configuration) -> Result<Vec<u8>, String> {
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let fonts = Fonts::load();
    for picture in pages {
        let size = PageSettings::from_wh(picture.width, picture.height).ok_or("a page has no size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in &picture.marks {
            draw(&mut surface, mark, faces, &fonts);
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| format!("{error:?}").chars().take(200).collect())
}

fn metadata(about: &About) -> Metadata {
    let metadata = Metadata::new()
        .title(about.title.clone())
        .language("en".to_owned())
        .creator("Holdspace".to_owned())
        .producer("Holdspace".to_owned())
        .document_id(about.id.clone());
    let Some(at) = about.dated.map(|at| at.to_utc()) else { return metadata };
    let part = |value: u32| u8::try_from(value).unwrap_or(0);
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or(0)).month(part(at.month())).day(part(at.day()));
    let date = date.hour(part(at.hour())).minute(part(at.minute())).second(part(at.second()));
    metadata.creation_date(date.utc_offset_hour(0))
}

/// The faces as PDF embeds them, and those of the system that were needed.
struct Fonts {
    own: Vec<(Face, Font)>,
    system: RefCell<BTreeMap<(*const u8, u32), Font>>,
}

impl Fonts {
    fn load() -> Self {
        let all = [Face::Regular, Face::Medium, Face::SemiBold, Face::Serif, Face::Italic];
        let fonts = all.into_iter().zip(print::fonts());
        let own = fonts.filter_map(|(face, bytes)| Some((face, Font::new(bytes.to_vec().into(), 0)?))).collect();
        Self { own, system: RefCell::default() }
    }

    fn of(&self, font: faces::Font) -> Option<Font> {
        let system = match font {
            faces::Font::Own(face) => return self.own.iter().find(|(of, _)| *of == face).map(|(_, font)| font.clone()),
            faces::Font::System(system) => system,
        };
        let mut known = self.system.borrow_mut();
        let key = (system.data.as_ptr(), system.index);
        if let Some(font) = known.get(&key) {
            return Some(font.clone());
        }
        let font = Font::new(system.data.to_vec().into(), system.index)?;
        let _ = known.insert(key, font.clone());
        Some(font)
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, faces: &Faces, fonts: &Fonts) {
    match mark {
        Mark::Line { points, stroke } => outlined(surface, path(points, false), *stroke),
        Mark::Area { points, ink } => filled(surface, path(points, true), *ink),
        Mark::Dot { at, radius, ink, hollow: false } => filled(surface, circle(*at, *radius), *ink),
        Mark::Dot { at, radius, ink, hollow: true } => {
            filled(surface, circle(*at, *radius), Ink::Ground);
            outlined(surface, circle(*at, *radius), Stroke { ink: *ink, width: 1.0, dashed: false });
        }
        Mark::Words { at, text, style, anchor } => words(surface, (*at, text, *style, *anchor), faces, fonts),
    }
}

fn words(
    surface: &mut Surface<'_>,
    (at, text, style, anchor): (Place, &str, Style, Anchor),
    faces: &Faces,
    fonts: &Fonts,
) {
    let text = faces.printable(text, style.face).replace('\n', " ");
    let set = faces.set(&text, style.face);
    let long = |run: &faces::Run| run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * style.size;
    let width: f32 = set.iter().map(long).sum();
    let mut x = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::End => at.0 - width,
    };
    surface.set_fill(Some(fill(style.ink)));
    surface.set_stroke(None);
    for run in set {
        let from = Point::from_xy(x, at.1);
        x += long(&run);
        let Some(font) = fonts.of(run.font) else { continue };
        let glyph = |glyph: faces::Glyph| {
            let (x, y) = glyph.offset;
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, x, y, 0.0, glyph.bytes, None)
        };
        let glyphs: Vec<KrillaGlyph> = run.glyphs.into_iter().map(glyph).collect();
        surface.draw_glyphs(from, &glyphs, font, &text, style.size, false);
    }
}

fn filled(surface: &mut Surface<'_>, path: Option<Path>, ink: Ink) {
    let Some(path) = path else { return };
    surface.set_fill(Some(fill(ink)));
    surface.set_stroke(None);
    surface.draw_path(&path);
}

fn outlined(surface: &mut Surface<'_>, path: Option<Path>, stroke: Stroke) {
    let Some(path) = path else { return };
    let (red, green, blue) = stroke.ink.rgb();
    let dash = stroke.dashed.then(|| StrokeDash { array: vec![3.0, 2.0], offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Pen {
        paint: rgb::Color::new(red, green, blue).into(),
        width: stroke.width,
        line_join: LineJoin::Round,
        dash,
        ..Pen::default()
    }));
    surface.draw_path(&path);
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = ink.rgb();
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn path(points: &[Place], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    builder.move_to(first.0, first.1);
    for (x, y) in rest {
        builder.line_to(*x, *y);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

fn circle((x, y): Place, radius: f32) -> Option<Path> {
    let out = radius * ROUND;
    let mut builder = PathBuilder::new();
    builder.move_to(x + radius, y);
    builder.cubic_to(x + radius, y + out, x + out, y + radius, x, y + radius);
    builder.cubic_to(x - out, y + radius, x - radius, y + out, x - radius, y);
    builder.cubic_to(x - radius, y - out, x - out, y - radius, x, y - radius);
    builder.cubic_to(x + out, y - radius, x + radius, y - out, x + radius, y);
    builder.close();
    builder.finish()
}
