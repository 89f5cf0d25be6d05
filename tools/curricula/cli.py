"""The command line: the only module that prints, catches and exits."""

import codecs
import contextlib
import importlib
import io
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from curricula.diagnostics import CurriculaError, failed
from curricula.plugins import plugins
from curricula.report import Desk, Result
from curricula.reports.text import finding
from curricula.repository import find_root

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
INTERRUPTED = 130


class Folder(click.Group):
    """A group whose commands are the modules of a package, imported when they are asked for."""

    def __init__(self, package: str, name: str | None = None) -> None:
        self.package = importlib.import_module(package)
        super().__init__(name, help=self.package.__doc__)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules."""
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(self.package.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, or a group for a folder."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self.package.__name__}.{cmd_name.replace('-', '_')}")
        if hasattr(module, "__path__"):
            return Folder(module.__name__, cmd_name)
        return click.Command(cmd_name, params=list(module.PARAMETERS), help=module.__doc__, callback=_callback(module))


def _callback(module: ModuleType) -> Callable[..., int]:
    def call(**arguments: Any) -> int:
        here = _here()
        root = find_root(here) if getattr(module, "NEEDS_REPOSITORY", True) else here
        with _progress() as progress:
            result: Result = module.run(Desk(root, progress), **arguments)
        return _print(result)

    return call


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise CurriculaError("the folder this was started in does not exist any more") from None


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the error stream of a terminal; silence anywhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def _print(result: Result) -> int:
    """Print a result; the exit code is 0 for clean, 1 for content problems."""
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    if result.format != "text":
        click.echo(plugins("curricula.reports")[result.format].render(result.diagnostics), nl=False)
    else:
        for diagnostic in result.diagnostics:  # as `reports.text` has it, with colours on a terminal
            words = Text(finding(diagnostic))
            words.highlight_words([f"{diagnostic.severity}[{diagnostic.code}]"], _STYLES[diagnostic.severity])
            console.print(words)
    for line in result.lines:
        console.print(Text(line))
    return result.status if result.status is not None else int(failed(result.diagnostics))


def _all_letters() -> None:
    """Let the output have letters its encoding lacks: as UTF-8 where that is ASCII, else as their numbers."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        ascii_only = codecs.lookup(sys.stdout.encoding).name == "ascii"
        sys.stdout.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def main() -> None:
    """Run the command line and exit: 0 clean, 1 content problems, 2 usage or environment."""
    _all_letters()
    try:
        group = Folder("curricula.commands", "curricula")
        group.help = "Write, translate, publish and adopt curriculum standards."
        group = click.version_option(package_name="curricula", message="curricula %(version)s")(group)
        sys.exit(group.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; what was finished is kept", err=True)
        sys.exit(INTERRUPTED)
    except CurriculaError as error:
        click.echo(f"curricula: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
