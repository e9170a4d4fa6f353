//! Every format a clinician may bring: decoded exactly, sought exactly, or named as what it is.

mod channels;
mod damage;
mod joins;
mod named;
mod sources;
mod tags;
