"""How templates become Python: as Jinja does it, but for two things that hundreds of rows feel.

A text that is marked safe already, such as a translation, is not wrapped anew; and translations
are called directly, since they ask nothing of the template around them.
"""

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

TRANSLATIONS = frozenset({"_", "gettext", "ngettext"})


class Compiler(CodeGenerator):
    """Writes the Python of a template; made for environments that always escape.

    Jinja lets its own `NativeCodeGenerator` change the same steps.
    """

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escaped(frame, finalize):
            self.write("(said if type(said := (")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escaped(frame, finalize):
            self.write(")) is Markup else escape(said))")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Call(  # noqa: N802 - the name that Jinja calls
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as in Jinja
    ) -> None:
        """Write a call; one of a translation without the detour over the context."""
        name = node.node
        if not (isinstance(name, nodes.Name) and name.name in TRANSLATIONS):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(name, frame)
        self.write("(")
        for part in (*node.args, *node.kwargs):
            self.visit(part, frame)
            self.write(", ")
        self.write(")")


def _escaped(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    """Tell whether what is written here is escaped, and nothing else is done to it."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
