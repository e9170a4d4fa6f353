//! From files and a target length to a plan.
