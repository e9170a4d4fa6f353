//! Placeholder.
use super::{Action, Marks};
use crate::config::settings::Side;
use crate::music::library::Collection;
use crate::music::plan::{Planned, Wishes};
use crate::theme::Shade;
use crate::widget::Element;
use chrono::{DateTime, FixedOffset};
use std::path::PathBuf;
use std::time::Duration;

/// x
#[derive(Clone, Debug, Default)]
pub struct Desk;
/// x
#[derive(Clone, Debug, PartialEq)]
pub enum Message {}
/// x
#[expect(missing_docs, reason = "x")]
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    pub collection: Option<&'a Collection>,
    pub progress: Option<(usize, usize, &'a str)>,
    pub planned: Option<&'a Planned>,
    pub wishes: Option<&'a Wishes>,
    pub trouble: Option<&'a str>,
    pub at: Option<Duration>,
    pub fixed: Duration,
    pub in_session: bool,
    pub auditioning: bool,
    pub may_audition: bool,
    pub look: Option<&'a Look>,
    pub shade: Shade,
    pub thumb: Side,
    pub marks: &'a Marks,
    pub wall: DateTime<FixedOffset>,
}
/// x
#[expect(missing_docs, reason = "x")]
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub here: String,
    pub parent: Option<PathBuf>,
    pub folders: Vec<(String, PathBuf)>,
    pub lists: Vec<(String, PathBuf)>,
    pub music: usize,
    pub path: PathBuf,
}
impl Desk {
    /// x
    #[must_use]
    pub fn new() -> Self {
        Self
    }
    /// x
    pub fn update(&mut self, _message: Message, _shown: &Shown<'_>) -> Action {
        Action::None
    }
    /// x
    #[must_use]
    pub fn view<'a>(&'a self, _shown: &Shown<'a>) -> Element<'a, Message> {
        iced::widget::space().into()
    }
}
