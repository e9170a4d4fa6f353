//! The codes, each with where it comes from. `benches/exports/codes.tsv` is the list of those that may leave, with units.

/// A code of a system.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub system: &'static str,
    pub code: &'static str,
    pub display: &'static str,
}

macro_rules! codes {
    ($system:expr; $($(#[$doc:meta])* $name:ident = $code:literal, $display:literal;)+) => {
        $($(#[$doc])* pub(super) const $name: Code = Code { system: $system, code: $code, display: $display };)+
    };
}

/// Units: the Unified Code for Units of Measure, <https://ucum.org>.
pub(super) const UCUM: &str = "http://unitsofmeasure.org";
/// Millimetres of mercury (vital signs profile, <https://hl7.org/fhir/R4/observation-vitalsigns.html>).
pub(super) const MMHG: &str = "mm[Hg]";
/// A rate per minute (same place).
pub(super) const PER_MINUTE: &str = "/min";
/// Percent (same place).
pub(super) const PERCENT: &str = "%";
/// Milligrams (UCUM).
pub(super) const MG: &str = "mg";

codes! { "http://loinc.org";
    /// The panel of both pressures; required by the FHIR R4 blood pressure profile.
    BLOOD_PRESSURE = "85354-9", "Blood pressure panel with all children optional";
    /// Upper pressure, a component of the panel (same profile).
    SYSTOLIC = "8480-6", "Systolic blood pressure";
    /// Lower pressure, a component of the panel (same profile).
    DIASTOLIC = "8462-4", "Diastolic blood pressure";
    /// Heart rate; required by the FHIR R4 heart rate profile.
    HEART_RATE = "8867-4", "Heart rate";
    /// Saturation by pulse oximetry; US Core asks for it beside the next.
    PULSE_OXIMETRY = "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry";
    /// Saturation; required by the FHIR R4 oxygen saturation profile.
    SATURATION = "2708-6", "Oxygen saturation in Arterial blood";
}

codes! { "http://terminology.hl7.org/CodeSystem/observation-category";
    /// Vital signs (<https://hl7.org/fhir/R4/valueset-observation-category.html>).
    VITAL_SIGNS = "vital-signs", "Vital Signs";
    /// What the client says on a scale (same place).
    SURVEY = "survey", "Survey";
    /// What was seen of the client (same place).
    EXAM = "exam", "Exam";
    /// What belongs to how the session went (same place).
    PROCEDURE = "procedure", "Procedure";
    /// Words of and about the therapy (same place).
    THERAPY = "therapy", "Therapy";
}

codes! { "http://terminology.hl7.org/CodeSystem/adverse-event-seriousness";
    /// A serious event of the protocol (<https://hl7.org/fhir/R4/valueset-adverse-event-seriousness.html>).
    SERIOUS = "Serious", "Serious";
    /// An uncommon one (same place).
    NOT_SERIOUS = "Non-serious", "Non-serious";
}

codes! { "http://terminology.hl7.org/CodeSystem/adverse-event-outcome";
    /// It had ended (<https://hl7.org/fhir/R4/valueset-adverse-event-outcome.html>).
    RESOLVED = "resolved", "Resolved";
    /// It had not ended when the record did (same place).
    ONGOING = "ongoing", "Ongoing";
    /// The record does not say (same place).
    UNKNOWN_OUTCOME = "unknown", "Unknown";
}

codes! { "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    /// An outpatient visit (<https://hl7.org/fhir/R4/v3/ActEncounterCode/vs.html>).
    AMBULATORY = "AMB", "ambulatory";
}

codes! { "http://snomed.info/sct";
    /// Under the tongue (<https://hl7.org/fhir/R4/valueset-route-codes.html>).
    SUBLINGUAL = "37839007", "Sublingual route";
    /// In the cheek, where lozenges and troches are held (same place).
    BUCCAL = "54471007", "Buccal route";
    /// Into the nose (same place).
    NASAL = "46713006", "Nasal route";
    /// Into a muscle (same place).
    INTRAMUSCULAR = "78421000", "Intramuscular route";
}

codes! { "http://www.nlm.nih.gov/research/umls/rxnorm";
    /// The ingredient (RxNorm, NLM).
    KETAMINE = "6130", "ketamine";
}

codes! { "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    /// There is nothing to say (<https://hl7.org/fhir/R4/valueset-data-absent-reason.html>).
    NOT_APPLICABLE = "not-applicable", "Not Applicable";
}

codes! { "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    /// Who changed it (<https://hl7.org/fhir/R4/valueset-provenance-agent-type.html>).
    AUTHOR = "author", "Author";
}

codes! { "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    /// Corrected (<https://hl7.org/fhir/R4/v3/DataOperation/cs.html>).
    UPDATE = "UPDATE", "revise";
    /// Taken back (same place).
    NULLIFY = "NULLIFY", "nullify";
    /// Added (same place).
    APPEND = "APPEND", "append";
}

/// Client codes as the practice gives them.
pub(super) const CLIENT: &str = "urn:x-holdspace:client";
/// Names of record folders.
pub(super) const RECORD: &str = "urn:x-holdspace:record";
/// Ids of sittings.
pub(super) const SITTING: &str = "urn:x-holdspace:sitting";
/// Ids of devices.
pub(super) const DEVICE: &str = "urn:x-holdspace:device";
/// Entries of a record, with the part of it where an entry becomes several resources.
pub(super) const ENTRY: &str = "urn:x-holdspace:entry";
/// Closing codes.
pub(super) const CLOSING_CODE: &str = "urn:x-holdspace:closing-code";
/// Keys of chips, from the protocol.
pub(super) const CHIP: &str = "urn:x-holdspace:chip";
/// Keys of scales, from the protocol.
pub(super) const SCALE: &str = "urn:x-holdspace:scale";
/// Keys of breathing patterns, from the protocol.
pub(super) const PATTERN: &str = "urn:x-holdspace:breathing-pattern";
/// Phases of a session.
pub(super) const PHASE: &str = "urn:x-holdspace:phase";
/// Questionnaires: the gate and the release checklist of a protocol.
pub(super) const CHECKLIST: &str = "urn:x-holdspace:checklist";
/// Questionnaires of the practice.
pub(super) const QUESTIONNAIRE: &str = "urn:x-holdspace:questionnaire";

// What no public system has a word for that fits: our own (docs/exports.md lists them).
codes! { "urn:x-holdspace:code";
    /// The whole session.
    SESSION = "kap-session", "Ketamine-assisted psychotherapy session";
    /// A phase began.
    PHASE_ENTERED = "phase", "Phase entered";
    /// The client's own words before.
    INTENTION = "intention", "Intention";
    /// Paced breathing.
    BREATHING = "breathing", "Paced breathing";
    /// The label was read against the prescription.
    PRESCRIPTION = "prescription-read", "Prescription read against the label";
    /// The planned hold was over.
    SPIT_CUE = "planned-hold-over", "End of the planned hold";
    /// A look at the client.
    CHECK = "quiet-check", "Quiet visual check";
    /// The therapist's words.
    NOTE = "note", "Note of the therapist";
    /// The client's first words on return.
    FIRST_WORDS = "first-words", "First words of the client";
    /// The client's words.
    CLIENT_WORDS = "client-words", "Words of the client";
    /// The music and what was done to it.
    MUSIC = "music", "Music";
    /// A gap or a jump of the clock.
    GAP = "record-gap", "Gap or clock jump in the record";
    /// What cannot be read in the record.
    DAMAGE = "record-damage", "Not readable in the record";
    /// The end of the record.
    SEALED = "sealed", "Record sealed";
    /// The reason of a change, said afterwards.
    EXPLAINED = "explained", "Reason given afterwards";
    /// Which session of the course it was.
    COURSE = "course", "Number in the course";
    /// From which pressure and rate on the gate is a soft stop.
    CEILING = "ceiling", "Ceiling of this client";
    /// A call to the prescriber.
    CALL = "prescriber-called", "Prescriber called";
    /// A meditation before the medicine.
    MEDITATION = "meditation", "Meditation";
    /// What was decided about a booster.
    BOOSTER = "booster", "Decision about the booster";
    /// Takes the medicine later than the others.
    POSTPONED = "postponed", "Takes the medicine later";
    /// The client ended their part.
    STOPPED = "stopped", "Ended by the client";
    /// The emergency card was opened.
    EMERGENCY = "emergency-card", "Emergency card opened";
    /// A turn in the round of a group.
    TURN = "turn", "Turn in the round";
    /// A day that was agreed.
    APPOINTMENT = "appointment", "Day agreed";
    /// What was unwelcome.
    UNWELCOME = "unwelcome", "What was unwelcome";
    /// The client did not want the tablet.
    DECLINED = "declined", "Declined by the client";
    /// Confirmed, and then not taken.
    NOT_TAKEN = "not-taken", "Confirmed and not taken";
}
