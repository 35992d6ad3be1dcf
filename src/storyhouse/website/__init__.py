"""From the model to the site: pages, a staged MkDocs project, what MkDocs makes of it."""
