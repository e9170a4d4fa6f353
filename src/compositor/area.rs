use iced::Rectangle;

/// How far a coordinate may be from where single precision puts it, px.
const FUZZ: f32 = 0.02;
/// No surface is larger, px.
const FAR: f32 = 1e6;

/// A window as it is painted: its pixels, and how many of them make one of the design.
#[derive(Clone, Copy, Debug)]
pub(super) struct Canvas {
    pub(super) window: Area,
    pub(super) scale: f32,
}

impl Canvas {
    /// A part in px of the design; what ends at an edge of the window reaches past it, so that no rounding cuts there.
    #[expect(clippy::cast_precision_loss, reason = "pixels of a screen are small numbers")]
    pub(super) fn logical(self, part: Area) -> Rectangle {
        let before = |edge: i32, first: i32| if edge <= first { edge - 2 } else { edge };
        let after = |edge: i32, last: i32| if edge >= last { edge + 2 } else { edge };
        let (left, top) = (before(part.left, self.window.left), before(part.top, self.window.top));
        let (right, bottom) = (after(part.right, self.window.right), after(part.bottom, self.window.bottom));
        let px =
            Rectangle { x: left as f32, y: top as f32, width: (right - left) as f32, height: (bottom - top) as f32 };
        px * self.scale.recip()
    }

    /// The same in pixels, with all the rounding on the way through the renderer.
    pub(super) fn drawn(self, part: Area) -> Rectangle {
        self.logical(part) * self.scale
    }
}

/// Whole pixels of a window: from `left` and `top` up to, without, `right` and `bottom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub left: i32,
    /// The first row.
    pub top: i32,
    /// One past the last column.
    pub right: i32,
    /// One past the last row.
    pub bottom: i32,
}

impl Area {
    /// No pixel at all.
    pub(super) const NOTHING: Self = Self { left: 0, top: 0, right: 0, bottom: 0 };

    /// Every pixel this touches.
    pub(super) fn around(bounds: Rectangle) -> Self {
        let [left, top, right, bottom] = edges(bounds);
        Self { left: px(left.floor()), top: px(top.floor()), right: px(right.ceil()), bottom: px(bottom.ceil()) }
    }

    /// Every pixel that lies wholly in it.
    pub(super) fn within(bounds: Rectangle) -> Self {
        let [left, top, right, bottom] = edges(bounds);
        Self { left: px(left.ceil()), top: px(top.ceil()), right: px(right.floor()), bottom: px(bottom.floor()) }
    }

    /// The pixels whose centres surely lie in it: what the renderer's mask lets through at least.
    pub(super) fn masked(bounds: Rectangle) -> Self {
        let [left, top, right, bottom] = edges(bounds);
        let first = |edge: f32| px((edge - 0.5 + FUZZ).ceil());
        let past = |edge: f32| px((edge - 0.5 - FUZZ).ceil());
        Self { left: first(left), top: first(top), right: past(right), bottom: past(bottom) }
    }

    /// No pixel at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// How many pixels.
    pub(super) fn count(self) -> i64 {
        if self.is_empty() { 0 } else { i64::from(self.right - self.left) * i64::from(self.bottom - self.top) }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest that holds both.
    pub(super) fn with(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(super) fn holds(self, other: Self) -> bool {
        other.is_empty() || self.and(other) == other
    }

    pub(super) fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// One pixel more on each side.
    pub(super) fn widened(self) -> Self {
        Self { left: self.left - 1, top: self.top - 1, right: self.right + 1, bottom: self.bottom + 1 }
    }
}

fn edges(bounds: Rectangle) -> [f32; 4] {
    [bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height]
}

#[expect(clippy::cast_possible_truncation, reason = "clamped before")]
fn px(edge: f32) -> i32 {
    edge.clamp(-FAR, FAR) as i32
}
