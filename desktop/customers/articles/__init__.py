"""Articles of the company's knowledge bases: asked only when the agent says so."""
