import ast
import json

from hypothesis import given
from hypothesis import strategies as st

from tenfold.project import notebook
from tenfold.project.notebook import SourceLine

NOTEBOOK = """\
{
 "cells": [
  {"cell_type": "markdown", "source": ["# not code"]},
  {
   "cell_type": "code",
   "source": [
    "%matplotlib inline\\n",
    "!pip install x\\n",
    "key = 'secret'\\n",
    "if key:\\n",
    "    %time key\\n",
    "df?"
   ]
  },
  {"cell_type": "code", "source": "%%bash\\nrm -rf x"},
  {"cell_type": "code", "source": "a = 1\\nb = 2"}
 ],
 "metadata": {"language_info": {"name": "python"}}
}
"""


def test_notebook() -> None:
    facts = notebook.read(NOTEBOOK)
    assert facts.problems == ()
    assert facts.language == "python"
    assert facts.source.split("\n") == [
        "# %matplotlib inline", "# !pip install x", "key = 'secret'", "if key:", "    pass  # %time key",
        "# df?",
        "# %%bash", "# rm -rf x", "a = 1", "b = 2", "",
    ]  # fmt: skip
    assert facts.place(3) == SourceLine(2, 3, 9)
    assert facts.place(10) == SourceLine(4, 2, 16)
    assert facts.place(99) == SourceLine(0, 0, 1)
    ast.parse(facts.source)


def test_old_format() -> None:
    facts = notebook.read('{"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"]}]}]}')
    assert facts.source == "x = 1\n"


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=4))
def test_every_line_has_a_place(cells: list[list[str]]) -> None:
    """Invariant: each line of the source has a place, and its file line is the one the JSON holds it on."""
    made = {"cells": [{"cell_type": "code", "source": [line + "\n" for line in cell]} for cell in cells]}
    text = json.dumps(made, indent=1)
    facts = notebook.read(text)
    assert facts.source.count("\n") == len(facts.lines)
    assert all(0 < place.file_line <= text.count("\n") + 1 for place in facts.lines)
