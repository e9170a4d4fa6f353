//! What the screens show and what a press does.
mod after;
mod arrived;
mod before;
mod closing;
mod desk;
mod drawing;
mod entries;
mod group;
mod questionnaire;
mod records;
mod remote;
mod room;
mod tour;
