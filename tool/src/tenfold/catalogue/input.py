"""Practice 2: validate and sanitize all input."""

from tenfold.catalogue import input_destinations, input_execution, input_forms, input_queries
from tenfold.catalogue.model import Practice, Requirement

PRACTICE = Practice(
    id="input",
    number=2,
    title="Validate and sanitize all input",
    summary=(
        "What comes from outside is checked for shape first and never becomes part of a query, command, "
        "path or address."
    ),
)

REQUIREMENTS: tuple[Requirement, ...] = (
    *input_queries.REQUIREMENTS,
    *input_execution.REQUIREMENTS,
    *input_destinations.REQUIREMENTS,
    *input_forms.REQUIREMENTS,
)
