"""From a match to the text that is typed: templates, variables, casing and the agent's answers."""
