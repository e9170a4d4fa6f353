//! All files people write.
