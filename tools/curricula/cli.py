"""The command line: the only module that prints, catches and exits."""

import codecs
import contextlib
import copy
import gc
import gettext
import importlib
import io
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from curricula.diagnostics import ENGLISH, N_, CurriculaError, Diagnostic, Phrase, Voice, failed
from curricula.locales import cells
from curricula.lookalikes import alike
from curricula.messages.wording import DOMAIN, FOLDER, languages, preferred, voice, voices
from curricula.plugins import docstring, module_name, names, plugin
from curricula.prose import filled, paragraphs
from curricula.report import Ask, Desk, Question, Result
from curricula.reports.text import badge, finding, shown
from curricula.selection import find_root

_STYLES: dict[str, Any] = {"error": {"fg": "red", "bold": True}, "warning": {"fg": "yellow"}, "info": {"fg": "cyan"}}
_CONTROL = dict.fromkeys((7, 8, 11, 12, 13, 27))  # of a terminal, which words of a file may not have
_LANGUAGE = "--lang"
INTERRUPTED = 130
UNHEARD = 141  # as of a program that was ended by SIGPIPE: `verify` has a meaning for small numbers
_OPTIONS, _COMMAND = N_("[OPTIONS]"), N_("COMMAND [ARGS]...")
_VALUES = (  # what the value of an option is called; arguments are called in the help as they stand in the usage
    N_("TEXT"), N_("FILE"), N_("PATH"), N_("INTEGER RANGE"), N_("LOCALE"), N_("FORMAT"), N_("WORDS"),
)
_WORD = re.compile(r"\w{2,}")
_STEM, _ENDING = 4, 2  # letters of a word that count at least, and that declension may change


class _Unheard(Exception):
    """Nobody reads on what is printed; the toolkit would turn the system's own error into the exit code 1."""


class Folder(click.Group):
    """A group whose commands are the modules of a package, imported when they are asked for."""

    def __init__(self, package: str, voice: Voice, name: str | None = None) -> None:
        self.package = importlib.import_module(package)
        self.voice = voice
        _, text = _help(docstring(package), voice)
        super().__init__(
            name, help=text, options_metavar=voice.gettext(_OPTIONS),
            subcommand_metavar=voice.gettext(_COMMAND),
        )

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Read the arguments, and print the help."""
        try:
            return super().make_context(*given, **more)
        except BrokenPipeError:
            raise _Unheard from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _Unheard from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules."""
        return list(names(self.package.__name__))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, told from the words of their modules: none is imported for it."""
        titles = [(name, docstring(module_name(self.package.__name__, name))) for name in self.list_commands(ctx)]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, _help(words, self.voice)[0].rstrip(".。")) for name, words in titles])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, or a group for a folder."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = plugin(self.package.__name__, cmd_name)
        if hasattr(module, "__path__"):
            return Folder(module.__name__, self.voice, cmd_name)
        parameters = [_worded(parameter, self.voice) for parameter in module.PARAMETERS]
        _, text = _help(docstring(module.__name__), self.voice)
        return click.Command(
            cmd_name, params=[*parameters, _language(self.voice)], help=text,
            callback=_callback(module, self.voice), options_metavar=self.voice.gettext(_OPTIONS),
        )


class _Formatter(click.HelpFormatter):
    """Help pages whose columns are measured in cells of the terminal, and in which Chinese breaks as it must."""

    def write_text(self, text: str) -> None:
        """Paragraphs, indented."""
        indent = " " * self.current_indent
        room = self.width - self.current_indent
        told = (" ".join(words.split()) for words in text.split("\n\n"))
        self.write("\n\n".join(textwrap.indent(filled(words, room), indent) for words in told) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands with what they mean."""
        listed = list(rows)
        column = min(max((cells(term) for term, _ in listed), default=0), col_max) + col_spacing
        margin = " " * (self.current_indent + column)
        for given, words in listed:
            term = _broken(given, self.width - self.current_indent)
            room = column - cells(term)
            between = " " * room if room >= col_spacing else f"\n{margin}"
            lines = filled(" ".join(words.split()), max(self.width - len(margin), 10)).splitlines()
            told = between + f"\n{margin}".join(lines) if lines else ""
            self.write(f"{' ' * self.current_indent}{term}{told}\n")


def _broken(term: str, room: int) -> str:
    """An option with more choices than have room on one line: they go on in the next one."""
    *choices, last = term.split("|")
    lines = [""]
    for piece in (*(f"{choice}|" for choice in choices), last):
        if lines[-1] and cells(lines[-1] + piece) > room:
            lines.append(" " * 8)
        lines[-1] += piece
    return "\n".join(lines)


def _help(words: str, voice: Voice) -> tuple[str, str]:
    """A docstring's title, and the whole of it, in the language of `voice`."""
    told = [voice.gettext(paragraph) for paragraph in paragraphs(words)]
    return told[0], "\n\n".join(told)


def _worded(parameter: click.Parameter, voice: Voice) -> click.Parameter:
    """The parameter with its help, and the name of its value, in the language of `voice`."""
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    told = copy.copy(parameter)
    told.help = voice.gettext(parameter.help)
    value = parameter.metavar or parameter.type.name.upper()
    if value in _VALUES and not parameter.is_flag:
        told.metavar = voice.gettext(value)
    return told


def _language(voice: Voice) -> click.Option:
    """The option every command has. It is read before all others, as they are told in the language it names."""
    words = voice.gettext(N_("Language of the messages; by default that of the terminal."))
    known = click.Choice(voices())
    return click.Option([_LANGUAGE], type=known, metavar=f"[{'|'.join(languages())}]", expose_value=False, help=words)


def _callback(module: ModuleType, voice: Voice) -> Callable[..., int]:
    def call(**arguments: Any) -> int:
        here = _here()
        root = find_root(here) if getattr(module, "NEEDS_REPOSITORY", True) else here
        with _progress(voice) as progress:
            result: Result | Iterator[Result] = module.run(Desk(root, progress, voice, _ask(voice)), **arguments)
            if isinstance(result, Iterator):  # of a command that goes on until it is interrupted
                return max((_print(part, voice) for part in result), default=0)
        return _print(result, voice)

    return call


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise CurriculaError("the folder this was started in does not exist any more") from None


def _ask(voice: Voice) -> Ask | None:
    """How questions are put to the person at the terminal; None where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None

    def put(question: Question) -> str:
        if question.secret:
            return str(click.prompt(question.words.words(voice), hide_input=True, prompt_suffix=" "))
        click.echo()
        choices = {
            value: meaning.words(voice) if isinstance(meaning, Phrase) else meaning
            for value, meaning in question.choices
        }
        for number, (value, told) in enumerate(choices.items(), 1):
            click.echo(f"  {number}  {value}" + (f"  {told}" if told != value else ""))
        asked, default = question.words.words(voice), question.default
        while True:
            words = click.prompt(asked, default=default, show_default=bool(default), prompt_suffix=" ").strip()
            if not words:
                click.echo(voice.gettext(N_("An answer is needed.")))
                continue
            answer = _chosen(choices, words)
            wrong = question.wrong(answer) if answer else Phrase("{answer} is none of them", {"answer": words})
            if wrong is None:
                return answer
            click.echo(wrong.words(voice))

    return put


def _chosen(choices: Mapping[str, str], words: str) -> str:
    """The choice that its value, its number or words of its meaning stand for; empty where they stand for no one."""
    if not choices or words in choices:
        return words
    values = list(choices)
    if words.isdecimal():
        return values[int(words) - 1] if 0 < int(words) <= len(values) else ""
    close = alike(words, values)
    if close:
        return close
    meant = [value for value, meaning in choices.items() if _said(words, meaning)]
    return meant[0] if len(meant) == 1 else ""


def _said(words: str, meaning: str) -> bool:
    """Whether every word is one of the meaning, whatever its ending: «дисциплина» for «стандарт дисциплины»."""
    said = [word[: max(len(word) - _ENDING, _STEM)] for word in _WORD.findall(words.casefold())]
    known = _WORD.findall(meaning.casefold())
    return bool(said) and all(any(word.startswith(stem) for word in known) for stem in said)


@contextlib.contextmanager
def _progress(voice: Voice) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream of a terminal; silence anywhere else."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, Any] = {}

    def tell(stage: str, done: int, total: int) -> None:
        bar.start()  # with the first of it: until then the terminal belongs to questions
        if stage not in tasks:
            tasks[stage] = bar.add_task(voice.gettext(stage), total=total)
        bar.update(tasks[stage], completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()


def _print(result: Result, voice: Voice) -> int:
    """Print a result; the exit code is 0 for clean, 1 for content problems."""
    if result.page is not None:
        click.echo(result.page, nl=False)
    elif result.diagnostics:
        _list(result.diagnostics, voice)
    for line in result.lines:
        click.echo(line.words(voice) if isinstance(line, Phrase) else line)
    sys.stdout.flush()  # more may follow much later
    if result.warning is not None:
        click.echo(f"curricula: {result.warning.words(voice)}", err=True)
    return result.status if result.status is not None else int(failed(result.diagnostics))


def _list(diagnostics: Iterable[Diagnostic], voice: Voice) -> None:
    """Print findings as `reports.text` has them, with colours on a terminal."""
    coloured = _coloured()
    for diagnostic in shown(diagnostics):
        words, told = finding(diagnostic, voice).translate(_CONTROL), badge(diagnostic, voice)
        if coloured:
            words = words.replace(told, click.style(told, **_STYLES[diagnostic.severity]))
        click.echo(words, color=coloured)


def _coloured() -> bool:
    """Whether the output is for eyes that want colours: as the terminal says, or the environment by usual names."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown"):
        return False
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _all_letters() -> None:
    """Let the output have letters its encoding lacks: as UTF-8 where that is ASCII, else as their numbers."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        ascii_only = codecs.lookup(sys.stdout.encoding).name == "ascii"
        sys.stdout.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def _voice(arguments: list[str]) -> Voice:
    """The language asked for on the command line, else by the environment; the command line toolkit speaks it too."""
    asked = preferred(os.environ)
    for position, word in enumerate(arguments):
        name, given, value = word.partition("=")
        if name == _LANGUAGE:
            wanted = value if given else "".join(arguments[position + 1 : position + 2])
            asked = wanted if wanted in voices() else asked  # another one is refused where options are read
    os.environ["LANGUAGE"] = asked
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    return voice(asked)


def _run() -> int:
    """Run the command line and hand back the exit code."""
    speech = ENGLISH
    try:
        speech = _voice(sys.argv[1:])
        group = Folder("curricula.commands", speech, "curricula")
        group.params.append(_language(speech))
        click.Context.formatter_class = _Formatter
        group = click.version_option(package_name="curricula", message="curricula %(version)s")(group)
        return int(group.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo(speech.gettext(N_("interrupted; what was finished is kept")), err=True)
        return INTERRUPTED
    except CurriculaError as error:
        click.echo(f"curricula: {error.phrase.words(speech)}", err=True)
        return 2


def main() -> None:
    """Run the command line and exit: 0 clean, 1 content problems, 2 usage or environment."""
    gc.set_threshold(200_000, 20, 100)  # a check makes millions of lasting objects: no need to go through them often
    _all_letters()
    try:
        status = _run()
    except (_Unheard, BrokenPipeError):
        status = UNHEARD
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:  # what is left to say is said to nobody, or the interpreter would complain of it
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            status = UNHEARD
    gc.freeze()  # all that is left ends with the process: no need to look through it
    sys.exit(status)
