"""What the repository gives to editors and hooks refers to what is there."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]


def test_the_editor_settings_name_schemas_and_files_that_exist() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, pattern in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(pattern)), pattern
    assert (ROOT / settings["json.schemas"][0]["url"]).is_file()


def test_every_yaml_file_names_its_own_schema_in_the_first_line() -> None:
    for path in sorted([*ROOT.glob("standards/**/*.yaml"), ROOT / "translations/terminology.yaml"]):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("$schema=")[2]).is_file(), path


def test_the_hook_runs_a_command_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "curricula check"
    assert (ROOT / "tools/curricula/commands/check.py").is_file()
