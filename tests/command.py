"""The command `kg` as tests run it, in their own process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from kg.cli import app


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    """Whatever it is given, it ends with an exit code and no traceback."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], prog_name="kg", input=stdin)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
