"""Presets are found by their file's name; one may be like another, and an app like its preset."""

from pathlib import Path

import pytest

from oauth_tutorial import presets
from oauth_tutorial.errors import InvalidArgument, PresetError
from oauth_tutorial.presets import loading


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of presets of its own, with two of the real ones in it."""
    for name in ("github", "slack"):
        (tmp_path / f"{name}.toml").write_bytes((loading._FOLDER / f"{name}.toml").read_bytes())
    monkeypatch.setattr(loading, "_FOLDER", tmp_path)
    monkeypatch.setattr(loading, "names", loading.names.__wrapped__)
    monkeypatch.setattr(loading, "load", loading.load.__wrapped__)
    return tmp_path


def test_the_names_are_those_of_the_files() -> None:
    assert presets.names() == tuple(sorted(path.stem for path in loading._FOLDER.glob("*.toml")))
    assert "github" in presets.names()


def test_one_preset_is_read_once() -> None:
    assert presets.load("github") is presets.load("github")


@pytest.mark.parametrize(
    ("name", "near"), [("gitub", "github"), ("GitHub", "github"), ("slak", "slack")]
)
def test_the_nearest_name_is_offered(name: str, near: str) -> None:
    with pytest.raises(InvalidArgument, match=f"Did you mean {near}") as caught:
        presets.load(name)

    assert "There are: " in str(caught.value)
    assert "discover" in caught.value.hint


@pytest.mark.parametrize("name", ["", "../github", "zzz\x1b[31m\n", "a" * 5000, 3, None])
def test_no_preset_of_that_name(name: object) -> None:
    with pytest.raises(InvalidArgument) as caught:
        presets.load(name)  # type: ignore[arg-type]

    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 800


@pytest.mark.parametrize(
    "content",
    [b"name = ", b"name = '\xff'", b"a = " + b"9" * 5_000],
    ids=["TOML", "UTF-8", "a number"],
)
def test_a_file_that_is_no_toml_is_named(folder: Path, content: bytes) -> None:
    (folder / "broken.toml").write_bytes(content)

    with pytest.raises(PresetError, match=r"^broken\.toml is not TOML: "):
        loading.load("broken")


@pytest.mark.parametrize("brackets", ["[", "{a = "])
def test_a_file_that_is_nested_without_end_is_named(folder: Path, brackets: str) -> None:
    (folder / "broken.toml").write_text(f"a = {brackets * 10_000}", encoding="utf-8")

    with pytest.raises(PresetError, match=r"^broken\.toml is nested too deep"):
        loading.load("broken")


def test_a_preset_can_be_like_another(folder: Path) -> None:
    (folder / "mine.toml").write_text(
        'like = "github"\nname = "Mine"\n'
        '[token]\ntoken_type = "mine"\n'
        '[apps.web]\nregister_as = "Mine"\n'
        '[[quirks]]\nshow = "token.token_type"\nteach = "It is mine."\nnaive = "wrong header"\n',
        encoding="utf-8",
    )
    mine, like = loading.load("mine"), loading.load("github")

    assert (mine.slug, mine.name, mine.token.token_type) == ("mine", "Mine", "mine")
    assert mine.token.answer == like.token.answer
    assert mine.endpoints == like.endpoints
    assert mine.apps["web"].register_as == "Mine"
    assert mine.apps["web"].client_auth == like.apps["web"].client_auth
    assert [quirk.show for quirk in mine.quirks] == ["token.token_type"]
    assert mine.unverified == ()


def test_and_that_one_like_a_third(folder: Path) -> None:
    (folder / "child.toml").write_text('like = "github"\nname = "Child"\n', encoding="utf-8")
    (folder / "grandchild.toml").write_text('like = "child"\ncost = "paid"\n', encoding="utf-8")

    assert loading.load("grandchild").name == "Child"
    assert loading.load("grandchild").cost == "paid"


def test_a_list_takes_the_place_of_the_one_below(folder: Path) -> None:
    scope = '[[scopes]]\nname = "mine"\nsays = "Mine"\n'
    (folder / "mine.toml").write_text(f'like = "github"\n{scope}', encoding="utf-8")

    assert [one.name for one in loading.load("mine").scopes] == ["mine"]


@pytest.mark.parametrize(
    ("like", "says"),
    [
        ('"gitub"', "there is no such preset. Did you mean github?"),
        ('"../github"', "there is no such preset."),
        ("3", "there is no such preset."),
        ('"mine"', "is like itself: mine → mine."),
        ('"other"', "is like itself: mine → other → mine."),
    ],
)
def test_like_nothing_or_like_itself(folder: Path, like: str, says: str) -> None:
    (folder / "mine.toml").write_text(f"like = {like}\n", encoding="utf-8")
    (folder / "other.toml").write_text('like = "mine"\n', encoding="utf-8")

    with pytest.raises(PresetError) as caught:
        loading.load("mine")

    assert says in str(caught.value)
    assert caught.value.evidence["path"] == "like"


def test_an_app_says_only_what_differs() -> None:
    google = presets.load("google")

    assert google.apps["web"].redirect is not None
    assert google.apps["web"].redirect.loopback == "exact"
    assert google.apps["web"].redirect.iss  # as the preset's
    assert google.apps["desktop"].redirect is None


def test_a_table_of_the_app_alone() -> None:
    document = loading.document_of("github")
    document.pop("refresh")
    document["quirks"], document["unverified"] = [], []
    document["apps"]["web"]["refresh"] = {"rotates": True}  # type: ignore[index]
    github = loading.parse("github", document)

    assert github.refresh is None
    assert github.as_app("web").refresh is not None
    assert github.as_app("device").refresh is None


def test_what_is_below_an_app_and_no_table_is_refused() -> None:
    document = loading.document_of("github")
    document["apps"]["web"]["redirect"] = "exact"  # type: ignore[index]

    with pytest.raises(
        PresetError, match=r"^apps\.web\.redirect is 'exact', but has to be a table"
    ):
        loading.parse("github", document)


@pytest.mark.parametrize("apps", ["web", ["web"], {"web": "post"}])
def test_apps_that_are_no_tables_are_refused(apps: object) -> None:
    with pytest.raises(PresetError, match=r"^apps.* has to be a table"):
        loading.parse("github", {**loading.document_of("github"), "apps": apps})


def test_what_inherits_does_not_change_what_it_inherits_from() -> None:
    below = {"a": {"b": 1, "c": 2}, "d": [1]}
    both = loading.merged(below, {"a": {"b": 3}, "d": [2]})

    assert both == {"a": {"b": 3, "c": 2}, "d": [2]}
    assert below == {"a": {"b": 1, "c": 2}, "d": [1]}
