//! Which questionnaires a protocol asks, and in which phase.

use std::path::Path;
use std::sync::Arc;

use super::Base;
use crate::config::questionnaire;
use crate::config::table::Table;
use crate::session::phase::Phase;
use crate::session::practice::Asking;
use crate::session::questionnaire::Questionnaire;

/// The most questionnaires of one session.
const MOST: usize = 8;
const NAME: &str = "name = \"phq-9\"";

/// Finds a questionnaire by its name; why there is none.
pub type Find<'f> = &'f dyn Fn(&str) -> Result<Questionnaire, String>;

/// The questionnaires of a file, or those of its base; what is wrong is told.
pub(super) fn questionnaires(
    root: &Table<'_>,
    base: &Base,
    phases: Option<&Vec<Phase>>,
    find: Find<'_>,
) -> Vec<Asking> {
    let inherited = match base {
        Base::Protocol(protocol) => protocol.practice.questionnaires.clone(),
        Base::Nothing | Base::Broken => Vec::new(),
    };
    let Some(tables) = root.tables("questionnaire") else { return inherited };
    if tables.len() > MOST {
        let what = format!("there are {} [[questionnaire]] parts", tables.len());
        root.log().tell(root.at("questionnaire"), what, format!("write {MOST} or fewer"));
        return Vec::new();
    }
    let mut asked: Vec<Asking> = Vec::new();
    for table in tables {
        let one = asking(&table, phases, find);
        if let Some(twice) = one.as_ref().filter(|one| asked.iter().any(|other| other.form.key == one.form.key)) {
            let what = format!("the questionnaire {:?} is asked twice, and its answers are kept once", twice.form.key);
            table.log().tell(table.at("name"), what, "take one of the two out");
        }
        asked.extend(one);
        table.finish();
    }
    asked
}

fn asking(table: &Table<'_>, phases: Option<&Vec<Phase>>, find: Find<'_>) -> Option<Asking> {
    let name = table.require("name", table.text("name", NAME), NAME);
    let times = [Phase::Arrival, Phase::Return, Phase::Closing].map(|phase| (phase.key(), phase));
    let at = table.require("at", table.choice("at", &times), "at = \"arrival\", \"return\" or \"closing\"");
    if let Some((at, phases)) = at.zip(phases)
        && !phases.contains(&at)
    {
        let what = format!("it is asked at {:?}, and the phases of this protocol leave that out", at.key());
        table.log().tell(table.at("at"), what, "name a phase of this protocol, or put it into phases");
    }
    let form = name.and_then(|name| match find(&name) {
        Ok(form) => Some(form),
        Err(reason) => {
            let remedy = "name a shipped one, such as \"phq-9\", or one of the folder questionnaires";
            table.log().tell(table.at("name"), reason, remedy);
            None
        }
    });
    Some(Asking { at: at?, form: Arc::new(form?) })
}

/// A questionnaire of the configuration folder, or a shipped one.
pub(in crate::config) fn found(name: &str, folder: &Path) -> Result<Questionnaire, String> {
    questionnaire::named(name, folder).map_err(|problems| match problems.as_slice() {
        [problem] if problem.what.starts_with("there is no") => problem.what.clone(),
        problems => format!(
            "the questionnaire {name:?} has {} of its own",
            crate::units::counted(problems.len(), "problem", "problems")
        ),
    })
}
