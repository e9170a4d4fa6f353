//! From files and a target length to a plan, and the music that needs no files.

pub mod arc;
pub mod library;
pub mod loudness;
pub mod plan;
pub mod playlist;
pub mod soundscape;
pub mod steer;
