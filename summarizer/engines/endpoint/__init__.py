"""The engine of models that a server runs: Ollama, or any server with the OpenAI protocol."""
