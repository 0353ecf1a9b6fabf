"""Every place of a document is found at its line and column, in YAML and JSON alike."""

import pytest

from tradespec.document import Place, load

YAML = """\
openapi: 3.1.0
info: {title: "T", 'version': 1}
"quoted key": "a \\u263A b"
list:
  - plain
  - "quoted"
  - key: v
    other: w
  -
    - nested
  - {}
empty:
ümlaut: x
text: |
  two
  lines
base: &base
  shared: 1
use: *base
merged:
  <<: *base
  own: 2
a/b~c: z
"""
JSON = """\
{
  "openapi": "3.1.0", "a/b": [1, {"x": true}],
  "es\\"caped": {"n": null},
\t"ümlaut": "x", "after": 1
}
"""
PLACES = [
    ("/openapi", 1, 1),
    ("/info/title", 2, 8),
    ("/info/version", 2, 20),
    ("/quoted key", 3, 1),
    ("/list", 4, 1),
    ("/list/0", 5, 5),
    ("/list/1", 6, 5),
    ("/list/2", 7, 5),
    ("/list/2/other", 8, 5),
    ("/list/3/0", 10, 7),
    ("/empty", 12, 1),
    ("/ümlaut", 13, 1),
    ("/text", 14, 1),
    ("/use/shared", 18, 3),
    ("/merged/own", 22, 3),
    ("/merged/shared", 18, 3),
    ("/a~1b~0c", 23, 1),
    ("/info/nothing/here", 2, 1),
]


@pytest.mark.parametrize(("pointer", "line", "column"), PLACES)
def test_yaml(tmp_path, pointer, line, column):
    path = tmp_path / "a.yaml"
    path.write_text(YAML)
    location = load(path).locate(Place(str(path), pointer))
    assert (location.line, location.column) == (line, column)


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("/openapi", 2, 3),
        ("/a~1b", 2, 23),
        ("/a~1b/0", 2, 31),
        ("/a~1b/1/x", 2, 35),
        ('/es"caped/n', 3, 17),
        ("/ümlaut", 4, 2),
        ("/after", 4, 17),
        ("/gone", 1, 1),
    ],
)
def test_json(tmp_path, pointer, line, column):
    path = tmp_path / "a.json"
    path.write_text(JSON)
    location = load(path).locate(Place(str(path), pointer))
    assert (location.line, location.column) == (line, column)


def test_an_excerpt_marks_the_column(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(YAML)
    document = load(path)
    assert document.excerpt(document.locate(Place(str(path), "/list/2/other"))) == (
        "7 |   - key: v\n8 |     other: w\n  |     ^\n9 |   -"
    )


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_many_places_are_found_where_each_is_found_alone(tmp_path, suffix):
    path = tmp_path / f"many.{suffix}"
    members = [f'"é{at}": [1,{" " * at}\n {{"a": {at}}}]' for at in range(40)]
    path.write_text("{" + ",\n\n".join(members) + "}\n", "utf-8")
    places = [Place(str(path)) / f"é{at}" / 1 / "a" for at in range(40)]
    together = load(path)
    assert [together.locate(place) for place in places] == [load(path).locate(place) for place in places]
    assert [together.locate(place).line for place in places] == [3 * at + 2 for at in range(40)]
