"""Checks a FHIR bundle: two validators that others wrote, and the table of codes that is ours.

Neither validator knows code systems, units, the values of a `status`, or a number written as text; both know structure,
data types and (fhircraft) the invariants of R4. Each function returns a list of what is wrong.
"""
import re
import warnings
from pathlib import Path

TABLE = Path(__file__).parent / "exports" / "codes.tsv"
UCUM = "http://unitsofmeasure.org"
KINDS = {"valueString": "string", "valueInteger": "integer", "valueBoolean": "boolean",
         "valueCodeableConcept": "concept", "dataAbsentReason": "absent"}
# Which type of resource a reference of that name may lead to (R4); one that is not here may lead to none.
TARGETS = {"subject": {"Patient"}, "encounter": {"Encounter"}, "context": {"Encounter"}, "partOf": {"Procedure"},
           "device": {"Device"}, "who": {"Device"}, "instance": {"MedicationAdministration"},
           "target": {"Encounter", "MedicationAdministration", "Observation", "QuestionnaireResponse"}}


def fhir_resources(bundle):
    """fhir.resources, its R4B models (the resources we use are the same in R4)."""
    from fhir.resources.R4B.bundle import Bundle
    return refused(Bundle.model_validate, bundle)


def fhircraft(bundle):
    """fhircraft, R4 4.0.1, with invariants."""
    from fhircraft.fhir.resources.datatypes.R4 import core
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dom-6: no narrative, which is only advised
        return refused(core.Bundle.model_validate, bundle)


def refused(validate, bundle):
    try:
        validate(bundle)
        return []
    except Exception as error:  # whatever it raises, it did not accept
        return [" ".join(str(error).split())[:300]]


def read_table():
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            place, system, code, value = (line.split("\t") + [""])[:4]
            table[place, system, code] = value
    return table


class Table:
    """The codes, units and values that may leave, and what must hold for a bundle as a whole."""

    def __init__(self):
        self.table = read_table()

    def __call__(self, bundle):
        self.wrong = []
        entries = bundle.get("entry") or []
        if (bundle.get("resourceType"), bundle.get("type")) != ("Bundle", "transaction"):
            self.wrong.append("not a transaction")
        self.names(entries)
        known = {entry.get("fullUrl"): (entry.get("resource") or {}).get("resourceType") for entry in entries}
        for entry in entries:
            resource = entry.get("resource") or {}
            self.references(resource, known)
            self.texts(resource)
            self.resource(resource)
        return self.wrong

    def names(self, entries):
        """Each name once, and the same in address, id and request."""
        seen = set()
        for entry in entries:
            resource, request = entry.get("resource") or {}, entry.get("request") or {}
            kind, name = resource.get("resourceType"), resource.get("id")
            expected = ("POST", kind) if kind == "Patient" else ("PUT", f"{kind}/{name}")
            if (request.get("method"), request.get("url")) != expected or entry.get("fullUrl") != f"urn:uuid:{name}":
                self.wrong.append(f"{kind}/{name}: address, id and request do not agree")
            own = resource.get("identifier") or []
            own = own if isinstance(own, list) else [own]
            for key in [("url", entry.get("fullUrl"))] + [(kind, one.get("system"), one.get("value")) for one in own]:
                if key in seen:
                    self.wrong.append(f"{key} stands twice")
                seen.add(key)

    def references(self, node, known, name=None):
        if isinstance(node, dict):
            to = node.get("reference")
            if to is not None and known.get(to) not in TARGETS.get(name, ()):
                self.wrong.append(f"the reference {name} leads to {known.get(to, 'nothing in the bundle')}")
            for key, inner in node.items():
                self.references(inner, known, key)
        elif isinstance(node, list):
            for inner in node:
                self.references(inner, known, name)

    def texts(self, node):
        if isinstance(node, dict):
            for inner in node.values():
                self.texts(inner)
        elif isinstance(node, list):
            for inner in node:
                self.texts(inner)
        elif isinstance(node, str) and not re.fullmatch(r"[ \r\n\t\S]+", node):
            self.wrong.append(f"{node!r} is no FHIR string")
        elif isinstance(node, str) and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", node):
            self.wrong.append(f"{node!r} has control characters")

    def coded(self, place, concept, needed=True):
        """What the table says of each code; a code it does not list is wrong."""
        codings = concept if isinstance(concept, list) else (concept or {}).get("coding") or []
        if needed and not codings and not (concept or {}).get("text"):
            self.wrong.append(f"{place}: no code and no words")
        values = []
        for coding in codings:
            system, code = coding.get("system"), coding.get("code")
            value = self.table.get((place, system, code), self.table.get((place, system, "*")))
            if value is None:
                self.wrong.append(f"{place}: {system} {code} is not in the table")
            else:
                values.append(value)
        return values

    def status(self, kind, resource):
        if (f"{kind}.status", "-", resource.get("status")) not in self.table:
            self.wrong.append(f"{kind}.status {resource.get('status')!r} is not in the table")

    def quantity(self, place, quantity, unit):
        value = (quantity or {}).get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.wrong.append(f"{place}: {value!r} is no number")
        said = tuple((quantity or {}).get(key) for key in ("system", "code", "unit"))
        if said != (UCUM, unit, unit):
            self.wrong.append(f"{place}: {said} where {unit} belongs")

    def resource(self, resource):
        kind = resource.get("resourceType")
        if kind == "Patient":
            if set(resource) - {"resourceType", "id", "identifier"}:
                self.wrong.append("the Patient says more than a code")
            return
        if kind == "Device":
            return
        if kind == "Provenance":
            self.coded("Provenance.activity", resource.get("activity"))
            for agent in resource.get("agent") or []:
                self.coded("Provenance.type", agent.get("type"))
            return
        if kind == "AdverseEvent":
            return self.adverse(resource)
        self.status(kind, resource)
        if kind == "Encounter":
            self.coded("Encounter.class", [resource.get("class") or {}])
            for concept in resource.get("type") or []:
                self.coded("Encounter.type", concept)
        elif kind == "Procedure":
            self.coded("Procedure.code", resource.get("code"))
        elif kind == "MedicationAdministration":
            self.medication(resource)
        elif kind == "Observation":
            self.observation(resource)
        elif kind != "QuestionnaireResponse":
            self.wrong.append(f"{kind} does not belong here")

    def adverse(self, resource):
        place = "AdverseEvent"
        if resource.get("actuality") != "actual":
            self.wrong.append(f"{place}: {resource.get('actuality')!r} is not what happened")
        for part in ("event", "seriousness", "outcome"):
            self.coded(f"{place}.{part}", resource.get(part))

    def medication(self, resource):
        place = "MedicationAdministration"
        self.coded(f"{place}.medicationCodeableConcept", resource.get("medicationCodeableConcept"))
        for concept in resource.get("statusReason") or []:
            self.coded(f"{place}.statusReason", concept)
        if dosage := resource.get("dosage"):
            self.coded(f"{place}.route", dosage.get("route"))
            self.quantity(f"{place}.dose", dosage.get("dose"), "mg")

    def observation(self, resource):
        for concept in resource.get("category") or []:
            self.coded("Observation.category", concept)
        values = self.coded("Observation.code", resource.get("code"))
        codes = {coding.get("code") for coding in (resource.get("code") or {}).get("coding") or []}
        if codes & {"59408-5", "2708-6"} and codes != {"59408-5", "2708-6"}:
            self.wrong.append("the two codes of the saturation do not stand together")
        for component in resource.get("component") or []:
            for unit in self.coded("Observation.component", component.get("code")):
                self.quantity("Observation.component", component.get("valueQuantity"), unit)
        self.coded("Observation.value", resource.get("valueCodeableConcept") or {}, needed=False)
        self.coded("Observation.dataAbsentReason", resource.get("dataAbsentReason") or {}, needed=False)
        has = [kind for key, kind in KINDS.items() if key in resource]
        has += ["components"] * bool(resource.get("component"))
        for value in values:
            if "valueQuantity" in resource:
                self.quantity(f"Observation {codes}", resource["valueQuantity"], value)
            elif len(has) != 1 or has[0] not in value.split("|"):
                self.wrong.append(f"Observation {codes}: {has} where {value} belongs")
        whole = resource.get("valueInteger", 0)
        if isinstance(whole, bool) or not isinstance(whole, int) or not 0 <= whole <= 10:
            self.wrong.append(f"Observation {codes}: {whole!r} is no rating from 0 to 10")


def checks():
    """Each check by its name."""
    return {"fhir.resources": fhir_resources, "fhircraft": fhircraft, "our table": Table()}
