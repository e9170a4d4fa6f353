//! The sound: joins, gains, chimes, broken files and broken outputs, all without a device.

mod broken;
mod chimes;
mod gains;
mod joins;
pub mod material;
mod meditation;
mod output;
mod room;
mod steering;
