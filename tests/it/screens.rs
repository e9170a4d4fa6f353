//! What the screens show and what a press does.
mod after;
mod before;
mod desk;
mod entries;
mod records;
mod room;
