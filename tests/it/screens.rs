//! What the screens show and what a press does.
pub mod after;
mod arrived;
mod before;
mod closing;
mod desk;
mod dose;
mod drawing;
mod emergency;
mod entries;
pub mod group;
mod questionnaire;
mod records;
mod remote;
mod room;
mod scrolled;
mod taps;
mod tour;
mod walk;
