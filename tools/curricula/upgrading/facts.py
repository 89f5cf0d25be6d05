"""An upgrade report for programs: one object, as `schemas/upgrade-report.schema.json` describes it."""

from collections.abc import Iterable
from typing import Any

from curricula.compare import Change
from curricula.diagnostics import Voice
from curricula.redline.sentences import Teller
from curricula.upgrading.judging import STATES, Upgrade

FORMAT = "curricula-upgrade-report/1"


def facts(found: Upgrade, teller: Teller, voice: Voice) -> dict[str, Any]:
    """The report; sentences are in the language of the voice."""
    adoption = found.adoption

    def listed(changes: Iterable[Change]) -> list[dict[str, Any]]:
        return [
            {"kind": change.kind, "weight": change.weight, "item": change.item.id, "field": change.field or None,
             "sentence": teller.tell(change).sentence.words(voice)}
            for change in changes
        ]

    return {
        "format": FORMAT,
        "adoption": {"id": adoption.id, "uuid": adoption.uuid, "version": adoption.version},
        "standard": {"id": found.new.id, "uuid": found.new.uuid, "from": found.old.version, "to": found.new.version},
        "ready": found.ready,
        "states": {state: found.states[state] for state in STATES},
        "operations": [
            {
                "id": item.operation.id, "operation": item.operation.operation, "target": item.operation.target,
                "state": item.state, "why": item.why or None, "changes": listed(item.changes),
                "problem": item.problem.words(voice) if item.problem else None,
            }
            for item in found.judgements
        ],
        "unjudged": listed(found.unjudged),
    }
