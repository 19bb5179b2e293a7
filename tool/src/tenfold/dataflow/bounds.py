"""Every bound of the data flow, so that it ends on any code; what is hit is said by `Flows.limits`."""

MAX_STEPS = 3_000_000
"""Expressions and statements evaluated for one app."""

MAX_FUNCTION_STEPS = 150_000
"""Of these, in one function with all that it calls; beyond, the rest of that function is not followed."""

MAX_DEPTH = 24
"""Calls inside each other; deeper ones give what an unknown function would."""

MAX_NESTING = 400
"""Expressions and statements inside each other, those of functions that call each other included."""

MAX_FRAMES = 8_000
"""Frames of Python's stack; nesting comes to a third of it at most."""

MAX_CONTEXTS = 16
"""Ways that one function is called, told apart by what it is given; further ones share a coarser view of it."""

MAX_ATOMS = 8
"""Things that one value may be; more are summed up."""

MAX_PARTS = 40
"""Constant and data parts of one text; the middle of a longer one is summed up."""

MAX_TEXT = 4_000
"""Characters of one constant."""

MAX_ITEMS = 64
"""Items of a container that are told apart."""

MAX_UNROLLED = 12
"""Items of a constant collection for which a loop is followed one by one."""

MAX_TRAIL = 24
"""Steps of a path that a finding shows."""

MAX_RECORDS = 24
"""Contexts in which the arguments of one call are kept."""

MAX_SIZE = 400
"""Atoms inside one value; a bigger one is summed up."""

MAX_FIELDS = 200
"""Attributes of one object that are told apart."""

MAX_FACTS = 60
"""Facts that one piece of data carries."""

MAX_SHOWN = 400
"""Facts that checks have shown at one place; what further checks show is not kept."""

MAX_VIA = 6
"""Steps that are remembered of what was done to a piece of data."""

MAX_VALUE_DEPTH = 8
"""Containers and objects inside each other; what is deeper is summed up."""
