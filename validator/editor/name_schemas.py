"""Schemas of an edition's own files, in which its names are known and say what they stand for.

Clauses, services, codes, fields, fees, grounds, requirements and dated parameters become choices:
an editor completes them, marks one that there is not, and shows its words in every language. They
are the schemas of the files by which specs are read, with names put in wherever one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validator.checks.value_parameters import DocumentKinds
from validator.facts.paths import DERIVED_DAYS
from validator.facts.time_limits import gives_term
from validator.form.schema import Schema
from validator.law.regulation import INCOMPLETE, NO_CONSEQUENCE
from validator.model import LANGUAGES
from validator.standard.schemas import SCHEMAS
from validator.standard.shapes import RawField, entries_of, fields_of
from validator.standard.sources import Sources

NAMED: Final = frozenset(("standard", "application", "cases"))
"""The files of an edition that ask for names."""

_MOST_CODES: Final = 40
"""Codes of the longest list that is offered wherever a value is compared: editors try each."""

_BEGUN: Final = r"^(\$\.|\.)"
"""A path that says where it begins."""

Words = Mapping[str, str]
"""What names mean, as Markdown."""

_BY_KEY: Final = {
    "citation": "clause",
    "services": "service",
    "consequence": "consequence",
    "indicates": "ground",
    "refusable": "ground",
    "code_list": "code_list",
    "refers_to": "list",
}
"""The sort of name that a key asks for, wherever it stands."""

_COMPARED: Final = frozenset(("allowed", "forbidden"))
_LITERALS: Final = ({"type": ["string", "integer", "boolean"]}, {"type": "string"})
"""Values that are compared with codes, and what they may be in the schemas."""

_OF_CASES: Final = {
    "outcomes": "requirement",
    "failed": "requirement",
    "messages": "requirement",
    "grounds": "ground",
}
"""The maps of a case whose keys are names."""


def name_schemas(sources: Sources) -> Iterator[tuple[str, Schema]]:
    """Sort and schema of each file of an edition that asks for names."""
    names = _Names(sources)
    for sort in sorted(NAMED):
        yield sort, names.put_into(sort, SCHEMAS[sort]())


class _Names:
    """The names of an edition, and how they are put into a schema."""

    def __init__(self, sources: Sources) -> None:
        standard, application = sources.standard.value, sources.application.value
        refusal = standard["refusal"]
        grounds = [*refusal["grounds"], *refusal.get("by_law", ())]
        entries = [(row, entry) for row, _, entry in entries_of(standard)]
        lists = application["code_lists"]
        titles = {e["id"]: _words(e["id"], e["title"]) for _, e in entries}
        clauses = {
            each["id"]: _words(each["id"], each.get("name"), each["says"])
            for each in sources.clauses.value["clauses"]
        }
        ours = {each: clauses.get(each, each) for each in grounds}
        codes = {code: _words(code, text) for each in lists.values() for code, text in each.items()}
        fields = list(fields_of(application["fields"]))
        self.citation: Schema = {}
        self.fields = dict(_relative(fields))
        self.sorts: Mapping[str, Words] = {
            "clause": clauses,
            "ground": ours,
            "consequence": {
                **ours,
                INCOMPLETE: "The package of papers is not complete.",
                NO_CONSEQUENCE: "Nothing follows but the finding.",
            },
            "service": {code: codes[code] for code in lists.get("services", {})},
            "document": {code: codes[code] for code in lists.get(DocumentKinds.CODES, {})},
            "code_list": {name: f"**{name}**: {', '.join(each)}" for name, each in lists.items()},
            "code": {
                c: codes[c] for each in lists.values() if len(each) <= _MOST_CODES for c in each
            },
            "list": {
                name: self.fields[name]
                for _, name, raw in fields
                if raw["type"] in ("list", "dict")
            },
            "field": self.fields,
            "fee": {e["id"]: titles[e["id"]] for row, e in entries if row == "fees"},
            "requirement": titles,
            "further_term": {
                e["id"]: titles[e["id"]]
                for row, e in entries
                if "term" in e and not gives_term(row, e)
            },
            "parameter": {
                name: _words(name, file.value["title"]) for name, file in sources.parameters.items()
            },
        }

    def put_into(self, sort: str, schema: Schema) -> Schema:
        """A schema with the names in it; what it was made of is left as it is."""
        made: Schema = self._with_keys(schema)
        del made["title"]  # which editors would repeat over every name
        defs = made["$defs"]
        defs |= {f"name_of_{each}": _choice(words) for each, words in self.sorts.items()}
        defs["citation"] = self.citation
        fields = defs["name_of_field"]["oneOf"]
        del defs["path"]["type"]
        defs["path"]["oneOf"] = [*fields, {"type": "string", "pattern": _BEGUN}]
        codes = defs["name_of_code"].get("oneOf", [])
        other = {**defs["literal"], "not": {"enum": [each["const"] for each in codes]}}
        defs["literal"] = {"oneOf": [*codes, other]}
        self._put_tests(defs)
        if sort == "standard":
            self._put_amounts(defs["amount"])
            refusal = made["properties"]["refusal"]["properties"]
            for word in ("grounds", "by_law"):
                refusal[word] = _filled(refusal[word], "clause")
            without = made["properties"]["without"]["properties"]
            for word, each in without.items():
                without[word] = _filled(each, "ground" if word == "grounds" else "service")
            kinds = defs["document"]["properties"]
            kinds["kind"] = self._one_or_several(kinds["kind"], "document")
        if sort == "cases":
            expect = defs["case"]["properties"]["expect"]["properties"]
            for word, of in _OF_CASES.items():
                expect[word] = _keyed(expect[word], self.sorts[of])
            days = expect["derived"]["properties"]
            days["terms"] = _keyed(days["terms"], self.sorts["further_term"])
        return _without_unused(made)

    def _with_keys(self, value: Any) -> Any:
        """A copy, in which what stands under a key that asks for names is a choice of them."""
        if isinstance(value, list):
            return [self._with_keys(each) for each in value]
        if not isinstance(value, dict):
            return value
        if value.get("format") == "ground":
            return _filled(value, "ground")
        made = {key: self._with_keys(each) for key, each in value.items()}
        properties = made.get("properties")
        if isinstance(properties, dict):
            for key in _BY_KEY.keys() & properties.keys():
                properties[key] = self._named(properties[key], _BY_KEY[key])
            for key in _COMPARED & properties.keys():
                if isinstance(properties[key], dict) and properties[key].get("items") in _LITERALS:
                    properties[key] = {**properties[key], "items": {"$ref": "#/$defs/literal"}}
        return made

    def _named(self, schema: Any, sort: str) -> Any:
        """What stands under such a key; a map of it is one by services."""
        made = _filled(schema, sort)
        if isinstance(made, dict) and "then" in made and "additionalProperties" in made["then"]:
            # As one choice, since editors complete nothing behind an `if`.
            one = _choice(self.sorts[sort]).get("oneOf", [{"type": "string"}])
            several = _keyed(made["then"], self.sorts["service"], words_of_value=True)
            self.citation = {"oneOf": [*one, several]}
            return {"$ref": "#/$defs/citation"}
        return made

    def _one_or_several(self, schema: Schema, sort: str) -> Schema:
        """A name or a list of some, as one choice: editors complete nothing behind an `if`."""
        made: Schema = _filled(schema, sort)
        if "then" not in made:
            return made
        several = {"type": "array", **made.pop("then")}
        del made["if"], made["else"]
        return {**made, "oneOf": [*_choice(self.sorts[sort]).get("oneOf", []), several]}

    def _put_tests(self, defs: Schema) -> None:
        tests = defs["tests"]
        defs["test"] = tests["additionalProperties"]
        tests["additionalProperties"] = {"$ref": "#/$defs/test"}
        tests["properties"] = {
            name: {"markdownDescription": words, "$ref": "#/$defs/test"}
            for name, words in self.fields.items()
        }

    def _put_amounts(self, amount: Any) -> None:
        """Dated parameters as the keys of a sum, fees as what it is a share of."""
        if isinstance(amount, list):
            for each in amount:
                self._put_amounts(each)
        elif isinstance(amount, dict):
            if isinstance(amount.get("additionalProperties"), dict):
                times = amount["additionalProperties"]
                amount.setdefault("properties", {}).update(
                    (name, {**times, "markdownDescription": f"{words}\n\n{times['description']}"})
                    for name, words in self.sorts["parameter"].items()
                )
            if amount.get("$ref") == "#/$defs/id":
                amount["$ref"] = "#/$defs/name_of_fee"
            for each in [*amount.values()]:
                self._put_amounts(each)


def _relative(fields: list[tuple[str, str, RawField]]) -> Iterator[tuple[str, str]]:
    """Every field as it is named from the manifest, and from the entry of each list around it."""
    lists = {name for _, name, raw in fields if raw["type"] == "list" or raw.get("several")}
    yield from ((each, f"**{each}** follows from the application.") for each in DERIVED_DAYS)
    for _, name, raw in fields:
        if "label" not in raw:
            continue
        words = _words(name, raw["label"], raw.get("help"))
        yield name, words
        parts = name.split(".")
        for cut in range(1, len(parts)):
            if ".".join(parts[:cut]) in lists:
                yield ".".join(parts[cut:]), words


def _words(name: str, *texts: Mapping[str, str] | None) -> str:
    """A name, and below it each of some texts in every language."""
    lines = [f"**{name}**"]
    for text in filter(None, texts):
        lines.append("\n".join(f"- {lang}: {' '.join(text[lang].split())}" for lang in LANGUAGES))
    return "\n\n".join(lines)


def _choice(words: Words) -> Schema:
    """One of some names. Each is a choice of its own, as editors show the words of one alone."""
    if not words:
        return {"type": "string"}
    return {"oneOf": [{"const": name, "markdownDescription": each} for name, each in words.items()]}


def _filled(schema: Any, sort: str) -> Any:
    """A schema in which each free text is a choice of names."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string" and not {"enum", "const"} & schema.keys():
        return {"$ref": f"#/$defs/name_of_{sort}"}
    inside = ("items", "then", "else", "additionalProperties")
    return {key: _filled(each, sort) if key in inside else each for key, each in schema.items()}


def _keyed(schema: Schema, words: Words, *, words_of_value: bool = False) -> Schema:
    """A map whose keys are names, and say what they mean unless their values do."""
    value = schema["additionalProperties"]
    if not words:
        return schema
    properties = {
        name: value if words_of_value else {**value, "markdownDescription": each}
        for name, each in words.items()
    }
    return {**schema, "properties": properties, "additionalProperties": False}


def _without_unused(schema: Schema) -> Schema:
    """A schema without the definitions that nothing in it refers to."""
    defs = schema["$defs"]
    used: set[str] = set()
    waiting: list[Any] = [{key: each for key, each in schema.items() if key != "$defs"}]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = str(value.get("$ref", "")).removeprefix("#/$defs/")
            if name in defs and name not in used:
                used.add(name)
                waiting.append(defs[name])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return {**schema, "$defs": {name: each for name, each in defs.items() if name in used}}
