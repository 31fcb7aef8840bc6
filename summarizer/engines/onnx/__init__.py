"""The same models on ONNX Runtime: the graph that conversion writes, and the backend that runs it."""
