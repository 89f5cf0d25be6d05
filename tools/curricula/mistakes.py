"""The mistake that most often stands behind a message of the YAML parser, and where it was made.

The parser tells where it gave up; an author looks for where the mistake is: the bracket that was
opened, the full-width colon on the line above, the tab before the first word.
"""

import re

import yaml

from curricula.diagnostics import N_, Diagnostic, Phrase, Where

_KEY = r"^\s*(?:- +)?(?P<key>[A-Za-z_]+)"
# What to look for on the line of the error and the two above it, with the advice for it.
_ON_A_LINE = (
    (re.compile(r"^ *\t"), N_("Indent with spaces, never with the tab key.")),
    (re.compile("^ *(?:- )?[\u3000\u00a0\u2003]"), N_("Indent with ordinary spaces, not full-width or no-break ones.")),
    (re.compile(_KEY + "："), N_("Write the colon after {key} as an ordinary one with a space after it: {key}: …")),
    (re.compile(_KEY + r":[^\s:]"), N_("Put a space after the colon: {key}: …")),
    (re.compile(r"[:：]\s*(?:【|｛|［)"), N_("Write brackets as ordinary ones: [ ] and {{ }}.")),
)

# What the parser says, and the same for people who never heard of tokens, scalars and mappings.
_PROBLEMS = (
    ("mapping values are not allowed", N_("a colon stands where there can be none")),
    ("could not find expected ':'", N_("this line has no colon after its property")),
    ("did not find expected key", N_("a property is expected here, at the indentation of those above")),
    (
        "did not find expected '-' indicator",
        N_("an entry of the list is expected here, at the indentation of those above"),
    ),
    ("did not find expected ',' or ']'", N_("the list in brackets has no end, or lacks a comma")),
    ("did not find expected ',' or '}'", N_("the group in braces has no end, or lacks a comma")),
    ("did not find expected node content", N_("a value is expected here")),
    ("did not find expected <document start>", N_("the file goes on after its end")),
    ("unexpected end of stream", N_("the file ends in the middle of a value")),
    ("cannot start any token", N_("no value can begin with this character")),
    ("tab character", N_("a tab stands where spaces are expected")),
    ("unknown escape character", N_("in double quotes, a backslash means nothing before this character")),
    ("block sequence entries are not allowed", N_("an entry of a list cannot stand here")),
    ("expected comment or line break", N_("nothing else can stand on this line")),
)


def explain(text: str, path: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The finding for a syntax error: at the likely mistake, with advice where there is any."""
    problem = _problem(error)
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Diagnostic(Where(path), "yaml-syntax", "{problem}", {"problem": problem})
    lines = text.split("\n")
    for number in range(mark.line, max(mark.line - 3, -1), -1):
        words = lines[number] if number < len(lines) else ""
        for pattern, advice in _ON_A_LINE:
            found = pattern.search(words)
            if found:
                arguments = {"problem": problem, **found.groupdict()}
                place = Where(path, number + 1, (found.end("key") if arguments.get("key") else found.start()) + 1)
                return Diagnostic(place, "yaml-syntax", "{problem}", arguments, hint=advice)
    unclosed = "flow" in (error.context or "") or "end of" in (error.problem or "")
    opened = error.context_mark if unclosed else None
    place = Where(path, (opened or mark).line + 1, (opened or mark).column + 1)
    return Diagnostic(place, "yaml-syntax", "{problem}", {"problem": problem}, hint=_advice(error, lines, mark.line))


def _problem(error: yaml.MarkedYAMLError) -> Phrase | str:
    """What is wrong, in our words where the parser's are known."""
    known = next((words for found, words in _PROBLEMS if found in (error.problem or "")), None)
    return Phrase(known) if known else ", ".join(part for part in (error.problem, error.context) if part)


def _advice(error: yaml.MarkedYAMLError, lines: list[str], line: int) -> str:
    problem, context = error.problem or "", error.context or ""
    if "quoted" in context and "end of" in problem:
        return N_("The quote that opens here is not closed.")
    if "flow" in context:
        return N_("The bracket that opens here is not closed, or a comma is missing, or a text in it needs quotes.")
    if "mapping values are not allowed" in problem:
        words = lines[line] if line < len(lines) else ""
        if words.count(": ") + words.endswith(":") > 1:
            return N_("Put the text in double quotes: it contains a colon followed by a space.")
        return N_("Check the indentation: this line begins further in, or further out, than those it belongs to.")
    if "did not find expected" in problem or "could not find expected" in problem:
        return N_("Check the indentation of this line and the one above, and that quotes are closed.")
    return ""
