//! Questionnaires: the shipped ones word by word, adding up, hiding, and every slip told with its place.

use std::path::Path;

use holdspace::config::check::check;
use holdspace::config::problem::Problem;
use holdspace::config::source::Source;
use holdspace::config::{Origin, find_questionnaire, load, questionnaire, shipped};
use holdspace::session::questionnaire::Questionnaire;

use super::{folder, listed, nowhere, one, sounds};

const HEAD: &str =
    "format = \"holdspace-questionnaire 1\"\ntitle = \"T\"\nsource = \"s\"\nlicence = \"l\"\nintro = \"i\"\n";
const LEVELS: &str = "[[level]]\nvalue = 0\nlabel = \"No\"\n[[level]]\nvalue = 2\nlabel = \"Yes\"\n";

fn the(name: &str) -> Questionnaire {
    find_questionnaire(&nowhere(), name).unwrap()
}

fn read(text: &str) -> Result<Questionnaire, Vec<Problem>> {
    questionnaire::read(&Source::decode(Path::new("questionnaires/mine.toml"), text.as_bytes()).unwrap())
}

#[test]
fn the_phq_9_asks_its_nine_items_in_its_own_words() {
    let phq = the("phq-9");
    let items: Vec<&str> = phq.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(
        items,
        [
            "Little interest or pleasure in doing things",
            "Feeling down, depressed, or hopeless",
            "Trouble falling or staying asleep, or sleeping too much",
            "Feeling tired or having little energy",
            "Poor appetite or overeating",
            "Feeling bad about yourself \u{2014} or that you are a failure or have let yourself or your family down",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            "Moving or speaking so slowly that other people could have noticed? Or the opposite \u{2014} being so fidgety or \
             restless that you have been moving around a lot more than usual",
            "Thoughts that you would be better off dead or of hurting yourself in some way",
        ]
    );
    assert_eq!(phq.intro, "Over the last 2 weeks, how often have you been bothered by any of the following problems?");
    assert_eq!((phq.key.as_str(), phq.title.as_str(), phq.sha256.len()), ("phq-9", "PHQ-9", 64));
    assert!(phq.source.contains("2001") && phq.licence.contains("No permission required"));
}

#[test]
fn the_gad_7_asks_its_seven_items_in_its_own_words() {
    let gad = the("gad-7");
    let items: Vec<&str> = gad.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(
        items,
        [
            "Feeling nervous, anxious or on edge",
            "Not being able to stop or control worrying",
            "Worrying too much about different things",
            "Trouble relaxing",
            "Being so restless that it is hard to sit still",
            "Becoming easily annoyed or irritable",
            "Feeling afraid as if something awful might happen",
        ]
    );
    assert_eq!(gad.intro, "Over the last 2 weeks, how often have you been bothered by the following problems?");
    assert!(gad.source.contains("2006") && gad.licence.contains("No permission required"));
}

#[test]
fn both_are_answered_on_their_scale_of_four() {
    for name in ["phq-9", "gad-7"] {
        let levels: Vec<_> = the(name).levels.into_iter().map(|level| (level.value, level.label)).collect();
        let own = ["Not at all", "Several days", "More than half the days", "Nearly every day"];
        assert_eq!(levels, (0..).zip(own.map(str::to_owned)).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn sums_have_the_names_of_their_papers() {
    let names = |form: &Questionnaire, sums: [u16; 10]| sums.map(|sum| form.band(sum).unwrap().to_owned());
    let (phq, gad) = (the("phq-9"), the("gad-7"));
    let [a, b, c, d, e] = ["minimal", "mild", "moderate", "moderately severe", "severe"];
    assert_eq!(names(&phq, [0, 4, 5, 9, 10, 14, 15, 19, 20, 27]), [a, a, b, b, c, c, d, d, e, e]);
    assert_eq!(names(&gad, [0, 4, 5, 9, 10, 14, 15, 16, 20, 21]), [a, a, b, b, c, c, e, e, e, e]);
}

#[test]
fn only_the_last_item_of_the_phq_9_is_pointed_out_and_at_any_answer_but_the_first() {
    let (phq, gad) = (the("phq-9"), the("gad-7"));
    assert_eq!(phq.noticed(&[Some(3); 8]), [0usize; 0]);
    let last = |value| [vec![Some(0); 8], vec![value]].concat();
    assert_eq!((phq.noticed(&last(Some(0))), phq.noticed(&last(Some(1)))), (vec![], vec![8]));
    assert_eq!((phq.noticed(&last(Some(3))), phq.noticed(&last(None))), (vec![8], vec![]));
    assert_eq!(gad.noticed(&[Some(3); 7]), [0usize; 0]);
}

#[test]
fn there_is_no_sum_while_an_answer_is_missing() {
    let phq = the("phq-9");
    let mut answers = vec![Some(1); 9];
    assert_eq!(phq.score(&answers), Some(9));
    answers[4] = None;
    assert_eq!(phq.score(&answers), None, "left open");
    assert_eq!(phq.score(&[Some(1); 8]), None, "not reached");
    assert_eq!(phq.score(&[Some(1); 10]), Some(9), "more answers than items");
    assert_eq!(phq.score(&[]), None);
    assert_eq!(phq.score(&[Some(3); 9]), Some(27));
}

#[test]
fn a_sum_below_the_first_band_and_a_form_without_bands_have_no_name() {
    let items = "[[item]]\ntext = \"a\"\n[[item]]\ntext = \"b\"\n";
    let named = read(&format!("{HEAD}{LEVELS}{items}[[band]]\nfrom = 3\nlabel = \"high\"\n")).unwrap();
    assert_eq!((named.band(2), named.band(3), named.band(400)), (None, Some("high"), Some("high")));
    let plain = read(&format!("{HEAD}{LEVELS}{items}")).unwrap();
    assert_eq!((plain.band(4), plain.score(&[Some(2), Some(2)]), plain.key.as_str()), (None, Some(4), "mine"));
}

#[test]
fn a_file_of_the_clinic_hides_a_shipped_one_and_check_says_so() {
    let mine = format!("{HEAD}{LEVELS}[[item]]\ntext = \"a\"\n");
    let folder =
        folder(&[("questionnaires/phq-9.toml", mine.as_bytes()), ("questionnaires/cadss.toml", mine.as_bytes())]);
    let loaded = load(folder.path());
    let names: Vec<&str> = loaded.questionnaires.iter().map(|listed| listed.name.as_str()).collect();
    assert_eq!(names, ["cadss", "gad-7", "phq-9"]);
    assert!(matches!(listed(&loaded.questionnaires, "phq-9").origin, Origin::User(_)));
    assert_eq!(find_questionnaire(&loaded, "phq-9").unwrap().title, "T");
    assert_eq!(questionnaire::named("phq-9", folder.path()).unwrap().title, "T");
    assert_eq!(questionnaire::named("gad-7", folder.path()).unwrap().title, "GAD-7");
    let report = check(&[], folder.path(), &sounds, None);
    assert_eq!(report.problems, []);
    let notes: Vec<&String> = report.notes.iter().filter(|note| !note.contains("emergency card")).collect();
    assert!(notes.len() == 1 && notes[0].contains("instead of the shipped questionnaire \"phq-9\""));
}

#[test]
fn a_broken_one_is_listed_with_its_reason_and_never_replaced_by_the_shipped_one() {
    let broken = format!("{HEAD}[[item]]\ntext = \"a\"\n");
    let folder = folder(&[("questionnaires/gad-7.toml", broken.as_bytes())]);
    let loaded = load(folder.path());
    assert_eq!(listed(&loaded.questionnaires, "gad-7").title, "T");
    one(&find_questionnaire(&loaded, "gad-7").unwrap_err(), (1, 1), "level is missing", "[[level]]");
    one(&questionnaire::named("gad-7", folder.path()).unwrap_err(), (1, 1), "level is missing", "[[level]]");
    one(&check(&[], folder.path(), &sounds, None).problems, (1, 1), "level is missing", "[[level]]");
    let walked = check(&[folder.path().to_owned()], Path::new("/nowhere"), &sounds, None);
    one(&walked.problems, (1, 1), "level is missing", "[[level]]");
}

#[test]
fn a_name_that_is_not_there_is_told_with_those_that_are() {
    let problems = questionnaire::named("meq-30", Path::new("/nowhere/at/all")).unwrap_err();
    one(&problems, (1, 1), "there is no questionnaire \"meq-30\"", "gad-7, phq-9");
    assert_eq!(find_questionnaire(&nowhere(), "meq-30").unwrap_err(), problems);
}

#[test]
fn every_slip_in_a_questionnaire_has_its_place_and_a_remedy() {
    let with = |rest: &str| read(&format!("{HEAD}{LEVELS}[[item]]\ntext = \"a\"\n{rest}")).err().unwrap_or_default();
    assert_eq!(with(""), []);
    one(&with("notice = 1\n"), (14, 1), "item 1.notice", "text, notice_from");
    one(&with("notice_from = 3\n"), (14, 15), "no answer reaches 3", "up to 2");
    one(&with("notice_from = 0.5\n"), (14, 15), "whole number", "notice_from = 1");
    one(&with("[[item]]\n"), (14, 1), "item 2.text is missing", "text = ");
    one(&with("[[item]]\ntext = \"\"\n"), (15, 8), "item 2.text is empty", "text = ");
    one(&with("[[band]]\nfrom = 3\nlabel = \"x\"\n"), (15, 8), "band 1.from is 3", "from 0 to 2");
    one(&with("[[band]]\nfrom = 1\n"), (14, 1), "band 1.label is missing", "label = \"mild\"");
    let bands = "[[band]]\nfrom = 2\nlabel = \"x\"\n[[band]]\nfrom = 2\nlabel = \"y\"\n";
    one(&with(bands), (18, 8), "from is 2 after 2", "lowest");
    one(&with("[[bend]]\nfrom = 1\n"), (14, 3), "there is no key \"bend\"", "write band");
    let whole = |text: &str| read(text).err().unwrap_or_default();
    let item = "[[item]]\ntext = \"a\"\n";
    one(&whole(&format!("{HEAD}{LEVELS}")), (1, 1), "item is missing", "[[item]]");
    let fallen = LEVELS.replace("value = 2", "value = 0");
    one(&whole(&format!("{HEAD}{fallen}{item}")), (10, 9), "value is 0 after 0", "lowest");
    let large = LEVELS.replace("value = 2", "value = 11");
    one(&whole(&format!("{HEAD}{large}{item}")), (10, 9), "not from 0 to 10", "from 0 to 10");
    let wordy = LEVELS.replace("\"Yes\"", &format!("{:?}", "y".repeat(61)));
    one(&whole(&format!("{HEAD}{wordy}{item}")), (11, 9), "longer than 60 characters", "fewer words");
    let few = "[[level]]\nvalue = 0\nlabel = \"No\"\n";
    one(&whole(&format!("{HEAD}{few}{item}")), (6, 1), "there is 1 of [[level]]", "2 to 11");
    one(&whole(&format!("{HEAD}{LEVELS}{}", item.repeat(61))), (12, 1), "there are 61 of [[item]]", "1 to 60");
    let without = HEAD.replace("licence = \"l\"\n", "");
    one(&whole(&format!("{without}{LEVELS}{item}")), (1, 1), "licence is missing", "licence = ");
}

#[test]
fn the_name_of_the_file_must_do_for_records() {
    let text = format!("{HEAD}{LEVELS}[[item]]\ntext = \"a\"\n");
    for name in ["Meq 30.toml", "émoi.toml", ".toml", "a.b.toml"] {
        let source = Source::decode(Path::new(name), text.as_bytes()).unwrap();
        one(&questionnaire::read(&source).unwrap_err(), (1, 1), "the file is called", "small letters");
    }
}

#[test]
fn a_questionnaire_cut_at_any_byte_is_whole_or_has_a_problem() {
    for (name, text) in shipped::QUESTIONNAIRES {
        let form = the(name);
        for cut in 0..text.len() {
            let read = Source::decode(Path::new("x.toml"), &text.as_bytes()[..cut]).map_err(|problem| vec![problem]);
            match read.and_then(|source| questionnaire::read(&source)) {
                Ok(cut) => assert!(form.items.starts_with(&cut.items[..cut.items.len() - 1]), "{name}"),
                Err(problems) => assert!(!problems.is_empty(), "{name} at {cut}"),
            }
        }
    }
}
