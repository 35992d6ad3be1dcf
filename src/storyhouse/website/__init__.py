"""From the model to the site: pages, a staged MkDocs project, the built site."""
