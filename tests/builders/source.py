"""The source of the house as the tests of the house read it: modules, rooms, imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "interview"


@dataclass(frozen=True)
class Module:
    """One module of ours. `place` is its path within the package: `vault/envelope.py`."""

    place: str

    @property
    def room(self) -> str:
        """The first word of its path: `vault`, `config`, `__init__`."""
        return self.place.split("/")[0].removesuffix(".py")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse((PACKAGE / self.place).read_text(encoding="utf-8"), self.place)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    def imports(self) -> Iterator[tuple[str, str]]:
        """What it imports, as (module, name); the name is empty for a plain `import module`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            if isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.module or "", alias.name) for alias in node.names)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))


def modules() -> list[Module]:
    """Every module of the package, migrations too, in order."""
    return [Module(path.relative_to(PACKAGE).as_posix()) for path in sorted(PACKAGE.rglob("*.py"))]


def called(call: ast.Call) -> str:
    """The dotted name of what is called, as far as it is one: `datetime.now`, `work.record`, `open`."""
    return dotted(call.func)


def dotted(node: ast.AST) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            before = dotted(node.value)
            return f"{before}.{node.attr}" if before else node.attr
    return ""
