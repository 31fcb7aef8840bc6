"""GGUF models on llama.cpp, on a GPU where there is one: needs the extra copydesk[llama]."""
