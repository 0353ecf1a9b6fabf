"""What the compiler accepts and refuses from a user of the SDK, under its strictest settings and library checks on."""

import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STRICT = {
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "noPropertyAccessFromIndexSignature": True,
    "verbatimModuleSyntax": True,
    "skipLibCheck": False,
    "noEmit": True,
    "target": "es2022",
    "lib": ["es2022", "dom"],
    "types": [],
}


def project(folder: Path, sdk: Path, **options) -> Path:
    """Make a package that depends on the SDK as an installed one would."""
    scope = folder / "node_modules" / "@tradespec"
    scope.mkdir(parents=True)
    (scope / "sdk").symlink_to(sdk)
    (folder / "package.json").write_text(json.dumps({"type": options.pop("type", "module")}))
    compiler = {**STRICT, "module": "nodenext", **options}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": compiler, "include": ["*.ts"]}))
    return folder


@pytest.mark.parametrize("name", ["decimals", "enums", "calls"])
@pytest.mark.parametrize("module", ["nodenext", "esnext"])
def test_use(name, module, sdk, tsc, tmp_path):
    resolution = {"moduleResolution": "bundler"} if module == "esnext" else {}
    folder = project(tmp_path, sdk, module=module, **resolution)
    (folder / f"{name}.ts").write_text((HERE / "types" / f"{name}.ts").read_text())

    assert tsc(folder) == ""


def test_use_from_commonjs(sdk, tsc, tmp_path):
    folder = project(tmp_path, sdk, type="commonjs", verbatimModuleSyntax=False)
    (folder / "decimals.ts").write_text((HERE / "types" / "decimals.ts").read_text())

    assert tsc(folder) == ""


def test_unions(make_sdk, tsc, tmp_path, sdk):
    unions = make_sdk(HERE / "specs" / "unions.yaml")
    folder = project(tmp_path, sdk)
    (folder / "unions").symlink_to(unions)
    (folder / "unions.ts").write_text((HERE / "types" / "unions.ts").read_text())

    assert tsc(folder) == ""


def test_every_example_compiles(sdk, tsc, tmp_path):
    """Each example of api.md is a function body; all of them together are one module."""
    text = (sdk / "api.md").read_text("utf-8")
    examples = re.findall(r"^```ts\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    operations = len(re.findall(r"^### ", text, re.MULTILINE))
    assert len(examples) == operations > 0

    folder = project(tmp_path, sdk, lib=["es2022", "dom", "dom.iterable"])
    bodies = [f"export async function example{index}() {{\n{body}\n}}" for index, body in enumerate(examples)]
    head = 'import { Client } from "@tradespec/sdk";\nconst client = new Client();\n'
    (folder / "examples.ts").write_text(head + "\n".join(bodies))

    assert tsc(folder) == ""
