//! What the screens show and what a press does.
mod after;
mod before;
mod desk;
mod dose;
mod drawing;
mod emergency;
mod entries;
mod group;
mod questionnaire;
mod records;
mod room;
mod taps;
mod tour;
