"""The package's own exceptions. Each message says what, where, and what to do, on one line."""


class KgError(Exception):
    """Base of all errors that `kg` raises on purpose."""


class UsageError(KgError):
    """An option or argument that cannot be used: no document is read."""


class InputError(KgError):
    """An input that cannot be read."""


class OntologyError(KgError):
    """A Turtle file of ontology or shapes that cannot be used; names the file, and the line where known."""


class PipelineError(KgError):
    """A language pipeline that is not installed or does not do what extraction needs."""


class DatabaseError(KgError):
    """A database that does not answer, refuses, or fails."""


class EngineError(KgError):
    """An engine of many processes or machines that is not there, or gives up."""
