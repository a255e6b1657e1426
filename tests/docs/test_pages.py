"""The pages say what the program does: commands, options, words, links, numbers of the release."""

import importlib.metadata
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from scripts import load_script

import variorum
import variorum.values
from variorum.cli.main import app
from variorum.values.claims import RelationKind
from variorum.values.documents import Role
from variorum.values.lineage import Independence

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
HOW_TO = [page for page in PAGES if page.parent.name in ("how-to", "reference", "tutorial") or page.name == "README.md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def console(text: str) -> list[str]:
    """The commands of a page's console blocks, continued lines joined."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    joined = "\n".join(blocks).replace("\\\n", " ")
    return [line.removeprefix("$ ").strip() for line in joined.splitlines() if line.startswith("$ ")]


def tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).exists()]


# ---------------------------------------------------------------- the two commands of the README


def test_the_readme_begins_with_a_picture_and_two_commands() -> None:
    text = read("README.md")
    assert re.match(r"# Variorum\n\n!\[[^\]]+\]\(docs/images/dossier\.png\)\n", text)
    first, second = console(text)[:2]
    assert first == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/variorum demo"
    assert second == 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/python -m pytest'


def test_the_gate_runs_what_the_readme_says() -> None:
    commands = [line for line in read(".ci/run").splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == [console(read("README.md"))[1]]


@pytest.mark.parametrize("name", [".ci/run", "check"])
def test_scripts_can_be_run(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", name], cwd=ROOT, check=False).returncode == 0


def test_one_word_checks_everything() -> None:
    for tool in ("ruff format --check", "ruff check", "mypy", "lint-imports", "pytest"):
        assert tool in read("check")
        assert tool in read("CONTRIBUTING.md")


# ---------------------------------------------------------------- commands and options


def commands() -> Iterator[tuple[str, Any]]:
    group: Any = typer.main.get_command(app)
    context = typer.Context(group)
    for name in group.list_commands(context):
        yield name, group.get_command(context, name)


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    """Run `python scripts/make_cli_reference.py > docs/reference/cli.md`."""
    assert load_script("scripts/make_cli_reference.py").make() == read("docs/reference/cli.md")


def test_every_command_is_shown_at_work_and_every_option_is_explained() -> None:
    shown = "\n".join(line for page in HOW_TO for line in console(page.read_text(encoding="utf-8")))
    text = "\n".join(page.read_text(encoding="utf-8") for page in HOW_TO)
    for name, command in commands():
        assert f"variorum {name}" in shown, name
        for option in (o for parameter in command.params for o in parameter.opts if o.startswith("--")):
            assert f"`{option}" in text, option


def test_no_page_shows_a_command_or_an_option_that_does_not_exist() -> None:
    known = {name: {o for p in command.params for o in p.opts} | {"--help"} for name, command in commands()}
    for page in HOW_TO:
        for line in console(page.read_text(encoding="utf-8")):
            for call in re.findall(r"(?:^|(?<=bin/)|(?<=&& ))variorum (\w+)([^|]*)", line):
                name, rest = call
                assert name in known, f"{page.name}: {line}"
                assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= known[name], f"{page.name}: {line}"


# ---------------------------------------------------------------- words


def value_classes() -> Iterator[str]:
    for found in pkgutil.iter_modules(variorum.values.__path__):
        module = importlib.import_module(f"variorum.values.{found.name}")
        yield from (n for n, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__)


@pytest.mark.parametrize("name", sorted(set(value_classes())))
def test_the_glossary_has_the_word_of_every_value(name: str) -> None:
    first_column = {
        w.strip().lower()
        for row in re.findall(r"^\| ([^|]+) \|", read("docs/glossary.md"), re.M)
        for w in row.split(",")
    }
    word = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
    assert (
        word in first_column
        or f"({name})" in read("docs/glossary.md")
        or re.search(rf"\b{name}\b", read("docs/glossary.md"))
    )


def test_the_glossary_says_each_word_once() -> None:
    words = re.findall(r"^\| ([^|]+) \|", read("docs/glossary.md"), re.M)
    said = [w for w in words if w not in ("word", "---")]
    assert len(said) == len(set(said))


def test_what_the_glossary_calls_a_state_the_code_calls_so_too() -> None:
    text = read("docs/glossary.md")
    for word in (*get_args(Independence), *get_args(RelationKind), *get_args(Role)):
        assert re.search(rf"\b{word}\b", text), word


# ---------------------------------------------------------------- links, paths, licences


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"


def test_every_page_can_be_reached_from_the_first() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for target in re.findall(r"\]\(([^)#]+\.md)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                waiting.append((page.parent / target).resolve())
    assert [p.name for p in PAGES if p.resolve() not in reached] == []


def test_no_path_of_a_machine_is_in_a_tracked_file() -> None:
    # Written so that this file does not hold what it looks for.
    paths = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "tmp", "home", "Users", "opt")) + r")/[\w.-]+")
    found = []
    for name in tracked():
        path = ROOT / name
        if path.stat().st_size > 2_000_000 or path.suffix in (".xz", ".onnx", ".png", ".npz"):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {match}" for match in paths.findall(text)]
    assert found == []


def test_the_licence_is_said_and_there() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in read("LICENSE")
    assert "END OF TERMS AND CONDITIONS" in read("LICENSE")


def test_every_table_says_its_licence() -> None:
    tables = sorted((ROOT / "src/variorum/crafts/tables").rglob("*.toml"))
    assert tables
    notice = read("NOTICE")
    for table in tables:
        head = "".join(
            line for line in table.read_text(encoding="utf-8").splitlines(keepends=True)[:8] if line.startswith("#")
        )
        assert re.search(r"Apache-2\.0|MIT|CC BY|public domain", head) or table.name in notice, table.name


def test_the_notice_names_all_data_by_others() -> None:
    """Whatever is no source text of ours and large, and whatever stands in a folder named data."""
    notice = read("NOTICE")
    for name in tracked():
        if name.startswith("src/") and ("/data/" in name or name.endswith(".xz")) and not name.endswith(".md"):
            assert Path(name).name in notice, name


def test_the_changelog_speaks_of_this_version() -> None:
    assert PROJECT["version"] == variorum.__version__
    assert f"## [{variorum.__version__}]" in read("CHANGELOG.md")


# ---------------------------------------------------------------- what has to be installed


def imported() -> set[str]:
    """The names of the packages that the source imports, the standard library and its own left out."""
    names = set()
    for path in (ROOT / "src" / "variorum").rglob("*.py"):
        names |= set(re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.M))
    return {n for n in names if n not in sys.stdlib_module_names and n not in ("variorum", "__future__")}


def declared() -> set[str]:
    return {re.split(r"[<>=!\[; ]", d)[0].lower().replace("_", "-") for d in PROJECT["dependencies"]}


def test_what_is_imported_is_installed_with_it() -> None:
    sold_by = importlib.metadata.packages_distributions()
    missing = {
        name for name in imported() if not {d.lower().replace("_", "-") for d in sold_by.get(name, [name])} & declared()
    }
    assert missing == set()


def test_what_a_library_fails_to_ask_for_is_asked_for() -> None:
    """trafilatura needs lxml_html_clean through the extra `lxml[html_clean]`, whose name the pip that comes with Python 3.11
    does not find in lxml 6: without this line a fresh installation cannot read a web page, or start."""
    assert "lxml-html-clean" in declared()


def test_nothing_is_installed_that_is_not_imported() -> None:
    """The parser's engine comes under the name of its model; the cleaner is what trafilatura fails to ask for, as FastAPI does not ask
    for what reads forms and files that are handed over."""
    sold_by = importlib.metadata.packages_distributions()
    used = {d.lower().replace("_", "-") for name in imported() for d in sold_by.get(name, [name])}
    assert declared() - used - {"spacy", "lxml-html-clean", "python-multipart"} == set()
