"""From the model to the site: pages, a staged MkDocs project, and what MkDocs makes of it."""
