"""Any Hugging Face model, on PyTorch."""
