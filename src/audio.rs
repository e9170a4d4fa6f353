//! Makes the sound follow a cue.
