//! What the screens show and what a press does.
mod after;
mod before;
mod desk;
mod drawing;
mod entries;
mod group;
mod questionnaire;
mod records;
mod room;
mod tour;
