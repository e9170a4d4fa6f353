//! Measures in px of the 1280×800 design; the window scales everything by one factor.

/// The size all measures are made for: width and height.
pub const DESIGN: (f32, f32) = (1280.0, 800.0);

/// The factor that fits the design into a window of this size.
#[must_use]
pub fn scale(width: f32, height: f32) -> f32 {
    (width / DESIGN.0).min(height / DESIGN.1).max(0.25)
}

/// Space, the smallest step.
pub const XXS: f32 = 4.0;
/// Space between a word and its mark.
pub const XS: f32 = 8.0;
/// Space between two targets.
pub const GAP: f32 = 12.0;
/// Space inside a tile.
pub const S: f32 = 16.0;
/// Space between groups of chips, and between blocks.
pub const M: f32 = 24.0;
/// Space between blocks, and the margin of the screen.
pub const L: f32 = 32.0;
/// Margin of the start screen.
pub const XL: f32 = 48.0;

/// Height of the top bar.
pub const BAR: f32 = 80.0;
/// From the bar to the first block.
pub const BELOW_BAR: f32 = 8.0;
/// Margin at the sides.
pub const MARGIN: f32 = 32.0;
/// Width of the left column, for reading.
pub const LEFT: f32 = 784.0;
/// Width of the right column, for the thumb.
pub const RIGHT: f32 = 400.0;
/// Between the two columns.
pub const GUTTER: f32 = 32.0;
/// Width of both columns and the gutter.
pub const WIDE: f32 = LEFT + GUTTER + RIGHT;
/// Where the foot ends, from the top.
pub const FOOT_END: f32 = 776.0;
/// From the foot to the bottom edge.
pub const BELOW_FOOT: f32 = DESIGN.1 - FOOT_END;
/// Height of the journey's foot, and of a tile in it.
pub const FOOT: f32 = 96.0;
/// Height of the strip at the foot of other screens.
pub const STRIP: f32 = 72.0;
/// From the strip to the bottom edge.
pub const BELOW_STRIP: f32 = 20.0;

/// Width of the quiet check in the foot.
pub const QUIET_CHECK: f32 = 232.0;
/// Width of the note tile in the foot.
pub const NOTE: f32 = 156.0;
/// Height of the arc with its words on the journey.
pub const ARC: f32 = 182.0;
/// Height of the arc with its words in a group.
pub const ARC_FOLDED: f32 = 96.0;
/// Height of the course of a session on the closing.
pub const COURSE: f32 = 264.0;
/// Height of the block of times on the journey.
pub const TIMES: f32 = 150.0;
/// Height of the line that names the piece.
pub const PIECE_LINE: f32 = 28.0;
/// Diameter of the disc "Tablet in mouth".
pub const DISC: f32 = 400.0;
/// Height of the wave of the sound check.
pub const WAVE: f32 = 40.0;
/// Width of the first column of a table.
pub const TITLE: f32 = 164.0;
/// Width of the button that says the medicine was spat, early or not.
pub const SPAT: f32 = 150.0;
/// Width and height of a drawing beside the words on return.
pub const SKETCH: (f32, f32) = (288.0, 162.0);
/// Width of the second line of a checklist.
pub const LINE_WORDS: f32 = 318.0;
/// Width of the left column of the start screen.
pub const START_LEFT: f32 = 736.0;
/// Width of the prompts of the intention.
pub const PROMPTS: f32 = 296.0;
/// Side of a tile of the arrival.
pub const TILE: f32 = 108.0;

/// Height of the chart of a plan with its axis.
pub const PLAN_CHART: f32 = 152.0;
/// Height of a row of the music desk; 4 px lie between two.
pub const DESK_ROW: f32 = 68.0;
/// Width of the time at which a track begins.
pub const DESK_TIME: f32 = 72.0;
/// Height of the timeline of a record.
pub const STORY: f32 = 340.0;
/// Width and height of a loudness strip in a row.
pub const DESK_STRIP: (f32, f32) = (192.0, 40.0);
/// Width of the length and the gain of a track.
pub const DESK_FACTS: f32 = 124.0;

/// Diameter of the dot of a person.
pub const PERSON_DOT: f32 = 18.0;
/// Width of the code in a row of the roster.
pub const ROSTER_CODE: f32 = 84.0;
/// Width of the time of a person's medicine in such a row.
pub const ROSTER_TIMES: f32 = 190.0;
/// Width of the pressure in such a row.
pub const ROSTER_PRESSURE: f32 = 112.0;
/// Height of the times of a group on the journey.
pub const TIMES_GROUP: f32 = 112.0;
/// Height of the same where five or six people need the room.
pub const TIMES_LOW: f32 = 84.0;

/// The smallest target.
pub const TARGET: f32 = 64.0;
/// Height of a key.
pub const KEY: f32 = 68.0;
/// Height of a button, and of steering.
pub const BUTTON: f32 = 72.0;
/// Height of a large button.
pub const BUTTON_LARGE: f32 = 80.0;
/// Height of the one button of the start screen.
pub const BUTTON_START: f32 = 88.0;
/// Height of a digit of the keypad.
pub const DIGIT: f32 = 92.0;
/// Width and height of a round key.
pub const KEY_ROUND: f32 = 100.0;
/// A dot that stands for a digit.
pub const BEAD: f32 = 17.0;
/// From such a dot to the next.
pub const BEADS: f32 = 29.0;
/// Width of the part of the lock that is touched.
pub const LOCK: f32 = DESIGN.0 - MARGIN - LEFT;
/// Height of what stands at the foot of the lock.
pub const LOCK_FOOT: f32 = 112.0;
/// Free above ring and keys of the lock, so that they stand a little above the middle.
pub const LOCK_TOP: f32 = 40.0;
/// Height of the lines over the keys of the lock.
pub const LOCK_HEAD: f32 = 108.0;
/// Height of a chip.
pub const CHIP: f32 = 64.0;
/// Height of a row of people or of a list.
pub const ROW: f32 = 72.0;
/// From number to number in a rating.
pub const RATING_PITCH: f32 = 65.0;
/// Half a number at either end of a rating.
pub const RATING_ENDS: f32 = 36.0;

/// Radius of a key.
pub const RADIUS_KEY: f32 = 14.0;
/// Radius of the disc "Tablet in mouth".
pub const RADIUS_DISC: f32 = DISC / 2.0;
/// Radius of the hollow ring of what is open.
pub const RADIUS_OPEN: f32 = ICON_BAR / 2.0;
/// Radius of a chip and a segment.
pub const RADIUS_CHIP: f32 = 16.0;
/// Radius of a button.
pub const RADIUS_BUTTON: f32 = 18.0;
/// Radius of a tile.
pub const RADIUS_TILE: f32 = 20.0;
/// Radius of a card.
pub const RADIUS_CARD: f32 = 24.0;

/// Hairline and rim.
pub const RIM: f32 = 1.5;
/// The line of a drawing, and of the focus.
pub const LINE: f32 = 2.0;
/// What a finger draws on the pad.
pub const DRAWN: f32 = 3.0;
/// A small ring.
pub const RING_SMALL: f32 = 4.0;
/// The ring that confirms a press.
pub const RING_CONFIRM: f32 = 6.0;
/// The ring of the hold.
pub const RING_HOLD: f32 = 18.0;

/// An icon beside words of the bar.
pub const ICON_SMALL: f32 = 20.0;
/// An icon in a steering button.
pub const ICON_STEER: f32 = 26.0;
/// An icon in a button.
pub const ICON: f32 = 28.0;
/// An icon of the bar.
pub const ICON_BAR: f32 = 30.0;
/// An icon on the keypad.
pub const ICON_KEY: f32 = 34.0;
/// An icon beside the hold ring.
pub const ICON_BIG: f32 = 96.0;
