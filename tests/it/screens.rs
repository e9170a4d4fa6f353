//! What the screens show and what a press does.
pub mod after;
mod before;
mod desk;
mod drawing;
mod entries;
pub mod group;
mod questionnaire;
mod records;
mod room;
mod tour;
