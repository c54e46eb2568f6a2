"""The public pages, complete without JavaScript.

- `pages` has the routes; `site` is what all pages share; `templates/` holds one template a page, made by `templating`.
- `feedback_form` takes what people say of an answer, without script.
- `forms` reads what a page posts; `turns` carries the conversation from page to page, sealed.
- `documents` lays a document out with an address for every sentence; `shelf` keeps the pages that were made.
- `practice` and `quality` are the facts behind the pages on privacy and on how it works.
- `problem_pages` turns errors into pages for people; `assets` joins and serves style sheets and scripts.
"""
