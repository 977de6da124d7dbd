"""Finds what people read and no catalogue knows: in templates, scripts, styles and Python."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

from jinja2 import Environment, nodes

GETTEXT = frozenset({"_", "_l", "_n", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "t"})
# Attributes that are read out or shown.
SAID = frozenset(
    {
        "aria-label",
        "aria-description",
        "aria-valuetext",
        "aria-roledescription",
        "alt",
        "title",
        "placeholder",
    }
    | {"label", "content", "data-label", "data-confirm", "summary"}
)
# In place of what is filled in: no letter.
HOLE = "\u241f"
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(
    r"[^\W\d_]{2,}[,;:]? +(?:[^\W\d_]{2,}|[aIàáyeo] )|^[A-ZÀ-Ý][^\W\d_]+[.!?…]$|^[A-ZÀ-Ý][a-zà-ÿ]+$"
)


class _Page(HTMLParser):
    """Texts and attributes of a piece of HTML, with where they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        kept = dict(attrs)
        for name, value in attrs:
            shown = name in SAID and not (name == "content" and _is_for_machines(kept))
            button = tag == "input" and name == "value" and kept.get("type") in {"submit", "button", "reset"}
            if value and (shown or button) and _WORD.search(value):
                self.found.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"} and self._silent > 0

    def handle_data(self, data: str) -> None:
        text = " ".join(data.replace(HOLE, " ").split())
        if not self._silent and _WORD.search(text):
            self.found.append(text)


def _is_for_machines(attrs: dict[str, str | None]) -> bool:
    return attrs.get("name") not in {"description", "apple-mobile-web-app-title"}


def in_html(source: str) -> list[str]:
    """Words between tags and in attributes that are said."""
    page = _Page()
    page.feed(source)
    page.close()
    return page.found


# ── Templates ────────────────────────────────────────────────────────────────


def in_template(source: str) -> list[str]:
    """Words of a Jinja template that stand beside the catalogues."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(source)
    sentences: list[str] = []
    found = _read(tree, sentences)
    # A piece that a template hands on, or a block that is a part of a tag, is no text.
    return [text for text in [*found, *sentences] if not _PART_OF_TAG.match(text)]


def _read(tree: nodes.Node, sentences: list[str]) -> list[str]:
    pieces: list[str] = []
    blocks = [block for block in tree.find_all(nodes.Block) if block.name not in _IN_A_TAG]
    _walk(tree, pieces, sentences)
    found = in_html("".join(pieces))
    for block in blocks:
        inner: list[str] = []
        for child in block.body:
            _walk(child, inner, sentences)
        found += in_html("".join(inner))
    return found


_PART_OF_TAG = re.compile(r"^(?:[\w-]+=\"[^\"]*\"\s*|autofocus|required|disabled|checked|selected|hidden)+$")
_IN_A_TAG = frozenset({"body_class"})


def _walk(node: nodes.Node, pieces: list[str], sentences: list[str]) -> None:
    if isinstance(node, nodes.Block):
        pieces.append(HOLE)
        return
    if isinstance(node, nodes.TemplateData):
        pieces.append(node.data)
        return
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        pieces.append(HOLE)
        return
    if isinstance(node, nodes.Const):
        pieces.append(HOLE)
        if isinstance(node.value, str) and _SENTENCE.search(node.value):
            sentences.append(node.value)
        return
    if isinstance(node, nodes.Expr):
        pieces.append(HOLE)
    for child in node.iter_child_nodes():
        _walk(child, pieces, sentences)


# ── Scripts ──────────────────────────────────────────────────────────────────


def in_script(source: str) -> list[str]:
    """Words in the `html` of a script, and sentences in its strings, but those that go through t()."""
    found: list[str] = []
    _Script(source, found).code(0, "")
    return found


def _is_said(text: str) -> bool:
    """A sentence: not names of classes, nor a selector."""
    begins = re.match(r"\W*[A-ZÀ-Ý]", text) or len(text.split()) > 3
    return bool(begins and _SENTENCE.search(text) and not re.search(r"[\[#>]|\w\(|, \w+, \w+(?:,|$)", text))


class _Script:
    """Reads JavaScript as far as strings, templates, comments and patterns are concerned."""

    def __init__(self, source: str, found: list[str]) -> None:
        self.source, self.found = source, found

    def code(self, at: int, end: str) -> int:
        """Read code up to the character `end` of the same depth; where it goes on."""
        text, depth = self.source, 0
        while at < len(text):
            here = text[at]
            if here == end and depth == 0:
                return at + 1
            if text.startswith("//", at):
                at = (text.find("\n", at) + 1) or len(text)
            elif text.startswith("/*", at):
                at = text.find("*/", at) + 2
            elif here in "\"'":
                at = self.string(at)
            elif here == "`":
                at = self.template(at)
            elif here == "/" and re.search(
                r"(?:^|[=(,:\[!&|?{};+]|return|=>)\s*$", text[max(0, at - 20) : at]
            ):
                at = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/\w*").match(text, at).end()  # type: ignore[union-attr]
            else:
                depth += (here in "{([") - (here in "})]")
                at += 1
        return at

    def string(self, at: int) -> int:
        match = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'").match(self.source, at)
        assert match is not None, self.source[at : at + 60]
        before = self.source[max(0, at - 60) : at]
        if not re.search(
            r"(?:(?<![\w.$])t\(\s*|(?:Error|import|from|warn|error)\s*\(?\s*|\b(?:case|class)\s*)$", before
        ):
            said = match.group()[1:-1]
            if _is_said(said):
                self.found.append(said)
        return match.end()

    def template(self, at: int) -> int:
        text, pieces = self.source, list[str]()
        tagged = re.search(r"\b(?:html|svg)$", text[max(0, at - 6) : at]) is not None
        at += 1
        while text[at] != "`":
            if text.startswith("${", at):
                at = self.code(at + 2, "}")
                pieces.append(HOLE)
            else:
                step = 2 if text[at] == "\\" else 1
                pieces.append(text[at : at + step])
                at += step
        said = "".join(pieces)
        if tagged:
            # Preact's own: <${Component} …> and closing by <//>.
            self.found += in_html(re.sub(r"<//>", "</p>", re.sub(rf"<(/?){HOLE}", r"<\1x-part ", said)))
        elif _is_said(said.replace(HOLE, " ")):
            self.found.append(said.replace(HOLE, "…"))
        return at + 1


# ── Styles ───────────────────────────────────────────────────────────────────


def in_style(source: str) -> list[str]:
    """Words that a style puts before or after something."""
    plain = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    texts = re.findall(r"(?<![-\w])(?:content|quotes)\s*:\s*([^;}]*)", plain)
    return [one for text in texts for one in re.findall(r"[\"']([^\"']*)[\"']", text) if _WORD.search(one)]


# ── Python ───────────────────────────────────────────────────────────────────

# Whoever keeps a server reads these, in English, as in every log.
_FOR_OPERATORS = re.compile(r"(?:log|logger|logging|warnings|sys|click|console|parser|_log|secho|echo)$")


def in_python(source: str) -> list[str]:
    """Sentences in Python that are neither documentation, nor for operators, nor in the catalogues."""
    found: list[str] = []
    _Python(found).visit(ast.parse(source))
    return found


class _Python(ast.NodeVisitor):
    def __init__(self, found: list[str]) -> None:
        self.found = found

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name in GETTEXT or name in _SILENT or _FOR_OPERATORS.search(owner or name):
            return
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        # Refusals are codes, other errors are for logs; but what flask tells people is not.
        if isinstance(node.exc, ast.Call) and getattr(node.exc.func, "id", "") in {"BadRequest", "NotFound"}:
            self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        # Documentation.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _SENTENCE.search(node.value.strip()) and not _is_code(node.value):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        said = "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
        if _SENTENCE.search(said.replace(HOLE, " ")) and not _is_code(said):
            self.found.append(said.replace(HOLE, "…"))

    def visit_Dict(self, node: ast.Dict) -> None:
        keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
        if not keys >= {"en", "fr", "es", "pt"}:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        return

    def visit_Assign(self, node: ast.Assign) -> None:
        # The names that a module offers.
        if [getattr(target, "id", "") for target in node.targets] != ["__all__"]:
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults, *node.body):
            if part is not None:
                self.visit(part)


_SILENT = frozenset(
    {"compile", "getLogger", "text", "TypeVar", "cast", "execute", "exec_driver_sql", "Counter", "Gauge"}
)
_SILENT |= {
    "Histogram",
    "sub",
    "search",
    "match",
    "findall",
    "fullmatch",
    "split",
    "DDL",
    "ForeignKey",
    "server_default",
}


def _is_code(text: str) -> bool:
    """SQL, headers, patterns, styles and media types."""
    return bool(
        re.match(
            r"\s*(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|DROP|BEGIN|SET|LISTEN|NOTIFY|LOCK|VACUUM|ON)\b",
            text,
        )
        or re.search(r"[\\^|]\w|;\s*\w+=|'self'|/\w+;|^[\w-]+: |\{[\w-]+:", text)
    )
