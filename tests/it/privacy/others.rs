//! From a running session nothing of another can be reached, and afterwards nothing is left on the glass.
