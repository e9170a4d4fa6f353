//! The window: how large everything is drawn, that all of it is inside, and that what is painted is the whole state.

mod inside;
mod pane;
mod scale;
mod toolkit;
mod walk;
mod world;
