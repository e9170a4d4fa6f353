//! The written form of single values.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::units::{Decibels, Moment};

/// An opaque number, written as a UUID.
#[derive(Clone, Copy)]
pub(super) struct Id(pub u128);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&Uuid::from_u128(self.0).hyphenated())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Uuid::parse_str(&text).map(|id| Self(id.as_u128())).map_err(de::Error::custom)
    }
}

/// A span in milliseconds: a whole number wherever it is one, else with up to six decimals.
#[derive(Clone, Copy)]
pub(super) struct Ms(pub Duration);

impl Serialize for Ms {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.subsec_nanos().is_multiple_of(1_000_000) {
            to.serialize_u64(u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX))
        } else {
            to.serialize_f64(self.0.as_nanos() as f64 / 1e6)
        }
    }
}

impl<'de> Deserialize<'de> for Ms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Number {
            Whole(u64),
            Part(f64),
        }
        match Number::deserialize(from)? {
            Number::Whole(millis) => Ok(Self(Duration::from_millis(millis))),
            Number::Part(millis) if (0.0..1e12).contains(&millis) => {
                Ok(Self(Duration::from_nanos((millis * 1e6).round() as u64)))
            }
            Number::Part(_) => Err(de::Error::custom("a span that is negative or far too long")),
        }
    }
}

/// A time of the wall clock with its offset, to the millisecond.
#[derive(Clone, Copy)]
pub(super) struct Wall(pub DateTime<FixedOffset>);

impl Serialize for Wall {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, false))
    }
}

impl<'de> Deserialize<'de> for Wall {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        DateTime::parse_from_rfc3339(&text).map(Self).map_err(de::Error::custom)
    }
}

/// A moment in milliseconds since the session began.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct At(pub u64);

impl From<Moment> for At {
    fn from(moment: Moment) -> Self {
        Self(moment.millis())
    }
}

impl From<At> for Moment {
    fn from(at: At) -> Self {
        Self::from_millis(at.0)
    }
}

/// A level in dB; `null` is silence, for JSON has no infinity.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Db(Option<f32>);

impl From<Decibels> for Db {
    fn from(level: Decibels) -> Self {
        Self(Some(level.0).filter(|level| level.is_finite()))
    }
}

impl From<Db> for Decibels {
    fn from(level: Db) -> Self {
        level.0.map_or(Self::SILENCE, Self)
    }
}

/// Makes the written form of an enum whose variants are single words; nothing can be left out.
macro_rules! words {
    ($name:ident = $domain:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
        pub(in crate::journal::record) enum $name {
            $(#[serde(rename = $word)] $variant,)+
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value { $($domain::$variant => Self::$variant,)+ }
            }
        }

        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                match word { $($name::$variant => Self::$variant,)+ }
            }
        }
    };
}
pub(super) use words;
