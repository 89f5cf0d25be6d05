"""Bundles for the tests of the exchange formats: one that has everything, and strategies that make others."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from curricula.reviews import STATES, UNTRANSLATED, digest
from curricula.units import NOWHERE, Bundle, Hit, Part, Suggestion, Unit

COURSE, PLAN = "demo/courses/circuits", "demo/professional"
IDS = ("29c4a5f0-6a1c-4b0e-9a51-0d8fd1f3a001", "29c4a5f0-6a1c-4b0e-9a51-0d8fd1f3a002")


def unit(key: str, source: str, target: str, state: str, previous: str = "") -> Unit:
    """A unit as it is handed out: with the hashes of its words."""
    return Unit(key, source, target, state, f"{digest(source)}:{digest(target)}:{state}", previous=previous)


def sample() -> Bundle:
    """Two documents with a unit in every state, and everything a unit can have."""
    full = replace(
        unit(f"{COURSE}#N1/text", "=电路“A&B” <5Ω {hours}", "Схема\nв две строки", "stale", "=电路旧"),
        context="nature › text", original="base: 电路\n= 2", note="Что это?\n\nИ зачем?", limit=40,
        terms=(Hit("电路", "схема", "в значении цепи", ("контур", "цепь")),),
        suggestions=(Suggestion("Схема", "电路图", 0.834, PLAN),),
    )
    words = {state: "" if state == UNTRANSLATED else f"Слова {state}" for state in STATES}
    states = tuple(
        unit(f"{PLAN}#S{number}/name", f"词 {state}", words[state], state, "旧词" if state == "stale" else "")
        for number, state in enumerate(STATES)
    )
    return Bundle("demo", "zh-Hans", "ru", (Part(COURSE, IDS[0], (full,)), Part(PLAN, IDS[1], states)))


def told(bundle: Bundle) -> Iterator[tuple[str, str, Unit]]:
    """The units of a bundle as files that only show terms and suggestions carry them, with their document."""
    for part in bundle.parts:
        for item in part.units:
            yield part.document, part.uuid, replace(item, terms=(), suggestions=(), where=NOWHERE)


_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x7f\r\ufffe\uffff", min_codepoint=32)
WORDS = st.text(_LETTERS | st.sampled_from('\n\t"\\{}&<>=#_ '), min_size=1, max_size=40)
LINES = WORDS.map(lambda words: "\n".join(line.strip() for line in words.strip().split("\n")))


@st.composite
def units(draw: st.DrawFn, document: str, number: int) -> Unit:
    """A unit of a document, with a state that its words can have."""
    target = draw(st.just("") | WORDS)
    state = draw(st.sampled_from(STATES[1:])) if target else UNTRANSLATED
    source = draw(WORDS)
    return replace(
        unit(f"{document}#I{number}/text", source, target, state, draw(WORDS) if state == "stale" else ""),
        context=draw(LINES), original=draw(st.just("") | LINES), note=draw(st.just("") | LINES),
        limit=draw(st.integers(0, 500)),
        terms=tuple(draw(st.lists(st.builds(Hit, WORDS, WORDS, WORDS, st.tuples(WORDS)), max_size=1))),
        suggestions=tuple(draw(st.lists(st.builds(Suggestion, WORDS, WORDS, st.floats(0, 1), WORDS), max_size=1))),
    )


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """A bundle of one or two documents."""
    documents = draw(st.sampled_from([(PLAN,), (COURSE, PLAN)]))
    parts = (
        Part(name, uuid, tuple(draw(units(name, number)) for number in range(draw(st.integers(0, 3)))))
        for name, uuid in zip(documents, IDS, strict=False)
    )
    source, locale = draw(st.sampled_from([("zh-Hans", "ru"), ("en", "uz-Latn"), ("ru", "kk-Cyrl")]))
    return Bundle("demo", source, locale, tuple(parts))
