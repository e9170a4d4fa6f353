//! Which blocks play, in their order, so that little is cut and each plays near its stage.
//!
//! A walk over the blocks that keeps, for each moment at which music so far may end, the cheapest way to end there
//! (dynamic programming over 250 moments). Costs are seconds of annoyance: only their order matters.

use std::time::Duration;

use super::fit::{Ending, INSIDE, OUTSIDE};
use super::order::Block;
use super::{SHORTEST_SOUNDSCAPE, SHORTEST_STRETCH};
use crate::cue::Stage;

/// Moments that are told apart.
const MOMENTS: f64 = 250.0;
/// A pinned track that plays is worth more than anything else costs.
const PINNED: f64 = 1e5;
/// Each track passed over, where the list's own order counts.
const PASSED: f64 = 1.5;
/// Nothing is looked for that would be better by less than this.
const GOOD_ENOUGH: f64 = 0.25;
/// Seconds a track may play outside its stage for nothing.
const NEAR: f64 = 180.0;

/// Where choosing begins.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// When what plays already ends, in seconds.
    pub end: f64,
    /// How long its last piece is, in seconds; `None` if nothing plays before.
    pub last: Option<f64>,
    /// Its stage.
    pub stage: Stage,
    /// Whether its last piece may be longer or shorter.
    pub elastic: bool,
}

/// What is to be chosen from, and for what.
pub struct Choice<'a> {
    pub blocks: &'a [Block],
    pub beginning: Beginning,
    pub target: f64,
    pub stages: &'a [(Duration, Stage)],
    /// Whether built-in music may stand between tracks so that they play in their stages.
    pub spread: bool,
}

/// A step of what was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// The block with this index; whether the join before it leads into another stage.
    Block { index: usize, between: bool },
    /// Built-in music of so many seconds.
    Bridge(f64),
}

#[derive(Clone, Copy)]
struct Label {
    cost: f64,
    end: f64,
    last: Option<f64>,
    stage: Stage,
    /// Seconds by which crossfades can shorten and lengthen it.
    slack: [f64; 2],
    /// The longest cut at a quiet place.
    quarter: f64,
    /// Blocks considered when the last one was taken.
    taken: usize,
    node: Option<usize>,
}

struct Node {
    before: Option<usize>,
    block: usize,
    between: bool,
    bridge: Option<f64>,
}

impl Choice<'_> {
    /// The cheapest steps, and how they reach the target.
    pub fn best(&self) -> (Vec<Step>, Ending) {
        let bin = |end: f64| (end / self.target * MOMENTS).max(0.0) as usize;
        let mut labels: Vec<Option<Label>> = vec![None; MOMENTS as usize + 1];
        let mut nodes: Vec<Node> = Vec::new();
        let first = Label {
            cost: 0.0,
            end: self.beginning.end,
            last: self.beginning.last,
            stage: self.beginning.stage,
            slack: if self.beginning.elastic { [0.0, 1e6] } else { [0.0; 2] },
            quarter: 0.0,
            taken: 0,
            node: None,
        };
        let mut best: Option<(f64, Option<usize>, Ending)> = None;
        if first.last.is_some() {
            let (cost, ending) = self.ending(&first);
            best = Some((cost, None, ending));
        }
        if let Some(label) = labels.get_mut(bin(first.end)) {
            *label = Some(first);
        }
        let mut pinned = self.blocks.iter().filter(|block| block.pinned).count();
        for (index, block) in self.blocks.iter().enumerate() {
            // Costs only grow, but for what is pinned and still to come.
            let hope = PINNED * pinned as f64 - GOOD_ENOUGH;
            pinned -= usize::from(block.pinned);
            for moment in (0..labels.len()).rev() {
                let Some(label) = labels.get(moment).copied().flatten() else { continue };
                if best.as_ref().is_some_and(|(least, ..)| label.cost + self.passed(index - label.taken) > least + hope)
                {
                    continue;
                }
                let ways = [self.after(&label, index, block), self.bridged(&label, index, block)];
                for (mut next, node) in ways.into_iter().flatten() {
                    next.node = Some(nodes.len());
                    nodes.push(node);
                    let (cost, ending) = self.ending(&next);
                    if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                        best = Some((cost, next.node, ending));
                    }
                    let passed = |label: &Label| label.cost + self.passed(index + 1 - label.taken);
                    if let Some(place) = labels.get_mut(bin(next.end))
                        && place.as_ref().is_none_or(|known| passed(&next) < passed(known))
                    {
                        *place = Some(next);
                    } else {
                        // Nobody goes on from here; only the best ending may point at it.
                        if best.as_ref().is_none_or(|(_, node, _)| *node != next.node) {
                            let _ = nodes.pop();
                        }
                    }
                }
            }
        }
        let (_, last, ending) = best.unwrap_or((0.0, None, Ending::Bridge));
        (self.steps(&nodes, last), ending)
    }

    fn steps(&self, nodes: &[Node], mut last: Option<usize>) -> Vec<Step> {
        let mut steps = Vec::new();
        while let Some(node) = last.and_then(|last| nodes.get(last)) {
            steps.push(Step::Block { index: node.block, between: node.between });
            steps.extend(node.bridge.map(Step::Bridge));
            last = node.before;
        }
        steps.reverse();
        steps
    }

    fn passed(&self, count: usize) -> f64 {
        if self.spread { 0.0 } else { PASSED * count as f64 }
    }

    fn stage_at(&self, time: f64) -> Stage {
        let begun = |start: &Duration| start.as_secs_f64() <= time;
        self.stages.iter().rev().find(|(start, _)| begun(start)).map_or(Stage::Hold, |(_, stage)| *stage)
    }

    fn after(&self, label: &Label, index: usize, block: &Block) -> Option<(Label, Node)> {
        let stage = block.stage.unwrap_or_else(|| self.stage_at(label.end));
        let between = stage != label.stage;
        let range = if between { OUTSIDE } else { INSIDE };
        let [least, usual, most] = match label.last {
            Some(last) => range.map(|over| over.min(last / 3.0).min(block.ends[0] / 3.0)),
            None => [0.0; 3],
        };
        let start = label.end - usual;
        let slack = [label.slack[0] + most - usual, label.slack[1] + usual - least];
        let node = Node { before: label.node, block: index, between, bridge: None };
        self.begun(label, index, block, start, slack).map(|next| (Label { stage, ..next }, node))
    }

    /// Built-in music until the block's own stage begins.
    fn bridged(&self, label: &Label, index: usize, block: &Block) -> Option<(Label, Node)> {
        let [from, _] = block.window.filter(|_| self.spread)?;
        let over = OUTSIDE[1];
        let began = label.end - label.last.map_or(0.0, |last| over.min(last / 3.0));
        let bridge = from + over - began;
        if bridge < SHORTEST_SOUNDSCAPE.as_secs_f64() + 2.0 * over {
            return None;
        }
        let node = Node { before: label.node, block: index, between: true, bridge: Some(bridge) };
        let next = self.begun(label, index, block, from, [bridge - SHORTEST_SOUNDSCAPE.as_secs_f64(), 0.0])?;
        let stage = block.stage.unwrap_or_else(|| self.stage_at(from));
        Some((Label { cost: next.cost + 25.0 + 0.1 * (from - began), stage, ..next }, node))
    }

    fn begun(&self, label: &Label, index: usize, block: &Block, start: f64, slack: [f64; 2]) -> Option<Label> {
        if label.last.is_some() && start + SHORTEST_STRETCH.as_secs_f64() > self.target {
            return None;
        }
        let end = start + block.length;
        let middle = f64::midpoint(start, end.min(self.target));
        let astray = block.window.map_or(0.0, |[from, to]| (from - middle).max(middle - to) - NEAR).max(0.0);
        let mut cost = label.cost + 0.08 * astray + self.passed(index - label.taken);
        if block.pinned {
            cost -= PINNED;
        }
        let slack = if block.elastic { [slack[0] + block.length / 2.0, slack[1] + 1e6] } else { slack };
        let cuttable = if block.pinned || block.elastic { 0.0 } else { block.ends[1] / 4.0 };
        Some(Label {
            cost,
            end,
            last: Some(block.ends[1]),
            stage: label.stage,
            slack,
            quarter: label.quarter.max(cuttable),
            taken: index + 1,
            node: None,
        })
    }

    /// What it costs to go into the bed from here, and how that is done.
    fn ending(&self, label: &Label) -> (f64, Ending) {
        let [least, usual, most] = OUTSIDE.map(|over| over.min(label.last.unwrap_or(0.0) / 3.0));
        let over = label.end - usual - self.target;
        let slack = [label.slack[0] + most - usual, label.slack[1] + usual - least];
        let shortest = SHORTEST_SOUNDSCAPE.as_secs_f64();
        let (cost, ending) = if over > slack[0] {
            let cut = over - slack[0];
            let cost = if cut <= label.quarter { 8.0 + 0.05 * cut } else { 40.0 + 0.02 * cut };
            (cost, Ending::Exact)
        } else if -over > slack[1] {
            let bridge = -over;
            if bridge >= shortest {
                (25.0 + 0.1 * bridge, Ending::Bridge)
            } else {
                (45.0 + shortest - bridge, Ending::Bridge)
            }
        } else {
            let room = if over > 0.0 { slack[0] } else { slack[1] };
            (3.0 * over.abs() / room.max(1.0) + 0.02 * over.abs(), Ending::Exact)
        };
        (label.cost + cost, ending)
    }
}
