"""An ASGI application is named as ASGI servers name it; what cannot be served is told in a sentence."""

import io

import pytest

from tradespec.cli import run as command

SERVED = """
import types

async def app(scope, receive, send):
    body = NAME.encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})
NAME = "usual"

class Desk:
    def __init__(self, name="class"):
        self.name = name
    async def __call__(self, scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": self.name.encode()})

def make_desk(name="factory"):
    return Desk(name)

def wrapped(scope, receive, send):
    return Desk("wrapped")(scope, receive, send)

desk = Desk("object")
rooms = types.SimpleNamespace(second=types.SimpleNamespace(api=Desk("dotted")))
wsgi = lambda environ, start_response: []
number = 7
def needs(settings): return desk
def nothing(): return None
async def later(): return desk
def failing(): raise RuntimeError("no database")
"""


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Ask an application of this folder with `tradespec call`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "served.py").write_text(SERVED)
    (tmp_path / "empty.py").write_text("from served import desk as api\n")
    (tmp_path / "bare.py").write_text("")
    (tmp_path / "broken.py").write_text("x = 1\nx.no_such_thing\n")
    (tmp_path / "odd.py").write_text("def f(:\n")
    (tmp_path / "leaving.py").write_text("import sys\nsys.exit(3)\n")
    (tmp_path / "hungry.py").write_text("import no_such_library\n")
    (tmp_path / "openapi.json").write_text('{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}')

    def run(server):
        out, err = io.StringIO(), io.StringIO()
        code = command(["call", "GET", "/", "--server", server, "--spec", "openapi.json"], out, err)
        return code, out.getvalue().strip(), err.getvalue()

    return run


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("served", "usual"),
        ("served:app", "usual"),
        ("served:desk", "object"),
        ("served:make_desk", "factory"),
        ("served:Desk", "class"),
        ("served:wrapped", "wrapped"),
        ("served:rooms.second.api", "dotted"),
    ],
)
def test_an_application_is_found_by_its_name(call, name, said):
    assert call(f"app:{name}")[:2] == (0, said)


@pytest.mark.parametrize(
    ("name", "expected", "next_step"),
    [
        ("gone.api", "Expected a module gone.api, got no module of the name gone - at ", "Run it in the folder"),
        ("served.gone", "Expected a module served.gone, got ", "Run it in the folder"),
        ("served:gone", "Expected gone in the module served, got no gone", "app:served:desk"),
        ("served:rooms.gone.api", "Expected rooms.gone.api in the module served, got no gone", "It has "),
        ("empty", "Expected app or create_app in the module empty, got neither", "It has app:empty:api."),
        ("bare", "Expected app or create_app in the module bare, got neither", "app:bare:ATTRIBUTE"),
        ("served:number", "Expected an ASGI application at served:number, got an int", "Name the application itself."),
        ("served:wsgi", "got a function that takes two arguments, as WSGI does", "a2wsgi"),
        ("served:needs", "or a factory without arguments, got needs(settings)", "Name a function"),
        ("served:later", "or a factory without arguments, got async def later()", "Name a function"),
        ("served:nothing", "Expected served:nothing to return an ASGI application, got nothing", "Return"),
        (
            "served:failing",
            "Expected served:failing to make an application, got RuntimeError: no database - at",
            "hand",
        ),
        ("broken", "got AttributeError: 'int' object has no attribute 'no_such_thing' - at ", "python -c"),
        ("odd", "Expected odd to be imported, got SyntaxError: ", "python -c"),
        ("leaving", "Expected leaving to be imported, got SystemExit: 3 - at ", "python -c"),
        ("hungry", "got ModuleNotFoundError: No module named 'no_such_library' - at ", "Install what it needs"),
    ],
)
def test_what_cannot_be_served_is_told(call, name, expected, next_step):
    code, out, err = call(f"app:{name}")
    assert (code, out) == (5, "")
    assert expected in err
    assert next_step in err.split("next:")[1]
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["app:", "app:a:", "app:a:b:c", "app:a/b", "app:1a", "app:a:b.", "app:a.py"])
def test_a_name_that_is_none_is_a_mistake_of_the_command_line(call, name):
    code, _, err = call(name)
    if name == "app:a.py":
        assert (code, "Expected a module a.py, got no module of the name a" in err) == (5, True)
    else:
        assert (code, "Expected http://..., app:package.module[:attribute] or rev:REVISION" in err) == (2, True)
