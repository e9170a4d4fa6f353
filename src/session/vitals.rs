//! Vital signs as measured.

use crate::units::{BeatsPerMinute, MmHg, Saturation};

/// One measurement; at least one of its parts is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Systolic over diastolic pressure.
    pub pressure: Option<(MmHg, MmHg)>,
    /// Heart rate.
    pub heart_rate: Option<BeatsPerMinute>,
    /// Oxygen saturation.
    pub saturation: Option<Saturation>,
    /// Whether slow breathing, which lowers systolic pressure at once, came before.
    pub breathing: Breathing,
}

/// Whether a measurement came before or after the breathing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breathing {
    /// No breathing exercise had been done.
    Before,
    /// A breathing exercise had been done.
    After,
}
