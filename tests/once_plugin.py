"""For mypy: what `@action` gives a function beside its own arguments is the keyword `once`. Hints alone cannot say that."""

from collections.abc import Callable

from mypy.nodes import ARG_NAMED_OPT
from mypy.plugin import FunctionContext, Plugin
from mypy.types import CallableType, Type, get_proper_type

ACTION = "collaborative.journal.recording.action"


class OncePlugin(Plugin):
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return _with_once if fullname == ACTION else None


def _with_once(context: FunctionContext) -> Type:
    acting = get_proper_type(context.default_return_type)
    if not isinstance(acting, CallableType):
        return acting
    place = sum(1 for kind in acting.arg_kinds if not kind.is_star() or not kind.is_named())  # before «**more»
    return acting.copy_modified(
        arg_types=[
            *acting.arg_types[:place],
            context.api.named_generic_type("builtins.str", []),
            *acting.arg_types[place:],
        ],
        arg_kinds=[*acting.arg_kinds[:place], ARG_NAMED_OPT, *acting.arg_kinds[place:]],
        arg_names=[*acting.arg_names[:place], "once", *acting.arg_names[place:]],
    )


def plugin(version: str) -> type[Plugin]:
    return OncePlugin
