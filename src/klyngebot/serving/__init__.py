"""The faces of klyngebot: the chat page, the JSON API, rendered answers, and LangChain's interfaces."""
