//! The icons: Phosphor regular by name, and five of our own.

/// A drawing of one stroke width, in the colour of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Phosphor's and say what is drawn")]
pub enum Icon {
    Archive,
    ArrowCounterClockwise,
    ArrowFatUp,
    ArrowLeft,
    ArrowRight,
    Backspace,
    CaretDown,
    CaretUp,
    Check,
    ClockCounterClockwise,
    Coffee,
    Drop,
    Eye,
    EyeClosed,
    FirstAid,
    GearSix,
    HandPalm,
    Infinity,
    Keyboard,
    Lock,
    Microphone,
    Minus,
    Moon,
    MusicNote,
    Pause,
    PencilSimple,
    Play,
    Plus,
    Scribble,
    SkipForward,
    SkipBack,
    SpeakerHigh,
    SpeakerSimpleLow,
    Stop,
    Sun,
    ThumbsUp,
    Wind,
    X,
    /// Own: the quiet mark.
    Diamond,
    /// Own: press and hold.
    DashedCircle,
    /// Own: something is open.
    DashedRing,
    /// Own: the product.
    Logo,
    /// Own: it stays where it is.
    Pin,
    /// Own: what is met.
    Tick,
}

impl Icon {
    /// The character in the icon font; `None` for our own drawings.
    #[must_use]
    pub const fn glyph(self) -> Option<char> {
        match self {
            Self::Archive => Some('\u{e00c}'),
            Self::ArrowCounterClockwise => Some('\u{e038}'),
            Self::ArrowFatUp => Some('\u{e52e}'),
            Self::ArrowLeft => Some('\u{e058}'),
            Self::ArrowRight => Some('\u{e06c}'),
            Self::Backspace => Some('\u{e0ae}'),
            Self::CaretDown => Some('\u{e136}'),
            Self::CaretUp => Some('\u{e13c}'),
            Self::Check => Some('\u{e182}'),
            Self::ClockCounterClockwise => Some('\u{e1a0}'),
            Self::Coffee => Some('\u{e1c2}'),
            Self::Drop => Some('\u{e210}'),
            Self::Eye => Some('\u{e220}'),
            Self::EyeClosed => Some('\u{e222}'),
            Self::FirstAid => Some('\u{e56e}'),
            Self::GearSix => Some('\u{e272}'),
            Self::HandPalm => Some('\u{e57e}'),
            Self::Infinity => Some('\u{e634}'),
            Self::Keyboard => Some('\u{e2d8}'),
            Self::Lock => Some('\u{e2fa}'),
            Self::Microphone => Some('\u{e326}'),
            Self::Minus => Some('\u{e32a}'),
            Self::Moon => Some('\u{e330}'),
            Self::MusicNote => Some('\u{e33c}'),
            Self::Pause => Some('\u{e39e}'),
            Self::PencilSimple => Some('\u{e3b4}'),
            Self::Play => Some('\u{e3d0}'),
            Self::Plus => Some('\u{e3d4}'),
            Self::Scribble => Some('\u{e806}'),
            Self::SkipForward => Some('\u{e5a6}'),
            Self::SkipBack => Some('\u{e5a4}'),
            Self::SpeakerHigh => Some('\u{e44a}'),
            Self::SpeakerSimpleLow => Some('\u{e452}'),
            Self::Stop => Some('\u{e46c}'),
            Self::Sun => Some('\u{e472}'),
            Self::ThumbsUp => Some('\u{e48e}'),
            Self::Wind => Some('\u{e5d2}'),
            Self::X => Some('\u{e4f6}'),
            Self::Diamond | Self::DashedCircle | Self::DashedRing | Self::Logo | Self::Pin | Self::Tick => None,
        }
    }
}
